"""Two people in one section: what only one of them changed is both; the rest somebody decides."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from treatment.intake.questionnaire.shapes import Answers, Kind, Question, Section


class Keep(StrEnum):
    """Whose answer stands where two people answered differently."""

    THEIRS = "theirs"
    YOURS = "yours"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Merge:
    """Answers of two people on one section.

    `answers` holds what needs no decision; `conflicts` the keys both changed, each differently.
    """

    section: Section
    theirs: Answers
    yours: Answers
    answers: dict[str, Any]
    conflicts: tuple[str, ...]

    def undecided(self, kept: Mapping[str, Keep]) -> list[str]:
        return [key for key in self.conflicts if kept.get(key) not in self.choices(key)]

    def choices(self, key: str) -> tuple[Keep, ...]:
        """What can be kept: both, where both answers are lists or prose."""
        both = (Keep.BOTH,) if self._can_be_both(key) else ()
        return (Keep.THEIRS, Keep.YOURS, *both)

    def settled(self, kept: Mapping[str, Keep]) -> dict[str, Any]:
        """The answers of the section once every conflict is decided; no answer is no key."""
        decided = {key: self._kept(key, kept[key]) for key in self.conflicts}
        known = {**self.answers, **decided}
        return {key: answer for key, answer in known.items() if answer is not None}

    def both(self, key: str) -> Any:
        question = self.section.question(key)
        return TOGETHER[question.kind](self.theirs[key], self.yours[key])

    def _kept(self, key: str, keep: Keep) -> Any:
        if keep is Keep.BOTH:
            return self.both(key)
        return (self.theirs if keep is Keep.THEIRS else self.yours).get(key)

    def _can_be_both(self, key: str) -> bool:
        is_list = self.section.question(key).kind in TOGETHER
        return is_list and bool(self.theirs.get(key)) and bool(self.yours.get(key))


def merge(section: Section, base: Answers | None, theirs: Answers, yours: Answers) -> Merge:
    """Put two people's answers together.

    An instrument is one answer: a score made of two observers' items nobody has observed.

    Args:
        base: what both started from; None when nobody knows, then every difference is decided.
    """
    asked = [question for question in section.questions if question.is_asked]
    open_ = [each.key for each in asked if _is_conflict(each, base, theirs, yours)]
    answers = {
        question.key: _one_side(question.key, base, theirs, yours)
        for question in asked
        if question.key not in open_
    }
    known = {key: answer for key, answer in answers.items() if answer is not None}
    return Merge(section, theirs, yours, known, tuple(open_))


def _is_conflict(question: Question, base: Answers | None, theirs: Answers, yours: Answers) -> bool:
    their, your = theirs.get(question.key), yours.get(question.key)
    if their == your:
        return False
    return base is None or base.get(question.key) not in (their, your)


def _one_side(key: str, base: Answers | None, theirs: Answers, yours: Answers) -> Any:
    """The side that changed it; theirs where nobody did."""
    if base is not None and base.get(key) == theirs.get(key):
        return yours.get(key)
    return theirs.get(key)


def _prose(theirs: str, yours: str) -> str:
    return f"{theirs}\n\n{yours}"


def _names(theirs: Sequence[str], yours: Sequence[str]) -> list[str]:
    """Each name once, theirs first."""
    known = {name.casefold() for name in theirs}
    return [*theirs, *(name for name in yours if name.casefold() not in known)]


def _rows(theirs: Sequence[Any], yours: Sequence[Any]) -> list[Any]:
    """Their rows, then those of yours that are not among them."""
    return [*theirs, *(row for row in yours if row not in theirs)]


TOGETHER: Mapping[Kind, Callable[[Any, Any], Any]] = {
    Kind.TEXT: _prose,
    Kind.NAMES: _names,
    Kind.TABLE: _rows,
}
