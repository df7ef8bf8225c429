"""What the tables of overdoses and of earlier treatment establish (CLINICAL.md 6.1)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from treatment.intake.questionnaire.shapes import Answers, Row

A_YEAR: Final = 365  # days
EARLY: Final = frozenset({"left", "sent_away"})
FINISHED: Final = frozenset({"completed", "transferred", "ongoing"})


def derived(answers: Answers, at: datetime) -> dict[str, Any]:
    """Findings by key; a table nobody filled in establishes nothing."""
    overdoses, treatments = answers.get("overdoses"), answers.get("treatments")
    found: dict[str, Any] = {}
    if overdoses is not None:
        found["overdose"] = _overdose(overdoses, at.date())
    if treatments is not None:
        found["prior_treatment"] = len(treatments)
        found |= _unfinished(treatments)
    return found


def _overdose(rows: Sequence[Row], today: date) -> str:
    if not rows:
        return "none"
    return "past_12m" if any(_may_be_recent(row, today) for row in rows) else "lifetime"


def _may_be_recent(row: Row, today: date) -> bool:
    """The date decides where there is one; an overdose at an unknown time counts as recent."""
    if "day" in row:
        return (today - date.fromisoformat(row["day"])).days <= A_YEAR
    return row.get("when") != "lifetime"


def _unfinished(rows: Sequence[Row]) -> dict[str, bool]:
    """Whether a detox was left; not established while the end of one is unknown."""
    outcomes = {row.get("outcome") for row in rows if row.get("kind") == "detox"}
    if outcomes & EARLY:
        return {"prior_detox_incomplete": True}
    return {"prior_detox_incomplete": False} if outcomes <= FINISHED else {}
