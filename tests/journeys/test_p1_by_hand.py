"""The main journey: one person from the front desk to the director's board, all of it by hand.

Marcus is the first public vignette. Every answer of his intake is clicked or typed, the plan is the
one the rules demand, and each step is signed in the window of the person who has to sign it.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.journeys.answering import answer, sections, told, vignette
from tests.journeys.conftest import Opened, Visit
from tests.journeys.test_every_page import is_wider_than_its_window, violations

EXPECTED = vignette("P1")["expected"]
AGE = timedelta(days=34 * 365.25 + 100)
GIVEN, FAMILY = "Marcus", "Delacroix"
PROGRAM = "Intensive outpatient"
GOAL = "I want to stop counting spoons and keep my job."
CRITERIA = "30 days without kratom, 75 % of sessions attended, a written plan against relapse."
OWN_WORDS = {
    "referral": {"presenting_concern": "A written warning at work. I cannot stop on my own."},
    "own_words": {"goals": GOAL, "strengths": "Runs every morning; his wife wants to join."},
}
SCORES = {
    "Suicide risk triage": "No risk found",
    "Criteria met": "7 · severe",
    "COWS": "14 · moderate",
    "AUDIT-C": "1 · negative",
    "PHQ-9": "12 · moderate provisional",
    "GAD-7": "14 · moderate provisional",
    "PC-PTSD-5": "0 · negative",
}
MEDICAL = ("DTX-1", "MED-SYMPT", "MED-BUP")
ONE_BY_ONE = ("SAF-NALOXONE", "LAB-BASE", "LAB-MITRA")  # safeguards, read before accepted
BETWEEN_THE_BANDS = (
    "Between the published bands (below 20 g, above 40 g a day): no dose is proposed."
)
REWARDED = "Target: attendance; there is no immediate mitragynine result to reward."


@dataclass
class Hand:
    """Somebody at work in a window; every page they stop at is looked at before they go on."""

    window: Visit
    role: str

    @property
    def page(self) -> Page:
        return self.window.page

    @property
    def name(self) -> str:
        return str(self.window.server.account(self.role)["name"])

    def goto(self, path: str) -> None:
        self.window.goto(path)
        self.looks()

    def opens(self, link: str, within: str = "main") -> None:
        self.page.locator(within).get_by_role("link", name=link, exact=True).first.click()
        self.looks()

    def opens_address(self, path: str) -> None:
        """Follow the link of this page that leads there."""
        self.page.locator(f'main a[href^="{path}"]').first.click()
        self.looks()

    def opens_tab(self, name: str) -> None:
        self.opens(name, within="nav.chart-nav")

    def presses(self, button: str, within: str = "main") -> None:
        self.page.locator(within).get_by_role("button", name=button).first.click()
        self.looks()

    def signs(self, button: str, within: str = "main") -> None:
        """The password once more is the signature."""
        password = self.window.server.account(self.role)["password"]
        self.page.locator(f"{within} [name=secret]").fill(password)
        self.presses(button, within)

    def looks(self) -> None:
        """Accessible, as wide as its window, and nothing refused."""
        self.page.wait_for_load_state()
        where = urlsplit(self.page.url).path
        assert violations(self.page) == [], where
        assert not is_wider_than_its_window(self.page), where
        expect(self.page.locator(".summary-of-errors"), where).to_have_count(0)
        expect(self.page.locator("h1"), where).to_have_count(1)

    def sees(self, words: str, within: str = "main") -> None:
        expect(self.page.locator(within)).to_contain_text(words)


def hand(visit: Opened, role: str) -> Hand:
    """Somebody of this role, just signed in with password and code."""
    return Hand(visit(role, anew=True), role)


def test_marcus_goes_from_the_front_desk_to_the_directors_board(visit: Opened) -> None:
    counselor = hand(visit, "counselor")
    chart = register(counselor)
    open_episode(counselor)
    take_intake(counselor)
    plan = draft_plan(counselor)

    prescriber = hand(visit, "prescriber")
    prescriber.goto(plan)
    decide_medical_lines(prescriber)

    counselor.goto(plan)
    sign_as_author(counselor)

    director = hand(visit, "director")
    therapist = hand(visit, "therapist")
    director.goto(chart)
    add_to_team(director, therapist)
    therapist.goto("/cosign")
    cosign(therapist, plan)
    prescriber.goto(plan)
    approve(prescriber)
    counselor.goto(plan)
    record_participation(counselor)

    move(prescriber, plan, "Detox and stabilization")
    move(prescriber, plan, "Primary treatment")
    deliver(counselor, plan)
    find_on_the_board(director)
    read_the_trail(director, chart)


# --- the front desk ---------------------------------------------------------------------------


def register(counselor: Hand) -> str:
    """The address of the new chart."""
    page = counselor.page
    counselor.goto("/")
    counselor.opens("Register a patient")
    page.get_by_label("Given name").fill(GIVEN)
    page.get_by_label("Family name").fill(FAMILY)
    page.get_by_label("Birth date").fill(f"{datetime.now(UTC) - AGE:%m/%d/%Y}")
    page.get_by_label("Pronouns").fill("he/him")
    page.get_by_text("Male", exact=True).click()
    counselor.presses("Register")
    counselor.sees("Step 2 of 2")
    return urlsplit(page.url).path.removesuffix("/episodes/new")


def open_episode(counselor: Hand) -> None:
    page = counselor.page
    choose(page.get_by_label("Program"), PROGRAM)
    choose(page.get_by_label("Referred by"), "Employer or EAP")
    counselor.presses("Open the episode")
    counselor.sees("In treatment")
    counselor.sees(PROGRAM, within=".banner")


def choose(menu: Locator, words: str) -> None:
    """The choice of a menu that begins with these words."""
    option = menu.locator("option").filter(has_text=re.compile(f"^\\s*{words}"))
    menu.select_option(option.first.get_attribute("value"))


# --- the intake -------------------------------------------------------------------------------


def take_intake(counselor: Hand) -> None:
    page, answers = counselor.page, told("P1")
    counselor.opens_tab("Intake")
    counselor.presses("Start the intake")
    for section in sections(page):
        answer(page, {**answers.pop(section, {}), **OWN_WORDS.get(section, {})})
        counselor.looks()
    assert answers == {}
    counselor.sees("No answers contradict each other.")
    for name, score in SCORES.items():
        row = page.locator(".facts div", has=page.locator("dt", has_text=name))
        expect(row.locator("dd")).to_contain_text(score)
    counselor.signs("Sign the intake")
    counselor.sees("The intake is signed.", within="body")


# --- the plan ---------------------------------------------------------------------------------


def draft_plan(counselor: Hand) -> str:
    """The address of the draft, which holds exactly what the vignette expects."""
    page = counselor.page
    counselor.opens("To the plan")
    counselor.presses("Draft the plan")
    assert sorted(codes(page)) == sorted(EXPECTED["active"])
    assert notes(page, "MED-BUP").count(BETWEEN_THE_BANDS) == 1
    assert "published start" not in " ".join(notes(page, "MED-BUP"))
    assert REWARDED in notes(page, "THR-CM")
    counselor.presses("Accept all")
    for element in ONE_BY_ONE:
        line(page, element).get_by_role("button", name="Accept").click()
        expect(line(page, element)).to_contain_text("Accepted")
    counselor.looks()
    return urlsplit(page.url).path


def codes(page: Page) -> list[str]:
    """The elements on the plan's page, line by line."""
    return page.locator("li.line .line-head .code").all_inner_texts()


def line(page: Page, element: str) -> Locator:
    code = page.locator(".line-head .code", has_text=re.compile(f"^{element}$"))
    return page.locator("li.line", has=code)


def notes(page: Page, element: str) -> list[str]:
    return line(page, element).locator(".notes li").all_inner_texts()


def decide_medical_lines(prescriber: Hand) -> None:
    page = prescriber.page
    for element in MEDICAL:
        line(page, element).locator("input[name=lines]").check()
    prescriber.signs("Accept ticked lines and sign", within="#decisions")


def sign_as_author(counselor: Hand) -> None:
    page = counselor.page
    page.get_by_label("Goal in the patient’s own words").fill(GOAL)
    page.get_by_label("Criteria for transition and discharge").fill(CRITERIA)
    counselor.presses("Save these words")
    counselor.signs("Sign the plan", within="#sign")
    counselor.sees("Not active yet")


def add_to_team(director: Hand, therapist: Hand) -> None:
    director.opens("Care team")
    choose(director.page.locator("[name=staff_id]"), therapist.name)
    director.presses("Add")
    director.sees(therapist.name)


def cosign(therapist: Hand, plan: str) -> None:
    therapist.opens_address(plan)
    therapist.signs("Sign", within="#cosign")


def approve(prescriber: Hand) -> None:
    prescriber.signs("Sign", within="#cosign")


def record_participation(counselor: Hand) -> None:
    counselor.page.locator("#participation").get_by_text("Took part and agrees").click()
    counselor.signs("Record and sign", within="#participation")
    counselor.sees("active since")


# --- the phases -------------------------------------------------------------------------------


def move(prescriber: Hand, plan: str, phase: str) -> None:
    """Through the page of phases; where the checklist is open, with the reason to go on."""
    page = prescriber.page
    prescriber.goto(plan)
    prescriber.opens_tab("Phases")
    prescriber.opens(phase)
    page.get_by_label("Reason for the move").fill("Mild withdrawal, seen today, wife at home.")
    for still_open in page.get_by_label("Reason to go on").all():
        still_open.fill("Examined today; the nurse calls each morning.")
    prescriber.signs("Move to")
    prescriber.sees(f"{phase} now")


def deliver(counselor: Hand, plan: str) -> None:
    """One session of individual therapy, kept and counted."""
    page = counselor.page
    counselor.goto(plan)
    counselor.opens("Record a delivery")
    choose(page.get_by_label("Line of the plan"), "THR-IND")
    page.get_by_text("Done", exact=True).click()
    page.get_by_label("Minutes").fill("50")
    page.get_by_label("Note").fill("Reasons for change; came on time.")
    counselor.presses("Record")
    row = page.get_by_role("row", name=re.compile("THR-IND"))
    expect(row).to_contain_text("50 min")


# --- those who watch over it ------------------------------------------------------------------


def find_on_the_board(director: Hand) -> None:
    """The number of a phase opens the list of those it counts."""
    page = director.page
    director.goto("/progress")
    row = page.get_by_role("row", name=re.compile("Primary treatment"))
    number = row.locator("td.n a").first
    counted = int(re.findall(r"\d+", number.inner_text())[0])
    number.click()
    director.looks()
    while not page.get_by_text(FAMILY).count():
        director.opens("More")
    row = page.get_by_role("row", name=re.compile(FAMILY))
    expect(row).to_contain_text(GIVEN)
    assert counted >= page.locator("main tbody tr").count() >= 1


def read_the_trail(director: Hand, chart: str) -> None:
    """Who saw and changed this chart, up to the director who asks."""
    page = director.page
    director.goto(chart)
    director.opens("Who saw this chart")
    for role in ("counselor", "prescriber", "therapist", "director"):
        director.sees(director.window.server.account(role)["name"].split(",")[0])
    director.goto("/audit?" + f"patient={chart.rsplit('/', 1)[-1]}")
    for action in ("Create", "Sign"):
        director.sees(action)
    numbers = [int(n) for n in page.locator("tbody tr td:last-child").all_inner_texts()]
    assert numbers == sorted(numbers, reverse=True)
    assert len(set(numbers)) == len(numbers) > 0
    assert "Sound" in director.window.server.waypoint("audit", "verify")
