"""A story's findings as the answers a counselor would have entered, section by section."""

from datetime import date, datetime, timedelta
from typing import Any

from treatment.demo.details import detailed
from treatment.demo.people import Person
from treatment.demo.stories import STORIES
from treatment.intake.forms.filing import asked, filed

Answers = dict[str, Any]
YEAR = 365.25  # days
PARTLY_ASKED = "incomplete"  # the one story in which questions stayed open


def findings_of(person: Person) -> Answers:
    """The story with this person's own age, sex and changes, in the notation of the rules."""
    own = {"age": person.age, "sex": person.sex.value, **person.changes}
    return {**STORIES[person.story], **own}


def sections_of(person: Person, at: datetime) -> dict[str, Answers]:
    """Answers by section; what the story is silent about was asked and answered with no.

    Args:
        at: the moment from which the story counts its hours back, in the facility's own time.
    """
    findings = findings_of(person)
    told = filed(findings if person.story == PARTLY_ASKED else asked(findings), at)
    told["own_words"] = {"goals": person.goal, "strengths": "Came on time, speaks openly."}
    return detailed(told, person, at)


def born(person: Person, today: date) -> date:
    """A birthday some weeks past, so that the age is the same in every run."""
    return today - timedelta(days=round(person.age * YEAR) + 40 + 7 * (len(person.name) % 30))
