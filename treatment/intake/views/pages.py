"""The blueprint of this room, and how its pages load an intake."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort

from treatment.audit.trail import Event, concerns
from treatment.audit.vocabulary import Action
from treatment.intake import queries
from treatment.intake.models import Assessment
from treatment.intake.questionnaire import SECTIONS
from treatment.intake.questionnaire.shapes import Section
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
