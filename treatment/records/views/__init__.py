"""The pages of this room; importing them registers their routes on one blueprint."""

from treatment.records.views import addenda, alerts, drafts
from treatment.records.views.pages import bp

__all__ = ["addenda", "alerts", "bp", "drafts"]
