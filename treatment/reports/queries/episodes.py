"""Lists of episodes behind a number of a board, and a clinician's caseload; page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, select, true

from treatment.accounts.models import Program, Staff
from treatment.patients.models import CareTeamMember, Episode, EpisodeProgram, Patient
from treatment.patients.queries import PAGE, Cursor, covers, may_see_episode
from treatment.patients.vocabulary import TeamPart
from treatment.permissions import Viewer
from treatment.plans.models import Delivery, PhaseStay, Plan, PlanLine
from treatment.plans.phases import Phase
from treatment.plans.queries import open_stay, phase_since
from treatment.plans.states import Outcome, PlanState
from treatment.reports.queries.journey import (
    FACE,
    IN_CARE,
    Rows,
    exists_line,
    is_late_line,
    is_open_line,
    keeps_from_signing,
    phase_now,
)


class Show(StrEnum):
    """Which episodes a number of the progress board counts."""

    ALL = "all"
    LATE = "late"
    BLOCKED = "blocked"
    HOLD = "hold"
    UNSIGNED = "unsigned"
    NO_PLAN = "no_plan"
    REVIEW = "review"
    ACTIVE = "active"

    @property
    def label(self) -> str:
        return _SHOWS[self]


_SHOWS = {
    Show.ALL: "All episodes",
    Show.LATE: "Overdue lines",
    Show.BLOCKED: "Plan cannot be signed yet",
    Show.HOLD: "Plan on hold",
    Show.UNSIGNED: "Plan not active yet",
    Show.NO_PLAN: "No plan",
    Show.REVIEW: "Review overdue",
    Show.ACTIVE: "Active plan",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list shows; codes and ids only, so that it may stand in a URL."""

    phase: Phase | None = None
    show: Show = Show.ALL
    program_id: UUID | None = None


def episodes(
    wanted: Wanted, viewer: Viewer, at: datetime, today: date, after: Cursor | None = None
) -> Rows:
    """Open episodes that match, the longest in care first; one more than a page."""
    statement = _rows(at).where(may_see_episode(viewer, at), *_conditions(wanted, at, today))
    statement = statement.order_by(Episode.opened_at, Episode.id).limit(PAGE + 1)
    return statement.where(after.after(Episode.opened_at, Episode.id)) if after else statement


def caseload(viewer: Viewer, at: datetime, after: Cursor | None = None) -> Rows:
    """Open episodes on whose care team the viewer is now, the longest in care first."""
    mine = select(CareTeamMember.episode_id).where(CareTeamMember.staff_id == viewer.id, covers(at))
    statement = _rows(at).where(may_see_episode(viewer, at), Episode.id.in_(mine))
    statement = statement.order_by(Episode.opened_at, Episode.id).limit(PAGE + 1)
    return statement.where(after.after(Episode.opened_at, Episode.id)) if after else statement


def _rows(at: datetime) -> Rows:
    """One row per open episode with its phase, newest plan, open and overdue lines."""
    newest = (
        select(func.max(Plan.number))
        .where(Plan.episode_id == Episode.id, Plan.state.in_(IN_CARE))
        .correlate(Episode)
        .scalar_subquery()
    )
    return (
        select(
            Episode.id, Episode.opened_at, Episode.admitted_at, phase_now.label("phase"),
            phase_since().label("since"), Program.name.label("program"), Plan.id.label("plan_id"),
            Plan.state, Plan.number, Plan.is_on_hold, Plan.review_due_on,
            _count_of_lines(is_open_line()).label("open_lines"),
            _count_of_lines(is_late_line(at)).label("late_lines"), *FACE,
        )
        .join(Patient, Patient.id == Episode.patient_id)
        .outerjoin(PhaseStay, open_stay())
        .outerjoin(
            EpisodeProgram,
            and_(EpisodeProgram.episode_id == Episode.id, EpisodeProgram.until.is_(None)),
        )
        .outerjoin(Program, Program.id == EpisodeProgram.program_id)
        .outerjoin(Plan, and_(Plan.episode_id == Episode.id, Plan.number == newest))
        .where(Episode.ended_at.is_(None))
    )  # fmt: skip


def _count_of_lines(condition: ColumnElement[bool]) -> Any:
    plan, line = Plan.__table__, PlanLine.__table__
    joined = plan.join(line, line.c.plan_id == plan.c.id)
    return (
        select(func.count(line.c.id))
        .select_from(joined)
        .where(plan.c.episode_id == Episode.id, condition, line.c.due_at.is_not(None))
        .correlate(Episode)
        .scalar_subquery()
    )


def _conditions(wanted: Wanted, at: datetime, today: date) -> list[ColumnElement[bool]]:
    found = [_shown(wanted.show, at, today)]
    if wanted.phase is not None:
        found.append(phase_now == wanted.phase)
    if wanted.program_id is not None:
        found.append(EpisodeProgram.program_id == wanted.program_id)
    return found


def _shown(show: Show, at: datetime, today: date) -> ColumnElement[bool]:
    any_plan = exists().where(Plan.episode_id == Episode.id, Plan.state.in_(IN_CARE))
    active = any_plan.where(Plan.state == PlanState.ACTIVE)
    return {
        Show.ALL: true(),
        Show.LATE: exists_line(is_late_line(at)),
        Show.BLOCKED: exists_line(keeps_from_signing()),
        Show.HOLD: any_plan.where(Plan.is_on_hold).correlate(Episode),
        Show.UNSIGNED: any_plan.where(Plan.state != PlanState.ACTIVE).correlate(Episode),
        Show.NO_PLAN: ~any_plan.correlate(Episode),
        Show.REVIEW: active.where(Plan.review_due_on < today).correlate(Episode),
        Show.ACTIVE: active.correlate(Episode),
    }[show]


def team_names(episode_ids: Sequence[UUID], at: datetime) -> Rows:
    """The primary clinician of each episode of a page."""
    return (
        select(CareTeamMember.episode_id, Staff.printed_name)
        .join(Staff, Staff.id == CareTeamMember.staff_id)
        .where(CareTeamMember.episode_id.in_(episode_ids), covers(at))
        .where(CareTeamMember.part == TeamPart.PRIMARY)
    )


def delivered(episode_ids: Sequence[UUID], at: datetime, since: datetime) -> Rows:
    """Units done and missed since a day, and the last contact, for the episodes of a page."""
    taken_back = select(Delivery.retracts_id).where(Delivery.retracts_id.is_not(None))
    done = func.count().filter(Delivery.outcome == Outcome.DONE)
    missed = func.count().filter(Delivery.outcome == Outcome.MISSED)
    return (
        select(
            Delivery.episode_id, done.label("done"), missed.label("missed"),
            func.max(Delivery.occurred_at).label("last_at"),
        )
        .where(Delivery.episode_id.in_(episode_ids), Delivery.occurred_at.between(since, at))
        .where(Delivery.retracts_id.is_(None), Delivery.id.not_in(taken_back))
        .group_by(Delivery.episode_id)
    )  # fmt: skip
