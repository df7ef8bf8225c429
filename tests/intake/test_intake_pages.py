"""The pages of the intake with real clients on a real database."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, inspect, select, text, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.builders import a_facility, a_patient, a_place, a_program, a_staff, an_episode
from treatment.accounts import passwords
from treatment.accounts.models import Facility, Staff, StaffSession
from treatment.audit.models import AuditEvent
from treatment.errors import DomainError
from treatment.instruments.models import Measurement
from treatment.intake import operations, queries
from treatment.intake.forms.filing import filed
from treatment.intake.models import Assessment, AssessmentSection
from treatment.intake.questionnaire import SECTIONS
from treatment.intake.questionnaire.shapes import Question
from treatment.patients.models import CareTeamMember, Episode
from treatment.patients.vocabulary import Sex
from treatment.permissions import Role
from treatment.records.models import Signature
from treatment.records.operations import is_intact

PASSWORD = "a sentence only she would say"
COWS = {f"cows-{n + 1}": str(v) for n, v in enumerate([1, 2, 1, 1, 2, 2, 2, 1, 1, 1, 0])}


@pytest.fixture
def care(session: Session, facility: Facility) -> Episode:
    """An open episode of somebody nobody of the team has met yet."""
    clerk = a_staff(Role.RECORDS, at=facility)
    patient = a_patient(facility, by=clerk, sex=Sex.MALE, birth_date=date(1990, 5, 17))
    program = a_program(facility)
    episode = an_episode(patient, by=clerk)
    session.add_all([clerk, patient, program])
    session.flush()
    session.add_all([episode])
    session.flush()
    session.add(a_place(episode, program))
    session.flush()
    return episode


@pytest.fixture
def nurse(session: Session, facility: Facility) -> Staff:
    staff = a_staff(Role.NURSE, at=facility, password=passwords.hashed(PASSWORD))
    session.add(staff)
    session.flush()
    return staff


@pytest.fixture
def browser_of_nurse(client_of: Callable[[Staff], Any], nurse: Staff) -> Any:
    return client_of(nurse)


@pytest.fixture
def intake(session: Session, care: Episode, nurse: Staff) -> Assessment:
    begun = operations.start(care, by=nurse, at=datetime.now(UTC))
    session.add(begun)
    session.commit()
    return begun


def first_name(question: Question) -> str:
    """The name of the first field of a question."""
    if question.columns:
        return question.cell(question.columns[0], 1).key
    return f"{question.key}-1" if question.instrument else question.key


def url(intake: Assessment, key: str) -> str:
    return f"/intake/{intake.id}/sections/{key}"


def row(session: Session, intake: Assessment, key: str) -> AssessmentSection:
    found = select(AssessmentSection).where(
        AssessmentSection.assessment_id == intake.id, AssessmentSection.section == key
    )
    return session.scalars(found).one()


def fill(session: Session, intake: Assessment, **findings: Any) -> None:
    for key, answers in filed(findings).items():
        row(session, intake, key).answers = answers
    session.commit()


def seen(page: str) -> str:
    found = re.search(r'name="seen"[^>]*value="(\w+)"', page)
    assert found
    return found[1]


def sign(client: Any, intake: Assessment, secret: str = PASSWORD) -> Any:
    page = client.get(f"/intake/{intake.id}/review").text
    return client.post(f"/intake/{intake.id}/sign", data={"seen": seen(page), "secret": secret})


# --- start ------------------------------------------------------------------------------------


def test_an_episode_without_an_intake_offers_to_start_one(
    browser_of_nurse: Any, care: Episode
) -> None:
    page = browser_of_nurse.get(f"/episodes/{care.id}/intake")
    assert page.status_code == 200
    assert "Start the intake" in page.text


def test_pressed_twice_start_begins_one_intake_and_opens_it(
    browser_of_nurse: Any, care: Episode, session: Session
) -> None:
    first = browser_of_nurse.post(f"/episodes/{care.id}/intake")
    second = browser_of_nurse.post(f"/episodes/{care.id}/intake")
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    assert session.scalar(select(func.count()).select_from(Assessment)) == 1
    assert browser_of_nurse.get(first.location).status_code == 200


def test_a_second_open_intake_is_refused_by_the_database(
    session: Session, intake: Assessment, nurse: Staff
) -> None:
    again = operations.start(intake.episode, by=nurse, at=datetime.now(UTC))
    session.add(again)
    with pytest.raises(DBAPIError):
        session.flush()
    session.rollback()


def test_a_counselor_who_starts_an_intake_joins_the_care_team(
    client_of: Callable[[Staff], Any], session: Session, facility: Facility, care: Episode
) -> None:
    counselor = a_staff(Role.COUNSELOR, at=facility)
    session.add(counselor)
    session.flush()
    begun = operations.start(care, by=counselor, at=datetime.now(UTC))
    session.add(begun)
    session.commit()
    assert session.scalars(select(CareTeamMember.staff_id)).all() == [counselor.id]
    assert client_of(counselor).get(url(begun, "use")).status_code == 200


# --- every section ----------------------------------------------------------------------------


@pytest.mark.parametrize("key", SECTIONS)
def test_every_section_shows_each_of_its_questions(
    browser_of_nurse: Any, intake: Assessment, key: str
) -> None:
    page = browser_of_nurse.get(url(intake, key))
    assert page.status_code == 200
    assert page.text.count("<h1") == 1
    for question in SECTIONS[key].questions:
        if question.is_asked and not question.is_hidden({}):
            assert f'name="{first_name(question)}"' in page.text


@pytest.mark.parametrize("key", SECTIONS)
def test_a_section_sent_empty_is_saved_and_answers_nothing(
    browser_of_nurse: Any, intake: Assessment, session: Session, key: str
) -> None:
    answer = browser_of_nurse.post(url(intake, key), data={"version": 1})
    assert answer.status_code == 303
    assert row(session, intake, key).answers == {}


def test_what_was_saved_stands_in_the_form_again(
    browser_of_nurse: Any, intake: Assessment, session: Session
) -> None:
    sent = {"version": 1, "hr": "92", "temp_c": "98.6", "hallucinosis": "no", **COWS}
    assert browser_of_nurse.post(url(intake, "withdrawal"), data=sent).status_code == 303
    saved = row(session, intake, "withdrawal")
    assert saved.answers["cows"] == [1, 2, 1, 1, 2, 2, 2, 1, 1, 1, 0]
    assert saved.answers["temp_c"] == 37
    page = browser_of_nurse.get(url(intake, "withdrawal")).text
    assert 'value="92"' in page
    assert re.search(r'name="cows-11"\s+id="cows-11-0"\s+value="0"\s+checked', page)
    assert '<p class="band">moderate</p>' in page


def test_save_and_continue_walks_through_all_sections_to_the_review(
    browser_of_nurse: Any, intake: Assessment
) -> None:
    where = url(intake, next(iter(SECTIONS)))
    walked = []
    while "/sections/" in where:
        walked.append(where.rsplit("/", 1)[-1])
        where = browser_of_nurse.post(where, data={"version": 1, "step": "next"}).location
    assert walked == [key for key, part in SECTIONS.items() if not part.switch]
    assert where.endswith("/review")


def test_save_stays_on_the_section(browser_of_nurse: Any, intake: Assessment) -> None:
    answer = browser_of_nurse.post(url(intake, "use"), data={"version": 1, "step": "stay"})
    assert answer.location == url(intake, "use")


def test_the_steps_show_how_far_each_section_is(
    browser_of_nurse: Any, intake: Assessment, session: Session
) -> None:
    fill(session, intake, importance=9, interpreter=False, cognitive_impairment=False)
    page = browser_of_nurse.get(url(intake, "use")).text
    states = re.findall(r'<li class="(todo|started|done|attention)">', page)
    order = list(SECTIONS)
    assert states[order.index("person")] == "done"
    assert states[order.index("readiness")] == "started"
    assert states[order.index("use")] == "todo"


def test_age_and_sex_are_carried_over_from_registration(
    browser_of_nurse: Any, intake: Assessment
) -> None:
    page = browser_of_nurse.get(url(intake, "person")).text
    assert "Male" in page
    assert 'name="age"' not in page


# --- what cannot be read ----------------------------------------------------------------------


def test_bad_input_keeps_everything_typed_and_says_why_beside_the_field(
    browser_of_nurse: Any, intake: Assessment, session: Session
) -> None:
    sent = {"version": 1, "hr": "fast", "sbp": "138", "cows-2": "2"}
    page = browser_of_nurse.post(url(intake, "withdrawal"), data=sent)
    assert page.status_code == 422
    assert 'value="fast"' in page.text
    assert 'value="138"' in page.text
    assert re.search(r'name="cows-2"\s+id="cows-2-2"\s+value="2"\s+checked', page.text)
    assert 'id="hr-error"' in page.text
    assert 'href="#hr"' in page.text
    assert row(session, intake, "withdrawal").answers == {}


def test_an_impossible_cows_item_is_refused(browser_of_nurse: Any, intake: Assessment) -> None:
    page = browser_of_nurse.post(url(intake, "withdrawal"), data={"version": 1, "cows-11": "2"})
    assert page.status_code == 422
    assert "it has 0, 3, 5" in page.text


def test_a_pulse_that_contradicts_the_heart_rate_is_refused_naming_both(
    browser_of_nurse: Any, intake: Assessment
) -> None:
    sent = {"version": 1, "hr": "92", "cows-1": "4"}
    page = browser_of_nurse.post(url(intake, "withdrawal"), data=sent)
    assert page.status_code == 422
    assert "heart rate of 92" in page.text
    assert "resting pulse" in page.text


def test_a_nul_character_is_refused(browser_of_nurse: Any, intake: Assessment) -> None:
    answer = browser_of_nurse.post(
        url(intake, "own_words"), data={"version": 1, "goals": "sleep\0 well"}
    )
    assert answer.status_code in {400, 422}


def test_emoji_and_twenty_thousand_letters_are_kept(
    browser_of_nurse: Any, intake: Assessment, session: Session
) -> None:
    words = "🙂é" * 10_000
    sent = {"version": 1, "goals": words, "needs": "<script>alert(1)</script>"}
    assert browser_of_nurse.post(url(intake, "own_words"), data=sent).status_code == 303
    assert row(session, intake, "own_words").answers["goals"] == words
    page = browser_of_nurse.get(url(intake, "own_words")).text
    assert "<script>alert" not in page
    too_long = browser_of_nurse.post(
        url(intake, "own_words"), data={"version": 2, "goals": words + "x"}
    )
    assert too_long.status_code == 422


def test_a_form_without_its_version_is_not_saved(
    browser_of_nurse: Any, intake: Assessment, session: Session
) -> None:
    answer = browser_of_nurse.post(url(intake, "use"), data={"primary": "kratom_leaf"})
    assert answer.status_code == 422
    assert row(session, intake, "use").answers == {}


def test_a_form_without_the_token_is_refused(browser_of_nurse: Any, intake: Assessment) -> None:
    answer = browser_of_nurse.post(url(intake, "use"), data={"version": 1}, csrf=False)
    assert answer.status_code == 400


# --- two people at once -----------------------------------------------------------------------


def test_a_stale_save_shows_both_texts_and_loses_neither(
    browser_of_nurse: Any, intake: Assessment, session: Session
) -> None:
    browser_of_nurse.post(url(intake, "own_words"), data={"version": 1, "goals": "Sleep again"})
    late = browser_of_nurse.post(
        url(intake, "own_words"), data={"version": 1, "goals": "See my daughter"}
    )
    assert late.status_code == 409
    assert "Sleep again" in late.text
    assert "See my daughter" in late.text
    assert row(session, intake, "own_words").answers == {"goals": "Sleep again"}


def test_the_same_save_sent_twice_is_one_save(
    browser_of_nurse: Any, intake: Assessment, session: Session
) -> None:
    sent = {"version": 1, "importance": "9"}
    assert browser_of_nurse.post(url(intake, "readiness"), data=sent).status_code == 303
    assert browser_of_nurse.post(url(intake, "readiness"), data=sent).status_code == 303
    assert row(session, intake, "readiness").answers == {"importance": 9}


def test_two_sections_saved_at_once_do_not_disturb_each_other(
    browser_of_nurse: Any, intake: Assessment, session: Session
) -> None:
    for key, sent in (("readiness", {"importance": "9"}), ("living", {"housing": "stable"})):
        answer = browser_of_nurse.post(url(intake, key), data={"version": 1, **sent})
        assert answer.status_code == 303
    assert row(session, intake, "living").answers == {"housing": "stable"}


# --- live scores ------------------------------------------------------------------------------


def test_the_live_score_counts_what_is_typed_and_saves_nothing(
    browser_of_nurse: Any, intake: Assessment, session: Session
) -> None:
    fragment = browser_of_nurse.post(f"{url(intake, 'withdrawal')}/scores", data=COWS)
    assert fragment.status_code == 200
    assert "14<small>/48</small>" in fragment.text.replace("\n", "").replace(" ", "")
    assert "<h1" not in fragment.text
    assert row(session, intake, "withdrawal").answers == {}


def test_an_open_item_leaves_no_total(browser_of_nurse: Any, intake: Assessment) -> None:
    some = {k: v for k, v in COWS.items() if k != "cows-11"}
    fragment = browser_of_nurse.post(f"{url(intake, 'withdrawal')}/scores", data=some)
    assert "at least 14; 10 of 11 answered" in fragment.text


def test_a_live_score_knows_the_sex_from_registration(
    browser_of_nurse: Any, intake: Assessment
) -> None:
    sent = {"audit_items-1": "3", "audit_items-2": "0", "audit_items-3": "0"}
    fragment = browser_of_nurse.post(f"{url(intake, 'alcohol')}/scores", data=sent)
    assert "negative (cut-off 4)" in fragment.text


def test_a_live_score_of_unreadable_fields_is_still_an_answer(
    browser_of_nurse: Any, intake: Assessment
) -> None:
    fragment = browser_of_nurse.post(
        f"{url(intake, 'withdrawal')}/scores", data={"hr": "x", "cows-1": "9"}
    )
    assert fragment.status_code == 200


def test_a_red_sign_raises_its_alarm_while_it_is_typed(
    browser_of_nurse: Any, intake: Assessment, session: Session
) -> None:
    fragment = browser_of_nurse.post(f"{url(intake, 'withdrawal')}/scores", data={"spo2": "88"})
    assert 'hx-swap-oob="true"' in fragment.text
    assert "Oxygen saturation below 90 %" in fragment.text
    assert "Call 911" in fragment.text
    assert row(session, intake, "withdrawal").answers == {}


def test_an_intent_raises_its_alarm_while_it_is_answered(
    browser_of_nurse: Any, intake: Assessment
) -> None:
    fragment = browser_of_nurse.post(f"{url(intake, 'safety')}/scores", data={"cssrs-4": "y"})
    assert "High suicide risk" in fragment.text
    assert "Stay with the person" in fragment.text


def test_a_section_without_scores_asks_for_alarms_too(
    browser_of_nurse: Any, intake: Assessment
) -> None:
    page = browser_of_nurse.get(url(intake, "referral"))
    assert f'hx-post="{url(intake, "referral")}/scores"' in page.text
    fragment = browser_of_nurse.post(f"{url(intake, 'referral')}/scores", data={"delirium": "yes"})
    assert "Emergency: a red sign" in fragment.text


def test_an_alarm_goes_when_the_answer_is_taken_back(
    browser_of_nurse: Any, intake: Assessment
) -> None:
    fragment = browser_of_nurse.post(f"{url(intake, 'safety')}/scores", data={"cssrs-4": "n"})
    assert 'hx-swap-oob="true"></div>' in fragment.text


# --- alarms -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("findings", "words"),
    [
        ({"cssrs": ["y", "y", "n", "y", "n", "n", None]}, ["High suicide risk", "988"]),
        ({"cssrs": ["y", "y", "y", "n", "n", "n", None]}, ["Moderate suicide risk", "988"]),
        ({"spo2": 85}, ["Emergency", "911", "Oxygen saturation below 90"]),
    ],
)
def test_what_cannot_wait_stands_on_top_of_the_next_page(
    browser_of_nurse: Any,
    intake: Assessment,
    session: Session,
    findings: dict[str, Any],
    words: list[str],
) -> None:
    fill(session, intake, **findings)
    for page in (url(intake, "person"), f"/intake/{intake.id}/review"):
        shown = browser_of_nurse.get(page).text
        assert all(word in shown for word in words)
        assert "steps-now" in shown


def test_an_emergency_is_shown_even_while_another_field_must_be_corrected(
    browser_of_nurse: Any, intake: Assessment
) -> None:
    sent = {"version": 1, "hr": "140", "cows-1": "0", "sbp": "tall"}
    page = browser_of_nurse.post(url(intake, "withdrawal"), data=sent)
    assert page.status_code == 422
    assert "Pulse of 130 or more" in page.text


def test_a_calm_intake_raises_no_alarm(
    browser_of_nurse: Any, intake: Assessment, session: Session
) -> None:
    fill(session, intake, cssrs=["n", "n", None, None, None, "n", None], spo2=98)
    assert "steps-now" not in browser_of_nurse.get(url(intake, "person")).text


# --- review and signature ---------------------------------------------------------------------


def test_the_review_links_to_what_is_missing_and_names_contradictions(
    browser_of_nurse: Any, intake: Assessment, session: Session
) -> None:
    fill(session, intake, primary="kratom_leaf", stage="action", importance=2)
    page = browser_of_nurse.get(f"/intake/{intake.id}/review").text
    assert "The stage is preparation or action, but importance is 3 or less." in page
    assert f"{url(intake, 'readiness')}#confidence-0" in page
    assert f"{url(intake, 'readiness')}#stage-0" in page


def test_the_review_names_what_the_plan_will_wait_for(
    browser_of_nurse: Any, intake: Assessment, session: Session
) -> None:
    fill(session, intake, primary="kratom_leaf", cssrs=["n", "n", None, None, None, "n", None])
    page = browser_of_nurse.get(f"/intake/{intake.id}/review").text
    waits = page.split("The plan waits for these")[1].split("</ul>")[0]
    assert f"{url(intake, 'withdrawal')}#cows-1-0" in waits
    assert f"{url(intake, 'criteria')}#dsm-1-0" in waits
    assert "cssrs" not in waits


def test_an_intake_without_its_primary_substance_cannot_be_signed(
    browser_of_nurse: Any, intake: Assessment, session: Session
) -> None:
    answer = sign(browser_of_nurse, intake)
    assert answer.status_code == 409
    assert "mainly about" in answer.text
    session.refresh(intake)
    assert not intake.is_signed


def test_an_incomplete_intake_is_signed_with_its_unknowns(
    browser_of_nurse: Any, intake: Assessment, session: Session, nurse: Staff
) -> None:
    fill(session, intake, primary="kratom_leaf", phq9_items=[1] * 9, goals="Sleep")
    answer = sign(browser_of_nurse, intake)
    assert answer.status_code == 303
    session.refresh(intake)
    assert intake.signed_by_id == nurse.id
    assert intake.facts is not None
    assert "ipv" not in intake.facts
    assert "goals" not in intake.facts
    assert operations.facts_of(intake).phq9 == 9
    signature = session.scalars(select(Signature)).one()
    assert signature.content_sha256 == intake.content_sha256
    assert signature.signer_id == nurse.id
    measured = session.scalars(select(Measurement)).one()
    assert (measured.instrument, measured.total, measured.source_id) == ("phq9", 9, intake.id)
    page = browser_of_nurse.get(answer.location).text
    assert is_intact(signature, operations.record_of(intake).content)
    assert "This is not what was signed" not in page
    assert "Not asked" in page
    assert nurse.printed_name in page


def test_a_wrong_password_signs_nothing_and_is_said_beside_the_field(
    browser_of_nurse: Any, intake: Assessment, session: Session
) -> None:
    fill(session, intake, primary="kratom_leaf")
    answer = sign(browser_of_nurse, intake, "wrong")
    assert answer.status_code == 422
    assert 'id="secret-error"' in answer.text
    session.refresh(intake)
    assert not intake.is_signed


def test_an_answer_changed_while_it_is_read_must_be_read_again(
    browser_of_nurse: Any, intake: Assessment, session: Session
) -> None:
    fill(session, intake, primary="kratom_leaf")
    page = browser_of_nurse.get(f"/intake/{intake.id}/review").text
    fill(session, intake, importance=1)
    sent = {"seen": seen(page), "secret": PASSWORD}
    answer = browser_of_nurse.post(f"/intake/{intake.id}/sign", data=sent)
    assert answer.status_code == 409
    assert "Look at the review again" in answer.text


def test_an_expired_license_cannot_sign(
    browser_of_nurse: Any, intake: Assessment, session: Session, nurse: Staff
) -> None:
    fill(session, intake, primary="kratom_leaf")
    nurse.license_expires_on = date(2020, 1, 1)
    session.commit()
    answer = sign(browser_of_nurse, intake)
    assert answer.status_code == 409
    assert "expired" in answer.text


@pytest.fixture
def signed(browser_of_nurse: Any, intake: Assessment, session: Session) -> Assessment:
    fill(session, intake, primary="kratom_leaf", goals="Sleep")
    assert sign(browser_of_nurse, intake).status_code == 303
    return intake


def test_a_signed_intake_is_signed_once(
    browser_of_nurse: Any, signed: Assessment, session: Session
) -> None:
    sent = {"seen": "0" * 64, "secret": PASSWORD}
    assert browser_of_nurse.post(f"/intake/{signed.id}/sign", data=sent).status_code == 409
    assert session.scalar(select(func.count()).select_from(Signature)) == 1


def test_a_save_after_the_signature_is_refused_and_its_words_are_shown(
    browser_of_nurse: Any, signed: Assessment, session: Session
) -> None:
    late = browser_of_nurse.post(
        url(signed, "own_words"), data={"version": 2, "goals": "See my daughter"}
    )
    assert late.status_code == 409
    assert "See my daughter" in late.text
    assert row(session, signed, "own_words").answers == {"goals": "Sleep"}


def test_the_database_refuses_to_change_a_signed_intake(
    signed: Assessment, session: Session
) -> None:
    for statement in (
        "UPDATE assessment SET facts = '{}' WHERE id = :id",
        "UPDATE assessment_section SET answers = '{}' WHERE assessment_id = :id",
        "DELETE FROM assessment_section WHERE assessment_id = :id",
    ):
        point = session.begin_nested()
        with pytest.raises(DBAPIError):
            session.execute(text(statement), {"id": stored(session, signed)})
        point.rollback()


def stored(session: Session, intake: Assessment) -> Any:
    """The id as the database holds it."""
    return intake.id if session.get_bind().dialect.name == "postgresql" else intake.id.hex


def test_a_record_that_is_not_what_was_signed_says_so(
    browser_of_nurse: Any, signed: Assessment, session: Session
) -> None:
    kept = session.scalars(select(Signature)).one()
    other = {c.key: getattr(kept, c.key) for c in inspect(Signature).columns}
    session.add(Signature(**{**other, "id": uuid4(), "content_sha256": "0" * 64}))
    session.commit()
    page = browser_of_nurse.get(f"/intake/{signed.id}").text
    assert "This is not what was signed" in page


def test_the_pages_of_a_signed_intake_lead_to_its_record(
    browser_of_nurse: Any, signed: Assessment
) -> None:
    for page in (url(signed, "use"), f"/intake/{signed.id}/review"):
        answer = browser_of_nurse.get(page)
        assert (answer.status_code, answer.location) == (303, f"/intake/{signed.id}")


def test_after_the_signature_another_intake_can_be_started(
    browser_of_nurse: Any, signed: Assessment, session: Session
) -> None:
    page = browser_of_nurse.get(f"/episodes/{signed.episode_id}/intake")
    assert "Start another intake" in page.text
    answer = browser_of_nurse.post(f"/episodes/{signed.episode_id}/intake")
    assert str(signed.id) not in answer.location


def test_nothing_is_established_before_the_signature(intake: Assessment) -> None:
    with pytest.raises(DomainError, match="Sign the intake first"):
        operations.facts_of(intake)
    intake.facts = {"primary": "kratom_leaf"}
    with pytest.raises(DomainError, match="No plan can use this"):
        operations.facts_of(intake)


def test_an_episode_that_has_ended_takes_no_intake_and_no_answers(
    intake: Assessment,
) -> None:
    intake.episode.ended_at = datetime.now(UTC)
    with pytest.raises(DomainError, match="has ended"):
        operations.start(intake.episode, by=intake.started_by, at=datetime.now(UTC))
    with pytest.raises(DomainError, match="has ended"):
        operations.save(
            Session(),
            intake,
            intake.sections[0],
            {"daily_use": True},
            by=intake.started_by,
            at=datetime.now(UTC),
        )


# --- who may ----------------------------------------------------------------------------------

PAGES = ("/intake/{}", "/intake/{}/review", "/intake/{}/sections/use")


@pytest.mark.parametrize("page", PAGES)
def test_another_facilitys_intake_does_not_exist(
    client_as: Callable[..., Any], session: Session, intake: Assessment, page: str
) -> None:
    elsewhere = a_facility()
    session.add(elsewhere)
    session.flush()
    stranger = client_as(Role.MEDICAL_DIRECTOR, at=elsewhere)
    assert stranger.get(page.format(intake.id)).status_code == 404
    assert stranger.get(page.format(uuid4())).status_code == 404


def test_a_counselor_outside_the_team_sees_no_intake(
    client_as: Callable[..., Any], intake: Assessment, session: Session
) -> None:
    outsider = client_as(Role.COUNSELOR)
    assert outsider.get(f"/intake/{intake.id}").status_code == 404
    answer = outsider.post(url(intake, "use"), data={"version": 1, "primary": "alcohol"})
    assert answer.status_code == 404
    assert row(session, intake, "use").answers == {}


def test_a_director_reads_and_does_not_write(
    client_as: Callable[..., Any], intake: Assessment
) -> None:
    director = client_as(Role.DIRECTOR)
    assert director.get(f"/intake/{intake.id}").status_code == 200
    assert director.get(f"/episodes/{intake.episode_id}/intake").status_code == 200
    assert director.get(url(intake, "use")).status_code == 404
    assert director.post(url(intake, "use"), data={"version": 1}).status_code == 404


def test_a_section_that_is_not_in_the_questionnaire_does_not_exist(
    browser_of_nurse: Any, intake: Assessment
) -> None:
    assert browser_of_nurse.get(url(intake, "secrets")).status_code == 404


def test_nobody_signed_in_is_sent_to_the_door(client: Any, intake: Assessment) -> None:
    assert client.get(url(intake, "use")).status_code in {302, 303}


def test_a_sign_in_that_ended_in_mid_form_saves_nothing_and_leads_back_to_the_page(
    browser_of_nurse: Any, intake: Assessment, session: Session, nurse: Staff
) -> None:
    session.execute(update(StaffSession).values(ended_at=datetime.now(UTC)))
    answer = browser_of_nurse.post(url(intake, "use"), data={"version": 1, "primary": "alcohol"})
    assert answer.status_code == 303
    assert "/sign-in" in answer.location
    assert row(session, intake, "use").answers == {}


# --- the trail and the price ------------------------------------------------------------------


def test_a_save_is_one_event_with_the_keys_and_never_the_answers(
    browser_of_nurse: Any, intake: Assessment, session: Session
) -> None:
    browser_of_nurse.post(url(intake, "own_words"), data={"version": 1, "goals": "See my daughter"})
    event = session.scalars(select(AuditEvent).order_by(AuditEvent.sequence.desc())).first()
    assert event is not None
    assert event.fields == ["goals"]
    assert event.patients == [str(intake.episode.patient_id)]
    assert "daughter" not in str(vars(event))


def test_reading_is_one_event_and_a_live_score_none(
    browser_of_nurse: Any, intake: Assessment, session: Session
) -> None:
    count = select(func.count()).select_from(AuditEvent)
    before = session.scalar(count) or 0
    browser_of_nurse.get(url(intake, "use"))
    browser_of_nurse.post(f"{url(intake, 'withdrawal')}/scores", data=COWS)
    assert session.scalar(count) == before + 1


@pytest.mark.parametrize(
    ("page", "most"),
    [("/intake/{}", 11), ("/intake/{}/review", 9), ("/intake/{}/sections/use", 8)],
)
def test_a_page_costs_the_same_number_of_statements_however_much_is_answered(
    browser_of_nurse: Any,
    intake: Assessment,
    session: Session,
    statements: Any,
    page: str,
    most: int,
) -> None:
    browser_of_nurse.get(page.format(intake.id))
    with statements() as empty:
        browser_of_nurse.get(page.format(intake.id))
    fill(session, intake, primary="kratom_leaf", phq9_items=[1] * 9, importance=9, housing="stable")
    with statements() as full:
        browser_of_nurse.get(page.format(intake.id))
    assert len(full) == len(empty) + 1  # question 9 is an alarm: who decided on it
    assert len(of_the_room(full)) <= most


def test_the_list_of_intakes_costs_the_same_however_many_there_are(
    browser_of_nurse: Any, signed: Assessment, session: Session, statements: Any, nurse: Staff
) -> None:
    page = f"/episodes/{signed.episode_id}/intake"
    browser_of_nurse.get(page)
    with statements() as one:
        browser_of_nurse.get(page)
    session.add(operations.start(signed.episode, by=nurse, at=datetime.now(UTC)))
    session.commit()
    with statements() as two:
        browser_of_nurse.get(page)
    assert len(one) == len(two)
    assert len(of_the_room(two)) <= 6


def test_an_intake_is_held_while_it_is_saved_or_signed(nurse: Staff) -> None:
    statement = queries.held(uuid4(), nurse, datetime.now(UTC))
    assert "FOR UPDATE OF assessment" in str(statement.compile(dialect=postgresql.dialect()))


def of_the_room(seen: list[str]) -> list[str]:
    """Without those of the door and of the trail."""
    doors = ("staff_session", "audit_", "take_chain", "FROM staff", "staff_role")
    return [sql for sql in seen if not any(word in sql for word in doors) or "assessment" in sql]
