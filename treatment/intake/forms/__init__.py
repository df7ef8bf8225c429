"""From what was typed to answers and back: shape only; what cannot be read keeps its words."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from treatment.intake.forms import days, kinds, rows
from treatment.intake.forms.kinds import Problems, Typed
from treatment.intake.notation import pulse_points
from treatment.intake.notation.readers import Place
from treatment.intake.notation.table import READERS as FINDINGS
from treatment.intake.questionnaire import QUESTIONS
from treatment.intake.questionnaire.shapes import Answers, Kind, Question, Section
from treatment.intake.review.derived import derived

Reader = Callable[[Question, Typed, Problems], Any]

READERS: Mapping[Kind, Reader] = {
    Kind.CHOICE: kinds.choice,
    Kind.YES_NO: kinds.yes_no,
    Kind.NUMBER: kinds.number,
    Kind.RULER: kinds.number,
    Kind.SEVERAL: kinds.several,
    Kind.NAMES: kinds.names,
    Kind.ITEMS: kinds.items,
    Kind.TEXT: kinds.text,
    Kind.TABLE: rows.table,
    Kind.DATE: days.date,
    Kind.MOMENT: days.moment,
}
DAYS = frozenset({Kind.DATE, Kind.MOMENT})
SOME_DAY = datetime(2000, 1, 1, tzinfo=UTC)  # what rows add up to is the same on every day
OF_TODAY = frozenset({"hours_since_last_use", "hours_since_drink"})
READABLE = QUESTIONS.keys() & FINDINGS.keys() - OF_TODAY


@dataclass(frozen=True, slots=True)
class Reading:
    """One section as sent: the answers that could be read, and a sentence for each other."""

    answers: dict[str, Any]
    problems: Problems


def read(
    section: Section,
    typed: Mapping[str, Sequence[str]],
    *,
    at: datetime | None = None,
    saved: Answers | None = None,
) -> Reading:
    """Read a section as a browser sent it; an empty field is a question not asked.

    Args:
        saved: the section as it stands; given, an answer the page does not ask, because tables
            establish it, is taken only where it was given before there were tables.
        at: the facility's own time; given, no day of the past may lie after it.
    """
    problems: Problems = {}
    answers = {
        question.key: READERS[question.kind](question, typed, problems)
        for question in section.questions
        if question.kind in READERS and (saved is None or _is_taken(question, saved))
    }
    known = {key: answer for key, answer in answers.items() if answer is not None}
    _refuse_wrong_pulse(known, problems)
    _refuse_impossible_tables(known, problems)
    if at is not None:
        _refuse_future(section, typed, problems, at)
    return Reading(known, problems)


def _is_taken(question: Question, saved: Answers) -> bool:
    return not question.derived_from or question.key in saved


def shown(section: Section, answers: Answers) -> dict[str, list[str]]:
    """The saved answers of a section as its form would send them."""
    fields: dict[str, list[str]] = {}
    for question in section.questions:
        if question.key in answers:
            fields |= kinds.typed(question, answers[question.key])
    return fields


def _refuse_future(section: Section, typed: Typed, problems: Problems, at: datetime) -> None:
    for question in _days(section, typed):
        answer = READERS[question.kind](question, typed, {})
        if sentence := days.refused_future(question, answer, at):
            problems.setdefault(question.key, sentence)


def _days(section: Section, typed: Typed) -> Iterator[Question]:
    """Everything answered with a day, in the rows of tables too."""
    for question in section.questions:
        if question.kind in DAYS:
            yield question
        timed = [column for column in question.columns if column.kind in DAYS]
        for number in question.rows_in(typed) if timed else ():
            yield from (question.cell(column, number, named=True) for column in timed)


def _refuse_impossible_tables(answers: dict[str, Any], problems: Problems) -> None:
    """Rows may be possible one by one, and what they establish together is not."""
    for key, value in derived(answers, SOME_DAY).items():
        if value is None or key not in READABLE:
            continue
        question, place = QUESTIONS[key], Place(key, [])
        FINDINGS[key](value, place)
        tables = {*question.derived_from, *question.yields_to} & answers.keys()
        for table in tables if place.problems else ():
            del answers[table]  # nothing else is worked out from it
            sentence = f"{question.name}: these rows do not make a possible answer."
            problems.setdefault(table, f"{sentence} {place.problems[0].message}")


def _refuse_wrong_pulse(answers: Answers, problems: Problems) -> None:
    beats, rated = answers.get("hr"), (answers.get("cows") or [None])[0]
    if beats is None or rated is None or rated == pulse_points(beats):
        return
    sentence = (
        f"A heart rate of {beats:g} scores {pulse_points(beats)} on the resting pulse of the COWS, "
        f"not {rated}. Correct the heart rate or the resting pulse."
    )
    problems["hr"] = problems["cows-1"] = sentence
