"""Signatures and states of a plan: author, cosigner, physician, patient; then it is active.

A counselor's plan is cosigned by a licensed clinician (LPHA) who is not its author. A plan with a
detox, medication or warning line in force is approved by a prescriber, who may be that cosigner;
a prescriber who is the author approved by signing. The patient's part is a signature of its own.
With the last of them the plan becomes active and the one in force before it is superseded.
"""

from datetime import date, datetime

from sqlalchemy.orm import object_session

from treatment.accounts.models import Staff
from treatment.errors import DomainError, StaleError
from treatment.patients.models import Episode
from treatment.permissions import Permission
from treatment.plans.models import Plan, PlanLine
from treatment.plans.operations.content import participation_content, plan_record, seen
from treatment.plans.operations.deciding import prescribes
from treatment.plans.operations.delivering import is_done
from treatment.plans.phases import review_due
from treatment.plans.states import (
    BLOCKING_TASKS,
    IN_FORCE,
    NEXT,
    NO_PLAN_HERE,
    PENDING,
    LineStatus,
    Participation,
    PlanState,
)
from treatment.records.models import Signature
from treatment.records.operations import Hand, sign
from treatment.records.vocabulary import Meaning

SIGNED = frozenset({PlanState.SIGNED, PlanState.COSIGNED})
MOST_NAMED = 6  # undecided lines named one by one


# --- what is missing -------------------------------------------------------------------------


def blocks(line: PlanLine) -> bool:
    """Whether this line keeps the plan from being signed (CLINICAL.md 6.2, end)."""
    if line.element in NO_PLAN_HERE:
        return True
    return line.element in BLOCKING_TASKS and not is_done(line)


def missing(plan: Plan) -> list[str]:
    """Everything that keeps the plan from being signed, each as a part of one sentence."""
    named = [f"{line.element}: {line.title}" for line in plan.lines if blocks(line)]
    undecided = [line for line in plan.lines if line.status is LineStatus.PROPOSED]
    parts = [f"close {words}" for words in named]
    if undecided:
        codes = ", ".join(line.element or line.title for line in undecided[:MOST_NAMED])
        if len(undecided) > MOST_NAMED:
            codes += f" and {len(undecided) - MOST_NAMED} more"
        parts.append(f"decide {len(undecided)} proposed line{_s(undecided)} ({codes})")
    if not plan.goal_words:
        parts.append("write the goal in the patient’s own words")
    if not plan.transition_criteria:
        parts.append("write the criteria for transition and discharge")
    return parts


def needs_approval(plan: Plan) -> bool:
    """Whether a prescriber has to approve what the author signed."""
    if plan.signed_by is not None and prescribes(plan.signed_by):
        return False
    return any(line.needs_prescriber and line.status in IN_FORCE for line in plan.lines)


def needs_cosign(plan: Plan) -> bool:
    """Whether the author was no LPHA on the day of signing; a later license changes nothing."""
    return plan.signed_as is not None and not plan.signed_as.is_lpha


def open_signatures(plan: Plan) -> list[Meaning]:
    """The signatures a signed plan still waits for, in the order people usually give them."""
    waits = {
        Meaning.COSIGN: needs_cosign(plan) and plan.cosigned_at is None,
        Meaning.MEDICAL_APPROVAL: needs_approval(plan) and plan.approved_at is None,
        Meaning.PATIENT_PARTICIPATION: plan.participation is None,
    }
    return [meaning for meaning, open_ in waits.items() if open_]


def may_cosign(plan: Plan, staff: Staff) -> bool:
    return staff.may(Permission.PLAN_COSIGN) and staff.is_lpha and staff.id != plan.signed_by_id


def may_approve(plan: Plan, staff: Staff) -> bool:
    return prescribes(staff) and staff.id != plan.signed_by_id


# --- the signatures --------------------------------------------------------------------------


def sign_plan(plan: Plan, hand: Hand, *, mark: str, in_force: Plan | None = None) -> Signature:
    """The author's signature; from here on the content is frozen.

    Args:
        mark: `content.seen` of the plan the author read.
        in_force: the active plan of this episode, if any.

    Raises:
        DomainError: one sentence that lists all that is missing.
        StaleError: somebody changed the plan since the author opened it.
    """
    _refuse_state(plan, {PlanState.DRAFT}, "This plan is already signed.")
    _refuse_other_content(plan, mark)
    if parts := missing(plan):
        raise DomainError(f"Before signing: {'; '.join(parts)}.")
    signature = sign(plan_record(plan), hand, Meaning.AUTHOR)
    plan.signed_by, plan.signed_by_id, plan.signed_at = hand.staff, hand.staff.id, hand.at
    plan.signed_as = hand.staff.credential
    _to(plan, PlanState.SIGNED)
    advance(plan, in_force=in_force, at=hand.at)
    return signature


def endorse(
    plan: Plan, hand: Hand, *, mark: str, prior: Signature | None, in_force: Plan | None = None
) -> list[Signature]:
    """Cosign, approve, or both at once: every open signature this person may give.

    Raises:
        DomainError: nothing is open for this person, with the reason.
    """
    _refuse_state(plan, SIGNED, "Only a signed plan can be cosigned.")
    _refuse_other_content(plan, mark)
    given = []
    waits = open_signatures(plan)
    if Meaning.COSIGN in waits and may_cosign(plan, hand.staff):
        plan.cosigned_by_id, plan.cosigned_at = hand.staff.id, hand.at
        given.append(Meaning.COSIGN)
    if Meaning.MEDICAL_APPROVAL in waits and may_approve(plan, hand.staff):
        plan.approved_by_id, plan.approved_at = hand.staff.id, hand.at
        given.append(Meaning.MEDICAL_APPROVAL)
    if not given:
        raise DomainError(_why_nothing_to_endorse(plan, hand.staff))
    signatures = [sign(plan_record(plan), hand, meaning, prior=prior) for meaning in given]
    advance(plan, in_force=in_force, at=hand.at)
    return signatures


def record_participation(
    plan: Plan,
    hand: Hand,
    *,
    how: Participation,
    note: str | None,
    mark: str,
    in_force: Plan | None = None,
) -> Signature:
    """What the patient did with the plan, witnessed by the signer."""
    _refuse_state(plan, SIGNED, "The patient takes part once the author has signed.")
    _refuse_other_content(plan, mark)
    if plan.participation is not None:
        raise DomainError("The patient’s part is already recorded.")
    if how is not Participation.AGREED and not note:
        raise DomainError("Write the reason why the patient did not sign.")
    plan.participation, plan.participation_note, plan.participation_at = how, note, hand.at
    record = plan_record(plan, participation_content(plan))
    signature = sign(record, hand, Meaning.PATIENT_PARTICIPATION, reason=note)
    advance(plan, in_force=in_force, at=hand.at)
    return signature


# --- the states ------------------------------------------------------------------------------


def advance(plan: Plan, *, in_force: Plan | None, at: datetime) -> None:
    """Move a signed plan on as far as its signatures carry it."""
    waits = open_signatures(plan)
    was_endorsed = plan.cosigned_at is not None or plan.approved_at is not None
    clinical = {Meaning.COSIGN, Meaning.MEDICAL_APPROVAL}
    if plan.state is PlanState.SIGNED and was_endorsed and not clinical.intersection(waits):
        _to(plan, PlanState.COSIGNED)
    if not waits:
        _activate(plan, in_force, at)


def supersede(plan: Plan, at: datetime) -> None:
    _to(plan, PlanState.SUPERSEDED)
    plan.ended_at = at
    _flush(plan)


def close(plan: Plan, at: datetime) -> None:
    """The episode ended, and the plan with it."""
    _to(plan, PlanState.CLOSED)
    plan.ended_at = at


def _activate(plan: Plan, in_force: Plan | None, at: datetime) -> None:
    """In one transaction; the constraint on active plans is the last wall."""
    if in_force is not None and in_force is not plan:
        supersede(in_force, at)
    _to(plan, PlanState.ACTIVE)
    plan.activated_at = at
    plan.review_due_on = _first_review(plan, at)


def _first_review(plan: Plan, at: datetime) -> date:
    """The facility's own day counts; residential programs review every week."""
    author = plan.signed_by or plan.drafted_by
    codes = [line.element for line in plan.lines if line.status in IN_FORCE]
    residential = is_residential(plan.episode)
    return review_due(author.facility.today(at), None, codes, is_residential=residential)


def is_residential(episode: Episode) -> bool:
    """By the words of the current program's level of care."""
    current = [stay.program for stay in episode.programs if stay.until is None]
    return any("residential" in program.level_of_care.lower() for program in current)


def _to(plan: Plan, state: PlanState) -> None:
    if state not in NEXT[plan.state]:
        raise DomainError(f"A plan that is {plan.state.value} cannot become {state.value}.")
    plan.state = state


def _flush(plan: Plan) -> None:
    """The old plan leaves before the new one enters: the index allows one at a time."""
    session = object_session(plan)
    if session is not None:
        session.flush()


def _refuse_state(plan: Plan, states: frozenset[PlanState] | set[PlanState], why: str) -> None:
    if plan.state in states:
        return
    if plan.state not in PENDING:
        raise DomainError(f"This version of the plan is {plan.state.value}.")
    raise DomainError(why)


def _refuse_other_content(plan: Plan, mark: str) -> None:
    """Nobody signs what they have not seen."""
    if mark != seen(plan):
        raise StaleError(
            {"The plan now": "It was changed after you opened it. Read it again before signing."},
            {"Your signature": "Nothing is signed yet."},
        )


def _why_nothing_to_endorse(plan: Plan, staff: Staff) -> str:
    if staff.id == plan.signed_by_id:
        return "You signed this plan as its author. Somebody else cosigns it."
    waits = open_signatures(plan)
    if Meaning.COSIGN in waits:
        return "Only a licensed clinician (LPHA) cosigns a plan."
    if Meaning.MEDICAL_APPROVAL in waits:
        return "Only a prescriber approves detox, medication and warning lines."
    return "This plan waits for no signature of yours."


def _s(many: list[PlanLine]) -> str:
    return "" if len(many) == 1 else "s"
