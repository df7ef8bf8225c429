"""One section: shown, kept, scored while it is typed."""

from collections.abc import Mapping, Sequence
from typing import cast
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from treatment.accounts.doors import me
from treatment.audit.trail import keep
from treatment.audit.vocabulary import Action
from treatment.intake import operations
from treatment.intake.forms import Reading, read, shown
from treatment.intake.forms.pages import SectionForm
from treatment.intake.models import Assessment, AssessmentSection
from treatment.intake.operations.alarming import raise_alarms
from treatment.intake.questionnaire import SECTIONS, next_after
from treatment.intake.questionnaire.shapes import Answers, Section
from treatment.intake.review.scores import scores
from treatment.intake.views.around import facts_in, here_and_now, row_of, section_page, with_typed
from treatment.intake.views.decided import waiting_and_decided
from treatment.intake.views.elsewhere import beside, cows_today
from treatment.intake.views.late import choices, merge_page, told
from treatment.intake.views.pages import bp, event, held, the_intake, the_section
from treatment.permissions import Permission
from treatment.records.views import drafts
from treatment.records.views.alerts import stop_page
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import fragment, keeps_drafts, requires


@bp.get("/intake/<uuid:assessment_id>/sections/<key>")
@requires(Permission.INTAKE_WRITE)
def section(assessment_id: UUID, key: str) -> ResponseReturnValue:
    """One section as last saved."""
    assessment, part = the_intake(assessment_id), the_section(key)
    if assessment.is_signed:
        return redirect(url_for(".show", assessment_id=assessment_id), 303)
    row = row_of(assessment, key)
    offer = drafts.offered() if "draft" in request.args else None
    if offer and offer.is_used:
        form = SectionForm(formdata=None, version=offer.draft.base_version or row.version)
        reading = read(part, offer.fields, saved=row.answers)
        return section_page(assessment, part, form, reading, offer.fields)
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
    row = row_of(assessment, key)
    reading = read(part, typed, at=here_and_now(), saved=row.answers)
    if not form.validate_on_submit() or reading.problems:
        return _refused(assessment, part, form, reading, typed)
    late = _since(assessment, row, form.base, reading)
    if late is None:
        return _saved(assessment, row, reading.answers)
    decided = choices(row, form)
    if late.merge.undecided(decided):
        return merge_page(assessment, row, form, late), 409
    return _put_together(assessment, row, late, late.merge.settled(decided))


@bp.post("/intake/<uuid:assessment_id>/sections/<key>/scores")
@requires(Permission.INTAKE_WRITE)
@fragment
def live_scores(assessment_id: UUID, key: str) -> ResponseReturnValue:
    """Scores and alarms of what is typed so far, beside the form; nothing is saved."""
    assessment, part = the_intake(assessment_id), the_section(key)
    typed, saved = request.form.to_dict(flat=False), row_of(assessment, key).answers
    reading = read(part, typed, at=here_and_now(), saved=saved)
    answers = with_typed(part, operations.answers_of(assessment, now()), reading.answers)
    return render_template(
        "intake/_scores.html",
        shown=scores(part, beside(answers, cows_today(assessment))),
        **waiting_and_decided(assessment, facts_in(answers, reading)),
    )


def _refused(
    assessment: Assessment,
    part: Section,
    form: SectionForm,
    reading: Reading,
    typed: Mapping[str, Sequence[str]],
) -> ResponseReturnValue:
    """Shown again with a sentence beside each problem; the words are a draft meanwhile."""
    drafts.hold_on(base_version=form.base)
    return section_page(assessment, part, form, reading, typed), 422


def _since(
    assessment: Assessment, row: AssessmentSection, base: int, reading: Reading
) -> operations.Since | None:
    """What somebody else saved while this was typed; None when nobody did."""
    if base == row.version or assessment.is_signed:
        return None
    return operations.since(_session(), row, base, reading.answers)


def _put_together(
    assessment: Assessment, row: AssessmentSection, late: operations.Since, answers: Answers
) -> ResponseReturnValue:
    """Save the answers of both; the same words sent twice are saved once."""
    part, typed = late.merge.section, shown(late.merge.section, answers)
    reading = read(part, typed, at=here_and_now(), saved=row.answers)
    if reading.problems:
        form = SectionForm(formdata=None, version=row.version)
        return _refused(assessment, part, form, reading, typed)
    return _saved(assessment, row, answers, told(late), is_known=answers == row.answers)


def _saved(
    assessment: Assessment,
    row: AssessmentSection,
    answers: Answers,
    told: str = "",
    *,
    is_known: bool = False,
) -> ResponseReturnValue:
    fields: list[str] = []
    at = now()
    if not is_known:
        fields = operations.save(
            _session(), assessment, row, answers, by=me(), at=at, confirmed=_confirmed(row)
        )
    alerts = raise_alarms(_session(), assessment, by=me(), at=at)
    drafts.forget()
    keep(event(Action.UPDATE, assessment, fields=fields))
    part = SECTIONS[row.section]
    flash(f"{part.title}: saved.{told}", "success")
    after = _after(assessment, part, request.form.get("step", ""))
    return stop_page(alerts, at=at, back=after) or redirect(after, 303)


def _confirmed(row: AssessmentSection) -> list[str]:
    """Which answers taken over from the last intake were said to be still so.

    All of them only where the page showed what is open now: a withdrawal may have opened more.
    """
    if request.form.get("step") == "confirm":
        is_seen = request.form.get("version") == str(row.version)
        return list(row.carried or ()) if is_seen else []
    return request.form.getlist("still")


def _session() -> Session:
    return cast("Session", db.session())


def _after(assessment: Assessment, part: Section, step: str) -> str:
    answers = {"collects_teds": me().facility.collects_teds}
    following = next_after(part, answers) if step == "next" else part
    if following is None:
        return url_for(".review", assessment_id=assessment.id)
    return url_for(".section", assessment_id=assessment.id, key=following.key)
