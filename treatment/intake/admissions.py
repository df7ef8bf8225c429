"""The papers of an admission: what can be recorded, by when, and what is still missing. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from treatment.intake.vocabulary import AdmissionItem, AdmissionOutcome

SATURDAY = 5
Out = AdmissionOutcome


class Event(StrEnum):
    """What starts a clock."""

    ADMISSION = "admission"


class Counting(StrEnum):
    CALENDAR_DAYS = "calendar days"
    BUSINESS_DAYS = "business days"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """A deadline as a row: so many days after an event; the day of the event is day 0."""

    event: Event
    offset: int
    counting: Counting
    role: str
    source: str
    certainty: str

    @property
    def said(self) -> str:
        """In words: on the day of admission, at most 7 calendar days after admission."""
        if self.offset == 0:
            return f"on the day of {self.event}"
        return f"at most {self.offset} {self.counting} after {self.event}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper or talk: what it is, what may be recorded about it, and its clock if it has one."""

    about: str
    outcomes: tuple[AdmissionOutcome, ...]
    has_version: bool
    timer: Timer | None = None


PAPERS: dict[AdmissionItem, Paper] = {
    AdmissionItem.CONFIDENTIALITY_NOTICE: Paper(
        about="How federal law protects the records. Refusing to acknowledge it is recorded too.",
        outcomes=(Out.ACKNOWLEDGED, Out.REFUSED, Out.UNABLE),
        has_version=True,
        timer=Timer(
            event=Event.ADMISSION,
            offset=0,
            counting=Counting.CALENDAR_DAYS,
            role="who admits",
            source="42 CFR 2.22",
            certainty="K",
        ),
    ),
    AdmissionItem.CONSENT_TO_TREAT: Paper(
        about="That the person agrees to treatment here. Consents to disclose records are others.",
        outcomes=(Out.SIGNED, Out.REFUSED, Out.UNABLE),
        has_version=True,
        timer=Timer(
            event=Event.ADMISSION,
            offset=0,
            counting=Counting.CALENDAR_DAYS,
            role="who admits",
            source="program rule: it opens phase 1",
            certainty="P",
        ),
    ),
    AdmissionItem.ADMISSION_AGREEMENT: Paper(
        about="Services, payment and refunds, grounds for eviction, what follows a return to use, "
        "and how it ends. Signed by the person and the facility, and a copy given.",
        outcomes=(Out.SIGNED, Out.REFUSED, Out.UNABLE, Out.NOT_NEEDED),
        has_version=True,
        timer=Timer(
            event=Event.ADMISSION,
            offset=7,
            counting=Counting.CALENDAR_DAYS,
            role="person and facility",
            source="California Title 9 §10566(c); not for detox alone",
            certainty="V",
        ),
    ),
    AdmissionItem.ORIENTATION: Paper(
        about="The house, its people, its rules and rights, and whom to ask.",
        outcomes=(Out.GIVEN, Out.REFUSED, Out.UNABLE, Out.NOT_NEEDED),
        has_version=False,
    ),
}
SETTLED = frozenset(Out) - {Out.UNABLE}  # tried in vain is still missing
NEEDS_REASON = frozenset({Out.REFUSED, Out.UNABLE, Out.NOT_NEEDED})
CARRIES_VERSION = frozenset({Out.SIGNED, Out.ACKNOWLEDGED})


class Standing(StrEnum):
    """Where one paper stands today."""

    DONE = "done"
    REFUSED = "refused"
    NOT_NEEDED = "not_needed"
    OVERDUE = "overdue"
    DUE = "due"
    OPEN = "open"

    @property
    def is_missing(self) -> bool:
        return self in {Standing.OVERDUE, Standing.DUE, Standing.OPEN}


_SETTLED_AS = {Out.REFUSED: Standing.REFUSED, Out.NOT_NEEDED: Standing.NOT_NEEDED}


def due_on(timer: Timer, began: date, holidays: Collection[date] = ()) -> date:
    """The last day that is in time; the day it began is day 0, whatever its hour."""
    if timer.counting is Counting.CALENDAR_DAYS:
        return began + timedelta(days=timer.offset)
    day, left = began, timer.offset
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY and day not in holidays
    return day


def due_day(item: AdmissionItem, admitted: date | None) -> date | None:
    """By when a paper is due; None before admission and for what has no deadline."""
    timer = PAPERS[item].timer
    return due_on(timer, admitted) if timer and admitted else None


def standing(outcome: AdmissionOutcome | None, due: date | None, today: date) -> Standing:
    """Where a paper stands, from the latest entry and its day."""
    if outcome in SETTLED:
        return _SETTLED_AS.get(outcome, Standing.DONE)
    if due is None:
        return Standing.OPEN
    return Standing.OVERDUE if today > due else Standing.DUE


@dataclass(frozen=True, slots=True)
class Missing:
    """A paper nobody has settled, and by when it is due."""

    item: AdmissionItem
    due: date | None
    standing: Standing


def missing(
    outcomes: Mapping[AdmissionItem, AdmissionOutcome | None], admitted: date | None, today: date
) -> list[Missing]:
    """What is still to do, the earliest day first, without a day last."""
    open_ = [
        Missing(item, day, where)
        for item in PAPERS
        for day in [due_day(item, admitted)]
        if (where := standing(outcomes.get(item), day, today)).is_missing
    ]
    return sorted(open_, key=lambda each: each.due or date.max)
