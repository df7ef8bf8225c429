"""The papers of an admission: when they are due, what may be recorded, and who is told."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from tests.builders import a_facility, a_patient, a_staff, a_team_member, an_episode
from treatment.accounts.models import Facility, Staff
from treatment.audit.models import AuditEvent
from treatment.errors import DomainError
from treatment.intake.admissions import (
    NEEDS_REASON,
    PAPERS,
    SETTLED,
    Counting,
    Event,
    Standing,
    Timer,
    due_day,
    due_on,
    missing,
    standing,
)
from treatment.intake.models import AdmissionEntry
from treatment.intake.operations.admitting import Entry, record_paper
from treatment.intake.vocabulary import AdmissionItem as Item
from treatment.intake.vocabulary import AdmissionOutcome as Outcome
from treatment.patients.models import Episode
from treatment.permissions import Role

NOW = datetime.now(UTC)
TODAY = NOW.astimezone(ZoneInfo("America/Los_Angeles")).date()
DAY = timedelta(days=1)


def a_timer(offset: int, counting: Counting = Counting.CALENDAR_DAYS) -> Timer:
    return Timer(
        event=Event.ADMISSION,
        offset=offset,
        counting=counting,
        role="somebody",
        source="a rule",
        certainty="P",
    )


# --- by when ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("began", "offset", "due"),
    [
        (date(2026, 3, 2), 0, date(2026, 3, 2)),
        (date(2026, 3, 2), 7, date(2026, 3, 9)),
        (date(2026, 2, 25), 7, date(2026, 3, 4)),
        (date(2028, 2, 25), 7, date(2028, 3, 3)),
        (date(2026, 12, 28), 7, date(2027, 1, 4)),
        (date(2026, 3, 5), 7, date(2026, 3, 12)),
        (date(2026, 10, 30), 7, date(2026, 11, 6)),
    ],
    ids=[
        "day 0 is the day it began",
        "seven days later",
        "over the end of February",
        "over a leap day",
        "over the new year",
        "over the night that loses an hour",
        "over the night that gains an hour",
    ],
)
def test_calendar_days_are_counted_from_day_0(began: date, offset: int, due: date) -> None:
    assert due_on(a_timer(offset), began) == due


@pytest.mark.parametrize(
    ("began", "offset", "holidays", "due"),
    [
        (date(2026, 3, 2), 3, (), date(2026, 3, 5)),
        (date(2026, 3, 6), 1, (), date(2026, 3, 9)),
        (date(2026, 3, 7), 1, (), date(2026, 3, 9)),
        (date(2026, 3, 6), 1, (date(2026, 3, 9),), date(2026, 3, 10)),
        (date(2026, 3, 7), 0, (), date(2026, 3, 7)),
    ],
    ids=["in one week", "over a weekend", "from a Saturday", "over a holiday", "day 0"],
)
def test_business_days_leave_out_weekends_and_holidays(
    began: date, offset: int, holidays: tuple[date, ...], due: date
) -> None:
    assert due_on(a_timer(offset, Counting.BUSINESS_DAYS), began, holidays) == due


def test_the_admission_agreement_is_due_seven_days_after_admission_and_says_where_from() -> None:
    timer = PAPERS[Item.ADMISSION_AGREEMENT].timer
    assert timer
    assert due_day(Item.ADMISSION_AGREEMENT, date(2026, 3, 2)) == date(2026, 3, 9)
    assert "§10566(c)" in timer.source
    assert timer.said == "at most 7 calendar days after admission"


def test_before_admission_nothing_is_due() -> None:
    assert [due_day(item, None) for item in Item] == [None] * len(Item)


@pytest.mark.parametrize(
    ("outcome", "due_in", "where"),
    [
        (Outcome.SIGNED, -9, Standing.DONE),
        (Outcome.ACKNOWLEDGED, None, Standing.DONE),
        (Outcome.GIVEN, 0, Standing.DONE),
        (Outcome.REFUSED, -9, Standing.REFUSED),
        (Outcome.NOT_NEEDED, -9, Standing.NOT_NEEDED),
        (Outcome.UNABLE, -1, Standing.OVERDUE),
        (Outcome.UNABLE, 0, Standing.DUE),
        (None, -1, Standing.OVERDUE),
        (None, 0, Standing.DUE),
        (None, 7, Standing.DUE),
        (None, None, Standing.OPEN),
        (Outcome.UNABLE, None, Standing.OPEN),
    ],
)
def test_where_a_paper_stands(outcome: Outcome | None, due_in: int | None, where: Standing) -> None:
    due = None if due_in is None else TODAY + due_in * DAY
    assert standing(outcome, due, TODAY) is where
    assert where.is_missing is (outcome not in SETTLED)


def test_what_is_missing_comes_with_the_earliest_day_first_and_no_day_last() -> None:
    found = missing({Item.CONSENT_TO_TREAT: Outcome.SIGNED}, TODAY, TODAY)
    assert [each.item for each in found] == [
        Item.CONFIDENTIALITY_NOTICE,
        Item.ADMISSION_AGREEMENT,
        Item.ORIENTATION,
    ]
    assert [each.due for each in found] == [TODAY, TODAY + 7 * DAY, None]


def test_every_paper_says_what_may_be_recorded_and_every_outcome_is_used() -> None:
    assert set(PAPERS) == set(Item)
    assert {each for paper in PAPERS.values() for each in paper.outcomes} == set(Outcome)


# --- recording ------------------------------------------------------------------------------------


@pytest.fixture
def clerk(session: Session, facility: Facility) -> Staff:
    staff = a_staff(Role.RECORDS, at=facility)
    session.add(staff)
    session.flush()
    return staff


@pytest.fixture
def care(session: Session, facility: Facility, clerk: Staff) -> Episode:
    return someone(session, facility, clerk, "Marker", days=3)


def someone(
    session: Session, facility: Facility, by: Staff, name: str, days: float | None
) -> Episode:
    """A person in care since so many days; None waits for admission."""
    came = NOW - timedelta(days=days or 0)
    patient = a_patient(facility, by=by, family_name=name)
    episode = an_episode(patient, by=by, opened_at=came, admitted_at=None if days is None else came)
    session.add_all([patient, episode])
    session.flush()
    return episode


def url(care: Episode, item: Item | None = None) -> str:
    return f"/episodes/{care.id}/admission" + (f"/{item.value}" if item else "")


def send(client: Any, care: Episode, item: Item, **fields: Any) -> Any:
    page = client.get(url(care, item))
    assert page.status_code == 200
    token = re.search(r'name="token"[^>]*value="([\w-]+)"', page.text)
    assert token
    usual = {"token": token[1], "on_day": TODAY.isoformat(), "outcome": "signed"}
    return client.post(url(care, item), data={**usual, **fields})


def entries(session: Session) -> list[AdmissionEntry]:
    return list(session.scalars(select(AdmissionEntry).order_by(AdmissionEntry.entered_at)))


@pytest.mark.parametrize("item", list(Item))
@pytest.mark.parametrize("outcome", list(Outcome))
def test_only_what_a_paper_can_be_is_recorded(
    care: Episode, clerk: Staff, item: Item, outcome: Outcome
) -> None:
    told = Entry(item=item, outcome=outcome, on_day=TODAY, form_version="2026-01", note="because")
    if outcome in PAPERS[item].outcomes:
        made = record_paper(care, told, id=uuid7(), by=clerk, at=NOW)
        assert (made.item, made.outcome) == (item, outcome)
    else:
        with pytest.raises(DomainError, match="cannot be"):
            record_paper(care, told, id=uuid7(), by=clerk, at=NOW)


@pytest.mark.parametrize("outcome", sorted(NEEDS_REASON))
def test_a_refusal_or_exception_needs_its_reason(
    care: Episode, clerk: Staff, outcome: Outcome
) -> None:
    told = Entry(item=Item.ADMISSION_AGREEMENT, outcome=outcome, on_day=TODAY)
    with pytest.raises(DomainError, match="reason"):
        record_paper(care, told, id=uuid7(), by=clerk, at=NOW)


def test_a_signed_form_names_its_version_and_no_day_to_come(care: Episode, clerk: Staff) -> None:
    signed = {"item": Item.CONSENT_TO_TREAT, "outcome": Outcome.SIGNED}
    with pytest.raises(DomainError, match="version"):
        record_paper(care, Entry(on_day=TODAY, **signed), id=uuid7(), by=clerk, at=NOW)
    tomorrow = Entry(on_day=TODAY + DAY, form_version="1", **signed)
    with pytest.raises(DomainError, match="future"):
        record_paper(care, tomorrow, id=uuid7(), by=clerk, at=NOW)


def test_a_notice_is_recorded_with_version_day_and_way_and_leaves_an_event(
    client_of: Any, session: Session, care: Episode, clerk: Staff
) -> None:
    browser = client_of(clerk)
    answer = send(
        browser, care, Item.CONFIDENTIALITY_NOTICE,
        outcome="acknowledged", form_version="2026-02", method="on paper",
    )  # fmt: skip
    assert answer.status_code == 303
    (row,) = entries(session)
    assert (row.outcome, row.form_version, row.method) == (
        Outcome.ACKNOWLEDGED, "2026-02", "on paper",
    )  # fmt: skip
    page = browser.get(answer.location).text
    assert "Acknowledged" in page
    assert "version 2026-02" in page
    assert "3 of 4 missing" in page
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "create")).one()
    assert (event.object_type, event.object_id) == ("admission_entry", str(row.id))
    assert str(care.patient_id) in str(event.patients)


def test_sent_twice_it_is_one_entry(
    client_of: Any, session: Session, care: Episode, clerk: Staff
) -> None:
    browser, token = client_of(clerk), str(uuid7())
    for _ in range(2):
        answer = send(browser, care, Item.CONSENT_TO_TREAT, token=token, form_version="3")
        assert answer.status_code == 303
    assert len(entries(session)) == 1


def test_a_token_of_another_chart_is_no_token(
    client_of: Any, session: Session, facility: Facility, care: Episode, clerk: Staff
) -> None:
    browser, other = client_of(clerk), someone(session, facility, clerk, "Other", days=1)
    send(browser, care, Item.CONSENT_TO_TREAT, form_version="3")
    (row,) = entries(session)
    answer = send(browser, other, Item.CONSENT_TO_TREAT, token=str(row.id), form_version="3")
    assert answer.status_code == 404


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    client_of: Any, session: Session, care: Episode, clerk: Staff
) -> None:
    answer = send(
        client_of(clerk), care, Item.ADMISSION_AGREEMENT,
        outcome="refused", form_version="2026-02 draft", method="by mail",
    )  # fmt: skip
    assert answer.status_code == 422
    assert "Write the reason." in answer.text
    assert 'value="2026-02 draft"' in answer.text
    assert re.search(r'<input checked[^>]*value="by mail"', answer.text)
    assert entries(session) == []


def test_the_latest_entry_counts_and_the_earlier_ones_stay_readable(
    client_of: Any, session: Session, care: Episode, clerk: Staff
) -> None:
    browser = client_of(clerk)
    send(browser, care, Item.ADMISSION_AGREEMENT, outcome="refused", note="Wants to ask a lawyer")
    assert "Refused" in browser.get(url(care)).text
    send(browser, care, Item.ADMISSION_AGREEMENT, form_version="2026-02")
    page = browser.get(url(care)).text
    assert "1 earlier entry" in page
    assert "Wants to ask a lawyer" in page
    assert len(entries(session)) == 2


def test_overdue_and_due_papers_say_their_day(
    client_of: Any, session: Session, care: Episode, clerk: Staff
) -> None:
    page = client_of(clerk).get(url(care)).text
    came = TODAY - 3 * DAY
    assert page.count("Overdue, was due") == 2
    assert f"Due by {came + 7 * DAY:%b} {(came + 7 * DAY).day}" in page
    assert "Not recorded" in page


def test_who_waits_for_admission_owes_nothing_yet(
    client_of: Any, session: Session, facility: Facility, clerk: Staff
) -> None:
    waiting = someone(session, facility, clerk, "Waiting", days=None)
    page = client_of(clerk).get(url(waiting)).text
    assert "Not admitted yet" in page
    assert "Overdue" not in page


def test_the_day_is_counted_where_the_facility_is(
    client_of: Any, session: Session, clerk: Staff
) -> None:
    """Late in the evening over there it is tomorrow already in UTC."""
    place = a_facility(zone="Pacific/Honolulu")
    session.add(place)
    session.flush()
    staff = a_staff(Role.RECORDS, at=place)
    session.add(staff)
    session.flush()
    care = someone(session, place, staff, "Faraway", days=None)
    care.admitted_at = datetime(2026, 3, 3, 5, 0, tzinfo=UTC)  # 7 PM on March 2
    session.commit()
    assert "was due Mar 2, 2026" in client_of(staff).get(url(care)).text


def test_an_auditor_reads_and_records_nothing(client_as: Any, care: Episode) -> None:
    auditor = client_as(Role.AUDITOR)
    page = auditor.get(url(care))
    assert page.status_code == 200
    assert "admission/consent_to_treat" not in page.text
    assert auditor.get(url(care, Item.CONSENT_TO_TREAT)).status_code == 404


def test_an_unknown_paper_does_not_exist(client_of: Any, care: Episode, clerk: Staff) -> None:
    assert client_of(clerk).get(f"/episodes/{care.id}/admission/blood_oath").status_code == 404


def test_an_entry_never_changes(
    client_of: Any, session: Session, care: Episode, clerk: Staff
) -> None:
    send(client_of(clerk), care, Item.CONSENT_TO_TREAT, form_version="3")
    (row,) = entries(session)
    row.form_version = "4"
    with pytest.raises(DBAPIError):
        session.flush()
    session.rollback()


def test_the_page_asks_the_same_number_of_questions_however_much_is_recorded(
    client_of: Any, session: Session, care: Episode, clerk: Staff, statements: Any
) -> None:
    browser = client_of(clerk)
    with statements() as few:
        browser.get(url(care))
    for version in range(5):
        send(browser, care, Item.CONSENT_TO_TREAT, form_version=str(version))
    with statements() as many:
        browser.get(url(care))
    assert len(many) == len(few)


# --- on Today -------------------------------------------------------------------------------------


def test_missing_papers_stand_on_today_and_leave_it_when_they_are_settled(
    client_of: Any, session: Session, care: Episode, clerk: Staff
) -> None:
    browser = client_of(clerk)
    page = browser.get("/").text
    assert "Admission papers missing" in page
    assert url(care) in page
    for item, paper in PAPERS.items():
        outcome = paper.outcomes[0].value
        send(browser, care, item, outcome=outcome, form_version="1")
    assert url(care) not in browser.get("/").text


def test_today_names_missing_papers_of_those_admitted_and_still_here_alone(
    client_of: Any, session: Session, facility: Facility, clerk: Staff
) -> None:
    waiting = someone(session, facility, clerk, "Waiting", days=None)
    gone = someone(session, facility, clerk, "Gone", days=9)
    gone.ended_at = NOW - DAY
    session.commit()
    page = client_of(clerk).get("/").text
    assert url(waiting) not in page
    assert url(gone) not in page


def test_a_try_in_vain_stays_on_today(client_of: Any, care: Episode, clerk: Staff) -> None:
    browser = client_of(clerk)
    for item, paper in PAPERS.items():
        send(browser, care, item, outcome=paper.outcomes[0].value, form_version="1")
    send(browser, care, Item.CONSENT_TO_TREAT, outcome="unable", note="Asleep")
    assert url(care) in browser.get("/").text


def test_a_counselor_is_told_of_the_own_caseload_and_an_auditor_of_nothing(
    client_as: Any, session: Session, care: Episode, clerk: Staff
) -> None:
    mine = client_as(Role.COUNSELOR)
    assert url(care) not in mine.get("/").text
    session.add(a_team_member(care, mine.staff))
    assert url(care) in mine.get("/").text
    assert "Admission papers" not in client_as(Role.AUDITOR).get("/").text


def test_today_asks_the_same_number_of_questions_for_one_person_and_for_many(
    client_of: Any, session: Session, facility: Facility, clerk: Staff, statements: Any
) -> None:
    browser = client_of(clerk)
    someone(session, facility, clerk, "First", days=2)
    with statements() as one:
        browser.get("/")
    for number in range(8):
        someone(session, facility, clerk, f"More{number}", days=number)
    with statements() as many:
        browser.get("/")
    assert len(many) == len(one)
    assert session.scalar(select(func.count()).select_from(Episode)) == 9
