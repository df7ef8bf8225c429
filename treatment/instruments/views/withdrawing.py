"""Taking one measurement out of the chart, and reading what was taken out."""

from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from treatment.accounts.doors import me
from treatment.audit.trail import shows
from treatment.instruments import queries
from treatment.instruments.models import Measurement
from treatment.instruments.views import series
from treatment.instruments.views.pages import bp, the_known
from treatment.patients import queries as patients
from treatment.patients.models import Episode
from treatment.patients.views.charts import chart_of
from treatment.permissions import Permission
from treatment.records.operations.addenda import Subject, retraction_in
from treatment.records.views.addenda import Place, write_under, written_under
from treatment.records.vocabulary import AddendumKind, Kind
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import keeps_drafts, requires

ADVICE = (
    "A withdrawn result counts nowhere: it is struck through, in no trend, and feeds no plan. Was "
    "something entered wrong, take the instrument again as well."
)


@bp.route("/scores/<uuid:measurement_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.RECORD_ADDEND)
@keeps_drafts
def withdraw(measurement_id: UUID) -> ResponseReturnValue:
    """Take a wrong measurement out of the chart; that it was there stays readable."""
    row = _the_measurement(measurement_id)
    if row.source_id is not None:
        abort(404)  # it stands and falls with the intake that was signed
    known, episode = the_known(row.instrument), row.episode
    if request.method == "POST":
        db.session.execute(patients.turn(episode.id))  # two who withdraw it make one withdrawal
    place = Place(
        subject=subject_of(row, episode),
        name=f"{known.name}, {series.said(row, known)}",
        back=url_for(".trend", episode_id=episode.id, key=known.key),
        chart=chart_of(episode.patient, episode),
        advice=ADVICE,
    )
    return write_under(place, AddendumKind.RETRACTION)


@bp.get("/scores/<uuid:measurement_id>/withdrawn")
@requires(Permission.RETRACTED_READ)
def withdrawn(measurement_id: UUID) -> ResponseReturnValue:
    """What was withdrawn, for those who keep the records."""
    row = _the_measurement(measurement_id)
    known, episode = the_known(row.instrument), row.episode
    gone = retraction_in([each for each, _ in written_under(Kind.MEASUREMENT, row.id)])
    if gone is None:
        return redirect(url_for("records.retracted", patient_id=episode.patient_id), 303)
    shows(object_type="measurement", object_id=row.id, reason="withdrawn record")
    return render_template(
        "instruments/withdrawn.html",
        **chart_of(episode.patient, episode),
        known=known,
        row=row,
        said=series.said(row, known),
        gone=gone,
        answers=series.answers_by_question([row], known),
    )


def subject_of(row: Measurement, episode: Episode) -> Subject:
    """A measurement as something that can be written under: whoever entered it is its author."""
    return Subject(
        kind=Kind.MEASUREMENT,
        id=row.id,
        facility_id=row.facility_id,
        patient_id=episode.patient_id,
        author_id=row.entered_by_id,
        signed_at=row.entered_at,
    )


def _the_measurement(measurement_id: UUID) -> Measurement:
    found: Measurement = db.one_or_404(queries.measurement(measurement_id, me(), now()))
    return found
