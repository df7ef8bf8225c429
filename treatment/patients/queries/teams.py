"""Caseloads, people who can join a team, and emergency access waiting for review."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, joinedload

from treatment.accounts.models import Staff, StaffRole
from treatment.accounts.vocabulary import Credential
from treatment.patients.models import (
    CareTeamMember,
    ChartCounter,
    EmergencyAccess,
    Episode,
    Patient,
)
from treatment.patients.queries.paging import PAGE, Cursor
from treatment.patients.vocabulary import TeamPart
from treatment.permissions import GRANTS, Permission, Viewer


def chart_counter(viewer: Viewer) -> Select[ChartCounter]:
    """The facility's next chart number, held until the transaction ends."""
    mine = ChartCounter.facility_id == viewer.facility_id
    return select(ChartCounter).where(mine).with_for_update()


def colleagues(viewer: Viewer, permission: Permission) -> Select[UUID, str, Credential]:
    """Active staff of the facility who hold a permission: id, name, credential."""
    holds = select(StaffRole.staff_id).where(
        StaffRole.facility_id == viewer.facility_id, StaffRole.role.in_(GRANTS[permission])
    )
    return (
        select(Staff.id, Staff.printed_name, Staff.credential)
        .where(Staff.facility_id == viewer.facility_id, Staff.active, Staff.id.in_(holds))
        .order_by(Staff.printed_name, Staff.id)
    )


def caseload(staff_id: UUID, viewer: Viewer) -> Select[CareTeamMember]:
    """The standing team rows of one person on open episodes, with episode and patient."""
    return (
        select(CareTeamMember)
        .join(Episode, Episode.id == CareTeamMember.episode_id)
        .where(CareTeamMember.facility_id == viewer.facility_id)
        .where(CareTeamMember.staff_id == staff_id, CareTeamMember.until.is_(None))
        .where(CareTeamMember.part != TeamPart.STAND_IN, Episode.ended_at.is_(None))
        .options(joinedload(CareTeamMember.episode, innerjoin=True))
        .order_by(CareTeamMember.since, CareTeamMember.id)
    )


def stand_ins_of(staff_id: UUID, viewer: Viewer, at: datetime) -> Select[CareTeamMember]:
    """Where somebody stands in, now or later."""
    return select(CareTeamMember).where(
        CareTeamMember.facility_id == viewer.facility_id,
        CareTeamMember.staff_id == staff_id,
        CareTeamMember.part == TeamPart.STAND_IN,
        CareTeamMember.until > at,
    )


def sizes_of_caseloads(viewer: Viewer) -> Select[UUID, int]:
    """How many open episodes each member of a team has."""
    return (
        select(CareTeamMember.staff_id, func.count())
        .join(Episode, Episode.id == CareTeamMember.episode_id)
        .where(CareTeamMember.facility_id == viewer.facility_id, CareTeamMember.until.is_(None))
        .where(CareTeamMember.part != TeamPart.STAND_IN, Episode.ended_at.is_(None))
        .group_by(CareTeamMember.staff_id)
    )


def member(member_id: UUID, episode_id: UUID) -> Select[CareTeamMember]:
    """A team row of exactly this episode, which was loaded for the viewer before."""
    return select(CareTeamMember).where(
        CareTeamMember.id == member_id, CareTeamMember.episode_id == episode_id
    )


def emergencies(
    viewer: Viewer, *, reviewed: bool, after: Cursor | None = None
) -> Select[EmergencyAccess, Patient, str, str]:
    """Rows with patient, who used it and who reviewed it.

    The queue has the oldest first; what was reviewed, the newest first.
    """
    moment, key = EmergencyAccess.started_at, EmergencyAccess.id
    reviewer = aliased(Staff)
    statement = (
        select(
            EmergencyAccess,
            Patient,
            Staff.printed_name.label("used_by"),
            reviewer.printed_name.label("reviewed_by"),
        )
        .join(Patient, Patient.id == EmergencyAccess.patient_id)
        .join(Staff, Staff.id == EmergencyAccess.staff_id)
        .outerjoin(reviewer, reviewer.id == EmergencyAccess.reviewed_by_id)
        .where(EmergencyAccess.facility_id == viewer.facility_id)
        .limit(PAGE + 1)
    )
    if reviewed:
        statement = statement.where(EmergencyAccess.reviewed_at.is_not(None))
        statement = statement.order_by(moment.desc(), key.desc())
        return statement.where(after.before(moment, key)) if after else statement
    statement = statement.where(EmergencyAccess.reviewed_at.is_(None)).order_by(moment, key)
    return statement.where(after.after(moment, key)) if after else statement


def emergency(access_id: UUID, viewer: Viewer) -> Select[EmergencyAccess]:
    return select(EmergencyAccess).where(
        EmergencyAccess.id == access_id, EmergencyAccess.facility_id == viewer.facility_id
    )
