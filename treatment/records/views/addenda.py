"""The page on which somebody writes under a signed record; each room calls it for its own kind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from uuid_utils.compat import uuid7

from treatment.accounts.doors import me
from treatment.audit.trail import Event, concerns, keep
from treatment.audit.vocabulary import Action
from treatment.errors import DomainError
from treatment.patients.views.charts import chart_of, the_patient
from treatment.permissions import Permission
from treatment.records.forms.addenda import Addending, form_for
from treatment.records.models import Addendum, Signature
from treatment.records.operations.addenda import (
    RETRACTED,
    UNSIGNED,
    Subject,
    addend,
    may_retract,
    refuse_retraction,
    retraction_in,
)
from treatment.records.queries import addenda_of, signatures_of_addenda, signatures_under
from treatment.records.queries.addenda import retractions_of
from treatment.records.views import drafts
from treatment.records.views.hands import hand
from treatment.records.views.pages import bp
from treatment.records.vocabulary import ATTESTATIONS, AddendumKind, Kind
from treatment.web.extensions import db
from treatment.web.guards import requires, signed_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The record somebody writes under, as its room shows it.

    `parts` are the questions or lines a correction can be about: key, name and what it says now.
    `withdrawing` is called in the transaction that withdraws it.
    `advice` says when such a record is withdrawn, where that is not only in the wrong chart.
    """

    subject: Subject
    name: str
    back: str
    chart: Mapping[str, Any]
    parts: tuple[tuple[str, str, str], ...] = field(default=())
    advice: str = ""
    withdrawing: Callable[[], None] = lambda: None

    @property
    def said(self) -> dict[str, str]:
        return {key: words for key, _, words in self.parts}

    @property
    def offered(self) -> list[tuple[str, str]]:
        return [(key, f"{name}: {_short(words)}") for key, name, words in self.parts]


def kind_or_404(word: str) -> AddendumKind:
    return AddendumKind(word) if word in set(AddendumKind) else abort(404)


def ways_to_write(subject: Subject, written: list[Addendum]) -> list[AddendumKind]:
    """What the person signed in may write under this record now."""
    if subject.signed_at is None or retraction_in(written):
        return []
    if not signed_in().may(Permission.RECORD_ADDEND):
        return []
    return [
        kind
        for kind in AddendumKind
        if kind is not AddendumKind.RETRACTION or may_retract(subject, me())
    ]


def written_under(kind: Kind, object_id: UUID) -> list[tuple[Addendum, Signature]]:
    """Each addendum with the signature under it, oldest first; two statements."""
    addenda = db.session.scalars(addenda_of(kind, object_id, viewer=signed_in())).all()
    if not addenda:
        return []
    signed = signatures_of_addenda(kind, object_id, viewer=signed_in())
    by_addendum = {row.object_id: row for row in db.session.scalars(signed)}
    return [(each, by_addendum[each.id]) for each in addenda]


def write_under(place: Place, kind: AddendumKind) -> ResponseReturnValue:
    """Show the form of this kind, or keep what was sent; the same form twice makes one entry.

    The caller has loaded the record for this person, on a POST under its row lock.
    """
    to = place.subject
    concerns(to.patient_id)
    earlier = db.session.scalars(addenda_of(to.kind, to.id, viewer=signed_in())).all()
    _refuse(to, kind)
    draft = drafts.offered()
    form = form_for(kind, place.offered, draft.typed if draft and draft.is_used else None)
    if not form.validate_on_submit():
        form.token.data = form.token.data or str(uuid7())
        is_over = retraction_in(earlier) is not None
        return _page(place, kind, form, draft, is_over=is_over)
    key = _key(form)
    if all(each.id != key for each in earlier):
        _keep(place, kind, form, list(earlier), key)
    return redirect(place.back, 303)


def _refuse(to: Subject, kind: AddendumKind) -> None:
    """Say why there is no form to show: not signed yet, or not this person's to withdraw."""
    if to.signed_at is None:
        raise DomainError(UNSIGNED)
    if kind is AddendumKind.RETRACTION:
        refuse_retraction(to, me())


def _keep(
    place: Place, kind: AddendumKind, form: Addending, earlier: list[Addendum], key: UUID
) -> None:
    to = place.subject
    author = signatures_under(to.kind, to.id, viewer=signed_in())
    addendum, signature = addend(
        to,
        form.written(kind, place.said),
        hand(form.proof),
        earlier=earlier,
        prior=db.session.scalars(author).first(),
        key=key,
    )
    db.session.add_all([addendum, signature])
    if kind is AddendumKind.RETRACTION:
        place.withdrawing()
    drafts.forget()
    keep(
        Event(
            Action.WITHDRAW if kind is AddendumKind.RETRACTION else Action.ADDEND,
            [to.patient_id],
            to.kind.value,
            to.id,
            reason=kind.value,
            fields=[addendum.part] if addendum.part else [],
            after=signature.content_sha256,
        )
    )
    flash(f"{kind.label}: signed and kept under the record.", "success")


def _page(
    place: Place,
    kind: AddendumKind,
    form: Addending,
    draft: drafts.Offer | None,
    *,
    is_over: bool,
) -> ResponseReturnValue:
    status = 422 if form.is_submitted() else 200
    return render_template(
        "records/addendum.html",
        **place.chart,
        place=place,
        kind=kind,
        form=form,
        draft=draft,
        refusal=RETRACTED if is_over else None,
        attestation=ATTESTATIONS[kind.meaning],
    ), status


@bp.get("/patients/<uuid:patient_id>/retracted")
@requires(Permission.RETRACTED_READ)
def retracted(patient_id: UUID) -> ResponseReturnValue:
    """Every withdrawn record of a chart, for those who keep the records."""
    patient = the_patient(patient_id)
    rows = db.session.scalars(retractions_of(patient.id, viewer=signed_in())).all()
    shown = [(row, _address(row)) for row in rows]
    return render_template("records/retracted.html", **chart_of(patient, None), rows=shown)


ADDRESSES: dict[Kind, tuple[str, str]] = {
    Kind.ASSESSMENT: ("intake.retracted", "assessment_id"),
    Kind.MEASUREMENT: ("instruments.withdrawn", "measurement_id"),
}


def _address(row: Addendum) -> str | None:
    """Where the withdrawn content can still be read; the room above declares the page."""
    if row.object_type not in ADDRESSES:
        return None
    endpoint, name = ADDRESSES[row.object_type]
    values: dict[str, Any] = {name: row.object_id}
    return url_for(endpoint, **values)


def _key(form: Addending) -> UUID:
    try:
        return UUID(str(form.token.data))
    except ValueError:
        abort(400, "This form was changed on its way. Reload the page.")


def _short(words: str, most: int = 60) -> str:
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[:most]}…"
