"""From a signed intake to the draft of a plan: every line keeps its reasons as they were."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from treatment.accounts.models import Staff
from treatment.errors import DomainError
from treatment.intake.models import Assessment
from treatment.intake.operations import facts_of
from treatment.plans import rules
from treatment.plans.models import Plan, PlanLine
from treatment.plans.notation import summary
from treatment.plans.operations.revising import (
    WORDS,
    active,
    carried_over,
    copy_line,
    due,
    pending,
)
from treatment.plans.operations.signing import supersede
from treatment.plans.rules import Draft, Line
from treatment.plans.rules.drafting import HELD
from treatment.plans.states import LineStatus, Origin, PlanState
from treatment.plans.vocabulary import Standing

STATUS = {
    Standing.ACTIVE: LineStatus.PROPOSED,
    Standing.DEFERRED: LineStatus.DEFERRED,
    Standing.DECLINED: LineStatus.OFFERED_DECLINED,
}
ONLY_IN_LINES = frozenset({"lines", "facts"})
FROM_INTAKE = {"goal_words": "goals", "strengths": "strengths"}


def draft_plan(
    assessment: Assessment, current: Sequence[Plan], *, number: int, by: Staff, at: datetime
) -> Plan:
    """The draft of the next version, or the plan this intake was already drafted into.

    A draft or an unsigned version in preparation is superseded; a plan in force stays until the
    new one is active. Lines clinicians added are carried over, with the plan's own words.

    Args:
        current: the episode's plans that are not over.
        number: of the version, should a new one be made.

    Raises:
        DomainError: an unsigned intake, an ended episode, or a newer intake already drafted.
    """
    _refuse_unready(assessment)
    known = [plan for plan in current if plan.assessment_id == assessment.id]
    if known:
        return pending(known) or known[0]
    _refuse_older(assessment, current)
    waiting = pending(current)
    base = waiting or active(current)
    drafted = rules.draft(facts_of(assessment))
    plan = _plan(assessment, drafted, base, number=number, by=by, at=at)
    plan.lines = [_line(plan, line, place, at) for place, line in enumerate(drafted.lines, 1)]
    own = [line for line in base.lines if carried_over(line)] if base else []
    plan.lines += [copy_line(line, place) for place, line in enumerate(own, len(plan.lines) + 1)]
    if base is not None and base.is_on_hold:
        _keep_on_hold(plan)
    if waiting is not None:
        supersede(waiting, at)
    return plan


def _keep_on_hold(plan: Plan) -> None:
    """A newer intake alone ends no hold: what waited goes on waiting for a prescriber's release."""
    plan.is_on_hold = True
    for line in plan.lines:
        if line.area in HELD and line.status is LineStatus.PROPOSED:
            line.status = LineStatus.DEFERRED


def write_words(plan: Plan, texts: dict[str, str | None]) -> list[str]:
    """Keep the plan's own words; returns the names of those that changed.

    Raises:
        DomainError: the plan is signed.
    """
    if plan.state is not PlanState.DRAFT:
        raise DomainError("This plan is signed. Start a new version to change its words.")
    changed = [name for name in WORDS if getattr(plan, name) != texts[name]]
    for name in changed:
        setattr(plan, name, texts[name])
    return changed


def _refuse_unready(assessment: Assessment) -> None:
    if not assessment.is_signed:
        raise DomainError("Sign the intake before drafting a plan.")
    if not assessment.episode.is_open:
        raise DomainError("This episode has ended. Open a new one to draft a plan.")


def _refuse_older(assessment: Assessment, current: Sequence[Plan]) -> None:
    signed = assessment.signed_at
    later = [
        plan
        for plan in current
        if signed and plan.assessment.signed_at and plan.assessment.signed_at > signed
    ]
    if later:
        raise DomainError(f"Version {later[0].number} already rests on a newer intake.")


def _plan(
    assessment: Assessment,
    drafted: Draft,
    base: Plan | None,
    *,
    number: int,
    by: Staff,
    at: datetime,
) -> Plan:
    kept = {key: value for key, value in drafted.to_json().items() if key not in ONLY_IN_LINES}
    return Plan(
        facility_id=assessment.facility_id,
        episode_id=assessment.episode_id,
        episode=assessment.episode,
        assessment_id=assessment.id,
        assessment=assessment,
        based_on_id=base.id if base else None,
        number=number,
        state=PlanState.DRAFT,
        reason="Drafted from a newer intake" if base else None,
        rulebook_version=rules.VERSION,
        rulebook_digest=rules.DIGEST,
        facts=assessment.facts,
        draft={**kept, **summary(drafted)},
        is_on_hold=drafted.is_on_hold,
        drafted_at=at,
        drafted_by_id=by.id,
        drafted_by=by,
        **_words(assessment, base),
    )


def _words(assessment: Assessment, base: Plan | None) -> dict[str, Any]:
    """Those of the version before, else what the patient said at intake; edited before signing."""
    if base is not None:
        return {name: getattr(base, name) for name in WORDS}
    said = {key: text for row in assessment.sections for key, text in row.answers.items()}
    return {name: said.get(key) or None for name, key in FROM_INTAKE.items()}


def _line(plan: Plan, line: Line, position: int, at: datetime) -> PlanLine:
    return PlanLine(
        facility_id=plan.facility_id,
        position=position,
        element=line.element.value,
        area=line.area,
        origin=Origin.RULE,
        title=line.title,
        schedule=line.schedule,
        responsible=line.responsible,
        goal=line.goal,
        notes=list(line.notes),
        reasons=line.reasons,
        urgency=line.urgency,
        phase=line.phase,
        status=STATUS[line.standing],
        needs_prescriber=line.needs_prescriber,
        is_workable_from_draft=line.is_workable_from_draft,
        planned_count=line.planned_count,
        planned_minutes=line.planned_minutes,
        due_at=due(line.urgency, at),
        decisions=[],
    )
