"""Answering an intake by hand: every answer is a click or a typed word, as a counselor gives it."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Page

from treatment.intake.forms.filing import asked, filed
from treatment.intake.forms.kinds import typed
from treatment.intake.questionnaire import QUESTIONS

VIGNETTES = Path(__file__).resolve().parents[1] / "vignettes"
SECTION = re.compile(r"/intake/[0-9a-f-]{36}/sections/(\w+)")
Answers = dict[str, Any]


def vignette(name: str) -> dict[str, Any]:
    """A public vignette: its input and what is expected of it."""
    read: dict[str, Any] = json.loads((VIGNETTES / f"{name}.json").read_text("utf-8"))
    return read


def told(name: str) -> dict[str, Answers]:
    """The vignette's answers by section; what it is silent about was asked and answered no.

    Hours are told as moments by the clock of the first demo house.
    """
    return filed(asked(vignette(name)["input"]), datetime.now(ZoneInfo("America/Los_Angeles")))


def sections(page: Page) -> Iterator[str]:
    """The key of each section from the open one on; once answered, it is saved and left."""
    while found := SECTION.search(page.url):
        yield found[1]
        page.get_by_role("button", name="Save and continue").click()
        page.wait_for_url(re.compile(f"(?<!/{found[1]})$"))
        past_the_stop(page)


def past_the_stop(page: Page) -> None:
    """Back to the intake, where an answer stopped the person who saved it."""
    if "/alerts/" in page.url:
        page.get_by_role("link", name="Back to the intake").first.click()
        page.wait_for_url(re.compile("/intake/[^?]*$"))


def answer(page: Page, answers: Answers) -> None:
    """Click and type every answer on the section that is open."""
    for key, given in answers.items():
        for field, words in typed(QUESTIONS[key], given).items():
            for word in words:
                put(page, field, word)


def put(page: Page, field: str, word: str) -> None:
    """One answer: the words of its choice are clicked, or it is typed; a row is added for it."""
    table, _, cell = field.partition("-")
    if QUESTIONS[table].columns and cell[:1].isdigit():
        put_cell(page, table, field, word)
        return
    choice = page.locator(f'input[name="{field}"][value="{word}"]:is([type=radio],[type=checkbox])')
    if choice.count():
        page.locator(f'label[for="{choice.get_attribute("id")}"]').click()
    else:
        page.locator(f'[name="{field}"]').fill(word)


def put_cell(page: Page, table: str, field: str, word: str) -> None:
    """One cell of a table: picked, ticked or typed."""
    cell = page.locator(f'[name="{field}"]')
    if not cell.count():
        page.locator(f'[data-adds="{table}"]').click()
    if cell.evaluate("cell => cell.tagName") == "SELECT":
        cell.select_option(word)
    elif cell.get_attribute("type") == "checkbox":
        cell.check()
    else:
        cell.fill(word)
