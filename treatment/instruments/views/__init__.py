"""The pages of this room; importing them registers their routes on one blueprint."""

from treatment.instruments.views import taking, trend, withdrawing
from treatment.instruments.views.pages import bp

__all__ = ["bp", "taking", "trend", "withdrawing"]
