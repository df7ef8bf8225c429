"""What is done to a staff account: invite, correct, give roles, disable, unlock, reset."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from treatment.accounts import codes, passwords, proof, queries, sealing, sessions, tokens
from treatment.accounts.lifetimes import INVITATION
from treatment.accounts.models import (
    Facility,
    Invitation,
    Staff,
    StaffDevice,
    StaffRole,
)
from treatment.accounts.operations.versions import refuse_stale
from treatment.accounts.vocabulary import EndReason
from treatment.errors import DomainError
from treatment.permissions import Role

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,62}")
RECOVERY_CODES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """A person who will work here: who they are and what they may do."""

    username: str
    printed_name: str
    roles: frozenset[Role]
    record: Mapping[str, Any]


def plain_username(text: str) -> str:
    """The one spelling of a name that counts: folded, without white space around it."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def invite(
    session: Session, facility: Facility, newcomer: Newcomer, *, by: Staff | None, at: datetime
) -> tuple[Staff, str]:
    """A staff record without a password, and the token of the link that lets its owner set one.

    Raises:
        DomainError: the username is taken or has other letters, or there is no role.
    """
    username = plain_username(newcomer.username)
    if not USERNAME.fullmatch(username):
        raise DomainError("A username has 2 to 63 letters, digits, dots and dashes.")
    if session.scalar(queries.named(username)) is not None:
        raise DomainError(f"The username {username} is taken, now or by a former colleague.")
    _refuse_endless_audit(newcomer.roles, newcomer.record.get("access_until"))
    staff = Staff(
        facility=facility,
        facility_id=facility.id,
        username=username,
        printed_name=newcomer.printed_name,
        fs_uniquifier=tokens.new(),
        **newcomer.record,
    )
    session.add(staff)
    session.flush()
    _grant(staff, newcomer.roles, by=by, at=at)
    return staff, link(session, staff, by=by, at=at)


def link(session: Session, staff: Staff, *, by: Staff | None, at: datetime) -> str:
    """A new one-time link; earlier ones stop working.

    Raises:
        DomainError: the person already has a password, or is disabled.
    """
    if staff.password is not None or not staff.active:
        raise DomainError("Only an active person without a password can be invited.")
    for old in session.scalars(queries.invitations_of(staff)):
        old.expires_at = min(old.expires_at, at)
    token = tokens.new()
    session.add(
        Invitation(
            staff_id=staff.id,
            token_hash=tokens.digest(token),
            made_at=at,
            made_by_id=by.id if by else None,
            expires_at=at + INVITATION,
        )
    )
    return token


def accept(invitation: Invitation, password: str, *, at: datetime) -> None:
    """The invited person sets their own password; the link is used up.

    Raises:
        DomainError: used, expired or withdrawn, or a weak password.
    """
    staff = invitation.staff
    if invitation.used_at is not None or at >= invitation.expires_at or not staff.active:
        raise DomainError("This link was used or is too old. Ask an administrator for a new one.")
    passwords.refuse_weak(password, username=staff.username, printed_name=staff.printed_name)
    invitation.used_at = at
    _set_password(staff, password, at=at)


def correct(staff: Staff, record: Mapping[str, Any], *, version: int) -> None:
    """Overwrite what the record says of a person.

    Raises:
        StaleError: somebody else saved since this form was opened.
    """
    refuse_stale(staff, record, version)
    _refuse_endless_audit(staff.roles, record.get("access_until", staff.access_until))
    for name, value in record.items():
        setattr(staff, name, value)


def set_roles(
    session: Session, staff: Staff, roles: Iterable[Role], *, version: int, by: Staff, at: datetime
) -> None:
    """Give exactly these roles; live sessions have them from their next request on.

    Raises:
        DomainError: one's own roles, or none at all.
    """
    _refuse_own(staff, by, "Another administrator has to change your roles.")
    refuse_stale(staff, {}, version)
    wanted = frozenset(roles)
    if not wanted:
        raise DomainError("Leave at least one role, or disable the account.")
    _refuse_endless_audit(wanted, staff.access_until)
    for row in [row for row in staff.granted if row.role not in wanted]:
        staff.granted.remove(row)
    _grant(staff, wanted - staff.roles, by=by, at=at)
    _bump(session, staff)


def disable(session: Session, staff: Staff, *, by: Staff | None, at: datetime) -> None:
    """Nothing opens for this person any more, from now on; what they signed stays theirs.

    Raises:
        DomainError: one's own account.
    """
    _refuse_own(staff, by, "You cannot disable your own account.")
    staff.active = False
    sessions.close_all(session, staff, EndReason.DISABLED, at=at)
    sessions.forget_devices(session, staff)


def enable(staff: Staff) -> None:
    staff.active = True


def unlock(session: Session, staff: Staff) -> None:
    """Forget the misses of this person, on every browser."""
    for model, own in ((Staff, Staff.id), (StaffDevice, StaffDevice.staff_id)):
        free = {"failed_count": 0, "locked_until": None}
        session.execute(update(model).where(own == staff.id).values(**free))


def reset_second_factor(session: Session, staff: Staff, *, by: Staff, at: datetime) -> None:
    """Forget authenticator and recovery codes: the next sign-in sets up new ones.

    Raises:
        DomainError: one's own; a person who still has a code changes it on their own page.
    """
    _refuse_own(staff, by, "Another administrator has to reset your second factor.")
    staff.tf_primary_method = staff.tf_totp_secret = staff.mf_recovery_codes = None
    sessions.close_all(session, staff, EndReason.FACTOR_RESET, at=at)
    sessions.forget_devices(session, staff)


def enroll(staff: Staff, secret: str | None = None) -> str:
    """Give `staff` an authenticator secret and return it in the clear."""
    secret = secret or codes.new_secret()
    staff.tf_primary_method, staff.tf_totp_secret = "authenticator", sealing.sealed(secret)
    staff.totp_last_counter = None
    return secret


def new_recovery_codes(staff: Staff) -> list[str]:
    """Ten codes, each good once; earlier ones stop working. Shown now and never again."""
    fresh = [tokens.recovery_code() for _ in range(RECOVERY_CODES)]
    staff.mf_recovery_codes = [sealing.sealed(code) for code in fresh]
    return fresh


def change_password(
    session: Session, staff: Staff, current: str, password: str, *, at: datetime
) -> None:
    """Set a new password and end this person's other sessions.

    Raises:
        DomainError: the current one is wrong (counted), or the new one is weak or the same.
    """
    sitting = staff.sitting
    proof.attempt(
        sitting or staff,
        lambda: passwords.matches(staff.password, current),
        at,
        refusal="Your current password is not right.",
    )
    passwords.refuse_weak(password, username=staff.username, printed_name=staff.printed_name)
    if passwords.matches(staff.password, password):
        raise DomainError("That is the password you have. Choose another.")
    _set_password(staff, password, at=at)
    but = sitting.id if sitting else None
    sessions.close_all(session, staff, EndReason.PASSWORD_CHANGED, at=at, but=but)


def _grant(staff: Staff, roles: Iterable[Role], *, by: Staff | None, at: datetime) -> None:
    for role in sorted(roles):
        staff.granted.append(
            StaffRole(
                facility_id=staff.facility_id,
                role=role,
                granted_at=at,
                granted_by_id=by.id if by else None,
            )
        )


def _set_password(staff: Staff, password: str, *, at: datetime) -> None:
    staff.password, staff.password_changed_at = passwords.hashed(password), at
    staff.fs_uniquifier = tokens.new()  # half-finished sign-ins with the old one end here


def _refuse_endless_audit(roles: Iterable[Role], until: date | None) -> None:
    if Role.AUDITOR in roles and until is None:
        raise DomainError("An auditor's access needs an end date: enter the last day first.")


def _refuse_own(staff: Staff, by: Staff | None, sentence: str) -> None:
    if by is not None and staff.id == by.id:
        raise DomainError(sentence)


def _bump(session: Session, staff: Staff) -> None:
    """Roles are rows of their own; a form opened before this change is stale all the same."""
    session.execute(update(Staff).where(Staff.id == staff.id).values(version=Staff.version + 1))
