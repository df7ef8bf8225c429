"""A licensed practitioner reviews what a counselor signed."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from treatment.accounts.doors import me
from treatment.audit.trail import concerns, keep
from treatment.audit.vocabulary import Action
from treatment.intake import operations, queries
from treatment.intake.forms.reviewing import ReviewForm
from treatment.intake.models import Assessment
from treatment.intake.operations.reviewing import refuse_review
from treatment.intake.views.pages import bp, event
from treatment.intake.views.record import the_record
from treatment.intake.views.sheet import sheet_of
from treatment.permissions import Permission
from treatment.records.models import Signature
from treatment.records.queries import signatures_under
from treatment.records.views import drafts
from treatment.records.views.hands import hand
from treatment.records.vocabulary import ATTESTATIONS, Kind, Meaning
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import keeps_drafts, requires, signed_in


@bp.get("/intake/<uuid:assessment_id>/lpha-review")
@requires(Permission.INTAKE_REVIEW)
def lpha_review(assessment_id: UUID) -> ResponseReturnValue:
    """The signed intake with the place to review it."""
    draft = drafts.offered()
    begun = draft.typed if draft and draft.is_used else None
    return _page(assessment_id, ReviewForm(formdata=begun), draft)


@bp.post("/intake/<uuid:assessment_id>/lpha-review")
@requires(Permission.INTAKE_REVIEW)
@keeps_drafts
def keep_review(assessment_id: UUID) -> ResponseReturnValue:
    """Keep the review under the reviewer's signature; the same form twice makes one."""
    form = ReviewForm()
    if not form.validate_on_submit():
        return _page(assessment_id, form), 422
    found = queries.with_history(queries.held(assessment_id, signed_in(), now()))
    assessment: Assessment = db.one_or_404(found)
    concerns(assessment.episode.patient_id)
    if _is_kept(assessment, form):
        return redirect(url_for(".show", assessment_id=assessment_id), 303)
    made, signature = operations.review(
        assessment,
        hand(form.proof),
        mode=form.mode.data,
        note=form.note.data or "",
        author=_author(assessment),
    )
    db.session.add_all([made, signature])
    drafts.forget()
    keep(event(Action.REVIEW, assessment, after=signature.content_sha256))
    flash("Your review is signed and stands under the intake.", "success")
    return redirect(url_for(".show", assessment_id=assessment_id), 303)


def _page(assessment_id: UUID, form: ReviewForm, draft: drafts.Offer | None = None) -> str:
    source, chart = the_record(assessment_id)
    if source.withdrawn is not None:
        abort(404)
    refuse_review(source.assessment, me(), source.author)
    return render_template(
        "intake/lpha_review.html",
        **chart,
        sheet=sheet_of(source),
        form=form,
        draft=draft,
        attestation=ATTESTATIONS[Meaning.REVIEW],
    )


def _is_kept(assessment: Assessment, form: ReviewForm) -> bool:
    """Whether this very review stands there already."""
    sent = (me().id, form.mode.data, form.note.data)
    return any((each.by_id, each.mode, each.note) == sent for each in assessment.reviews)


def _author(assessment: Assessment) -> Signature | None:
    under = signatures_under(Kind.ASSESSMENT, assessment.id, viewer=signed_in())
    rows = db.session.scalars(under).all()
    return next((row for row in rows if row.meaning is Meaning.AUTHOR), None)
