"""The way in, as a browser walks it and as an attacker tries it."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import func, select
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
from treatment.accounts import operations
from treatment.accounts.models import FailedAttempt
from treatment.accounts.vocabulary import Credential
from treatment.audit.vocabulary import Action
from treatment.permissions import Role

Make = Callable[..., Somebody]


def test_password_and_code_open_the_door(client: Client, somebody: Make, session: Session) -> None:
    person = somebody()
    assert sign_in(client, person).status_code == 302
    assert person.printed_name in client.get("/me").text
    assert events(session, Action.SIGN_IN) == 1


@pytest.mark.parametrize("role", Role)
def test_a_password_alone_opens_nothing_for_any_role(
    client: Client, somebody: Make, role: Role
) -> None:
    give_password(client, somebody(role).username)
    assert not is_in(client)


def test_two_browsers_at_once_each_see_their_own_name(
    browser: Callable[[], Client], somebody: Make
) -> None:
    one, two = somebody(printed_name="Mara Okafor"), somebody(printed_name="Daniel Reyes")
    ones, twos = browser(), browser()
    sign_in(ones, one)
    sign_in(twos, two)
    for _ in range(2):
        assert "Mara Okafor" in ones.get("/me").text
        assert "Daniel Reyes" in twos.get("/me").text
        assert "Daniel Reyes" not in ones.get("/me").text


@pytest.mark.parametrize("spelling", ["{}", " {} ", "{}\t"])
def test_capitals_and_white_space_around_a_username_do_not_matter(
    client: Client, somebody: Make, spelling: str
) -> None:
    person = somebody()
    answer = give_password(client, spelling.format(person.username.upper()))
    assert answer.status_code == 302


def plain(page: str) -> str:
    """The page without what differs on every page: tokens, references, what was typed."""
    page = re.sub(r'value="[^"]*"', "", page)
    return re.sub(r"[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}", "", page)


def test_unknown_wrong_locked_disabled_and_invited_are_answered_alike(
    browser: Callable[[], Client], somebody: Make, session: Session
) -> None:
    known, locked, disabled, invited = (somebody() for _ in range(4))
    disabled.row(session).active = False
    invited.row(session).password = None
    session.commit()
    for _ in range(5):
        give_password(browser(), locked.username, "wrong")
    answers = [
        give_password(browser(), "nobody.at.all", "wrong"),
        give_password(browser(), known.username, "wrong"),
        give_password(browser(), locked.username, PASSWORD),
        give_password(browser(), disabled.username, PASSWORD),
        give_password(browser(), invited.username, PASSWORD),
    ]
    assert {answer.status_code for answer in answers} == {422}
    assert len({plain(answer.text) for answer in answers}) == 1


def test_an_unknown_name_costs_a_hash_as_a_known_one_does(
    client: Client, somebody: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    from treatment.accounts import passwords

    verified: list[str] = []

    class Counting(passwords.PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # noqa: A002
            verified.append(str(password))
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "HASHER", Counting(time_cost=1, memory_cost=8, parallelism=1))
    known, locked = somebody(), somebody()
    for _ in range(6):
        give_password(client, locked.username, "wrong")
    for name in ("nobody.at.all", known.username, locked.username):
        verified.clear()
        give_password(client, name, "tried")
        assert verified == ["tried"]


def test_tries_at_unknown_names_are_counted_in_one_row_and_one_event_a_minute(
    client: Client, session: Session
) -> None:
    for number in range(10):
        give_password(client, f"nobody{number}", "wrong")
    rows = session.scalars(select(FailedAttempt)).all()
    assert sum(row.count for row in rows) == 10
    assert len(rows) <= 2  # the minute may turn in between
    assert events(session, Action.SIGN_IN_FAILED) == len(rows)


def test_the_table_of_tries_is_bounded(
    client: Client, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("treatment.accounts.sessions.MOST_SOURCES", 3)
    for number in range(9):
        client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
        give_password(client, "nobody", "wrong")
    assert (session.scalar(select(func.count()).select_from(FailedAttempt)) or 0) <= 5


def test_every_miss_of_a_known_person_is_an_event(
    client: Client, somebody: Make, session: Session
) -> None:
    person = somebody()
    for _ in range(3):
        give_password(client, person.username, "wrong")
    assert events(session, Action.SIGN_IN_FAILED) == 3


def test_a_time_code_opens_once(browser: Callable[[], Client], somebody: Make) -> None:
    person, first, second = somebody(), browser(), browser()
    code = person.code()
    give_password(first, person.username)
    give_password(second, person.username)
    assert give_code(first, code).status_code == 302
    assert give_code(second, code).status_code == 422
    assert not is_in(second)


@pytest.mark.parametrize("later", [-10, -2, 2, 10])
def test_a_code_of_another_minute_opens_nothing(client: Client, somebody: Make, later: int) -> None:
    person = somebody()
    assert sign_in(client, person, later=later).status_code == 422
    assert not is_in(client)


@pytest.mark.parametrize(
    "code",
    ["", " ", "000", "12345a", "0" * 60, "\uff11\uff12\uff13\uff14\uff15\uff16", "123456\n1"],
)
def test_what_is_no_code_opens_nothing(client: Client, somebody: Make, code: str) -> None:
    give_password(client, somebody().username)
    assert give_code(client, code).status_code == 422
    assert not is_in(client)


def test_another_persons_code_opens_nothing(client: Client, somebody: Make) -> None:
    one, two = somebody(), somebody()
    give_password(client, one.username)
    assert give_code(client, two.code()).status_code == 422


def test_a_code_without_a_password_opens_nothing(client: Client, somebody: Make) -> None:
    give_code(client, somebody().code())
    assert not is_in(client)


def test_a_recovery_code_opens_once_however_it_is_typed(
    browser: Callable[[], Client], somebody: Make, session: Session
) -> None:
    person = somebody()
    code = operations.new_recovery_codes(person.row(session))[0]
    session.commit()
    for typed, status in ((code.upper().replace("-", " "), 302), (code, 422)):
        client = browser()
        give_password(client, person.username)
        answer = client.post("/sign-in/recovery", data={"code": typed})
        assert answer.status_code == status
        assert ("is used up" in client.get("/me").text) is (status == 302)
    assert len(person.row(session).mf_recovery_codes or []) == 9


def test_secrets_are_not_readable_in_the_database(somebody: Make, session: Session) -> None:
    person = somebody()
    codes = operations.new_recovery_codes(person.row(session))
    session.commit()
    row = person.row(session)
    kept = f"{row.password} {row.tf_totp_secret} {row.mf_recovery_codes}"
    assert person.secret not in kept
    assert PASSWORD not in kept
    assert not any(code in kept for code in codes)


def test_a_first_sign_in_sets_up_an_authenticator(
    client: Client, somebody: Make, session: Session
) -> None:
    from treatment.accounts import codes, proof, sealing

    person = somebody()
    row = person.row(session)
    row.tf_primary_method = row.tf_totp_secret = None
    session.commit()
    assert give_password(client, person.username).location.endswith("/sign-in/authenticator")
    assert not is_in(client)
    shown = client.post("/sign-in/authenticator", data={"setup": "authenticator"}).text
    found = re.search(r'id="authenticator-key">([A-Z2-7 ]+)<', shown)
    assert found
    assert "data:image/svg+xml;base64," in shown
    person.secret = found[1].replace(" ", "")
    assert give_code(client, "000000").status_code == 422
    assert give_code(client, person.code()).status_code == 302
    assert is_in(client)
    row = person.row(session)
    assert sealing.opened(row.tf_totp_secret) == person.secret
    assert not proof.recovery_codes(row)
    assert codes.new_secret() != person.secret


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/tf-rescue"),
        ("POST", "/tf-rescue"),
        ("GET", "/tf-select"),
        ("GET", "/mf-recovery-codes"),
        ("POST", "/mf-recovery-codes"),
        ("GET", "/register"),
        ("GET", "/reset"),
        ("GET", "/login"),
    ],
)
def test_doors_that_are_off_do_not_exist(
    client_as: Callable[..., Client], method: str, path: str
) -> None:
    client = client_as(Role.ADMINISTRATOR)
    act = client.get if method == "GET" else client.post
    assert act(path).status_code == 404


def test_no_door_answers_json(client: Client, somebody: Make) -> None:
    person = somebody()
    sent = {"username": person.username, "password": PASSWORD}
    assert client.post("/sign-in", json=sent).status_code == 400
    page = client.get("/sign-in", headers={"Accept": "application/json"})
    assert page.mimetype == "text/html"


def test_no_token_in_header_or_address_stands_for_a_session(
    client: Client, somebody: Make, app: object
) -> None:
    from flask import Flask

    assert isinstance(app, Flask)
    person = somebody()
    with app.app_context():
        serializer = app.extensions["security"].remember_token_serializer
        token = serializer.dumps({"ver": "5", "uid": person.username, "fs_paa": 0, "exp": 0})
    assert client.get(f"/me?auth_token={token}").status_code == 303
    assert client.get("/me", headers={"Authentication-Token": token}).status_code == 303


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/code", "/sign-in/recovery", "/sign-out"])
def test_a_door_asks_for_the_token_of_its_form(client: Client, somebody: Make, path: str) -> None:
    person = somebody()
    for token in (None, "", "foreign", "ünïcode", "x" * 20_000):
        fields = {"username": person.username, "password": PASSWORD, "code": person.code()}
        if token is not None:
            fields["csrf_token"] = token
        assert client.post(path, data=fields, csrf=False).status_code == 400
    assert not is_in(client)


def test_signing_out_by_following_a_link_is_not_possible(client: Client, somebody: Make) -> None:
    sign_in(client, somebody())
    assert client.get("/sign-out").status_code == 405
    assert is_in(client)


OUTSIDE = [
    "//elsewhere.test",
    "///elsewhere.test",
    "https://elsewhere.test/",
    "http:elsewhere.test",
    "https:/elsewhere.test",
    "\\\\elsewhere.test",
    "/\\elsewhere.test",
    "/\t/elsewhere.test",
    " //elsewhere.test",
    "javascript:alert(1)",
    "http://localhost@elsewhere.test/",
    "http://localhost.elsewhere.test/",
]


@pytest.mark.parametrize("target", OUTSIDE)
@pytest.mark.parametrize("name", ["next", "return_to", "url", "redirect"])
def test_the_door_leads_nowhere_else(
    client: Client, somebody: Make, target: str, name: str
) -> None:
    person = somebody()
    fields = {"username": person.username, "password": PASSWORD}
    answers = [
        client.post("/sign-in", query_string={name: target}, data=fields),
        client.post("/sign-in", data={**fields, name: target}),
        client.post("/sign-in/code", query_string={name: target}, data={"code": person.code()}),
    ]
    assert not any("elsewhere" in answer.headers.get("Location", "") for answer in answers)
    assert not any("javascript" in answer.headers.get("Location", "") for answer in answers)


def test_the_door_leads_back_to_where_one_wanted_to_go(client: Client, somebody: Make) -> None:
    person = somebody(Role.ADMINISTRATOR)
    door = client.get("/staff/review").location
    assert door == "/sign-in?next=/staff/review"
    answer = client.post(door, data={"username": person.username, "password": PASSWORD})
    answer = client.post(answer.location, data={"code": person.code()})
    assert answer.location == "/staff/review"


def test_a_demo_account_opens_nothing_in_production(
    client: Client, somebody: Make, app: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from flask import Flask

    assert isinstance(app, Flask)
    person = somebody(is_demo=True)
    sign_in(client, person)
    assert is_in(client)
    config = replace(app.extensions["waypoint_config"], environment="production")
    monkeypatch.setitem(app.extensions, "waypoint_config", config)
    assert not is_in(client)
    assert give_password(client, person.username).status_code == 422


def test_the_person_is_who_guards_and_templates_take_them_for(
    session: Session, somebody: Make
) -> None:
    row = somebody(Role.NURSE, credential=Credential.RN, printed_name="Ana de la Cruz").row(session)
    assert row.initials == "AC"
    assert row.credential_line == "Ana de la Cruz, RN"
    assert row.is_lpha
    assert not row.is_prescriber_license
