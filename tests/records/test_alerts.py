"""Alerts on a real database: raised once, answered at once, closed by a license."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError

from tests.builders import (
    NOON,
    a_facility,
    a_patient,
    a_place,
    a_program,
    a_staff,
    a_team_member,
    an_alert,
    an_episode,
)
from treatment.accounts import passwords
from treatment.accounts.vocabulary import Credential
from treatment.audit.models import AuditEvent
from treatment.errors import DomainError
from treatment.instruments.alarms import alarms_of, red
from treatment.patients.vocabulary import TeamPart
from treatment.permissions import Role
from treatment.records.canonical import digest
from treatment.records.models import Addendum, Alert, AlertEntry, Signature
from treatment.records.operations import alerts as operations
from treatment.records.operations.alerts import raise_alerts, raised_now
from treatment.records.vocabulary import (
    AddendumKind,
    AlertEntryKind,
    AlertKind,
    AtOnce,
    Kind,
    Meaning,
)

PASSWORD = "a sentence only she would say"
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


# --- the stop page ----------------------------------------------------------------------------


@pytest.fixture
def high(session, raised):
    """A high suicide risk that was found a minute ago."""
    (alert,) = raised(HIGH, at=datetime.now(UTC) - timedelta(minutes=1))
    session.commit()
    return alert


@pytest.fixture
def a_red_sign(session, raised):
    (alert,) = raised(
        [red([("Oxygen saturation below 90 %", "84 %", 6)])],
        at=datetime.now(UTC) - timedelta(minutes=1),
        source_id=uuid4(),
    )
    session.commit()
    return alert


@pytest.fixture
def somebody(session, facility, episode, client_of):
    """`somebody(Role.NURSE, …)`: on the care team, able to sign."""

    def sign_in(*roles, **changes):
        staff = a_staff(*roles, at=facility, password=passwords.hashed(PASSWORD), **changes)
        session.add(staff)
        session.flush()
        session.add(a_team_member(episode, staff, part=TeamPart.MEMBER))
        return client_of(staff)

    return sign_in


def of(alert, part=""):
    return f"/alerts/{alert.id}{part}"


def done(client, alert, **changes):
    sent = {"token": uuid4(), "done": ["stayed", "gave_988"], "occurred_at": a_minute_ago()}
    return client.post(of(alert, "/done"), data=sent | changes)


def a_minute_ago():
    here = datetime.now(UTC).astimezone(ZoneInfo("America/Los_Angeles"))
    return (here - timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M")


def dispose(client, alert, **changes):
    page = client.get(of(alert)).text
    found = re.search(r'name="seen"[^>]*value="(\d+)"', page)
    sent = {
        "seen": found[1] if found else "0",
        "decision": "safety_plan",
        "words": "Plan at home known to her sister; safety plan written with her.",
        "secret": PASSWORD,
    }
    return client.post(of(alert, "/disposition"), data=sent | changes)


def entries(session, alert):
    wanted = select(AlertEntry).where(AlertEntry.alert_id == alert.id)
    return session.scalars(wanted.order_by(AlertEntry.entered_at, AlertEntry.id)).all()


def newest_event(session):
    return session.scalars(select(AuditEvent).order_by(AuditEvent.sequence.desc())).first()


def test_the_stop_page_says_what_was_found_and_the_steps(somebody, high, counselor):
    page = somebody(Role.COUNSELOR).get(of(high, "?back=/intake/1/sections/person")).text
    assert "High suicide risk" in page
    assert "Some intent to act: yes" in page
    assert counselor.printed_name in page
    assert all(step in page for step in high.steps)
    assert "Stay with the person" in page
    assert 'tabindex="-1" autofocus' in page
    assert "Waits for the decision of a licensed clinician (LPHA)" in page
    assert "/disposition" not in page
    assert 'href="/intake/1/sections/person"' in page


@pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "/\\evil.example", "x"])
def test_the_way_back_leads_nowhere_but_home(somebody, high, back):
    page = somebody(Role.COUNSELOR).get(of(high), query_string={"back": back}).text
    assert f'href="{back}"' not in page
    assert "evil.example" not in re.sub(r"<form.*?</form>", "", page, flags=re.DOTALL)


def test_what_was_done_at_once_is_saved_by_anybody_who_cares(session, somebody, high, episode):
    nurse = somebody(Role.NURSE)
    answer = done(nurse, high, words="With her in room 2.", back="/intake/1/review")
    assert answer.status_code == 303
    assert answer.location.endswith("?back=/intake/1/review")
    (entry,) = entries(session, high)
    assert entry.done == ["stayed", "gave_988"]
    assert (entry.words, entry.entered_by_id) == ("With her in room 2.", nurse.staff.id)
    assert entry.occurred_at < entry.entered_at
    event = newest_event(session)
    assert (event.action, event.object_type, event.reason) == ("update", "alert", "done_at_once")
    assert event.patients == [str(episode.patient_id)]
    page = nurse.get(of(high)).text
    assert "Gave the person 988" in page
    assert "With her in room 2." in page
    assert high.is_open


def test_several_answers_stand_under_each_other_and_a_doubled_click_is_one(session, somebody, high):
    nurse, token = somebody(Role.NURSE), uuid4()
    for key in (token, token, uuid4()):
        assert done(nurse, high, token=key).status_code == 303
    assert len(entries(session, high)) == 2


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"done": []}, "Tick what was done, or write it."),
        ({"done": ["told"]}, "Write whom you told."),
        ({"occurred_at": "2099-01-01T10:00"}, "This lies in the future."),
        ({"occurred_at": ""}, "Enter when it was done."),
        ({"done": ["prayed"]}, "could not be coerced"),
    ],
)
def test_an_answer_that_says_nothing_is_asked_for_again(session, somebody, high, sent, words):
    answer = done(somebody(Role.NURSE), high, **sent)
    assert answer.status_code == 422
    assert words in answer.text
    assert entries(session, high) == []


def test_seeing_it_is_one_click_and_counted_once(session, somebody, high):
    nurse = somebody(Role.NURSE)
    assert "I have seen it" in nurse.get(of(high)).text
    for _ in range(2):
        assert nurse.post(of(high, "/seen")).status_code == 303
    (entry,) = entries(session, high)
    assert entry.kind is AlertEntryKind.ACKNOWLEDGED
    assert "I have seen it" not in nurse.get(of(high)).text


def test_words_typed_on_the_stop_page_are_offered_when_somebody_comes_back(session, somebody, high):
    nurse = somebody(Role.NURSE)
    typed = {"draft_page": of(high), "draft_tab": "one", "draft_sequence": "1"}
    assert nurse.post("/drafts", data=typed | {"words": "With her in room 2."}).status_code == 200
    page = nurse.get(of(high)).text
    assert "You left words here that are not saved" in page
    page = nurse.get(of(high, "?draft=one")).text
    assert "With her in room 2.</textarea>" in page
    assert "You go on with your draft" in page
    done(nurse, high, draft_page=of(high), draft_used="one", words="With her in room 2.")
    assert "You left words here" not in nurse.get(of(high)).text


def test_a_disposition_half_written_fills_its_own_form(somebody, high):
    therapist = somebody(Role.THERAPIST)
    typed = {"draft_page": of(high), "draft_tab": "two", "decision": "stay", "words": "Half a"}
    assert therapist.post("/drafts", data=typed).status_code == 200
    page = therapist.get(of(high, "?draft=two")).text
    assert "Half a</textarea>" in page.split('id="disposition"')[1]
    assert dispose(therapist, high, draft_page=of(high), draft_used="two").status_code == 303


# --- closed by a license ----------------------------------------------------------------------


def test_a_licensed_disposition_closes_the_alert_under_a_signature(session, somebody, high):
    therapist = somebody(Role.THERAPIST)
    assert dispose(therapist, high).status_code == 303
    session.refresh(high)
    assert high.closed_at is not None
    (entry,) = entries(session, high)
    assert (entry.kind, entry.done) == (AlertEntryKind.DISPOSITION, ["safety_plan"])
    signature = session.scalars(select(Signature)).one()
    assert (signature.object_type, signature.object_id) == (Kind.ALERT, high.id)
    assert signature.meaning is Meaning.DISPOSITION
    assert signature.signer_id == therapist.staff.id
    assert newest_event(session).action == "sign"
    page = therapist.get(of(high)).text
    assert "Risk assessed, safety plan written" in page
    assert signature.attestation in page
    assert "This is not what was signed" not in page


def test_the_signature_stands_under_the_finding_and_all_that_was_written(session, somebody, high):
    done(somebody(Role.NURSE), high)
    dispose(somebody(Role.THERAPIST), high)
    signature = session.scalars(select(Signature)).one()
    content = operations.record_of(session.get_one(Alert, high.id)).content
    assert signature.content_sha256 == digest(content)
    assert [each["kind"] for each in content["entries"]] == ["done_at_once", "disposition"]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"secret": "not hers"}, "is not right"),
        ({"secret": ""}, "to sign"),
        ({"decision": ""}, "Choose what follows."),
        ({"words": " "}, "Write what you found and decided."),
        ({"seen": "7"}, "Somebody wrote under this alert while you were reading."),
    ],
)
def test_an_incomplete_disposition_leaves_it_open(session, somebody, high, sent, words):
    answer = dispose(somebody(Role.PRESCRIBER), high, **sent)
    assert answer.status_code == 422
    assert words in answer.text
    session.refresh(high)
    assert high.is_open


def test_a_red_sign_waits_for_a_prescriber(session, somebody, a_red_sign):
    therapist = somebody(Role.THERAPIST)
    assert "Waits for the decision of a prescriber" in therapist.get(of(a_red_sign)).text
    assert dispose(therapist, a_red_sign).status_code == 409
    session.refresh(a_red_sign)
    assert a_red_sign.is_open
    assert dispose(somebody(Role.PRESCRIBER), a_red_sign, decision="emergency").status_code == 303
    session.refresh(a_red_sign)
    assert not a_red_sign.is_open


@pytest.mark.parametrize("role", [Role.COUNSELOR, Role.NURSE, Role.DIRECTOR, Role.AUDITOR])
def test_without_the_permission_there_is_nothing_to_sign(session, somebody, high, role):
    assert dispose(somebody(role), high).status_code == 404
    session.refresh(high)
    assert high.is_open


@pytest.mark.parametrize(
    "changes",
    [
        {"license_expires_on": date(2020, 1, 1)},
        {"credential": Credential.CADC},
        {"credential": Credential.NONE},
    ],
)
def test_without_a_valid_license_in_scope_nobody_closes_it(session, somebody, high, changes):
    therapist = somebody(Role.THERAPIST, **changes)
    assert "/disposition" not in therapist.get(of(high)).text
    assert dispose(therapist, high).status_code == 409
    session.refresh(high)
    assert high.is_open


def test_it_is_closed_once_and_what_was_done_before_may_still_be_written(session, somebody, high):
    prescriber = somebody(Role.PRESCRIBER)
    dispose(prescriber, high)
    assert dispose(prescriber, high).status_code == 409
    assert somebody(Role.NURSE).post(of(high, "/seen")).status_code == 409
    assert done(somebody(Role.COUNSELOR), high).status_code == 303
    page = prescriber.get(of(high)).text
    assert "This is not what was signed" not in page
    assert "Stayed with the person" in page


def test_the_database_refuses_to_change_what_was_closed_or_written(session, somebody, high):
    dispose(somebody(Role.PRESCRIBER), high)
    for change in (
        update(Alert).values(why=["nothing"]),
        update(Alert).values(closed_at=None),
        update(AlertEntry).values(words="nothing"),
        delete(AlertEntry),
    ):
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(change)


# --- who sees it ------------------------------------------------------------------------------


def test_nobody_outside_sees_or_answers_it(session, client_as, high):
    elsewhere = a_facility()
    session.add(elsewhere)
    session.flush()
    strangers = [
        client_as(Role.PRESCRIBER, at=elsewhere),
        client_as(*Role, at=elsewhere),
        client_as(Role.COUNSELOR),
        client_as(Role.THERAPIST),
        client_as(Role.RECORDS),
        client_as(Role.ADMINISTRATOR),
    ]
    for stranger in strangers:
        assert stranger.get(of(high)).status_code == 404
        assert done(stranger, high).status_code == 404
        assert stranger.post(of(high, "/seen")).status_code == 404
        sent = {"seen": "0", "decision": "stay", "words": "x", "secret": "y"}
        assert stranger.post(of(high, "/disposition"), data=sent).status_code == 404
    assert entries(session, high) == []
    session.refresh(high)
    assert high.is_open


def test_reading_it_is_one_event_that_names_the_patient(session, somebody, high, episode):
    before = session.scalar(select(func.count()).select_from(AuditEvent))
    somebody(Role.NURSE).get(of(high))
    assert session.scalar(select(func.count()).select_from(AuditEvent)) == before + 1
    event = newest_event(session)
    assert (event.action, event.patients) == ("read", [str(episode.patient_id)])
    assert event.object_id == str(high.id)


def test_a_director_reads_the_history_and_answers_nothing(somebody, high, episode):
    director = somebody(Role.DIRECTOR)
    page = director.get(of(high)).text
    assert "Save what was done" not in page
    listed = director.get(f"/episodes/{episode.id}/alerts").text
    assert "High suicide risk" in listed
    assert "1 open alert" in listed


def test_the_list_of_an_episode_keeps_what_is_closed(somebody, high, a_red_sign, episode):
    prescriber = somebody(Role.PRESCRIBER)
    done(prescriber, a_red_sign)
    dispose(prescriber, high)
    page = prescriber.get(f"/episodes/{episode.id}/alerts").text
    assert page.index("Emergency: a red sign") < page.index("High suicide risk")
    assert "Risk assessed, safety plan written" in page
    assert "Stayed with the person" in page


def test_an_alert_of_a_withdrawn_record_says_so_and_still_waits(session, somebody, high, episode):
    nurse = somebody(Role.NURSE)
    for page in (of(high), f"/episodes/{episode.id}/alerts"):
        assert "was withdrawn" not in nurse.get(page).text
    session.add(
        Addendum(
            facility_id=high.facility_id,
            patient_id=high.patient_id,
            object_type=high.source_type,
            object_id=high.source_id,
            kind=AddendumKind.RETRACTION,
            words="Withdrawn.",
            reason="These answers belong to another person.",
            entered_at=NOON,
            author_id=nurse.staff.id,
        )
    )
    session.commit()
    for page in (of(high), f"/episodes/{episode.id}/alerts"):
        said = " ".join(nurse.get(page).text.split())
        assert "The record this came from was withdrawn" in said
        assert f"by {nurse.staff.printed_name}" in said
        assert "These answers belong to another person." in said
    session.refresh(high)
    assert high.is_open


def test_an_open_alert_stands_above_every_page_of_the_chart(somebody, high, episode):
    nurse = somebody(Role.NURSE)
    for address in (f"/patients/{episode.patient_id}", f"/episodes/{episode.id}/intake"):
        page = nurse.get(address).text
        assert "alert-bar" in page
        assert of(high) in page
    assert "alert-bar" not in somebody(Role.RECORDS).get(f"/patients/{episode.patient_id}").text
    dispose(somebody(Role.PRESCRIBER), high)
    assert "alert-bar" not in nurse.get(f"/patients/{episode.patient_id}").text


def test_the_decision_can_be_written_after_the_person_has_left(session, somebody, high, episode):
    prescriber = somebody(Role.PRESCRIBER)
    episode.ended_at = datetime.now(UTC)
    session.commit()
    answer = dispose(prescriber, high, decision="emergency")
    assert (answer.status_code, answer.location) == (303, "/")
    session.refresh(high)
    assert not high.is_open


# --- Today ------------------------------------------------------------------------------------


def test_today_shows_open_alerts_the_most_overdue_first(session, somebody, raised, high):
    raised(MODERATE, at=datetime.now(UTC) - timedelta(hours=30), source_id=uuid4())
    soon = datetime.now(UTC) - timedelta(minutes=50)
    raised([red([("Delirium", "", 0)])], at=soon, source_id=uuid4())
    session.commit()
    prescriber = somebody(Role.PRESCRIBER)
    page = prescriber.get("/").text
    panel = page[page.index('id="alerts"') :]
    order = ["Moderate suicide risk", "Emergency: a red sign", "High suicide risk"]
    assert [panel.index(words) for words in order] == sorted(panel.index(words) for words in order)
    assert "Overdue · due 6 h ago" in panel
    assert "Due soon" in panel
    assert "Nobody has answered" in panel
    done(prescriber, high)
    assert "Done at once: written" in prescriber.get("/").text


@pytest.mark.parametrize(
    ("role", "sees"),
    [(Role.COUNSELOR, True), (Role.THERAPIST, True), (Role.NURSE, True), (Role.DIRECTOR, False)],
)
def test_today_tells_the_team_and_nobody_else(somebody, client_as, high, role, sees):
    assert ('id="alerts"' in somebody(role).get("/").text) is sees
    if role in {Role.COUNSELOR, Role.THERAPIST}:
        assert 'id="alerts"' not in client_as(role).get("/").text


def test_one_alert_or_many_cost_today_the_same(session, somebody, raised, statements):
    nurse = somebody(Role.NURSE)
    counts = []
    for _ in range(2):
        raised(HIGH, at=datetime.now(UTC), source_id=uuid4())
        session.commit()
        with statements() as seen:
            nurse.get("/")
        counts.append(len(seen))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("source_type", "words"),
    [(Kind.ASSESSMENT, "To the intake"), (Kind.MEASUREMENT, "To the scores")],
)
def test_the_page_leads_to_where_the_answers_stand(
    session, somebody, episode, counselor, source_type, words
):
    alert = an_alert(episode, by=counselor, source_type=source_type)
    session.add(alert)
    session.commit()
    assert words in somebody(Role.NURSE).get(of(alert)).text


def test_an_alert_without_a_page_of_answers_shows_none(session, somebody, episode, counselor):
    session.add(alert := an_alert(episode, by=counselor, source_type=Kind.PLAN))
    session.commit()
    page = somebody(Role.NURSE).get(of(alert)).text
    assert "High suicide risk" in page
    assert "To the " not in page


@pytest.mark.parametrize(
    ("done_at_once", "words", "refusal"),
    [([], None, "Tick what was done"), ([AtOnce.TOLD], None, "Write whom you told")],
)
def test_an_answer_without_content_is_refused_wherever_it_comes_from(
    raised, counselor, done_at_once, words, refusal
):
    (alert,) = raised(HIGH)
    with pytest.raises(DomainError, match=refusal):
        operations.record_done(
            alert, done_at_once, words, key=uuid4(), occurred_at=NOON, by=counselor, at=NOON
        )
