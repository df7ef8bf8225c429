"""The pages of the intake: its list, its sections, its review, the signed record."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from treatment.accounts.doors import me
from treatment.audit.trail import Event, concerns, keep
from treatment.audit.vocabulary import Action
from treatment.intake import operations, queries
from treatment.intake.forms import Reading, read, shown
from treatment.intake.forms.pages import SectionForm, SignForm
from treatment.intake.models import Assessment
from treatment.intake.questionnaire import SECTIONS, next_after
from treatment.intake.questionnaire.shapes import Section
from treatment.intake.review import words
from treatment.intake.review.scores import scores, started
from treatment.intake.views.around import (
    alarms_in,
    around,
    review_page,
    row_of,
    section_page,
    with_typed,
)
from treatment.patients import queries as patients
from treatment.patients.views.charts import chart_of
from treatment.permissions import Permission
from treatment.records.operations import Hand, is_intact
from treatment.records.queries import signatures_under
from treatment.records.vocabulary import Kind
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import fragment, requires, signed_in

bp = Blueprint("intake", __name__)


# --- the intakes of an episode ----------------------------------------------------------------


@bp.get("/episodes/<uuid:episode_id>/intake")
@requires(Permission.INTAKE_READ)
def episode(episode_id: UUID) -> ResponseReturnValue:
    """The intakes of one episode: the open one and the signed ones."""
    care = db.one_or_404(patients.episode(episode_id, signed_in(), now()))
    rows = db.session.scalars(queries.assessments_of(episode_id, signed_in(), now())).all()
    return render_template("intake/episode.html", **chart_of(care.patient, care), assessments=rows)


@bp.post("/episodes/<uuid:episode_id>/intake")
@requires(Permission.INTAKE_WRITE)
def start(episode_id: UUID) -> ResponseReturnValue:
    """Begin an intake; pressed twice, the second press opens what the first one began."""
    care = db.one_or_404(patients.episode(episode_id, signed_in(), now()))
    concerns(care.patient_id)
    begun = db.session.scalar(queries.open_assessment(episode_id, signed_in(), now()))
    if begun is None:
        ordinarily = patients.episode(episode_id, patients.Ordinarily(me()), now())
        joins = db.session.scalar(ordinarily) is not None
        begun = operations.start(care, by=me(), at=now(), joins=joins)
        db.session.add(begun)
        keep(_event(Action.CREATE, begun))
    first = next(iter(SECTIONS))
    return redirect(url_for(".section", assessment_id=begun.id, key=first), 303)


# --- one section ------------------------------------------------------------------------------


@bp.get("/intake/<uuid:assessment_id>/sections/<key>")
@requires(Permission.INTAKE_WRITE)
def section(assessment_id: UUID, key: str) -> ResponseReturnValue:
    """One section as last saved."""
    assessment, part = _intake(assessment_id), _section(key)
    if assessment.is_signed:
        return redirect(url_for(".show", assessment_id=assessment_id), 303)
    row = row_of(assessment, key)
    form = SectionForm(formdata=None, version=row.version)
    fields = shown(part, row.answers)
    return section_page(assessment, part, form, Reading(row.answers, {}), fields)


@bp.post("/intake/<uuid:assessment_id>/sections/<key>")
@requires(Permission.INTAKE_WRITE)
def save(assessment_id: UUID, key: str) -> ResponseReturnValue:
    """Keep a section; what cannot be read is shown again with a sentence beside it."""
    assessment = _held(assessment_id)
    part, form, typed = _section(key), SectionForm(), request.form.to_dict(flat=False)
    reading = read(part, typed)
    if not form.validate_on_submit() or reading.problems:
        return section_page(assessment, part, form, reading, typed), 422
    row = row_of(assessment, key)
    changed = words.changed(part, row.answers, reading.answers)
    operations.save(
        assessment, row, reading.answers, version=form.version.data or 0, by=me(), at=now()
    )
    keep(_event(Action.UPDATE, assessment, fields=changed))
    flash(f"{part.title}: saved.", "success")
    return redirect(_after(assessment, part, request.form.get("step", "")), 303)


@bp.post("/intake/<uuid:assessment_id>/sections/<key>/scores")
@requires(Permission.INTAKE_WRITE)
@fragment
def live_scores(assessment_id: UUID, key: str) -> ResponseReturnValue:
    """Scores and alarms of what is typed so far, beside the form; nothing is saved."""
    assessment, part = _intake(assessment_id), _section(key)
    reading = read(part, request.form.to_dict(flat=False))
    answers = with_typed(part, operations.answers_of(assessment, now()), reading.answers)
    return render_template(
        "intake/_scores.html", shown=scores(part, answers), alarms=alarms_in(answers, reading)
    )


# --- review, signature, record ----------------------------------------------------------------


@bp.get("/intake/<uuid:assessment_id>/review")
@requires(Permission.INTAKE_WRITE)
def review(assessment_id: UUID) -> ResponseReturnValue:
    """What is missing, what contradicts, the scores, and the place to sign."""
    assessment = _intake(assessment_id)
    if assessment.is_signed:
        return redirect(url_for(".show", assessment_id=assessment_id), 303)
    return review_page(assessment, SignForm(formdata=None, seen=operations.seal_of(assessment)))


@bp.post("/intake/<uuid:assessment_id>/sign")
@requires(Permission.INTAKE_SIGN)
def sign(assessment_id: UUID) -> ResponseReturnValue:
    """Freeze the intake under the signer's name."""
    form = SignForm()
    if not form.validate_on_submit() or form.proof is None:
        return review_page(_intake(assessment_id), form), 422
    assessment = _held(assessment_id)
    hand = Hand(staff=me(), method=form.proof, at=now(), session_id=_sitting())
    signature, measured = operations.sign(assessment, hand, seen=form.seen.data or "")
    db.session.add_all([signature, *measured])
    keep(_event(Action.SIGN, assessment, after=signature.content_sha256))
    flash("The intake is signed. Nothing in it can change any more.", "success")
    return redirect(url_for(".show", assessment_id=assessment_id), 303)


@bp.get("/intake/<uuid:assessment_id>")
@requires(Permission.INTAKE_READ)
def show(assessment_id: UUID) -> ResponseReturnValue:
    """The whole record, question by question, ready to print."""
    assessment = _intake(assessment_id)
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


def _intake(assessment_id: UUID) -> Assessment:
    found: Assessment = db.one_or_404(queries.assessment(assessment_id, signed_in(), now()))
    return found


def _held(assessment_id: UUID) -> Assessment:
    """The intake under its row lock: for everything that changes it."""
    found: Assessment = db.one_or_404(queries.held(assessment_id, signed_in(), now()))
    concerns(found.episode.patient_id)
    return found


def _section(key: str) -> Section:
    return SECTIONS.get(key) or abort(404)


def _sitting() -> UUID | None:
    sitting = me().sitting
    return sitting.id if sitting else None


def _event(action: Action, assessment: Assessment, **more: Any) -> Event:
    return Event(
        action,
        patients={assessment.episode.patient_id},
        object_type="assessment",
        object_id=assessment.id,
        **more,
    )


def _after(assessment: Assessment, part: Section, step: str) -> str:
    following = next_after(part) if step == "next" else part
    if following is None:
        return url_for(".review", assessment_id=assessment.id)
    return url_for(".section", assessment_id=assessment.id, key=following.key)
