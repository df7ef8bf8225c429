"""The blueprint of this room, and what every page of a chart begins with."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from treatment.accounts.doors import me
from treatment.audit.trail import concerns, shows
from treatment.patients import queries
from treatment.patients.banner import banner_for
from treatment.patients.models import Episode, Patient
from treatment.web.clock import now
from treatment.web.extensions import db

bp = Blueprint("patients", __name__)


def the_patient(patient_id: UUID) -> Patient:
    """The patient, when the person signed in may see them; else the page does not exist."""
    patient: Patient = db.one_or_404(queries.patient(patient_id, me(), now()))
    return patient


def the_episode(episode_id: UUID) -> Episode:
    episode: Episode = db.one_or_404(queries.episode(episode_id, me(), now()))
    concerns(episode.patient_id)
    return episode


def episode_shown_first(patient: Patient) -> Episode | None:
    """The open episode, else the latest, of those the person signed in may see."""
    return db.session.scalars(queries.episodes_of(patient.id, me(), now()).limit(1)).first()


def chart_of(patient: Patient, episode: Episode | None) -> dict[str, Any]:
    """What `chart.html` needs, in one statement; and the trail learns whose chart this is."""
    at = now()
    shows(patient.id)
    glance = db.session.execute(queries.at_a_glance(patient.id, me(), at)).all()
    banner = banner_for(patient, episode, at, facility=me().facility, glance=glance)
    return {"patient": patient, "episode": episode, "banner": banner}


def page(template: str, form: FlaskForm | None = None, **context: Any) -> ResponseReturnValue:
    """A page; 422 when it carries a form that was sent and is not right."""
    forms = [each for each in (form, *context.values()) if isinstance(each, FlaskForm)]
    wrong = any(each.is_submitted() and each.errors for each in forms)
    return render_template(template, form=form, **context), 422 if wrong else 200


def token_of(form: Any) -> UUID:
    """The id the new row will have, as the form carries it."""
    try:
        return UUID(form.token.data)
    except ValueError:
        abort(400, "This form was changed on its way. Reload the page.")


def is_mine(row: Any, patient_id: UUID) -> bool:
    """Whether a row made from the same form belongs where this form says."""
    if row is not None and (row.facility_id, row.patient_id) != (me().facility_id, patient_id):
        abort(404)
    return row is not None
