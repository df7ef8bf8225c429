"""Alerts on a real database: raised once, answered at once, closed by a license."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.builders import (
    NOON,
    a_patient,
    a_place,
    a_program,
    a_staff,
    a_team_member,
    an_episode,
)
from treatment.instruments.alarms import alarms_of, red
from treatment.permissions import Role
from treatment.records.models import Alert
from treatment.records.operations.alerts import raise_alerts, raised_now
from treatment.records.vocabulary import AlertEntryKind, AlertKind, Kind

HIGH = alarms_of("cssrs", ["y", "y", "n", "y", "n", "n", None])
MODERATE = alarms_of("cssrs", ["y", "y", "y", "n", "n", "n", None])
LATER = NOON + timedelta(minutes=5)


@pytest.fixture
def counselor(session, facility):
    session.add(staff := a_staff(Role.COUNSELOR, at=facility))
    session.flush()
    return staff


@pytest.fixture
def episode(session, facility, counselor):
    session.add_all([patient := a_patient(facility, by=counselor), program := a_program(facility)])
    session.flush()
    session.add(care := an_episode(patient, by=counselor))
    session.flush()
    session.add_all([a_place(care, program), a_team_member(care, counselor)])
    session.flush()
    return care


@pytest.fixture
def raised(session, episode, counselor):
    """`raised(alarms, at=…)`: what a save of one intake with these alarms leaves open."""
    source = uuid4()

    def save(alarms, at=NOON, source_id=source):
        found = raise_alerts(
            session,
            alarms,
            episode=episode,
            source_type=Kind.ASSESSMENT,
            source_id=source_id,
            by=counselor,
            at=at,
        )
        session.flush()
        return found

    return save


# --- raised -----------------------------------------------------------------------------------


def test_a_finding_saved_twice_is_one_alert(session, raised):
    (first,) = raised(HIGH)
    assert raised_now([first], NOON) == [first]
    (second,) = raised(HIGH, LATER)
    assert second is first
    assert raised_now([second], LATER) == []
    assert session.scalars(select(Alert)).all() == [first]


def test_an_alert_keeps_what_was_found_the_steps_and_its_clock(raised, episode):
    (alert,) = raised(HIGH)
    assert alert.kind is AlertKind.SUICIDE_HIGH
    assert alert.why == ["Some intent to act: yes"]
    assert alert.steps == list(HIGH[0].steps)
    assert alert.due_at == NOON + timedelta(hours=1)
    assert (alert.facility_id, alert.patient_id) == (episode.facility_id, episode.patient_id)
    assert alert.is_open


def test_a_worse_level_is_an_alert_of_its_own(raised):
    (moderate,) = raised(MODERATE)
    high, still = raised(HIGH, LATER)
    assert (high.kind, still) == (AlertKind.SUICIDE_HIGH, moderate)
    assert raised_now([high, still], LATER) == [high]


def test_a_worse_value_of_the_same_sign_is_an_alert_of_its_own(raised):
    raised([red([("Pulse of 130 or more", "140", 10)])])
    again = raised([red([("Pulse of 130 or more", "135", 5)])], LATER)
    assert raised_now(again, LATER) == []
    worse = raised([red([("Pulse of 130 or more", "150", 20)])], NOON + timedelta(minutes=9))
    assert len(worse) == 2


def test_the_same_finding_of_another_source_is_another_alert(raised):
    (first,) = raised(HIGH)
    (other,) = raised(HIGH, LATER, source_id=uuid4())
    assert other is not first


def test_a_closed_alert_is_not_raised_again_by_the_same_answers(session, raised):
    (alert,) = raised(HIGH)
    alert.closed_at = LATER
    session.flush()
    assert raised(HIGH, NOON + timedelta(hours=1)) == []


def test_a_corrected_answer_leaves_the_alert_open_and_says_so_once(raised):
    (alert,) = raised(HIGH)
    for at in (LATER, NOON + timedelta(minutes=6)):
        assert raised([], at) == [alert]
    (noted,) = alert.entries
    assert noted.kind is AlertEntryKind.ANSWER_CHANGED
    assert noted.done == ["No longer answered: Some intent to act: yes"]
    raised(HIGH, NOON + timedelta(minutes=7))
    assert [entry.done for entry in alert.entries][1:] == [[]]


def test_calm_answers_leave_nothing(session, raised):
    assert raised([]) == []
    assert session.scalars(select(Alert)).all() == []
