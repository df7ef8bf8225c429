"""The chart's first page and its history."""

from typing import Any
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from treatment.accounts.doors import me
from treatment.patients import queries
from treatment.patients.models import Episode, Patient
from treatment.patients.views.charts import bp, chart_of, page, the_episode, the_patient
from treatment.patients.vocabulary import DischargeReason, Referral
from treatment.permissions import Permission
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import requires


@bp.get("/patients/<uuid:patient_id>")
@requires(Permission.PATIENT_READ)
def show(patient_id: UUID) -> ResponseReturnValue:
    return _overview(the_patient(patient_id), None)


@bp.get("/episodes/<uuid:episode_id>")
@requires(Permission.PATIENT_READ)
def episode(episode_id: UUID) -> ResponseReturnValue:
    chosen = the_episode(episode_id)
    return _overview(chosen.patient, chosen)


def _overview(patient: Patient, chosen: Episode | None) -> ResponseReturnValue:
    at = now()
    episodes = db.session.scalars(queries.episodes_of(patient.id, me(), at)).all()
    shown = chosen or next(iter(episodes), None)
    return page(
        "patients/show.html",
        **chart_of(patient, shown),
        episodes=[each for each in episodes if each is not shown],
        team=_team(shown),
        allergies=db.session.scalars(queries.allergies_of(patient.id)).all(),
        at=at,
    )


def _team(episode: Episode | None) -> list[Any]:
    if episode is None:
        return []
    return list(db.session.execute(queries.team_of(episode.id, now())))


@bp.get("/patients/<uuid:patient_id>/history")
@requires(Permission.PATIENT_READ)
def history(patient_id: UUID) -> ResponseReturnValue:
    patient, at = the_patient(patient_id), now()
    before = queries.Cursor.read(request.args.get("before"))
    episodes = db.session.scalars(queries.episodes_of(patient.id, me(), at).limit(1)).all()
    rows = db.session.execute(queries.history(patient.id, me(), at, before)).all()
    older = _older(rows, patient_id)
    chart = chart_of(patient, next(iter(episodes), None))
    shown = rows[: queries.PAGE]
    return page("patients/history.html", **chart, rows=shown, older=older, words_of=_words_of)


def _words_of(row: Any) -> str:
    """The words of a row of the history; codes by their label."""
    if row.kind == "opened":
        return Referral(row.words).label
    if row.kind == "ended":
        return DischargeReason(row.words).label if row.words else "no reason recorded"
    return str(row.words or "")


def _older(rows: Any, patient_id: UUID) -> str | None:
    if len(rows) <= queries.PAGE:
        return None
    last = rows[queries.PAGE - 1]
    return url_for(".history", patient_id=patient_id, before=str(queries.Cursor(last.at, last.id)))
