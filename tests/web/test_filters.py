"""How moments, ages, durations and numbers are written for people."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from treatment.web import filters

LOS_ANGELES = ZoneInfo("America/Los_Angeles")
MORNING = datetime(2026, 11, 22, 15, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (MORNING, "Nov 22, 2026, 7:40 AM"),
        (datetime(2026, 11, 22, 8, 5, tzinfo=UTC), "Nov 22, 2026, 12:05 AM"),
        (datetime(2026, 11, 22, 20, 0, tzinfo=UTC), "Nov 22, 2026, 12:00 PM"),
        (datetime(2026, 7, 1, 6, 59, tzinfo=UTC), "Jun 30, 2026, 11:59 PM"),
    ],
)
def test_a_moment_is_written_in_facility_time(moment: datetime, words: str) -> None:
    assert filters.local(moment, LOS_ANGELES) == words


def test_a_day_stays_the_day_it_was_written_as() -> None:
    assert filters.day(date(1988, 3, 7), LOS_ANGELES) == "Mar 7, 1988"


def test_the_day_of_a_moment_is_the_day_at_the_facility() -> None:
    assert filters.day(datetime(2026, 1, 1, 3, tzinfo=UTC), LOS_ANGELES) == "Dec 31, 2025"


def test_the_hour_that_happens_twice_in_the_fall_is_written_without_failing() -> None:
    before = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)
    written = [filters.local(before + timedelta(hours=h), LOS_ANGELES) for h in (0, 1)]
    assert written == ["Nov 1, 2026, 1:30 AM", "Nov 1, 2026, 1:30 AM"]


@pytest.mark.parametrize(
    ("today", "years"),
    [(date(2026, 3, 16), 37), (date(2026, 3, 17), 38), (date(1988, 3, 17), 0)],
)
def test_a_person_grows_older_on_the_birthday(today: date, years: int) -> None:
    assert filters.age(date(1988, 3, 17), today) == years


def test_a_person_born_on_leap_day_grows_older_on_march_first() -> None:
    assert filters.age(date(2004, 2, 29), date(2026, 2, 28)) == 21
    assert filters.age(date(2004, 2, 29), date(2026, 3, 1)) == 22


@pytest.mark.parametrize(
    ("back", "words"),
    [
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=-59), "just now"),
        (timedelta(minutes=5), "5 min ago"),
        (timedelta(hours=3, minutes=59), "3 h ago"),
        (timedelta(hours=47), "47 h ago"),
        (timedelta(days=2), "2 days ago"),
        (timedelta(minutes=-5), "in 5 min"),
        (timedelta(days=-9), "in 9 days"),
    ],
)
def test_a_distance_in_time_is_said_in_the_largest_fitting_unit(
    back: timedelta, words: str
) -> None:
    assert filters.ago(MORNING - back, MORNING) == words


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 min"), (45, "45 min"), (60, "1 h"), (90, "1 h 30 min")]
)
def test_minutes_are_said_in_hours_where_they_fill_one(count: int, words: str) -> None:
    assert filters.minutes(count) == words


@pytest.mark.parametrize(
    ("value", "words"), [(1234, "1,234"), (0.5, "0.5"), (25.0, "25"), (1234.567, "1,234.57")]
)
def test_numbers_have_no_trailing_zeros(value: float, words: str) -> None:
    assert filters.number(value) == words


@pytest.mark.parametrize(
    ("words", "args"),
    [
        ("1 patient", (1, "patient")),
        ("2 patients", (2, "patient")),
        ("0 entries", (0, "entry", "entries")),
    ],
)
def test_one_is_singular(words: str, args: tuple[int, str]) -> None:
    assert filters.plural(*args) == words


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Mara Okafor", "MO"),
        ("Reyes, Daniel", "DR"),
        ("Ana María de la Cruz", "AC"),
        ("Cher", "C"),
        ("", ""),
        ("Élodie Ångström", "ÉÅ"),
        ("(test) 7", ""),
    ],
)
def test_initials_are_first_and_last(name: str, letters: str) -> None:
    assert filters.initials(name) == letters


@given(st.text(max_size=200))
def test_any_name_has_at_most_two_initials(name: str) -> None:
    assert len(filters.initials(name).casefold()) <= 2 * 3  # one letter may fold into three


def test_nobody_is_in_utc_and_staff_are_where_their_facility_is() -> None:
    assert filters.zone_of(None).key == "UTC"
    staff = SimpleNamespace(facility=SimpleNamespace(zone="America/Los_Angeles"))
    assert filters.zone_of(staff) == LOS_ANGELES


def test_what_is_not_known_is_a_dash_in_every_filter() -> None:
    app = Flask("treatment")
    filters.install(app)
    for name in filters.FILTERS:
        assert app.jinja_env.filters[name](None) == "—"


def test_a_machine_reads_every_moment_in_utc() -> None:
    there = MORNING.astimezone(LOS_ANGELES)
    assert filters.FILTERS["machine"](there) == "2026-11-22T15:40:00+00:00"
