"""An intake in a real browser: by keyboard, with the score beside the form, and without scripts."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.answering import past_the_stop
from tests.journeys.conftest import Opened, Visit

SECTIONS = re.compile(r"(/intake/[0-9a-f-]{36})/")


def an_open_intake(window: Visit) -> str:
    """The address of an intake nobody has signed, begun if need be."""
    page = window.goto("/patients")
    charts = page.eval_on_selector_all(
        "main a[href^='/patients/']", "all => [...new Set(all.map(a => a.pathname))]"
    )
    for chart in charts:
        page = window.goto(chart)
        tab = page.get_by_role("navigation", name="Chart").get_by_role("link", name="Intake")
        if tab.count():
            tab.click()
            button = page.get_by_role("button", name="Start the intake")
            begun = page.get_by_role("link", name="Go on with the intake")
            if button.count() or begun.count():
                (button if button.count() else begun).click()
                found = SECTIONS.match(urlsplit(page.url).path)
                assert found
                return found[1]
    pytest.fail("nobody of the demo people waits for an intake")


@pytest.fixture
def window(visit: Opened) -> Visit:
    return visit(role="nurse")


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(": saved.")).to_be_visible()


def test_a_scale_is_answered_by_number_keys_and_scored_while_it_is_typed(window: Visit) -> None:
    page = window.goto(f"{an_open_intake(window)}/sections/mental")
    page.locator("#phq9_items-1-unasked").focus()
    for key in "22221":
        page.keyboard.press(key)
    expect(page.locator("#score-phq9")).to_contain_text("at least 9; 5 of 9 answered")
    for key in "1200":
        page.keyboard.press(key)
    expect(page.locator("#score-phq9 .total")).to_contain_text("12")
    expect(page.locator("#score-phq9 .band")).to_have_text("moderate")
    save(page)
    expect(page.locator("#score-phq9 .total")).to_contain_text("12")


def test_high_suicide_risk_stands_on_top_of_the_next_page(window: Visit) -> None:
    page = window.goto(f"{an_open_intake(window)}/sections/safety")
    page.locator("#cssrs-1-unasked").focus()
    for key in "yynynn":
        page.keyboard.press(key)
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url(re.compile("/alerts/|/person$"))
    past_the_stop(page)
    alarm = page.get_by_role("alert").filter(has_text="High suicide risk")
    expect(alarm).to_contain_text("988")
    window.goto(f"{SECTIONS.match(urlsplit(page.url).path)[1]}/sections/safety")  # type: ignore[index]
    for row in range(1, 7):
        page.locator(f"label[for=cssrs-{row}-1]").click()
    save(page)
    expect(alarm).to_have_count(0)


def test_what_cannot_be_read_takes_the_focus_and_keeps_what_was_typed(window: Visit) -> None:
    page = window.goto(f"{an_open_intake(window)}/sections/withdrawal")
    page.get_by_label("Heart rate", exact=True).fill("fast")
    page.get_by_label("Systolic blood pressure", exact=True).fill("138")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".summary-of-errors")).to_be_focused()
    page.get_by_role("link", name="Heart rate: enter a whole number from 0 to 300.").click()
    expect(page.get_by_label("Heart rate", exact=True)).to_be_focused()
    expect(page.get_by_label("Systolic blood pressure", exact=True)).to_have_value("138")
    page.get_by_label("Heart rate", exact=True).fill("92")
    save(page)


def test_without_scripts_the_score_is_shown_after_the_save(visit: Opened, window: Visit) -> None:
    address = an_open_intake(window)
    kept = window.context.storage_state()
    plain = visit(storage_state=kept, java_script_enabled=False)
    page = plain.goto(f"{address}/sections/mental")
    for row in range(1, 8):
        page.locator(f"label[for=gad7_items-{row}-2]").click()
    save(page)
    expect(page.locator("#score-gad7 .total")).to_contain_text("14")
