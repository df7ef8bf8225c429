"""Every page a role can reach by its links: accessible, in its width, and quiet in the console."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.conftest import Opened, Visit
from treatment.permissions import Role

ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PHONE = {"width": 390, "height": 844}
MOST = 60  # kinds of pages one role is followed to


def kinds(visit: Visit) -> Iterator[str]:
    """One address of each kind of page reachable by links, from Today on; it is open when yielded."""
    seen, waiting = {"/"}, ["/"]
    while waiting and len(seen) < MOST:
        path = waiting.pop(0)
        answer = visit.page.goto(f"{visit.server.url}{path}")
        assert answer is not None
        assert answer.status == 200, path
        yield path
        for link in links(visit.page):
            kind = ID.sub("*", link)
            if kind not in seen:
                seen.add(kind)
                waiting.append(link)


def links(page: Page) -> list[str]:
    """Own pages linked from here, without anchors, filters and files."""
    found: list[str] = page.eval_on_selector_all(
        "a[href]", "all => all.filter(a => a.origin === location.origin).map(a => a.pathname)"
    )
    return [path for path in dict.fromkeys(found) if not re.search(r"\.\w+$|/static/", path)]


def violations(page: Page) -> list[str]:
    result = Axe().run(page, options=RULES)
    return [
        f"{broken['id']}: {broken['nodes'][0]['html'][:160]}"
        for broken in result.response["violations"]
    ]


def is_wider_than_its_window(page: Page) -> bool:
    wide: bool = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return wide


@pytest.mark.parametrize("role", Role)
def test_every_page_of_a_role_is_accessible(visit: Opened, role: Role) -> None:
    window = visit(role.value)
    found = {path: violations(window.page) for path in kinds(window)}
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("role", [Role.COUNSELOR, Role.PRESCRIBER, Role.DIRECTOR])
def test_every_page_is_accessible_in_the_dark(visit: Opened, role: Role) -> None:
    window = visit(role.value, color_scheme="dark")
    found = {path: violations(window.page) for path in kinds(window)}
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("role", [Role.COUNSELOR, Role.DIRECTOR, Role.ADMINISTRATOR])
def test_every_page_fits_a_phone(visit: Opened, role: Role) -> None:
    window = visit(role.value, viewport=PHONE)
    wide = [path for path in kinds(window) if is_wider_than_its_window(window.page)]
    assert wide == []


def test_the_first_key_leads_past_the_navigation(visit: Opened) -> None:
    page = visit("counselor").goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to main content"


def test_a_slash_goes_to_finding_a_patient(visit: Opened) -> None:
    page = visit("counselor").goto("/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") == "search"


def test_the_door_is_accessible_and_says_nothing_about_who_exists(visit: Opened) -> None:
    window = visit()
    page = window.goto("/sign-in")
    assert violations(page) == []
    answers = []
    for name in ("nobody.here", window.server.account("nurse")["username"]):
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password", exact=True).fill("not the password at all")
        page.get_by_role("button", name="Continue").click()
        answers.append(page.get_by_role("main").inner_text())
    assert answers[0] == answers[1]
