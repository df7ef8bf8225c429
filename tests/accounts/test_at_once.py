"""Two at once: real connections, real commits, nobody gets a try or a code too many."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from config import Config
from tests.accounts.conftest import PASSWORD
from tests.builders import a_facility, a_staff
from tests.conftest import Client
from treatment.accounts import codes, operations, passwords, queries
from treatment.accounts.models import Staff, StaffSession
from treatment.app import create_app
from treatment.permissions import Role
from treatment.web.clock import now
from treatment.web.extensions import db

Post = Callable[..., Any]


@pytest.fixture
def crowded(own_database: str) -> Iterator[Flask]:
    app = create_app(Config.for_tests(own_database))
    app.test_client_class = Client
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def person(own_engine: Engine, crowded: Flask) -> tuple[str, str]:
    """The username of somebody, and their authenticator's secret."""
    with Session(own_engine) as session:
        facility = a_facility()
        staff = a_staff(Role.NURSE, at=facility, password=passwords.hashed(PASSWORD))
        secret, username = operations.enroll(staff), staff.username
        session.add_all([facility, staff])
        session.commit()
    return username, secret


@pytest.fixture
def opened(crowded: Flask, own_engine: Engine) -> Callable[[], Client]:
    def browser() -> Client:
        client = crowded.test_client()
        assert isinstance(client, Client)
        client.session = Session(own_engine)
        return client

    return browser


def test_twenty_four_guesses_at_once_are_five_tries(
    opened: Callable[[], Client], person: tuple[str, str], own_engine: Engine
) -> None:
    username, _ = person
    browsers = [opened() for _ in range(24)]

    def guess(client: Client) -> int:
        sent = {"username": username, "password": "wrong"}
        return int(client.post("/sign-in", data=sent).status_code)

    with ThreadPoolExecutor(8) as crowd:
        assert set(crowd.map(guess, browsers)) == {422}
    with Session(own_engine) as session:
        staff = session.scalar(queries.named(username))
        assert staff is not None
        assert staff.failed_count == 5


def test_one_code_sent_by_four_browsers_at_once_opens_one(
    opened: Callable[[], Client], person: tuple[str, str], own_engine: Engine
) -> None:
    username, secret = person
    browsers = [opened() for _ in range(4)]
    for client in browsers:
        client.post("/sign-in", data={"username": username, "password": PASSWORD})
    code = codes.at(secret, now())

    def enter(client: Client) -> int:
        return int(client.post("/sign-in/code", data={"code": code}).status_code)

    with ThreadPoolExecutor(4) as crowd:
        assert sorted(crowd.map(enter, browsers)) == [302, 422, 422, 422]
    with Session(own_engine) as session:
        assert session.scalar(select(func.count()).select_from(StaffSession)) == 1


def test_one_recovery_code_sent_twice_at_once_opens_once(
    opened: Callable[[], Client], person: tuple[str, str], own_engine: Engine
) -> None:
    username, _ = person
    with Session(own_engine) as session:
        staff: Staff = session.scalars(queries.named(username)).one()
        code = operations.new_recovery_codes(staff)[0]
        session.commit()
    browsers = [opened() for _ in range(4)]
    for client in browsers:
        client.post("/sign-in", data={"username": username, "password": PASSWORD})

    def enter(client: Client) -> int:
        return int(client.post("/sign-in/recovery", data={"code": code}).status_code)

    with ThreadPoolExecutor(4) as crowd:
        answers = sorted(crowd.map(enter, browsers))
    assert answers[0] == 302
    assert all(answer in {409, 422} for answer in answers[1:])
    with Session(own_engine) as session:
        assert session.scalar(select(func.count()).select_from(StaffSession)) == 1
