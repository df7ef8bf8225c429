"""Where the marks of an axis stand, so that a person can read it: round numbers, round days."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from math import ceil, floor, log10
from zoneinfo import ZoneInfo

from treatment.web.filters import MONTHS, NOON

Tick = tuple[datetime, str]
HOURS = (1, 3, 6, 12)
DAYS = (1, 2, 7, 14)
MONTHLY = (1, 2, 3, 6, 12, 24, 60, 120)
MOST = 6  # marks of a time axis on a phone
DAY = timedelta(days=1)
MONTH, LONGEST_MONTH = timedelta(days=28), timedelta(days=31)


def numbers(low: float, high: float, most: int = 5) -> list[float]:
    """Round numbers from `low` to `high`."""
    step = _round_step((high - low) / most) if high > low else 1
    first, last = ceil(low / step), floor(high / step)
    return [round(place * step, 6) for place in range(first, last + 1)]


def _round_step(raw: float) -> float:
    size = 10.0 ** floor(log10(raw))
    return next(size * by for by in (1, 2, 5, 10) if size * by >= raw)


def moments(first: datetime, last: datetime, zone: ZoneInfo) -> list[Tick]:
    """Round moments between two moments, with what to write under each."""
    start, end = _there(first, zone), _there(last, zone)
    marks = next((marks for marks in _ladders(start, end) if len(marks) <= MOST), [])
    return [(mark.replace(tzinfo=zone), words) for mark, words in _said(marks)]


def _there(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def _ladders(start: datetime, end: datetime) -> Iterator[list[datetime]]:
    """The same span with ever fewer marks."""
    span = end - start
    steps = [timedelta(hours=h) for h in HOURS] + [timedelta(days=d) for d in DAYS]
    for step in steps:
        if span <= (MOST + 1) * step:
            yield list(_spaced(start, end, step))
    for months in MONTHLY:
        if span <= (MOST + 1) * months * LONGEST_MONTH:
            yield list(_monthly(start, end, months))


def _spaced(start: datetime, end: datetime, step: timedelta) -> Iterator[datetime]:
    midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
    at = midnight + step * ceil((start - midnight) / step)
    while at <= end:
        yield at
        at += step


def _monthly(start: datetime, end: datetime, months: int) -> Iterator[datetime]:
    place = start.year * 12 + start.month - 1
    place = place if start.day == 1 and start == _midnight(start) else place + 1
    place = months * ceil(place / months)
    while (at := datetime(place // 12, place % 12 + 1, 1)) <= end:  # noqa: DTZ001  the wall's time
        yield at
        place += months


def _midnight(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


def _said(marks: Sequence[datetime]) -> Iterator[tuple[datetime, str]]:
    """Each mark in as few words as its neighbors allow."""
    spacing = min((b - a for a, b in pairwise(marks)), default=DAY)
    is_dated = spacing >= DAY or any(at == _midnight(at) for at in marks)
    for place, at in enumerate(marks):
        words = _words(at, spacing)
        yield at, words if is_dated or place else f"{_words(at, DAY)}, {words}"


def _words(at: datetime, spacing: timedelta) -> str:
    month = MONTHS[at.month - 1]
    if spacing < DAY and at != _midnight(at):
        return f"{at.hour % NOON or NOON} {'AM' if at.hour < NOON else 'PM'}"
    if spacing >= MONTH:
        return month if at.month > 1 else str(at.year)
    return f"{month} {at.day}"
