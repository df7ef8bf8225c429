"""Deciding lines: accept, change, decline, reopen, add; who may, and what must be signed.

Lines with the codes DTX-, MED- and FLAG- are decided by a prescriber alone, each decision signed
for itself. Safety lines (SAF-, TASK-) are weakened or dismissed only by a licensed clinician, with
a reason and a signature. Everything else a clinician decides with one click.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from treatment.accounts.models import Staff
from treatment.errors import DomainError
from treatment.permissions import Permission
from treatment.plans.models import LineDecision, Plan, PlanLine
from treatment.plans.operations.content import decision_record
from treatment.plans.states import (
    IN_FORCE,
    NO_PLAN_HERE,
    LineStatus,
    Origin,
    PlanState,
    Verdict,
)
from treatment.plans.vocabulary import Area, Urgency
from treatment.records.models import Signature
from treatment.records.operations import Hand, sign
from treatment.records.vocabulary import Meaning

PRESCRIBERS_ALONE = frozenset({Area.DETOX, Area.MEDICATION, Area.FLAG})
SAFEGUARDS = PRESCRIBERS_ALONE | {Area.SAFETY, Area.TASK}
CLINICIANS = frozenset(Area) - SAFEGUARDS - {Area.LAB}
DECIDED = IN_FORCE | {LineStatus.DECLINED, LineStatus.OFFERED_DECLINED}


@dataclass(frozen=True, slots=True)
class Act:
    """Who decides, when, and with which hand where the decision is signed."""

    by: Staff
    at: datetime
    hand: Hand | None = None


def prescribes(staff: Staff) -> bool:
    """Both the role and the license of a prescriber."""
    return staff.is_prescriber_license and staff.may(Permission.PLAN_PRESCRIBE)


def must_be_signed(line: PlanLine, verdict: Verdict) -> bool:
    """Whether this decision carries a signature of its own."""
    if line.needs_prescriber:
        return True
    return line.area in SAFEGUARDS and verdict in {Verdict.CHANGE, Verdict.DECLINE}


def may_decide(line: PlanLine, verdict: Verdict, staff: Staff) -> bool:
    """Whether `staff` has the role and license this decision asks for."""
    if line.needs_prescriber:
        return prescribes(staff)
    return staff.is_lpha if must_be_signed(line, verdict) else True


def can_accept_with_one_click(line: PlanLine) -> bool:
    return line.status is LineStatus.PROPOSED and line.area in CLINICIANS


def accept(line: PlanLine, *, by: Staff, at: datetime, hand: Hand | None = None) -> LineDecision:
    """Take the line into the plan as it is proposed; a warning is acknowledged by it."""
    _refuse_unless(line, {LineStatus.PROPOSED})
    verdict = Verdict.ACKNOWLEDGE if line.area is Area.FLAG else Verdict.ACCEPT
    return _decide(line, verdict, {"status": LineStatus.ACCEPTED}, Act(by, at, hand))


def accept_all(lines: Iterable[PlanLine], *, by: Staff, at: datetime) -> list[LineDecision]:
    """Every proposed line that is not medical and no safeguard; each keeps its own decision."""
    return [accept(line, by=by, at=at) for line in lines if can_accept_with_one_click(line)]


def accept_signed(lines: Iterable[PlanLine], hand: Hand) -> list[LineDecision]:
    """The proposed lines a prescriber chose, one signature for each."""
    chosen = list(lines)
    if not chosen:
        raise DomainError("Choose at least one line to decide.")
    return [accept(line, by=hand.staff, at=hand.at, hand=hand) for line in chosen]


def change(
    line: PlanLine,
    words: dict[str, str],
    *,
    reason: str,
    by: Staff,
    at: datetime,
    hand: Hand | None = None,
) -> LineDecision:
    """Take the line into the plan with other words.

    Args:
        words: new texts of schedule, goal and responsible; all three.
    """
    _refuse_unless(line, {LineStatus.PROPOSED, *IN_FORCE})
    before = {name: getattr(line, name) for name in ("schedule", "goal", "responsible")}
    if before == words:
        raise DomainError("Nothing is changed. Accept the line as it is, or change its words.")
    values = {"status": LineStatus.CHANGED, **words}
    return _decide(line, Verdict.CHANGE, values, Act(by, at, hand), reason)


def decline(
    line: PlanLine,
    *,
    reason: str,
    by: Staff,
    at: datetime,
    by_patient: bool = False,
    hand: Hand | None = None,
) -> LineDecision:
    """Leave the line out, for the clinician's reason or because the patient declines it."""
    _refuse_unless(line, {LineStatus.PROPOSED, *IN_FORCE})
    if line.area is Area.TASK or line.element in NO_PLAN_HERE:
        raise DomainError(f"{line.title} cannot be declined. It ends when it is done.")
    left_out = LineStatus.OFFERED_DECLINED if by_patient else LineStatus.DECLINED
    return _decide(line, Verdict.DECLINE, {"status": left_out}, Act(by, at, hand), reason)


def reopen(
    line: PlanLine, *, reason: str, by: Staff, at: datetime, hand: Hand | None = None
) -> LineDecision:
    """Take a decision back: the line is proposed again, and both decisions stay on record."""
    _refuse_unless(line, DECIDED)
    values = {"status": LineStatus.PROPOSED}
    return _decide(line, Verdict.REOPEN, values, Act(by, at, hand), reason)


def add_line(plan: Plan, words: dict[str, Any], *, by: Staff, at: datetime) -> PlanLine:
    """A line of the clinician's own, in force at once.

    Args:
        words: title, area, schedule, responsible, goal, and optionally urgency, planned_count,
            planned_minutes and phase.

    Raises:
        DomainError: a detox, medication or warning line by somebody who does not prescribe.
    """
    _refuse_decided_plan(plan)
    if words["area"] in PRESCRIBERS_ALONE and not prescribes(by):
        raise DomainError("Only a prescriber adds detox, medication or warning lines.")
    line = PlanLine(
        facility_id=plan.facility_id,
        position=1 + max((each.position for each in plan.lines), default=0),
        origin=Origin.CLINICIAN,
        notes=[],
        reasons=[],
        status=LineStatus.PROPOSED,
        needs_prescriber=words["area"] in PRESCRIBERS_ALONE,
        is_workable_from_draft=words["area"] in SAFEGUARDS | {Area.LAB},
        decisions=[],
        **{"urgency": Urgency.U4, **words},
    )
    plan.lines.append(line)
    if not line.needs_prescriber:
        accept(line, by=by, at=at)
    return line


def _decide(
    line: PlanLine,
    verdict: Verdict,
    values: dict[str, Any],
    act: Act,
    reason: str | None = None,
) -> LineDecision:
    """Change the line and append who decided it, what it said before and after, and why."""
    _refuse_decided_plan(line.plan)
    if not may_decide(line, verdict, act.by):
        who = "a prescriber" if line.needs_prescriber else "a licensed clinician (LPHA)"
        raise DomainError(f"{line.title}: only {who} can decide this.")
    decision = LineDecision(
        facility_id=line.facility_id,
        verdict=verdict,
        reason=reason,
        before={name: str(getattr(line, name)) for name in values},
        after={name: str(value) for name, value in values.items()},
        at=act.at,
        by_id=act.by.id,
        by=act.by,
    )
    if must_be_signed(line, verdict):
        decision.signature = sign_decision(line, decision, act.hand)
    for name, value in values.items():
        setattr(line, name, value)
    line.decisions.append(decision)
    return decision


def sign_decision(line: PlanLine, decision: LineDecision, hand: Hand | None) -> Signature:
    if hand is None:
        raise DomainError(f"{line.title}: sign this decision with your password or code.")
    return sign(decision_record(line, decision), hand, Meaning.DECISION, reason=decision.reason)


def _refuse_unless(line: PlanLine, statuses: Iterable[LineStatus]) -> None:
    if line.status is LineStatus.DEFERRED:
        raise DomainError(f"{line.title} is deferred. A prescriber ends the hold first.")
    if line.status not in set(statuses):
        raise DomainError(f"{line.title} is already decided ({line.status.label.lower()}).")


def _refuse_decided_plan(plan: Plan) -> None:
    if plan.state is not PlanState.DRAFT:
        raise DomainError("This plan is signed. Start a new version to change its lines.")
