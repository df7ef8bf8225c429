"""No word is lost: a closed tab, an ended sign-in, a second editor, a line that breaks."""

import re
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Opened, Visit
from tests.journeys.test_every_page import is_wider_than_its_window, violations
from tests.journeys.test_intake_by_hand import an_open_intake

GOALS = "I want to sleep through the night again"
DAUGHTER = "I want to see my daughter on Sundays"
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def window(visit: Opened) -> Visit:
    return visit(role="nurse", anew=True)


@pytest.fixture
def words(window: Visit) -> Page:
    """The person's own words, open in a browser, with nothing in them yet."""
    return open_words(window, f"{an_open_intake(window)}/sections/own_words")


def open_words(window: Visit, path: str) -> Page:
    page = window.goto(path)
    page.on("dialog", lambda dialog: dialog.accept())  # "Leave the page?" is answered with yes
    return page


def prose(page: Page, at: int = 0) -> Locator:
    return page.locator("form[data-draft] textarea").nth(at)


def status(page: Page) -> Locator:
    return page.locator("[data-draft-status]")


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(": saved.")).to_be_visible()


def emptied(page: Page) -> None:
    """Whatever an earlier journey saved here is taken back."""
    for discard in page.get_by_role("button", name="Discard").all():
        discard.click()
    prose(page).fill("")
    prose(page, 1).fill("")
    save(page)


def is_good(page: Page) -> None:
    assert violations(page) == []
    page.set_viewport_size(PHONE)
    assert not is_wider_than_its_window(page)
    page.set_viewport_size({"width": 1440, "height": 900})


def end_sign_ins(window: Visit, username: str) -> None:
    """As if half an hour had passed: the clock of the server cannot be moved from here."""
    earlier = datetime.now(UTC) - timedelta(minutes=30)
    database = next((window.server.folder / "instance").glob("*.sqlite3"))
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE staff SET password_changed_at = NULL")  # it was made just now
        connection.execute(
            "UPDATE staff_session SET seen_at = ? WHERE ended_at IS NULL AND staff_id ="
            " (SELECT id FROM staff WHERE username = ?)",
            (earlier.strftime("%Y-%m-%d %H:%M:%S.%f"), username),
        )
    connection.close()


def test_typing_is_kept_and_said_without_anybody_pressing_save(words: Page) -> None:
    emptied(words)
    prose(words).press_sequentially(GOALS)
    expect(status(words)).to_have_text("Not saved yet")
    expect(status(words)).to_have_text(re.compile(r"Draft saved \d{1,2}:\d\d [AP]M"))
    is_good(words)


def test_a_closed_tab_offers_its_words_on_return_by_keyboard(window: Visit, words: Page) -> None:
    emptied(words)
    address = words.url
    prose(words).press_sequentially(GOALS)  # the tab is closed before any pause
    with words.expect_event("close"):
        words.close(run_before_unload=True)
    page = window.page = window.context.new_page()
    page.goto(address)
    offer = page.get_by_role("region", name="You left words here that are not saved")
    expect(offer).to_contain_text(GOALS)
    expect(offer).to_contain_text("Typed just now")
    is_good(page)
    offer.get_by_role("link", name="Use the draft").focus()
    page.keyboard.press("Enter")
    expect(prose(page)).to_have_value(GOALS)
    is_good(page)
    save(page)
    expect(prose(page)).to_have_value(GOALS)
    expect(offer).to_have_count(0)


def test_a_draft_nobody_wants_is_discarded(words: Page) -> None:
    emptied(words)
    prose(words).fill(GOALS)
    expect(status(words)).to_contain_text("Draft saved")
    words.reload()
    words.get_by_role("button", name="Discard").click()
    expect(prose(words)).to_have_value("")
    expect(words.get_by_text("You left words here")).to_have_count(0)


def test_a_broken_line_holds_the_save_back_until_it_is_mended(window: Visit, words: Page) -> None:
    emptied(words)
    address = words.url
    window.context.set_offline(True)
    prose(words).press_sequentially(GOALS)
    expect(status(words)).to_contain_text("Not saved: no connection. Your words stay on this page")
    words.get_by_role("button", name="Save", exact=True).click()
    expect(status(words)).to_contain_text("are sent as soon as it is back")
    assert words.url == address
    expect(prose(words)).to_have_value(GOALS)
    window.context.set_offline(False)
    expect(words.get_by_text(": saved.")).to_be_visible()
    expect(prose(words)).to_have_value(GOALS)
    window.complaints.clear()  # the browser notes every request that found no line


def test_an_ended_sign_in_goes_on_where_it_was(window: Visit, words: Page) -> None:
    """Signed in again in a second window, the first one saves what was typed in it."""
    emptied(words)
    account = window.server.account("nurse")
    end_sign_ins(window, account["username"])
    prose(words).press_sequentially(GOALS)
    expect(status(words)).to_contain_text("your sign-in has ended")
    expect(words.locator("#idle")).to_contain_text("Your words stay on this page")
    again = Visit.__new__(Visit)
    again.context, again.server, again.complaints = window.context, window.server, []
    again.page = window.context.new_page()
    again.sign_in(account)
    again.page.close()
    words.bring_to_front()
    words.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(status(words)).to_contain_text("Draft saved")
    expect(words.locator("#idle")).to_be_hidden()
    save(words)
    expect(prose(words)).to_have_value(GOALS)


def test_without_scripts_an_ended_sign_in_rescues_what_was_sent(visit: Opened) -> None:
    window = visit(role="nurse", anew=True)
    path = f"{an_open_intake(window)}/sections/own_words"
    emptied(open_words(window, path))
    plain = visit(storage_state=window.context.storage_state(), java_script_enabled=False)
    page = plain.goto(path)
    prose(page).fill(DAUGHTER)
    account = window.server.account("nurse")
    end_sign_ins(window, account["username"])
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Your words are kept")).to_be_visible()
    page.get_by_label("Username").fill(account["username"])
    page.get_by_label("Password", exact=True).fill(account["password"])
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("6-digit code").fill(window.fresh_code(account))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**{path}")
    expect(page.get_by_text("Your sign-in ended while you were writing")).to_be_visible()
    expect(prose(page)).to_have_value("")
    page.get_by_role("link", name="Use the draft").click()
    expect(prose(page)).to_have_value(DAUGHTER)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(": saved.")).to_be_visible()
    expect(prose(page)).to_have_value(DAUGHTER)


def test_a_second_editor_loses_nothing_and_takes_nothing(
    window: Visit, words: Page, visit: Opened
) -> None:
    emptied(words)
    other = visit(role="medical_director")
    theirs = other.goto(words.url.removeprefix(other.server.url))
    prose(theirs).fill(GOALS)
    prose(theirs, 1).fill("Cooking")
    save(theirs)
    prose(words).fill(DAUGHTER)
    words.get_by_role("button", name="Save", exact=True).click()
    expect(words.get_by_role("heading", level=1)).to_have_text(
        "Two people answered this differently"
    )
    expect(words.get_by_text("Put together without a question")).to_be_visible()
    is_good(words)
    words.get_by_role("button", name="Save", exact=True).click()
    expect(words.locator(".summary-of-errors")).to_be_focused()
    is_good(words)
    words.get_by_role("radio", name="Keep both").focus()
    words.keyboard.press("Space")
    save(words)
    expect(prose(words)).to_have_value(f"{GOALS}\n\n{DAUGHTER}")
    expect(prose(words, 1)).to_have_value("Cooking")
