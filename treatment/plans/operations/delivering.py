"""Working the plan: units delivered or missed, corrections, and lines that are done.

Safety, detox, medication, warning, laboratory and task lines are worked from the draft on; a line
that needs a prescriber only after the prescriber's decision. Every other line waits for the plan
to be active.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from treatment.accounts.models import Staff
from treatment.errors import DomainError
from treatment.plans.models import Delivery, LineDecision, PlanLine
from treatment.plans.operations.deciding import prescribes, sign_decision
from treatment.plans.states import (
    BLOCKING_TASKS,
    IN_FORCE,
    NO_PLAN_HERE,
    PENDING,
    LineStatus,
    MissedCause,
    Outcome,
    PlanState,
    Verdict,
)
from treatment.plans.vocabulary import Area
from treatment.records.operations import Hand

LATE = timedelta(days=3)  # a later record says why (REQUIREMENTS.md §8: progress notes)
DAY = timedelta(days=1)  # what was done on the way in may stand before the opening
GRACE = timedelta(minutes=2)  # clocks of two machines


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One planned unit as staff report it; `token` makes a double submit one record."""

    outcome: Outcome
    occurred_at: datetime
    token: UUID
    minutes: int | None = None
    cause: MissedCause | None = None
    note: str | None = None
    late_reason: str | None = None


def is_workable(line: PlanLine) -> bool:
    """Whether work on the line may be recorded now."""
    if line.plan.state is PlanState.ACTIVE:
        return line.status in IN_FORCE
    if line.plan.state not in PENDING or not line.is_workable_from_draft:
        return False
    waits_for_nobody = line.status is LineStatus.PROPOSED and not line.needs_prescriber
    return waits_for_nobody or line.status in IN_FORCE


def is_done(line: PlanLine) -> bool:
    return any(decision.verdict is Verdict.DONE for decision in line.decisions)


def done_needs_signature(line: PlanLine) -> bool:
    """Work that lets a plan be signed, and a prescriber's line, is closed with a signature."""
    return line.needs_prescriber or line.element in BLOCKING_TASKS


def may_mark_done(line: PlanLine, staff: Staff) -> bool:
    if line.needs_prescriber:
        return prescribes(staff)
    return staff.is_lpha if line.element in BLOCKING_TASKS else True


def mark_done(
    line: PlanLine, *, note: str | None, by: Staff, at: datetime, hand: Hand | None = None
) -> LineDecision:
    """Close a line: the task is complete, the kit is in hand, the decision is documented.

    Missing data (TASK-CSSRS, TASK-COWS, TASK-DSM) and contradictions (TASK-RECON) end either by a
    new signed intake and its draft, where the task no longer appears, or here: a licensed clinician
    signs what was found, or why it cannot be found (CLINICAL.md 6.3: "complete or reconcile data,
    named staff, closed in time").
    """
    _refuse_done(line, note, by)
    decision = LineDecision(
        facility_id=line.facility_id,
        verdict=Verdict.DONE,
        reason=note,
        before={"status": str(line.status)},
        after={"status": str(_status_when_done(line))},
        at=at,
        by_id=by.id,
        by=by,
    )
    if done_needs_signature(line):
        decision.signature = sign_decision(line, decision, hand)
    if line.plan.state is PlanState.DRAFT:
        line.status = _status_when_done(line)
    line.decisions.append(decision)
    return decision


def _status_when_done(line: PlanLine) -> LineStatus:
    return LineStatus.ACCEPTED if line.status is LineStatus.PROPOSED else line.status


def _refuse_done(line: PlanLine, note: str | None, by: Staff) -> None:
    if line.element in NO_PLAN_HERE:
        raise DomainError("A minor is handed over to an adolescent program; no plan is made here.")
    if is_done(line):
        raise DomainError(f"{line.title} is already done.")
    _refuse_unworkable(line)
    if not may_mark_done(line, by):
        who = "a prescriber" if line.needs_prescriber else "a licensed clinician (LPHA)"
        raise DomainError(f"{line.title}: only {who} can close this.")
    if line.area is Area.TASK and not note:
        raise DomainError("Say what was found or decided before closing the task.")


def record_delivery(line: PlanLine, unit: Unit, *, by: Staff, at: datetime) -> Delivery:
    """One unit of a line, delivered or missed."""
    _refuse_unworkable(line)
    _refuse_impossible(unit, at)
    if unit.occurred_at < line.plan.episode.opened_at - DAY:
        raise DomainError("This lies before the episode of care. Correct date and time.")
    return Delivery(
        facility_id=line.facility_id,
        episode_id=line.plan.episode_id,
        line_id=line.id,
        line=line,
        outcome=unit.outcome,
        cause=unit.cause,
        occurred_at=unit.occurred_at,
        minutes=unit.minutes if unit.outcome is Outcome.DONE else None,
        note=unit.note,
        late_reason=unit.late_reason if is_late(unit.occurred_at, at) else None,
        recorded_at=at,
        recorded_by_id=by.id,
        recorded_by=by,
        token=unit.token,
    )


def retract(wrong: Delivery, *, reason: str, token: UUID, by: Staff, at: datetime) -> Delivery:
    """A row that takes back an earlier one; both stay readable."""
    if wrong.retracts_id is not None:
        raise DomainError("A retraction cannot be retracted. Record the unit again.")
    return Delivery(
        facility_id=wrong.facility_id,
        episode_id=wrong.episode_id,
        line_id=wrong.line_id,
        line=wrong.line,
        outcome=wrong.outcome,
        cause=wrong.cause,
        occurred_at=wrong.occurred_at,
        minutes=wrong.minutes,
        note=reason,
        recorded_at=at,
        recorded_by_id=by.id,
        recorded_by=by,
        retracts_id=wrong.id,
        token=token,
    )


def is_late(occurred_at: datetime, recorded_at: datetime) -> bool:
    return recorded_at - occurred_at > LATE


def _refuse_unworkable(line: PlanLine) -> None:
    if is_workable(line):
        return
    if line.status is LineStatus.DEFERRED:
        raise DomainError(f"{line.title} is deferred while the plan is on hold.")
    if line.needs_prescriber and line.status is LineStatus.PROPOSED:
        raise DomainError(f"{line.title} waits for a prescriber's decision.")
    if line.plan.state in PENDING:
        raise DomainError(f"{line.title} can be worked once the plan is active.")
    raise DomainError(f"{line.title} is not in force in this version of the plan.")


def _refuse_impossible(unit: Unit, at: datetime) -> None:
    if unit.occurred_at > at + GRACE:
        raise DomainError("This lies in the future. Record it when it has happened.")
    if (unit.outcome is Outcome.MISSED) != (unit.cause is not None):
        raise DomainError("Say why it was missed, or record it as done.")
    if unit.outcome is Outcome.DONE and not unit.minutes:
        raise DomainError("Enter how many minutes it took.")
    if is_late(unit.occurred_at, at) and not unit.late_reason:
        raise DomainError("This is entered more than 3 days later. Say why.")
