"""Taking an instrument and reading it back, with real clients on a real database."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.builders import (
    a_facility,
    a_measurement,
    a_patient,
    a_place,
    a_program,
    a_staff,
    a_team_member,
    an_episode,
)
from treatment.accounts import passwords
from treatment.accounts.models import Facility, Staff
from treatment.audit.models import AuditEvent
from treatment.instruments.catalog import CATALOG, Instrument
from treatment.instruments.forms import fields_of
from treatment.instruments.models import Measurement
from treatment.patients.models import Episode
from treatment.patients.vocabulary import Sex
from treatment.permissions import Role
from treatment.records.models import Addendum, Alert
from treatment.records.vocabulary import AddendumKind, Kind
from treatment.web.guards import does_keep_drafts

PASSWORD = "a sentence only she would say"
LARGEST = 60_000
NOW = datetime.now(UTC)


@pytest.fixture
def nurse(session: Session, facility: Facility) -> Staff:
    staff = a_staff(Role.NURSE, at=facility, password=passwords.hashed(PASSWORD))
    session.add(staff)
    session.flush()
    return staff


@pytest.fixture
def care(session: Session, facility: Facility, nurse: Staff) -> Episode:
    return an_open_episode(session, facility, nurse)


def an_open_episode(session: Session, at: Facility, by: Staff) -> Episode:
    patient = a_patient(at, by=by, sex=Sex.MALE)
    program = a_program(at)
    opened = NOW - timedelta(days=60)
    episode = an_episode(patient, by=by, opened_at=opened, admitted_at=opened)
    session.add_all([patient, program])
    session.flush()
    session.add(episode)
    session.flush()
    session.add(a_place(episode, program))
    session.flush()
    return episode


@pytest.fixture
def browser_of_nurse(client_of: Callable[[Staff], Any], nurse: Staff) -> Any:
    return client_of(nurse)


def answered(key: str, number: int = 0) -> dict[str, str]:
    """The fields of an instrument, each with one of its answers."""
    known = CATALOG[key]
    if isinstance(known, Instrument):
        pairs = zip(fields_of(known), known.items, strict=True)
        return {name: str(item.values[number % len(item.values)]) for name, item in pairs}
    return dict.fromkeys(fields_of(known), "3")


def form(key: str, **changes: str) -> dict[str, str]:
    more = {"substance": "kratom"} if key == "dsm" else {}
    usual = {"token": str(uuid4()), "reason": "scheduled", **more, **answered(key)}
    return {**usual, **changes}


def url(care: Episode, key: str = "", rest: str = "") -> str:
    return f"/episodes/{care.id}/scores" + (f"/{key}" if key else "") + rest


def take(client: Any, care: Episode, key: str, **changes: str) -> Any:
    return client.post(url(care, key, "/new"), data=form(key, **changes))


def on_day(of: Episode, by: Staff, day: int, version: str = "1", **changes: Any) -> Measurement:
    at = of.opened_at + timedelta(days=day)
    when = {"observed_at": at, "entered_at": at}
    return a_measurement(of, by=by, instrument_version=version, **{**when, **changes})


def measured(session: Session) -> list[Measurement]:
    return list(session.scalars(select(Measurement).order_by(Measurement.observed_at)))


@pytest.mark.parametrize("key", CATALOG)
def test_every_instrument_can_be_entered_and_read_back(
    key: str, browser_of_nurse: Any, care: Episode, session: Session
) -> None:
    empty = browser_of_nurse.get(url(care, key, "/new"))
    assert empty.status_code == 200
    assert len(empty.data) < LARGEST
    answer = take(browser_of_nurse, care, key)
    assert answer.status_code == 303, answer.text
    row = session.scalars(select(Measurement)).one()
    assert (row.instrument, row.instrument_version) == (key, CATALOG[key].version)
    assert [str(value) for value in row.items or []]
    page = browser_of_nurse.get(url(care, key))
    assert page.status_code == 200
    assert "Every result" in page.text
    assert "Due by schedule" in page.text
    assert escape(CATALOG[key].credit, quote=False) in page.text


@pytest.mark.parametrize("key", CATALOG)
def test_the_score_stands_beside_while_it_is_answered(
    key: str, browser_of_nurse: Any, care: Episode, session: Session
) -> None:
    answer = browser_of_nurse.post(url(care, key, "/new/score"), data=form(key))
    assert answer.status_code == 200
    assert 'id="scores"' in answer.text
    assert measured(session) == []


def test_the_overview_names_every_instrument_and_what_is_due(
    browser_of_nurse: Any, care: Episode
) -> None:
    take(browser_of_nurse, care, "cows")
    page = browser_of_nurse.get(url(care)).text
    assert all(known.name.replace("’", "’") in page for known in CATALOG.values())
    assert "not taken yet" in page
    assert "Due now" in page


def test_one_who_presses_twice_has_measured_once(
    browser_of_nurse: Any, care: Episode, session: Session
) -> None:
    fields = form("phq9")
    first = browser_of_nurse.post(url(care, "phq9", "/new"), data=fields)
    second = browser_of_nurse.post(url(care, "phq9", "/new"), data=fields)
    assert (first.status_code, second.status_code) == (303, 303)
    assert len(measured(session)) == 1


def test_the_token_of_another_episode_makes_nothing(
    browser_of_nurse: Any, care: Episode, session: Session, facility: Facility, nurse: Staff
) -> None:
    other, fields = an_open_episode(session, facility, nurse), form("phq9")
    browser_of_nurse.post(url(care, "phq9", "/new"), data=fields)
    assert browser_of_nurse.post(url(other, "phq9", "/new"), data=fields).status_code == 404
    assert len(measured(session)) == 1


def test_an_open_question_leaves_no_total_only_the_least_it_can_be(
    browser_of_nurse: Any, care: Episode, session: Session
) -> None:
    answer = take(browser_of_nurse, care, "gad7", **{"gad7-1": "2", "gad7-2": "3", "gad7-7": ""})
    assert answer.status_code == 303
    row = measured(session)[0]
    assert (row.total, row.at_least, row.band) == (None, 5, None)
    assert "at least 5" in browser_of_nurse.get(url(care, "gad7")).text


def test_what_cannot_be_read_is_said_beside_the_field_and_everything_typed_stays(
    browser_of_nurse: Any, care: Episode, session: Session
) -> None:
    wrong = {"isi-1": "29", "note": "Woke at four every night."}
    answer = take(browser_of_nurse, care, "isi", **wrong)
    assert answer.status_code == 422
    assert 'id="isi-1-error"' in answer.text
    assert "ISI total: enter a whole number from 0 to 28." in answer.text
    assert 'value="29"' in answer.text
    assert "Woke at four every night." in answer.text
    assert measured(session) == []


@pytest.mark.parametrize(
    ("key", "changes", "sentence"),
    [
        ("cows", {"cows-1": "3"}, "3 is not an answer of this item; it has 0, 1, 2, 4."),
        ("phq9", {"reason": ""}, "Choose why it is taken now."),
        ("phq9", {"observed_at": "2150-01-01T10:00"}, "This lies in the future."),
        ("dsm", {"substance": ""}, "Choose the substance."),
        ("urica", {"urica-2": "5.5"}, "Contemplation, mean: enter a number from 1 to 5."),
        ("isi", {"isi-1": "7.5"}, "ISI total: enter a whole number from 0 to 28."),
        ("isi", {"isi-1": ""}, "Answer at least one question before saving."),
        ("cows", {"heart_rate": "9"}, "Enter a whole number from 20 to 300."),
    ],
)
def test_a_refusal_is_a_sentence(
    key: str,
    changes: dict[str, str],
    sentence: str,
    browser_of_nurse: Any,
    care: Episode,
    session: Session,
) -> None:
    answer = take(browser_of_nurse, care, key, **changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert measured(session) == []


def test_the_points_of_the_pulse_must_match_a_heart_rate_entered_beside_them(
    browser_of_nurse: Any, care: Episode, session: Session
) -> None:
    answer = take(browser_of_nurse, care, "cows", **{"heart_rate": "104", "cows-1": "0"})
    assert answer.status_code == 422
    assert "A heart rate of 104 scores 2 on the resting pulse, not 0." in answer.text
    assert (
        take(browser_of_nurse, care, "cows", **{"heart_rate": "104", "cows-1": "2"}).status_code
        == 303
    )
    row = measured(session)[0]
    assert row.details is not None
    assert row.details["heart_rate"] == 104
    assert "Heart rate 104 per min" in browser_of_nurse.get(url(care, "cows")).text


def test_without_a_frightening_event_the_trauma_screen_is_zero(
    browser_of_nurse: Any, care: Episode, session: Session
) -> None:
    unasked = dict.fromkeys(fields_of(CATALOG["pcptsd5"]), "")
    assert take(browser_of_nurse, care, "pcptsd5", exposed="no", **unasked).status_code == 303
    assert measured(session)[0].total == 0


def test_a_reading_that_was_earlier_is_marked_late_with_both_times_and_why(
    browser_of_nurse: Any, care: Episode, session: Session
) -> None:
    earlier = (NOW - timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    refused = take(browser_of_nurse, care, "phq9", observed_at=earlier)
    assert refused.status_code == 422
    assert "This is entered more than 10 minutes later. Say why." in refused.text
    kept = take(browser_of_nurse, care, "phq9", observed_at=earlier, late_reason="No tablet.")
    assert kept.status_code == 303
    row = measured(session)[0]
    assert row.is_late
    page = browser_of_nurse.get(url(care, "phq9")).text
    assert "Late entry" in page
    assert "Late because: No tablet." in page


def test_what_is_taken_at_once_is_not_late(
    browser_of_nurse: Any, care: Episode, session: Session
) -> None:
    take(browser_of_nurse, care, "phq9")
    row = measured(session)[0]
    assert row.observed_at == row.entered_at
    assert not row.is_late


def test_a_score_of_mood_on_a_day_of_withdrawal_is_provisional(
    browser_of_nurse: Any, care: Episode, session: Session
) -> None:
    take(browser_of_nurse, care, "phq9")
    take(browser_of_nurse, care, "cows", **{"cows-3": "5"})
    take(browser_of_nurse, care, "gad7")
    found = {row.instrument: row.is_provisional for row in measured(session)}
    assert found == {"phq9": False, "cows": False, "gad7": True}
    page = browser_of_nurse.get(url(care, "gad7")).text
    assert "Provisional" in page
    assert "repeated after 2 to 4 weeks without use" in page


def test_a_known_part_of_an_incomplete_cows_counts_for_it_too(
    browser_of_nurse: Any, care: Episode, session: Session
) -> None:
    take(browser_of_nurse, care, "cows", **{"cows-3": "5", "cows-11": ""})
    take(browser_of_nurse, care, "gad7")
    assert measured(session)[-1].is_provisional


def test_a_positive_suicide_screen_leads_to_its_stop_page_and_is_saved(
    browser_of_nurse: Any, care: Episode, session: Session
) -> None:
    yes = {f"cssrs-{number}": "n" for number in range(1, 8)} | {"cssrs-2": "y", "cssrs-4": "y"}
    answer = take(browser_of_nurse, care, "cssrs", **yes)
    alert = session.scalars(select(Alert)).one()
    assert answer.status_code == 303
    assert str(alert.id) in answer.location
    assert measured(session)[0].id == alert.source_id
    assert browser_of_nurse.get(answer.location).status_code == 200


def test_the_alarm_stands_there_while_it_is_answered(browser_of_nurse: Any, care: Episode) -> None:
    answer = browser_of_nurse.post(url(care, "phq9", "/new/score"), data={"phq9-9": "1"})
    assert "PHQ-9 question 9 is 1" in answer.text
    assert 'hx-swap-oob="true"' in answer.text


@pytest.mark.parametrize(
    ("beats", "points", "is_red"),
    [("44", "0", True), ("45", "0", False), ("129", "4", False), ("130", "4", True)],
)
def test_a_red_pulse_beside_a_cows_opens_the_stop_page(
    beats: str, points: str, *, is_red: bool, browser_of_nurse: Any, care: Episode, session: Session
) -> None:
    typed = {"heart_rate": beats, "cows-1": points}
    live = browser_of_nurse.post(url(care, "cows", "/new/score"), data=form("cows", **typed))
    assert (f"{beats} per min" in live.get_data(as_text=True)) is is_red
    answer = take(browser_of_nurse, care, "cows", **typed)
    assert ("/alerts/" in answer.location) is is_red
    raised = session.scalars(select(Alert).where(Alert.episode_id == care.id)).all()
    assert [alert.kind.value for alert in raised] == ["red_sign"] * is_red


def test_two_versions_stand_apart_in_picture_and_table(
    browser_of_nurse: Any, care: Episode, session: Session, nurse: Staff
) -> None:
    session.add_all(
        on_day(care, nurse, day, total=20 - day, version=str(day // 2)) for day in range(4)
    )
    page = browser_of_nurse.get(url(care, "phq9")).text
    assert page.count('class="course"') == 2
    assert page.count('class="break"') == 1
    assert "A new version begins: nothing is compared across it" in page
    assert "New version: not compared" in page


def test_a_real_change_is_marked_in_picture_and_table(
    browser_of_nurse: Any, care: Episode, session: Session, nurse: Staff
) -> None:
    session.add_all(on_day(care, nurse, day, total=20 - 6 * day) for day in range(2))
    page = browser_of_nurse.get(url(care, "phq9")).text
    assert "\u22126 since the last: better" in page
    assert 'class="ring"' in page


def test_a_withdrawn_result_is_struck_through_and_in_no_trend(
    browser_of_nurse: Any,
    care: Episode,
    session: Session,
    nurse: Staff,
    client_as: Callable[..., Any],
) -> None:
    session.add_all(on_day(care, nurse, day, total=20 - day) for day in range(3))
    session.flush()
    wrong = measured(session)[1]
    at = f"/scores/{wrong.id}/withdraw"
    assert browser_of_nurse.get(at).status_code == 200
    why = "Typed into the chart of the wrong person."
    fields = {"token": str(uuid4()), "reason": why, "secret": PASSWORD}
    assert browser_of_nurse.post(at, data=fields).status_code == 303
    assert session.scalars(select(Addendum)).one().object_id == wrong.id
    page = browser_of_nurse.get(url(care, "phq9")).text
    assert page.count("<s>19</s>") == 1
    assert why in page
    assert page.count('class="course"') == 1
    assert "2 times" in browser_of_nurse.get(url(care)).text
    keeper = client_as(Role.RECORDS)
    assert (
        f"/scores/{wrong.id}/withdrawn" in keeper.get(f"/patients/{care.patient_id}/retracted").text
    )
    kept = keeper.get(f"/scores/{wrong.id}/withdrawn").text
    assert "This result does not count" in kept
    assert why in kept
    assert browser_of_nurse.get(f"/scores/{wrong.id}/withdrawn").status_code == 404


def test_why_it_is_withdrawn_outlives_the_sign_in_and_is_asked_once(
    browser_of_nurse: Any, care: Episode, session: Session, nurse: Staff
) -> None:
    session.add(on_day(care, nurse, 1, total=9))
    session.flush()
    at = f"/scores/{measured(session)[0].id}/withdraw"
    why = "Typed into the chart of the wrong person."
    assert does_keep_drafts(browser_of_nurse.application, "instruments.withdraw")
    for status in (303, 409):
        sent = {"token": str(uuid4()), "reason": why, "secret": PASSWORD}
        assert browser_of_nurse.post(at, data=sent).status_code == status
    assert len(session.scalars(select(Addendum)).all()) == 1


def test_what_stands_is_not_among_the_withdrawn(
    client_as: Callable[..., Any], care: Episode, session: Session, nurse: Staff
) -> None:
    row = on_day(care, nurse, 1)
    session.add(row)
    session.flush()
    answer = client_as(Role.RECORDS).get(f"/scores/{row.id}/withdrawn")
    assert (answer.status_code, answer.location) == (303, f"/patients/{care.patient_id}/retracted")


def test_the_results_of_a_withdrawn_intake_are_withdrawn_with_it(
    browser_of_nurse: Any, care: Episode, session: Session, nurse: Staff
) -> None:
    session.add(on_day(care, nurse, 1, source_id=(source := uuid4()), total=21))
    session.add(
        Addendum(
            facility_id=care.facility_id,
            patient_id=care.patient_id,
            object_type=Kind.ASSESSMENT,
            object_id=source,
            kind=AddendumKind.RETRACTION,
            words="",
            reason="In the chart of the wrong person.",
            entered_at=NOW,
            author_id=nurse.id,
        )
    )
    session.flush()
    assert "<s>21</s>" in browser_of_nurse.get(url(care, "phq9")).text
    assert "21" not in browser_of_nurse.get(url(care)).text.split("Every instrument")[1]


def test_a_result_of_a_signed_intake_is_not_withdrawn_by_itself(
    browser_of_nurse: Any, care: Episode, session: Session, nurse: Staff
) -> None:
    row = on_day(care, nurse, 1, source_id=uuid4())
    session.add(row)
    session.flush()
    assert browser_of_nurse.get(f"/scores/{row.id}/withdraw").status_code == 404


def test_criteria_of_one_substance_are_not_those_of_another(
    browser_of_nurse: Any, care: Episode, session: Session
) -> None:
    take(browser_of_nurse, care, "dsm", substance="kratom")
    take(browser_of_nurse, care, "dsm", substance="alcohol")
    page = browser_of_nurse.get(url(care, "dsm")).text
    assert page.count('class="chart"') == 2
    assert "since the last" not in page


@pytest.mark.parametrize("rest", ["", "/phq9", "/phq9/new"])
def test_another_facility_and_another_caseload_see_no_page(
    rest: str, client_as: Callable[..., Any], care: Episode, session: Session
) -> None:
    elsewhere = a_facility()
    session.add(elsewhere)
    session.flush()
    for client in (client_as(Role.NURSE, at=elsewhere), client_as(Role.COUNSELOR)):
        assert client.get(url(care, rest=rest)).status_code == 404
        assert client.post(url(care, "phq9", "/new"), data=form("phq9")).status_code == 404


def test_a_counselor_of_the_care_team_takes_an_instrument(
    client_of: Callable[[Staff], Any], care: Episode, session: Session, facility: Facility
) -> None:
    counselor = a_staff(Role.COUNSELOR, at=facility)
    session.add(counselor)
    session.flush()
    session.add(a_team_member(care, counselor))
    assert take(client_of(counselor), care, "barc10").status_code == 303


def test_an_instrument_nobody_knows_has_no_page(browser_of_nurse: Any, care: Episode) -> None:
    for rest in ("/nothing", "/nothing/new"):
        assert browser_of_nurse.get(url(care, rest=rest)).status_code == 404


def test_nothing_is_measured_in_an_ended_episode(
    browser_of_nurse: Any, care: Episode, session: Session, client_as: Callable[..., Any]
) -> None:
    director = client_as(Role.NURSE, Role.DIRECTOR)
    care.ended_at = NOW
    session.flush()
    answer = take(director, care, "phq9")
    assert answer.status_code == 409
    assert "This episode of care has ended." in answer.text
    assert director.get(url(care, "phq9", "/new")).status_code == 409
    assert "Take now" not in director.get(url(care)).text
    assert measured(session) == []


@pytest.mark.parametrize("rest", ["", "/phq9"])
def test_a_page_asks_as_much_for_forty_results_as_for_two(
    rest: str, browser_of_nurse: Any, care: Episode, session: Session, nurse: Staff, statements: Any
) -> None:
    counts = []
    for begin, end in ((0, 2), (2, 40)):
        session.add_all(on_day(care, nurse, day, total=day % 27) for day in range(begin, end))
        session.flush()
        with statements() as seen:
            page = browser_of_nurse.get(url(care, rest=rest))
        assert page.status_code == 200
        assert len(page.data) < LARGEST
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_each_page_and_each_measurement_leaves_one_event(
    browser_of_nurse: Any, care: Episode, session: Session
) -> None:
    for ask in (
        lambda: browser_of_nurse.get(url(care)),
        lambda: browser_of_nurse.get(url(care, "phq9")),
        lambda: browser_of_nurse.get(url(care, "phq9", "/new")),
        lambda: take(browser_of_nurse, care, "phq9"),
    ):
        before = session.scalar(select(func.count()).select_from(AuditEvent)) or 0
        ask()
        after = session.scalar(select(func.count()).select_from(AuditEvent)) or 0
        assert after == before + 1


def test_all_results_are_listed_where_somebody_asks_for_them(
    browser_of_nurse: Any, care: Episode, session: Session, nurse: Staff
) -> None:
    session.add_all(on_day(care, nurse, day, total=day % 27) for day in range(30))
    few = browser_of_nurse.get(url(care, "phq9")).text
    assert "Show all 30 results" in few
    whole = browser_of_nurse.get(url(care, "phq9") + "?all=1").text
    assert whole.count("Withdraw<") > few.count("Withdraw<")


def test_questions_of_another_version_are_not_put_into_words_of_today(
    browser_of_nurse: Any, care: Episode, session: Session, nurse: Staff
) -> None:
    session.add(on_day(care, nurse, 1, version="0", items=[1, 2, None]))
    session.add(on_day(care, nurse, 2, items=[0] * 9))
    page = browser_of_nurse.get(url(care, "phq9")).text
    assert "3. Question 3" in page
    assert "2. Feeling down, depressed, or hopeless" in page


def test_words_left_unsaved_are_offered_and_taken_up_again(
    browser_of_nurse: Any, care: Episode, session: Session
) -> None:
    page = url(care, "phq9", "/new")
    typed = {"draft_page": page, "draft_tab": "a", "draft_sequence": 1}
    browser_of_nurse.post("/drafts", data={**typed, "phq9-1": "2", "note": "Sleeps badly."})
    assert "You left words here that are not saved" in browser_of_nurse.get(page).text
    again = browser_of_nurse.get(f"{page}?draft=a").text
    assert "Sleeps badly." in again
    assert "1 of 9 answered" in again
    fields = form("phq9", draft_page=page, draft_used="a", note="Sleeps badly.")
    assert browser_of_nurse.post(page, data=fields).status_code == 303
    assert "You left words here" not in browser_of_nurse.get(page).text
