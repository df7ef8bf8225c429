"""What may follow a signature: addendum, correction, late entry, retraction of an intake."""

from typing import Any, cast
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from treatment.intake import operations, queries
from treatment.intake.models import Assessment
from treatment.intake.operations.reassessing import doubt
from treatment.intake.review.record import parts_of
from treatment.intake.views.pages import bp
from treatment.intake.views.record import subject_of
from treatment.patients.views.charts import chart_of
from treatment.permissions import Permission
from treatment.records.views.addenda import Place, kind_or_404, write_under
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import keeps_drafts, requires, signed_in


@bp.route("/intake/<uuid:assessment_id>/write/<kind>", methods=["GET", "POST"])
@requires(Permission.RECORD_ADDEND)
@keeps_drafts
def write(assessment_id: UUID, kind: str) -> ResponseReturnValue:
    """Write under a signed intake; nothing in it changes."""
    found = queries.assessment_or_withdrawn(assessment_id, signed_in(), now())
    if request.method == "POST":
        found = found.with_for_update(of=Assessment)
    assessment: Assessment = db.one_or_404(found)
    return write_under(_place(assessment), kind_or_404(kind))


def _place(assessment: Assessment) -> Place:
    care = assessment.episode
    chart: dict[str, Any] = chart_of(care.patient, care)
    record = assessment.record or operations.record_now(assessment, now())
    return Place(
        subject=subject_of(assessment),
        name="intake",
        back=url_for("intake.show", assessment_id=assessment.id),
        chart=chart,
        parts=tuple(parts_of(record)),
        withdrawing=lambda: doubt(cast("Session", db.session()), assessment),
    )
