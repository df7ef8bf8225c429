"""The stop page of an alert: what was found, what to do now, what was done, who closes it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from uuid_utils.compat import uuid7

from treatment.accounts.doors import is_own_path, me
from treatment.audit.trail import Event, concerns, keep
from treatment.audit.vocabulary import Action
from treatment.patients import queries as patients
from treatment.patients.views.charts import chart_of, token_of
from treatment.permissions import Permission
from treatment.records.alarms import Standing, standing
from treatment.records.forms.alerts import DispositionForm, DoneForm, SeenForm
from treatment.records.models import Addendum, Alert, AlertEntry, Signature
from treatment.records.operations import alerts as operations
from treatment.records.operations import is_intact
from treatment.records.queries import alerts as queries
from treatment.records.queries import signatures_under
from treatment.records.queries.addenda import retractions_of
from treatment.records.views import drafts
from treatment.records.views.hands import hand
from treatment.records.views.pages import bp
from treatment.records.vocabulary import (
    ATTESTATIONS,
    AlertEntryKind,
    AtOnce,
    Decision,
    Kind,
    Meaning,
)
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import keeps_drafts, requires, signed_in

CHANGED_MEANWHILE = "Somebody wrote under this alert while you were reading. Look, then sign again."
SOURCES = {  # where the answers stand; the rooms above declare the pages
    Kind.ASSESSMENT: ("intake.show", "assessment_id", "To the intake"),
    Kind.MEASUREMENT: ("plans.scores", "episode_id", "To the scores"),
}


def stop_page(alerts: Sequence[Alert], *, at: datetime, back: str) -> ResponseReturnValue | None:
    """To the stop page of the first alert raised at this moment; None when nothing is new.

    Args:
        back: where the person goes on afterwards.
    """
    new = operations.raised_now(alerts, at)
    if not new:
        return None
    return redirect(url_for("records.alert", alert_id=new[0].id, back=back), 303)


@bp.get("/alerts/<uuid:alert_id>")
@requires(Permission.INTAKE_READ)
def alert(alert_id: UUID) -> ResponseReturnValue:
    """One alert, with the whole attention of whoever opens it."""
    return _page(db.one_or_404(queries.alert(alert_id, signed_in(), now())))


@bp.get("/episodes/<uuid:episode_id>/alerts")
@requires(Permission.INTAKE_READ)
def alerts(episode_id: UUID) -> ResponseReturnValue:
    """Every alert of one episode: open ones by their clock, then the closed ones."""
    care = db.one_or_404(patients.episode(episode_id, signed_in(), now()))
    rows = db.session.scalars(queries.alerts_of_episode(episode_id, signed_in(), now())).all()
    return render_template(
        "records/alerts.html",
        **chart_of(care.patient, care),
        alerts=rows,
        withdrawn=_withdrawn(care.patient_id) if rows else {},
        **_words(),
    )


@bp.post("/alerts/<uuid:alert_id>/seen")
@requires(Permission.ALERT_RESPOND)
def see_alert(alert_id: UUID) -> ResponseReturnValue:
    """One click: I have seen it and am on my way."""
    found, form = _held(alert_id), SeenForm()
    operations.acknowledge(found, by=me(), at=now())
    _kept(Action.UPDATE, found, AlertEntryKind.ACKNOWLEDGED)
    flash("Noted: you have seen this alert.", "success")
    return _again(found, form.back.data)


@bp.post("/alerts/<uuid:alert_id>/done")
@requires(Permission.ALERT_RESPOND)
@keeps_drafts
def answer_alert(alert_id: UUID) -> ResponseReturnValue:
    """What was done at once; saved by anybody who cares for the person."""
    found, form = _held(alert_id), DoneForm()
    if not form.validate_on_submit():
        return _page(found, done=form)
    key = token_of(form)
    if all(entry.id != key for entry in found.entries):
        operations.record_done(
            found,
            form.done.data or (),
            form.words.data,
            key=key,
            occurred_at=form.occurred_at.data or now(),
            by=me(),
            at=now(),
        )
        drafts.forget()
        _kept(Action.UPDATE, found, AlertEntryKind.DONE_AT_ONCE)
    flash("Saved: what was done at once.", "success")
    return _again(found, form.back.data)


@bp.post("/alerts/<uuid:alert_id>/disposition")
@requires(Permission.ALERT_DISPOSE)
@keeps_drafts
def dispose_alert(alert_id: UUID) -> ResponseReturnValue:
    """The licensed decision on what follows: it closes the alert."""
    found, form = _held(alert_id), DispositionForm()
    operations.refuse_closed(found)
    if not form.validate_on_submit():
        return _page(found, disposition=form)
    if form.seen.data != str(len(found.entries)):
        form.words.errors = [CHANGED_MEANWHILE]
        return _page(found, disposition=form)
    signature = operations.dispose(
        found, form.decision.data, form.words.data or "", hand(form.proof)
    )
    db.session.add(signature)
    drafts.forget()
    _kept(Action.SIGN, found, AlertEntryKind.DISPOSITION, after=signature.content_sha256)
    flash("Signed. This alert is closed.", "success")
    if not found.episode.is_open:
        return redirect("/", 303)
    return _again(found, form.back.data)


def _held(alert_id: UUID) -> Alert:
    found: Alert = db.one_or_404(queries.held_alert(alert_id, signed_in(), now()))
    concerns(found.patient_id)
    return found


def _kept(action: Action, found: Alert, entry: AlertEntryKind, **more: Any) -> None:
    keep(Event(action, [found.patient_id], "alert", found.id, reason=entry.value, **more))


def _again(found: Alert, back: str | None) -> ResponseReturnValue:
    kept = back if back and is_own_path(back) else None
    return redirect(url_for("records.alert", alert_id=found.id, back=kept), 303)


def _page(found: Alert, **wrong: Any) -> ResponseReturnValue:
    """The stop page; 422 with a form that was sent and is not right."""
    at, signatures, offer = now(), _signatures(found), None if wrong else drafts.offered()
    content = operations.record_of(found).content
    chart = chart_of(found.episode.patient, found.episode)
    others = tuple(each for each in chart["banner"].alerts if each.id != found.id)
    page = render_template(
        "records/alert.html",
        **chart | {"banner": replace(chart["banner"], alerts=others)},
        alert=found,
        at=at,
        standing=standing(found.due_at, found.raised_at, found.closed_at, at),
        entries=_by_kind(found.entries),
        signatures=signatures,
        is_intact=all(is_intact(row, content) for row in signatures),
        waits_for=operations.waits_for(found),
        forms=_forms(found, at, wrong or _typed_before(offer)),
        offer=offer,
        back=_back(wrong),
        source=_source(found),
        withdrawn=_withdrawn(found.patient_id).get(found.source_id),
        attestation=ATTESTATIONS[Meaning.DISPOSITION],
        **_words(),
    )
    return page, 422 if wrong else 200


def _withdrawn(patient_id: UUID) -> dict[UUID, Addendum]:
    """Who withdrew which record of this person, when and why."""
    rows = db.session.scalars(retractions_of(patient_id, viewer=signed_in()))
    return {row.object_id: row for row in rows}


def _words() -> dict[str, Any]:
    return {"AtOnce": AtOnce, "Decision": Decision, "Standing": Standing, "standing_of": _standing}


def _standing(found: Alert) -> Standing:
    return standing(found.due_at, found.raised_at, found.closed_at, now())


def _signatures(found: Alert) -> Sequence[Signature]:
    if found.is_open:
        return ()
    under = signatures_under(Kind.ALERT, found.id, viewer=signed_in())
    return db.session.scalars(under).all()


def _by_kind(entries: Sequence[AlertEntry]) -> dict[str, list[AlertEntry]]:
    return {
        kind.value: [entry for entry in entries if entry.kind is kind] for kind in AlertEntryKind
    }


def _forms(found: Alert, at: datetime, wrong: dict[str, Any]) -> dict[str, Any]:
    """Those this person may use now; the one just sent keeps what was typed."""
    back = _back(wrong)
    offered: dict[str, Any] = {}
    if me().may(Permission.ALERT_RESPOND):
        offered["done"] = DoneForm(formdata=None, token=str(uuid7()), occurred_at=at, back=back)
        if found.is_open:
            offered["seen"] = SeenForm(formdata=None, back=back)
    if found.is_open and operations.may_dispose(found, me(), at):
        seen = str(len(found.entries))
        offered["disposition"] = DispositionForm(formdata=None, seen=seen, back=back)
    forms = {**offered, **wrong}
    if "disposition" in forms:
        forms["disposition"].seen.data = str(len(found.entries))
    if "done" in forms:
        forms["done"].token.data = forms["done"].token.data or str(uuid7())
    return {name: _with_own_ids(form, name) for name, form in forms.items()}


def _typed_before(offer: drafts.Offer | None) -> dict[str, Any]:
    """The form of the draft somebody chose to go on with."""
    if offer is None or not offer.is_used:
        return {}
    if "decision" in offer.fields:
        return {"disposition": DispositionForm(formdata=offer.typed)}
    return {"done": DoneForm(formdata=offer.typed)}


def _with_own_ids(form: Any, prefix: str) -> Any:
    for field in form:
        field.id = f"{prefix}-{field.id}"
    return form


def _back(wrong: dict[str, Any]) -> str | None:
    """Where the person was: a path of ours, or nothing."""
    sent = next((form.back.data for form in wrong.values()), None)
    named = sent or request.args.get("back", "")
    return named if named and is_own_path(named) else None


def _source(found: Alert) -> tuple[str, str] | None:
    if found.source_type not in SOURCES:
        return None
    endpoint, name, words = SOURCES[found.source_type]
    values: dict[str, Any] = {name: found.episode_id if name == "episode_id" else found.source_id}
    return words, url_for(endpoint, **values)
