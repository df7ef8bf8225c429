"""The invented people: the same in every run, the six public vignettes among them."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.builders import NOON
from treatment.demo.people import PEOPLE, VIGNETTES, Person, Reached
from treatment.demo.stories import STORIES
from treatment.demo.telling import born, findings_of, sections_of
from treatment.intake.notation import facts_from_answers, facts_from_vignette
from treatment.intake.review.findings import age_on, findings, together
from treatment.plans.rules import draft

KEPT = Path(__file__).parents[1] / "vignettes"
HOLLOW = "incomplete"


@pytest.mark.parametrize("name", ["P1", "P2", "P3", "P4", "P5", "P6"])
def test_the_public_vignettes_are_told_as_they_are(name: str) -> None:
    assert STORIES[name] == json.loads((KEPT / f"{name}.json").read_text("utf-8"))["input"]


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.name)
def test_what_was_entered_drafts_what_the_findings_draft(person: Person) -> None:
    told_at = sections_of(person, NOON)
    entered = findings(together(told_at, age=person.age, sex=person.sex.value, at=NOON))
    if person.story == HOLLOW:
        assert facts_from_answers(entered).cows_rated is not None
        return
    told = draft(facts_from_vignette(findings_of(person))).lines
    drafted = draft(facts_from_answers(entered)).lines
    assert [(line.element, line.standing, line.urgency, line.notes) for line in drafted] == [
        (line.element, line.standing, line.urgency, line.notes) for line in told
    ]


def test_every_step_of_the_way_is_somebodys_and_every_name_one_persons() -> None:
    assert {person.reached for person in PEOPLE} == set(Reached)
    assert len({person.name for person in PEOPLE}) == len(PEOPLE) == 60
    assert [person.story for person in VIGNETTES] == ["P1", "P2", "P3", "P4", "P5", "P6"]


@pytest.mark.parametrize("days", [0, 45, 99, 200, 364])
def test_an_age_is_the_same_whenever_the_demo_is_loaded(days: int) -> None:
    today = (NOON + timedelta(days=days)).date()
    ages = [age_on(today, born(person, today)) for person in PEOPLE]
    assert ages == [person.age for person in PEOPLE]


def test_a_birthday_never_lies_ahead() -> None:
    today = datetime.now(UTC).date()
    assert all(born(person, today) < today for person in PEOPLE)
