"""Every door of the application, walked: who passes, what it leaves in the trail, what it shows."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from tests.conftest import Client
from tests.structure.addresses import Clinic, a_clinic, routes
from treatment.accounts.models import Staff
from treatment.audit.models import AuditEvent
from treatment.permissions import GRANTS, Permission, Role
from treatment.web.guards import OFF, PUBLIC, is_fragment, refuse_undeclared_routes, rule_of

CLOSED = 404
HIDDEN = Role.ADMINISTRATOR
REFERENCE = re.compile(r"[0-9A-F]{4}(-[0-9A-F]{4}){2}")


@contextmanager
def undone(session: Session) -> Iterator[None]:
    """What happens in this block is undone, so that no cell depends on another."""
    session.commit()
    connection = session.get_bind()
    assert isinstance(connection, Connection)
    point = connection.begin_nested()
    try:
        yield
    finally:
        point.rollback()


def ask(client: Client, method: str, address: str) -> Any:
    """The whole answer; a stream is read to its end."""
    answer = client.get(address) if method == "GET" else client.post(address)
    answer.get_data()
    answer.close()
    return answer


def events(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(AuditEvent)) or 0


def granted(rule: Rule, app: Flask, role: Role) -> bool:
    permission = rule_of(app, rule.endpoint)
    return permission != OFF and (
        not isinstance(permission, Permission) or role in GRANTS[permission]
    )


def test_a_route_without_a_rule_stops_the_start() -> None:
    app = Flask("somewhere")
    app.add_url_rule("/open", "forgotten", lambda: "hello")
    with pytest.raises(RuntimeError, match="forgotten"):
        refuse_undeclared_routes(app, {})


def test_every_route_declares_who_may_call_it(app: Flask) -> None:
    undeclared = [r.endpoint for r in app.url_map.iter_rules() if rule_of(app, r.endpoint) is None]
    assert undeclared == []


def test_every_permission_is_granted_to_somebody_and_asked_for_somewhere(app: Flask) -> None:
    assert set(GRANTS) == set(Permission)
    assert all(GRANTS.values())


def test_every_parameter_of_an_address_has_an_example(app: Flask, session: Session) -> None:
    clinic = a_clinic(session, Role.COUNSELOR)
    missing = {
        f"{name} in {rule.rule}"
        for rule, _ in routes(app)
        for name, key in clinic.keys(rule).items()
        if key not in clinic.ids
    }
    assert missing == set()


@pytest.mark.parametrize("role", Role)
def test_a_role_passes_exactly_the_doors_it_is_granted_and_each_leaves_one_event(
    role: Role,
    app: Flask,
    session: Session,
    connection: Connection,
    client_of: Callable[[Staff], Client],
) -> None:
    clinic = a_clinic(session, role)
    client = client_of(clinic.staff)
    wrong = [
        f"{said} {method} {rule.rule}"
        for rule, method in routes(app)
        if (said := what_is_wrong(client, clinic, rule, method, role, connection))
    ]
    assert not wrong, "\n".join(wrong)


def what_is_wrong(
    client: Client, clinic: Clinic, rule: Rule, method: str, role: Role, connection: Connection
) -> str:
    """Empty when this door did what the table of grants says and left what the trail needs."""
    app = client.application
    if rule.endpoint.startswith("security."):
        return ""  # tests/accounts walks the library's doors
    may = granted(rule, app, role)
    with undone(client.session):
        before = events(connection)
        answer = ask(client, method, clinic.address(app, rule))
        left = events(connection) - before
    if answer.status_code >= 500:
        return f"fault {answer.status_code}"
    if (answer.status_code != CLOSED) is not may and rule_of(app, rule.endpoint) != PUBLIC:
        return f"answered {answer.status_code}"
    return "" if left == expected_events(app, rule, may=may) else f"left {left} events"


def expected_events(app: Flask, rule: Rule, *, may: bool) -> int:
    if rule_of(app, rule.endpoint) == PUBLIC or (may and is_fragment(app, rule.endpoint)):
        return 0
    return 1


def test_nobody_gets_anywhere_without_signing_in(
    app: Flask, session: Session, client: Client
) -> None:
    clinic = a_clinic(session, Role.COUNSELOR)
    for rule, method in routes(app):
        if rule_of(app, rule.endpoint) not in {PUBLIC, OFF}:
            with undone(client.session):
                answer = ask(client, method, clinic.address(app, rule))
            assert answer.status_code == 303, rule
            assert answer.location.startswith("/sign-in"), rule


@pytest.mark.parametrize("role", Role)
def test_the_neighbors_clinic_does_not_exist(
    role: Role,
    app: Flask,
    session: Session,
    client_of: Callable[[Staff], Client],
) -> None:
    """Same role, other facility: every address that names a row of theirs is a plain 404."""
    theirs, ours = a_clinic(session, Role.COUNSELOR), a_clinic(session, role)
    client = client_of(ours.staff)
    unknown = plain(client.get("/no-such-page").text)
    for rule, method in routes(app):
        if any(name.endswith("_id") for name in rule.arguments):
            with undone(client.session):
                answer = ask(client, method, theirs.address(app, rule))
            assert answer.status_code == CLOSED, (method, rule)
            assert plain(answer.text) == unknown, (method, rule)


def plain(page: str) -> str:
    """What the page says, without its reference number."""
    said = re.search(r"<main.*?</main>", page, re.DOTALL)
    return REFERENCE.sub("", said[0] if said else page)


@pytest.mark.parametrize("role", Role)
def test_every_form_needs_its_token(
    role: Role,
    app: Flask,
    session: Session,
    client_of: Callable[[Staff], Client],
) -> None:
    clinic = a_clinic(session, role)
    client = client_of(clinic.staff)
    for rule, method in routes(app):
        if method == "POST" and granted(rule, app, role):
            with undone(client.session):
                answer = client.post(clinic.address(app, rule), csrf=False)
            assert answer.status_code == 400, rule


@pytest.mark.parametrize("role", Role)
def test_every_page_has_one_heading_and_a_title_without_a_name(
    role: Role,
    app: Flask,
    session: Session,
    client_of: Callable[[Staff], Client],
) -> None:
    clinic = a_clinic(session, role)
    client = client_of(clinic.staff)
    for rule, method in routes(app):
        if is_fragment(app, rule.endpoint) or rule.endpoint.startswith("security."):
            continue  # the library's own addresses end the sign-in
        if method == "GET" and granted(rule, app, role):
            with undone(client.session):
                answer = ask(client, "GET", clinic.address(app, rule))
            if answer.status_code == 200 and answer.mimetype == "text/html":
                has_one_heading_and_a_title(answer.text, rule)


def has_one_heading_and_a_title(page: str, rule: Rule) -> None:
    head = page.partition("</head>")[0]  # a drawing has titles of its own
    titles = re.findall(r"<title>(.*?)</title>", head, re.DOTALL)
    assert len(re.findall(r"<h1[\s>]", page)) == 1, rule
    assert len(titles) == 1, rule
    assert titles[0].strip(), rule
    assert "Sample" not in titles[0], rule


def test_two_people_at_once_each_see_their_own_name(client_as: Callable[..., Client]) -> None:
    """What Flask keeps for one request never reaches the other browser."""
    ada = client_as(Role.NURSE, printed_name="Ada Ahorn")
    ben = client_as(Role.NURSE, printed_name="Ben Birke")
    for _ in range(2):
        for client, own, other in (
            (ada, "Ada Ahorn", "Ben Birke"),
            (ben, "Ben Birke", "Ada Ahorn"),
        ):
            page = client.get("/me").text
            assert own in page
            assert other not in page
