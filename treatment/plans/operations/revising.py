"""A new version of a plan from an older one: to revise it, or because a hold has ended.

Signed content never changes. What should change is copied into the next version, each line with
its last decision as it was, and the copy is decided and signed anew.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from treatment.accounts.models import Staff
from treatment.errors import DomainError
from treatment.plans.models import LineDecision, Plan, PlanLine
from treatment.plans.operations.content import plan_content, plan_record
from treatment.plans.operations.deciding import prescribes
from treatment.plans.operations.signing import supersede
from treatment.plans.states import PENDING, LineStatus, Origin, PlanState, Verdict
from treatment.plans.vocabulary import Urgency
from treatment.records.models import Signature
from treatment.records.operations import Hand, sign
from treatment.records.vocabulary import Meaning

WITHIN = {
    Urgency.U0: timedelta(hours=1),
    Urgency.U1: timedelta(hours=24),
    Urgency.U2: timedelta(hours=72),
    Urgency.U3: timedelta(days=7),
}
COPIED = (
    "facility_id",
    "element",
    "area",
    "origin",
    "title",
    "schedule",
    "responsible",
    "goal",
    "notes",
    "reasons",
    "urgency",
    "phase",
    "status",
    "needs_prescriber",
    "is_workable_from_draft",
    "planned_count",
    "planned_minutes",
    "due_at",
)
WORDS = ("goal_words", "strengths", "transition_criteria")
DECIDING = frozenset({Verdict.ACCEPT, Verdict.ACKNOWLEDGE, Verdict.CHANGE, Verdict.DECLINE})


def due(urgency: Urgency, at: datetime) -> datetime | None:
    """When a line of this urgency is due; routine lines have no moment."""
    within = WITHIN.get(urgency)
    return at + within if within else None


def pending(plans: Sequence[Plan]) -> Plan | None:
    return next((plan for plan in plans if plan.state in PENDING), None)


def active(plans: Sequence[Plan]) -> Plan | None:
    return next((plan for plan in plans if plan.state is PlanState.ACTIVE), None)


def revise(
    plan: Plan, others: Sequence[Plan], *, number: int, reason: str, by: Staff, at: datetime
) -> Plan:
    """The next version with every line as it stands, ready to be changed.

    Args:
        others: the episode's plans that are not over.
        number: of the new version.

    Raises:
        DomainError: a draft is changed directly; another version is in preparation.
    """
    if plan.state is PlanState.DRAFT:
        raise DomainError("This version is still a draft. Change it directly.")
    if plan.state not in {*PENDING, PlanState.ACTIVE}:
        raise DomainError(f"This version of the plan is {plan.state.value}.")
    _refuse_other_pending(plan, others)
    if plan.state in PENDING:
        supersede(plan, at)
    return _copy(plan, number=number, reason=reason, by=by, at=at)


def release_hold(
    plan: Plan, others: Sequence[Plan], hand: Hand, *, number: int, reason: str
) -> tuple[Plan, Signature]:
    """End the hold: the next version proposes what was deferred, due from now.

    The signature stands under the version that was on hold; each reopened line carries it.

    Raises:
        DomainError: no hold, not a prescriber, or another version in preparation.
    """
    if not plan.is_on_hold or plan.state not in {*PENDING, PlanState.ACTIVE}:
        raise DomainError("This plan is not on hold.")
    if not prescribes(hand.staff):
        raise DomainError("Only a prescriber releases a hold.")
    _refuse_other_pending(plan, others)
    record = plan_record(plan, {**plan_content(plan), "release": reason})
    signature = sign(record, hand, Meaning.HOLD_RELEASE, reason=reason)
    if plan.state in PENDING:
        supersede(plan, hand.at)
    words = f"Hold released: {reason}"
    released = _copy(plan, number=number, reason=words, by=hand.staff, at=hand.at)
    released.is_on_hold = False
    for line in released.lines:
        if line.status is LineStatus.DEFERRED:
            _propose_again(line, signature, reason, hand)
    return released, signature


def carried_over(line: PlanLine) -> bool:
    """A clinician's own line that a new draft keeps."""
    left_out = {LineStatus.DECLINED, LineStatus.OFFERED_DECLINED}
    return line.origin is Origin.CLINICIAN and line.status not in left_out


def copy_line(line: PlanLine, position: int) -> PlanLine:
    """The line as it stands with its deciding rows, as they were and by whom they were made."""
    copy = PlanLine(position=position, **{name: getattr(line, name) for name in COPIED})
    deciding = [row for row in line.decisions if row.verdict in DECIDING]
    done = [row for row in line.decisions if row.verdict is Verdict.DONE]
    copy.decisions = [_copy_decision(row) for row in [*deciding[-1:], *done]]
    return copy


def _copy_decision(row: LineDecision) -> LineDecision:
    return LineDecision(
        facility_id=row.facility_id,
        verdict=row.verdict,
        reason=row.reason,
        before=row.before,
        after=row.after,
        at=row.at,
        by_id=row.by_id,
        by=row.by,
        signature_id=row.signature_id,
        signature=row.signature,
    )


def _copy(plan: Plan, *, number: int, reason: str, by: Staff, at: datetime) -> Plan:
    new = Plan(
        facility_id=plan.facility_id,
        episode_id=plan.episode_id,
        episode=plan.episode,
        assessment_id=plan.assessment_id,
        assessment=plan.assessment,
        based_on_id=plan.id,
        number=number,
        state=PlanState.DRAFT,
        reason=reason,
        rulebook_version=plan.rulebook_version,
        rulebook_digest=plan.rulebook_digest,
        facts=plan.facts,
        draft=plan.draft,
        is_on_hold=plan.is_on_hold,
        drafted_at=at,
        drafted_by_id=by.id,
        drafted_by=by,
        **{name: getattr(plan, name) for name in WORDS},
    )
    ordered = sorted(plan.lines, key=lambda line: line.position)
    new.lines = [copy_line(line, position) for position, line in enumerate(ordered, 1)]
    return new


def _propose_again(line: PlanLine, signature: Signature, reason: str, hand: Hand) -> None:
    line.status = LineStatus.PROPOSED
    line.due_at = due(line.urgency, hand.at)
    line.decisions.append(
        LineDecision(
            facility_id=line.facility_id,
            verdict=Verdict.REOPEN,
            reason=reason,
            before={"status": LineStatus.DEFERRED.value},
            after={"status": LineStatus.PROPOSED.value},
            at=hand.at,
            by_id=hand.staff.id,
            by=hand.staff,
            signature=signature,
        )
    )


def _refuse_other_pending(plan: Plan, others: Sequence[Plan]) -> None:
    other = pending([each for each in others if each is not plan])
    if other is not None:
        raise DomainError(f"Version {other.number} is already in preparation. Go on there.")
