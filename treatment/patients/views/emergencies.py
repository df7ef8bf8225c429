"""Emergency access to a chart outside one's reach, and the director's review of it."""

from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from treatment.accounts.doors import me
from treatment.audit.trail import Event, keep, shows
from treatment.audit.vocabulary import Action, Outcome
from treatment.patients import operations, queries
from treatment.patients.forms import EmergencyForm, ReviewForm, fresh_token
from treatment.patients.models import EmergencyAccess, Patient
from treatment.patients.names import read_number
from treatment.patients.views.charts import bp, page, token_of
from treatment.permissions import Permission
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import requires

NO_MATCH = (
    "No chart matches exactly what you entered. Check the number, or the full name with birth date."
)


@bp.route("/emergency", methods=["GET", "POST"])
@requires(Permission.CHART_EMERGENCY)
def emergency() -> ResponseReturnValue:
    form = EmergencyForm()
    if not form.validate_on_submit():
        form.token.data = form.token.data or fresh_token()
        return page("patients/emergency.html", form)
    before = db.session.get(EmergencyAccess, token_of(form))
    if before is not None:
        return _into(before.patient_id) if before.staff_id == me().id else abort(404)
    patient = _matched(form)
    if patient is None:
        return _refused(form)
    return _opened(form, patient)


def _matched(form: EmergencyForm) -> Patient | None:
    """Exactly one person of the facility, by everything that was entered."""
    number, name, born = form.chart_number.data, form.full_name.data, form.birth_date.data
    if number:
        statement = queries.by_chart_number(read_number(number), me())
    else:
        statement = queries.by_birth_date(born, me())
    found = [
        patient
        for patient in db.session.scalars(statement)
        if (not name or operations.is_full_name(name, patient))
        and (not born or patient.birth_date == born)
    ]
    return found[0] if len(found) == 1 else None


def _refused(form: EmergencyForm) -> ResponseReturnValue:
    """The same answer whether there is no such person or the details do not match."""
    form.form_errors = [NO_MATCH]
    answer = page("patients/emergency.html", form)
    keep(Event(Action.EMERGENCY_ACCESS, reason="no match", outcome=Outcome.DENIED))
    return answer


def _opened(form: EmergencyForm, patient: Patient) -> ResponseReturnValue:
    at = now()
    if db.session.scalars(queries.visible_among([patient.id], me(), at)).first():
        flash("You can open this chart without emergency access.", "info")
        return _into(patient.id)
    reason = form.reason.data or ""
    access = operations.open_emergency_access(patient, reason, id=token_of(form), by=me(), at=at)
    db.session.add(access)
    keep(Event(Action.EMERGENCY_ACCESS, [patient.id], "patient", patient.id, reason=reason))
    return _into(patient.id)


def _into(patient_id: UUID) -> ResponseReturnValue:
    return redirect(url_for(".show", patient_id=patient_id), 303)


# --- the review queue -------------------------------------------------------------------------


@bp.get("/emergency/review")
@requires(Permission.EMERGENCY_REVIEW)
def emergency_review() -> ResponseReturnValue:
    return _queue(ReviewForm(formdata=None), None)


def _queue(form: ReviewForm, reviewing: UUID | None) -> ResponseReturnValue:
    reviewed = request.args.get("reviewed") == "yes"
    after = queries.Cursor.read(request.args.get("after"))
    found = queries.emergencies(me(), reviewed=reviewed, after=after)
    rows = db.session.execute(found).all()
    shown = rows[: queries.PAGE]
    shows(*(row.EmergencyAccess.patient_id for row in shown), action=Action.LIST)
    return page(
        "patients/emergency_review.html",
        form,
        rows=shown,
        reviewed=reviewed,
        reviewing=reviewing,
        older=_older([row.EmergencyAccess for row in rows], reviewed=reviewed),
    )


def _older(rows: list[EmergencyAccess], *, reviewed: bool) -> str | None:
    if len(rows) <= queries.PAGE:
        return None
    last = queries.Cursor(rows[queries.PAGE - 1].started_at, rows[queries.PAGE - 1].id)
    state = "yes" if reviewed else None
    return url_for(".emergency_review", reviewed=state, after=str(last))


@bp.post("/emergency/<uuid:access_id>/review")
@requires(Permission.EMERGENCY_REVIEW)
def review(access_id: UUID) -> ResponseReturnValue:
    access: EmergencyAccess = db.one_or_404(queries.emergency(access_id, me()))
    form = ReviewForm()
    if not form.validate_on_submit():
        return _queue(form, access.id)
    note = form.note.data or ""
    operations.review_emergency_access(access, note, by=me(), at=now())
    keep(Event(Action.REVIEW, [access.patient_id], "emergency_access", access.id))
    flash("Marked as reviewed.", "success")
    return redirect(url_for(".emergency_review"), 303)
