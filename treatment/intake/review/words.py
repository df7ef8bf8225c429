"""Answers in words, as the record shows them: the question as asked, the answer as given."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from treatment.instruments.catalog.shapes import Item
from treatment.intake.questionnaire.shapes import UNKNOWN, Answers, Kind, Question, Section

NOT_ASKED = "Not asked"
NOT_KNOWN = "Not known"
NOT_RATED = "Not rated"
NOT_APPLICABLE = "Does not apply"
SILENT = frozenset({NOT_RATED, NOT_APPLICABLE})  # items without an answer
FAHRENHEIT = "°F or °C"
GATES = {1: (2, 3, 4), 5: (6,)}  # of the suicide screen: q3 to q5 follow q2, when follows q6


def said(question: Question, answer: Any) -> str:
    """The answer in one line; items in one line each."""
    if answer is None:
        return NOT_ASKED
    return WORDS[question.kind](question, answer)


def items_said(question: Question, answer: Any) -> list[tuple[str, str]]:
    """Each item of an instrument with its answer; why nothing stands there, where that is known."""
    apart = _never_asked(question, answer)
    pairs = enumerate(zip(question.items, answer, strict=True))
    return [
        (item.text, NOT_APPLICABLE if at in apart and value is None else _item(item, value))
        for at, (item, value) in pairs
    ]


def _never_asked(question: Question, answer: Any) -> frozenset[int]:
    """The places of a suicide screen that a no to an earlier question leaves out."""
    if question.instrument is None or question.instrument.key != "cssrs":
        return frozenset()
    return frozenset(at for gate, places in GATES.items() if answer[gate] == "n" for at in places)


def _item(item: Item, value: Any) -> str:
    if value is None:
        return NOT_RATED
    label = next(option.label for option in item.options if option.value == value)
    if isinstance(value, str):
        return label
    return f"{value} – {label}" if label else str(value)


def rows_said(question: Question, answer: Any) -> list[list[str]]:
    """Each row of a table, its cells in words; what was not asked is left out."""
    return [
        [_phrase(column, row[column.key]) for column in question.columns if column.key in row]
        for row in answer
    ]


def _phrase(column: Question, answer: Any) -> str:
    """A cell as it reads in its row: "7 times a day"."""
    words = said(column, answer)
    if column.phrase and answer != UNKNOWN:
        return column.phrase.format(words)
    return f"{column.name}: {words}"


def _table(question: Question, answer: Any) -> str:
    return "\n".join(map(_row, rows_said(question, answer))) or question.none_label


def _row(cells: list[str]) -> str:
    """One line; a cell that begins with a space belongs to the one before it."""
    line = "".join(each if each.startswith(" ") else f"; {each}" for each in cells)
    return line.removeprefix("; ").lstrip()


def _moment(question: Question, answer: Any) -> str:
    """Nov 22, 2026, 9:30 PM, by the clock of the facility; without the time where it is unknown."""
    if answer == UNKNOWN:
        return question.unknown_label
    when = datetime.fromisoformat(answer)
    day = f"{when:%b} {when.day}, {when.year}"
    return f"{day}, {when.hour % 12 or 12}:{when:%M %p}" if "T" in answer else day


def _number(question: Question, answer: Any) -> str:
    if answer == UNKNOWN:
        return question.unknown_label
    if question.unit == FAHRENHEIT:
        return f"{answer * 1.8 + 32:.1f} °F ({answer:.1f} °C)"
    return f"{answer:,.10g} {question.unit}".strip()


def _several(question: Question, answer: Any) -> str:
    return ", ".join(question.words.get(word, word) for word in answer) or question.none_label


WORDS: Mapping[Kind, Callable[[Question, Any], str]] = {
    Kind.CHOICE: lambda question, answer: question.words.get(answer, answer),
    Kind.YES_NO: lambda _question, answer: "Yes" if answer else "No",
    Kind.NUMBER: _number,
    Kind.RULER: lambda _question, answer: f"{answer} of 10",
    Kind.SEVERAL: _several,
    Kind.NAMES: lambda question, answer: ", ".join(answer) or question.none_label,
    Kind.ITEMS: lambda question, answer: "\n".join(
        f"{text}: {words}" for text, words in items_said(question, answer)
    ),
    Kind.TABLE: _table,
    Kind.DATE: _moment,
    Kind.MOMENT: _moment,
    Kind.TEXT: lambda _question, answer: str(answer),
    Kind.CARRIED: lambda _question, answer: f"{str(answer)[:1].upper()}{str(answer)[1:]}",
}


def changed(section: Section, saved: Answers, sent: Answers) -> list[str]:
    """The keys of the questions answered differently; never the answers."""
    return [q.key for q in section.questions if saved.get(q.key) != sent.get(q.key)]


def differences(
    section: Section, saved: Answers, sent: Answers
) -> tuple[dict[str, str], dict[str, str]]:
    """The questions two people answered differently: what is saved, what was sent."""
    apart = [section.question(key) for key in changed(section, saved, sent)]
    theirs = {question.label: said(question, saved.get(question.key)) for question in apart}
    yours = {question.label: said(question, sent.get(question.key)) for question in apart}
    return theirs, yours
