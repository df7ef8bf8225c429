"""How templates write moments, ages, durations and numbers: US words, facility time."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from flask_login import current_user

from treatment.web.clock import now

ABSENT = "—"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MINUTE, HOUR, DAY = 60, 3600, 86400
NOON = 12


def clock_time(moment: datetime, zone: ZoneInfo) -> str:
    """7:40 AM."""
    there = moment.astimezone(zone)
    half = "AM" if there.hour < NOON else "PM"
    return f"{there.hour % NOON or NOON}:{there.minute:02d} {half}"


def day(when: date, zone: ZoneInfo) -> str:
    """Nov 22, 2026; a moment is first taken to facility time."""
    there = when.astimezone(zone) if isinstance(when, datetime) else when
    return f"{MONTHS[there.month - 1]} {there.day}, {there.year}"


def local(moment: datetime, zone: ZoneInfo) -> str:
    """Nov 22, 2026, 7:40 AM."""
    return f"{day(moment, zone)}, {clock_time(moment, zone)}"


def age(born: date, today: date) -> int:
    """Whole years; a person born on Feb 29 turns a year older on Mar 1 of a common year."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def ago(moment: datetime, at: datetime) -> str:
    """5 min ago, 3 h ago, 2 days ago; in 5 min for what is still to come."""
    seconds = (at - moment).total_seconds()
    if abs(seconds) < MINUTE:
        return "just now"
    words = _span(abs(seconds))
    return f"{words} ago" if seconds > 0 else f"in {words}"


def _span(seconds: float) -> str:
    if seconds < HOUR:
        return f"{int(seconds // MINUTE)} min"
    if seconds < 2 * DAY:
        return f"{int(seconds // HOUR)} h"
    return f"{int(seconds // DAY)} days"


def minutes(count: float) -> str:
    """45 min, 1 h, 1 h 30 min."""
    hours, rest = divmod(round(count), 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def number(value: float) -> str:
    """1,234 and 0.5: no trailing zeros."""
    return f"{value:,.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """1 patient, 2 patients."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def initials(name: str) -> str:
    """At most two letters: Mara Okafor is MO; Reyes, Daniel is DR."""
    last, _, first = name.partition(", ")
    words = [*first.split(), *last.split()] if first else name.split()
    letters = [word[0] for word in words if word[:1].isalpha()]
    return "".join([letters[0], letters[-1]] if len(letters) > 1 else letters).upper()


def zone_of(person: object) -> ZoneInfo:
    """The zone of the person's facility; UTC for nobody."""
    facility = getattr(person, "facility", None)
    return ZoneInfo(getattr(facility, "zone", None) or "UTC")


def today(zone: ZoneInfo) -> date:
    return now().astimezone(zone).date()


def _unless_absent(words: Callable[..., Any]) -> Callable[..., Any]:
    return lambda value, *rest: ABSENT if value is None else words(value, *rest)


def _here() -> ZoneInfo:
    return zone_of(current_user)


def _machine(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


FILTERS: dict[str, Callable[..., Any]] = {
    "local": lambda moment: local(moment, _here()),
    "day": lambda when: day(when, _here()),
    "clock": lambda moment: clock_time(moment, _here()),
    "age": lambda born: age(born, today(_here())),
    "ago": lambda moment: ago(moment, now()),
    "machine": _machine,
    "minutes": minutes,
    "number": number,
    "plural": plural,
    "initials": initials,
}


def install(app: Flask) -> None:
    app.jinja_env.filters.update({name: _unless_absent(f) for name, f in FILTERS.items()})
