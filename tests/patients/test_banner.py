"""The banner: what everybody must know, with unknown kept apart from none."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.builders import a_facility, a_patient, a_place, a_program, a_staff, an_episode
from treatment.patients.banner import banner_for
from treatment.permissions import Role

AT = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)  # half past eleven in the evening before, there


@dataclass
class Row:
    kind: str
    words: str
    detail: str | None = None
    severe: bool | None = None
    moment: Any = AT


@pytest.fixture
def here():
    return a_facility(part2=True)


@pytest.fixture
def patient(here):
    return a_patient(here, by=a_staff(Role.COUNSELOR, at=here), birth_date=date(1988, 11, 23))


def an_admitted(patient, here, **changes):
    by = a_staff(Role.COUNSELOR, at=here)
    program = a_program(here, name="Detox")
    episode = an_episode(patient, by=by, **changes)
    episode.stay = a_place(episode, program)
    episode.stay.program = program
    return episode


def test_age_and_episode_day_are_counted_in_the_facilitys_days(here, patient):
    admitted = AT - timedelta(days=2)
    banner = banner_for(
        patient, an_admitted(patient, here, admitted_at=admitted), AT, facility=here
    )
    assert (banner.age, banner.episode_day) == (37, 3)
    assert banner_for(patient, None, AT + timedelta(hours=1), facility=here).age == 38


def test_the_day_count_stops_with_the_episode(here, patient):
    episode = an_admitted(
        patient, here, admitted_at=AT - timedelta(days=9), ended_at=AT - timedelta(days=4)
    )
    episode.stay = None
    banner = banner_for(patient, episode, AT, facility=here)
    assert (banner.episode_day, banner.program) == (6, "Episode ended")


def test_who_waits_has_no_day_and_says_so(here, patient):
    banner = banner_for(patient, an_admitted(patient, here, admitted_at=None), AT, facility=here)
    assert (banner.episode_day, banner.program) == (None, "Detox, waiting list")


def test_without_an_episode_there_is_no_program(here, patient):
    banner = banner_for(patient, None, AT, facility=here)
    assert (banner.program, banner.episode_day, banner.phase) == (None, None, None)


def test_not_asked_is_not_none_known(here, patient):
    assert not banner_for(patient, None, AT, facility=here).allergies_asked
    patient.allergies_asked_at = AT
    banner = banner_for(patient, None, AT, facility=here)
    assert (banner.allergies_asked, banner.allergies) == (True, ())


def test_allergies_precautions_and_emergency_come_from_the_glance(here, patient):
    later = AT + timedelta(minutes=40)
    glance = [
        Row("allergy", "Penicillin", "rash", severe=True),
        Row("allergy", "Latex"),
        Row("precaution", "Fall risk"),
        Row("emergency", "Found unconscious", moment=AT + timedelta(minutes=5)),
        Row("emergency", "Found unconscious again", moment=later),
    ]
    banner = banner_for(patient, None, AT, facility=here, glance=glance, phase="Primary")
    assert banner.allergies == (("Penicillin (rash)", True), ("Latex", False))
    assert (banner.precautions, banner.emergency_until) == (("Fall risk",), later)
    assert (banner.part2, banner.phase) == (True, "Primary")


def test_a_preferred_name_goes_with_the_family_name(here, patient):
    patient.preferred_name = "Danny"
    assert banner_for(patient, None, AT, facility=here).preferred_name == "Danny Sample"
