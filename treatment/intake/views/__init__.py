"""The pages of this room; importing them registers their routes on one blueprint."""

from treatment.intake.views import episodes, record, sections
from treatment.intake.views.pages import bp

__all__ = ["bp", "episodes", "record", "sections"]
