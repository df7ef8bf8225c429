"""The moment a section is saved with a finding that cannot wait: an alert, and the stop page."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from tests.builders import a_patient, a_place, a_program, a_staff, a_team_member, an_episode
from treatment.accounts.vocabulary import AuthMethod, Credential
from treatment.audit.models import AuditEvent
from treatment.intake import operations
from treatment.intake.models import AssessmentSection
from treatment.patients.vocabulary import Sex
from treatment.permissions import Role
from treatment.records.models import Alert, AlertEntry
from treatment.records.operations import Hand
from treatment.records.operations.alerts import dispose
from treatment.records.vocabulary import AlertEntryKind, AlertKind, Decision, Kind


@pytest.fixture
def counselor(session, facility):
    session.add(staff := a_staff(Role.COUNSELOR, at=facility))
    session.flush()
    return staff


@pytest.fixture
def intake(session, facility, counselor):
    patient = a_patient(facility, by=counselor, sex=Sex.MALE, birth_date=date(1990, 5, 17))
    session.add_all([patient, program := a_program(facility)])
    session.flush()
    session.add(care := an_episode(patient, by=counselor))
    session.flush()
    session.add_all([a_place(care, program), a_team_member(care, counselor)])
    session.flush()
    begun = operations.start(care, by=counselor, at=datetime.now(UTC))
    session.add(begun)
    session.commit()
    return begun


@pytest.fixture
def browser_of_counselor(client_of, counselor):
    return client_of(counselor)


@pytest.fixture
def save(session, intake, browser_of_counselor):
    """`save("safety", …)`: send a section as the page would, on top of what is saved."""

    def send(section, step="stay", **fields):
        wanted = select(AssessmentSection.version).where(
            AssessmentSection.assessment_id == intake.id, AssessmentSection.section == section
        )
        sent = {"version": session.scalar(wanted), "step": step} | fields
        return browser_of_counselor.post(f"/intake/{intake.id}/sections/{section}", data=sent)

    return send


def screen(letters):
    """`screen("yyn--n-")`: the seven suicide questions as the form sends them."""
    return {f"cssrs-{n}": letter for n, letter in enumerate(letters, 1) if letter != "-"}


def alerts(session):
    return session.scalars(select(Alert).order_by(Alert.raised_at, Alert.id)).all()


HIGH, MODERATE, NONE = screen("yynyn" + "n-"), screen("yyynnn-"), screen("nn---n-")


@pytest.mark.parametrize(
    ("section", "fields", "kind", "hours"),
    [
        ("safety", HIGH, AlertKind.SUICIDE_HIGH, 1),
        ("safety", MODERATE, AlertKind.SUICIDE_MODERATE, 24),
        ("mental", {"phq9_items-9": "1"}, AlertKind.SUICIDE_ITEM9, 1),
        ("withdrawal", {"spo2": "84"}, AlertKind.RED_SIGN, 1),
        ("withdrawal", {"hr": "130"}, AlertKind.RED_SIGN, 1),
        ("referral", {"altered_mental_status": "yes"}, AlertKind.RED_SIGN, 1),
        ("referral", {"delirium": "yes"}, AlertKind.RED_SIGN, 1),
        ("referral", {"seizure_24h": "yes"}, AlertKind.RED_SIGN, 1),
    ],
)
def test_a_finding_stops_at_the_save_of_its_section(session, save, section, fields, kind, hours):
    answer = save(section, **fields)
    (alert,) = alerts(session)
    assert answer.status_code == 303
    assert answer.location.startswith(f"/alerts/{alert.id}?back=/intake/")
    assert alert.kind is kind
    assert (alert.due_at - alert.raised_at).total_seconds() == hours * 3600


def test_the_answers_are_saved_before_anybody_stops(session, save, intake):
    save("safety", **HIGH)
    row = session.scalars(
        select(AssessmentSection).where(AssessmentSection.section == "safety")
    ).one()
    assert row.answers["cssrs"] == ["y", "y", "n", "y", "n", "n", None]
    (alert,) = alerts(session)
    assert (alert.source_type, alert.source_id) == (Kind.ASSESSMENT, intake.id)


def test_the_way_back_is_the_page_the_person_would_have_seen(save, intake, browser_of_counselor):
    answer = save("safety", step="next", **HIGH)
    assert answer.location.endswith(f"?back=/intake/{intake.id}/sections/person")
    page = browser_of_counselor.get(answer.location).text
    assert f'href="/intake/{intake.id}/sections/person"' in page
    assert "Safety first: saved." in page or ": saved." in page


def test_saved_twice_is_one_alert_and_stops_once(session, save):
    save("safety", **HIGH)
    again = save("safety", **HIGH)
    assert "/alerts/" not in again.location
    other = save("own_words", goals="Sleep")
    assert "/alerts/" not in other.location
    assert len(alerts(session)) == 1


def test_a_worse_answer_stops_again(session, save):
    save("safety", **MODERATE)
    assert "/alerts/" in save("safety", **HIGH).location
    assert [each.kind for each in alerts(session)] == [
        AlertKind.SUICIDE_MODERATE,
        AlertKind.SUICIDE_HIGH,
    ]


def test_a_corrected_answer_closes_nothing_and_is_told(session, save, browser_of_counselor):
    save("safety", **HIGH)
    assert "/alerts/" not in save("safety", **NONE).location
    (alert,) = alerts(session)
    assert alert.is_open
    (entry,) = session.scalars(select(AlertEntry)).all()
    assert entry.kind is AlertEntryKind.ANSWER_CHANGED
    page = browser_of_counselor.get(f"/alerts/{alert.id}").text
    assert "An answer was changed" in page
    assert "No longer answered: Some intent to act: yes" in page
    assert "The alert stays: it happened." in page


def test_a_thought_of_death_against_all_no_waits_a_day(session, save):
    save("safety", **NONE)
    save("mental", **{"phq9_items-9": "2"})
    (alert,) = alerts(session)
    assert alert.kind is AlertKind.SUICIDE_ITEM9_SCREENED
    assert alert.why == ["PHQ-9 question 9 is 2; every suicide question is answered no"]


def test_two_findings_at_once_are_two_alerts_the_emergency_first(session, save):
    answer = save("withdrawal", spo2="84", **{f"cows-{n}": "4" for n in range(1, 3)})
    save("mental", **{"phq9_items-9": "3"})
    first, second = alerts(session)
    assert str(first.id) in answer.location
    assert [first.kind, second.kind] == [AlertKind.RED_SIGN, AlertKind.SUICIDE_ITEM9]


def test_what_cannot_be_read_is_not_saved_and_stops_nobody(session, save):
    answer = save("withdrawal", hr="fast", spo2="84")
    assert answer.status_code == 422
    assert "Oxygen saturation below 90" in answer.text
    assert alerts(session) == []


def test_calm_answers_go_on(session, save, intake):
    assert save("safety", step="next", **NONE).location.endswith("/sections/person")
    assert alerts(session) == []


def test_answers_taken_over_and_not_confirmed_raise_nothing(session, save, intake):
    row = session.scalars(
        select(AssessmentSection).where(
            AssessmentSection.assessment_id == intake.id, AssessmentSection.section == "medical"
        )
    ).one()
    row.answers, row.carried = {"qtc": 520}, ["qtc"]
    session.commit()
    save("own_words", goals="Sleep")
    assert alerts(session) == []
    row.carried = []
    session.commit()
    assert "/alerts/" in save("own_words", goals="Sleep well").location


def test_the_save_and_its_alert_are_one_event(session, save, intake):
    save("safety", **HIGH)
    newest = session.scalars(select(AuditEvent).order_by(AuditEvent.sequence.desc())).first()
    assert newest.object_id == str(intake.id)
    assert newest.fields == ["cssrs"]
    assert newest.patients == [str(intake.episode.patient_id)]


# --- decided ----------------------------------------------------------------------------------


@pytest.fixture
def decided(session, facility, intake):
    """`decided(alert)`: a physician signs what follows, as the operation does."""

    def close(alert):
        physician = a_staff(Role.PRESCRIBER, at=facility, credential=Credential.MD)
        session.add(physician)
        session.flush()
        hand = Hand(staff=physician, method=AuthMethod.PASSWORD, at=datetime.now(UTC))
        session.add(dispose(alert, Decision.SAFETY_PLAN, "Safety plan with her.", hand))
        session.commit()
        return physician

    return close


@pytest.mark.parametrize("page", ["review", "sections/person", ""])
def test_what_was_decided_is_a_calm_line_on_every_page(
    session, save, decided, intake, browser_of_counselor, page
):
    save("safety", **MODERATE)
    (alert,) = alerts(session)
    before = browser_of_counselor.get(f"/intake/{intake.id}/{page}".rstrip("/")).text
    assert "Do not end the visit yet" in before
    who = decided(alert)
    after = browser_of_counselor.get(f"/intake/{intake.id}/{page}".rstrip("/")).text
    assert "Do not end the visit yet" not in after
    assert f"by {who.printed_name}, {who.credential}" in after
    assert f'href="/alerts/{alert.id}"' in after


def test_a_sign_nobody_decided_on_is_an_alarm_again(
    session, save, decided, intake, browser_of_counselor
):
    save("withdrawal", spo2="84")
    decided(alerts(session)[0])
    assert "Call 911" not in browser_of_counselor.get(f"/intake/{intake.id}/review").text
    save("withdrawal", spo2="80")
    assert "Call 911" in browser_of_counselor.get(f"/intake/{intake.id}/review").text


def test_the_alert_keeps_every_answer_of_the_screener(session, save, browser_of_counselor):
    save("mental", **{"phq9_items-9": "2"})
    save("safety", **screen("yn---y-"))
    high = next(each for each in alerts(session) if each.kind is AlertKind.SUICIDE_HIGH)
    assert high.why == ["Any suicidal act or preparation, ever: yes", "PHQ-9 question 9: 2"]
    page = browser_of_counselor.get(f"/alerts/{high.id}").text
    save("safety", **screen("nn---n-"))
    for words in (
        "Wish to be dead: yes",
        "Thoughts of killing oneself: no",
        "this counts as high [P]",
        "PHQ-9 question 9: 2",
    ):
        assert words in page
        assert words in browser_of_counselor.get(f"/alerts/{high.id}").text
