"""What the first page of a chart says of diagnosis, level of care and admission papers."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from tests.builders import a_patient, a_problem, a_staff, a_team_member, an_episode
from treatment.accounts.models import Facility, Staff
from treatment.accounts.vocabulary import AuthMethod
from treatment.intake.admissions import PAPERS
from treatment.intake.operations.admitting import Entry, record_paper
from treatment.intake.operations.diagnosing import Step, decide
from treatment.intake.operations.placing import Choice, choose_level
from treatment.intake.vocabulary import AdmissionItem, AdmissionOutcome, Edition, ProblemState
from treatment.patients.models import Episode
from treatment.permissions import Role
from treatment.records.operations import Hand

NOW = datetime.now(UTC)


@pytest.fixture
def therapist(session: Session, facility: Facility) -> Staff:
    staff = a_staff(Role.THERAPIST, at=facility)
    session.add(staff)
    session.flush()
    return staff


@pytest.fixture
def care(session: Session, facility: Facility, therapist: Staff) -> Episode:
    came = NOW - timedelta(days=2)
    patient = a_patient(facility, by=therapist)
    episode = an_episode(patient, by=therapist, opened_at=came, admitted_at=came)
    session.add_all([patient, episode])
    session.flush()
    session.add(a_team_member(episode, therapist))
    session.flush()
    return episode


def hand(staff: Staff, at: datetime = NOW) -> Hand:
    return Hand(staff=staff, method=AuthMethod.PASSWORD, at=at)


def page(client: Any, care: Episode) -> str:
    answer = client.get(f"/patients/{care.patient_id}")
    assert answer.status_code == 200
    text: str = answer.text
    return text


def test_an_empty_chart_says_what_is_still_missing(
    client_of: Any, care: Episode, therapist: Staff
) -> None:
    text = page(client_of(therapist), care)
    assert "none yet" in text
    assert "not chosen yet" in text
    assert text.count("Overdue, was due") == 2


def test_it_shows_open_diagnoses_the_latest_level_and_only_papers_not_settled(
    client_of: Any, session: Session, care: Episode, therapist: Staff
) -> None:
    problem = a_problem(care, by=therapist)
    session.add(problem)
    session.flush()
    session.add_all(decide(problem, Step(to=ProblemState.CONFIRMED), hand(therapist), id=uuid7()))
    for minutes, level in enumerate(("2.1", "3.5")):
        at = NOW + timedelta(minutes=minutes)
        choice = Choice(
            edition=Edition.ASAM_4, indicated="3.7", actual=level, reason="So", difference="No bed"
        )
        session.add_all(choose_level(care, choice, hand(therapist, at), id=uuid7()))
    for item, paper in PAPERS.items():
        told = Entry(
            item=item, outcome=paper.outcomes[0], on_day=NOW.date() - timedelta(days=1),
            form_version="1",
        )  # fmt: skip
        session.add(record_paper(care, told, id=uuid7(), by=therapist, at=NOW))
    text = page(client_of(therapist), care)
    assert "F19.20" in text
    assert "Confirmed" in text
    assert "3.5" in text
    assert "indicated: 3.7" in text
    assert "All settled" in text


def test_a_later_try_in_vain_opens_a_paper_again(
    client_of: Any, session: Session, care: Episode, therapist: Staff
) -> None:
    browser = client_of(therapist)
    for minutes, outcome in enumerate((AdmissionOutcome.GIVEN, AdmissionOutcome.UNABLE)):
        told = Entry(
            item=AdmissionItem.ORIENTATION, outcome=outcome,
            on_day=NOW.date() - timedelta(days=1), note="Asleep",
        )  # fmt: skip
        at = NOW + timedelta(minutes=minutes)
        session.add(record_paper(care, told, id=uuid7(), by=therapist, at=at))
        is_missing = "Orientation to the program" in page(browser, care)
        assert is_missing is (outcome is AdmissionOutcome.UNABLE)


def test_who_may_not_read_problems_sees_none_of_it(
    client_as: Any, session: Session, care: Episode, therapist: Staff
) -> None:
    session.add(a_problem(care, by=therapist))
    text = page(client_as(Role.RECORDS), care)
    assert "F19.20" not in text
    assert "Diagnosis and level of care" not in text
