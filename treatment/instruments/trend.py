"""A series of results over time: what may be compared with what, and which change is real."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from treatment.instruments.catalog import CATALOG, Instrument, ScoreEntry
from treatment.instruments.catalog.shapes import Line
from treatment.instruments.reading import Reading

TOTAL = "total"


class Verdict(StrEnum):
    """What a change between two results means."""

    IMPROVED = "improved"
    WORSE = "worse"
    WITHIN = "within"
    NO_MARGIN = "no_margin"
    NOT_COMPARABLE = "not_comparable"

    @property
    def label(self) -> str:
        return _VERDICTS[self]


_VERDICTS = {
    Verdict.IMPROVED: "Improved",
    Verdict.WORSE: "Worse",
    Verdict.WITHIN: "Within the margin of chance",
    Verdict.NO_MARGIN: "No margin is known",
    Verdict.NOT_COMPARABLE: "Not comparable",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One dated result; `values` by the key of the line, None where there is no total."""

    at: datetime
    version: str
    values: Mapping[str, float | None]
    band: str | None = None
    is_provisional: bool = False

    @classmethod
    def of(cls, at: datetime, reading: Reading) -> Taken:
        """A result that is still a reading."""
        parts = {key: part.total for key, part in reading.parts.items()}
        return cls(
            at=at,
            version=reading.version,
            values={**parts, TOTAL: reading.total},
            band=reading.band,
            is_provisional=reading.is_provisional,
        )


@dataclass(frozen=True, slots=True)
class Change:
    """From one result to a later one: by how much, and what that means."""

    by: float | None
    verdict: Verdict
    is_provisional: bool = False  # rests on a result taken in withdrawal


APART = Change(None, Verdict.NOT_COMPARABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One result within its series; the very first has nothing to change from."""

    taken: Taken
    value: float | None
    is_break: bool  # another version than the one before
    since_previous: Change | None
    since_first: Change | None
    words: tuple[str, ...]  # "response", "remission"


@dataclass(frozen=True, slots=True)
class Trend:
    """One line of an instrument over time."""

    line: Line
    margin: float | None
    points: tuple[Point, ...]

    @property
    def stretches(self) -> list[list[Point]]:
        """The points with a value, in runs that may be joined: never across two versions."""
        runs: list[list[Point]] = []
        for point in self.points:
            if point.is_break or not runs:
                runs.append([])
            runs[-1] += [point] if point.value is not None else []
        return [run for run in runs if run]


def trends(key: str, series: Iterable[Taken]) -> list[Trend]:
    """Every line of one instrument, results in order of time; without a number there is none."""
    known, ordered = CATALOG[key], sorted(series, key=lambda taken: taken.at)
    return [Trend(line, known.margin, _points(known, line, ordered)) for line in known.lines]


def _points(
    known: Instrument | ScoreEntry, line: Line, series: Sequence[Taken]
) -> tuple[Point, ...]:
    """Each result against the last and the first one that have a value in the same version."""
    points: list[Point] = []
    stretch: list[Taken] = []  # since the last break, with a value
    for at, taken in enumerate(series):
        value = taken.values.get(line.key)
        is_break = at > 0 and taken.version != series[at - 1].version
        if is_break:
            stretch = []
        first, previous = (stretch[0], stretch[-1]) if stretch else (None, None)
        points.append(
            Point(
                taken=taken,
                value=value,
                is_break=is_break,
                since_previous=_change(known, line, previous, taken) if at else None,
                since_first=_change(known, line, first, taken) if at else None,
                words=_words(known, line, first, value),
            )
        )
        stretch += [taken] if value is not None else []
    return tuple(points)


def _change(known: Instrument | ScoreEntry, line: Line, before: Taken | None, now: Taken) -> Change:
    value = now.values.get(line.key)
    base = None if before is None else before.values.get(line.key)
    if before is None or base is None or value is None:
        return APART
    by = round(value - base, 2)
    return Change(by, _verdict(known, line, by), before.is_provisional or now.is_provisional)


def _verdict(known: Instrument | ScoreEntry, line: Line, by: float) -> Verdict:
    if known.margin is None:
        return Verdict.NO_MARGIN
    if abs(by) < known.margin:
        return Verdict.WITHIN
    return Verdict.IMPROVED if (by > 0) is line.higher_is_better else Verdict.WORSE


def _words(
    known: Instrument | ScoreEntry, line: Line, first: Taken | None, value: float | None
) -> tuple[str, ...]:
    """What the reference calls this value, after a first one in the same version."""
    if first is None or value is None:
        return ()
    base = first.values.get(line.key) or 0
    responds = known.response is not None and base > 0 and value <= base * (1 - known.response)
    remits = known.remission is not None and base >= known.remission > value
    return ("response",) * responds + ("remission",) * remits
