"""One problem: what it says, every step it took, and taking the next one."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from treatment.accounts.doors import me
from treatment.audit.trail import concerns, keep
from treatment.audit.vocabulary import Action
from treatment.instruments.catalog import INSTRUMENTS
from treatment.intake import queries
from treatment.intake.codes import KRATOM_UNSETTLED
from treatment.intake.forms.problems import DecideForm, MoveForm
from treatment.intake.models import Problem, ProblemStatus
from treatment.intake.operations.diagnosing import decide, diagnoses, move, needs_review, record_of
from treatment.intake.problems import REMISSION, is_licensed, steps
from treatment.intake.review.diagnosis import EACH
from treatment.intake.views.clinician import WRONG, happened, is_sent_before, refuse_stale
from treatment.intake.views.pages import bp
from treatment.intake.vocabulary import ProblemKind, ProblemState
from treatment.patients import queries as patients
from treatment.patients.forms import fresh_token
from treatment.patients.views.charts import chart_of, token_of
from treatment.permissions import Permission
from treatment.records.operations import is_intact
from treatment.records.queries import signatures_under
from treatment.records.views.drafts import forget, offered
from treatment.records.views.hands import hand
from treatment.records.vocabulary import ATTESTATIONS, Kind, Meaning
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import keeps_drafts, requires, signed_in

CRITERIA = dict(zip(EACH, (item.text for item in INSTRUMENTS["dsm"].items), strict=True))


@bp.get("/problems/<uuid:problem_id>")
@requires(Permission.PROBLEM_READ)
def problem(problem_id: UUID) -> ResponseReturnValue:
    """One problem: what it says, every step it took, and the next ones."""
    return _problem_page(_the_problem(problem_id))


@bp.post("/problems/<uuid:problem_id>/status")
@requires(Permission.PROBLEM_RECORD)
@keeps_drafts
def problem_status(problem_id: UUID) -> ResponseReturnValue:
    """A step that takes no signature."""
    found, form = _held(problem_id), MoveForm()
    form.offer(_free(found))
    if _is_taken(form, found):
        return _to(found)
    refuse_stale(form, found.statuses[-1].id, _standing(found))
    if not form.validate_on_submit():
        return _problem_page(found, move=form), WRONG
    db.session.add(move(found, form.step(), id=token_of(form), by=me(), at=now()))
    forget()
    keep(happened(Action.UPDATE, found.episode, "problem", found.id, reason=form.status.data.value))
    return _to(found)


@bp.post("/problems/<uuid:problem_id>/confirm")
@requires(Permission.DIAGNOSIS_CONFIRM)
@keeps_drafts
def problem_confirm(problem_id: UUID) -> ResponseReturnValue:
    """A licensed hand decides about a diagnosis, signed."""
    found, form = _held(problem_id), DecideForm()
    form.offer(_licensed(found))
    form.asks_review = needs_review(found, me())
    if _is_taken(form, found):
        return _to(found)
    refuse_stale(form, found.statuses[-1].id, _standing(found))
    if not form.validate_on_submit():
        return _problem_page(found, decide=form), WRONG
    status, signature = decide(found, form.step(), hand(form.proof), id=token_of(form))
    db.session.add_all([status, signature])
    forget()
    word, proof = status.state.value, signature.content_sha256
    keep(happened(Action.SIGN, found.episode, "problem", found.id, reason=word, after=proof))
    flash(f"{found.words}: {status.state.label.lower()}, signed.", "success")
    return _to(found)


def _the_problem(problem_id: UUID) -> Problem:
    found: Problem = db.one_or_404(queries.problem(problem_id, signed_in(), now()))
    concerns(found.patient_id)
    return found


def _held(problem_id: UUID) -> Problem:
    """The problem with its steps, read after its episode's turn has come."""
    seen = _the_problem(problem_id)
    db.session.execute(patients.turn(seen.episode_id))
    anew = queries.problem(problem_id, signed_in(), now())
    found: Problem = db.one_or_404(anew.execution_options(populate_existing=True))
    return found


def _problem_page(found: Problem, **sent: Any) -> str:
    """The page with the forms for its next steps; a form that was sent keeps its words."""
    under = signatures_under(Kind.PROBLEM, found.id, viewer=signed_in())
    signatures = {row.object_version: row for row in db.session.scalars(under)}
    made_by_me = diagnoses(me())
    next_ones = steps(found.kind, found.state)
    draft = None if sent else offered()
    typed = draft.typed if draft and draft.is_used else None
    return render_template(
        "intake/problem.html",
        **chart_of(found.episode.patient, found.episode),
        problem=found,
        signatures=signatures,
        broken=[n for n, row in signatures.items() if not _is_intact(found, n, row)],
        move=sent.get("move") or _form(MoveForm, found, _free(found), typed),
        decide=(sent.get("decide") or _form(DecideForm, found, _licensed(found), typed))
        if made_by_me
        else None,
        draft=draft,
        waits_for_license=bool(_licensed(found)),
        needs_review=made_by_me and needs_review(found, me()),
        attestations=ATTESTATIONS,
        Meaning=Meaning,
        remission={state: words for state, words in REMISSION.items() if state in next_ones},
        State=ProblemState,
        criteria=CRITERIA,
        unsettled=KRATOM_UNSETTLED if "kratom" in (found.substance or "").lower() else None,
        Kind=ProblemKind,
    )


def _is_intact(found: Problem, number: int, signature: Any) -> bool:
    return is_intact(signature, record_of(found, number).content)


def _form(kind: type[Any], found: Problem, states: frozenset[ProblemState], typed: Any) -> Any:
    """The form of the next steps, None where there is none."""
    if not states:
        return None
    form = kind(typed, token=fresh_token(), seen=str(found.statuses[-1].id), status=None)
    form.offer(states)
    return form


def _free(found: Problem) -> frozenset[ProblemState]:
    return steps(found.kind, found.state) - _licensed(found)


def _licensed(found: Problem) -> frozenset[ProblemState]:
    before, all_ = found.state, steps(found.kind, found.state)
    return frozenset(after for after in all_ if is_licensed(found.kind, before, after))


def _is_taken(form: Any, found: Problem) -> bool:
    """Whether this very form made a step before: it is no longer a step from where things are."""
    row = db.session.get(ProblemStatus, token_of(form)) if form.token.data else None
    return is_sent_before(row, row is not None and row.problem_id == found.id)


def _standing(found: Problem) -> dict[str, str]:
    last = found.statuses[-1]
    return {"Status": f"{last.state.label}, {last.by.printed_name}", "Note": last.note or "–"}


def _to(found: Problem) -> ResponseReturnValue:
    return redirect(url_for(".problem", problem_id=found.id), 303)
