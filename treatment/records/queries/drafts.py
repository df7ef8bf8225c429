"""Drafts of the one who asks; nobody else's words are ever selected."""

from sqlalchemy import Select, select

from treatment.permissions import Viewer
from treatment.records.models import Draft


def drafts_of(viewer: Viewer) -> Select[Draft]:
    return select(Draft).where(Draft.staff_id == viewer.id, Draft.facility_id == viewer.facility_id)


def drafts_on(page: str, viewer: Viewer) -> Select[Draft]:
    """What the viewer left unsaved on one page, the newest first: one row for each window."""
    newest = (Draft.saved_at.desc(), Draft.id.desc())
    return drafts_of(viewer).where(Draft.page == page).order_by(*newest)


def drafts_below(path: str, viewer: Viewer) -> Select[Draft]:
    """The same for every page under a path."""
    newest = (Draft.saved_at.desc(), Draft.id.desc())
    under = Draft.page.startswith(path, autoescape=True)
    return drafts_of(viewer).where(under).order_by(*newest)
