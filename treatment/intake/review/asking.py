"""Where in the questionnaire a finding of the rules is asked: the section and its very field."""

from typing import Final

from treatment.intake.questionnaire import QUESTIONS, SECTION_OF
from treatment.intake.questionnaire.shapes import Question, Section
from treatment.intake.review.progress import first_field

ESTABLISHED_BY: Final[dict[str, Question]] = {
    finding: question for question in QUESTIONS.values() for finding in question.findings
}
FIELDS: Final = {"phq9_item9": "phq9_items-9-0"}  # one item of a scale is a finding of its own


def place_of(finding: str) -> tuple[Section, str] | None:
    """The section and the id of the control; None for what registration knows."""
    question = ESTABLISHED_BY.get(finding)
    if question is None:
        return None
    asked = question.derived_from[0] if question.derived_from else question.key
    return SECTION_OF[asked], FIELDS.get(finding, first_field(question))
