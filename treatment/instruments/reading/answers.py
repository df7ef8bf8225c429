"""Checks answers: how many there are, and whether each can exist; refusals are sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from treatment.instruments.catalog.shapes import YES_NO_POINTS
from treatment.instruments.scoring import Yes
from treatment.instruments.scoring.scales import Item
from treatment.instruments.vocabulary import Stage

YES_NO: Final[Mapping[str | int | None, Yes]] = {
    "y": True,
    "yes": True,
    1: True,
    "n": False,
    "no": False,
    0: False,
    "u": None,
    None: None,
}


def counted(name: str, values: Sequence[Any], *lengths: int) -> None:
    """Refuse a wrong number of answers."""
    if len(values) not in lengths:
        wanted = " or ".join(str(length) for length in sorted(set(lengths)))
        answers = "answer" if wanted == "1" else "answers"
        message = f"{name} takes {wanted} {answers}, not {len(values)}."
        raise ValueError(message)


def points(name: str, values: Sequence[Any], known: Sequence[frozenset[int]]) -> list[Item]:
    """The points of all items; only those of the form exist."""
    pairs = zip(values, known, strict=True)
    return [point(name, number, *pair) for number, pair in enumerate(pairs, 1)]


def point(name: str, number: int, value: Any, known: frozenset[int]) -> Item:
    """The points of one item; yes and no count where only 0 and 1 exist."""
    if known == YES_NO_POINTS and isinstance(value, str | bool):
        answer = yes(name, number, value)
        return None if answer is None else int(answer)
    if value is None:
        return None
    if type(value) is int and value in known:
        return value
    listed = ", ".join(str(each) for each in sorted(known))
    message = f"{name} item {number} has no score {said(value)}; there are {listed}."
    raise ValueError(message)


def yes(name: str, number: int, value: Any) -> Yes:
    """Yes, no, or None where the answer is open."""
    if (value is None or isinstance(value, str | int)) and value in YES_NO:
        return YES_NO[value]
    message = f"{name} item {number} is answered yes or no, not {said(value)}."
    raise ValueError(message)


def amount(name: str, value: Any, low: float, high: float, *, is_whole: bool = True) -> Any:
    """A number in its range, or None."""
    if value is None:
        return None
    if is_whole and type(value) is float and value.is_integer():
        value = int(value)
    is_number = type(value) is int or (type(value) is float and not is_whole)
    if not (is_number and low <= value <= high):
        kind = "a whole number" if is_whole else "a number"
        message = f"{name} takes {kind} from {low:g} to {high:g}, not {said(value)}."
        raise ValueError(message)
    return value


def stage(value: Any) -> Stage | None:
    """The stage of change, or None while nobody chose one."""
    if value is None:
        return None
    if isinstance(value, str) and value in set(Stage):
        return Stage(value)
    message = f"The stage of change is one of {', '.join(Stage)}, not {said(value)}."
    raise ValueError(message)


def said(value: Any) -> str:
    """What was typed, short and on one line."""
    return value[:20] if isinstance(value, str) and value.isprintable() else f"{value!r:.20}"
