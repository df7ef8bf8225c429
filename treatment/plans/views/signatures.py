"""Signing a plan: author, cosigner and physician, patient; ending a hold; a new version."""

from uuid import UUID

from flask import flash
from flask.typing import ResponseReturnValue

from treatment.accounts.doors import me
from treatment.audit.vocabulary import Action
from treatment.permissions import Permission
from treatment.plans import forms, queries
from treatment.plans.models import Plan
from treatment.plans.operations import revising, signing
from treatment.plans.states import PlanState
from treatment.plans.views.pages import WRONG, bp, done, held, to_plan
from treatment.plans.views.plan_page import plan_page
from treatment.records.models import Signature
from treatment.records.views.hands import hand
from treatment.records.vocabulary import Meaning
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import requires


@bp.post("/plans/<uuid:plan_id>/sign")
@requires(Permission.PLAN_SIGN)
def sign(plan_id: UUID) -> ResponseReturnValue:
    """The author's signature: from here on the content is frozen."""
    plan, form = held(plan_id), forms.SignForm()
    if not form.validate_on_submit():
        return plan_page(plan, WRONG, sign=form)
    mark = form.seen.data or ""
    signature = signing.sign_plan(plan, hand(form.proof), mark=mark, in_force=_in_force(plan))
    return _given(plan, Action.SIGN, [signature])


@bp.post("/plans/<uuid:plan_id>/cosign")
@requires(Permission.PLAN_COSIGN)
def cosign(plan_id: UUID) -> ResponseReturnValue:
    """Every open clinical signature this person may give: cosignature, medical approval."""
    plan, form = held(plan_id), forms.SignForm()
    if not form.validate_on_submit():
        return plan_page(plan, WRONG, cosign=form)
    prior = _author(plan)
    given = signing.endorse(
        plan,
        hand(form.proof),
        mark=form.seen.data or "",
        prior=prior,
        in_force=_in_force(plan),
    )
    return _given(plan, Action.COSIGN, given)


@bp.post("/plans/<uuid:plan_id>/participation")
@requires(Permission.PLAN_SIGN)
def participation(plan_id: UUID) -> ResponseReturnValue:
    """What the patient did with the plan, witnessed by who signs here."""
    plan, form = held(plan_id), forms.ParticipationForm()
    if not form.validate_on_submit():
        return plan_page(plan, WRONG, participation=form)
    signature = signing.record_participation(
        plan,
        hand(form.proof),
        how=form.how.data,
        note=form.note.data,
        mark=form.seen.data or "",
        in_force=_in_force(plan),
    )
    return _given(plan, Action.SIGN, [signature])


@bp.post("/plans/<uuid:plan_id>/release")
@requires(Permission.PLAN_PRESCRIBE)
def release(plan_id: UUID) -> ResponseReturnValue:
    """A prescriber ends the hold; the next version proposes what was deferred."""
    plan, form = held(plan_id), forms.ReleaseForm()
    if not form.validate_on_submit():
        return plan_page(plan, WRONG, release=form)
    others, number = _others(plan)
    why = form.reason.data or ""
    new, signature = revising.release_hold(
        plan, others, hand(form.proof), number=number, reason=why
    )
    db.session.add_all([new, signature])
    db.session.flush()
    done(Action.SIGN, new, reason=Meaning.HOLD_RELEASE.value, after=signature.content_sha256)
    flash(f"The hold is released. Version {new.number} proposes what was deferred.", "success")
    return to_plan(new)


@bp.post("/plans/<uuid:plan_id>/revise")
@requires(Permission.PLAN_EDIT)
def revise(plan_id: UUID) -> ResponseReturnValue:
    """The next version of a signed plan, every line as it stands."""
    plan, form = held(plan_id), forms.ReviseForm()
    if not form.validate_on_submit():
        return plan_page(plan, WRONG, revise=form)
    others, number = _others(plan)
    why = form.reason.data or ""
    new = revising.revise(plan, others, number=number, reason=why, by=me(), at=now())
    db.session.add(new)
    db.session.flush()
    done(Action.CREATE, new, reason=why)
    flash(f"Version {new.number} is ready to be changed.", "success")
    return to_plan(new)


def _others(plan: Plan) -> tuple[list[Plan], int]:
    """The episode's plans that are not over, and the number of the next version."""
    current = db.session.scalars(queries.plans_to_change(plan.episode_id, me(), now())).all()
    highest = db.session.scalar(queries.highest_number(plan.episode_id)) or 0
    return list(current), highest + 1


def _in_force(plan: Plan) -> Plan | None:
    return revising.active(_others(plan)[0])


def _author(plan: Plan) -> Signature | None:
    signatures = db.session.scalars(queries.signatures_of(plan.id)).all()
    return next((row for row in signatures if row.meaning is Meaning.AUTHOR), None)


def _given(plan: Plan, action: Action, signatures: list[Signature]) -> ResponseReturnValue:
    db.session.add_all(signatures)
    meanings = ", ".join(signature.meaning.value for signature in signatures)
    done(action, plan, reason=meanings, after=signatures[0].content_sha256)
    if plan.state is PlanState.ACTIVE:
        flash("That was the last signature: the plan is active.", "success")
    else:
        flash("Signed.", "success")
    return to_plan(plan, "signatures")
