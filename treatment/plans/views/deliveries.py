"""Deliveries: planned against delivered, recording one unit, taking one back."""

from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from uuid_utils.compat import uuid7

from treatment.accounts.doors import me
from treatment.audit.trail import keep
from treatment.audit.vocabulary import Action
from treatment.errors import DomainError
from treatment.patients.models import Episode
from treatment.permissions import Permission
from treatment.plans import forms, queries
from treatment.plans.models import Delivery, Plan, PlanLine
from treatment.plans.operations import delivering
from treatment.plans.operations.delivering import Unit, is_done, is_late, is_workable
from treatment.plans.progress import key_of, progress, progress_by_phase
from treatment.plans.states import IN_FORCE, MissedCause, Outcome
from treatment.plans.views.pages import WRONG, bp, chart, event, page, the_episode
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import requires

MOST_SHOWN = 25


@bp.get("/episodes/<uuid:episode_id>/deliveries")
@requires(Permission.PLAN_READ)
def deliveries(episode_id: UUID) -> ResponseReturnValue:
    """Planned against delivered by line and phase, and the latest units."""
    episode = the_episode(episode_id)
    plans, units, at = _plans(episode), _units(episode), now()
    lines = _worked(plans)
    taken_back = {unit.retracts_id for unit in units if unit.retracts_id}
    by_line = progress(lines, units, at)
    return page(
        "deliveries",
        **chart(episode),
        rows=[(line, by_line[key_of(line)], is_done(line)) for line in lines],
        phases=progress_by_phase(lines, units, at),
        units=units if "all" in request.args else units[:MOST_SHOWN],
        recorded=len(units),
        taken_back=taken_back,
        is_late=is_late,
        causes=list(MissedCause),
        workable={line.id for line in lines if is_workable(line)},
    )


@bp.route("/episodes/<uuid:episode_id>/deliveries/new", methods=["GET", "POST"])
@requires(Permission.DELIVERY_RECORD)
def deliver(episode_id: UUID) -> ResponseReturnValue:
    """Record one unit; the same form twice makes one record."""
    episode = the_episode(episode_id)
    workable = [line for line in _worked(_plans(episode)) if is_workable(line)]
    form = forms.DeliveryForm(line_id=request.args.get("line"), occurred_at=now())
    form.offer(workable)
    if not form.validate_on_submit():
        form.token.data = form.token.data or str(uuid7())
        status = WRONG if form.is_submitted() else 200
        return page("deliver", status, **chart(episode), form=form, workable=workable, at=now())
    line = next(each for each in workable if str(each.id) == form.line_id.data)
    if not _is_there(forms.token(form), episode):
        _record(line, form, episode)
    return redirect(url_for("plans.deliveries", episode_id=episode_id), 303)


@bp.route(
    "/episodes/<uuid:episode_id>/deliveries/<uuid:delivery_id>/retract", methods=["GET", "POST"]
)
@requires(Permission.DELIVERY_RECORD)
def deliver_retract(episode_id: UUID, delivery_id: UUID) -> ResponseReturnValue:
    """Take a unit back; both rows stay readable."""
    episode, form = the_episode(episode_id), forms.RetractForm()
    wrong = db.one_or_404(queries.delivery(delivery_id, episode_id, me(), now()))
    if not form.validate_on_submit():
        form.token.data = form.token.data or str(uuid7())
        status = WRONG if form.is_submitted() else 200
        return page("retract", status, **chart(episode), form=form, unit=wrong)
    if not _is_there(forms.token(form), episode):
        _take_back(wrong, form, episode)
    return redirect(url_for("plans.deliveries", episode_id=episode_id), 303)


def _record(line: PlanLine, form: forms.DeliveryForm, episode: Episode) -> None:
    unit = Unit(
        outcome=Outcome(form.outcome.data),
        occurred_at=form.occurred_at.data or now(),
        minutes=form.minutes.data,
        cause=form.cause.data if form.outcome.data == Outcome.MISSED else None,
        note=form.note.data,
        late_reason=form.late_reason.data,
        token=forms.token(form),
    )
    row = delivering.record_delivery(line, unit, by=me(), at=now())
    _store(row, episode, line.element or "own")
    flash(f"{line.title}: {unit.outcome.label.lower()}, recorded.", "success")


def _take_back(wrong: Delivery, form: forms.RetractForm, episode: Episode) -> None:
    if db.session.scalar(queries.retraction_of(wrong.id)):
        raise DomainError("This unit is already taken back.")
    reason = form.reason.data or ""
    row = delivering.retract(wrong, reason=reason, token=forms.token(form), by=me(), at=now())
    _store(row, episode, "retraction")
    flash("Taken back. Both entries stay on record.", "success")


def _store(row: Delivery, episode: Episode, reason: str) -> None:
    db.session.add(row)
    db.session.flush()
    keep(event(Action.CREATE, episode, "delivery", row.id, reason=reason))


def _is_there(token: UUID, episode: Episode) -> bool:
    """Whether this very form was recorded before; another episode's token is no token."""
    row = db.session.scalar(queries.delivery_by_token(token))
    if row is not None and row.episode_id != episode.id:
        abort(404)
    return row is not None


def _plans(episode: Episode) -> list[Plan]:
    return list(db.session.scalars(queries.current_plans(episode.id, me(), now())))


def _units(episode: Episode) -> list[Delivery]:
    return list(db.session.scalars(queries.deliveries_of(episode.id, me(), now())))


def _worked(plans: list[Plan]) -> list[PlanLine]:
    """Lines in force or workable, once each: of two versions the active one is worked."""
    found: dict[str, PlanLine] = {}
    for plan in sorted(plans, key=lambda each: each.number):
        for line in plan.lines:
            if is_workable(line) or line.status in IN_FORCE:
                found.setdefault(key_of(line), line)
    return list(found.values())
