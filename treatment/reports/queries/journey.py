"""Where an episode stands, as SQL: its phase, since when, and which of its lines are still open."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Exists, Select, and_, case, exists, type_coerce

from treatment.patients.models import Episode, Patient
from treatment.plans.models import LineDecision, PhaseStay, Plan, PlanLine
from treatment.plans.phases import Phase
from treatment.plans.queries import current_phase
from treatment.plans.states import (
    BLOCKING_TASKS,
    NO_PLAN_HERE,
    PENDING,
    LineStatus,
    PlanState,
    Verdict,
)

Rows = Select[*tuple[Any, ...]]
MOST = 100  # rows of one panel; a number above it is shown as "100+"
FACE = (
    Patient.id.label("patient_id"),
    Patient.given_name,
    Patient.family_name,
    Patient.preferred_name,
    Patient.chart_number,
)
LEFT_OUT = (LineStatus.DECLINED, LineStatus.OFFERED_DECLINED, LineStatus.DEFERRED)
IN_CARE = (*PENDING, PlanState.ACTIVE)

phase_now: ColumnElement[Phase] = type_coerce(current_phase(), PhaseStay.__table__.c.phase.type)


def is_done() -> Exists:
    """Somebody closed the line: the task is complete, the kit is in hand."""
    return exists().where(LineDecision.line_id == PlanLine.id, LineDecision.verdict == Verdict.DONE)


def is_open_line() -> ColumnElement[bool]:
    """A line somebody must still act on: a safeguard not done, a prescriber's line not decided."""
    waits = case(
        (PlanLine.needs_prescriber, PlanLine.status == LineStatus.PROPOSED), else_=~is_done()
    )
    return and_(
        Plan.state.in_(IN_CARE),
        PlanLine.is_workable_from_draft,
        PlanLine.status.not_in(LEFT_OUT),
        waits,
    )


def is_late_line(at: datetime) -> ColumnElement[bool]:
    return and_(is_open_line(), PlanLine.due_at < at)


def keeps_from_signing() -> ColumnElement[bool]:
    """A task or a missing license of the place that no plan can be signed over."""
    return and_(
        Plan.state == PlanState.DRAFT,
        PlanLine.element.in_((*BLOCKING_TASKS, *NO_PLAN_HERE)),
        ~is_done(),
    )


def exists_line(condition: Any) -> Exists:
    """Whether the episode has a plan line for which `condition` holds."""
    return (
        exists()
        .where(Plan.episode_id == Episode.id, PlanLine.plan_id == Plan.id)
        .where(condition)
        .correlate(Episode)
    )
