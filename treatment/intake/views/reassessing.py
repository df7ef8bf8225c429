"""A reassessment: what comes along from the last intake, and what has changed since."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from treatment.accounts.doors import me
from treatment.errors import DomainError
from treatment.intake import operations, queries
from treatment.intake.carrying import taken_over
from treatment.intake.models import Assessment
from treatment.intake.operations.reassessing import VERSIONS, name_of, other_versions, reassess
from treatment.intake.questionnaire import SECTIONS
from treatment.intake.review.asking import place_of
from treatment.intake.review.changes import changes, score_changes
from treatment.intake.views.around import around, section_url
from treatment.intake.views.pages import begun_once, bp, the_intake
from treatment.patients.models import Episode
from treatment.patients.views.charts import chart_of, the_episode
from treatment.permissions import Permission
from treatment.records.models import Addendum
from treatment.records.operations.addenda import retraction_in
from treatment.records.queries import addenda_of
from treatment.records.vocabulary import Kind
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.forms import Form
from treatment.web.guards import requires, signed_in


@bp.get("/episodes/<uuid:episode_id>/intake/again")
@requires(Permission.INTAKE_WRITE)
def again(episode_id: UUID) -> ResponseReturnValue:
    """What a reassessment would take over, and which instruments have another version."""
    care = the_episode(episode_id)
    return render_template("intake/again.html", **_around(care), form=Form())


@bp.post("/episodes/<uuid:episode_id>/intake/again")
@requires(Permission.INTAKE_WRITE)
def start_again(episode_id: UUID) -> ResponseReturnValue:
    """Begin the reassessment; pressed twice, the second press opens what the first one began."""
    care = the_episode(episode_id)
    begun = begun_once(care, lambda joins: _begin(care, joins=joins), reason="Reassessment")
    return redirect(_first_page(begun), 303)


def _begin(care: Episode, *, joins: bool) -> Assessment:
    before = _previous(care)
    return reassess(
        before,
        care,
        switched=_switched(before),
        accepted=request.form.getlist("accepted"),
        by=me(),
        at=now(),
        joins=joins,
    )


def _first_page(begun: Assessment) -> str:
    """The field somebody came to ask, else the first section."""
    place = place_of(request.form.get("ask", ""))
    part, field = place or (next(iter(SECTIONS.values())), None)
    return section_url(begun, part, field)


@bp.get("/intake/<uuid:assessment_id>/changes")
@requires(Permission.INTAKE_READ)
def since_last_time(assessment_id: UUID) -> ResponseReturnValue:
    """Every answer and score that differs from the intake this one reassesses."""
    assessment = the_intake(assessment_id)
    before = _by_id(assessment)
    answers, earlier = (operations.answers_of(each, now()) for each in (assessment, before))
    measured = db.session.scalars(queries.measured_in(before.id, signed_in())).all()
    return render_template(
        "intake/changes.html",
        **around(assessment, answers),
        before=before,
        changes=changes(earlier, answers),
        scores=score_changes(measured, answers, VERSIONS),
        section_url=section_url,
        is_other_questionnaire=before.questionnaire_version != assessment.questionnaire_version,
    )


@bp.context_processor
def withdrawn_for_templates() -> dict[str, Any]:
    """`withdrawn_before(assessment)`: for every page of a reassessment."""
    return {"withdrawn_before": withdrawn_before}


def withdrawn_before(assessment: Assessment) -> Addendum | None:
    """The entry that withdrew the intake this one was taken over from."""
    if assessment.previous_id is None:
        return None
    under = addenda_of(Kind.ASSESSMENT, assessment.previous_id, viewer=signed_in())
    return retraction_in(db.session.scalars(under).all())


def _around(care: Episode) -> dict[str, Any]:
    before = _previous(care)
    answers = taken_over(before.by_section)
    return {
        **chart_of(care.patient, care),
        "before": before,
        "sections": [(SECTIONS[key], len(kept)) for key, kept in answers.items()],
        "count": sum(map(len, answers.values())),
        "switched": [(key, name_of(key)) for key in _switched(before)],
    }


def _previous(care: Episode) -> Assessment:
    """The newest signed intake of this person that the one asking may see."""
    found = queries.last_signed(care.patient_id, signed_in(), now())
    previous = db.session.scalars(found).first()
    if previous is None:
        raise DomainError("No signed intake of this person stands. Start an intake instead.")
    return previous


def _by_id(assessment: Assessment) -> Assessment:
    if assessment.previous_id is None:
        raise DomainError("This intake is no reassessment: there is none to compare it with.")
    return the_intake(assessment.previous_id)


def _switched(before: Assessment) -> list[str]:
    return other_versions(db.session.scalars(queries.measured_in(before.id, signed_in())).all())
