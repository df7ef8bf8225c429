"""The review, the signature and the signed record."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from treatment.accounts.doors import me
from treatment.audit.trail import keep
from treatment.audit.vocabulary import Action
from treatment.intake import operations
from treatment.intake.forms.pages import SignForm
from treatment.intake.questionnaire import SECTIONS
from treatment.intake.review import words
from treatment.intake.review.scores import started
from treatment.intake.views.around import around, review_page
from treatment.intake.views.pages import bp, event, held, sitting, the_intake
from treatment.permissions import Permission
from treatment.records.operations import Hand, is_intact
from treatment.records.queries import signatures_under
from treatment.records.vocabulary import Kind
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import requires, signed_in


@bp.get("/intake/<uuid:assessment_id>/review")
@requires(Permission.INTAKE_WRITE)
def review(assessment_id: UUID) -> ResponseReturnValue:
    """What is missing, what contradicts, the scores, and the place to sign."""
    assessment = the_intake(assessment_id)
    if assessment.is_signed:
        return redirect(url_for(".show", assessment_id=assessment_id), 303)
    return review_page(assessment, SignForm(formdata=None, seen=operations.seal_of(assessment)))


@bp.post("/intake/<uuid:assessment_id>/sign")
@requires(Permission.INTAKE_SIGN)
def sign(assessment_id: UUID) -> ResponseReturnValue:
    """Freeze the intake under the signer's name."""
    form = SignForm()
    if not form.validate_on_submit() or form.proof is None:
        return review_page(the_intake(assessment_id), form), 422
    assessment = held(assessment_id)
    hand = Hand(staff=me(), method=form.proof, at=now(), session_id=sitting())
    signature, measured = operations.sign(assessment, hand, seen=form.seen.data or "")
    db.session.add_all([signature, *measured])
    keep(event(Action.SIGN, assessment, after=signature.content_sha256))
    flash("The intake is signed. Nothing in it can change any more.", "success")
    return redirect(url_for(".show", assessment_id=assessment_id), 303)


@bp.get("/intake/<uuid:assessment_id>")
@requires(Permission.INTAKE_READ)
def show(assessment_id: UUID) -> ResponseReturnValue:
    """The whole record, question by question, ready to print."""
    assessment = the_intake(assessment_id)
    answers = operations.answers_of(assessment, now())
    under = signatures_under(Kind.ASSESSMENT, assessment.id, viewer=signed_in())
    signatures = db.session.scalars(under).all()
    content = operations.record_of(assessment).content
    return render_template(
        "intake/show.html",
        **around(assessment, answers),
        sections=SECTIONS.values(),
        scores=started(list(SECTIONS.values()), answers),
        said=words.said,
        items_said=words.items_said,
        signatures=signatures,
        is_intact=all(is_intact(signature, content) for signature in signatures),
    )
