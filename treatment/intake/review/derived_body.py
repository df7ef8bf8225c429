"""What the tables of medicines and laboratory results establish (CLINICAL.md 6.1, R09, R10)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from treatment.intake.medicines import Known, Mark, is_marked, known_in
from treatment.intake.questionnaire import QUESTIONS
from treatment.intake.questionnaire.shapes import Answers, Row

Lack = tuple[int, str, str]  # number of the row, column, words

NOT_TAKEN: Final = "not_taking"
A_SUBSTANCE: Final = "substance"  # used as a drug: it is counted with the substances
BY_HAND: Final = {"qt": {Mark.QT}, "cyp": {Mark.CYP}, "both": {Mark.QT, Mark.CYP}}
READ_BY_A_RULE: Final = frozenset({Mark.SEIZURE, Mark.BLOCKER})  # R24, R25 read these names
TIMES_LIMIT: Final = "xuln"
ALARMING: Final = {"alt": 3.0, "bilirubin": 2.0}  # R10: from here on an older result still warns
MULTIPLES: Final = {"alt_xuln": "alt", "bili_xuln": "bilirubin"}


def derived(answers: Answers) -> dict[str, Any]:
    """The findings of both tables; a table nobody filled in establishes nothing.

    None says that the rows leave it unknown.
    """
    return {**_of_medicines(answers.get("medications")), **_of_labs(answers.get("labs"))}


# --- medicines ---------------------------------------------------------------------------------


def _of_medicines(rows: Sequence[Row] | None) -> dict[str, Any]:
    if rows is None:
        return {}
    taken = [row for row in rows if row.get("name") and is_taken(row)]
    return {
        "meds": _names(row for row in taken if _is_medicine(row)),
        "qt_meds": _names(row for row in taken if Mark.QT in marks_of(row)),
        "cyp_sensitive_meds": _names(row for row in taken if Mark.CYP in marks_of(row)),
    }


def is_taken(row: Row) -> bool:
    """An unknown status counts as taken: it must not switch a safety rule off."""
    return row.get("status") != NOT_TAKEN


def _is_medicine(row: Row) -> bool:
    """What is used as a drug stays here only where a warning reads its name."""
    is_read = any(is_marked(row["name"], mark) for mark in READ_BY_A_RULE)
    return row.get("origin") != A_SUBSTANCE or is_read


def marks_of(row: Row) -> set[Mark]:
    """The marks of the list and the clinician's own; a mark of the list always stays."""
    listed = {known.mark for known in known_in(row.get("name") or "")}
    return listed | BY_HAND.get(row.get("mark") or "", set())


def _names(rows: Iterable[Row]) -> list[str]:
    """Each name once, as it was typed first."""
    found: dict[str, str] = {}
    for row in rows:
        found.setdefault(row["name"].casefold(), row["name"])
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Marked:
    """One medicine with its marks: those of the list with their source, those set by hand."""

    name: str
    listed: tuple[Known, ...]
    by_hand: tuple[Mark, ...]


def marked(answers: Answers) -> list[Marked]:
    """The medicines taken, or perhaps taken, that carry a mark."""
    rows = [row for row in answers.get("medications") or () if row.get("name") and is_taken(row)]
    found = [Marked(row["name"], known_in(row["name"]), _by_hand(row)) for row in rows]
    return [each for each in found if each.listed or each.by_hand]


def _by_hand(row: Row) -> tuple[Mark, ...]:
    return tuple(sorted(BY_HAND.get(row.get("mark") or "", set())))


def unreconciled(rows: Sequence[Row]) -> list[Lack]:
    """What each row lacks to be reconciled: a status and a source."""
    return [(at, *lack) for at, row in enumerate(rows, 1) for lack in _open_in(row)]


def _open_in(row: Row) -> Iterator[tuple[str, str]]:
    name = row.get("name") or "A medicine without a name"
    if row.get("status") in {None, "unknown"}:
        yield "status", f"{name}: is it taken?"
    if row.get("told_by") is None:
        yield "told_by", f"{name}: who says so?"


# --- laboratory --------------------------------------------------------------------------------


def _of_labs(rows: Sequence[Row] | None) -> dict[str, Any]:
    if rows is None:
        return {}
    found = {key: _multiple(test, rows) for key, test in MULTIPLES.items()}
    return {**found, "egfr": _egfr(rows)}


def times_limit(row: Row) -> float | None:
    """The value in multiples of that laboratory's upper limit of normal; None without the limit."""
    value, limit = row.get("value"), row.get("uln")
    if value is None or row.get("unit") == TIMES_LIMIT:
        return value
    return round(value / limit, 2) if limit else None


def newest_first(test: str, rows: Sequence[Row]) -> list[Row]:
    """The results of one test; a result without a date stands last."""
    of_test = [row for row in rows if row.get("test") == test and row.get("value") is not None]
    return sorted(of_test, key=lambda row: str(row.get("on") or ""), reverse=True)


def _multiple(test: str, rows: Sequence[Row]) -> float | None:
    """The newest result, of several on one day the highest.

    While the newest lacks its limit, an older one counts only where it warns: an unknown result
    neither hides a bad one nor passes for a good one.
    """
    results = newest_first(test, rows)
    if not results:
        return None
    newest = [times_limit(row) for row in results if row.get("on") == results[0].get("on")]
    if None not in newest:
        return max(value for value in newest if value is not None)
    known = [value for row in results if (value := times_limit(row)) is not None]
    return known[0] if known and known[0] >= ALARMING[test] else None


def _egfr(rows: Sequence[Row]) -> float | None:
    """As the laboratory reported it, of several on one day the lowest; never computed."""
    results = newest_first("egfr", rows)
    same_day = [row["value"] for row in results if row.get("on") == results[0].get("on")]
    return min(same_day, default=None)


def shown_multiples(answers: Answers) -> list[tuple[str, str]]:
    """Test and words such as “2.4 × ULN (Nov 3, 2026)”, the newest of each."""
    rows = answers.get("labs") or ()
    newest = [(name, newest_first(test, rows)) for test, name in WITH_LIMIT.items()]
    return [(name, _said(found[0])) for name, found in newest if found]


TESTS: Final = QUESTIONS["labs"].column("test").words
WITH_LIMIT: Final = {
    "alt": "ALT",
    "bilirubin": "Bilirubin",
    "ast": "AST",
    "alp": "ALP",
    "ggt": "GGT",
}


def _said(row: Row) -> str:
    multiple = times_limit(row)
    words = (
        "needs the upper limit of that laboratory" if multiple is None else f"{multiple:g} × ULN"
    )
    return f"{words} ({_day(row.get('on'))})"


def _day(written: str | None) -> str:
    if not written:
        return "no date"
    day = date.fromisoformat(written)
    return f"{day:%b} {day.day}, {day.year}"


def without_limit(rows: Sequence[Row]) -> list[Lack]:
    """What each result lacks: its upper limit of normal, its date."""
    return [(at, *lack) for at, row in enumerate(rows, 1) for lack in _lacking(row)]


def _lacking(row: Row) -> Iterator[tuple[str, str]]:
    test = row.get("test")
    if test in ALARMING and row.get("value") is not None and times_limit(row) is None:
        yield "uln", f"{WITH_LIMIT[test]}: upper limit of normal of that laboratory"
    if test is not None and row.get("on") is None:
        yield "on", f"{TESTS[test]}: date"
