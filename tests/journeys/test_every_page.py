"""Every page a role can reach by its links: accessible, in its width, and quiet in the console."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.conftest import Opened, Visit
from treatment.permissions import Role

ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TREND = re.compile(r"(/scores/)\w+$")  # the trends of all instruments are built alike
INSTRUMENT = re.compile(r"(?<=/scores/)[a-z]\w*")  # their pages are alike
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
SEEN: set[tuple[str, str]] = set()  # kinds of pages that were looked at
MOST = 120  # kinds of pages one role is followed to


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
            kind = INSTRUMENT.sub("*", ID.sub("*", link))
            if kind not in seen:
                seen.add(kind)
                waiting.append(link)


def links(page: Page) -> list[str]:
    """Own pages linked from here, without anchors, filters and files."""
    found: list[str] = page.eval_on_selector_all(
        "a[href]", "all => all.filter(a => a.origin === location.origin).map(a => a.pathname)"
    )
    return [path for path in dict.fromkeys(found) if not re.search(r"\.\w+$|/static/", path)]


def violations(page: Page, rules: dict[str, Any] = RULES) -> list[str]:
    result = Axe().run(page, options=rules)
    return [
        f"{broken['id']}: {broken['nodes'][0]['html'][:160]}"
        for broken in result.response["violations"]
    ]


def is_wider_than_its_window(page: Page) -> bool:
    wide: bool = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return wide


def built_of(page: Page) -> str:
    """Which kinds of elements a page is built of: two pages of the same kind need one look."""
    kinds_of: str = page.evaluate(
        "[...new Set([...document.querySelectorAll('*')].map(e => e.tagName + e.className))]"
        ".sort().join()"
    )
    return kinds_of


def what_is_wrong(page: Page, path: str) -> list[str]:
    """Axe in the light, contrast in the dark, and the width of a phone."""
    wrong = [] if is_known(page, path) else violations(page)
    if not wrong and (path_in_the_dark := (ID.sub("*", path), "dark")) not in SEEN:
        SEEN.add(path_in_the_dark)
        page.emulate_media(color_scheme="dark")
        wrong = [f"in the dark, {said}" for said in violations(page, CONTRAST)]
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 390, "height": 844})
        wrong += ["wider than a phone"] if is_wider_than_its_window(page) else []
        page.set_viewport_size({"width": 1440, "height": 900})
    return wrong


def is_known(page: Page, path: str) -> bool:
    key = ID.sub("*", path), built_of(page)
    known = key in SEEN
    SEEN.add(key)
    return known


@pytest.mark.parametrize("role", Role)
def test_every_page_of_a_role_is_accessible_and_fits(visit: Opened, role: Role) -> None:
    window = visit(role.value)
    found = {path: what_is_wrong(window.page, path) for path in kinds(window)}
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


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
