"""A sign-in that ran out in mid-form: the words are kept for their author, and for nobody else."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.accounts.conftest import Somebody, give_code, give_password, sign_in
from tests.conftest import Client
from treatment.accounts.models import Staff, StaffSession
from treatment.accounts.vocabulary import EndReason
from treatment.audit.models import AuditEvent
from treatment.permissions import Role
from treatment.records.models import Draft
from treatment.records.operations import drafts

Make = Callable[..., Somebody]
MONDAY = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
PAGE = "/intake/0198f0a0-0000-7000-8000-000000000001/sections/own_words"
WORDS = {"goals": "See my daughter again", "version": "1"}
QUIET = timedelta(minutes=16)


@pytest.fixture
def nurse(somebody: Make) -> Somebody:
    return somebody(Role.NURSE)


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(MONDAY, tick=False) as travelled:
        yield travelled


@pytest.fixture
def desk(client: Client, nurse: Somebody, clock: Any) -> Client:
    """A browser in which the nurse is signed in and has a form open."""
    sign_in(client, nurse)
    client.token()  # the page that carried it was opened while she was signed in
    return client


def send(client: Client, **more: Any) -> Any:
    kept = {"data": WORDS, "headers": {"Referer": f"http://localhost{PAGE}"}, **more}
    return client.post(PAGE, **kept)


def kept(session: Session) -> list[Draft]:
    return list(session.scalars(select(Draft)))


def test_the_words_of_a_form_sent_too_late_are_kept_and_nothing_else(
    desk: Client, nurse: Somebody, session: Session, clock: Any
) -> None:
    events = session.scalar(select(func.count()).select_from(AuditEvent))
    clock.shift(QUIET)
    answer = send(desk)
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in?next=/intake/")
    (row,) = kept(session)
    assert (row.staff_id, row.page, row.is_rescued) == (nurse.id, PAGE, True)
    draft = drafts.opened(row)
    assert draft is not None
    assert draft.fields == {"goals": ["See my daughter again"]}
    assert draft.base_version == 1
    assert session.scalar(select(func.count()).select_from(AuditEvent)) == events
    ended = session.scalars(select(StaffSession)).one()
    assert ended.end_reason is EndReason.IDLE


def test_the_door_and_the_page_after_it_say_that_the_words_are_kept(
    desk: Client, nurse: Somebody, clock: Any
) -> None:
    clock.shift(QUIET)
    door = send(desk).location
    assert "Your words are kept" in desk.get(door).text
    give_password(desk, nurse.username)
    give_code(desk, nurse.code())
    assert "Your words are kept as a draft" in desk.get("/me").text


def test_a_form_that_keeps_no_drafts_still_says_that_nothing_was_saved(
    desk: Client, nurse: Somebody, session: Session, clock: Any
) -> None:
    clock.shift(QUIET)
    desk.post("/me/password", data={"current": "x", "password": "y"})
    give_password(desk, nurse.username)
    give_code(desk, nurse.code())
    assert "your last changes were not saved" in desk.get("/me").text
    assert kept(session) == []


def test_whoever_signs_in_next_is_told_nothing_of_somebody_elses_words(
    desk: Client, somebody: Make, clock: Any
) -> None:
    clock.shift(QUIET)
    send(desk)
    desk.get("/sign-in")
    sign_in(desk, somebody(Role.NURSE))
    assert "words are kept" not in desk.get("/me").text


def test_the_last_word_of_a_closing_window_is_kept_too(
    desk: Client, session: Session, clock: Any
) -> None:
    clock.shift(QUIET)
    for way in ("/drafts/leave", "/drafts"):
        answer = desk.post(way, data={**WORDS, "draft_page": PAGE, "draft_tab": way[-5:]})
        assert answer.status_code == 303
    assert len(kept(session)) == 2


def test_a_poll_that_noticed_the_end_first_takes_no_words_away(
    desk: Client, session: Session, clock: Any
) -> None:
    clock.shift(QUIET)
    assert desk.post("/stay").status_code == 303
    assert desk.get("/me").status_code == 303
    send(desk)
    assert len(kept(session)) == 1


def test_twelve_hours_after_the_last_sign_of_life_the_cookie_leaves_nothing(
    desk: Client, session: Session, clock: Any
) -> None:
    clock.shift(timedelta(hours=11, minutes=59))
    send(desk)
    assert len(kept(session)) == 1
    clock.shift(timedelta(minutes=2))
    desk.post("/drafts", data={**WORDS, "draft_page": PAGE, "draft_tab": "late"})
    assert len(kept(session)) == 1


def test_a_sign_in_that_grew_too_old_leaves_its_words(
    desk: Client, session: Session, clock: Any
) -> None:
    for _ in range(72):
        clock.shift(timedelta(minutes=10))
        desk.post("/stay")
    assert session.scalars(select(StaffSession)).one().end_reason is EndReason.TOO_OLD
    send(desk)
    assert len(kept(session)) == 1


# --- who leaves nothing --------------------------------------------------------------------------


def test_nobody_without_a_cookie_plants_words(client: Client, session: Session) -> None:
    send(client)
    client.post("/drafts", data={**WORDS, "draft_page": PAGE})
    assert kept(session) == []


def test_without_the_token_of_that_cookie_nothing_is_kept(
    desk: Client, session: Session, clock: Any
) -> None:
    clock.shift(QUIET)
    assert send(desk, csrf=False).status_code == 303
    foreign = {"Referer": f"http://localhost{PAGE}", "X-CSRFToken": "made-up"}
    assert send(desk, csrf=False, headers=foreign).status_code == 303
    assert kept(session) == []


def test_a_token_of_another_browser_opens_nothing(
    desk: Client, browser: Callable[[], Client], session: Session, clock: Any
) -> None:
    other = browser()
    with other.session_transaction() as cookie:
        cookie["csrf_token"] = "1" * 40
    clock.shift(QUIET)
    headers = {"Referer": f"http://localhost{PAGE}", "X-CSRFToken": other.token()}
    send(desk, csrf=False, headers=headers)
    assert kept(session) == []


def test_a_signed_out_sign_in_leaves_nothing(
    desk: Client, browser: Callable[[], Client], session: Session, clock: Any
) -> None:
    stolen = desk.get_cookie("waypoint")
    assert stolen is not None
    desk.post("/sign-out")
    thief = browser()
    thief.set_cookie("waypoint", stolen.value)
    send(thief)
    assert kept(session) == []


@pytest.mark.parametrize(
    "reason",
    [
        EndReason.DISABLED,
        EndReason.ENDED_ELSEWHERE,
        EndReason.PASSWORD_CHANGED,
        EndReason.FACTOR_RESET,
    ],
)
def test_a_revoked_sign_in_leaves_nothing(
    desk: Client, session: Session, clock: Any, reason: EndReason
) -> None:
    row = session.scalars(select(StaffSession)).one()
    row.ended_at, row.end_reason = MONDAY, reason
    clock.shift(QUIET)
    send(desk)
    assert kept(session) == []


@pytest.mark.parametrize(
    "change", [{"active": False}, {"password_changed_at": MONDAY + timedelta(minutes=1)}]
)
def test_somebody_who_left_or_changed_the_password_since_leaves_nothing(
    desk: Client, nurse: Somebody, session: Session, clock: Any, change: dict[str, Any]
) -> None:
    clock.shift(QUIET)
    desk.get("/me")  # it ran out before that
    for name, value in change.items():
        setattr(session.get_one(Staff, nurse.id), name, value)
    send(desk)
    assert kept(session) == []


def test_a_page_that_person_may_not_open_is_no_place_for_a_draft(
    desk: Client, session: Session, clock: Any
) -> None:
    clock.shift(QUIET)
    desk.post("/drafts", data={**WORDS, "draft_page": "/staff"})
    send(desk, headers={})
    assert kept(session) == []


def test_a_touched_cookie_leaves_nothing(desk: Client, session: Session, clock: Any) -> None:
    cookie = desk.get_cookie("waypoint")
    assert cookie is not None
    token = desk.token()
    spoiled = re.sub(r"^..", "xx", cookie.value)
    desk.set_cookie("waypoint", spoiled)
    clock.shift(QUIET)
    send(desk, csrf=False, headers={"X-CSRFToken": token, "Referer": f"http://localhost{PAGE}"})
    assert kept(session) == []
