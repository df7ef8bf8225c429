"""What was written about contradicting answers before the intake was signed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from treatment.plans.models import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """One of the signed intake, as its record keeps it; without a note nobody resolved it."""

    sentence: str
    sides: list[str]
    note: str | None = None
    by: str | None = None
    at: datetime | None = None


def contradictions_in(plan: Plan) -> list[Contradiction]:
    """Those that stood when the intake was signed, each with the note that covers it."""
    record = plan.assessment.record or {}
    return [
        Contradiction(
            sentence=found["sentence"],
            sides=[f"{side['asked']}: {side['said']}" for side in found["sides"]],
            **_note(found["resolved"]),
        )
        for found in record.get("contradictions", [])
        if found["holds"]
    ]


def _note(resolved: list[dict[str, Any]]) -> dict[str, Any]:
    for each in reversed(resolved):
        if each["covers"]:
            at = datetime.fromisoformat(each["at"])
            return {"note": each["note"], "by": each["by"], "at": at}
    return {}
