"""How far an intake is: what is still missing, section by section."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from treatment.instruments import scoring
from treatment.instruments.scoring import SuicideScreen, scales
from treatment.intake.notation.readers import SCREENER
from treatment.intake.questionnaire import sections_on
from treatment.intake.questionnaire.shapes import Answers, Kind, Question, Section
from treatment.intake.review.derived_use import lacks_primary
from treatment.intake.review.scores import sex_of


class State(StrEnum):
    """Of one section; the values are the words of the steps beside the form."""

    UNTOUCHED = "todo"
    IN_PROGRESS = "started"
    COMPLETE = "done"


@dataclass(frozen=True, slots=True)
class Missing:
    """A question without a full answer; `field` is where the page should open."""

    question: Question
    words: str
    field: str


def missing(section: Section, answers: Answers) -> list[Missing]:
    """What the section still lacks; optional questions are never missing."""
    return [gap for question in section.questions for gap in _gaps(question, answers)]


def all_missing(answers: Answers) -> list[tuple[Section, list[Missing]]]:
    """Every section with something missing, in order."""
    pairs = ((section, missing(section, answers)) for section in sections_on(answers))
    return [(section, gaps) for section, gaps in pairs if gaps]


def state(section: Section, answers: Answers) -> State:
    """Untouched without an answer of its own, complete when nothing is missing."""
    own = [question.key for question in section.questions if question.is_asked]
    if not any(key in answers for key in own):
        return State.UNTOUCHED
    return State.IN_PROGRESS if missing(section, answers) else State.COMPLETE


def _gaps(question: Question, answers: Answers) -> Iterator[Missing]:
    answer = answers.get(question.key)
    if not (question.is_asked and question.applies(answers)):
        return
    if answer is None:
        if not question.is_optional:
            yield Missing(question, question.name, first_field(question))
    elif question.kind is Kind.ITEMS:
        yield from _open_items(question, answer, answers)
    elif question.kind is Kind.TABLE:
        yield from _open_cells(question, answer)
        yield from _open_row(question, answers)


def first_field(question: Question) -> str:
    """The id of the question's first control on its page."""
    if question.kind is Kind.ITEMS:
        return f"{question.key}-1-0"
    if question.derived_from:
        return question.derived_from[0]
    if question.kind is Kind.TABLE:
        return f"{question.key}-1-{question.columns[0].key}"
    if question.kind in {Kind.CHOICE, Kind.YES_NO, Kind.RULER, Kind.SEVERAL}:
        return f"{question.key}-0"
    return question.key


def _open_items(question: Question, answer: Sequence[Any], answers: Answers) -> Iterator[Missing]:
    needed = NEEDED.get(question.key, _all)(answer, answers)
    for at in needed:
        if answer[at] is None:
            words = f"{question.label}: {question.items[at].text}"
            yield Missing(question, words, f"{question.key}-{at + 1}-0")


def _open_cells(question: Question, rows: Sequence[Answers]) -> Iterator[Missing]:
    for number, row in enumerate(rows, start=1):
        for column in question.columns:
            if column.key not in row and not column.is_optional and column.applies(row):
                words = f"{question.name}, {question.row_name.lower()} {number}: {column.name}"
                yield Missing(question, words, question.cell(column, number).key)


def _open_row(question: Question, answers: Answers) -> Iterator[Missing]:
    """Of the primary substance amount, frequency and last use are always worth asking."""
    is_of_use = question.key in {"kratom_products", "substances_used"}
    if is_of_use and lacks_primary(question.key, answers):
        words = f"{question.name}: a row for the primary substance"
        yield Missing(question, words, question.key)


def _all(answer: Sequence[Any], _answers: Answers) -> Sequence[int]:
    return range(len(answer))


def _audit(answer: Sequence[Any], answers: Answers) -> Sequence[int]:
    """All ten once the first three are positive or the rest is begun; else the first three."""
    first = len(scales.AUDIT_C.points)
    known = scales.AUDIT_C.score(answer[:first]).at_least
    begun = any(item is not None for item in answer[first:])
    is_full = begun or known >= scoring.audit_c_cut(sex_of(answers))
    return range(len(answer) if is_full else first)


def _screen(answer: Sequence[Any], _answers: Answers) -> Sequence[int]:
    """The required questions, and when an act was if there ever was one [S38]."""
    screen = SuicideScreen(*(SCREENER[letter] for letter in answer))
    open_questions = [int(name[1:]) - 1 for name in screen.missing]
    return [*open_questions, len(answer) - 1] if screen.q6 else open_questions


NEEDED: Mapping[str, Callable[[Sequence[Any], Answers], Sequence[int]]] = {
    "audit_items": _audit,
    "cssrs": _screen,
}
