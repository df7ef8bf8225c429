"""Taken again: one reassessment signed with what has changed, one with answers still open."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from treatment.audit.vocabulary import Action
from treatment.demo.operations.arriving import MINUTES, TAKES, Chart
from treatment.demo.operations.staffing import Place, hand_of
from treatment.demo.people import Person
from treatment.demo.telling import sections_of
from treatment.intake import operations as intake
from treatment.intake.models import Assessment
from treatment.intake.operations.reassessing import reassess

FINISHED, IN_THE_MIDDLE = "Dominic Rossi", "Maribel Santos"
AFTER = timedelta(days=60)
BEGUN_AGO = timedelta(hours=3)
SO_FAR = ("safety", "withdrawal", "mental")  # what was gone through today
BETTER: Mapping[str, Any] = {
    "cows": [0] * 11,
    "hr": 72,
    "sbp": 124,
    "dbp": 78,
    "phq9_items": [1, 1, 1, 1, 0, 0, 1, 0, 0],
    "gad7_items": [1, 1, 1, 1, 1, 0, 0],
    "barc10": 47,
    "isi": 8,
    "stage": "maintenance",
    "importance": 10,
    "confidence": 8,
    "daily_use": False,
    "hours_since_last_use": 1400,
    "employment_risk": False,
}


def take_again(session: Session, place: Place, chart: Chart) -> None:
    """Only two people's stay is that long and that well told."""
    if chart.person.name == FINISHED:
        _finish(session, place, chart)
    elif chart.person.name == IN_THE_MIDDLE:
        _begin(session, place, chart, chart.now - BEGUN_AGO, SO_FAR)


def _finish(session: Session, place: Place, chart: Chart) -> None:
    """Every answer said again, confirmed or changed, and signed."""
    at = chart.came_at + AFTER
    begun = _begin(session, place, chart, at, None)
    if begun is None:
        return
    hand = hand_of(chart.counselor, at + timedelta(hours=4))
    signature, established = intake.sign(begun, hand, seen=intake.seal_of(begun))
    session.add_all([signature, *established])
    session.flush()
    chart.keep(Action.SIGN, "assessment", begun.id, chart.counselor)


def _begin(
    session: Session, place: Place, chart: Chart, at: datetime, keys: tuple[str, ...] | None
) -> Assessment | None:
    """Started from the last intake; `keys` names the sections gone through, None all of them."""
    if chart.assessment is None:
        return None
    begun = reassess(
        chart.assessment, chart.episode, switched=(), accepted=(), by=chart.counselor, at=at
    )
    session.add(begun)
    session.flush()
    told = sections_of(_better(chart.person), at.astimezone(place.facility.tz))
    for number, section in enumerate(begun.sections):
        if keys is None or section.section in keys:
            answers, still = told.get(section.section, {}), section.carried or ()
            saved_at = min(at + TAKES * (number + 1), chart.now - MINUTES)
            by = chart.counselor
            intake.save(session, begun, section, answers, by=by, at=saved_at, confirmed=still)
    chart.keep(Action.CREATE, "assessment", begun.id, chart.counselor)
    return begun


def _better(person: Person) -> Person:
    """The same person two months on."""
    return replace(person, changes={**person.changes, **BETTER})
