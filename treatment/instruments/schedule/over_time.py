"""What is due by the day: at intake, at set days, monthly, after last use, at each contact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Final

from treatment.instruments.catalog import CATALOG
from treatment.instruments.schedule.shapes import (
    DAY,
    INTAKE_DAYS,
    Due,
    State,
    Stay,
    Taken,
    at_intake,
    days,
    of,
)

EARLY: Final = 7  # days before a later due day at which an instrument opens [P]
REPEAT: Final = (14, 28)  # 2 to 4 weeks without use [P]
MONTH: Final = 30
BY_TABLE: Final = (
    *("dsm", "audit_c", "pcptsd5", "bam", "rulers", "barc10", "dast10", "isi", "whodas12"),
)


def over_time(stay: Stay, done: Sequence[Taken], at: datetime) -> Iterator[Due]:
    for key in BY_TABLE:
        yield from _by_table(stay, key, of(done, key), at)
    for key in ("phq9", "gad7"):
        yield _of_mood(stay, key, of(done, key), at)
    for key in ("cssrs", "pain"):
        yield from _each_contact(stay, key, of(done, key), at)
    yield from _full_audit(stay, done, at)
    if stay.drinks:
        yield from _by_table(stay, "pawss", of(done, "pawss"), at)


def _by_table(stay: Stay, key: str, done: Sequence[Taken], at: datetime) -> Iterator[Due]:
    """The first occasion of the table that no result has met, then every so often."""
    began, every = stay.day(stay.began_at), CATALOG[key].every
    if not done:
        yield at_intake(stay, key, at)
        return
    last = stay.day(done[-1].at)
    later = [began + DAY * days for days in every.days if days]
    unmet = [on for on in later if on - DAY * EARLY > last]
    if every.every and not unmet:
        unmet = [last + DAY * every.every]
    for on in unmet[:1]:
        yield days(stay, key, every.words, (on - DAY * EARLY, on), at)


def _of_mood(stay: Stay, key: str, done: Sequence[Taken], at: datetime) -> Due:
    """At intake, 2 to 4 weeks after last use, then monthly; a provisional score again then."""
    if not done:
        return at_intake(stay, key, at)
    last = stay.day(done[-1].at)
    monthly = (last + DAY * (MONTH - EARLY), last + DAY * MONTH)
    window = _window(stay, done[-1])
    if window is None or monthly[1] < window[1]:
        return days(stay, key, "Monthly", monthly, at)
    is_repeat = done[-1].is_provisional
    why = "Repeat of a provisional score" if is_repeat else "2 to 4 weeks after last use"
    return days(stay, key, why, window, at)


def _window(stay: Stay, last: Taken) -> tuple[date, date] | None:
    """When the score without use is wanted; None when it is there already."""
    first, end = REPEAT
    taken = stay.day(last.at)
    used = None if stay.last_use_at is None else stay.day(stay.last_use_at)
    if used is not None and taken < used + DAY * first:
        return used + DAY * first, used + DAY * end
    return (taken + DAY * first, taken + DAY * end) if last.is_provisional else None


def _each_contact(stay: Stay, key: str, done: Sequence[Taken], at: datetime) -> Iterator[Due]:
    """On the first day, then whenever the person is seen; not twice a day."""
    if not done:
        yield at_intake(stay, key, at, within=0 if key == "cssrs" else INTAKE_DAYS)
    elif stay.day(done[-1].at) < stay.day(at):
        yield Due(key=key, why="At each contact", state=State.EACH_CONTACT)


def _full_audit(stay: Stay, done: Sequence[Taken], at: datetime) -> Iterator[Due]:
    """A positive AUDIT-C calls for the other seven questions."""
    asked = of(done, "audit_c")
    if asked and asked[-1].key == "audit_c" and (asked[-1].band or "").startswith("positive"):
        on = stay.day(asked[-1].at)
        yield days(stay, "audit", "The AUDIT-C is positive", (on, on), at)
