"""One line of a plan: its reasons, its decisions, and everything that can be decided about it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash
from flask.typing import ResponseReturnValue

from treatment.accounts.doors import me
from treatment.audit.vocabulary import Action
from treatment.errors import StaleError
from treatment.permissions import Permission
from treatment.plans import forms
from treatment.plans.models import LineDecision, PlanLine
from treatment.plans.operations import deciding, delivering
from treatment.plans.states import Verdict
from treatment.plans.views.contradicting import contradictions_in
from treatment.plans.views.pages import (
    WRONG,
    bp,
    chart,
    done,
    held,
    line_in,
    page,
    proved,
    the_plan,
    to_plan,
    with_own_ids,
)
from treatment.plans.views.rows import next_open, row_of
from treatment.plans.vocabulary import Element
from treatment.web.clock import now
from treatment.web.guards import requires

Act = Callable[[PlanLine, Any], LineDecision]
FORMS: dict[Verdict, tuple[type[Any], type[Any]]] = {  # without and with a signature
    Verdict.ACCEPT: (forms.AcceptForm, forms.SignedAcceptForm),
    Verdict.CHANGE: (forms.ChangeForm, forms.SignedChangeForm),
    Verdict.DECLINE: (forms.DeclineForm, forms.SignedDeclineForm),
    Verdict.REOPEN: (forms.ReopenForm, forms.SignedReopenForm),
    Verdict.DONE: (forms.DoneForm, forms.SignedDoneForm),
}
WORDS = ("schedule", "goal", "responsible")


@bp.get("/plans/<uuid:plan_id>/lines/<uuid:line_id>")
@requires(Permission.PLAN_READ)
def line(plan_id: UUID, line_id: UUID) -> ResponseReturnValue:
    """Why the line was proposed, what was decided, and the forms to decide it."""
    return _line_page(line_in(the_plan(plan_id), line_id))


@bp.post("/plans/<uuid:plan_id>/lines/<uuid:line_id>/accept")
@requires(Permission.PLAN_EDIT)
def accept(plan_id: UUID, line_id: UUID) -> ResponseReturnValue:
    """Take the line into the plan as it is proposed."""

    def act(each: PlanLine, form: Any) -> LineDecision:
        return deciding.accept(each, by=me(), at=now(), hand=proved(form))

    return _decide(Verdict.ACCEPT, plan_id, line_id, act)


@bp.post("/plans/<uuid:plan_id>/lines/<uuid:line_id>/change")
@requires(Permission.PLAN_EDIT)
def change(plan_id: UUID, line_id: UUID) -> ResponseReturnValue:
    """Take the line into the plan with other words."""

    def act(each: PlanLine, form: Any) -> LineDecision:
        words = {name: form[name].data for name in WORDS}
        why = form.reason.data
        return deciding.change(each, words, reason=why, by=me(), at=now(), hand=proved(form))

    return _decide(Verdict.CHANGE, plan_id, line_id, act)


@bp.post("/plans/<uuid:plan_id>/lines/<uuid:line_id>/decline")
@requires(Permission.PLAN_EDIT)
def decline(plan_id: UUID, line_id: UUID) -> ResponseReturnValue:
    """Leave the line out, with a reason."""

    def act(each: PlanLine, form: Any) -> LineDecision:
        return deciding.decline(
            each,
            reason=form.reason.data,
            by_patient=form.by_patient.data,
            by=me(),
            at=now(),
            hand=proved(form),
        )

    return _decide(Verdict.DECLINE, plan_id, line_id, act)


@bp.post("/plans/<uuid:plan_id>/lines/<uuid:line_id>/reopen")
@requires(Permission.PLAN_EDIT)
def reopen(plan_id: UUID, line_id: UUID) -> ResponseReturnValue:
    """Take a decision back."""

    def act(each: PlanLine, form: Any) -> LineDecision:
        why = form.reason.data
        return deciding.reopen(each, reason=why, by=me(), at=now(), hand=proved(form))

    return _decide(Verdict.REOPEN, plan_id, line_id, act)


@bp.post("/plans/<uuid:plan_id>/lines/<uuid:line_id>/done")
@requires(Permission.DELIVERY_RECORD)
def mark_done(plan_id: UUID, line_id: UUID) -> ResponseReturnValue:
    """Close the line: what it asked for is done."""

    def act(each: PlanLine, form: Any) -> LineDecision:
        note = form.note.data
        return delivering.mark_done(each, note=note, by=me(), at=now(), hand=proved(form))

    return _decide(Verdict.DONE, plan_id, line_id, act)


def _decide(verdict: Verdict, plan_id: UUID, line_id: UUID, act: Act) -> ResponseReturnValue:
    plan = held(plan_id)
    each = line_in(plan, line_id)
    form = _form(verdict, each)
    if not form.validate_on_submit():
        return _line_page(each, {verdict: form}, WRONG)
    _refuse_stale(each, form)
    decision = act(each, form)
    signed = decision.signature.content_sha256 if decision.signature else None
    action = Action.SIGN if signed else Action.UPDATE
    done(action, plan, fields=["line", each.element or "own"], reason=verdict.value, after=signed)
    flash(f"{each.title}: {decision.verdict.label.lower()}.", "success")
    following = next_open(plan, each, me())
    return to_plan(plan, f"line-{(following or each).id}")


def _form(verdict: Verdict, each: PlanLine) -> Any:
    plain, signed = FORMS[verdict]
    kind = signed if row_of(each, me()).is_signed(verdict) else plain
    return with_own_ids(kind(obj=each), verdict.value)


def _refuse_stale(each: PlanLine, form: Any) -> None:
    """Nothing is lost: both texts are shown."""
    if form.version.data == each.version:
        return
    theirs = {
        "Status": each.status.label,
        **{name.capitalize(): getattr(each, name) for name in WORDS},
    }
    yours = {
        field.label.text: str(field.data)
        for field in form
        if field.name not in {"secret", "csrf_token", "version"} and field.data
    }
    raise StaleError(theirs, yours)


def _line_page(
    each: PlanLine, wrong: dict[Verdict, Any] | None = None, status: int = 200
) -> ResponseReturnValue:
    row = row_of(each, me())
    open_ = {verdict: _form(verdict, each) for verdict in Verdict if verdict in row.can}
    return page(
        "line",
        status,
        **chart(each.plan.episode),
        plan=each.plan,
        row=row,
        forms={**open_, **(wrong or {})},
        contradicting=contradictions_in(each.plan) if each.element == Element.TASK_RECON else [],
        wrong=wrong or {},
        Verdict=Verdict,
    )
