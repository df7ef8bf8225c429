"""The review, the signature, the signed record, and what stands in place of a withdrawn one."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from treatment.accounts.doors import me
from treatment.audit.trail import concerns, keep, shows
from treatment.audit.vocabulary import Action
from treatment.intake import operations, queries
from treatment.intake.forms.pages import SignForm
from treatment.intake.models import Assessment
from treatment.intake.operations.reviewing import may_review, needs_review
from treatment.intake.review.findings import facts_so_far
from treatment.intake.views.around import review_page
from treatment.intake.views.decided import waiting_and_decided
from treatment.intake.views.elsewhere import cows_today, points_of
from treatment.intake.views.pages import bp, event, the_intake
from treatment.intake.views.sheet import Source, sheet_of
from treatment.intake.views.unsaved import left_in
from treatment.patients.views.charts import chart_of
from treatment.permissions import Permission
from treatment.records.models import Addendum
from treatment.records.operations import Subject
from treatment.records.queries import signatures_under
from treatment.records.views.addenda import ways_to_write, written_under
from treatment.records.views.hands import hand
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
    found = queries.with_history(queries.held(assessment_id, signed_in(), now()))
    assessment: Assessment = db.one_or_404(found)
    concerns(assessment.episode.patient_id)
    seen = form.seen.data or ""
    signature, established = operations.sign(
        assessment, hand(form.proof), seen=seen, cows=points_of(cows_today(assessment))
    )
    db.session.add_all([signature, *established])
    keep(event(Action.SIGN, assessment, after=signature.content_sha256))
    flash("The intake is signed. Nothing in it can change any more.", "success")
    return redirect(url_for(".show", assessment_id=assessment_id), 303)


@bp.get("/intake/<uuid:assessment_id>")
@requires(Permission.INTAKE_READ)
def show(assessment_id: UUID) -> ResponseReturnValue:
    """The whole record, question by question, ready to print; withdrawn, only who and why."""
    source, chart = the_record(assessment_id)
    assessment = source.assessment
    if source.withdrawn is not None:
        return render_template("intake/withdrawn.html", **chart, by=source.withdrawn)
    answers = operations.answers_of(assessment, now())
    facts = None if assessment.is_signed else facts_so_far(answers)
    return render_template(
        "intake/show.html",
        **chart,
        sheet=sheet_of(source),
        unsaved=left_in(assessment) if assessment.is_signed else {},
        **waiting_and_decided(assessment, facts),
        ways=ways_to_write(subject_of(assessment), _addenda(source)),
        may_review=may_review(assessment, me()) and needs_review(source.author),
    )


@bp.get("/intake/<uuid:assessment_id>/retracted")
@requires(Permission.RETRACTED_READ)
def retracted(assessment_id: UUID) -> ResponseReturnValue:
    """The content of a withdrawn intake, for those who keep the records."""
    source, chart = the_record(assessment_id)
    if source.withdrawn is None:
        return redirect(url_for(".show", assessment_id=assessment_id), 303)
    shows(object_type="assessment", object_id=assessment_id, reason="withdrawn record")
    return render_template("intake/retracted.html", **chart, sheet=sheet_of(source))


def the_record(assessment_id: UUID) -> tuple[Source, dict[str, Any]]:
    """The intake, withdrawn or not, with everything its sheet is made from, and its chart."""
    found = queries.assessment_or_withdrawn(assessment_id, signed_in(), now())
    assessment: Assessment = db.one_or_404(queries.with_history(found))
    under = signatures_under(Kind.ASSESSMENT, assessment.id, viewer=signed_in())
    care = assessment.episode
    chart = {**chart_of(care.patient, care), "assessment": assessment}
    return Source(
        assessment=assessment,
        record=assessment.record or _record_so_far(assessment),
        signatures=db.session.scalars(under).all(),
        addenda=written_under(Kind.ASSESSMENT, assessment.id),
        banner=chart["banner"],
        facility=me().facility,
    ), chart


def _record_so_far(assessment: Assessment) -> dict[str, Any]:
    cows = None if assessment.is_signed else points_of(cows_today(assessment))
    return operations.record_now(assessment, now(), cows)


def subject_of(assessment: Assessment) -> Subject:
    """What an addendum is written under."""
    return Subject(
        kind=Kind.ASSESSMENT,
        id=assessment.id,
        facility_id=assessment.facility_id,
        patient_id=assessment.episode.patient_id,
        author_id=assessment.signed_by_id,
        signed_at=assessment.signed_at,
    )


def _addenda(source: Source) -> list[Addendum]:
    return [each for each, _ in source.addenda]
