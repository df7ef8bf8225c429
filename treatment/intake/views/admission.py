"""The papers of an admission: what is done, what is missing, and recording one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from treatment.accounts.doors import me
from treatment.audit.trail import keep
from treatment.audit.vocabulary import Action
from treatment.intake import queries
from treatment.intake.admissions import PAPERS, Paper, Standing, due_day, standing
from treatment.intake.forms.admission import PaperForm
from treatment.intake.models import AdmissionEntry
from treatment.intake.operations.admitting import record_paper
from treatment.intake.views.clinician import WRONG, begun, happened, held_episode, is_sent_before
from treatment.intake.views.pages import bp
from treatment.intake.vocabulary import AdmissionItem
from treatment.patients.forms import fresh_token
from treatment.patients.models import Episode
from treatment.patients.views.charts import chart_of, the_episode, token_of
from treatment.permissions import Permission
from treatment.records.views.drafts import Offer, forget
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import keeps_drafts, requires, signed_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One paper as the page shows it: where it stands, by when, and everything recorded."""

    item: AdmissionItem
    paper: Paper
    standing: Standing
    due: date | None
    entries: Sequence[AdmissionEntry]

    @property
    def latest(self) -> AdmissionEntry | None:
        return next(iter(self.entries), None)


@bp.get("/episodes/<uuid:episode_id>/admission")
@requires(Permission.ADMISSION_READ)
def admission(episode_id: UUID) -> ResponseReturnValue:
    """The papers of this admission, ready to print."""
    care = the_episode(episode_id)
    shown = papers_of(care)
    return render_template("intake/admission.html", **chart_of(care.patient, care), papers=shown)


@bp.route("/episodes/<uuid:episode_id>/admission/<item>", methods=["GET", "POST"])
@requires(Permission.ADMISSION_RECORD)
@keeps_drafts
def admission_record(episode_id: UUID, item: str) -> ResponseReturnValue:
    """Record what happened with one paper; the same form twice makes one entry."""
    care, wanted = the_episode(episode_id), _item(item)
    today = me().facility.today(now())
    form, draft = begun(PaperForm, on_day=today, outcome=None, token=fresh_token())
    form.offer(PAPERS[wanted])
    if not form.validate_on_submit():
        return _page(care, wanted, form, draft), WRONG if form.is_submitted() else 200
    care = held_episode(episode_id)
    key = token_of(form)
    row = db.session.get(AdmissionEntry, key)
    if not is_sent_before(row, row is not None and row.episode_id == care.id):
        made = record_paper(care, form.entry(wanted), id=key, by=me(), at=now())
        db.session.add(made)
        db.session.flush()
        forget()
        keep(happened(Action.CREATE, care, "admission_entry", key, reason=wanted.value))
        flash(f"{wanted.label}: {made.outcome.label.lower()}, recorded.", "success")
    return redirect(url_for(".admission", episode_id=care.id), 303)


def papers_of(care: Episode) -> list[Shown]:
    """Every paper in its order with where it stands today, in one statement."""
    rows = db.session.scalars(queries.admission_entries(care.id, signed_in(), now())).all()
    here = me().facility
    admitted = here.today(care.admitted_at) if care.admitted_at else None
    last_day = here.today(care.ended_at or now())
    return [_shown(item, rows, admitted, last_day) for item in PAPERS]


def _shown(
    item: AdmissionItem, rows: Sequence[AdmissionEntry], admitted: date | None, today: date
) -> Shown:
    entries = [row for row in rows if row.item is item]
    latest, due = next(iter(entries), None), due_day(item, admitted)
    where = standing(latest.outcome if latest else None, due, today)
    return Shown(item=item, paper=PAPERS[item], standing=where, due=due, entries=entries)


def _item(word: str) -> AdmissionItem:
    return next((each for each in AdmissionItem if each.value == word), None) or abort(404)


def _page(care: Episode, item: AdmissionItem, form: PaperForm, draft: Offer | None) -> str:
    shown = next(each for each in papers_of(care) if each.item is item)
    chart = chart_of(care.patient, care)
    return render_template(
        "intake/admission_record.html", **chart, form=form, shown=shown, draft=draft
    )
