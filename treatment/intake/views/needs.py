"""The needs of an intake for its pages: found so far, or as they were signed."""

from collections.abc import Iterable
from typing import Any

from treatment.intake.models import Need
from treatment.intake.needs import asked_as, by_area, needs
from treatment.intake.questionnaire.shapes import Answers
from treatment.intake.review.findings import facts_so_far


def needs_so_far(answers: Answers) -> dict[str, Any]:
    """What `intake/_needs.html` shows while the intake is open."""
    return {"needs_by_area": by_area(needs(answers, facts_so_far(answers))), "asked_as": asked_as}


def needs_kept(rows: Iterable[Need]) -> dict[str, Any]:
    """The same from the rows a signature wrote."""
    return {"needs_by_area": by_area(rows), "asked_as": asked_as}
