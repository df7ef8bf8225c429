"""Registering a person, warned of likely duplicates in the whole facility; correcting a record."""

from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from treatment.accounts.doors import me
from treatment.audit.trail import Event, keep
from treatment.audit.vocabulary import Action, Outcome
from treatment.patients import operations, queries
from treatment.patients.forms import (
    EditPatientForm,
    PatientFields,
    RegisterForm,
    fresh_token,
    sent,
    today_here,
)
from treatment.patients.models import FIRST_NUMBER, ChartCounter, Patient
from treatment.patients.names import Person, may_be_same
from treatment.patients.views.charts import (
    bp,
    chart_of,
    episode_shown_first,
    page,
    the_patient,
    token_of,
)
from treatment.permissions import Permission
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import requires


class Likely(NamedTuple):
    """Records that may be the same person: those one may see, and how many one may not."""

    everybody: Sequence[Patient]
    visible: Sequence[Patient]

    @property
    def hidden(self) -> int:
        return len(self.everybody) - len(self.visible)

    @property
    def mark(self) -> str:
        """Which records the warning was about, without naming any."""
        ids = sorted(patient.id.hex for patient in self.everybody)
        return sha256("".join(ids).encode("ascii")).hexdigest()


@bp.route("/patients/new", methods=["GET", "POST"])
@requires(Permission.PATIENT_REGISTER)
def register() -> ResponseReturnValue:
    form = RegisterForm()
    if not form.validate_on_submit():
        form.token.data = form.token.data or fresh_token()
        return page("patients/register.html", form, likely=None)
    counter = _counter()
    if before := _registered_before(token_of(form)):
        return _on_to_the_episode(before)
    likely = _likely(form)
    if likely.everybody and not (form.confirmed.data and form.warned.data == likely.mark):
        return _warn(form, likely)
    return _on_to_the_episode(_registered(form, counter, likely))


def _counter() -> ChartCounter:
    """Taken first: two people registering at once get two numbers, and see each other."""
    counter = db.session.scalar(queries.chart_counter(me()))
    if counter is None:
        counter = ChartCounter(facility_id=me().facility_id, next_number=FIRST_NUMBER)
        db.session.add(counter)
    return counter


def _registered_before(token: UUID) -> Patient | None:
    patient = db.session.get(Patient, token)
    if patient is not None and patient.registered_by_id != me().id:
        abort(404)
    return patient


def _likely(form: PatientFields) -> Likely:
    details = form.details()
    person = Person(details.given_name, details.family_name, details.birth_date)
    found = db.session.scalars(queries.likenesses(person, me())).all()
    alike = [p for p in found if may_be_same(person, _compared(p))]
    ids = set(db.session.scalars(queries.visible_among([p.id for p in alike], me(), now())))
    return Likely(alike, [patient for patient in alike if patient.id in ids])


def _compared(patient: Patient) -> Person:
    return Person(patient.given_name, patient.family_name, patient.birth_date)


def _warn(form: RegisterForm, likely: Likely) -> ResponseReturnValue:
    """Not saved: show whom it may be. That somebody else's patient was met is recorded."""
    form.warned.data, form.confirmed.data = likely.mark, False
    answer = render_template("patients/register.html", form=form, likely=likely)
    everybody = [patient.id for patient in likely.everybody]
    outcome = Outcome.DENIED if likely.hidden else Outcome.DONE
    db.session.rollback()
    keep(Event(Action.SEARCH, everybody, "patient", reason="likely duplicate", outcome=outcome))
    return answer, 422


def _registered(form: RegisterForm, counter: ChartCounter, likely: Likely) -> Patient:
    patient = operations.register(counter, form.details(), id=token_of(form), by=me(), at=now())
    db.session.add(patient)
    reason = "likely duplicate confirmed as another person" if likely.everybody else ""
    keep(Event(Action.CREATE, [patient.id], "patient", patient.id, reason=reason))
    flash(f"Registered with chart number {patient.chart_number}.", "success")
    return patient


def _on_to_the_episode(patient: Patient) -> ResponseReturnValue:
    return redirect(url_for(".open_episode", patient_id=patient.id), 303)


@bp.route("/patients/<uuid:patient_id>/edit", methods=["GET", "POST"])
@requires(Permission.PATIENT_REGISTER)
def edit(patient_id: UUID) -> ResponseReturnValue:
    patient = the_patient(patient_id)
    form = EditPatientForm(obj=patient)
    if not form.validate_on_submit():
        return page("patients/edit.html", form, **chart_of(patient, episode_shown_first(patient)))
    version, labels = sent(form.version), form.labels()
    changed = operations.edit(
        patient, form.details(), version=version, labels=labels, today=today_here()
    )
    keep(Event(Action.UPDATE, [patient.id], "patient", patient.id, fields=changed))
    flash("Saved.", "success")
    return redirect(url_for(".show", patient_id=patient.id), 303)
