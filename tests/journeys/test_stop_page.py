"""A positive suicide screen: stopped at the save, answered at once, decided by a license."""

import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Opened, Visit

PHONE = {"width": 390, "height": 844}


def axe(page: Page) -> None:
    results = Axe().run(page, options={"resultTypes": ["violations"]})
    assert results.response["violations"] == [], results.generate_report()


def an_open_intake(window: Visit) -> str:
    """The address of an intake of the demo that nobody has signed."""
    page = window.goto("/")
    links = page.locator("#intakes a", has_text="Finish and sign the intake")
    address = links.first.get_attribute("href")
    assert address
    return address.rsplit("/", maxsplit=1)[0]


def answer_screen(page: Page, letters: str) -> None:
    """The suicide questions by keyboard, from the first on."""
    page.locator("#cssrs-1-unasked").focus()
    for letter in letters:
        page.keyboard.press(letter)


@pytest.fixture
def counselor(visit: Opened) -> Visit:
    return visit(role="counselor")


def test_from_the_answer_to_the_decision(visit: Opened, counselor: Visit) -> None:
    intake = an_open_intake(counselor)
    page = counselor.goto(f"{intake}/sections/safety")
    answer_screen(page, "yyyynn")
    page.get_by_role("button", name="Save and continue").click()

    # Stopped: the heading has the focus, the steps stand first, Escape changes nothing.
    page.wait_for_url(re.compile("/alerts/"))
    stop = urlsplit(page.url).path
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("High suicide risk")
    expect(heading).to_be_focused()
    page.keyboard.press("Escape")
    expect(heading).to_be_visible()
    expect(page.get_by_text("Stay with the person. Remove anything")).to_be_visible()
    expect(page.get_by_text("Waits for the decision of")).to_be_visible()
    axe(page)

    # What was done at once, by keyboard: the first box is the first stop of the form.
    page.get_by_label("Stayed with the person").focus()
    page.keyboard.press("Space")
    page.get_by_label("Called the prescriber").check()
    page.get_by_label("Gave the person 988").check()
    page.get_by_label("In your own words").fill("In room 2 with her; door open.")
    page.get_by_role("button", name="Save what was done").click()
    expect(page.get_by_text("Saved: what was done at once.")).to_be_visible()
    expect(page.get_by_text("In room 2 with her; door open.")).to_be_visible()
    axe(page)

    # Back where the counselor was; the answers are saved and the alert stands above the chart.
    page.get_by_role("link", name="Back to the intake").first.click()
    page.wait_for_url(re.compile(r"/sections/person$"))
    bar = page.get_by_role("list", name="Open alerts")
    expect(bar.locator(f"a[href='{stop}']")).to_have_text("High suicide risk")
    counselor.goto(f"{intake}/sections/safety")
    expect(page.locator("#cssrs-4-0")).to_be_checked()

    # The prescriber finds it on top of Today and signs what follows.
    prescriber = visit(role="prescriber")
    page = prescriber.goto("/")
    alerts = page.locator("#alerts")
    expect(alerts).to_contain_text("Done at once: written")
    axe(page)
    alerts.locator(f"a[href='{stop}']").click()
    page.get_by_text("Emergency evaluation", exact=True).click()
    page.get_by_label("What you found and decided").fill("Seen now; sent with one-to-one escort.")
    account = prescriber.server.account("prescriber")
    page.get_by_label("Password or 6-digit code").fill(account["password"])
    page.get_by_role("button", name="Sign and close the alert").click()
    expect(page.get_by_text("Signed. This alert is closed.")).to_be_visible()
    expect(page.locator(".decided")).to_contain_text("Emergency evaluation")
    axe(page)
    prescriber.goto("/")
    expect(page.locator(f"a[href='{stop}']")).to_have_count(0)

    # The counselor reads the decision; the bar is gone, a calm line says what was decided.
    page = counselor.goto(stop)
    expect(page.get_by_text("Seen now; sent with one-to-one escort.").first).to_be_visible()
    page = counselor.goto(f"{intake}/sections/person")
    expect(page.get_by_role("list", name="Open alerts")).to_have_count(0)
    expect(page.get_by_text("High suicide risk: decided")).to_be_visible()


def test_a_red_sign_stops_on_a_phone_and_without_scripts(visit: Opened, counselor: Visit) -> None:
    intake = an_open_intake(counselor)
    kept = counselor.context.storage_state()
    plain = visit(storage_state=kept, java_script_enabled=False, viewport=PHONE)
    page = plain.goto(f"{intake}/sections/withdrawal")
    page.get_by_label("Oxygen saturation").fill("84")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Emergency: a red sign")
    expect(page.get_by_text("Oxygen saturation below 90 %: 84 %")).to_be_visible()
    page.get_by_label("Called 911").check()
    page.get_by_role("button", name="Save what was done").click()
    expect(page.get_by_text("Saved: what was done at once.")).to_be_visible()
    page = counselor.goto(urlsplit(page.url).path)
    page.set_viewport_size(PHONE)
    axe(page)
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0
