"""Proving who somebody is: every missed try is counted in the database, on one counter.

A browser that completed a sign-in before has a counter of its own, a signed-in session too:
what strangers miss elsewhere keeps nobody from working.
"""

from collections.abc import Callable
from datetime import datetime
from math import ceil

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session, object_session

from treatment.accounts import codes, passwords, sealing, tokens
from treatment.accounts.lifetimes import wait_after
from treatment.accounts.models import Staff, StaffDevice, StaffSession
from treatment.accounts.vocabulary import AuthMethod
from treatment.errors import DomainError

Counter = Staff | StaffDevice | StaffSession
DIGITS = 6


class LockedError(DomainError):
    """Too many misses a moment ago; the sentence says how long to wait."""


class WrongSecretError(DomainError):
    """Not the right password or code; counted."""


def prove(staff: Staff, secret: str, at: datetime) -> AuthMethod:
    """What `staff` just proved themselves with, before anything of this request is changed.

    Raises:
        DomainError: wrong (the miss is already kept), used before, or too many misses.
    """
    counter = staff.sitting or staff
    method = _looks_like(secret)
    right = {
        AuthMethod.PASSWORD: lambda: passwords.matches(staff.password, secret),
        AuthMethod.TOTP: lambda: spend_code(staff, secret, at),
    }[method]
    attempt(counter, right, at, refusal=f"That {method.label} is not right. Nothing is signed yet.")
    forget_misses(counter)
    if staff.sitting:
        staff.sitting.proved_at = at
    return method


def can_sign(staff: Staff, at: datetime) -> None:
    """Refuse a signature on a missing or expired license.

    Raises:
        DomainError: says which.
    """
    staff.refuse_expired_license(at)


def attempt(
    counter: Counter,
    right: Callable[[], bool],
    at: datetime,
    refusal: str = "That is not right.",
) -> None:
    """Ask `right` unless too many misses went before; keep a miss at once, whatever comes next.

    Raises:
        LockedError: the delay is not over; nothing was asked.
        WrongSecretError: with `refusal`.
    """
    session = _session_of(counter)
    misses = _take_count(session, counter, at)
    if right():
        return
    _keep_miss(session, counter, misses + 1, at)
    raise WrongSecretError(refusal)


def spend_code(staff: Staff, code: str, at: datetime, *, secret: str | None = None) -> bool:
    """Whether `code` is right now and was never used; two at once cannot both succeed."""
    plain = sealing.opened(secret or staff.tf_totp_secret)
    if plain is None:
        return False
    step = codes.counter(plain, code, moment=at, after=staff.totp_last_counter)
    if step is None:
        return False
    seen = Staff.totp_last_counter
    spent = _session_of(staff).execute(
        update(Staff)
        .where(Staff.id == staff.id, seen.is_(None) | (seen < step))
        .values(totp_last_counter=step)
    )
    assert isinstance(spent, CursorResult)  # noqa: S101  an UPDATE counts its rows
    return spent.rowcount == 1


def knows_recovery_code(staff: Staff, code: str) -> bool:
    return tokens.as_typed(code) in recovery_codes(staff)


def recovery_codes(staff: Staff) -> list[str]:
    """The codes not used yet, in the clear."""
    opened = (sealing.opened(seal) for seal in staff.mf_recovery_codes or [])
    return [code for code in opened if code is not None]


def forget_misses(counter: Counter) -> None:
    model = type(counter)
    _session_of(counter).execute(
        update(model).where(model.id == counter.id).values(failed_count=0, locked_until=None)
    )


def waits_for(until: datetime, at: datetime) -> str:
    minutes = max(1, ceil((until - at).total_seconds() / 60))
    return f"{minutes} minute{'s' if minutes > 1 else ''}"


def _looks_like(secret: str) -> AuthMethod:
    digits = "".join(secret.split())
    is_code = len(digits) == DIGITS and digits.isascii() and digits.isdigit()
    return AuthMethod.TOTP if is_code else AuthMethod.PASSWORD


def _take_count(session: Session, counter: Counter, at: datetime) -> int:
    """The misses so far, under their row lock: tries sent at once are asked one by one."""
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("prove who is asking before anything is changed")
    model = type(counter)
    count, until = session.execute(
        select(model.failed_count, model.locked_until)
        .where(model.id == counter.id)
        .with_for_update(of=model)
    ).one()
    if until is not None and at < until:
        raise LockedError(f"Too many misses. Try again in {waits_for(until, at)}.")
    return int(count)


def _keep_miss(session: Session, counter: Counter, misses: int, at: datetime) -> None:
    wait = wait_after(misses)
    model = type(counter)
    kept = {
        "failed_count": misses,
        "last_failed_at": at,
        "locked_until": at + wait if wait else None,
    }
    session.execute(update(model).where(model.id == counter.id).values(**kept))
    session.commit()


def _session_of(row: Counter) -> Session:
    session = object_session(row)
    if session is None:
        raise RuntimeError("only a stored account can prove anything")
    return session
