"""The level of care: chosen by a licensed hand, in the words of one edition, never computed."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from tests.builders import a_patient, a_staff, a_team_member, an_episode
from treatment.accounts import passwords
from treatment.accounts.models import Facility, Staff
from treatment.accounts.vocabulary import AuthMethod, Credential
from treatment.audit.models import AuditEvent
from treatment.errors import DomainError
from treatment.intake.levels import DIMENSIONS, LEVELS, RATED_IN_FIGURES
from treatment.intake.models import LevelOfCare
from treatment.intake.operations.placing import Choice, choose_level, record_of_level
from treatment.intake.vocabulary import Edition
from treatment.patients.models import Episode
from treatment.permissions import Role
from treatment.records.models import Signature
from treatment.records.operations import Hand, is_intact
from treatment.records.vocabulary import Meaning

PASSWORD = "a sentence only she would say"
NOW = datetime.now(UTC)
SAME = {
    "edition": Edition.ASAM_4,
    "indicated": "3.5 Clinically managed high-intensity residential",
    "actual": "3.5 Clinically managed high-intensity residential",
    "reason": "Cannot stay away from it at home.",
}
TYPED = {"indicated": SAME["indicated"], "actual": SAME["actual"], "reason": SAME["reason"]}


@pytest.fixture
def care(session: Session, facility: Facility) -> Episode:
    clerk = a_staff(Role.RECORDS, at=facility)
    episode = an_episode(a_patient(facility, by=clerk), by=clerk)
    session.add_all([clerk, episode])
    session.flush()
    return episode


@pytest.fixture
def therapist(session: Session, facility: Facility, care: Episode) -> Staff:
    staff = a_staff(Role.THERAPIST, at=facility, password=passwords.hashed(PASSWORD))
    session.add(staff)
    session.flush()
    session.add(a_team_member(care, staff))
    session.flush()
    return staff


def hand(staff: Staff) -> Hand:
    return Hand(staff=staff, method=AuthMethod.PASSWORD, at=NOW)


def url(care: Episode, edition: str = "") -> str:
    return f"/episodes/{care.id}/care-level" + (f"/{edition}" if edition else "")


def marks(page: str) -> dict[str, str]:
    return {
        name: found[1]
        for name in ("token", "seen")
        if (found := re.search(rf'name="{name}"[^>]*value="([\w-]+)"', page))
    }


def send(client: Any, care: Episode, edition: str = "asam_4", **fields: Any) -> Any:
    found = marks(client.get(url(care, edition)).text)
    return client.post(url(care, edition), data={**TYPED, **found, "secret": PASSWORD, **fields})


# --- names only -----------------------------------------------------------------------------------


def test_the_levels_of_the_fourth_edition_are_those_of_the_reference_each_with_its_flag() -> None:
    keys = [name.key for name in LEVELS[Edition.ASAM_4]]
    assert keys == ["1.0", "1.5", "1.7", "2.1", "2.5", "2.7", "3.1", "3.5", "3.7", "4"]
    assert {name.certainty for name in LEVELS[Edition.ASAM_4]} == {"K"}


@pytest.mark.parametrize("edition", [Edition.ASAM_4, Edition.ASAM_3])
def test_an_edition_has_six_dimensions(edition: Edition) -> None:
    assert [name.key for name in DIMENSIONS[edition]] == list("123456")


def test_figures_belong_to_the_third_edition_alone() -> None:
    assert {Edition.ASAM_3} == RATED_IN_FIGURES


# --- choosing -------------------------------------------------------------------------------------


def test_a_licensed_clinician_chooses_and_signs(
    client_of: Any, session: Session, care: Episode, therapist: Staff
) -> None:
    browser = client_of(therapist)
    answer = send(browser, care, dimension_1="Moderate, in detox now")
    assert answer.status_code == 303
    level = session.scalars(select(LevelOfCare)).one()
    assert (level.edition, level.indicated, level.difference) == (
        Edition.ASAM_4, SAME["indicated"], None,
    )  # fmt: skip
    assert level.ratings == {
        "1 Intoxication, withdrawal and addiction medications": "Moderate, in detox now"
    }
    signature = session.scalars(select(Signature)).one()
    assert (signature.meaning, signature.object_id) == (Meaning.DECISION, level.id)
    assert is_intact(signature, record_of_level(level, care).content)
    page = browser.get(url(care)).text
    assert "In force" in page
    assert "Moderate, in detox now" in page
    assert "I made this decision for this patient." in page
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "sign")).one()
    assert (event.object_type, event.after_hash) == ("level_of_care", signature.content_sha256)


def test_the_latest_choice_counts_and_the_earlier_ones_stay(
    client_of: Any, session: Session, care: Episode, therapist: Staff
) -> None:
    browser = client_of(therapist)
    send(browser, care)
    later = "2.1 Intensive outpatient"
    send(browser, care, indicated=later, actual=later, reason="Stable for three weeks.")
    page = browser.get(url(care)).text
    assert page.index(later) < page.index("Earlier choice") < page.index(SAME["indicated"])
    assert later in browser.get(f"/episodes/{care.id}/problems").text


def test_another_level_than_the_indicated_one_needs_its_reason(
    client_of: Any, session: Session, care: Episode, therapist: Staff
) -> None:
    browser = client_of(therapist)
    answer = send(browser, care, actual="2.1 Intensive outpatient")
    assert answer.status_code == 422
    assert "Write why the person is at another level" in answer.text
    assert "Cannot stay away from it at home." in answer.text
    answer = send(browser, care, actual="2.1 Intensive outpatient", difference="No bed until May")
    assert answer.status_code == 303
    assert session.scalars(select(LevelOfCare)).one().difference == "No bed until May"


def test_the_operation_asks_for_that_reason_too(care: Episode, therapist: Staff) -> None:
    choice = Choice(**{**SAME, "actual": "2.1"})
    with pytest.raises(DomainError, match="another level"):
        choose_level(care, choice, hand(therapist), id=uuid7())


@pytest.mark.parametrize("missing", ["indicated", "actual", "reason", "secret"])
def test_nothing_is_signed_with_a_part_missing(
    client_of: Any, session: Session, care: Episode, therapist: Staff, missing: str
) -> None:
    answer = send(client_of(therapist), care, **{missing: ""})
    assert answer.status_code == 422
    assert session.scalars(select(LevelOfCare)).all() == []


def test_who_is_not_licensed_chooses_no_level(
    session: Session, facility: Facility, care: Episode, client_as: Any
) -> None:
    unlicensed = a_staff(Role.THERAPIST, at=facility, credential=Credential.CADC)
    with pytest.raises(DomainError, match="neither"):
        choose_level(care, Choice(**SAME), hand(unlicensed), id=uuid7())
    counselor = client_as(Role.COUNSELOR)
    session.add(a_team_member(care, counselor.staff, part="member"))
    assert counselor.get(url(care)).status_code == 200
    assert "Choose the level" not in counselor.get(url(care)).text
    assert counselor.get(url(care, "asam_4")).status_code == 404
    assert counselor.post(url(care, "asam_4")).status_code == 404


def test_an_ended_episode_takes_no_level(care: Episode, therapist: Staff) -> None:
    care.ended_at = NOW
    with pytest.raises(DomainError, match="ended"):
        choose_level(care, Choice(**SAME), hand(therapist), id=uuid7())


def test_sent_twice_it_is_one_choice(
    client_of: Any, session: Session, care: Episode, therapist: Staff
) -> None:
    browser = client_of(therapist)
    found = marks(browser.get(url(care, "asam_4")).text)
    data = {**TYPED, **found, "secret": PASSWORD}
    assert [browser.post(url(care, "asam_4"), data=data).status_code for _ in "12"] == [303, 303]
    assert len(session.scalars(select(LevelOfCare)).all()) == 1


def test_a_choice_meanwhile_shows_both_texts(
    client_of: Any, session: Session, care: Episode, therapist: Staff
) -> None:
    browser = client_of(therapist)
    found = marks(browser.get(url(care, "asam_4")).text)
    send(browser, care, reason="A colleague was faster.")
    data = {**TYPED, **found, "token": str(uuid7()), "secret": PASSWORD}
    answer = browser.post(url(care, "asam_4"), data=data)
    assert answer.status_code == 409
    assert "A colleague was faster." in answer.text
    assert SAME["reason"] in answer.text
    assert len(session.scalars(select(LevelOfCare)).all()) == 1


@pytest.mark.parametrize(
    ("edition", "has", "lacks"),
    [
        ("asam_4", "Person-centered considerations", "Relapse and continued-use potential"),
        ("asam_3", "Relapse and continued-use potential", "Person-centered considerations"),
        ("other_edition", "Another book", "Your ratings"),
    ],
)
def test_an_edition_offers_its_own_names_and_no_others(
    client_of: Any, care: Episode, therapist: Staff, edition: str, has: str, lacks: str
) -> None:
    page = client_of(therapist).get(url(care, edition)).text
    assert has in page
    assert lacks not in page
    assert "no endorsement" in page


def test_the_third_edition_takes_figures_from_0_to_4_and_nothing_else(
    client_of: Any, session: Session, care: Episode, therapist: Staff
) -> None:
    browser = client_of(therapist)
    assert send(browser, care, "asam_3", dimension_1="5").status_code == 422
    assert send(browser, care, "asam_3", dimension_1="4", dimension_2="0").status_code == 303
    level = session.scalars(select(LevelOfCare)).one()
    assert level.ratings == {"1 Intoxication and withdrawal potential": "4", "2 Biomedical": "0"}


def test_an_unknown_edition_does_not_exist(client_of: Any, care: Episode, therapist: Staff) -> None:
    assert client_of(therapist).get(url(care, "asam_9")).status_code == 404


def test_a_level_of_another_caseload_does_not_exist(client_as: Any, care: Episode) -> None:
    assert client_as(Role.THERAPIST).get(url(care)).status_code == 404


def test_a_choice_never_changes(
    client_of: Any, session: Session, care: Episode, therapist: Staff
) -> None:
    send(client_of(therapist), care)
    level = session.scalars(select(LevelOfCare)).one()
    level.actual = "4"
    with pytest.raises(DBAPIError):
        session.flush()
    session.rollback()


def test_a_choice_that_is_not_what_was_signed_is_said_aloud(
    client_of: Any, session: Session, care: Episode, therapist: Staff
) -> None:
    level, _signature = choose_level(care, Choice(**SAME), hand(therapist), id=uuid7())
    session.add(level)
    session.commit()
    assert "This is not what was signed" in client_of(therapist).get(url(care)).text


def test_the_page_asks_the_same_number_of_questions_however_often_somebody_chose(
    client_of: Any, care: Episode, therapist: Staff, statements: Any
) -> None:
    browser = client_of(therapist)
    send(browser, care)
    with statements() as few:
        browser.get(url(care))
    for number in range(4):
        send(browser, care, reason=f"Reason {number}")
    with statements() as many:
        browser.get(url(care))
    assert len(many) == len(few)
