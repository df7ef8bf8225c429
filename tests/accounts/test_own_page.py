"""What a person does for their own account."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from tests.accounts.conftest import PASSWORD, Somebody, events, give_code, sign_in
from tests.conftest import Client
from treatment.accounts import proof, sealing
from treatment.audit.vocabulary import Action

Make = Callable[..., Somebody]
NEW = "nine otters in the reeds"


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"current": "wrong", "password": NEW, "again": NEW}, "current password is not right"),
        ({"current": PASSWORD, "password": NEW, "again": "other"}, "differ"),
        ({"current": PASSWORD, "password": "short", "again": "short"}, "at least 12"),
        ({"current": PASSWORD, "password": PASSWORD, "again": PASSWORD}, "password you have"),
        ({"current": "", "password": NEW, "again": NEW}, "Enter your current password"),
    ],
)
def test_a_password_is_changed_only_knowingly(
    client: Client, somebody: Make, session: Session, sent: dict[str, str], says: str
) -> None:
    person = somebody()
    sign_in(client, person)
    answer = client.post("/me/password", data=sent)
    assert answer.status_code == 422
    assert says in answer.text
    assert person.row(session).verify_and_update_password(PASSWORD)


def test_recovery_codes_are_shown_once_and_replace_the_old(
    client: Client, somebody: Make, session: Session
) -> None:
    person = somebody()
    sign_in(client, person)
    sets = []
    for _ in range(2):
        page = client.post("/me/recovery-codes").text
        sets.append(re.findall(r"<code>([\w-]{19})</code>", page))
    assert [len(codes) for codes in sets] == [10, 10]
    assert sorted(proof.recovery_codes(person.row(session))) == sorted(sets[1])
    page = client.get("/me").text
    assert "10 recovery codes" in page
    assert not any(code in page for code in sets[1])
    assert events(session, Action.CREDENTIAL) == 2


def test_an_authenticator_is_changed_with_a_code_of_the_new_one(
    client: Client, browser: Callable[[], Client], somebody: Make, session: Session
) -> None:
    person, there = somebody(), browser()
    sign_in(client, person)
    sign_in(there, person, later=1)
    page = client.post("/sign-in/authenticator", data={"setup": "authenticator"}).text
    key = re.search(r'id="authenticator-key">([A-Z2-7 ]+)<', page)
    target = re.search(r'action="(/sign-in/authenticator/[^"]+)"', page)
    assert key
    assert target
    old, person.secret = person.secret, key[1].replace(" ", "")
    refused = client.post(target[1], data={"code": "000000"})
    assert "That code is not right" in client.get(refused.location).text
    assert sealing.opened(person.row(session).tf_totp_secret) == old
    client.post(target[1], data={"code": person.code(later=1)})  # a step used by the other sign-in
    assert sealing.opened(person.row(session).tf_totp_secret) == old
    row = person.row(session)
    row.totp_last_counter = None
    session.commit()
    client.post(target[1], data={"code": person.code()})
    assert sealing.opened(person.row(session).tf_totp_secret) == person.secret
    assert client.get("/me").status_code == 200
    assert there.get("/me").status_code == 303


def test_nobody_switches_their_second_factor_off(
    client: Client, somebody: Make, session: Session
) -> None:
    person = somebody()
    sign_in(client, person)
    client.post("/sign-in/authenticator", data={"setup": "disable"})
    assert person.row(session).has_second_factor


def test_own_sign_ins_are_listed(client: Client, somebody: Make) -> None:
    client.environ_base["REMOTE_ADDR"] = "192.0.2.77"
    sign_in(client, somebody())
    page = client.get("/me").text
    assert "192.0.2.77" in page
    assert "This one" in page


def test_nothing_typed_into_a_password_field_comes_back(client: Client, somebody: Make) -> None:
    person = somebody()
    assert (
        "secret words of mine"
        not in client.post(
            "/sign-in", data={"username": person.username, "password": "secret words of mine"}
        ).text
    )
    sign_in(client, person)
    sent = {"current": "secret words of mine", "password": NEW, "again": "secret words too"}
    assert "secret words" not in client.post("/me/password", data=sent).text
    assert give_code(client, "000000").status_code != 500
