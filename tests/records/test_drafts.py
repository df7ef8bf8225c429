"""Drafts: kept while somebody types, sealed, for their eyes alone, and never older than they were."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from cryptography.fernet import Fernet
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from tests.builders import a_facility, a_staff
from tests.conftest import Client
from treatment.accounts import sealing
from treatment.accounts.models import Facility, Staff, StaffSession
from treatment.audit.models import AuditEvent
from treatment.errors import DomainError
from treatment.permissions import Role
from treatment.records.models import Draft
from treatment.records.operations import drafts
from treatment.records.operations.drafts import KEPT_FOR, LONGEST, MOST, Words
from treatment.records.queries.drafts import drafts_below, drafts_on

MONDAY = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
PAGE = "/intake/0198f0a0-0000-7000-8000-000000000001/sections/own_words"
SECRET_WORDS = "She sleeps on the floor of the shop"


@pytest.fixture
def nurse(session: Session, facility: Facility) -> Staff:
    staff = a_staff(Role.NURSE, at=facility)
    session.add(staff)
    session.flush()
    return staff


@pytest.fixture
def desk(client_of: Callable[[Staff], Client], nurse: Staff) -> Client:
    return client_of(nurse)


def send(client: Client, way: str = "/drafts", **changes: Any) -> Any:
    usual = {"draft_page": PAGE, "draft_tab": "a", "draft_sequence": 1, "goals": SECRET_WORDS}
    return client.post(way, data={**usual, **changes})


def rows(session: Session) -> list[Draft]:
    return list(session.scalars(select(Draft).order_by(Draft.tab)))


def words(session: Session) -> dict[str, Any]:
    """What each window left, by window."""
    kept = [drafts.opened(row) for row in rows(session)]
    return {draft.tab: draft.fields for draft in kept if draft}


# --- in ------------------------------------------------------------------------------------------


def test_an_autosave_keeps_what_was_typed_and_says_when(
    client_of: Callable[[Staff], Client], nurse: Staff, session: Session
) -> None:
    with time_machine.travel(MONDAY, tick=False):
        answer = send(client_of(nurse), version="3")
    assert answer.json == {"saved": "12:00 PM"}
    (row,) = rows(session)
    assert (row.page, row.base_version, row.saved_at) == (PAGE, 3, MONDAY)
    assert words(session) == {"a": {"goals": [SECRET_WORDS]}}
    assert not row.is_rescued


def test_an_autosave_is_no_event_of_the_trail(desk: Client, session: Session) -> None:
    send(desk)
    assert session.scalar(select(func.count()).select_from(AuditEvent)) == 0


def test_several_answers_under_one_name_are_kept_all(desk: Client, session: Session) -> None:
    send(desk, supports=["family", "peers"])
    assert words(session)["a"]["supports"] == ["family", "peers"]


def test_no_token_no_secret_and_nothing_of_ours_is_kept(desk: Client, session: Session) -> None:
    hidden = ("password", "secret", "code", "current", "again", "version", "seen")
    send(desk, **dict.fromkeys(hidden, "7"), csrf_token=desk.token(), draft_used="b")
    assert words(session) == {"a": {"goals": [SECRET_WORDS]}}


def test_what_arrives_late_changes_nothing(desk: Client, session: Session) -> None:
    send(desk, draft_sequence=5, goals="all of it")
    for late in (4, 5):
        answer = send(desk, "/drafts/leave", draft_sequence=late, goals="half of")
        assert answer.status_code == 200
    assert words(session)["a"]["goals"] == ["all of it"]


def test_words_without_a_count_are_always_the_newest(desk: Client, session: Session) -> None:
    for goals in ("first", "second"):
        desk.post("/drafts", data={"draft_page": PAGE, "draft_tab": "a", "goals": goals})
    assert words(session) == {"a": {"goals": ["second"]}}


def test_without_scripts_every_sending_is_a_window_of_its_own(
    desk: Client, session: Session
) -> None:
    for goals in ("first", "second"):
        desk.post("/drafts", data={"draft_page": PAGE, "goals": goals})
    assert sorted(fields["goals"][0] for fields in words(session).values()) == ["first", "second"]


def test_two_windows_never_write_over_each_other(desk: Client, session: Session) -> None:
    send(desk, draft_tab="a", goals="typed here")
    send(desk, draft_tab="b", goals="typed there")
    assert words(session) == {"a": {"goals": ["typed here"]}, "b": {"goals": ["typed there"]}}


def test_a_window_that_goes_on_with_a_draft_takes_its_place(desk: Client, session: Session) -> None:
    send(desk, draft_tab="a")
    send(desk, draft_tab="b", draft_used="a", goals="and more")
    assert words(session) == {"b": {"goals": ["and more"]}}


@pytest.mark.parametrize(
    "page",
    [
        "",
        "somewhere",
        "//elsewhere.example/intake",
        "https://elsewhere.example/",
        "/no-such-page",
        "/sign-in",
        "/welcome/a-token",
        "/static/css/page.css",
        f"{PAGE}?draft=a",
        f"{PAGE}#goals",
        "/drafts",
        "/staff",  # a page of administrators
        f"/patients/{'x' * 200}",
    ],
)
def test_a_draft_belongs_to_a_page_its_author_may_open(
    desk: Client, session: Session, page: str
) -> None:
    assert send(desk, draft_page=page).status_code == 422
    assert rows(session) == []


def test_more_than_a_draft_can_hold_is_refused_with_a_sentence(
    desk: Client, session: Session
) -> None:
    answer = send(desk, goals="x" * LONGEST)
    assert answer.status_code == 409
    assert "more than a draft can hold" in answer.text
    assert rows(session) == []


def test_every_way_in_needs_its_token(desk: Client, session: Session) -> None:
    for way in ("/drafts", "/drafts/leave", "/drafts/discard"):
        assert desk.post(way, data={"draft_page": PAGE, "x": "y"}, csrf=False).status_code == 400
    assert rows(session) == []


# --- bounds --------------------------------------------------------------------------------------


def test_drafts_of_a_month_ago_are_let_go_whoever_writes_next(
    session: Session, nurse: Staff, facility: Facility
) -> None:
    other = a_staff(Role.NURSE, at=facility)
    session.add(other)
    session.flush()
    drafts.keep(session, Words(page=PAGE, tab="old", fields={}), by=other, at=MONDAY)
    drafts.keep(session, Words(page=PAGE, tab="b", fields={}), by=nurse, at=MONDAY + KEPT_FOR)
    assert len(rows(session)) == 2
    later = MONDAY + KEPT_FOR + timedelta(seconds=1)
    drafts.keep(session, Words(page=PAGE, tab="c", fields={}), by=nurse, at=later)
    assert [row.tab for row in rows(session)] == ["b", "c"]


def test_beyond_the_most_the_oldest_is_let_go(session: Session, nurse: Staff) -> None:
    for minute in range(MOST + 2):
        kept = Words(page=PAGE, tab=f"{minute:03}", fields={})
        drafts.keep(session, kept, by=nurse, at=MONDAY + timedelta(minutes=minute))
    assert len(rows(session)) == MOST
    assert rows(session)[0].tab == "002"


def test_too_many_words_are_a_refusal(session: Session, nurse: Staff) -> None:
    with pytest.raises(DomainError):
        drafts.keep(
            session, Words(page=PAGE, tab="a", fields={"x": ["y" * LONGEST]}), by=nurse, at=MONDAY
        )


# --- sealed --------------------------------------------------------------------------------------


def test_nothing_in_the_table_can_be_read(desk: Client, session: Session) -> None:
    send(desk)
    for row in session.execute(text("SELECT * FROM draft")).all():
        assert SECRET_WORDS not in str(row)
        assert "goals" not in str(row)


def test_after_a_new_key_old_drafts_still_open_and_with_the_key_gone_they_do_not(
    app: Flask, session: Session, nurse: Staff
) -> None:
    config = app.extensions["waypoint_config"]
    drafts.keep(session, Words(page=PAGE, tab="a", fields={"x": ["y"]}), by=nurse, at=MONDAY)
    new = Fernet.generate_key().decode()
    try:
        sealing.hold([new, *config.field_keys])
        assert words(session) == {"a": {"x": ["y"]}}
        sealing.hold([new])
        assert words(session) == {}
    finally:
        sealing.hold(config.field_keys)


def test_words_sealed_for_another_row_do_not_open_in_this_one(
    session: Session, nurse: Staff
) -> None:
    """Somebody with the database in hand cannot put words under another page or person."""
    drafts.keep(session, Words(page=PAGE, tab="a", fields={"x": ["y"]}), by=nurse, at=MONDAY)
    (row,) = rows(session)
    row.page = PAGE.replace("own_words", "use")
    assert drafts.opened(row) is None


# --- out -----------------------------------------------------------------------------------------


def test_nobody_else_is_ever_shown_a_draft(
    session: Session, nurse: Staff, facility: Facility
) -> None:
    colleague, stranger = a_staff(Role.NURSE, at=facility), a_staff(Role.NURSE, at=a_facility())
    session.add_all([colleague, stranger.facility, stranger])
    session.flush()
    drafts.keep(session, Words(page=PAGE, tab="a", fields={}), by=nurse, at=MONDAY)
    for person, seen in ((nurse, 1), (colleague, 0), (stranger, 0)):
        assert len(session.scalars(drafts_on(PAGE, person)).all()) == seen
        assert len(session.scalars(drafts_below("/intake/", person)).all()) == seen


def test_a_path_is_no_pattern(session: Session, nurse: Staff) -> None:
    for page in ("/intake/1/x", "/intake/1/y", "/intake/2/y"):
        drafts.keep(session, Words(page=page, tab="a", fields={}), by=nurse, at=MONDAY)
    assert len(session.scalars(drafts_below("/intake/1/", nurse)).all()) == 2
    assert session.scalars(drafts_below("/intake/_/", nurse)).all() == []


def test_discard_lets_one_window_go_and_leads_back_to_the_page(
    desk: Client, session: Session
) -> None:
    send(desk, draft_tab="a")
    send(desk, draft_tab="b")
    answer = desk.post("/drafts/discard", data={"draft_page": PAGE, "draft_tab": "a"})
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert list(words(session)) == ["b"]


def test_nobody_discards_what_is_somebody_elses(
    desk: Client, session: Session, client_as: Callable[..., Client]
) -> None:
    send(desk)
    client_as(Role.NURSE).post("/drafts/discard", data={"draft_page": PAGE, "draft_tab": "a"})
    assert list(words(session)) == ["a"]


def test_a_new_token_is_only_for_the_person_who_opened_the_page(
    desk: Client, nurse: Staff, client_as: Callable[..., Client]
) -> None:
    own = desk.get(f"/drafts/token?person={nurse.id}")
    assert own.json["token"]
    assert desk.get("/drafts/token").json == {"token": None}
    colleague = client_as(Role.NURSE)
    assert colleague.get(f"/drafts/token?person={nurse.id}").json == {"token": None}


# --- activity ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "way", "counts"),
    [
        ("POST", "/drafts", True),
        ("POST", "/drafts/leave", False),
        ("GET", "/drafts/token", False),
    ],
)
def test_typing_counts_as_activity_and_leaving_does_not(
    app: Flask,
    session: Session,
    nurse: Staff,
    client_of: Callable[[Staff], Client],
    method: str,
    way: str,
    *,
    counts: bool,
) -> None:
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        client = client_of(nurse)
        before = session.scalars(select(StaffSession.seen_at)).one()
        clock.shift(timedelta(minutes=5))
        answer = send(client, way) if method == "POST" else client.get(way)
        assert answer.status_code == 200
        seen = session.scalars(select(StaffSession.seen_at)).one()
    assert seen - before == (timedelta(minutes=5) if counts else timedelta(0))


def test_what_was_typed_is_told_under_the_labels_of_its_form(app: Flask) -> None:
    from werkzeug.datastructures import MultiDict
    from wtforms import Form, SelectField, TextAreaField
    from wtforms.fields.choices import SelectChoice

    from treatment.records.views.drafts import Offer

    class Asked(Form):
        words = TextAreaField("What you add")
        part = SelectField("About", choices=[SelectChoice("goals", "Goals: sleep")])

    fields = {"words": ["She called"], "part": ["goals"], "on_day": ["2026-03-02"], "empty": [""]}
    fields["at"] = ["2026-11-23T06:47", "2026-13-40T06:47"]
    kept = drafts.Kept(UUID(int=1), PAGE, "a", fields, MONDAY, None, is_rescued=False)
    said = [
        ("What you add", "", "She called"),
        ("About", "", "Goals: sleep"),
        ("On day", "", "2026-03-02"),
        ("At", "", "Nov 23, 2026, 6:47 AM, 2026-13-40T06:47"),
    ]
    assert Offer(kept).words(Asked()) == said
    assert Offer(kept).words()[0] == ("Words", "", "She called")
    typed = MultiDict([(name, text) for name, texts in fields.items() for text in texts])
    assert Offer(kept).typed == typed
