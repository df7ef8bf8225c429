"""A session is a row: it idles out, grows too old, and ends when anybody ends it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.accounts.conftest import PASSWORD, Somebody, events, give_password, is_in, sign_in
from tests.builders import a_staff
from tests.conftest import Client
from treatment.accounts.models import StaffRole, StaffSession
from treatment.accounts.vocabulary import EndReason
from treatment.audit.vocabulary import Action
from treatment.permissions import Role
from treatment.web.guards import FRAGMENT

Make = Callable[..., Somebody]
MONDAY = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
OTHER_PASSWORD = "nine otters in the reeds"


def cookie_of(client: Client) -> str:
    cookie = client.get_cookie("waypoint")
    assert cookie is not None
    return cookie.value


def only_session(session: Session) -> StaffSession:
    return session.scalars(select(StaffSession)).one()


def test_a_cookie_from_before_the_sign_in_is_worth_nothing_after_it(
    client: Client, browser: Callable[[], Client], somebody: Make
) -> None:
    client.get("/sign-in")
    planted = cookie_of(client)
    sign_in(client, somebody())
    thief = browser()
    thief.set_cookie("waypoint", planted)
    assert is_in(client)
    assert not is_in(thief)


def test_each_sign_in_has_a_token_of_its_own(
    browser: Callable[[], Client], somebody: Make, session: Session
) -> None:
    person = somebody()
    for later in (0, 1):
        sign_in(browser(), person, later=later)
    rows = session.scalars(select(StaffSession)).all()
    assert len({row.token_hash for row in rows}) == 2


@pytest.mark.parametrize("spoil", ["cut", "changed", "emptied", "unsigned"])
def test_a_cookie_that_was_touched_opens_nothing(
    client: Client, somebody: Make, spoil: str
) -> None:
    sign_in(client, somebody())
    cookie = cookie_of(client)
    spoiled = {
        "cut": cookie[:-3],
        "changed": ("a" if cookie[5] != "a" else "b").join((cookie[:5], cookie[6:])),
        "emptied": "",
        "unsigned": cookie.rsplit(".", 2)[0],
    }
    client.set_cookie("waypoint", spoiled[spoil])
    assert not is_in(client)


def test_a_cookie_signed_with_another_key_opens_nothing(
    client: Client, app: Flask, somebody: Make
) -> None:
    from flask.sessions import SecureCookieSessionInterface

    person = somebody()
    forged = Flask("forged", static_folder=None)
    forged.secret_key = "another secret, long enough to be one"
    signer = SecureCookieSessionInterface().get_signing_serializer(forged)
    assert signer is not None
    client.set_cookie("waypoint", str(signer.dumps({"_user_id": person.username, "sitting": "x"})))
    assert not is_in(client)


def test_signing_out_ends_the_session_on_the_server(
    client: Client, browser: Callable[[], Client], somebody: Make, session: Session
) -> None:
    sign_in(client, somebody())
    stolen = cookie_of(client)
    answer = client.post("/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    thief = browser()
    thief.set_cookie("waypoint", stolen)
    assert not is_in(thief)
    assert only_session(session).end_reason is EndReason.SIGNED_OUT
    assert events(session, Action.SIGN_OUT) == 1


@pytest.mark.parametrize(
    ("minutes", "opens"), [(14, True), (15, False), (60, False), (60 * 24 * 3, False)]
)
def test_fifteen_quiet_minutes_end_a_session(
    client: Client, somebody: Make, session: Session, minutes: int, *, opens: bool
) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        sign_in(client, somebody())
        clock.shift(timedelta(minutes=minutes))
        assert is_in(client) is opens
        assert (only_session(session).ended_at is None) is opens


def test_twelve_hours_end_a_session_however_busy(
    client: Client, somebody: Make, session: Session
) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        sign_in(client, somebody())
        for _ in range(71):
            clock.shift(timedelta(minutes=10))
            assert is_in(client)
        clock.shift(timedelta(minutes=10))
        assert not is_in(client)
        assert only_session(session).end_reason is EndReason.TOO_OLD


def test_a_clock_set_back_makes_no_session_immortal(client: Client, somebody: Make) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        sign_in(client, somebody())
        clock.shift(timedelta(hours=-2))
        client.get("/me")
        clock.shift(timedelta(hours=2, minutes=16))
        assert not is_in(client)


@pytest.mark.parametrize("trick", ["skip_timeout_reset=1", "keepalive=1", "debug=1"])
def test_polling_keeps_no_session_alive(
    client: Client, app: Flask, somebody: Make, monkeypatch: pytest.MonkeyPatch, trick: str
) -> None:
    monkeypatch.setattr(app.view_functions["accounts.own"], FRAGMENT, True, raising=False)
    with time_machine.travel(MONDAY, tick=False) as clock:
        sign_in(client, somebody())
        for _ in range(7):
            clock.shift(timedelta(minutes=2))
            assert client.get(f"/me?{trick}").status_code == 200
        clock.shift(timedelta(minutes=2))
        assert client.get(f"/me?{trick}").status_code == 303


def test_somebody_who_is_typing_stays(client: Client, somebody: Make) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        sign_in(client, somebody())
        for _ in range(4):
            clock.shift(timedelta(minutes=14))
            assert client.post("/stay").status_code == 204
        assert is_in(client)


def test_the_door_asks_one_statement_and_a_second_at_most_once_a_minute(
    client: Client, somebody: Make, statements: Any
) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        sign_in(client, somebody())
        counts = []
        for seconds in (0, 30, 40, 10):
            clock.shift(timedelta(seconds=seconds))
            with statements() as seen:
                client.post("/stay")
            counts.append(len([sql for sql in seen if "staff" in sql and "audit" not in sql]))
    assert counts == [1, 1, 2, 1]


def test_the_session_comes_with_person_roles_and_facility(
    client: Client, somebody: Make, statements: Any
) -> None:
    sign_in(client, somebody(Role.ADMINISTRATOR, Role.DIRECTOR))
    with statements() as seen:
        client.get("/facility")
    assert len([sql for sql in seen if "staff" in sql and "audit" not in sql]) == 1


def test_static_files_ask_for_nobody(client: Client, somebody: Make, statements: Any) -> None:
    sign_in(client, somebody())
    with statements() as seen:
        client.get("/vendor/htmx.min.js").close()
    assert seen == []


def test_a_disabled_person_is_out_at_once(
    browser: Callable[[], Client], somebody: Make, session: Session
) -> None:
    person, client, boss = somebody(), browser(), browser()
    sign_in(client, person)
    sign_in(boss, somebody(Role.ADMINISTRATOR))
    assert is_in(client)
    boss.post(f"/staff/{person.id}/disable", data={"reason": "Left the facility"})
    assert not is_in(client)
    assert give_password(browser(), person.username).status_code == 422


def test_a_role_given_or_taken_holds_from_the_next_page(
    client: Client, somebody: Make, session: Session
) -> None:
    person = somebody(Role.ADMINISTRATOR)
    sign_in(client, person)
    assert client.get("/staff").status_code == 200
    row = person.row(session)
    row.granted[:] = [StaffRole(facility_id=row.facility_id, role=Role.DIRECTOR, granted_at=MONDAY)]
    session.commit()
    assert client.get("/staff").status_code == 404
    assert client.get("/facility/part-2").status_code == 200


def test_a_new_password_ends_every_other_session(
    browser: Callable[[], Client], somebody: Make
) -> None:
    person, here, there = somebody(), browser(), browser()
    sign_in(here, person)
    sign_in(there, person, later=1)
    changed = {"current": PASSWORD, "password": OTHER_PASSWORD, "again": OTHER_PASSWORD}
    assert here.post("/me/password", data=changed).status_code == 303
    assert is_in(here)
    assert not is_in(there)
    assert give_password(browser(), person.username, PASSWORD).status_code == 422
    assert give_password(browser(), person.username, OTHER_PASSWORD).status_code == 302


def test_a_password_changed_between_the_two_steps_stops_the_second(
    browser: Callable[[], Client], somebody: Make
) -> None:
    person, here, half = somebody(), browser(), browser()
    sign_in(here, person)
    give_password(half, person.username)
    changed = {"current": PASSWORD, "password": OTHER_PASSWORD, "again": OTHER_PASSWORD}
    here.post("/me/password", data=changed)
    half.post("/sign-in/code", data={"code": person.code(later=1)})
    assert not is_in(half)


def test_a_person_ends_their_other_sign_ins(browser: Callable[[], Client], somebody: Make) -> None:
    person, here, there = somebody(), browser(), browser()
    sign_in(here, person)
    sign_in(there, person, later=1)
    here.post("/me/sign-ins/end")
    assert is_in(here)
    assert not is_in(there)


def test_an_auditor_is_out_after_the_last_day(client: Client, somebody: Make) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        sign_in(client, somebody(Role.AUDITOR, access_until=MONDAY.date()))
        assert is_in(client)
        clock.move_to(MONDAY + timedelta(hours=11, minutes=55))
        assert not is_in(client)


def test_a_form_sent_after_the_end_comes_back_as_last_saved_and_writes_nothing(
    client: Client, somebody: Make, session: Session
) -> None:
    person = somebody(Role.ADMINISTRATOR)
    with time_machine.travel(MONDAY, tick=False) as clock:
        sign_in(client, person)
        clock.shift(timedelta(minutes=20))
        answer = client.post(
            "/facility",
            data={"name": "Lost words", "zone": "UTC", "version": 1},
            headers={"Referer": "http://localhost/facility"},
        )
        assert answer.location == "/sign-in?next=/facility"
        assert "Your sign-in has ended" in client.get(answer.location).text
        answer = client.post(
            answer.location, data={"username": person.username, "password": PASSWORD}
        )
        answer = client.post(answer.location, data={"code": person.code()})
        assert answer.location == "/facility"
        page = client.get("/facility").text
    assert "This is the page as last saved" in page
    assert "Lost words" not in page
    assert person.row(session).facility.name != "Lost words"


def test_a_form_whose_token_is_gone_with_its_session_comes_to_the_door_too(
    client: Client, somebody: Make
) -> None:
    sign_in(client, somebody())
    client.delete_cookie("waypoint")
    answer = client.post("/me/password", data={"current": "x"}, csrf=False)
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in")


@pytest.mark.parametrize(
    "referrer", ["https://elsewhere.test/x", "http://localhost//x", "nonsense"]
)
def test_the_way_back_is_never_a_foreign_page(client: Client, referrer: str) -> None:
    answer = client.post("/me/password", data={}, headers={"Referer": referrer})
    assert answer.location == "/sign-in"


@pytest.mark.parametrize("path", ["/staff", "/stay"])
def test_a_fragment_is_turned_away_without_a_word_on_the_next_page(
    client: Client, path: str
) -> None:
    """The page it belongs to says so and keeps what was typed."""
    asked = {"HX-Request": "true", "Referer": "http://localhost/me"}
    answer = (
        client.post(path, headers=asked) if path == "/stay" else client.get(path, headers=asked)
    )
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert "Your sign-in has ended" not in client.get("/sign-in").text


def test_what_must_be_fresh_asks_again_after_ten_minutes(client: Client, somebody: Make) -> None:
    person = somebody(Role.DIRECTOR)
    with time_machine.travel(MONDAY, tick=False) as clock:
        sign_in(client, person)
        assert client.get("/facility/part-2").status_code == 200
        clock.shift(timedelta(minutes=11))
        answer = client.get("/facility/part-2")
        assert answer.location == "/sign-in/again?next=/facility/part-2"
        answer = client.post(answer.location, data={"password": person.code()})
        assert answer.location == "/facility/part-2"
        assert client.get("/facility/part-2").status_code == 200


def test_a_session_made_for_a_test_is_a_session_like_any_other(
    client_of: Callable[..., Client], session: Session, facility: Any
) -> None:
    staff = a_staff(Role.NURSE, at=facility)
    client = client_of(staff)
    assert staff.printed_name in client.get("/me").text
