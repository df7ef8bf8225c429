"""The blueprint of this room, and how its pages load an intake."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, abort

from treatment.accounts.doors import me
from treatment.audit.trail import Event, concerns, keep
from treatment.audit.vocabulary import Action
from treatment.intake import queries
from treatment.intake.models import Assessment
from treatment.intake.questionnaire import SECTIONS
from treatment.intake.questionnaire.shapes import Section
from treatment.patients import queries as patients
from treatment.patients.models import Episode
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import signed_in

bp = Blueprint("intake", __name__)


def the_intake(assessment_id: UUID) -> Assessment:
    found: Assessment = db.one_or_404(queries.assessment(assessment_id, signed_in(), now()))
    return found


def held(assessment_id: UUID) -> Assessment:
    """The intake under its row lock: for everything that changes it."""
    found: Assessment = db.one_or_404(queries.held(assessment_id, signed_in(), now()))
    concerns(found.episode.patient_id)
    return found


def the_section(key: str) -> Section:
    return SECTIONS.get(key) or abort(404)


def event(action: Action, assessment: Assessment, **more: Any) -> Event:
    return Event(
        action,
        patients={assessment.episode.patient_id},
        object_type="assessment",
        object_id=assessment.id,
        **more,
    )


def begun_once(
    care: Episode, begin: Callable[[bool], Assessment], *, reason: str = ""
) -> Assessment:
    """The open intake of an episode, else the one `begin` makes; two who begin at once begin one.

    Args:
        begin: told whether the person joins the care team: not by emergency access alone.
    """
    db.session.execute(patients.turn(care.id))
    begun: Assessment | None = db.session.scalar(
        queries.open_assessment(care.id, signed_in(), now())
    )
    if begun is None:
        ordinarily = patients.episode(care.id, patients.Ordinarily(me()), now())
        begun = begin(db.session.scalar(ordinarily) is not None)
        db.session.add(begun)
        keep(event(Action.CREATE, begun, reason=reason))
    return begun
