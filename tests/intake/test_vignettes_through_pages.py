"""P1–P6 from the front desk to the draft, through the pages alone: the command line's plan.

Every field is read from the page that was answered and sent as a browser sends it: an answer the
page does not offer fails here. What cannot wait stops the counselor, who answers it and goes on.
"""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_program, a_staff
from treatment.accounts import passwords
from treatment.accounts.models import Facility, Staff
from treatment.intake.forms import shown
from treatment.intake.forms.filing import asked, filed
from treatment.intake.questionnaire import sections_on
from treatment.permissions import Role
from treatment.plans.cli import plan as command
from treatment.plans.models import Plan
from treatment.plans.states import LineStatus
from treatment.records.models import Alert
from treatment.records.vocabulary import AlertKind

SECRET = "a sentence only they would say"
FOLDER = Path(__file__).parents[1] / "vignettes"
NAMES = ("P1", "P2", "P3", "P4", "P5", "P6")
ALERTS = {
    "P3": [AlertKind.SUICIDE_ITEM9_SCREENED],
    "P4": [AlertKind.SUICIDE_MODERATE, AlertKind.SUICIDE_MODERATE],
}
STANDING = {
    "active": LineStatus.PROPOSED,
    "deferred": LineStatus.DEFERRED,
    "declined": LineStatus.OFFERED_DECLINED,
}
EXACTLY = (
    "severity", "severity_max", "cows", "cows_band", "dx", "dx_provisional", "hold", "suicide",
    "phq9", "gad7", "pcptsd5", "audit_c", "active", "deferred", "declined", "blocks_signature",
    "contradictions", "why",
)  # fmt: skip
ONE_OF_SEVERAL = {"radio", "checkbox"}
Fields = dict[str, list[str]]


class Form:
    """One form of a page: what it would send untouched, and what it offers."""

    def __init__(self, action: str) -> None:
        self.action = action
        self.sent: Fields = {}
        self.offered: dict[str, set[str] | None] = {}  # None: anything may be typed
        self.more: dict[str, str] = {}  # where one more row of a table comes from

    def take(self, name: str, value: str, kind: str, *, is_on: bool) -> None:
        if kind in ONE_OF_SEVERAL:
            values = self.offered.setdefault(name, set())
            assert values is not None
            values.add(value)
        else:
            self.offered[name] = None
        if is_on or kind not in ONE_OF_SEVERAL:
            self.sent.setdefault(name, []).append(value)

    def filled(self, answers: Fields) -> Fields:
        """What a browser sends once this is typed and clicked, nothing else touched."""
        for name, values in answers.items():
            assert name in self.offered, f"{self.action} has no field {name}"
            offered = self.offered[name]
            assert offered is None or set(values) <= offered, f"{name}: {values} not in {offered}"
        return {**self.sent, **answers}


class Forms(HTMLParser):
    """The forms of one page, as a browser understands them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.menu = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(given.get("action", "")))
        elif tag == "select":
            self.menu = given.get("name", "")
        elif tag == "option" and self.menu and self.found:
            is_on = "selected" in given
            self.found[-1].take(self.menu, given.get("value", ""), "radio", is_on=is_on)
        elif tag == "button" and given.get("name") == "add":
            self.found[-1].more[given["value"]] = given["formaction"]
        elif tag in {"input", "textarea"} and given.get("name") and self.found:
            kind = given.get("type", "text")
            is_on = "checked" in given
            self.found[-1].take(given["name"], given.get("value", ""), kind, is_on=is_on)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.menu = ""


class Counselor:
    """Somebody at a browser, who can only send what a page of theirs offers."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def page(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return str(answer.text)

    def form(self, path: str, ends: str, typed: Fields) -> Form:
        """The form of this page whose address ends so, with as many rows as are needed."""
        text = self.page(path)
        while True:
            ours = [form for form in Forms(text).found if form.action.endswith(ends)]
            forms = [form for form in ours if typed.keys() <= form.offered.keys()] or ours
            assert forms, f"{path} has no form that leads to {ends}"
            lacking = [name for name in typed if name not in forms[0].offered]
            if not lacking:
                return forms[0]
            text = self.one_more_row(path, forms[0], lacking[0])

    def one_more_row(self, path: str, form: Form, name: str) -> str:
        """Without a script the page comes back with everything typed and an empty row."""
        table = name.split("-", maxsplit=1)[0]
        assert table in form.more, f"{path} has no field {name}"
        answer = self.client.post(form.more[table], data={**form.sent, "add": table})
        assert answer.status_code == 200, (path, answer.status_code)
        return str(answer.text)

    def send(self, path: str, ends: str, **answers: Any) -> str:
        """Fill in the form of this page whose address ends so; returns where it led."""
        typed = {key: each if isinstance(each, list) else [each] for key, each in answers.items()}
        button = {name: typed.pop(name) for name in ("step",) if name in typed}
        form = self.form(path, ends, typed)
        answer = self.client.post(form.action or path, data={**form.filled(typed), **button})
        assert answer.status_code == 303, (path, answer.status_code, answer.text[:4000])
        return str(answer.location)


@pytest.fixture
def author(session: Session, facility: Facility) -> Staff:
    hashed = passwords.hashed(SECRET)
    session.add_all([staff := a_staff(Role.COUNSELOR, at=facility, password=hashed)])
    session.add(a_program(facility))
    session.commit()
    return staff


@pytest.fixture
def counselor(client_of: Callable[[Staff], Any], author: Staff) -> Counselor:
    return Counselor(client_of(author))


def vignette(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return found


def on_the_command_line(name: str) -> dict[str, Any]:
    answer = CliRunner().invoke(command, ["draft", str(FOLDER / f"{name}.json")])
    assert answer.exit_code == 0, answer.output
    found: dict[str, Any] = json.loads(answer.output)
    return found


def arrive(counselor: Counselor, told: dict[str, Any], here: datetime) -> str:
    """Registered, with an episode: its address."""
    born = here.date() - timedelta(days=round(told["age"] * 365.25) + 100)
    new = counselor.send(
        "/patients/new", "", given_name="Robin", family_name="Vale", sex=told["sex"],
        birth_date=f"{born:%m/%d/%Y}",
    )  # fmt: skip
    menu = Forms(counselor.page(new)).found
    programs = next(form.offered["program_id"] for form in menu if "program_id" in form.offered)
    program = max(programs or ())
    arrived = (here - timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M")
    return counselor.send(new, "", program_id=program, begins="admitted", admitted_at=arrived)


def answer_all(counselor: Counselor, episode: str, told: dict[str, Any], here: datetime) -> str:
    """Every section through its page, each stop page answered; the address of the intake."""
    begun = counselor.send(f"{episode}/intake", "/intake")
    intake, sections = begun.split("/sections/")[0], filed(asked(told), here)
    for part in sections_on({}):
        fields = shown(part, sections.pop(part.key, {}))
        path = f"{intake}/sections/{part.key}"
        led = counselor.send(path, path, step="next", **fields)
        if "/alerts/" in led:
            led = stop(counselor, led)
        assert led.split("#")[0] == following(intake, part.key)
    assert sections == {}
    return intake


def following(intake: str, key: str) -> str:
    keys = [part.key for part in sections_on({})]
    later = keys[keys.index(key) + 1 :]
    return f"{intake}/sections/{later[0]}" if later else f"{intake}/review"


def stop(counselor: Counselor, page: str) -> str:
    """Say what was done at once, and go on where the finding stopped the work."""
    again = counselor.send(page, "/done", done=["stayed", "prescriber"])
    assert "Stayed with the person" in counselor.page(again)
    back = again.split("back=")[1]
    assert f'href="{back}"' in counselor.page(again)
    return back


def lines_of(plan: Plan) -> Iterator[tuple[str, LineStatus]]:
    return ((str(line.element), line.status) for line in plan.lines)


@pytest.mark.parametrize("name", NAMES)
def test_a_vignette_through_the_pages_is_drafted_as_on_the_command_line(
    session: Session, facility: Facility, counselor: Counselor, name: str
) -> None:
    told, said = vignette(name)["input"], on_the_command_line(name)
    here = datetime.now(UTC).astimezone(facility.tz).replace(second=0)
    episode = arrive(counselor, told, here)
    episode = f"/episodes/{episode.split('/episodes/')[1].split('/')[0]}"
    intake = answer_all(counselor, episode, told, here)
    signed = counselor.send(f"{intake}/review", "/sign", secret=SECRET)
    assert signed == intake
    drafted = counselor.send(f"{episode}/plans", "/plans")
    plan = session.scalars(select(Plan)).one()
    assert drafted.startswith(f"/plans/{plan.id}")
    expected = {element: status for key, status in STANDING.items() for element in said[key]}
    assert dict(lines_of(plan)) == expected
    assert {key: plan.draft[key] for key in EXACTLY} == {key: said[key] for key in EXACTLY}
    assert plan.is_on_hold is said["hold"]
    kinds = [alert.kind for alert in session.scalars(select(Alert).order_by(Alert.raised_at))]
    assert kinds == ALERTS.get(name, [])
    page = counselor.page(drafted)
    assert all(f">{element}<" in page for element in expected)
