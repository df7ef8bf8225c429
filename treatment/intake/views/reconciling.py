"""Resolve a contradiction with a note."""

from uuid import UUID

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from treatment.accounts.doors import me
from treatment.audit.trail import keep
from treatment.audit.vocabulary import Action
from treatment.intake import operations
from treatment.intake.forms.pages import SignForm
from treatment.intake.forms.reconciling import ReconcileForm
from treatment.intake.operations.reconciling import reconcile
from treatment.intake.review.reconciling import BY_NAME
from treatment.intake.views.around import review_page
from treatment.intake.views.pages import bp, event, held
from treatment.permissions import Permission
from treatment.records.views import drafts
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import keeps_drafts, requires


@bp.post("/intake/<uuid:assessment_id>/contradictions/<name>")
@requires(Permission.INTAKE_WRITE)
@keeps_drafts
def resolve(assessment_id: UUID, name: str) -> ResponseReturnValue:
    """Both answers stay as they are; what they mean together is written down."""
    assessment = held(assessment_id)
    contradiction = BY_NAME.get(name) or abort(404)
    form = ReconcileForm()
    if not form.validate_on_submit():
        sign = SignForm(formdata=None, seen=operations.seal_of(assessment))
        return review_page(assessment, sign, {name: form}), 422
    row = reconcile(
        assessment,
        contradiction,
        form.note.data or "",
        seen=form.seen.data or "",
        by=me(),
        at=now(),
    )
    db.session.add(row)
    drafts.forget(url_for(".review", assessment_id=assessment_id))
    keep(event(Action.UPDATE, assessment, fields=[name], reason="contradiction resolved"))
    flash("Noted how both answers are to be understood.", "success")
    return redirect(url_for(".review", assessment_id=assessment.id, _anchor=name), 303)
