"""Who sees which chart: the first clause of everything that is asked about patients.

The few charts a person reaches by name (care team, emergency, registered) are found first, by
their ids: a caseload of forty costs the same in a facility of a hundred thousand.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select, union_all
from sqlalchemy.orm import aliased, joinedload

from treatment.patients.models import (
    CareTeamMember,
    EmergencyAccess,
    Episode,
    EpisodeProgram,
    Patient,
)
from treatment.permissions import Permission, Viewer


@dataclass(frozen=True, slots=True)
class Ordinarily:
    """Somebody as they are without their emergency accesses."""

    somebody: Viewer

    @property
    def id(self) -> UUID:
        return self.somebody.id

    @property
    def facility_id(self) -> UUID:
        return self.somebody.facility_id

    def may(self, permission: Permission) -> bool:
        return permission is not Permission.CHART_EMERGENCY and self.somebody.may(permission)


def may_see_episode(
    viewer: Viewer, at: datetime, episode: type[Episode] = Episode
) -> ColumnElement[bool]:
    """All of the facility, every open one, or those of one's own care teams: whatever adds up."""
    here = episode.facility_id == viewer.facility_id
    if viewer.may(Permission.CHART_ALL):
        return here
    reached = aliased(Episode)
    named = [
        *([_of_own_teams(viewer, at)] if viewer.may(Permission.CHART_TEAM) else []),
        *(
            select(reached.id).where(reached.patient_id.in_(ids))
            for ids in _in_emergency(viewer, at)
        ),
    ]
    by_name = episode.id.in_(union_all(*named)) if named else false()
    if viewer.may(Permission.CHART_OPEN):
        return and_(here, or_(episode.ended_at.is_(None), by_name))
    return by_name


def may_see_patient(viewer: Viewer, at: datetime) -> ColumnElement[bool]:
    """Whoever may see one of the person's episodes; before the first one, who registered them."""
    here = Patient.facility_id == viewer.facility_id
    if viewer.may(Permission.CHART_ALL):
        return here
    named = [*_on_own_teams(viewer, at), *_in_emergency(viewer, at)]
    ways: list[ColumnElement[bool]] = [Patient.id.in_(union_all(*named))] if named else []
    if viewer.may(Permission.CHART_OPEN):
        seen = aliased(Episode)
        ways.append(exists().where(seen.patient_id == Patient.id, seen.ended_at.is_(None)))
    if viewer.may(Permission.PATIENT_REGISTER):
        ways.append(and_(Patient.registered_by_id == viewer.id, has_no_episode()))
    return and_(here, or_(false(), *ways))


def has_no_episode() -> ColumnElement[bool]:
    any_episode = aliased(Episode)
    return ~exists().where(any_episode.patient_id == Patient.id)


def covers(at: datetime) -> ColumnElement[bool]:
    """Whether a care-team row is in force: from its first moment until just before its last."""
    return and_(
        CareTeamMember.since <= at,
        or_(CareTeamMember.until.is_(None), CareTeamMember.until > at),
    )


# --- what is reached by name: each a Select of ids, none without the permission ---------------


def _of_own_teams(viewer: Viewer, at: datetime) -> Select[UUID]:
    return select(CareTeamMember.episode_id).where(
        CareTeamMember.staff_id == viewer.id,
        CareTeamMember.facility_id == viewer.facility_id,
        covers(at),
    )


def _on_own_teams(viewer: Viewer, at: datetime) -> list[Select[UUID]]:
    if not viewer.may(Permission.CHART_TEAM):
        return []
    mine = aliased(Episode)
    return [select(mine.patient_id).where(mine.id.in_(_of_own_teams(viewer, at)))]


def _in_emergency(viewer: Viewer, at: datetime) -> list[Select[UUID]]:
    if not viewer.may(Permission.CHART_EMERGENCY):
        return []
    ids = select(EmergencyAccess.patient_id).where(
        EmergencyAccess.staff_id == viewer.id,
        EmergencyAccess.facility_id == viewer.facility_id,
        EmergencyAccess.started_at <= at,
        EmergencyAccess.expires_at > at,
    )
    return [ids]


# --- the selects ----------------------------------------------------------------------------------


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


def turn(episode_id: UUID) -> Select[UUID]:
    """Take the episode's row lock: who writes in one episode at the same moment takes turns."""
    return select(Episode.id).where(Episode.id == episode_id).with_for_update()
