"""Medicines, results, hard events and needs on their pages, with real clients."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import an_allergy
from treatment.accounts.models import Staff
from treatment.intake.carrying import taken_over
from treatment.intake.forms import read, shown
from treatment.intake.models import Assessment, Need
from treatment.intake.questionnaire import SECTION_OF, SECTIONS
from treatment.intake.review.findings import facts_so_far
from treatment.patients.models import Patient
from treatment.web.clock import now

MOST_BYTES = 61_440  # 60 KB, as sent and before any compression
ROWS = {
    "medications-1-name": "Ondansetron",
    "medications-1-status": "taking",
    "medications-1-told_by": "bottle",
    "medications-2-name": "Citalopram",
    "medications-2-status": "unknown",
    "medications-2-mark": "qt",
}
RESULTS = {
    "labs-1-test": "alt",
    "labs-1-value": "96",
    "labs-1-unit": "u_l",
    "labs-1-uln": "40",
    "labs-1-on": "11/03/2026",
    "labs-2-test": "bilirubin",
    "labs-2-value": "1.1",
    "labs-2-unit": "mg_dl",
}


@pytest.fixture
def browser(client_of: Callable[[Staff], Any], author: Staff, filled: Assessment) -> Any:
    return client_of(author)


@pytest.fixture
def patient(filled: Assessment) -> Patient:
    return filled.episode.patient


def url(intake: Assessment, key: str) -> str:
    return f"/intake/{intake.id}/sections/{key}"


def answers(intake: Assessment, key: str) -> dict[str, Any]:
    return intake.by_section[key]


def save(browser: Any, session: Session, intake: Assessment, key: str, **typed: str) -> Any:
    """Replace one section by what is typed, as its form does."""
    row = next(each for each in intake.sections if each.section == key)
    sent = browser.post(url(intake, key), data={"version": row.version, **typed})
    session.expire_all()
    return sent


@pytest.mark.parametrize("key", SECTIONS)
def test_no_page_of_the_intake_is_over_its_size(browser: Any, filled: Assessment, key: str) -> None:
    page = browser.get(url(filled, key))
    assert page.status_code == 200
    assert len(page.data) <= MOST_BYTES


def test_every_section_says_why_it_is_asked_above_its_questions(
    browser: Any, filled: Assessment
) -> None:
    for key, section in SECTIONS.items():
        page = browser.get(url(filled, key)).text
        assert f"<b>Why we ask:</b> {section.why}" in page.replace("&#39;", "'"), key


def test_medicines_are_kept_row_by_row_and_show_their_marks(
    browser: Any, session: Session, filled: Assessment
) -> None:
    assert save(browser, session, filled, "medicines", **ROWS).status_code == 303
    page = browser.get(url(filled, "medicines")).text
    assert "From the list: reference 3.6 [K]" in page
    assert "Marked by hand here." in page
    assert 'href="#medications-2-status">Citalopram: is it taken?' in page
    assert "Ondansetron, Citalopram" in page


def test_a_medicine_without_a_name_is_sent_back_with_a_sentence(
    browser: Any, session: Session, filled: Assessment
) -> None:
    sent = save(browser, session, filled, "medicines", **{"medications-1-dose": "5 mg"})
    assert sent.status_code == 422
    assert "Name the medicine of this row" in sent.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"labs-1-value": "3"}, "Say which test this is"),
        ({"labs-1-test": "alt", "labs-1-uln": "0"}, "above zero"),
        ({"labs-1-test": "hiv", "labs-1-unit": "xuln"}, "Only a liver test"),
        ({"prior_diagnoses-1-since": "2009"}, "Name the condition"),
        ({"goal_list-1-importance": "9"}, "Write the goal down"),
    ],
)
def test_a_row_that_cannot_be_right_says_why(typed: dict[str, str], sentence: str) -> None:
    key = SECTION_OF[next(iter(typed)).partition("-")[0]].key
    reading = read(SECTIONS[key], {name: [word] for name, word in typed.items()})
    assert any(sentence in each for each in reading.problems.values())


def test_results_show_their_multiple_and_what_is_missing(
    browser: Any, session: Session, filled: Assessment
) -> None:
    save(browser, session, filled, "labs", **RESULTS)
    page = browser.get(url(filled, "labs")).text
    assert "2.4 × ULN (Nov 3, 2026)" in page
    assert "Bilirubin: upper limit of normal of that laboratory" in page
    assert "Total bilirubin: date" in page


def test_what_is_typed_into_a_row_comes_back_into_it(
    browser: Any, session: Session, filled: Assessment
) -> None:
    save(browser, session, filled, "labs", **RESULTS)
    kept = answers(filled, "labs")
    assert read(SECTIONS["labs"], shown(SECTIONS["labs"], kept)).answers == kept


def test_vital_signs_are_never_filled_in_beforehand(browser: Any, filled: Assessment) -> None:
    for row in filled.sections:
        row.answers = {}
    page = browser.get(url(filled, "withdrawal")).text
    for key in ("hr", "sbp", "dbp", "rr", "spo2", "temp_c", "sbp_standing"):
        assert f'id="{key}"\nname="{key}"\ntype="text"' in page
        assert f'name="{key}"\ntype="text"\nclass="form-control narrow"\nvalue=""' in page


def test_allergies_are_asked_once_and_shown_where_medicines_are(
    browser: Any, session: Session, filled: Assessment, patient: Patient, author: Staff
) -> None:
    page = browser.get(url(filled, "medicines")).text
    assert "not asked is not none" in page
    assert f'href="/patients/{patient.id}/safety"' in page
    patient.allergies_asked_at = now()
    session.commit()
    assert "No known allergies." in browser.get(url(filled, "medicines")).text
    session.add(an_allergy(patient, by=author, substance="Penicillin"))
    session.commit()
    assert "Penicillin" in browser.get(url(filled, "medicines")).text


def test_what_registration_knows_is_not_asked_again(
    browser: Any, session: Session, filled: Assessment, patient: Patient
) -> None:
    patient.language, patient.needs_interpreter = "Spanish", True
    session.commit()
    page = browser.get(url(filled, "person")).text
    assert "Spanish" in page
    review = browser.get(f"/intake/{filled.id}/review").text
    assert "Do you need an interpreter" not in review.partition("Needs found")[0]
    assert "An interpreter" in review.partition("Needs found")[2]


@pytest.mark.parametrize("wish", ["another_day", "declined"])
def test_not_wanting_to_speak_of_hard_events_is_an_answer_and_never_a_no(
    browser: Any, session: Session, filled: Assessment, wish: str
) -> None:
    save(browser, session, filled, "trauma", trauma_wish=wish)
    assert answers(filled, "trauma") == {"trauma_wish": wish}
    page = browser.get(url(filled, "trauma")).text
    assert 'name="trauma_wish"' in page
    assert 'name="trauma_exposure"' not in page
    assert 'name="pcptsd5_items-1"' not in page
    facts = facts_so_far({"age": 30, "sex": "male", **answers(filled, "trauma")})
    assert (facts.trauma_exposure, facts.pcptsd5) == (None, None)
    review = browser.get(f"/intake/{filled.id}/review").text
    assert "PC-PTSD-5" not in review.partition("Needs found")[0].partition("Still unknown")[2]
    assert ("hard events on another day" in review) is (wish == "another_day")


def test_the_review_lists_the_needs_and_the_signature_keeps_them(
    browser: Any, session: Session, filled: Assessment, author: Staff, sign: Any
) -> None:
    page = browser.get(f"/intake/{filled.id}/review").text
    assert "Needs found" in page
    assert "Naloxone and a plan against overdose" in page
    sign(filled, author)
    rows = session.scalars(select(Need).order_by(Need.position)).all()
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    assert {"own-1", "overdose", "disorder"} <= {row.key for row in rows}
    assert all(row.sources for row in rows)


def test_a_reassessment_takes_no_measurement_and_no_wish_of_that_day_over() -> None:
    before = {
        "withdrawal": {"hr": 80, "sbp_standing": 100},
        "ciwa": {"hallucinosis": True},
        "trauma": {"trauma_wish": "declined", "trauma_exposure": True},
        "labs": {"qtc": 440, "weight_lb": 150, "height_in": 70, "labs": [{"test": "alt"}]},
        "medicines": {"medications": [{"name": "Tramadol", "last": "2026-11-01T08:00"}]},
    }
    kept = {key: value for key, value in taken_over(before).items() if value}
    assert kept == {
        "trauma": {"trauma_exposure": True},
        "labs": {"height_in": 70, "labs": [{"test": "alt"}]},
        "medicines": {"medications": [{"name": "Tramadol"}]},
    }
