"""Selects over facilities, staff and what their sign-ins left, within one facility."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from treatment.accounts.models import (
    Facility,
    Invitation,
    Program,
    Staff,
    StaffDevice,
    StaffSession,
)
from treatment.permissions import Viewer


def sitting(token_hash: str) -> Select[StaffSession]:
    """The session behind a cookie with its person, their roles and facility: one statement."""
    return (
        select(StaffSession)
        .join(StaffSession.staff)
        .join(Staff.facility)
        .outerjoin(Staff.granted)
        .where(StaffSession.token_hash == token_hash)
        .options(
            contains_eager(StaffSession.staff).options(
                contains_eager(Staff.facility), contains_eager(Staff.granted)
            )
        )
        .execution_options(populate_existing=True)
    )


def named(username: str) -> Select[Staff]:
    return select(Staff).where(Staff.username == username)


def device(staff: Staff, token_hash: str) -> Select[StaffDevice]:
    return select(StaffDevice).where(
        StaffDevice.staff_id == staff.id, StaffDevice.token_hash == token_hash
    )


def invitation(token_hash: str) -> Select[Invitation]:
    found = select(Invitation).where(Invitation.token_hash == token_hash)
    return found.options(joinedload(Invitation.staff))


def staff_visible_to(viewer: Viewer) -> Select[Staff]:
    return select(Staff).where(Staff.facility_id == viewer.facility_id)


def staff_list(viewer: Viewer) -> Select[Staff]:
    """Everybody of the facility, those who may sign in first."""
    return staff_visible_to(viewer).order_by(Staff.active.desc(), Staff.printed_name, Staff.id)


def staff_member(staff_id: UUID, viewer: Viewer) -> Select[Staff]:
    return staff_visible_to(viewer).where(Staff.id == staff_id)


def invitations_of(staff: Staff) -> Select[Invitation]:
    return select(Invitation).where(Invitation.staff_id == staff.id, Invitation.used_at.is_(None))


def sign_ins_of(staff_id: UUID) -> Select[StaffSession]:
    """A person's latest sign-ins, newest first."""
    newest = (StaffSession.started_at.desc(), StaffSession.id.desc())
    return select(StaffSession).where(StaffSession.staff_id == staff_id).order_by(*newest).limit(20)


def facility_of(viewer: Viewer) -> Select[Facility]:
    return select(Facility).where(Facility.id == viewer.facility_id)


def facility_named(name: str) -> Select[Facility]:
    return select(Facility).where(Facility.name == name)


def programs_of(viewer: Viewer) -> Select[Program]:
    """Every program of the facility, those that take people first."""
    return (
        select(Program)
        .where(Program.facility_id == viewer.facility_id)
        .order_by(Program.active.desc(), Program.name)
    )


def program(program_id: UUID, viewer: Viewer) -> Select[Program]:
    return programs_of(viewer).where(Program.id == program_id)


def program_named(facility_id: UUID, name: str) -> Select[Program]:
    return select(Program).where(Program.facility_id == facility_id, Program.name == name)
