"""Keeping a measurement: what is kept, what is refused, and what is read from a form."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.builders import NOON, a_facility, a_patient, a_staff, an_episode
from treatment.accounts.models import Staff
from treatment.errors import DomainError
from treatment.instruments.catalog import CATALOG
from treatment.instruments.forms import fields_of, read
from treatment.instruments.models import LATE
from treatment.instruments.operations import Taken, day_of, record
from treatment.instruments.reading import read as scored
from treatment.instruments.scoring.pulse import pulse_points
from treatment.instruments.views import series
from treatment.instruments.vocabulary import CriteriaFor, MeasurementReason
from treatment.patients.models import Episode
from treatment.permissions import Role

LATER = NOON + timedelta(days=3)
GAD7 = [1, 1, 1, 1, 1, 1, 1]


@pytest.fixture
def nurse() -> Staff:
    return a_staff(Role.NURSE, at=a_facility())


@pytest.fixture
def care(nurse: Staff) -> Episode:
    return an_episode(a_patient(nurse.facility, by=nurse), by=nurse)


def taken(values: list[Any], **changes: Any) -> Taken:
    usual = {"token": uuid4(), "values": values, "reason": MeasurementReason.SCHEDULED}
    return Taken(**{**usual, **changes})


def test_a_measurement_keeps_what_was_read_and_is_its_token(care: Episode, nurse: Staff) -> None:
    told = taken(GAD7, note="After lunch.")
    row = record(care, told, scored("gad7", GAD7, cows=6), by=nurse, at=LATER)
    assert (row.id, row.total, row.band, row.is_provisional) == (told.token, 7, "mild", True)
    assert (row.observed_at, row.entered_at, row.entered_by_id) == (LATER, LATER, nurse.id)
    assert (row.items, row.note, row.reason) == (GAD7, "After lunch.", told.reason)


def test_parts_are_kept_where_there_is_no_total(care: Episode, nurse: Staff) -> None:
    row = record(care, taken([8, 3, None]), scored("rulers", [8, 3, None]), by=nurse, at=LATER)
    assert row.total is None
    assert row.details is not None
    assert row.details["parts"]["importance"]["total"] == 8
    known = CATALOG["rulers"]
    assert series.said(row, known) == "Importance 8 · Confidence 3"


@pytest.mark.parametrize(
    ("delay", "is_late"),
    [(timedelta(0), False), (LATE, False), (LATE + timedelta(seconds=1), True)],
)
def test_more_than_ten_minutes_are_late(
    delay: timedelta,
    is_late: bool,  # noqa: FBT001  a column of the table above
    care: Episode,
    nurse: Staff,
) -> None:
    told = taken(GAD7, observed_at=LATER - delay, late_reason="No tablet.")
    row = record(care, told, scored("gad7", GAD7), by=nurse, at=LATER)
    assert row.is_late is is_late
    assert ("late_reason" in (row.details or {})) is is_late


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        (LATER + timedelta(seconds=1), "in the future"),
        (NOON - timedelta(days=2), "before the episode of care"),
        (LATER - timedelta(hours=1), "more than 10 minutes later. Say why."),
    ],
)
def test_an_impossible_moment_is_refused(
    moment: datetime, sentence: str, care: Episode, nurse: Staff
) -> None:
    with pytest.raises(DomainError, match=sentence):
        record(care, taken(GAD7, observed_at=moment), scored("gad7", GAD7), by=nurse, at=LATER)


def test_an_ended_episode_is_measured_no_more(care: Episode, nurse: Staff) -> None:
    care.ended_at = LATER
    with pytest.raises(DomainError, match="has ended"):
        record(care, taken(GAD7), scored("gad7", GAD7), by=nurse, at=LATER)


def test_the_day_of_a_moment_is_the_facilitys(nurse: Staff) -> None:
    begin, end = day_of(datetime(2026, 3, 3, 5, 0, tzinfo=UTC), nurse)  # 9 PM the day before
    assert begin == datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    assert end - begin == timedelta(days=1)


@pytest.mark.parametrize(
    ("word", "value"), [("7", 7), (" 7 ", 7), ("", None), ("28", 28), ("0", 0), ("+5", 5)]
)
def test_a_total_is_read_as_it_is_typed(word: str, value: int | None) -> None:
    found = read(CATALOG["isi"], {"isi-1": [word]})
    assert (found.values, found.problems) == ([value], {})


@pytest.mark.parametrize("word", ["-1", "29", "7.5", "seven", "1e1", "\u0667", "7,5"])
def test_what_is_no_total_keeps_its_sentence(word: str) -> None:
    found = read(CATALOG["isi"], {"isi-1": [word]})
    assert found.values == [None]
    assert found.problems == {"isi-1": "ISI total: enter a whole number from 0 to 28."}


def test_means_may_have_decimals() -> None:
    typed = dict(
        zip(fields_of(CATALOG["urica"]), (["1.7"], ["4.1"], ["4.0"], ["3.6"]), strict=True)
    )
    assert read(CATALOG["urica"], typed).values == [1.7, 4.1, 4.0, 3.6]


def test_an_answer_that_does_not_exist_is_named() -> None:
    found = read(CATALOG["cows"], {"cows-1": ["3"], "cows-2": ["3"]})
    assert found.values[:2] == [None, 3]
    assert list(found.problems) == ["cows-1"]


@pytest.mark.parametrize(
    ("beats", "points"), [(80, 0), (81, 1), (100, 1), (101, 2), (120, 2), (121, 4)]
)
def test_the_pulse_has_its_points(beats: int, points: int) -> None:
    assert pulse_points(beats) == points


def test_only_what_is_prescribed_can_be_taken_as_prescribed() -> None:
    can = {each.value for each in CriteriaFor if each.can_be_prescribed}
    assert can == {"opioid", "sedative", "stimulant"}
