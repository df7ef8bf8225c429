"""One section: shown, kept, scored while it is typed."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from treatment.accounts.doors import me
from treatment.audit.trail import keep
from treatment.audit.vocabulary import Action
from treatment.intake import operations
from treatment.intake.forms import Reading, read, shown
from treatment.intake.forms.pages import SectionForm
from treatment.intake.models import Assessment
from treatment.intake.questionnaire import next_after
from treatment.intake.questionnaire.shapes import Section
from treatment.intake.review import words
from treatment.intake.review.scores import scores
from treatment.intake.views.around import alarms_in, row_of, section_page, with_typed
from treatment.intake.views.pages import bp, event, held, the_intake, the_section
from treatment.permissions import Permission
from treatment.web.clock import now
from treatment.web.guards import fragment, keeps_drafts, requires


@bp.get("/intake/<uuid:assessment_id>/sections/<key>")
@requires(Permission.INTAKE_WRITE)
def section(assessment_id: UUID, key: str) -> ResponseReturnValue:
    """One section as last saved."""
    assessment, part = the_intake(assessment_id), the_section(key)
    if assessment.is_signed:
        return redirect(url_for(".show", assessment_id=assessment_id), 303)
    row = row_of(assessment, key)
    form = SectionForm(formdata=None, version=row.version)
    fields = shown(part, row.answers)
    return section_page(assessment, part, form, Reading(row.answers, {}), fields)


@bp.post("/intake/<uuid:assessment_id>/sections/<key>")
@requires(Permission.INTAKE_WRITE)
@keeps_drafts
def save(assessment_id: UUID, key: str) -> ResponseReturnValue:
    """Keep a section; what cannot be read is shown again with a sentence beside it."""
    assessment = held(assessment_id)
    part, form, typed = the_section(key), SectionForm(), request.form.to_dict(flat=False)
    reading = read(part, typed)
    if not form.validate_on_submit() or reading.problems:
        return section_page(assessment, part, form, reading, typed), 422
    row = row_of(assessment, key)
    changed = words.changed(part, row.answers, reading.answers)
    operations.save(
        assessment, row, reading.answers, version=form.version.data or 0, by=me(), at=now()
    )
    keep(event(Action.UPDATE, assessment, fields=changed))
    flash(f"{part.title}: saved.", "success")
    return redirect(_after(assessment, part, request.form.get("step", "")), 303)


@bp.post("/intake/<uuid:assessment_id>/sections/<key>/scores")
@requires(Permission.INTAKE_WRITE)
@fragment
def live_scores(assessment_id: UUID, key: str) -> ResponseReturnValue:
    """Scores and alarms of what is typed so far, beside the form; nothing is saved."""
    assessment, part = the_intake(assessment_id), the_section(key)
    reading = read(part, request.form.to_dict(flat=False))
    answers = with_typed(part, operations.answers_of(assessment, now()), reading.answers)
    return render_template(
        "intake/_scores.html", shown=scores(part, answers), alarms=alarms_in(answers, reading)
    )


def _after(assessment: Assessment, part: Section, step: str) -> str:
    following = next_after(part) if step == "next" else part
    if following is None:
        return url_for(".review", assessment_id=assessment.id)
    return url_for(".section", assessment_id=assessment.id, key=following.key)
