"""Missed tries slow an attacker down on every form, and never keep the person out for good."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests.accounts.conftest import (
    PASSWORD,
    Somebody,
    events,
    give_code,
    give_password,
    is_in,
    sign_in,
)
from tests.conftest import Client
from treatment.accounts import lifetimes, operations
from treatment.audit.vocabulary import Action

Make = Callable[..., Somebody]
Open = Callable[[], Client]


def test_the_delay_grows_and_is_capped() -> None:
    waits = [lifetimes.wait_after(misses) for misses in (1, 4, 5, 6, 7, 8, 9, 10, 1000)]
    minutes = [wait and wait.total_seconds() / 60 for wait in waits]
    assert minutes == [None, None, 1, 2, 4, 8, 15, 15, 15]


def miss_passwords(opened: Open, person: Somebody, times: int = 5) -> None:
    for number in range(times):
        client = opened()  # a new cookie jar each time
        client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number % 250}"
        spelled = person.username.upper() if number % 2 else f" {person.username} "
        client.post(
            "/sign-in",
            data={"username": spelled, "password": "wrong"},
            headers={"X-Forwarded-For": f"198.51.100.{number % 250}"},
        )


def test_five_missed_passwords_lock_whatever_the_cookie_address_or_spelling(
    browser: Open, somebody: Make
) -> None:
    person = somebody()
    miss_passwords(browser, person)
    assert give_password(browser(), person.username).status_code == 422


def test_after_the_delay_the_right_password_opens(browser: Open, somebody: Make) -> None:
    person = somebody()
    with time_machine.travel(datetime(2026, 3, 2, 20, 0, tzinfo=UTC), tick=False) as clock:
        miss_passwords(browser, person)
        clock.shift(timedelta(seconds=61))
        client = browser()
        sign_in(client, person)
        assert is_in(client)


def test_tries_against_a_lock_do_not_lengthen_it(browser: Open, somebody: Make) -> None:
    person = somebody()
    with time_machine.travel(datetime(2026, 3, 2, 20, 0, tzinfo=UTC), tick=False) as clock:
        miss_passwords(browser, person, times=60)
        clock.shift(timedelta(seconds=61))
        assert give_password(browser(), person.username).status_code == 302


def test_tries_against_a_lock_are_one_event_a_minute(
    browser: Open, somebody: Make, session: Session
) -> None:
    person = somebody()
    with time_machine.travel(datetime(2026, 3, 2, 20, 0, tzinfo=UTC), tick=False):
        miss_passwords(browser, person, times=40)
    assert events(session, Action.SIGN_IN_FAILED) == 5 + 1


def test_a_right_password_does_not_forgive_missed_codes(browser: Open, somebody: Make) -> None:
    person = somebody()
    for _ in range(5):
        client = browser()
        assert give_password(client, person.username).status_code == 302
        assert give_code(client, "000000").status_code == 422
    client = browser()
    assert give_password(client, person.username).status_code == 422


def test_five_missed_codes_lock_the_code_form(client: Client, somebody: Make) -> None:
    person = somebody()
    give_password(client, person.username)
    for _ in range(5):
        give_code(client, "000000")
    answer = give_code(client, person.code())
    assert answer.status_code == 422
    assert "Too many misses. Try again in 1 minute." in answer.text
    assert not is_in(client)


def test_five_missed_recovery_codes_lock_the_recovery_form(
    client: Client, somebody: Make, session: Session
) -> None:
    person = somebody()
    code = operations.new_recovery_codes(person.row(session))[0]
    session.commit()
    give_password(client, person.username)
    for _ in range(5):
        client.post("/sign-in/recovery", data={"code": "2222-2222-2222-2222"})
    assert client.post("/sign-in/recovery", data={"code": code}).status_code == 422
    assert not is_in(client)


def test_a_thousand_misses_elsewhere_do_not_keep_a_person_from_their_own_browser(
    browser: Open, somebody: Make
) -> None:
    person = somebody()
    with time_machine.travel(datetime(2026, 3, 2, 20, 0, tzinfo=UTC), tick=False) as clock:
        own = browser()
        sign_in(own, person)
        own.post("/sign-out")
        clock.shift(timedelta(minutes=5))
        miss_passwords(browser, person, times=200)
        assert give_password(browser(), person.username).status_code == 422
        sign_in(own, person)
        assert is_in(own)


def test_a_known_browser_is_counted_too(browser: Open, somebody: Make) -> None:
    person, own = somebody(), browser()
    sign_in(own, person)
    own.post("/sign-out")
    for _ in range(5):
        give_password(own, person.username, "wrong")
    assert give_password(own, person.username).status_code == 422
    assert give_password(browser(), person.username).status_code == 302


def test_one_persons_browser_is_a_stranger_to_another(browser: Open, somebody: Make) -> None:
    one, two, own = somebody(), somebody(), browser()
    sign_in(own, one)
    own.post("/sign-out")
    miss_passwords(browser, two)
    assert give_password(own, two.username).status_code == 422


def test_locking_one_person_locks_nobody_else(browser: Open, somebody: Make) -> None:
    one, two = somebody(), somebody()
    miss_passwords(browser, one)
    assert give_password(browser(), two.username).status_code == 302


def test_a_stranger_cannot_keep_a_signed_in_person_from_proving_themselves(
    browser: Open, somebody: Make
) -> None:
    person, own = somebody(), browser()
    sign_in(own, person)
    miss_passwords(browser, person, times=30)
    assert own.post("/sign-in/again", data={"password": PASSWORD}).status_code == 302


@pytest.mark.parametrize("times", [5])
def test_missing_the_proof_locks_the_proof(browser: Open, somebody: Make, times: int) -> None:
    person, own = somebody(), browser()
    sign_in(own, person)
    for _ in range(times):
        assert own.post("/sign-in/again", data={"password": "wrong"}).status_code == 422
    answer = own.post("/sign-in/again", data={"password": PASSWORD})
    assert "Too many misses" in answer.text
    assert is_in(own)
