"""Tables: rows of small questions, read row by row; an empty row is no row."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from treatment.intake.forms import days, kinds
from treatment.intake.forms.kinds import Problems, Typed, one
from treatment.intake.questionnaire.shapes import MOST_ROWS, Kind, Question

Cells = Mapping[Kind, Callable[[Question, Typed, Problems], Any]]

CELLS: Cells = {
    Kind.CHOICE: kinds.choice,
    Kind.YES_NO: kinds.yes_no,
    Kind.NUMBER: kinds.number,
    Kind.SEVERAL: kinds.several,
    Kind.TEXT: kinds.text,
    Kind.DATE: days.date,
    Kind.MOMENT: days.moment,
}


def table(question: Question, typed: Typed, problems: Problems) -> list[dict[str, Any]] | None:
    """The rows with anything in them; an empty list when "none" is ticked."""
    numbers = question.rows_in(typed)
    if len(numbers) > MOST_ROWS:
        problems[question.key] = no_room(question)
        return None
    rows = [_row(question, number, typed, problems) for number in numbers]
    found = [row for row in rows if row]
    if not one(typed, f"{question.key}-none"):
        return found or None
    if found:
        problems[question.key] = (
            f"{question.name}: fill in rows or tick “{question.none_label}”, not both."
        )
    return []


def _row(question: Question, number: int, typed: Typed, problems: Problems) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for column in question.columns:
        answer = CELLS[column.kind](question.cell(column, number, named=True), typed, problems)
        if answer is not None:
            row[column.key] = answer
    if row and question.check is not None:
        for key, sentence in question.check(row).items():
            problems.setdefault(f"{question.key}-{number}-{key}", sentence)
    return row


def is_full(question: Question, typed: Typed) -> bool:
    """Whether the page shows as many rows as a table may have."""
    return len(question.rows_in(typed, with_removed=True)) >= MOST_ROWS


def no_room(question: Question) -> str:
    return f"{question.name}: at most {MOST_ROWS} rows. Rows you removed make room once you save."


def with_one_more(question: Question, typed: Typed) -> dict[str, Sequence[str]]:
    """What was typed, and one more row that is still empty, where there is room for it."""
    if is_full(question, typed):
        return dict(typed)
    last = max(question.rows_in(typed, with_removed=True), default=0)
    kept = {name: words for name, words in typed.items() if name != f"{question.key}-none"}
    return {**kept, f"{question.key}-{last + 1}-{question.columns[0].key}": [""]}
