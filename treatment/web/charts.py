"""Charts drawn on the server: SVG without scripts, styles or colors of its own.

A chart is as wide as its place: across, everything stands in percent, so that letters keep their
size on a phone and on paper. Colors come from classes (`static/css/charts.css`); what a color says
is also a shape or a word, and the page shows the same numbers as a table.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from markupsafe import Markup

from treatment.web import ticks

TOP, BOTTOM = 18, 26  # pixels above and below the drawing
LEFT, RIGHT = 7.0, 90.0  # percent: where the first and the last point stand
MIDDLE = 50.0  # percent: names of breaks further right end at their line
EDGE = 5.0  # percent: where the drawing begins, after the numbers of its axis
APART = 15  # pixels between two numbers of an axis
LETTERS = 12  # pixels of a line of words
CROWDED = 4.5  # percent between two numbers at points
FEW = 12  # points that all carry their number
AROUND_ONE = timedelta(hours=36)  # before and after a result that stands alone


class Shape(StrEnum):
    """How a point counts; the words are those of the legend."""

    TOTAL = "total"
    PROVISIONAL = "provisional"
    AT_LEAST = "at_least"


MARKS = {
    Shape.TOTAL: Markup('<circle class="dot" r="4.5"/>'),
    Shape.PROVISIONAL: Markup('<path class="dot" d="M0-6.5L6.5 0L0 6.5L-6.5 0Z"/>'),
    Shape.AT_LEAST: Markup('<path class="dot" d="M-5.5 4.5L0-5.5L5.5 4.5Z"/>'),
}
RING = Markup('<circle class="ring" r="9"/>')


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One value at its moment. `label` stands beside it, `words` say everything about it."""

    at: datetime
    value: float
    label: str
    words: str
    shape: Shape = Shape.TOTAL
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Zone:
    """A band of values, up to the next one."""

    low: float
    label: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """What the values can be; `is_named` when they are words and no numbers."""

    low: float
    high: float
    zones: Sequence[Zone] = ()
    is_named: bool = False
    height: int = 250

    @property
    def tops(self) -> list[float]:
        return [*(zone.low for zone in self.zones[1:]), self.high][: len(self.zones)]

    def y(self, value: float) -> float:
        """Pixels from the upper edge."""
        share = (value - self.low) / ((self.high - self.low) or 1)
        return round(self.height - BOTTOM - share * (self.height - TOP - BOTTOM), 1)


@dataclass(frozen=True, slots=True)
class Span:
    """The time a chart covers, of which no moment is lost at its edges."""

    first: datetime
    last: datetime

    def x(self, at: datetime) -> float:
        """Percent from the left edge."""
        return round(LEFT + (at - self.first) / (self.last - self.first) * (RIGHT - LEFT), 2)


def span_of(points: Sequence[Point]) -> Span:
    moments = [point.at for point in points]
    first, last = min(moments), max(moments)
    return Span(first, last) if first < last else Span(first - AROUND_ONE, last + AROUND_ONE)


def trend(
    key: str,
    title: str,
    told: str,
    runs: Sequence[tuple[str, Sequence[Point]]],
    axis: Axis,
    zone: ZoneInfo,
) -> Markup:
    """Values over time, oldest first.

    Args:
        key: names this chart on its page.
        told: what the chart shows, for who does not see it.
        runs: what may be compared with each other, each with the words where it begins; a line
            never leads from one to the next.
    """
    span = span_of([point for _, run in runs for point in run])
    parts = [
        *_zones(axis),
        *_numbers(axis),
        *_days(axis, span, zone),
        *_breaks(axis, span, runs),
        *(part for _, run in runs for part in _line(run, axis, span)),
        *_names(axis, runs[-1][1][-1]),
        *(part for _, run in runs for part in _points(run, axis, span)),
    ]
    return Markup(
        '<svg class="chart" role="img" width="100%" height="{}" aria-labelledby="{}-t {}-d">'
        '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}</svg>'
    ).format(axis.height, key, key, key, title, key, told, Markup("").join(parts))


def _zones(axis: Axis) -> Iterator[Markup]:
    for place, (zone, top) in enumerate(zip(axis.zones, axis.tops, strict=True)):
        y, floor = axis.y(top), axis.y(zone.low)
        yield Markup(
            '<rect class="zone tone-{}{}" x="{}%" width="{}%" y="{}" height="{}"/>'
        ).format(zone.tone, " other" if place % 2 else "", EDGE, 100 - EDGE, y, floor - y)


def _names(axis: Axis, last: Point) -> Iterator[Markup]:
    """What each area is called, at its right end but not where the last point stands."""
    taken = axis.y(last.value)
    for zone, top in zip(axis.zones, axis.tops, strict=True):
        ceiling, floor = axis.y(top), axis.y(zone.low)
        places = [(ceiling + floor) / 2 + 4, ceiling + LETTERS, floor - LETTERS / 2]
        free = [y for y in places if abs(y - 4 - taken) > LETTERS and ceiling + 8 < y < floor]
        yield Markup('<text class="zone-name" x="99.5%" y="{}">{}</text>').format(
            round(next(iter(free), places[0]), 1), zone.label
        )


def _numbers(axis: Axis) -> Iterator[Markup]:
    """The edges of the bands where there are bands, round numbers else."""
    if axis.is_named:
        return
    edges = [zone.low for zone in axis.zones]
    values = [*edges, axis.high] if edges else ticks.numbers(axis.low, axis.high)
    above: float = axis.height + APART
    for value in values:
        y = axis.y(value)
        yield Markup('<line class="grid" x1="{}%" x2="100%" y1="{}" y2="{}"/>').format(EDGE, y, y)
        if above - y >= APART:
            above = y
            yield Markup('<text class="tick" x="0" y="{}">{}</text>').format(y + 4, said(value))


def _days(axis: Axis, span: Span, zone: ZoneInfo) -> Iterator[Markup]:
    foot = axis.height - BOTTOM
    yield Markup('<line class="foot" x1="{}%" x2="100%" y1="{}" y2="{}"/>').format(EDGE, foot, foot)
    for at, words in ticks.moments(span.first, span.last, zone):
        x = span.x(at)
        yield Markup(
            '<line class="foot" x1="{}%" x2="{}%" y1="{}" y2="{}"/>'
            '<text class="tick day" x="{}%" y="{}">{}</text>'
        ).format(x, x, foot, foot + 4, x, foot + 18, words)


def _breaks(
    axis: Axis, span: Span, runs: Sequence[tuple[str, Sequence[Point]]]
) -> Iterator[Markup]:
    """Where values stop being comparable: a line across, and what begins there."""
    for (_, before), (words, after) in pairwise(runs):
        x = round((span.x(before[-1].at) + span.x(after[0].at)) / 2, 2)
        yield Markup(
            '<line class="break" x1="{}%" x2="{}%" y1="4" y2="{}"/>'
            '<text class="break-name{}" x="{}%" y="12">{}</text>'
        ).format(x, x, axis.height - BOTTOM, " late" if x > MIDDLE else "", x, words)


def _line(run: Sequence[Point], axis: Axis, span: Span) -> Iterator[Markup]:
    """From total to total; "at least" is no value a line could lead to."""
    for one, two in pairwise(p for p in run if p.shape is not Shape.AT_LEAST):
        yield Markup('<line class="course" x1="{}%" y1="{}" x2="{}%" y2="{}"/>').format(
            span.x(one.at), axis.y(one.value), span.x(two.at), axis.y(two.value)
        )


def _points(run: Sequence[Point], axis: Axis, span: Span) -> Iterator[Markup]:
    numbered = _numbered(run, span)
    for point in run:
        ring = RING if point.is_marked else ""
        up = axis.y(point.value) - (22 if point.is_marked else 10) < 0
        label = Markup('<text class="value" y="{}">{}</text>').format(
            24 if up else (-14 if point.is_marked else -9), point.label
        )
        yield Markup(
            '<svg class="point {}" x="{}%" y="{}" overflow="visible"><title>{}</title>{}{}{}</svg>'
        ).format(
            point.shape,
            span.x(point.at),
            axis.y(point.value),
            point.words,
            ring,
            MARKS[point.shape],
            label if point in numbered else "",
        )


def _numbered(run: Sequence[Point], span: Span) -> list[Point]:
    """The points that carry their number: the last, the marked and the first before the others."""
    others = run if len(run) <= FEW else ()
    wanted = [run[-1], *(point for point in run if point.is_marked), run[0], *others]
    chosen: list[Point] = []
    for point in wanted:
        if all(abs(span.x(point.at) - span.x(other.at)) >= CROWDED for other in chosen):
            chosen.append(point)
    return chosen


def glyph(shape: Shape, *, is_marked: bool = False) -> Markup:
    """One point alone, for the legend."""
    return Markup(
        '<svg class="chart glyph" viewBox="-11 -11 22 22" aria-hidden="true" focusable="false">'
        '<g class="point {}">{}{}</g></svg>'
    ).format(shape, RING if is_marked else "", MARKS[shape])


def spark(values: Sequence[float], low: float, high: float) -> Markup:
    """A line as small as a word, for the eye; say the numbers beside it."""
    wide, tall = 96, 26
    step = (wide - 8) / max(len(values) - 1, 1)
    reach = (high - low) or 1
    spots = [
        (round(4 + place * step, 1), round(tall - 4 - (value - low) / reach * (tall - 8), 1))
        for place, value in enumerate(values)
    ]
    course = " ".join(f"{x},{y}" for x, y in spots)
    x, y = spots[-1]
    return Markup(
        '<svg class="chart spark" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">'
        '<polyline class="course" points="{}"/><circle class="end" cx="{}" cy="{}" r="3"/></svg>'
    ).format(wide, tall, course, x, y)


def said(value: float) -> str:
    """A number of an axis, with a real minus sign."""
    return f"{value:g}".replace("-", "\u2212")
