"""The phases of an episode: the way so far, the next step with its checklist, the discharge."""

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from treatment.accounts.doors import me
from treatment.audit.trail import keep
from treatment.audit.vocabulary import Action
from treatment.patients.models import Episode
from treatment.permissions import Permission
from treatment.plans import forms, queries
from treatment.plans.checklist import (
    EXIT,
    Criterion,
    Judged,
    discharge_criteria,
    exit_criteria,
    judged,
    unmet,
)
from treatment.plans.operations import moving
from treatment.plans.operations.evidence import evidence_of
from treatment.plans.operations.moving import Course, Step, may_override
from treatment.plans.phases import NEXT, Phase
from treatment.plans.views.pages import (
    WRONG,
    bp,
    chart,
    event,
    held_episode,
    page,
    the_episode,
)
from treatment.records.views.hands import hand
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import requires

STATED = "state-"  # how the fields of open criteria begin
LONGEST = 500


@bp.get("/episodes/<uuid:episode_id>/phases")
@requires(Permission.PLAN_READ)
def phases(episode_id: UUID) -> ResponseReturnValue:
    """The dated way so far, where it may go next, and what leaving this phase asks."""
    course = _course(the_episode(episode_id))
    phase = course.phase if course.episode.is_open else None
    return page(
        "phases",
        **chart(course.episode),
        course=course,
        phase=phase,
        moves=[to for to in Phase if phase and to in NEXT[phase]],
        checklist=judged(EXIT[phase], course.evidence) if phase else [],
        Phase=Phase,
        at=now(),
    )


@bp.get("/episodes/<uuid:episode_id>/phases/<to>")
@requires(Permission.PHASE_MOVE)
def phase_step(episode_id: UUID, to: str) -> ResponseReturnValue:
    """The form of one move with the checklist it is measured against."""
    course = _course(the_episode(episode_id))
    form = forms.StepForm(formdata=None, seen=course.phase.value)
    return _step_page(course, _phase(to), form)


@bp.post("/episodes/<uuid:episode_id>/phases/<to>")
@requires(Permission.PHASE_MOVE)
def phase_move(episode_id: UUID, to: str) -> ResponseReturnValue:
    """Move the patient, signed."""
    course, form, target = _course(held_episode(episode_id)), forms.StepForm(), _phase(to)
    if not form.validate_on_submit():
        return _step_page(course, target, form)
    rows = moving.move(course, _step(form, target), hand(form.proof))
    db.session.add_all(rows)
    keep(event(Action.SIGN, course.episode, "phase", rows[-1].id, reason=target.value))
    flash(f"Moved to {target.label}.", "success")
    return redirect(url_for("plans.phases", episode_id=episode_id), 303)


@bp.route("/episodes/<uuid:episode_id>/discharge", methods=["GET", "POST"])
@requires(Permission.PHASE_MOVE)
def discharge(episode_id: UUID) -> ResponseReturnValue:
    """End the episode, its phase and its plans, signed."""
    course = _course((held_episode if request.method == "POST" else the_episode)(episode_id))
    form = forms.DischargeForm()
    if not form.validate_on_submit():
        form.seen.data = form.seen.data or course.phase.value
        return _discharge_page(course, form)
    ended = moving.discharge(course, _step(form, None), form.why.data, hand(form.proof))
    db.session.add_all([*ended.written, ended.signature])
    keep(event(Action.SIGN, course.episode, "episode", episode_id, reason=form.why.data.value))
    flash("The episode has ended. Its plans and its phase are closed.", "success")
    return redirect(url_for("plans.phases", episode_id=episode_id), 303)


def _course(episode: Episode) -> Course:
    plans = db.session.scalars(queries.current_plans(episode.id, me(), now())).all()
    stays = db.session.scalars(queries.stays_of(episode.id)).all()
    series = db.session.scalars(queries.series_of(episode.id)).all()
    units = db.session.scalars(queries.deliveries_of(episode.id, me(), now())).all()
    evidence = evidence_of(plans, series, units, now())
    return Course(episode=episode, stays=stays, plans=plans, evidence=evidence)


def _step(form: forms.StepForm, to: Phase | None) -> Step:
    return Step(
        to=to,
        reason=form.reason.data or "",
        stated=_stated(),
        override=form.override.data,
        seen=form.phase_seen,
    )


def _stated() -> dict[str, str]:
    """What the clinician states about criteria the record knows nothing of."""
    given = {
        name.removeprefix(STATED): text.strip()[:LONGEST]
        for name, text in request.form.items()
        if name.startswith(STATED)
    }
    return {key: text for key, text in given.items() if text}


def _step_page(course: Course, to: Phase, form: forms.StepForm) -> ResponseReturnValue:
    if not course.episode.is_open or to not in NEXT[course.phase]:
        abort(404)
    return _with_checklist("step", course, form, exit_criteria(course.phase, to), to=to)


def _discharge_page(course: Course, form: forms.DischargeForm) -> ResponseReturnValue:
    if not course.episode.is_open:
        abort(404)
    return _with_checklist("discharge", course, form, discharge_criteria(course.phase))


def _with_checklist(
    name: str, course: Course, form: Any, criteria: tuple[Criterion, ...], **more: Any
) -> ResponseReturnValue:
    stated = _stated() if request.method == "POST" else {}
    rows: list[Judged] = judged(criteria, course.evidence)
    return page(
        name,
        WRONG if form.is_submitted() else 200,
        **chart(course.episode),
        course=course,
        form=form,
        checklist=rows,
        open=unmet(rows),
        stated=stated,
        may_override=may_override(me()),
        **more,
    )


def _phase(word: str) -> Phase:
    try:
        return Phase(word)
    except ValueError:
        abort(404)
