"""A reassessment: what comes along, what stays open, what has changed."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import (
    a_facility,
    a_patient,
    a_place,
    a_program,
    a_staff,
    a_team_member,
    an_episode,
)
from treatment.accounts.models import Facility, Staff
from treatment.errors import DomainError
from treatment.instruments.models import Measurement
from treatment.intake import operations
from treatment.intake.carrying import still_open, taken_over
from treatment.intake.forms.filing import filed
from treatment.intake.models import Assessment
from treatment.intake.operations import reassessing
from treatment.intake.operations.reassessing import other_versions, reassess
from treatment.intake.review.changes import changes, score_changes
from treatment.patients.models import Episode
from treatment.patients.vocabulary import Sex
from treatment.permissions import Role
from treatment.records.models import Addendum
from treatment.records.vocabulary import AddendumKind, Kind

NOON = datetime(2026, 11, 2, 20, 0, tzinfo=UTC)
LATER = NOON + timedelta(days=30)
TOLD = {
    "primary": "kratom_leaf",
    "seizure_history": "epilepsy",
    "housing": "stable",
    "support": "good",
    "interests": ["yoga"],
    "hr": 88,
    "phq9_items": [1, 1, 1, 1, 1, 1, 1, 1, 0],
    "importance": 8,
    "stage": "action",
    "cssrs": ["n", "n", None, None, None, "n", None],
}


@pytest.fixture
def counselor(session: Session, facility: Facility) -> Staff:
    staff = a_staff(Role.COUNSELOR, at=facility)
    session.add(staff)
    session.flush()
    return staff


@pytest.fixture
def care(session: Session, facility: Facility, counselor: Staff) -> Episode:
    patient = a_patient(facility, by=counselor, sex=Sex.MALE, birth_date=date(1990, 5, 17))
    program = a_program(facility)
    session.add_all([patient, program])
    session.flush()
    episode = an_episode(patient, by=counselor)
    session.add(episode)
    session.flush()
    session.add(a_place(episode, program))
    session.flush()
    return episode


@pytest.fixture
def signed(session: Session, care: Episode, counselor: Staff) -> Assessment:
    """An intake of last month with a few answers of every sort."""
    begun = operations.start(care, by=counselor, at=NOON)
    sections = filed(TOLD)
    for row in begun.sections:
        row.answers = sections.get(row.section, {})
    session.add(begun)
    session.flush()
    begun.facts = {"primary": "kratom_leaf", "age": 36, "sex": "male"}
    begun.signed_at, begun.signed_by = NOON, counselor
    session.commit()
    return begun


@pytest.fixture
def browser(client_of: Callable[[Staff], Any], counselor: Staff) -> Any:
    return client_of(counselor)


def open_one(session: Session, care: Episode) -> Assessment:
    return session.scalars(
        select(Assessment).where(Assessment.episode_id == care.id, Assessment.signed_at.is_(None))
    ).one()


def test_history_comes_along_and_what_is_of_its_day_does_not() -> None:
    kept = taken_over(filed(TOLD))
    together = {key: value for answers in kept.values() for key, value in answers.items()}
    assert together["seizure_history"] == "epilepsy"
    assert together["housing"] == "stable"
    assert not together.keys() & {"hr", "phq9_items", "importance", "stage", "cssrs"}


def test_an_answer_stays_open_until_it_is_confirmed_changed_or_emptied() -> None:
    saved = {"a": 1, "b": 2, "c": 3, "d": 4}
    sent = {"a": 1, "b": 5, "d": 4}
    assert still_open(["a", "b", "c", "d"], saved, sent, {"d"}) == ["a"]


def test_only_a_signed_intake_of_the_same_person_is_taken_over(
    session: Session, care: Episode, counselor: Staff, signed: Assessment
) -> None:
    begun = reassess(signed, care, switched=[], accepted=[], by=counselor, at=LATER)
    with pytest.raises(DomainError, match="Only a signed intake"):
        reassess(begun, care, switched=[], accepted=[], by=counselor, at=LATER)
    stranger = an_episode(
        a_patient(a_facility(), by=counselor, birth_date=date(1980, 1, 1)), by=counselor
    )
    with pytest.raises(DomainError, match="same person"):
        reassess(signed, stranger, switched=[], accepted=[], by=counselor, at=LATER)
    session.rollback()


def test_another_version_of_an_instrument_must_be_agreed_to(
    signed: Assessment, care: Episode, counselor: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured = [a_measurement(signed, "phq9", "0"), a_measurement(signed, "gone", "1")]
    assert other_versions(measured) == ["phq9"]
    with pytest.raises(DomainError, match="PHQ-9 has another version"):
        reassess(signed, care, switched=["phq9"], accepted=[], by=counselor, at=LATER)
    begun = reassess(signed, care, switched=["phq9"], accepted=["phq9"], by=counselor, at=LATER)
    assert begun.previous_id == signed.id


def a_measurement(of: Assessment, key: str, version: str, total: float = 8) -> Measurement:
    return Measurement(
        facility_id=of.facility_id,
        episode_id=of.episode_id,
        instrument=key,
        instrument_version=version,
        items=None,
        total=total,
        at_least=total,
        band="mild",
        observed_at=NOON,
        entered_at=NOON,
        entered_by_id=of.started_by_id,
        source_id=of.id,
        details=None,
    )


def test_two_versions_are_never_subtracted(signed: Assessment) -> None:
    now = {"phq9_items": [2] * 9, "cows": [0] * 11}
    same = a_measurement(signed, "phq9", reassessing.VERSIONS["phq9"])
    other = a_measurement(signed, "cows", "an older one")
    found = {s.name: s for s in score_changes([same, other], now, reassessing.VERSIONS)}
    assert found["PHQ-9"].by == 10
    assert found["COWS"].by is None
    assert not found["COWS"].is_same_version


def test_changes_are_told_in_words() -> None:
    before, now = {"housing": "stable"}, {"housing": "homeless"}
    (change,) = changes(before, now)
    assert (change.before, change.now) == ("Stable", "No home, or in a shelter")


def test_without_a_signed_intake_there_is_nothing_to_reassess(
    browser: Any, care: Episode, counselor: Staff, session: Session
) -> None:
    session.add(a_team_member(care, counselor))
    assert browser.get(f"/episodes/{care.id}/intake/again").status_code == 409
    assert browser.post(f"/episodes/{care.id}/intake/again").status_code == 409


def test_pressed_twice_it_begins_once_and_opens_the_first_section(
    browser: Any, care: Episode, signed: Assessment, session: Session
) -> None:
    assert "What comes along" in browser.get(f"/episodes/{care.id}/intake/again").text
    first = browser.post(f"/episodes/{care.id}/intake/again")
    second = browser.post(f"/episodes/{care.id}/intake/again")
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    begun = open_one(session, care)
    assert begun.previous_id == signed.id
    carried = {row.section: row.carried for row in begun.sections}
    assert "seizure_history" in carried["medical"]
    assert carried["safety"] == []


def test_the_page_marks_what_is_unconfirmed_and_a_tick_confirms_it(
    browser: Any, care: Episode, signed: Assessment, session: Session
) -> None:
    browser.post(f"/episodes/{care.id}/intake/again")
    begun = open_one(session, care)
    address = f"/intake/{begun.id}/sections/living"
    page = browser.get(address).text
    assert "not confirmed" in page
    assert 'value="housing"' in page
    sent = {"version": "1", "housing": "stable", "support": "limited", "still": "housing"}
    assert browser.post(address, data=sent).status_code == 303
    session.expire_all()
    row = next(r for r in open_one(session, care).sections if r.section == "living")
    assert row.carried == []
    assert "not confirmed" not in browser.get(address).text


def test_one_press_confirms_a_whole_page(
    browser: Any, care: Episode, signed: Assessment, session: Session
) -> None:
    browser.post(f"/episodes/{care.id}/intake/again")
    begun = open_one(session, care)
    row = next(r for r in begun.sections if r.section == "living")
    sent = {"version": "1", "step": "confirm", "housing": "stable", "support": "good"}
    browser.post(f"/intake/{begun.id}/sections/living", data=sent)
    session.refresh(row)
    assert not row.carried


def test_the_changes_page_says_what_is_different(
    browser: Any, care: Episode, signed: Assessment, session: Session
) -> None:
    browser.post(f"/episodes/{care.id}/intake/again")
    begun = open_one(session, care)
    row = next(r for r in begun.sections if r.section == "living")
    row.answers = {**row.answers, "housing": "homeless"}
    session.commit()
    page = browser.get(f"/intake/{begun.id}/changes").text
    assert "Changes since last time" in page
    assert "No home" in page
    assert browser.get(f"/intake/{signed.id}/changes").status_code == 409


def withdraw(session: Session, intake: Assessment, by: Staff) -> None:
    """The intake taken over from is withdrawn, as its page does it."""
    reassessing.doubt(session, intake)
    session.add(
        Addendum(
            facility_id=intake.facility_id,
            patient_id=intake.episode.patient_id,
            object_type=Kind.ASSESSMENT,
            object_id=intake.id,
            kind=AddendumKind.RETRACTION,
            words="",
            reason="It is about the person in the next room.",
            entered_at=LATER,
            author_id=by.id,
        )
    )
    session.commit()
    session.expire_all()


def test_withdrawing_the_last_intake_opens_what_was_taken_over_from_it_again(
    browser: Any, care: Episode, signed: Assessment, counselor: Staff, session: Session
) -> None:
    browser.post(f"/episodes/{care.id}/intake/again")
    begun = open_one(session, care)
    sent = {"version": "1", "step": "confirm", "housing": "stable", "support": "limited"}
    browser.post(f"/intake/{begun.id}/sections/living", data=sent)
    withdraw(session, signed, counselor)
    row = next(r for r in open_one(session, care).sections if r.section == "living")
    assert row.carried == ["housing"]  # what was answered otherwise came from today
    assert [save.version for save in row.saves] == [1, 2, 3]
    assert "living" in operations.unconfirmed(open_one(session, care))
    sent |= {"version": "2", "support": "good"}  # from a page that was open before
    assert browser.post(f"/intake/{begun.id}/sections/living", data=sent).status_code == 303
    session.expire_all()
    assert "living" in operations.unconfirmed(open_one(session, care))


def test_every_page_of_a_reassessment_says_that_the_last_intake_was_withdrawn(
    browser: Any, care: Episode, signed: Assessment, counselor: Staff, session: Session
) -> None:
    browser.post(f"/episodes/{care.id}/intake/again")
    begun = open_one(session, care).id
    pages = [f"/intake/{begun}", f"/intake/{begun}/review", f"/intake/{begun}/sections/living"]
    assert not any("was withdrawn" in browser.get(page).text for page in pages)
    assert all("Changes since last time" in browser.get(page).text for page in pages[:2])
    withdraw(session, signed, counselor)
    for page in pages:
        text = browser.get(page).text
        assert "The intake this one was taken over from was withdrawn" in text
        assert "the person in the next room" in text
        assert "Changes since last time" not in text


def test_a_section_with_unconfirmed_answers_is_no_complete_step(
    browser: Any, care: Episode, signed: Assessment, session: Session
) -> None:
    browser.post(f"/episodes/{care.id}/intake/again")
    begun = open_one(session, care)
    page = browser.get(f"/intake/{begun.id}/sections/living").text
    steps = page[page.index('class="steps"') :]
    assert "Needs attention" in steps[: steps.index("</nav>")]
