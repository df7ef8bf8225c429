"""The problem list: diagnoses, circumstances and what the person names; each with its history."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from treatment.accounts.doors import me
from treatment.audit.trail import keep
from treatment.audit.vocabulary import Action
from treatment.intake import operations, queries
from treatment.intake.forms.problems import DiagnosisForm, OwnProblemForm
from treatment.intake.models import Problem, ProblemStatus
from treatment.intake.operations.diagnosing import Details, add_problem
from treatment.intake.problems import MADE, OPEN, REMISSION
from treatment.intake.review.diagnosis import Offer, Suggestion, marks, offer
from treatment.intake.views.admission import papers_of
from treatment.intake.views.care_level import levels_of
from treatment.intake.views.clinician import WRONG, begun, happened, held_episode, is_sent_before
from treatment.intake.views.pages import bp
from treatment.intake.views.problem_steps import CRITERIA
from treatment.intake.vocabulary import ProblemKind
from treatment.patients.forms import fresh_token
from treatment.patients.models import Episode
from treatment.patients.views.charts import chart_of, the_episode, token_of
from treatment.permissions import Permission
from treatment.records.views.drafts import Offer as DraftOffer
from treatment.records.views.drafts import forget
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import keeps_drafts, requires, signed_in

Row = tuple[Problem, ProblemStatus]


@bp.get("/episodes/<uuid:episode_id>/problems")
@requires(Permission.PROBLEM_READ)
def problems(episode_id: UUID) -> ResponseReturnValue:
    """What the team is treating: the list, the level of care and the papers of the admission."""
    care = the_episode(episode_id)
    earlier = db.session.execute(queries.earlier_problems(care, signed_in(), now()))
    return render_template(
        "intake/problems.html",
        **chart_of(care.patient, care),
        rows=_known(care),
        earlier=[row for row in earlier if row[1].state in OPEN],
        level=next(iter(levels_of(care)), None),
        papers=papers_of(care),
        Kind=ProblemKind,
        made=MADE,
        criteria=CRITERIA,
        open_=OPEN,
    )


@bp.route("/episodes/<uuid:episode_id>/problems/diagnosis", methods=["GET", "POST"])
@requires(Permission.PROBLEM_RECORD)
@keeps_drafts
def problem_diagnose(episode_id: UUID) -> ResponseReturnValue:
    """Propose a diagnosis; what the intake speaks for stands beside it, and nothing is chosen."""
    care = the_episode(episode_id)
    newest = db.session.scalar(queries.newest_assessment(care.id, signed_in(), now()))
    answers = operations.answers_of(newest, now()) if newest else {}
    found = offer(answers)
    first = _taken_over(care, found, request.args.get("from"))
    form, draft = begun(DiagnosisForm, token=fresh_token(), **first)
    if form.validate_on_submit():
        return _add(care, form, form.details())
    beside = {"intake": newest, "offer": found, "marks": marks(answers), "remission": REMISSION}
    return _page("diagnose", care, form, draft, **beside)


@bp.route("/episodes/<uuid:episode_id>/problems/new", methods=["GET", "POST"])
@requires(Permission.PROBLEM_RECORD)
@keeps_drafts
def problem_new(episode_id: UUID) -> ResponseReturnValue:
    """Note a circumstance or what the person names in their own words."""
    care = the_episode(episode_id)
    form, draft = begun(OwnProblemForm, kind=None, token=fresh_token())
    if form.validate_on_submit():
        return _add(care, form, form.details())
    return _page("problem_new", care, form, draft)


def _known(care: Episode) -> list[Row]:
    rows = db.session.execute(queries.problems_of(care.id, signed_in(), now()))
    return [(row[0], row[1]) for row in rows]


def _add(care: Episode, form: Any, details: Details) -> ResponseReturnValue:
    care = held_episode(care.id)
    key = token_of(form)
    row = db.session.get(Problem, key)
    if not is_sent_before(row, row is not None and row.episode_id == care.id):
        made = add_problem(care, _known(care), details, id=key, by=me(), at=now())
        db.session.add(made)
        db.session.flush()
        forget()
        keep(happened(Action.CREATE, care, "problem", made.id, reason=details.kind.value))
        flash(f"{made.words}: {made.state.label.lower()}.", "success")
    return redirect(url_for(".problem", problem_id=key), 303)


def _page(
    name: str, care: Episode, form: Any, draft: DraftOffer | None, **more: Any
) -> ResponseReturnValue:
    chart = chart_of(care.patient, care)
    page = render_template(f"intake/{name}.html", **chart, form=form, draft=draft, **more)
    return page, WRONG if form.is_submitted() else 200


def _taken_over(care: Episode, found: Offer, key: str | None) -> dict[str, Any]:
    """What the clinician chose to start from; without a choice the form is empty."""
    chosen = next((each for each in found.suggestions if each.key == key), None)
    if chosen is not None:
        return _of_suggestion(chosen)
    like = _like(care, request.args.get("like", type=UUID))
    return _of_problem(like) if like else {}


def _like(care: Episode, problem_id: UUID | None) -> Problem | None:
    if problem_id is None:
        return None
    found = db.session.scalar(queries.problem(problem_id, signed_in(), now()))
    return found if found and found.patient_id == care.patient_id else None


def _of_suggestion(chosen: Suggestion) -> dict[str, Any]:
    return {
        "words": chosen.words,
        "icd10": chosen.code.code,
        "substance": chosen.substance,
        "severity": chosen.severity,
        "criteria": list(chosen.met),
    }


def _of_problem(like: Problem) -> dict[str, Any]:
    return {
        "words": like.words,
        "icd10": like.code,
        "substance": like.substance,
        "severity": like.severity,
        "criteria": like.criteria or [],
    }
