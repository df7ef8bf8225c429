"""The director's numbers, live: by phase, each with the list it opens into."""

from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import and_, distinct, exists, func, select

from treatment.patients.models import Episode, EpisodeProgram
from treatment.patients.queries import may_see_episode
from treatment.permissions import Viewer
from treatment.plans.models import Delivery, PhaseStay, Plan, PlanLine
from treatment.plans.queries import open_stay, phase_since
from treatment.plans.states import Outcome, PlanState
from treatment.reports.queries.journey import (
    IN_CARE,
    Rows,
    is_late_line,
    keeps_from_signing,
    phase_now,
)


def _open(statement: Any, viewer: Viewer, at: datetime, program: UUID | None) -> Rows:
    """The open episodes of the viewer, with their phase, optionally of one program."""
    statement = (
        statement.select_from(Episode)
        .outerjoin(PhaseStay, open_stay())
        .where(may_see_episode(viewer, at), Episode.ended_at.is_(None))
    )
    if program is not None:
        is_in = exists().where(
            EpisodeProgram.episode_id == Episode.id,
            EpisodeProgram.program_id == program,
            EpisodeProgram.until.is_(None),
        )
        statement = statement.where(is_in)
    return cast("Rows", statement)


def phases(viewer: Viewer, at: datetime, program: UUID | None = None) -> Rows:
    """Every open episode as phase and moment it began: counts and medians come from these."""
    return _open(
        select(phase_now.label("in_phase"), phase_since().label("since")), viewer, at, program
    )


def plans(viewer: Viewer, at: datetime, today: date, program: UUID | None = None) -> Rows:
    """Per phase: how many episodes have a plan, an active, an unsigned, a held, a late one."""
    active = Plan.state == PlanState.ACTIVE
    counted = select(
        phase_now.label("in_phase"),
        func.count(distinct(Episode.id)).label("planned"),
        func.count(distinct(Episode.id)).filter(active).label("active"),
        func.count(distinct(Episode.id)).filter(~active).label("unsigned"),
        func.count(distinct(Episode.id)).filter(Plan.is_on_hold).label("hold"),
        func.count(distinct(Episode.id)).filter(active, Plan.review_due_on < today).label("review"),
    )
    return (
        _open(counted, viewer, at, program)
        .join(Plan, and_(Plan.episode_id == Episode.id, Plan.state.in_(IN_CARE)))
        .group_by("in_phase")
    )


def late_lines(viewer: Viewer, at: datetime, program: UUID | None = None) -> Rows:
    """Per phase: episodes with overdue lines, and with tasks that keep a plan from signing."""
    late, stuck = is_late_line(at), keeps_from_signing()
    counted = select(
        phase_now.label("in_phase"),
        func.count(distinct(Episode.id)).filter(late).label("late"),
        func.count(PlanLine.id).filter(late).label("late_lines"),
        func.count(distinct(Episode.id)).filter(stuck).label("blocked"),
    )
    return (
        _open(counted, viewer, at, program)
        .join(Plan, and_(Plan.episode_id == Episode.id, Plan.state.in_(IN_CARE)))
        .join(PlanLine, PlanLine.plan_id == Plan.id)
        .group_by("in_phase")
    )


def units(viewer: Viewer, at: datetime, since: datetime, program: UUID | None = None) -> Rows:
    """Per phase: units delivered, missed, and owed by the program since a day."""
    taken_back = select(Delivery.retracts_id).where(Delivery.retracts_id.is_not(None))
    done, missed = Delivery.outcome == Outcome.DONE, Delivery.outcome == Outcome.MISSED
    counted = select(
        phase_now.label("in_phase"),
        func.count(Delivery.id).filter(done).label("done"),
        func.count(Delivery.id).filter(missed).label("missed"),
        func.count(Delivery.id)
        .filter(missed, Delivery.cause.in_(("canceled", "no_slot")))
        .label("owed"),
    )
    return (
        _open(counted, viewer, at, program)
        .join(Delivery, Delivery.episode_id == Episode.id)
        .where(Delivery.occurred_at.between(since, at))
        .where(Delivery.retracts_id.is_(None), Delivery.id.not_in(taken_back))
        .group_by("in_phase")
    )
