"""Takes the pictures of the guide from the demo clinic: `make pictures`. Not a test; nothing runs it else."""

import sqlite3
from collections.abc import Iterator

import pytest

from tests.journeys.conftest import ROOT, Opened, Server, Visit

PICTURES = ROOT / "docs" / "pictures"
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}

PLAN = """
    SELECT plan.id, staff.username FROM plan
    JOIN care_team_member ON care_team_member.episode_id = plan.episode_id
    JOIN staff ON staff.id = care_team_member.staff_id
    JOIN staff_role ON staff_role.staff_id = staff.id AND staff_role.role = 'counselor'
    JOIN facility ON facility.id = plan.facility_id
    WHERE plan.state = '{state}' ORDER BY facility.id, plan.drafted_at DESC LIMIT 1
"""
INTAKE = """
    SELECT assessment.id, staff.username FROM assessment
    JOIN staff ON staff.id = assessment.started_by_id
    JOIN facility ON facility.id = assessment.facility_id
    WHERE assessment.signed_at IS NULL ORDER BY facility.id, assessment.started_at LIMIT 1
"""


@pytest.fixture
def found(server: Server) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(server.folder / "instance" / "waypoint.sqlite3")
    yield connection
    connection.close()


def dashed(key: str) -> str:
    return f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"


def scenes(server: Server, found: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    """The name of a picture, whose page it is, and its address."""
    intake, counselor = found.execute(INTAKE).fetchone()
    yield "today", counselor, "/"
    yield "intake", counselor, f"/intake/{dashed(intake)}/sections/withdrawal"
    yield "review", counselor, f"/intake/{dashed(intake)}/review"
    for name, state in (("draft", "draft"), ("plan", "active")):
        plan, counselor = found.execute(PLAN.format(state=state)).fetchone()
        yield name, counselor, f"/plans/{dashed(plan)}"
    yield "progress", server.account("director")["username"], "/progress"


def take(window: Visit, name: str) -> None:
    window.page.screenshot(path=PICTURES / f"{name}.png")


def test_take_the_pictures(visit: Opened, server: Server, found: sqlite3.Connection) -> None:
    """Every scene on a desk in light and dark, on a phone, and the plan on paper."""
    PICTURES.mkdir(exist_ok=True)
    for scheme in ("light", "dark"):
        window = visit(color_scheme=scheme, viewport=DESK)
        window.goto("/sign-in")
        take(window, f"sign-in-{scheme}")
    for name, username, address in scenes(server, found):
        for look, options in (
            ("light", {"viewport": DESK, "color_scheme": "light"}),
            ("dark", {"viewport": DESK, "color_scheme": "dark"}),
            ("phone", {"viewport": PHONE, "color_scheme": "light"}),
        ):
            window = visit(username, **options)
            window.goto(address)
            take(window, f"{name}-{look}")
            if name in {"plan", "draft"} and look == "light":
                window.page.set_viewport_size({"width": 816, "height": 1056})  # Letter
                window.page.emulate_media(media="print")
                take(window, f"{name}-print")
