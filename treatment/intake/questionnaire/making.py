"""Short ways to declare a question, so that the declarations read like the form."""

from collections.abc import Sequence
from typing import Any

from treatment.instruments.catalog import Instrument, ScoreEntry
from treatment.intake.questionnaire.shapes import AskedIf, Choice, Kind, Question

Choices = Sequence[tuple[str, str]]


def _listed(choices: Choices) -> tuple[Choice, ...]:
    return tuple(Choice(value, label) for value, label in choices)


def one_of(key: str, label: str, choices: Choices, **more: Any) -> Question:
    return Question(key=key, kind=Kind.CHOICE, label=label, choices=_listed(choices), **more)


def yes_no(key: str, label: str, **more: Any) -> Question:
    return Question(key=key, kind=Kind.YES_NO, label=label, **more)


def consent(key: str, label: str, **more: Any) -> Question:
    """Yes, no, or asked and undecided."""
    words = (("yes", "Yes"), ("no", "No"), ("unknown", "Undecided"))
    return one_of(key, label, words, **more)


def number(  # the range belongs beside the label
    key: str, label: str, low: float, high: float, unit: str = "", **more: Any
) -> Question:
    return Question(key=key, kind=Kind.NUMBER, label=label, low=low, high=high, unit=unit, **more)


def ruler(key: str, label: str, **more: Any) -> Question:
    """0 to 10, picked rather than typed."""
    return Question(key=key, kind=Kind.RULER, label=label, low=0, high=10, **more)


def several(key: str, label: str, choices: Choices, **more: Any) -> Question:
    return Question(key=key, kind=Kind.SEVERAL, label=label, choices=_listed(choices), **more)


def names(key: str, label: str, **more: Any) -> Question:
    more.setdefault("none_label", "None")
    return Question(key=key, kind=Kind.NAMES, label=label, **more)


def items(key: str, instrument: Instrument, **more: Any) -> Question:
    return Question(key=key, kind=Kind.ITEMS, label=instrument.name, instrument=instrument, **more)


def score(entry: ScoreEntry, **more: Any) -> Question:
    """The total of an instrument filled in elsewhere."""
    return Question(
        key=entry.key,
        kind=Kind.NUMBER,
        label=f"{entry.name} total",
        help=f"{entry.about}. {entry.note}",
        low=entry.low,
        high=entry.high,
        **more,
    )


def text(key: str, label: str, **more: Any) -> Question:
    return Question(
        key=key, kind=Kind.TEXT, label=label, is_finding=False, is_optional=True, **more
    )


def table(key: str, label: str, row_name: str, *columns: Question, **more: Any) -> Question:
    """Rows of answers; `row_name` is what one of them is: "Medicine"."""
    more.setdefault("none_label", "None")
    return Question(
        key=key, kind=Kind.TABLE, label=label, row_name=row_name, columns=columns, **more
    )


def date(key: str, label: str, **more: Any) -> Question:
    return Question(key=key, kind=Kind.DATE, label=label, **more)


def moment(key: str, label: str, **more: Any) -> Question:
    """A day and, where known, its time; may be unknown."""
    return Question(key=key, kind=Kind.MOMENT, label=label, can_be_unknown=True, **more)


def carried(key: str, label: str, **more: Any) -> Question:
    return Question(key=key, kind=Kind.CARRIED, label=label, **more)


def known_use(words: str, group: str) -> AskedIf:
    """Only while this group of substances is known to be used besides the primary one."""
    return AskedIf(words, (("criteria_for", (group,)),), presumed=False)


def asked_if(words: str, **any_of: Sequence[object]) -> AskedIf:
    return AskedIf(words, tuple((key, tuple(values)) for key, values in any_of.items()))
