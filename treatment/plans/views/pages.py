"""The blueprint of this room, and what every page about a plan begins with."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from treatment.accounts.doors import me
from treatment.audit.trail import Event, concerns, keep
from treatment.audit.vocabulary import Action
from treatment.patients import queries as patients
from treatment.patients.models import Episode
from treatment.patients.views.charts import chart_of
from treatment.plans import queries
from treatment.plans.models import Plan, PlanLine
from treatment.plans.operations.moving import derived_phase
from treatment.plans.phases import Phase
from treatment.records.operations import Hand
from treatment.records.views.hands import hand
from treatment.web.clock import now
from treatment.web.extensions import db

bp = Blueprint("plans", __name__)
WRONG = 422


def the_plan(plan_id: UUID) -> Plan:
    """The plan, when the person signed in may see it; else the page does not exist."""
    found: Plan = db.one_or_404(queries.plan(plan_id, me(), now()))
    return found


def held(plan_id: UUID) -> Plan:
    """The plan under its row lock: for everything that changes it."""
    found: Plan = db.one_or_404(queries.plan_to_change(plan_id, me(), now()))
    concerns(found.episode.patient_id)
    return found


def line_in(plan: Plan, line_id: UUID) -> PlanLine:
    """A line of this plan and of no other."""
    return next((line for line in plan.lines if line.id == line_id), None) or abort(404)


def the_episode(episode_id: UUID) -> Episode:
    found: Episode = db.one_or_404(patients.episode(episode_id, me(), now()))
    concerns(found.patient_id)
    return found


def held_episode(episode_id: UUID) -> Episode:
    """The same under the episode's row lock, read after its turn has come."""
    db.session.execute(patients.turn(episode_id))
    return the_episode(episode_id)


def chart(episode: Episode) -> dict[str, Any]:
    """What `chart.html` needs."""
    return chart_of(episode.patient, episode)


def proved(form: Any) -> Hand | None:
    """The signing hand where the form asked for one."""
    method = getattr(form, "proof", None)
    return hand(method) if method else None


def done(action: Action, plan: Plan, **more: Any) -> None:
    """The event of a change to a plan, and the commit."""
    keep(event(action, plan.episode, "plan", plan.id, **more))


def event(action: Action, episode: Episode, kind: str, key: UUID | str, **more: Any) -> Event:
    return Event(action, [episode.patient_id], kind, key, **more)


def to_plan(plan: Plan, anchor: str | None = None) -> ResponseReturnValue:
    return redirect(url_for("plans.show", plan_id=plan.id, _anchor=anchor), 303)


def page(name: str, status: int = 200, **context: Any) -> ResponseReturnValue:
    return render_template(f"plans/{name}.html", **context), status


def phase_of(episode: Episode) -> Phase | None:
    """Where the episode is now, in one statement; None once it has ended."""
    if not episode.is_open:
        return None
    stay = db.session.scalar(queries.open_stay_of(episode.id))
    return stay.phase if stay else derived_phase(episode)


@bp.app_context_processor
def phase_for_templates() -> dict[str, Any]:
    """`phase_label(episode)`: for the banner of every chart page."""
    return {"phase_label": lambda episode: phase_of(episode) if episode else None}


def with_own_ids(form: Any, prefix: str) -> Any:
    """Several forms on one page: each field's id is its own, its name stays as it is."""
    for field in form:
        field.id = f"{prefix}-{field.id}"
    return form
