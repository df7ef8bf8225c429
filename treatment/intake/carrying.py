"""Which answers a reassessment takes over from the last intake, and until when they stay open.

An answer taken over is not an answer given today: it is marked until somebody confirms or changes
it, and nobody can sign while one is left. What is measured, what is said about today and every
safety question is asked anew.
"""

from collections.abc import Collection, Mapping
from typing import Any, Final

from treatment.instruments.catalog import SCORE_ENTRIES
from treatment.intake.questionnaire import SECTIONS
from treatment.intake.questionnaire.shapes import Answers, Kind, Question, Section

ASKED_ANEW: Final = frozenset({"referral", "safety", "withdrawal", "ciwa"})  # whole sections
OF_TODAY: Final = frozenset(
    {
        "hcg",
        "pregnancy",
        "hours_since_last_use",
        "hours_since_drink",
        "drinks_per_day",
        "pdmp_benzo_30d",
        "uds_unexpected",
        "qtc",
        "pain_nrs",
        "weight_lb",
        "trauma_wish",
        "psychosis_current",
        "mania_current",
        "stage",
        "poc_mitragynine",
        "cm_consent",
        "family_consent",
        "declines",
        "narrative",
        "formulation",
    }
)
MEASURED: Final = frozenset({Kind.ITEMS, Kind.RULER, Kind.CARRIED})


def is_carried(section: Section, question: Question) -> bool:
    """Whether an old answer to this question is worth showing before asking again."""
    if (
        not question.is_asked
        or section.key in ASKED_ANEW
        or question.kind in MEASURED
        or question.instrument
    ):
        return False
    return question.key not in OF_TODAY and question.key not in SCORE_ENTRIES


def taken_over(before: Mapping[str, Answers]) -> dict[str, dict[str, Any]]:
    """The answers of an earlier intake, by section, that a new one starts with."""
    known: dict[str, Any] = {}
    for answers in before.values():
        known |= answers
    return {
        section.key: {
            question.key: _without_moments(question, known[question.key])
            for question in section.questions
            if question.key in known and is_carried(section, question)
        }
        for section in SECTIONS.values()
    }


def _without_moments(question: Question, answer: Any) -> Any:
    """A row comes along; when something was last taken is asked anew."""
    timed = {column.key for column in question.columns if column.kind is Kind.MOMENT}
    if not timed:
        return answer
    return [{key: cell for key, cell in row.items() if key not in timed} for row in answer]


def reopened(carried: Collection[str], taken: Answers, saved: Answers) -> list[str]:
    """What to confirm anew once the earlier intake is withdrawn: all that still is as it was."""
    same = [key for key, answer in taken.items() if key in saved and saved[key] == answer]
    return list(dict.fromkeys([*carried, *same]))


def still_open(
    carried: Collection[str], saved: Answers, sent: Answers, confirmed: Collection[str]
) -> list[str]:
    """The keys nobody has confirmed, changed or emptied yet."""
    return [
        key
        for key in carried
        if key not in confirmed and key in sent and sent[key] == saved.get(key)
    ]
