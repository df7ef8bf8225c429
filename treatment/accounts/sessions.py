"""Sign-ins as rows: begun, seen, ended; browsers known again; tries at names nobody has."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from treatment.accounts import tokens
from treatment.accounts.lifetimes import ATTEMPTS_KEPT, DEVICE, SEEN_EVERY
from treatment.accounts.models import FailedAttempt, Staff, StaffDevice, StaffSession
from treatment.accounts.vocabulary import EndReason

AGENT = 120  # letters of the browser's name that are kept
MOST_SOURCES = 2_000  # rows of unknown-name tries; beyond that they share one
ELSEWHERE = "elsewhere"


def begin(
    session: Session, staff: Staff, *, at: datetime, ip: str = "", agent: str = ""
) -> tuple[StaffSession, str]:
    """A new session of `staff` and the token only its cookie will hold."""
    token = tokens.new()
    row = StaffSession(
        staff=staff,
        staff_id=staff.id,
        token_hash=tokens.digest(token),
        started_at=at,
        seen_at=at,
        proved_at=at,
        ip=ip[:45],
        agent=agent[:AGENT],
    )
    session.add(row)
    session.execute(update(Staff).where(Staff.id == staff.id).values(last_signed_in_at=at))
    session.flush()
    staff.sitting = row
    return row, token


def needs_touch(row: StaffSession, at: datetime) -> bool:
    return at - row.seen_at >= SEEN_EVERY


def touch(session: Session, row: StaffSession, *, at: datetime) -> None:
    """Seen now; written at most once a minute."""
    session.execute(update(StaffSession).where(StaffSession.id == row.id).values(seen_at=at))


def close(session: Session, row: StaffSession, reason: EndReason, *, at: datetime) -> None:
    session.execute(
        update(StaffSession)
        .where(StaffSession.id == row.id, StaffSession.ended_at.is_(None))
        .values(ended_at=at, end_reason=reason)
    )


def close_all(
    session: Session, staff: Staff, reason: EndReason, *, at: datetime, but: UUID | None = None
) -> None:
    """End every session of `staff`, but for one."""
    own = update(StaffSession).where(
        StaffSession.staff_id == staff.id, StaffSession.ended_at.is_(None)
    )
    if but is not None:
        own = own.where(StaffSession.id != but)
    session.execute(own.values(ended_at=at, end_reason=reason))


def remember(session: Session, staff: Staff, *, at: datetime) -> str:
    """Know this browser from now on; the token is for its cookie."""
    token = tokens.new()
    row = StaffDevice(
        staff_id=staff.id, token_hash=tokens.digest(token), known_since=at, seen_at=at
    )
    session.add(row)
    session.execute(
        delete(StaffDevice).where(
            StaffDevice.staff_id == staff.id, StaffDevice.seen_at < at - DEVICE
        )
    )
    return token


def forget_devices(session: Session, staff: Staff) -> None:
    session.execute(delete(StaffDevice).where(StaffDevice.staff_id == staff.id))


def note_attempt(session: Session, source: str, *, at: datetime) -> bool:
    """Count a try at a name nobody has; whether it is the first of its source and minute."""
    minute = at.replace(second=0, microsecond=0)
    session.execute(delete(FailedAttempt).where(FailedAttempt.minute < at - ATTEMPTS_KEPT))
    rows = session.scalar(select(func.count()).select_from(FailedAttempt)) or 0
    kept = source[:64] if rows < MOST_SOURCES else ELSEWHERE
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    counted = (
        insert(FailedAttempt)
        .values(source=kept, minute=minute, count=1)
        .on_conflict_do_update(
            index_elements=["source", "minute"], set_={"count": FailedAttempt.count + 1}
        )
        .returning(FailedAttempt.count)
    )
    return session.scalar(counted) == 1
