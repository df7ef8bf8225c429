"""How one answer of an intake is read: each reader checks one shape and names what is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite
from typing import Any, TypeVar

from treatment.instruments.scoring import SuicideScreen, Yes
from treatment.instruments.scoring.scales import Item, Scale

Word = TypeVar("Word", bound=StrEnum)
LONGEST_NAME = 200
LONGEST_LIST = 100
ELEMENT = re.compile(r"[A-Z]{3,4}(-[A-Z0-9]+)+")
CRITERION = {"y": True, "n": False, "u": None, None: None}
SCREENER = {"y": True, "n": False, None: None}
CRITERIA_NAMES = tuple(f"c{number}" for number in range(1, 12))
SCREENER_NAMES = ("q1", "q2", "q3", "q4", "q5", "q6", "q6r")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with the input, and where: a JSON path and a sentence."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the input we are reading, and the list of problems found so far."""

    path: str
    problems: list[Problem]

    def wrong(self, message: str) -> None:
        self.problems.append(Problem(self.path, message))

    def at(self, step: str | int) -> Place:
        if isinstance(step, int):
            inner = f"[{step}]"
        else:
            inner = f".{step}" if step.isidentifier() else f"[{json.dumps(step)}]"
        return Place(self.path + inner, self.problems)


Reader = Callable[[Any, Place], Any]


def flag(value: object, place: Place) -> bool | None:
    if isinstance(value, bool):
        return value
    place.wrong("Give true or false.")
    return None


def consent(value: object, place: Place) -> bool | None:
    """yes, no or unknown; true and false count as well."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value in {"yes", "no", "unknown"}:
        return {"yes": True, "no": False}.get(value)
    place.wrong("Give one of: yes, no, unknown.")
    return None


def word(words: type[Word], *, unknown: bool = False) -> Callable[[object, Place], Word | None]:
    """One word of a closed list; where `unknown` is a word of the notation it reads as None."""
    known = {each.value: each for each in words}
    allowed = ", ".join([*known, "unknown"] if unknown else known)

    def read(value: object, place: Place) -> Word | None:
        if isinstance(value, str):
            if value in known:
                return known[value]
            if unknown and value == "unknown":
                return None
        place.wrong(f"Give one of: {allowed}.")
        return None

    return read


def real(least: float, most: float) -> Callable[[object, Place], float | None]:
    """A finite number within its range."""

    def read(value: object, place: Place) -> float | None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            place.wrong("Give a number.")
            return None
        if not least <= value <= most:  # also refuses what is not a number
            place.wrong(f"Give a number from {least:g} to {most:g}.")
            return None
        return value

    return read


def whole(least: int, most: int) -> Callable[[object, Place], int | None]:
    """A whole number within its range."""

    def read(value: object, place: Place) -> int | None:
        if isinstance(value, float) and isfinite(value) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            place.wrong("Give a whole number.")
            return None
        if not least <= value <= most:
            place.wrong(f"Give a whole number from {least} to {most}.")
            return None
        return value

    return read


def _listed(value: object, place: Place) -> list[object]:
    if isinstance(value, list | tuple) and len(value) <= LONGEST_LIST:
        return list(value)
    place.wrong(f"Give a list of at most {LONGEST_LIST} entries.")
    return []


def names(value: object, place: Place) -> tuple[str, ...]:
    """A list of names, such as medicines."""
    found = _listed(value, place)
    for at, name in enumerate(found):
        if not isinstance(name, str) or not 0 < len(name.strip()) <= LONGEST_NAME:
            place.at(at).wrong(f"Give a name of 1 to {LONGEST_NAME} characters.")
    return tuple(name for name in found if isinstance(name, str))


def codes(value: object, place: Place) -> frozenset[str]:
    """A list of plan element codes."""
    found = names(value, place)
    for at, name in enumerate(found):
        if not ELEMENT.fullmatch(name):
            place.at(at).wrong("Give the code of a plan element, such as THR-CM.")
    return frozenset(found)


def some_of(words: type[Word]) -> Callable[[object, Place], frozenset[Word]]:
    """Any words of a closed list."""
    one = word(words)

    def read(value: object, place: Place) -> frozenset[Word]:
        found = [one(each, place.at(at)) for at, each in enumerate(_listed(value, place))]
        return frozenset(each for each in found if each is not None)

    return read


def _answers(
    value: object, place: Place, keys: Sequence[str], letters: Mapping[str | None, Yes]
) -> Iterable[Yes]:
    """Answers by letter: a string or list in order, or a mapping by name."""
    if isinstance(value, Mapping):
        for key in value.keys() - set(keys):
            place.at(str(key)).wrong(f"Give only {keys[0]} to {keys[-1]}.")
        value = [value.get(key) for key in keys]
    if not isinstance(value, str | list | tuple) or len(value) != len(keys):
        place.wrong(f"Give {len(keys)} answers, {keys[0]} to {keys[-1]}.")
        return [None] * len(keys)
    allowed = ", ".join("null" if letter is None else letter for letter in letters)
    for at, letter in enumerate(value):
        if not (letter is None or isinstance(letter, str)) or letter not in letters:
            place.at(at).wrong(f"Give one of: {allowed}.")
    return [letters.get(each) if isinstance(each, str) else None for each in value]


def criteria(value: object, place: Place) -> tuple[Yes, ...]:
    """The eleven criteria c1-c11: y, n or u."""
    return tuple(_answers(value, place, CRITERIA_NAMES, CRITERION))


def screener(value: object, place: Place) -> SuicideScreen:
    """The suicide screener q1-q6 and q6r: y, n or null."""
    return SuicideScreen(*_answers(value, place, SCREENER_NAMES, SCREENER))


def items(scale: Scale) -> Callable[[object, Place], tuple[Item, ...] | None]:
    """The item scores of a scale in form order, null where an item is open."""

    def read(value: object, place: Place) -> tuple[Item, ...] | None:
        if not isinstance(value, list | tuple) or len(value) != len(scale.points):
            place.wrong(f"Give the {len(scale.points)} item scores of the {scale.name}.")
            return None
        pairs = enumerate(zip(value, scale.points, strict=True))
        wrong = [(at, item, points) for at, (item, points) in pairs if not _exists(item, points)]
        for at, item, points in wrong:
            place.at(at).wrong(_why_not(item, points))
        return None if wrong else tuple(value)

    return read


def _exists(item: object, points: frozenset[int]) -> bool:
    return item is None or (type(item) is int and item in points)


def _why_not(item: object, points: frozenset[int]) -> str:
    if type(item) is not int:
        return "Give a whole number, or null where the item is open."
    allowed = ", ".join(str(point) for point in sorted(points))
    return f"This item has only the scores {allowed}."
