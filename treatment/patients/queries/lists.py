"""The list of charts, page by page, and how many there are (never counted past a cap)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, exists, func, literal, select
from sqlalchemy.orm import aliased

from treatment.accounts.models import Program, Staff
from treatment.patients.models import CareTeamMember, Episode, EpisodeProgram, Patient
from treatment.patients.queries.paging import PAGE, Cursor
from treatment.patients.queries.visible import (
    covers,
    has_no_episode,
    may_see_episode,
    may_see_patient,
)
from treatment.patients.vocabulary import ChartState, TeamPart
from treatment.permissions import Viewer

MOST_COUNTED = 1000
RECENTLY = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a list shows; as codes and ids in its URL."""

    state: ChartState = ChartState.OPEN
    program_id: UUID | None = None
    only_mine: bool = False


def charts(
    wanted: Filter, viewer: Viewer, at: datetime, after: Cursor | None = None
) -> Select[Any]:
    """Rows of episode, patient, program and primary clinician; one more than a page holds."""
    statement = (
        _with_faces(_which(wanted, viewer, at))
        .add_columns(Patient, Program.name.label("program"), Staff.printed_name.label("primary"))
        .limit(PAGE + 1)
    )
    if wanted.state is ChartState.WAITING:
        statement = statement.order_by(Episode.opened_at, Episode.id)
        return statement.where(after.after(Episode.opened_at, Episode.id)) if after else statement
    statement = statement.order_by(Episode.opened_at.desc(), Episode.id.desc())
    return statement.where(after.before(Episode.opened_at, Episode.id)) if after else statement


def _which(wanted: Filter, viewer: Viewer, at: datetime) -> Select[Any]:
    statement = select(Episode).where(may_see_episode(viewer, at))
    if wanted.state is ChartState.ENDED:
        statement = statement.where(Episode.ended_at.is_not(None))
    else:
        statement = statement.where(Episode.ended_at.is_(None))
    if wanted.state is ChartState.WAITING:
        statement = statement.where(Episode.admitted_at.is_(None))
    if wanted.only_mine:
        statement = statement.where(_is_on_team(viewer, at))
    if wanted.program_id:
        statement = statement.where(_is_in(wanted.program_id, wanted.state))
    return statement


def _is_on_team(viewer: Viewer, at: datetime) -> Any:
    mine = select(CareTeamMember.episode_id).where(CareTeamMember.staff_id == viewer.id, covers(at))
    return Episode.id.in_(mine)


def _is_in(program_id: UUID, state: ChartState) -> Any:
    """In the program now; for an ended episode, ever."""
    place = aliased(EpisodeProgram)
    inside = [place.episode_id == Episode.id, place.program_id == program_id]
    if state is not ChartState.ENDED:
        inside.append(place.until.is_(None))
    return exists().where(*inside)


def _with_faces(statement: Select[Any]) -> Select[Any]:
    primary = and_(
        CareTeamMember.episode_id == Episode.id,
        CareTeamMember.until.is_(None),
        CareTeamMember.part == TeamPart.PRIMARY,
    )
    place = and_(EpisodeProgram.episode_id == Episode.id, EpisodeProgram.until.is_(None))
    return (
        statement.join(Patient, Patient.id == Episode.patient_id)
        .outerjoin(EpisodeProgram, place)
        .outerjoin(Program, Program.id == EpisodeProgram.program_id)
        .outerjoin(CareTeamMember, primary)
        .outerjoin(Staff, Staff.id == CareTeamMember.staff_id)
    )


def count_of_charts(wanted: Filter, viewer: Viewer, at: datetime) -> Select[int]:
    """How many, or one more than is ever counted."""
    some = _which(wanted, viewer, at).with_only_columns(literal(1).label("one"))
    return select(func.count()).select_from(some.limit(MOST_COUNTED + 1).subquery())


def registered_only(viewer: Viewer, at: datetime, after: Cursor | None = None) -> Select[Patient]:
    """People registered in the last 90 days without any episode yet, the newest first."""
    statement = (
        select(Patient)
        .where(Patient.facility_id == viewer.facility_id, Patient.registered_at > at - RECENTLY)
        .where(may_see_patient(viewer, at), has_no_episode())
        .order_by(Patient.registered_at.desc(), Patient.id.desc())
        .limit(PAGE + 1)
    )
    return statement.where(after.before(Patient.registered_at, Patient.id)) if after else statement


def programs(viewer: Viewer) -> Select[Program]:
    return (
        select(Program)
        .where(Program.facility_id == viewer.facility_id, Program.active)
        .order_by(Program.name)
    )


def places_taken(viewer: Viewer) -> Select[UUID, int]:
    """How many admitted patients each program has now."""
    return (
        select(EpisodeProgram.program_id, func.count())
        .select_from(Episode)
        .join(EpisodeProgram, EpisodeProgram.episode_id == Episode.id)
        .where(Episode.facility_id == viewer.facility_id, Episode.ended_at.is_(None))
        .where(Episode.admitted_at.is_not(None), EpisodeProgram.until.is_(None))
        .group_by(EpisodeProgram.program_id)
    )
