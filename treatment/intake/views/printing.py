"""The intake on paper: a PDF made of the very sheet the screen shows."""

from uuid import UUID

from flask import Response, abort
from flask.typing import ResponseReturnValue

from treatment.accounts.doors import me
from treatment.audit.trail import shows
from treatment.audit.vocabulary import Action
from treatment.intake.views.pages import bp
from treatment.intake.views.record import the_record
from treatment.intake.views.sheet import sheet_of
from treatment.permissions import Permission
from treatment.web import paper
from treatment.web.clock import now
from treatment.web.filters import local
from treatment.web.guards import requires, signed_in


@bp.get("/intake/<uuid:assessment_id>/print.pdf")
@requires(Permission.INTAKE_READ)
def pdf(assessment_id: UUID) -> ResponseReturnValue:
    """The whole record as a PDF; a withdrawn one only for those who keep the records."""
    source, _ = the_record(assessment_id)
    if source.withdrawn is not None and not signed_in().may(Permission.RETRACTED_READ):
        abort(404)
    shows(action=Action.PRINT, object_type="assessment", object_id=assessment_id)
    printed = f"Printed {local(now(), me().facility.tz)} by {me().credential_line}"
    made = paper.pdf("intake", {**sheet_of(source), "printed": printed})
    name = f"intake-{assessment_id}.pdf"
    answer = Response(made, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
