"""The two sides of a contradiction: which answers they are, how they are said, when one changed."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from treatment.intake.questionnaire import QUESTIONS
from treatment.intake.questionnaire.shapes import Answers, Question
from treatment.intake.review.contradictions import CONTRADICTIONS, Contradiction
from treatment.intake.review.words import SILENT, items_said, said

BY_NAME: Final[Mapping[str, Contradiction]] = {each.name: each for each in CONTRADICTIONS}
CRITERION_11, ITEM_9 = 10, 8  # places among the items


def sources_of(question: Question, raw: Answers) -> tuple[str, ...]:
    """The questions where this answer was entered: itself, or the tables that establish it.

    In an older questionnaire it was asked directly, and counts until a table is filled in.
    """
    is_older = question.key in raw and not any(key in raw for key in question.derived_from)
    if question.derived_from and not is_older:
        return question.derived_from
    tables = tuple(key for key in question.yields_to if raw.get(key))
    return tables or (question.key,)


def sides_of(contradiction: Contradiction, raw: Answers) -> dict[str, Any]:
    """The answers that stand against each other, as they were entered.

    Args:
        raw: the answers as saved, before anything is worked out from them.
    """
    asked = (QUESTIONS[key] for key in contradiction.questions)
    keys = dict.fromkeys(source for question in asked for source in sources_of(question, raw))
    return {key: raw[key] for key in keys if key in raw}


def covers(sides: Mapping[str, Any], contradiction: Contradiction, raw: Answers) -> bool:
    """Whether what was reconciled is still what is answered."""
    return dict(sides) == sides_of(contradiction, raw)


def side_said(question: Question, answers: Answers) -> tuple[str, str]:
    """What was asked and what counts as answered: of a scale only the part that contradicts."""
    answer = answers.get(question.key)
    if answer is None or question.key not in PARTS:
        return question.name, said(question, answer)
    return PARTS[question.key](question, answer)


def last_change(key: str, saves: Iterable[tuple[Mapping[str, Any], Any]]) -> Any | None:
    """Of saves in their order, the one that made the answer what it is now."""
    before, found = None, None
    for answers, save in saves:
        if answers.get(key) != before:
            before, found = answers.get(key), save
    return found


def _item(at: int) -> Callable[[Question, Any], tuple[str, str]]:
    return lambda question, answer: items_said(question, answer)[at]


def _cows(question: Question, answer: Any) -> tuple[str, str]:
    return question.name, f"Total {sum(points for points in answer if points is not None)} of 48"


def _screen(question: Question, answer: Any) -> tuple[str, str]:
    asked = [(text, words) for text, words in items_said(question, answer) if words not in SILENT]
    return question.name, "\n".join(f"{text}: {words}" for text, words in asked)


PARTS: Final[Mapping[str, Callable[[Question, Any], tuple[str, str]]]] = {
    "dsm": _item(CRITERION_11),
    "phq9_items": _item(ITEM_9),
    "cows": _cows,
    "cssrs": _screen,
}
