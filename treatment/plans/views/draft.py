"""The plan's page: drafted, decided, signed, in force or over; and the steps of a draft."""

from uuid import UUID

from flask import flash
from flask.typing import ResponseReturnValue
from uuid_utils.compat import uuid7

from treatment.accounts.doors import me
from treatment.audit.vocabulary import Action
from treatment.errors import DomainError, StaleError
from treatment.permissions import Permission
from treatment.plans import forms, queries
from treatment.plans.models import Plan, PlanLine
from treatment.plans.operations import deciding, drafting
from treatment.plans.operations.content import medical_seen
from treatment.plans.operations.deciding import prescribes
from treatment.plans.views.pages import (
    WRONG,
    bp,
    chart,
    done,
    held,
    held_episode,
    page,
    the_plan,
    to_plan,
)
from treatment.plans.views.plan_page import plan_page
from treatment.plans.views.rows import to_sign
from treatment.records.views.hands import hand
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import requires

CHANGED_MEANWHILE = (
    {"The lines now": "A medical line was changed after you opened the plan. Read it again."},
    {"Your signature": "Nothing is signed yet."},
)
TEXTS = ("goal_words", "strengths", "transition_criteria")


@bp.post("/episodes/<uuid:episode_id>/plans")
@requires(Permission.PLAN_DRAFT)
def draft(episode_id: UUID) -> ResponseReturnValue:
    """Draft a plan from the newest signed intake; pressed twice, it is one plan."""
    episode = held_episode(episode_id)
    current = db.session.scalars(queries.plans_to_change(episode.id, me(), now())).all()
    assessment = db.session.scalar(queries.newest_signed_intake(episode.id, me(), now()))
    if assessment is None:
        raise DomainError("Sign the intake before drafting a plan.")
    number = (db.session.scalar(queries.highest_number(episode.id)) or 0) + 1
    plan = drafting.draft_plan(assessment, current, number=number, by=me(), at=now())
    if plan not in current:
        db.session.add(plan)
        db.session.flush()
        done(Action.CREATE, plan, after=plan.rulebook_digest)
        flash(f"Version {plan.number} is drafted. Nothing is decided yet.", "success")
    return to_plan(plan)


@bp.get("/plans/<uuid:plan_id>")
@requires(Permission.PLAN_READ)
def show(plan_id: UUID) -> ResponseReturnValue:
    """One version of the plan: in preparation with its decisions, or as it was signed."""
    return plan_page(the_plan(plan_id))


@bp.post("/plans/<uuid:plan_id>/words")
@requires(Permission.PLAN_EDIT)
def words(plan_id: UUID) -> ResponseReturnValue:
    """The goal in the patient's own words, strengths, criteria for transition."""
    plan, form = held(plan_id), forms.WordsForm()
    if not form.validate_on_submit():
        return plan_page(plan, WRONG, words=form)
    texts = {name: form[name].data for name in TEXTS}
    if form.version.data != plan.version:
        raise StaleError(_called(form, plan), _called(form, texts))
    changed = drafting.write_words(plan, texts)
    done(Action.UPDATE, plan, fields=changed)
    flash("The words of the plan are saved.", "success")
    return to_plan(plan, "words")


@bp.post("/plans/<uuid:plan_id>/accept-all")
@requires(Permission.PLAN_EDIT)
def accept_all(plan_id: UUID) -> ResponseReturnValue:
    """Accept every proposed line that is neither medical nor a safeguard."""
    plan = held(plan_id)
    decisions = deciding.accept_all(plan.lines, by=me(), at=now())
    if not decisions:
        raise DomainError("No proposed line is left that can be accepted together.")
    done(Action.UPDATE, plan, fields=["lines"], reason=f"accepted {len(decisions)} lines")
    flash(f"{len(decisions)} lines accepted, each with its own decision.", "success")
    return to_plan(plan)


@bp.post("/plans/<uuid:plan_id>/sign-lines")
@requires(Permission.PLAN_PRESCRIBE)
def sign_lines(plan_id: UUID) -> ResponseReturnValue:
    """A prescriber's decisions on several lines, one signature for each."""
    plan, form = held(plan_id), forms.SignLinesForm()
    open_ = to_sign(plan, me())
    form.lines.choices = [(str(line.id), line.title) for line in open_]
    if not form.validate_on_submit():
        return plan_page(plan, WRONG, lines=form)
    if form.medical_seen.data != medical_seen(plan):
        raise StaleError(*CHANGED_MEANWHILE)
    chosen = [line for line in open_ if line.id in set(form.lines.data or [])]
    decisions = deciding.accept_signed(chosen, hand(form.proof))
    done(Action.SIGN, plan, fields=["lines"], reason=f"signed {len(decisions)} decisions")
    flash(f"{_decisions(len(decisions))} signed.", "success")
    return to_plan(plan)


@bp.route("/plans/<uuid:plan_id>/lines/new", methods=["GET", "POST"])
@requires(Permission.PLAN_EDIT)
def own_line(plan_id: UUID) -> ResponseReturnValue:
    """A line of the clinician's own; the same form twice makes one line."""
    form = forms.OwnLineForm()
    form.offer(prescribing=prescribes(me()))
    if not form.validate_on_submit():
        form.token.data = form.token.data or str(uuid7())
        plan = the_plan(plan_id)
        status = WRONG if form.is_submitted() else 200
        return page("own_line", status, **chart(plan.episode), plan=plan, form=form)
    plan, key = held(plan_id), forms.token(form)
    if all(line.id != key for line in plan.lines):
        _add(plan, key, form)
    return to_plan(plan, f"line-{key}")


def _decisions(count: int) -> str:
    return "1 decision" if count == 1 else f"{count} decisions"


def _add(plan: Plan, key: UUID, form: forms.OwnLineForm) -> None:
    names = ("title", "area", "schedule", "responsible", "goal", "urgency", "planned_count")
    given = {name: form[name].data for name in names if form[name].data}
    line: PlanLine = deciding.add_line(plan, {"id": key, **given}, by=me(), at=now())
    done(Action.CREATE, plan, fields=["line"], reason="own line")
    flash(f"{line.title}: added.", "success")


def _called(form: forms.WordsForm, source: object) -> dict[str, str]:
    """The three texts by their labels."""
    read = source.get if isinstance(source, dict) else lambda name: getattr(source, name)
    return {form[name].label.text: read(name) or "" for name in TEXTS}
