"""Behind https every cookie is bound to this host and never travels in the clear."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from config import Config
from tests.accounts.conftest import PASSWORD
from tests.builders import a_facility, a_staff
from treatment.accounts import codes, operations, passwords
from treatment.app import create_app
from treatment.permissions import Role
from treatment.web.clock import now
from treatment.web.extensions import db

AT = "https://waypoint.example.org"


@pytest.fixture
def secure(own_database: str) -> Iterator[Flask]:
    app = create_app(
        Config.for_tests(own_database, public_url=AT, trusted_hosts=("waypoint.example.org",))
    )
    yield app
    with app.app_context():
        db.engine.dispose()


def test_cookies_are_secure_host_bound_and_closed_to_scripts(secure: Flask) -> None:
    with secure.app_context(), Session(db.engine) as session:
        facility = a_facility()
        staff = a_staff(Role.NURSE, at=facility, password=passwords.hashed(PASSWORD))
        secret, username = operations.enroll(staff), staff.username
        session.add_all([facility, staff])
        session.commit()
    client = secure.test_client()
    shown = client.get("/sign-in", base_url=AT).text
    token = shown.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    headers = {"X-CSRFToken": token, "Referer": f"{AT}/sign-in"}
    sent = {"username": username, "password": PASSWORD}
    client.post("/sign-in", data=sent, base_url=AT, headers=headers)
    code = {"code": codes.at(secret, now())}
    answer = client.post("/sign-in/code", data=code, base_url=AT, headers=headers)
    cookies = answer.headers.getlist("Set-Cookie")
    assert {cookie.split("=")[0] for cookie in cookies} == {
        "__Host-waypoint",
        "__Host-waypoint-device",
    }
    for cookie in cookies:
        for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
            assert flag in cookie
        assert "Domain" not in cookie
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    assert client.get("/me", base_url=AT).status_code == 200


def test_a_foreign_host_is_not_served(secure: Flask) -> None:
    answer = secure.test_client().get("/sign-in", base_url="https://elsewhere.test")
    assert answer.status_code == 400
    assert "elsewhere.test" not in answer.headers.get("Location", "")
