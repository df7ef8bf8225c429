"""Who sees which chart: the first clause of everything that is asked about patients."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select
from sqlalchemy.orm import aliased, joinedload

from treatment.patients.models import (
    CareTeamMember,
    EmergencyAccess,
    Episode,
    EpisodeProgram,
    Patient,
)
from treatment.permissions import Permission, Viewer


def may_see_episode(
    viewer: Viewer, at: datetime, episode: type[Episode] = Episode
) -> ColumnElement[bool]:
    """All of the facility, every open one, or those of one's own care teams: whatever adds up."""
    here = episode.facility_id == viewer.facility_id
    if viewer.may(Permission.CHART_ALL):
        return here
    ways: list[ColumnElement[bool]] = []
    if viewer.may(Permission.CHART_OPEN):
        ways.append(episode.ended_at.is_(None))
    if viewer.may(Permission.CHART_TEAM):
        ways.append(episode.id.in_(_of_own_teams(viewer, at)))
    if viewer.may(Permission.CHART_EMERGENCY):
        ways.append(episode.patient_id.in_(_in_emergency(viewer, at)))
    return and_(here, or_(false(), *ways))


def may_see_patient(viewer: Viewer, at: datetime) -> ColumnElement[bool]:
    """Whoever may see one of the person's episodes; before the first one, who registered them."""
    here = Patient.facility_id == viewer.facility_id
    if viewer.may(Permission.CHART_ALL):
        return here
    seen = aliased(Episode)
    ways: list[ColumnElement[bool]] = [
        exists().where(seen.patient_id == Patient.id, may_see_episode(viewer, at, seen))
    ]
    if viewer.may(Permission.CHART_EMERGENCY):
        ways.append(Patient.id.in_(_in_emergency(viewer, at)))
    if viewer.may(Permission.PATIENT_REGISTER):
        ways.append(and_(Patient.registered_by_id == viewer.id, has_no_episode()))
    return and_(here, or_(*ways))


def has_no_episode() -> ColumnElement[bool]:
    any_episode = aliased(Episode)
    return ~exists().where(any_episode.patient_id == Patient.id)


def covers(at: datetime) -> ColumnElement[bool]:
    """Whether a care-team row is in force: from its first moment until just before its last."""
    return and_(
        CareTeamMember.since <= at,
        or_(CareTeamMember.until.is_(None), CareTeamMember.until > at),
    )


def _of_own_teams(viewer: Viewer, at: datetime) -> Select[UUID]:
    return select(CareTeamMember.episode_id).where(CareTeamMember.staff_id == viewer.id, covers(at))


def _in_emergency(viewer: Viewer, at: datetime) -> Select[UUID]:
    return select(EmergencyAccess.patient_id).where(
        EmergencyAccess.staff_id == viewer.id,
        EmergencyAccess.started_at <= at,
        EmergencyAccess.expires_at > at,
    )


def patients_visible_to(viewer: Viewer, at: datetime) -> Select[Patient]:
    return select(Patient).where(may_see_patient(viewer, at))


def episodes_visible_to(viewer: Viewer, at: datetime) -> Select[Episode]:
    return select(Episode).where(may_see_episode(viewer, at))


def patient(patient_id: UUID, viewer: Viewer, at: datetime) -> Select[Patient]:
    return patients_visible_to(viewer, at).where(Patient.id == patient_id)


def episode(episode_id: UUID, viewer: Viewer, at: datetime) -> Select[Episode]:
    """One episode with its patient and present program, in one statement."""
    return (
        episodes_visible_to(viewer, at)
        .where(Episode.id == episode_id)
        .options(
            joinedload(Episode.patient, innerjoin=True),
            joinedload(Episode.stay).joinedload(EpisodeProgram.program),
        )
    )
