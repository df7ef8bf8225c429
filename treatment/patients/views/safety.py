"""Allergies and precautions: noted, ended with a reason, or known to be none."""

from typing import Any
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from treatment.accounts.doors import me
from treatment.audit.trail import Event, keep
from treatment.audit.vocabulary import Action
from treatment.patients import operations, queries
from treatment.patients.forms import AllergyForm, EndForm, PrecautionForm, fresh_token
from treatment.patients.models import Allergy, Patient, Precaution
from treatment.patients.views.charts import (
    bp,
    chart_of,
    episode_shown_first,
    is_mine,
    page,
    the_patient,
    token_of,
)
from treatment.permissions import Permission
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import requires


@bp.get("/patients/<uuid:patient_id>/safety")
@requires(Permission.PATIENT_READ)
def safety(patient_id: UUID) -> ResponseReturnValue:
    return _page(the_patient(patient_id))


def _page(patient: Patient, **sent: Any) -> ResponseReturnValue:
    """The page with its three forms; the one that was sent and is not right keeps its words."""
    forms = {
        "allergy_form": AllergyForm(formdata=None, token=fresh_token()),
        "precaution_form": PrecautionForm(formdata=None, token=fresh_token()),
        "end_form": EndForm(formdata=None),
        "ending": None,
        **sent,
    }
    return page(
        "patients/safety.html",
        next((form for form in forms.values() if getattr(form, "errors", None)), None),
        **chart_of(patient, episode_shown_first(patient)),
        allergies=_allergies(patient),
        precautions=_precautions(patient),
        **forms,
    )


def _allergies(patient: Patient) -> list[Allergy]:
    return list(db.session.scalars(queries.allergies_of(patient.id)))


def _precautions(patient: Patient) -> list[Precaution]:
    return list(db.session.scalars(queries.precautions_of(patient.id)))


def _back(patient: Patient) -> ResponseReturnValue:
    return redirect(url_for(".safety", patient_id=patient.id), 303)


@bp.post("/patients/<uuid:patient_id>/allergies")
@requires(Permission.SAFETY_RECORD)
def add_allergy(patient_id: UUID) -> ResponseReturnValue:
    patient, form = the_patient(patient_id), AllergyForm()
    if not form.validate_on_submit():
        return _page(patient, allergy_form=form)
    key = token_of(form)
    if not is_mine(db.session.get(Allergy, key), patient.id):
        known, details = _allergies(patient), form.details()
        row = operations.note_allergy(patient, known, details, id=key, by=me(), at=now())
        db.session.add(row)
        keep(Event(Action.CREATE, [patient.id], "allergy", key))
    return _back(patient)


@bp.post("/patients/<uuid:patient_id>/allergies/none")
@requires(Permission.SAFETY_RECORD)
def no_allergies(patient_id: UUID) -> ResponseReturnValue:
    patient = the_patient(patient_id)
    operations.no_known_allergies(patient, _allergies(patient), at=now())
    keep(Event(Action.UPDATE, [patient.id], "patient", patient.id, fields=["allergies_asked_at"]))
    return _back(patient)


@bp.post("/patients/<uuid:patient_id>/precautions")
@requires(Permission.SAFETY_RECORD)
def add_precaution(patient_id: UUID) -> ResponseReturnValue:
    patient, form = the_patient(patient_id), PrecautionForm()
    if not form.validate_on_submit():
        return _page(patient, precaution_form=form)
    key = token_of(form)
    if not is_mine(db.session.get(Precaution, key), patient.id):
        known, words = _precautions(patient), form.words.data or ""
        row = operations.note_precaution(patient, known, words, id=key, by=me(), at=now())
        db.session.add(row)
        keep(Event(Action.CREATE, [patient.id], "precaution", key))
    return _back(patient)


@bp.post("/patients/<uuid:patient_id>/allergies/<uuid:entry_id>/end")
@requires(Permission.SAFETY_RECORD)
def end_allergy(patient_id: UUID, entry_id: UUID) -> ResponseReturnValue:
    return _end(the_patient(patient_id), Allergy, entry_id)


@bp.post("/patients/<uuid:patient_id>/precautions/<uuid:entry_id>/end")
@requires(Permission.SAFETY_RECORD)
def end_precaution(patient_id: UUID, entry_id: UUID) -> ResponseReturnValue:
    return _end(the_patient(patient_id), Precaution, entry_id)


def _end(
    patient: Patient, kind: type[Allergy] | type[Precaution], entry_id: UUID
) -> ResponseReturnValue:
    entry = db.one_or_404(queries.entry(kind, entry_id, patient.id))
    form = EndForm()
    if not form.validate_on_submit():
        return _page(patient, end_form=form, ending=entry)
    operations.end_entry(entry, form.reason.data or "", by=me(), at=now())
    keep(Event(Action.UPDATE, [patient.id], kind.__tablename__, entry.id, fields=["ended_at"]))
    return _back(patient)
