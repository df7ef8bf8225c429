"""From the answers of all sections to the findings the rules read; the unknown is left out."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from treatment.intake.facts import Facts
from treatment.intake.notation import facts_from_answers
from treatment.intake.questionnaire import QUESTIONS
from treatment.intake.questionnaire.shapes import UNKNOWN, Answers, Kind
from treatment.intake.review.derived import settled

NOT_YET_NAMED = "other"  # stands in for the primary substance while an intake is still open


def age_on(day: date, born: date) -> int:
    """Whole years on that day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def together(
    sections: Mapping[str, Answers], *, age: int, sex: str, at: datetime
) -> dict[str, Any]:
    """All answers by question, with what registration already knows and what the tables say.

    Args:
        at: the moment of asking, in the facility's own time.
    """
    answers: dict[str, Any] = {"age": age, "sex": sex}
    for given in sections.values():
        answers |= given
    return settled(answers, at)


def findings(answers: Answers) -> dict[str, Any]:
    """The answers by finding key, in the notation of the rules: this is frozen by a signature."""
    return {
        key: answer
        for key, answer in answers.items()
        if key in QUESTIONS and QUESTIONS[key].findings and not _is_unknown(key, answer)
    }


def _is_unknown(key: str, answer: object) -> bool:
    """Asked, but nobody knows the number; closed lists have their own word for it."""
    return answer is None or (answer == UNKNOWN and QUESTIONS[key].kind is Kind.NUMBER)


def facts_so_far(answers: Answers) -> Facts:
    """Facts of an intake still open: they serve its own pages and never a plan."""
    return facts_from_answers({"primary": NOT_YET_NAMED, **findings(answers)})
