"""Today names the scores that are late: by the schedule of each person, in few questions."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.builders import (
    a_measurement,
    a_patient,
    a_phase_stay,
    a_staff,
    a_team_member,
    an_assessment,
    an_episode,
)
from treatment.accounts.models import Facility, Staff
from treatment.permissions import Role
from treatment.plans.phases import Phase

NOW = datetime.now(UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def nurse(session: Session, facility: Facility) -> Staff:
    staff = a_staff(Role.NURSE, at=facility)
    session.add(staff)
    session.flush()
    return staff


@pytest.fixture
def in_detox(session: Session, facility: Facility, nurse: Staff) -> Any:
    """`in_detox("Marker", hours)`: a COWS of 15 so many hours ago, asked for every 4 hours."""

    def somebody(name: str, hours: float) -> Any:
        patient = a_patient(facility, by=nurse, family_name=name)
        opened = NOW - 30 * HOUR
        episode = an_episode(patient, by=nurse, opened_at=opened, admitted_at=opened)
        facts = {"primary": "opioid", "age": 40}
        signed = {"signed_at": NOW - 29 * HOUR, "facts": facts}
        session.add_all([patient, episode, an_assessment(episode, by=nurse, **signed)])
        session.flush()
        session.add(a_phase_stay(episode, Phase.DETOX, by=nurse, since=NOW - 28 * HOUR))
        session.add(a_team_member(episode, nurse))
        session.add(cows(episode, nurse, hours))
        session.commit()
        return episode

    return somebody


def cows(episode: Any, nurse: Staff, hours: float) -> Any:
    at = NOW - hours * HOUR
    result = {"instrument": "cows", "total": 15, "band": "moderate"}
    return a_measurement(episode, by=nurse, observed_at=at, entered_at=at, **result)


def test_a_late_scale_stands_on_today_until_it_is_taken(
    session: Session, client_of: Any, in_detox: Any, nurse: Staff
) -> None:
    episode = in_detox("Markerlate", 7)
    client, address = client_of(nurse), f"/episodes/{episode.id}/scores/cows/new"
    page = client.get("/").text
    assert "Scores late" in page
    assert page.index("Very late") < page.index(address)
    session.add(cows(episode, nurse, 0.1))
    session.commit()
    assert address not in client.get("/").text


@pytest.mark.parametrize(("hours", "word"), [(4.5, None), (5.5, "Late"), (6.5, "Very late")])
def test_a_scale_by_the_hour_is_late_at_a_quarter_and_very_late_at_half_of_its_interval(
    client_of: Any, in_detox: Any, nurse: Staff, hours: float, word: str | None
) -> None:
    address = f"/episodes/{in_detox('Markerlate', hours).id}/scores/cows/new"
    before, found, _ = client_of(nurse).get("/").text.partition(address)
    assert bool(found) is bool(word)
    if word:
        assert f"{word}</span>" in before[-200:].replace("\n", "").replace("  ", "")


def test_who_waits_by_the_hour_stands_before_who_waits_by_the_day(
    client_of: Any, in_detox: Any, nurse: Staff
) -> None:
    by_day, by_hour = in_detox("Markerday", 1), in_detox("Markerhour", 9)
    page = client_of(nurse).get("/").text
    last = page.rindex(f"/episodes/{by_hour.id}/scores/cows/new")
    assert last < page.index(f"/episodes/{by_day.id}/scores/cssrs/new")


def test_nobody_sees_late_scores_of_another_caseload(client_as: Any, in_detox: Any) -> None:
    in_detox("Markerlate", 9)
    assert "Markerlate" not in client_as(Role.COUNSELOR).get("/").text


def test_late_scores_are_asked_for_in_the_same_few_statements(
    client_of: Any, in_detox: Any, nurse: Staff, statements: Any
) -> None:
    counts, client = [], client_of(nurse)
    for number in range(3):
        in_detox(f"Marker{number}", 9)
        with statements() as seen:
            assert f"Marker{number}" in client.get("/").text
        counts.append(len([sql for sql in seen if "measurement" in sql or "plan_line" in sql]))
    assert counts[1] == counts[2]
