"""What the questionnaire is made of: sections of blocks of questions, each declared once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from typing import Any

from treatment.instruments.catalog import Instrument
from treatment.instruments.catalog.shapes import Item

Answers = Mapping[str, Any]
Row = Mapping[str, Any]  # one row of a table: cells by column key, unanswered ones absent
UNKNOWN = "unknown"
MOST_ROWS = 40  # of one table


class Kind(StrEnum):
    """How an answer is given; it decides the field on the page and the shape in the record."""

    CHOICE = "choice"  # one word of a closed list
    YES_NO = "yes_no"  # true, false
    NUMBER = "number"  # may be "unknown": asked, nobody knows
    RULER = "ruler"  # a whole number from 0 to 10, picked
    SEVERAL = "several"  # any words of a closed list; an empty list means none of them
    NAMES = "names"  # typed names, such as medicines; an empty list means none
    ITEMS = "items"  # the items of an instrument, None where not rated
    TEXT = "text"  # the person's or counselor's own words, kept, never scored
    CARRIED = "carried"  # read from the registration record, not asked again
    TABLE = "table"  # rows of answers by column key; an empty list means none
    DATE = "date"  # a day, written 2026-11-22
    MOMENT = "moment"  # a day, with its time of day where known, by the clock of the facility


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of a closed list and what the page calls it."""

    value: str
    label: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class AskedIf:
    """When a question applies: any of the named answers.

    While they are not known it applies as well, unless it is not `presumed`: then it stays off the
    page until one of them is given.
    """

    words: str
    any_of: tuple[tuple[str, tuple[object, ...]], ...]
    presumed: bool = True
    unless: tuple[tuple[str, tuple[object, ...]], ...] = ()  # answers that settle it: not asked

    def is_settled(self, answers: Answers) -> bool:
        """Whether another answer says that it shall not be asked."""
        return any(answers.get(key) in values for key, values in self.unless)

    def holds(self, answers: Answers) -> bool:
        if self.is_settled(answers):
            return False
        given = [(answer_at(key, answers), values) for key, values in self.any_of]
        return any(
            self.presumed if answer is None else _matches(answer, values)
            for answer, values in given
        )


def answer_at(key: str, answers: Answers) -> Any:
    """The answer under `key`; "audit_items.0" is the first item of the AUDIT."""
    name, _, position = key.partition(".")
    answer = answers.get(name)
    return answer[int(position)] if position and answer else answer


def _matches(answer: object, values: tuple[object, ...]) -> bool:
    if isinstance(answer, list):
        return any(each in values for each in answer)
    return answer in values


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question: its key is the key of its answer in the record."""

    key: str
    kind: Kind
    label: str
    help: str = ""
    why: str = ""
    choices: tuple[Choice, ...] = ()
    none_label: str = "None of these"
    unit: str = ""
    low: float | None = None
    high: float | None = None
    decimals: int = 0
    convert: Callable[[float], float] | None = None
    range_words: str = ""
    can_be_unknown: bool = False
    unknown_label: str = "Not known"
    instrument: Instrument | None = None
    asked_if: AskedIf | None = None
    establishes: tuple[str, ...] = ()
    is_finding: bool = True
    is_optional: bool = False
    columns: tuple[Question, ...] = ()
    row_name: str = ""  # what one row of a table is: "Product"
    check: Callable[[Row], Mapping[str, str]] | None = None  # sentences by column of a wrong row
    phrase: str = ""  # a cell in the words of its row: "{} times a day"
    derived_from: tuple[str, ...] = ()  # tables that establish it; it is not asked itself
    yields_to: tuple[str, ...] = ()  # tables that may establish it; else it is asked
    can_be_future: bool = False  # a day that may still be to come
    shows: str = ""  # the question whose answer a carried one repeats

    @property
    def findings(self) -> tuple[str, ...]:
        """The finding keys (CLINICAL.md 6.1) this question answers."""
        if not self.is_finding:
            return ()
        return self.establishes or (self.key,)

    @property
    def items(self) -> tuple[Item, ...]:
        """The items of its instrument, none where it has no instrument."""
        return self.instrument.items if self.instrument else ()

    @property
    def is_asked(self) -> bool:
        """Whether it has a field of its own; else its answer comes from elsewhere."""
        return self.kind is not Kind.CARRIED and not self.derived_from

    @property
    def most_rows(self) -> int:
        return MOST_ROWS

    def column(self, key: str) -> Question:
        return next(each for each in self.columns if each.key == key)

    def cell(self, column: Question, number: int, *, named: bool = False) -> Question:
        """The column as the question of one row: its key is the name of its field.

        Args:
            named: its label says which row this is.
        """
        label = f"{self.row_name} {number}, {column.label.lower()}" if named else column.label
        return replace(column, key=f"{self.key}-{number}-{column.key}", label=label)

    def rows_in(
        self, typed: Mapping[str, Sequence[str]], *, with_removed: bool = False
    ) -> list[int]:
        """The numbers of the rows sent; those ticked for removal only where asked for."""
        found = {n for name in typed if (n := self._row_of(name)) is not None}
        gone = {n for n in found if any(typed.get(f"{self.key}-{n}-remove", ()))}
        return sorted(found if with_removed else found - gone)

    def rows_beyond(self, typed: Mapping[str, Sequence[str]]) -> dict[int, str]:
        """What was typed into rows that a page has no room for, by row."""
        on_page = set(self.rows_in(typed, with_removed=True)[:MOST_ROWS])
        words: dict[int, list[str]] = {}
        for number, texts in ((self._row_of(name), texts) for name, texts in typed.items()):
            if number is not None and number not in on_page:
                words.setdefault(number, []).extend(filter(None, texts))
        return {number: ", ".join(found) for number, found in sorted(words.items()) if found}

    def _row_of(self, name: str) -> int | None:
        """The number of the row a field belongs to; none for what is in no row of this table."""
        match = re.match(rf"{self.key}-(\d{{1,4}})-", name, re.ASCII)
        return int(match[1]) if match else None

    @property
    def name(self) -> str:
        """The label as the start of a sentence about it."""
        return self.label.rstrip("?.")

    @property
    def words(self) -> dict[str, str]:
        """What each word of the closed list is called."""
        return {choice.value: choice.label for choice in self.choices}

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Word and label of the closed list, with the word for none of them where it has one."""
        none = [("none", self.none_label)] if self.kind is Kind.SEVERAL else []
        return [*((choice.value, choice.label) for choice in self.choices), *none]

    @property
    def hint(self) -> str:
        """Its help, and when it is asked."""
        return " ".join(each for each in (self.help, self.asked_if and self.asked_if.words) if each)

    def applies(self, answers: Answers) -> bool:
        return self.asked_if is None or self.asked_if.holds(answers)

    def is_hidden(self, answers: Answers) -> bool:
        """Whether it stays off its page: until it is known to apply, or once it is settled."""
        if self.asked_if is None or self.asked_if.holds(answers):
            return False
        is_unused = not self.asked_if.presumed and self.key not in answers
        return self.asked_if.is_settled(answers) or is_unused


def _look(question: Question) -> Kind:
    """The kind a question looks like on its page."""
    return question.kind if question.is_asked else Kind.CARRIED


@dataclass(frozen=True, slots=True)
class Block:
    """Questions under one heading."""

    title: str
    questions: tuple[Question, ...]
    note: str = ""

    @property
    def runs(self) -> list[tuple[Kind, list[Question]]]:
        """Neighbors of one kind together: they stand in one list or grid."""
        return [(kind, list(run)) for kind, run in groupby(self.questions, _look)]


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the intake, saved on its own."""

    key: str
    title: str
    intro: str
    blocks: tuple[Block, ...]
    why: str = ""  # said to the person, in words a tired person follows
    switch: str = ""  # what a facility must have switched on for it

    def is_on(self, answers: Answers) -> bool:
        """Whether it belongs to this intake: switched on, or answered before it was off again."""
        if not self.switch or answers.get(self.switch):
            return True
        return any(question.is_asked and question.key in answers for question in self.questions)

    @property
    def questions(self) -> Iterator[Question]:
        for block in self.blocks:
            yield from block.questions

    def question(self, key: str) -> Question:
        return next(each for each in self.questions if each.key == key)
