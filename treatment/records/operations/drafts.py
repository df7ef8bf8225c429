"""Keep what somebody types before they save it: sealed, bounded, and for their eyes alone."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from treatment.accounts import sealing
from treatment.accounts.models import Staff
from treatment.errors import DomainError
from treatment.permissions import Viewer
from treatment.records.models import Draft

KEPT_FOR = timedelta(days=30)
MOST = 100  # drafts of one person; beyond that the oldest are let go
LONGEST = 600_000  # letters of one draft, all its fields together
UNCOUNTED = 0  # the sequence of a form sent without scripts: it is always the newest
Fields = Mapping[str, Sequence[str]]


class TooLongError(DomainError):
    """More words than one draft holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What stands in one window.

    Args:
        tab: which window; its words never write over those of another one.
        sequence: grows with every sending, so that what arrives late changes nothing.
        base_version: the version of the row the form was opened with.
        replaces: the window whose draft was taken over into this one.
    """

    page: str
    tab: str
    fields: Fields
    sequence: int = UNCOUNTED
    base_version: int | None = None
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft, opened."""

    id: UUID
    page: str
    tab: str
    fields: dict[str, list[str]]
    saved_at: datetime
    base_version: int | None
    is_rescued: bool


def keep(session: Session, words: Words, *, by: Staff, at: datetime, rescued: bool = False) -> bool:
    """Keep the words; false when newer ones of the same window are kept already.

    Raises:
        TooLongError: more words than a draft can hold.
    """
    _purge(session, by, at)
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    values = {
        "sequence": words.sequence,
        "base_version": words.base_version,
        "sealed": _sealed(words, by),
        "saved_at": at,
        "is_rescued": rescued,
    }
    row = insert(Draft).values(
        id=uuid7(),
        facility_id=by.facility_id,
        staff_id=by.id,
        page=words.page,
        tab=words.tab,
        **values,
    )
    kept = row.on_conflict_do_update(
        index_elements=["staff_id", "page", "tab"],
        set_=values,
        where=or_(row.excluded.sequence == UNCOUNTED, Draft.sequence < row.excluded.sequence),
    ).returning(Draft.id)
    is_kept = session.scalar(kept) is not None
    if words.replaces and words.replaces != words.tab:
        forget(session, words.page, {words.replaces}, by=by)
    return is_kept


def forget(session: Session, page: str, tabs: Collection[str], *, by: Viewer) -> None:
    """Let go of the drafts of these windows: their words are saved, or not wanted."""
    own = (Draft.staff_id == by.id, Draft.page == page, Draft.tab.in_(tabs))
    session.execute(delete(Draft).where(*own))


def opened(row: Draft) -> Kept | None:
    """The words, or None when their key is gone or they were sealed for another row."""
    text = sealing.opened(row.sealed)
    held = json.loads(text) if text else {}
    if (held.get("staff"), held.get("page")) != (str(row.staff_id), row.page):
        return None
    return Kept(
        id=row.id,
        page=row.page,
        tab=row.tab,
        fields=held["fields"],
        saved_at=row.saved_at,
        base_version=row.base_version,
        is_rescued=row.is_rescued,
    )


def _sealed(words: Words, by: Staff) -> str:
    """Together with whose they are and where they stand, so that no row can be swapped."""
    fields = {name: list(texts) for name, texts in words.fields.items()}
    held = {"staff": str(by.id), "page": words.page, "fields": fields}
    text = json.dumps(held, ensure_ascii=False)
    if len(text) > LONGEST:
        raise TooLongError("This is more than a draft can hold. Save the page now.")
    return sealing.sealed(text)


def _purge(session: Session, by: Staff, at: datetime) -> None:
    """Anybody's draft that is too old, and the oldest of somebody who has too many."""
    newest = (Draft.saved_at.desc(), Draft.id.desc())
    beyond = select(Draft.id).where(Draft.staff_id == by.id).order_by(*newest).offset(MOST - 1)
    let_go: ColumnElement[bool] = or_(Draft.saved_at < at - KEPT_FOR, Draft.id.in_(beyond))
    session.execute(delete(Draft).where(let_go).execution_options(synchronize_session=False))
