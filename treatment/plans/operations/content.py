"""What exactly is signed: the plan, a line or a move written down as plain content."""

from typing import Any

from treatment.plans.models import LineDecision, Plan, PlanLine
from treatment.records.canonical import digest
from treatment.records.operations import Record
from treatment.records.vocabulary import Kind

LINE = (
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
    "planned_count",
    "planned_minutes",
    "due_at",
)
PLAN = (
    "id",
    "episode_id",
    "assessment_id",
    "number",
    "rulebook_version",
    "rulebook_digest",
    "facts",
    "is_on_hold",
    "goal_words",
    "strengths",
    "transition_criteria",
    "drafted_at",
)


def line_content(line: PlanLine) -> dict[str, Any]:
    return {name: getattr(line, name) for name in LINE}


def plan_content(plan: Plan) -> dict[str, Any]:
    """The plan with every line in its order: what author, cosigner and physician sign."""
    ordered = sorted(plan.lines, key=lambda line: line.position)
    return {
        **{name: getattr(plan, name) for name in PLAN},
        "lines": [{"position": line.position, **line_content(line)} for line in ordered],
    }


def participation_content(plan: Plan) -> dict[str, Any]:
    return {
        **plan_content(plan),
        "participation": plan.participation,
        "participation_note": plan.participation_note,
    }


def seen(plan: Plan) -> str:
    """A mark of the content as it stands: who signs sends back the mark of what they read."""
    return digest(plan_content(plan))


def medical_seen(plan: Plan) -> str:
    """A mark of the medical lines as they stand, for a prescriber who signs several at once."""
    return digest({str(line.id): line.version for line in plan.lines if line.needs_prescriber})


def plan_record(plan: Plan, content: dict[str, Any] | None = None) -> Record:
    return Record(
        kind=Kind.PLAN,
        id=plan.id,
        version=plan.number,
        facility_id=plan.facility_id,
        patient_id=plan.episode.patient_id,
        content=plan_content(plan) if content is None else content,
    )


def decision_record(line: PlanLine, decision: LineDecision) -> Record:
    """The line as it stood, what was decided about it and what it says from now on."""
    return Record(
        kind=Kind.PLAN_LINE,
        id=line.id,
        version=line.version or 1,
        facility_id=line.facility_id,
        patient_id=line.plan.episode.patient_id,
        content={
            "line_id": line.id,
            "title": line.title,
            "verdict": decision.verdict,
            "reason": decision.reason,
            "before": decision.before,
            "after": decision.after,
        },
    )
