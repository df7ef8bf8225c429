"""A story's findings as the answers a counselor would have entered, section by section."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from treatment.demo.people import Person
from treatment.demo.stories import STORIES
from treatment.intake.notation.table import SILENT
from treatment.intake.questionnaire import SECTION_OF
from treatment.patients.vocabulary import Sex

Answers = dict[str, Any]
FROM_REGISTRATION = frozenset({"age", "sex"})
AUDIT_ITEMS, BARC_ITEMS, CIWA_ITEMS = 10, 10, 10
YEAR = 365.25  # days
PARTLY_ASKED = "incomplete"  # the one story in which questions stayed open


def findings_of(person: Person) -> Answers:
    """The story with this person's own age, sex and changes, in the notation of the rules."""
    sex = None if person.sex is Sex.UNKNOWN else person.sex.value
    own = {"age": person.age, "sex": sex or "unknown", **person.changes}
    return {**STORIES[person.story], **own}


def sections_of(person: Person) -> dict[str, Answers]:
    """Answers by section; what the story is silent about was asked and answered with no."""
    answers = _as_asked(findings_of(person), is_partial=person.story == PARTLY_ASKED)
    answers |= {"goals": person.goal, "strengths": "Came on time, speaks openly, wants a say."}
    told: dict[str, Answers] = {}
    for key, answer in answers.items():
        if answer is not None and key not in FROM_REGISTRATION and key in SECTION_OF:
            told.setdefault(SECTION_OF[key].key, {})[key] = answer
    return told


def _as_asked(findings: Mapping[str, Any], *, is_partial: bool) -> Answers:
    silent = {} if is_partial else {key: _plain(value) for key, value in SILENT.items()}
    answers: Answers = {**silent, **findings}
    if "dsm" in answers:
        answers["dsm"] = [None if letter == "u" else letter for letter in answers["dsm"]]
    drinks = answers.pop("audit_c_items", None)
    if drinks is not None:
        answers["audit_items"] = [*drinks, *[None] * (AUDIT_ITEMS - len(drinks))]
    capital = answers.pop("barc10", None)
    if capital is not None:
        answers["barc10_items"] = spread(capital, BARC_ITEMS)
    withdrawal = answers.pop("ciwa_ar", None)
    if withdrawal is not None:
        answers["ciwa_ar_items"] = spread(withdrawal, CIWA_ITEMS)
    return answers


def spread(total: int, items: int) -> list[int]:
    """The total over the items as evenly as whole numbers go."""
    each, more = divmod(total, items)
    return [each + (place < more) for place in range(items)]


def _plain(value: Any) -> Any:
    """A default of the notation as an answer is stored."""
    if isinstance(value, StrEnum):
        return value.value
    return list(value) if isinstance(value, tuple | frozenset) else value


def born(person: Person, today: date) -> date:
    """A birthday some weeks past, so that the age is the same in every run."""
    return today - timedelta(days=round(person.age * YEAR) + 40 + 7 * (len(person.name) % 30))
