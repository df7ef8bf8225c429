"""Light or dark: a choice in a cookie, and a way back that leads nowhere else."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from treatment.accounts import lifetimes
from treatment.web import theme


@pytest.fixture
def browser() -> FlaskClient:
    app = Flask("treatment")
    theme.install(app)
    app.add_url_rule("/", "front", lambda: theme.chosen() or "system")
    return app.test_client()


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_a_choice_is_kept(browser: FlaskClient, choice: str) -> None:
    assert browser.post("/theme", data={"theme": choice}).status_code == 303
    assert browser.get("/").text == choice


def test_the_system_decides_until_somebody_chooses_and_after_taking_it_back(
    browser: FlaskClient,
) -> None:
    assert browser.get("/").text == "system"
    browser.post("/theme", data={"theme": "dark"})
    browser.post("/theme", data={"theme": "system"})
    assert browser.get("/").text == "system"


def test_a_forged_cookie_chooses_nothing(browser: FlaskClient) -> None:
    browser.set_cookie("theme", '"><script>')
    assert browser.get("/").text == "system"


@pytest.mark.parametrize(
    ("before", "back"),
    [
        ("http://localhost/patients/7", "/patients/7"),
        ("http://localhost//elsewhere.test/x", "/elsewhere.test/x"),
        ("http://elsewhere.test/x", "/"),
        ("nonsense", "/"),
        (None, "/"),
    ],
)
def test_the_way_back_stays_on_this_host(
    browser: FlaskClient, before: str | None, back: str
) -> None:
    headers = {"Referer": before} if before else {}
    assert browser.post("/theme", data={"theme": "dark"}, headers=headers).location == back


def test_the_cookie_is_closed_to_scripts(browser: FlaskClient) -> None:
    cookie = browser.post("/theme", data={"theme": "dark"}).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_the_page_warns_of_the_same_end_that_the_server_keeps() -> None:
    assert timedelta(minutes=theme.IDLE_MINUTES) == lifetimes.IDLE
