"""Moving between phases and ending an episode: dated rows, a reason, a signer, a checklist.

Until the first move an episode has no rows: its phase follows from the episode itself (waiting:
referral; admitted: assessment and planning since admission). The first move writes those stays
down as closed rows, so that from then on the table tells the whole way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.orm import object_session
from uuid_utils.compat import uuid7

from treatment.accounts.models import Staff
from treatment.errors import DomainError, StaleError
from treatment.patients.models import Episode
from treatment.patients.operations import admit, end_episode
from treatment.patients.vocabulary import DischargeReason
from treatment.permissions import Role
from treatment.plans.checklist import (
    Evidence,
    Judged,
    discharge_criteria,
    exit_criteria,
    judged,
    unmet,
)
from treatment.plans.models import PhaseStay, Plan
from treatment.plans.operations.deciding import prescribes
from treatment.plans.operations.signing import close, is_residential
from treatment.plans.phases import Phase, may_move, review_due
from treatment.plans.states import IN_FORCE, PENDING, PlanState
from treatment.records.models import Signature
from treatment.records.operations import Hand, Record, sign
from treatment.records.vocabulary import Kind, Meaning

THERAPY = frozenset({Phase.PRIMARY, Phase.STEP_DOWN})
DETOX_LINES = frozenset({"DTX-1", "DTX-2", "DTX-3", "DTX-CIWA"})
OPENED = "Since the episode was opened"
ADMITTED = "Since admission"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Where somebody wants to move, why, and what they state about open criteria."""

    reason: str
    to: Phase | None = None
    stated: Mapping[str, str] = field(default_factory=dict)
    override: str | None = None
    seen: Phase | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The episode's way so far: its stays, oldest first, and the plans that are not over."""

    episode: Episode
    stays: Sequence[PhaseStay]
    plans: Sequence[Plan]
    evidence: Evidence

    @property
    def phase(self) -> Phase:
        open_ = [stay for stay in self.stays if stay.until is None]
        return open_[0].phase if open_ else derived_phase(self.episode)

    @property
    def active(self) -> Plan | None:
        return next((plan for plan in self.plans if plan.state is PlanState.ACTIVE), None)


@dataclass(frozen=True, slots=True)
class Ended:
    """What a discharge leaves to store: stays written down, the last stay, its signature."""

    written: list[PhaseStay]
    last: PhaseStay
    signature: Signature


def derived_phase(episode: Episode) -> Phase:
    """The phase of an episode that was never moved."""
    return Phase.REFERRAL if episode.admitted_at is None else Phase.ASSESSMENT


def may_override(staff: Staff) -> bool:
    """Who may move on with criteria unmet: prescriber, LPHA or director."""
    roles = {Role.DIRECTOR, Role.MEDICAL_DIRECTOR}
    return staff.is_lpha or prescribes(staff) or bool(roles & staff.roles)


def move(course: Course, step: Step, hand: Hand) -> list[PhaseStay]:
    """End the present stay and begin the next one, signed.

    Returns:
        the new rows, the present stay last.

    Raises:
        DomainError: no such move, no signed plan before therapy, a detox nobody decided, or open
            criteria without a reason and the authority to go on.
        StaleError: somebody else moved the patient meanwhile.
    """
    to, left = _target(course, step), course.phase
    checked = judged(exit_criteria(left, to), course.evidence, step.stated)
    _refuse_entry(course, to, step, hand.staff)
    step = _refuse_unmet(checked, step, hand.staff)
    if course.episode.is_waiting and to is not Phase.AFTERCARE:
        admit(course.episode, hand.at, version=course.episode.version, at=hand.at)
    written, _last = _end_present(course, hand)
    stay = _signed_stay(course, (left, to), step, checked, hand)
    _set_review(course, to, hand)
    return [*written, stay]


def discharge(course: Course, step: Step, why: DischargeReason, hand: Hand) -> Ended:
    """End the episode: the present stay, its plans and the episode close together.

    Raises:
        DomainError: ended before, or open criteria without a reason and the authority to go on.
    """
    if not course.episode.is_open:
        raise DomainError("This episode has ended.")
    _refuse_stale(course, step)
    criteria = () if why is DischargeReason.DIED else discharge_criteria(course.phase)
    checked = judged(criteria, course.evidence, step.stated)
    step = _refuse_unmet(checked, step, hand.staff)
    written, last = _end_present(course, hand)
    left = [{"of": "discharge", **row.as_json()} for row in checked]
    last.checklist = [*(last.checklist or []), *left]
    content = {"why": why, "reason": step.reason, "override": step.override, "checklist": left}
    signature = sign(_record(last, content), hand, Meaning.PHASE_MOVE, reason=_words(step))
    for plan in course.plans:
        if plan.state in {*PENDING, PlanState.ACTIVE}:
            close(plan, hand.at)
    end_episode(course.episode, why, step.reason, at=hand.at)
    return Ended(written, last, signature)


def _target(course: Course, step: Step) -> Phase:
    _refuse_stale(course, step)
    if not course.episode.is_open:
        raise DomainError("This episode has ended. Open a new one to go on.")
    if step.to is None or not may_move(course.phase, step.to):
        raise DomainError(f"From {course.phase.label} there is no such move.")
    return step.to


def _refuse_stale(course: Course, step: Step) -> None:
    if step.seen is not None and step.seen is not course.phase:
        raise StaleError({"Phase now": course.phase.label}, {"Phase you saw": step.seen.label})


def _refuse_entry(course: Course, to: Phase, step: Step, by: Staff) -> None:
    if to in THERAPY:
        _refuse_therapy_without_plan(course)
    if to is Phase.DETOX and not _detox_is_decided(course, step, by):
        raise DomainError(
            "Detox begins with a prescriber’s decision: accept the detox line, or let a prescriber"
            " make this move after the first safety screen."
        )


def _refuse_therapy_without_plan(course: Course) -> None:
    """Plan signatures gate therapy, wherever the patient comes from."""
    if course.active is None:
        raise DomainError("Therapy begins with an active plan. Collect the open signatures first.")
    if course.active.is_on_hold:
        raise DomainError("The plan is on hold. A prescriber releases it before therapy begins.")


def _detox_is_decided(course: Course, step: Step, by: Staff) -> bool:
    lines = [line for plan in course.plans for line in plan.lines]
    if any(line.element in DETOX_LINES and line.status in IN_FORCE for line in lines):
        return True
    screened = course.evidence.suicide is not None or bool(step.stated.get("screened"))
    return prescribes(by) and screened


def _refuse_unmet(checked: list[Judged], step: Step, by: Staff) -> Step:
    """The step as it is taken: a reason to go on counts only where something is open."""
    open_ = unmet(checked)
    if not open_:
        return replace(step, override=None)
    named = "; ".join(f"{row.text} ({_open_word(row)})" for row in open_)
    if not step.override:
        raise DomainError(f"Open before this step: {named}. State them, or give a reason to go on.")
    if not may_override(by):
        raise DomainError(
            f"Open before this step: {named}. A prescriber, an LPHA or the director may go on."
        )
    return step


def _open_word(row: Judged) -> str:
    return "not known" if row.met is None else "not met"


def _end_present(course: Course, hand: Hand) -> tuple[list[PhaseStay], PhaseStay]:
    """Close the present stay; where there are no rows yet, write down the ones derived so far."""
    open_ = [stay for stay in course.stays if stay.until is None]
    written = [] if open_ else _derived_stays(course.episode, hand)
    last = (open_ or written)[-1]
    last.until = hand.at
    session = object_session(last)
    if session is not None:
        session.flush()  # the index allows one open stay: the old one ends first
    return written, last


def _derived_stays(episode: Episode, hand: Hand) -> list[PhaseStay]:
    admitted = episode.admitted_at
    since = [(Phase.REFERRAL, episode.opened_at, OPENED)]
    if admitted is not None and admitted < hand.at:
        waited = admitted > episode.opened_at
        since = [*(since if waited else []), (Phase.ASSESSMENT, admitted, ADMITTED)]
    ends = [when for _, when, _ in since[1:]] + [hand.at]
    return [
        PhaseStay(
            id=uuid7(),
            facility_id=episode.facility_id,
            episode_id=episode.id,
            episode=episode,
            phase=phase,
            since=begun,
            until=end,
            reason=reason,
            checklist=None,
            moved_by_id=episode.opened_by_id,
        )
        for (phase, begun, reason), end in zip(since, ends, strict=True)
    ]


def _signed_stay(
    course: Course, way: tuple[Phase, Phase], step: Step, checked: list[Judged], hand: Hand
) -> PhaseStay:
    left, to = way
    stay = PhaseStay(
        id=uuid7(),
        facility_id=course.episode.facility_id,
        episode_id=course.episode.id,
        episode=course.episode,
        phase=to,
        since=hand.at,
        reason=_words(step),
        checklist=[{"of": left.value, **row.as_json()} for row in checked] or None,
        moved_by_id=hand.staff.id,
        moved_by=hand.staff,
    )
    content = {"from": left, "to": to, "since": hand.at, "reason": stay.reason}
    record = _record(stay, {**content, "checklist": stay.checklist})
    stay.signature = sign(record, hand, Meaning.PHASE_MOVE, reason=stay.reason)
    return stay


def _words(step: Step) -> str:
    if not step.override:
        return step.reason
    return f"{step.reason.rstrip('.')}. Went on with open criteria: {step.override}"


def _record(stay: PhaseStay, content: dict[str, Any]) -> Record:
    return Record(
        kind=Kind.PHASE,
        id=stay.id,
        version=1,
        facility_id=stay.facility_id,
        patient_id=stay.episode.patient_id,
        content=content,
    )


def _set_review(course: Course, to: Phase, hand: Hand) -> None:
    if (plan := course.active) is None:
        return
    codes = [line.element for line in plan.lines if line.status in IN_FORCE]
    today = hand.staff.facility.today(hand.at)
    residential = is_residential(course.episode)
    plan.review_due_on = review_due(today, to, codes, is_residential=residential)
