"""How a day and a moment are read: wall-clock time of the facility, the time of day if known."""

import datetime as dt
import re

from treatment.intake.forms.kinds import Problems, Typed, one
from treatment.intake.questionnaire.shapes import UNKNOWN, Question

US = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?\s*([AaPp]\.?[Mm]\.?)?", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1920, 2199
NOON = 12


def date(question: Question, typed: Typed, problems: Problems) -> str | None:
    word = one(typed, question.key)
    found = _day(word)
    if word and found is None:
        problems[question.key] = f"{question.name}: enter a date, such as 11/22/2026."
    return found.isoformat() if found else None


def moment(question: Question, typed: Typed, problems: Problems) -> str | None:
    """A day such as 2026-11-22, with its time as 2026-11-22T21:30, or "unknown"."""
    word, clock = one(typed, question.key), one(typed, f"{question.key}-time")
    if one(typed, f"{question.key}-unknown"):
        if word or clock:
            problems[question.key] = (
                f"{question.name}: enter the day or tick “{question.unknown_label}”, not both."
            )
        return UNKNOWN
    day, hour = date(question, typed, problems), _time(clock)
    if clock and hour is None:
        problems[question.key] = f"{question.name}: enter a time, such as 9:30 PM."
    elif clock and not word:
        problems[question.key] = f"{question.name}: enter the day to this time as well."
    return f"{day}T{hour:%H:%M}" if day and hour else day


def refused_future(question: Question, answer: object, at: dt.datetime) -> str | None:
    """A sentence about a day that has not come yet, where it must have."""
    if question.can_be_future or not isinstance(answer, str) or answer == UNKNOWN:
        return None
    now = f"{at:%Y-%m-%dT%H:%M}"
    if answer <= now[: len(answer)]:
        return None
    return f"{question.name}: this lies in the future. Correct the day or the time."


def _day(word: str) -> dt.date | None:
    us, iso = US.fullmatch(word), ISO.fullmatch(word)
    if us:
        month, day, year = map(int, us.groups())
    elif iso:
        year, month, day = map(int, iso.groups())
    else:
        return None
    try:
        return dt.date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def _time(word: str) -> dt.time | None:
    found = CLOCK.fullmatch(word)
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2]), (found[3] or "").lower()
    if half:
        hour = hour % NOON + (NOON if half.startswith("p") else 0)
    try:
        return dt.time(hour, minute)
    except ValueError:
        return None
