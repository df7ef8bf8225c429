"""The pages of this room; importing them registers their routes on one blueprint."""

from treatment.plans.views import deliveries, draft, lines, phases, scores, signatures, versions
from treatment.plans.views.pages import bp

__all__ = ["bp", "deliveries", "draft", "lines", "phases", "scores", "signatures", "versions"]
