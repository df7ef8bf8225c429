"""People who sign in by hand: with a password, a code and a browser."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.builders import a_staff
from tests.conftest import Client
from treatment.accounts import codes, operations, passwords
from treatment.accounts.models import Facility, Staff
from treatment.audit.models import AuditEvent
from treatment.audit.vocabulary import Action
from treatment.permissions import Role

PASSWORD = "seven herons by the weir"
TRAVELS = {"tick": False}


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "HASHER", cheap)
    monkeypatch.setattr(passwords, "_DUMMY", [])


class Somebody:
    """A person with their authenticator in hand; what they know outlives any session."""

    def __init__(self, staff: Staff, secret: str) -> None:
        self.id, self.secret = staff.id, secret
        self.username, self.printed_name = staff.username, staff.printed_name

    def code(self, *, later: int = 0) -> str:
        """What the authenticator shows `later` steps from now."""
        return codes.at(self.secret, datetime.now(UTC) + later * timedelta(seconds=codes.STEP))

    def row(self, session: Session) -> Staff:
        return session.get_one(Staff, self.id)


@pytest.fixture
def somebody(app: Flask, session: Session, facility: Facility) -> Callable[..., Somebody]:
    def made(*roles: Role, at: Facility | None = None, **changes: Any) -> Somebody:
        staff = a_staff(*(roles or (Role.COUNSELOR,)), at=at or facility, **changes)
        staff.password = passwords.hashed(PASSWORD)
        secret = operations.enroll(staff)
        session.add(staff)
        session.commit()
        return Somebody(staff, secret)

    return made


def give_password(client: Client, username: str, password: str = PASSWORD) -> TestResponse:
    return client.post("/sign-in", data={"username": username, "password": password})


def give_code(client: Client, code: str) -> TestResponse:
    return client.post("/sign-in/code", data={"code": code})


def sign_in(client: Client, person: Somebody, *, later: int = 0) -> TestResponse:
    answer = give_password(client, person.username)
    assert answer.status_code == 302, answer.text
    return give_code(client, person.code(later=later))


def is_in(client: Client) -> bool:
    return bool(client.get("/me").status_code == 200)


def events(session: Session, action: Action) -> int:
    counted = select(func.count()).select_from(AuditEvent).where(AuditEvent.action == action)
    return session.scalar(counted) or 0
