"""The questions an intake left open, with what their answers could still add."""

from collections.abc import Iterator
from dataclasses import dataclass

from treatment.intake.questionnaire import SECTION_OF
from treatment.plans.models import Plan


@dataclass(frozen=True, slots=True)
class Open:
    """One finding nobody knows: its words, where it is asked, the rules that wait for it."""

    words: str
    where: str
    rules: list[str]


def still_open(plan: Plan) -> list[Open]:
    return list(_open(plan))


def _open(plan: Plan) -> Iterator[Open]:
    for ask in plan.draft.get("questions", []):
        section = SECTION_OF.get(ask["finding"])
        yield Open(ask["name"], section.title if section else "", ask["rules"])
