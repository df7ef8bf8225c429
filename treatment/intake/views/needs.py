"""The needs of an open intake, for its review: what a signature would write down."""

from typing import Any

from treatment.intake.needs import asked_as, by_area, needs
from treatment.intake.questionnaire.shapes import Answers
from treatment.intake.review.findings import facts_so_far


def needs_so_far(answers: Answers) -> dict[str, Any]:
    """What `intake/_needs.html` shows."""
    return {"needs_by_area": by_area(needs(answers, facts_so_far(answers))), "asked_as": asked_as}
