"""Tables on the pages of an intake, and intakes begun with the first questionnaire."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from treatment.accounts.models import Facility, Staff
from treatment.intake import operations
from treatment.intake.models import Assessment, AssessmentSection
from treatment.patients.models import Episode

OLD_USE = {
    "primary": "kratom_leaf",
    "products": ["leaf", "tea"],
    "kratom_g_day": 32,
    "doses_per_day": "unknown",
    "daily_use": True,
    "hours_since_last_use": 9,
}
ROW = {
    "kratom_products-1-product": "leaf",
    "kratom_products-1-amount": "5",
    "kratom_products-1-unit": "g",
    "kratom_products-1-per": "time",
    "kratom_products-1-doses": "7",
    "kratom_products-1-days": "7",
}


@pytest.fixture
def intake(session: Session, stay: Episode, author: Staff) -> Assessment:
    begun = operations.start(stay, by=author, at=datetime.now(UTC))
    session.add(begun)
    session.commit()
    return begun


@pytest.fixture
def older(session: Session, intake: Assessment) -> Assessment:
    """An intake begun before there were tables: answers of its day, sections of its day."""
    intake.questionnaire_version = "1"
    row(session, intake, "use").answers = dict(OLD_USE)
    session.flush()
    session.execute(
        delete(AssessmentSection).where(
            AssessmentSection.assessment_id == intake.id,
            AssessmentSection.section.in_(("medicines", "labs", "teds")),
        )
    )
    session.commit()
    return intake


@pytest.fixture
def browser(client_of: Callable[[Staff], Any], author: Staff) -> Any:
    return client_of(author)


def row(session: Session, intake: Assessment, key: str) -> AssessmentSection:
    found = select(AssessmentSection).where(
        AssessmentSection.assessment_id == intake.id, AssessmentSection.section == key
    )
    return session.scalars(found).one()


def url(intake: Assessment, key: str) -> str:
    return f"/intake/{intake.id}/sections/{key}"


def sent_by(page: str) -> dict[str, list[str]]:
    """What a browser would send back from a page nobody touched."""
    form = page[page.index('<form class="panel"') : page.index("</form>", page.index("data-items"))]
    fields: dict[str, list[str]] = {}
    for tag in re.findall(r"<input\b[^>]*>", form):
        found = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        picked = found.get("type") not in {"radio", "checkbox"} or " checked" in tag
        if "name" in found and picked:
            fields.setdefault(found["name"], []).append(found.get("value", ""))
    return fields


def test_an_impossible_result_comes_back_with_its_sentence_and_its_draft_opens(
    browser: Any, intake: Assessment, session: Session
) -> None:
    typed = {"labs-1-test": "egfr", "labs-1-value": "850", "labs-1-on": "11/01/2026"}
    page = browser.post(url(intake, "labs"), data={"version": 1, "draft_tab": "t", **typed})
    assert page.status_code == 422
    assert "these rows do not make a possible answer. Give a number from 0 to 300." in page.text
    assert 'value="850"' in page.text
    assert row(session, intake, "labs").answers == {}
    for again in (
        browser.get(url(intake, "labs") + "?draft=t"),
        browser.post(url(intake, "labs") + "/scores", data=typed),
        browser.post(url(intake, "labs") + "/rows", data={"version": 1, "add": "labs", **typed}),
    ):
        assert again.status_code == 200


def test_rows_are_kept_shown_again_and_counted(
    browser: Any, intake: Assessment, session: Session
) -> None:
    page = browser.post(url(intake, "use"), data={"version": 1, "primary": "kratom_leaf", **ROW})
    assert page.status_code == 303
    (kept,) = row(session, intake, "use").answers["kratom_products"]
    assert kept == {
        "product": "leaf",
        "amount": 5,
        "unit": "g",
        "per": "time",
        "doses": 7,
        "days": 7,
    }
    text = browser.get(url(intake, "use")).text
    assert 'value="5"' in text
    assert re.search(r"Kratom leaf per day</dt>\s*<dd>\s*35 g", text)
    assert re.search(r"Hours since last use</dt>\s*<dd>\s*Not known", text)


def test_one_more_row_keeps_everything_typed_and_saves_nothing(
    browser: Any, intake: Assessment, session: Session
) -> None:
    typed = {"version": 1, "primary": "alcohol", "use_history": "since school", **ROW}
    typed["kratom_products-1-amount"] = "a handful"
    page = browser.post(f"{url(intake, 'use')}/rows", data={**typed, "add": "kratom_products"})
    assert page.status_code == 200
    assert 'name="kratom_products-2-product"' in page.text
    assert "a handful" in page.text
    assert "since school" in page.text
    assert row(session, intake, "use").answers == {}


@pytest.mark.parametrize("add", ["", "primary", "pets"])
def test_only_a_table_gets_a_row(browser: Any, intake: Assessment, add: str) -> None:
    page = browser.post(f"{url(intake, 'use')}/rows", data={"add": add})
    assert page.status_code == 200
    assert 'name="kratom_products-2-product"' not in page.text


def test_a_wrong_cell_is_named_beside_it_and_linked_from_the_top(
    browser: Any, intake: Assessment
) -> None:
    wrong = {"kratom_products-1-amount": "a handful", "kratom_products-1-unit": "ml"}
    page = browser.post(url(intake, "use"), data={"version": 1, **ROW, **wrong})
    assert page.status_code == 422
    assert 'href="#kratom_products-1-amount"' in page.text
    assert 'id="kratom_products-1-amount-error"' in page.text
    assert "This product is counted in g of leaf." in page.text


def test_a_last_use_that_has_not_come_yet_is_refused(
    browser: Any, intake: Assessment, facility: Facility
) -> None:
    tomorrow = datetime.now(facility.tz) + timedelta(days=1)
    last = {"kratom_products-1-last": f"{tomorrow:%Y-%m-%d}"}
    page = browser.post(url(intake, "use"), data={"version": 1, **ROW, **last})
    assert page.status_code == 422
    assert "this lies in the future" in page.text


def test_a_row_of_an_opioid_answers_the_question_about_opioids(
    browser: Any, intake: Assessment, session: Session
) -> None:
    assert 'name="opioid_current"' in browser.get(url(intake, "substances")).text
    row(session, intake, "use").answers = {"substances_used": [{"substance": "fentanyl"}]}
    session.commit()
    text = browser.get(url(intake, "substances")).text
    assert 'name="opioid_current"' not in text
    assert re.search(r"Opioids beside kratom, now</dt>\s*<dd>\s*Fentanyl", text)


def test_criteria_of_another_substance_appear_with_its_use(
    browser: Any, intake: Assessment, session: Session
) -> None:
    assert "dsm_alcohol-1" not in browser.get(url(intake, "criteria")).text
    row(session, intake, "use").answers = {"substances_used": [{"substance": "alcohol"}]}
    session.commit()
    assert 'name="dsm_alcohol-11"' in browser.get(url(intake, "criteria")).text


# --- an intake of the first questionnaire ------------------------------------------------------


def test_older_answers_are_shown_count_and_survive_a_save(
    browser: Any, older: Assessment, session: Session
) -> None:
    text = browser.get(url(older, "use")).text
    assert re.search(r"Kratom leaf per day</dt>\s*<dd>\s*32 g", text)
    answer = browser.post(url(older, "use"), data=sent_by(text))
    assert answer.status_code == 303
    session.expire_all()
    assert row(session, older, "use").answers == OLD_USE


def test_rows_take_over_and_the_older_answer_stays_beside_them(
    browser: Any, older: Assessment, session: Session
) -> None:
    typed = sent_by(browser.get(url(older, "use")).text) | {k: [v] for k, v in ROW.items()}
    assert browser.post(url(older, "use"), data=typed).status_code == 303
    session.expire_all()
    kept = row(session, older, "use").answers
    assert kept.items() >= OLD_USE.items()
    assert "35 g (entered before: 32 g)" in browser.get(url(older, "use")).text
    at = datetime.now(UTC)
    answers = operations.answers_of(session.get_one(Assessment, older.id), at)
    assert answers["kratom_g_day"] == 35
    assert "hours_since_last_use" not in answers


@pytest.mark.parametrize("key", ["medicines", "labs", "teds"])
def test_a_section_that_is_newer_than_the_intake_opens_and_is_kept(
    browser: Any, older: Assessment, session: Session, key: str
) -> None:
    assert browser.get(url(older, key)).status_code == 200
    left = select(AssessmentSection).where(
        AssessmentSection.assessment_id == older.id, AssessmentSection.section == key
    )
    assert session.scalars(left).all() == []  # looking at it writes nothing
    words = {"medications-none": "1", "teds_race": "white", "labs-none": "1"}
    assert browser.post(url(older, key), data={"version": 1, **words}).status_code == 303
    session.expire_all()
    assert row(session, older, key).answers
    assert browser.get(f"/intake/{older.id}/review").status_code == 200


# --- treatment episode data --------------------------------------------------------------------


@pytest.mark.parametrize("is_on", [True, False])
def test_episode_data_are_a_step_only_where_they_are_collected(
    browser: Any, intake: Assessment, session: Session, facility: Facility, *, is_on: bool
) -> None:
    facility.collects_teds = is_on
    session.commit()
    text = browser.get(url(intake, "own_words")).text
    assert ("Treatment episode data" in text) is is_on
    where = browser.post(url(intake, "own_words"), data={"version": 1, "step": "next"}).location
    assert where.endswith("/sections/teds" if is_on else "/review")


def test_episode_data_repeat_what_is_known_and_ask_for_nothing_twice(
    browser: Any, intake: Assessment, session: Session
) -> None:
    row(session, intake, "use").answers = {
        "primary": "kratom_leaf",
        "substances_used": [{"substance": "cocaine", "route": "snorted", "age_first": 22}],
    }
    session.commit()
    text = browser.get(url(intake, "teds")).text
    assert "Cocaine or crack; Snorted; first at 22" in text
    assert "Kratom leaf: powder, capsules, tea" in text
    assert 'name="teds_primary"' not in text


@pytest.mark.parametrize("to", ["", "/rows"])
def test_a_small_post_of_many_rows_makes_no_huge_page(
    browser: Any, intake: Assessment, to: str
) -> None:
    typed = {f"kratom_products-{n}-amount": "7" for n in range(1, 2001)}
    sent = {"version": 1, "add": "kratom_products", **typed}
    page = browser.post(url(intake, "use") + to, data=sent)
    assert "at most 40 rows" in page.text
    assert 'name="kratom_products-40-amount"' in page.text
    assert 'name="kratom_products-41-amount"' not in page.text
    assert "Product 2000: 7" in page.text
    assert len(page.text) < 1_000_000


def test_a_row_is_refused_where_the_table_is_full(browser: Any, intake: Assessment) -> None:
    typed = {f"kratom_products-{n}-amount": "7" for n in range(1, 41)}
    page = browser.post(f"{url(intake, 'use')}/rows", data={"add": "kratom_products", **typed})
    assert "at most 40 rows" in page.text
    assert 'name="kratom_products-41-amount"' not in page.text


def test_more_words_than_a_draft_holds_are_refused_with_their_own_sentences(
    browser: Any, intake: Assessment
) -> None:
    sent = {"version": 1, "goals": "a" * 620_000}
    page = browser.post(url(intake, "own_words"), data=sent)
    assert page.status_code == 422
    assert "shorten this to 20,000 characters" in page.text


@pytest.mark.parametrize(
    ("key", "crafted"),
    [
        ("medicines", {"meds": "naloxone"}),
        ("use", {"kratom_g_day": "90"}),
        ("labs", {"egfr": "20"}),
    ],
)
def test_what_the_page_does_not_ask_is_not_taken_from_a_crafted_post(
    browser: Any, intake: Assessment, session: Session, key: str, crafted: dict[str, str]
) -> None:
    answer = browser.post(url(intake, key), data={"version": 1, **crafted})
    assert answer.status_code == 303
    assert row(session, intake, key).answers == {}
