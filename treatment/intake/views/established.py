"""What the tables of medicines and laboratory results say, for the page they stand on."""

from typing import Any

from treatment.intake.questionnaire.shapes import Answers, Section
from treatment.intake.review.derived_body import (
    marked,
    shown_multiples,
    unreconciled,
    without_limit,
)

Open = tuple[str, str]  # the field to jump to, what it lacks


def established(part: Section, answers: Answers) -> dict[str, Any]:
    """Marks, multiples and open rows; nothing on a page without these tables."""
    return PAGES[part.key](answers) if part.key in PAGES else {}


def _medicines(answers: Answers) -> dict[str, Any]:
    rows = answers.get("medications") or ()
    return {"marked": marked(answers), "open_rows": _fields("medications", unreconciled(rows))}


def _labs(answers: Answers) -> dict[str, Any]:
    rows = answers.get("labs") or ()
    return {
        "multiples": shown_multiples(answers),
        "open_rows": _fields("labs", without_limit(rows)),
    }


def _fields(table: str, lacking: list[tuple[int, str, str]]) -> list[Open]:
    return [(f"{table}-{at}-{column}", words) for at, column, words in lacking]


PAGES = {"medicines": _medicines, "labs": _labs}
