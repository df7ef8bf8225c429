"""What a schedule is made of: the stay, what was taken, and one occasion by day or by hour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Final

from treatment.instruments.catalog.shapes import Certainty

INTAKE_DAYS: Final = 3  # assessment and planning take 1 to 3 days [P]
AMBER, RED = 0.25, 0.5  # of the interval [P]
DAY: Final = timedelta(days=1)
SAME: Final = {"audit": "audit_c", "peg": "pain"}  # counts as the other one as well


class State(StrEnum):
    """Where an occasion stands now."""

    LATER = "later"
    OPEN = "open"
    DUE = "due"
    LATE = "late"
    VERY_LATE = "very_late"
    EACH_CONTACT = "each_contact"

    @property
    def label(self) -> str:
        return _STATES[self]


_STATES = {
    State.LATER: "Later",
    State.OPEN: "May be taken",
    State.DUE: "Due",
    State.LATE: "Late",
    State.VERY_LATE: "Very late",
    State.EACH_CONTACT: "At each contact",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """What the schedule depends on; what nobody knows is None."""

    began_at: datetime
    zone: tzinfo  # of the facility: its days are the days
    phase: str | None = None
    primary: str | None = None
    last_use_at: datetime | None = None
    drinks: bool | None = None
    at_risk_of_alcohol_withdrawal: bool | None = None
    last_drink_at: datetime | None = None
    takes_benzodiazepine_daily: bool | None = None
    is_around_the_clock: bool = False  # 24-hour withdrawal management
    has_ended: bool = False

    def day(self, at: datetime) -> date:
        """The facility's day of a moment."""
        return at.astimezone(self.zone).date()

    def begin(self, on: date) -> datetime:
        """The moment a day of the facility begins."""
        return datetime.combine(on, time(), self.zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One result that stands; `known` is the total, or the part of it that is known."""

    key: str
    at: datetime
    known: float | None = None
    band: str | None = None
    is_provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One occasion: it may be taken from `opens`, should be by the end of `due`, then is late.

    `opens`, `due` and `late` are moments; where only days matter, those at which a day begins.
    """

    key: str
    why: str
    state: State
    opens: datetime | None = None
    due: datetime | None = None
    late: datetime | None = None
    is_by_day: bool = True
    certainty: Certainty = Certainty.PROPOSED


def of(done: Sequence[Taken], key: str) -> list[Taken]:
    """The results that count for an instrument."""
    return [each for each in done if key in {each.key, SAME.get(each.key)}]


def days(stay: Stay, key: str, why: str, span: tuple[date, date], at: datetime) -> Due:
    """An occasion that opens on one day of the facility and is due on another."""
    opens, due = (stay.begin(on) for on in span)
    late = stay.begin(span[1] + DAY)
    state = next(
        state
        for state, begins in (
            (State.LATE, late),
            (State.DUE, due),
            (State.OPEN, opens),
            (State.LATER, at),
        )
        if at >= begins
    )
    return Due(key=key, why=why, state=state, opens=opens, due=due, late=late)


def at_intake(stay: Stay, key: str, at: datetime, within: int = INTAKE_DAYS) -> Due:
    began = stay.day(stay.began_at)
    return days(stay, key, "At intake", (began, began + DAY * within), at)


def daily(stay: Stay, key: str, done: Sequence[Taken], at: datetime) -> Due:
    if not done:
        return at_intake(stay, key, at, within=0)
    on = stay.day(done[-1].at) + DAY
    return days(stay, key, "Daily", (on, on), at)


def hours(key: str, why: str, last: datetime, between: tuple[float, float], at: datetime) -> Due:
    """From the earlier to the later hour since the last one; amber at +25 %, red at +50 %."""
    least, most = (timedelta(hours=each) for each in between)
    due, late = last + most, last + most * (1 + AMBER)
    steps = (
        (State.VERY_LATE, last + most * (1 + RED)),
        (State.LATE, late),
        (State.DUE, due),
        (State.OPEN, last + least),
    )
    state = next((state for state, begins in steps if at >= begins), State.LATER)
    return Due(
        key=key, why=why, state=state, opens=last + least, due=due, late=late, is_by_day=False
    )
