"""A reassessment by hand: what came along stays open until somebody says it is still so."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Opened
from tests.journeys.test_p1_by_hand import Hand, hand

PERSON = "Dominic Rossi"
CARRIED = "Taken over from the last intake, not confirmed"
LEFT = "Answers taken over and not confirmed"


def carried(page: Page) -> Locator:
    return page.get_by_role("group", name=CARRIED)


def left(page: Page) -> Locator:
    """The links of the review to what is not confirmed, section by section."""
    return page.locator(".notice", has_text=LEFT).get_by_role("link")


def press(counselor: Hand, button: str, *, exact: bool = False) -> None:
    """Press and wait for the page that follows, which may have the same address."""
    with counselor.page.expect_navigation():
        counselor.page.locator("main").get_by_role("button", name=button, exact=exact).click()
    counselor.looks()


def begin(counselor: Hand) -> str:
    """The address of the new intake, begun from the chart."""
    page = counselor.page
    counselor.goto("/")
    page.get_by_role("searchbox").first.fill(PERSON)
    page.keyboard.press("Enter")
    page.get_by_role("link", name=re.compile(PERSON.split()[1])).first.click()
    counselor.opens_tab("Intake")
    counselor.opens("Reassess from the last intake")
    counselor.sees("until somebody confirms or changes it")
    counselor.presses("Start the reassessment")
    return urlsplit(page.url).path.split("/sections/")[0]


def confirm_a_page(counselor: Hand, intake: str) -> None:
    """One press says that everything on the page is still so."""
    page = counselor.page
    counselor.goto(f"{intake}/sections/living")
    count = carried(page).get_by_role("checkbox").count()
    assert count > 1
    expect(carried(page)).to_contain_text("Where do you live now: Stable is still so")
    press(counselor, "All of these are still so")
    expect(carried(page)).to_have_count(0)


def change_one(counselor: Hand, intake: str) -> None:
    """The changed answer is confirmed by its change; the others of the page stay open."""
    page = counselor.page
    counselor.goto(f"{intake}/sections/wishes")
    count = carried(page).get_by_role("checkbox").count()
    page.get_by_role("group", name=re.compile("mutual-help")).get_by_text("12-step").click()
    press(counselor, "Save", exact=True)
    expect(carried(page).get_by_role("checkbox")).to_have_count(count - 1)
    expect(carried(page)).not_to_contain_text("mutual-help")


def see_the_changes(counselor: Hand, intake: str) -> None:
    page = counselor.page
    counselor.goto(intake)
    counselor.opens("Changes since last time")
    row = page.get_by_role("row", name=re.compile("mutual-help"))
    expect(row).to_contain_text("Secular")
    expect(row).to_contain_text("12-step")


def may_not_sign_yet(counselor: Hand, intake: str) -> None:
    page = counselor.page
    counselor.goto(f"{intake}/review")
    assert left(page).count() > 1
    counselor.signs("Sign the intake")
    counselor.sees("Confirm or correct each before signing.")


def confirm_the_rest(counselor: Hand, intake: str) -> None:
    page = counselor.page
    counselor.goto(f"{intake}/review")
    while left(page).count():
        left(page).first.click()
        press(counselor, "All of these are still so")
        expect(carried(page)).to_have_count(0)
        counselor.goto(f"{intake}/review")


def test_a_counselor_reassesses_confirms_changes_and_signs(visit: Opened) -> None:
    counselor = hand(visit, "counselor")
    intake = begin(counselor)
    confirm_a_page(counselor, intake)
    change_one(counselor, intake)
    may_not_sign_yet(counselor, intake)
    see_the_changes(counselor, intake)
    confirm_the_rest(counselor, intake)
    counselor.signs("Sign the intake")
    counselor.sees("The intake is signed.", within="body")
    see_the_changes(counselor, intake)
