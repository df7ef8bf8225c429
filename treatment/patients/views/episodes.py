"""Opening an episode, admitting from the waiting list, moving to another program."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from treatment.accounts.doors import me
from treatment.accounts.models import Program
from treatment.audit.trail import Event, keep
from treatment.audit.vocabulary import Action
from treatment.patients import operations, queries
from treatment.patients.forms import (
    AdmitForm,
    EpisodeForm,
    TransferForm,
    fresh_token,
    offered,
    sent,
)
from treatment.patients.models import Episode, Patient
from treatment.patients.operations import Opening
from treatment.patients.views.charts import (
    bp,
    chart_of,
    episode_shown_first,
    is_mine,
    page,
    the_episode,
    the_patient,
    token_of,
)
from treatment.patients.vocabulary import Referral
from treatment.permissions import Permission
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import requires
from treatment.web.navigation import exists


@bp.route("/patients/<uuid:patient_id>/episodes/new", methods=["GET", "POST"])
@requires(Permission.EPISODE_MANAGE)
def open_episode(patient_id: UUID) -> ResponseReturnValue:
    patient = the_patient(patient_id)
    form = EpisodeForm(admitted_at=now())
    programs = _offer(form)
    if not form.validate_on_submit():
        form.token.data = form.token.data or fresh_token()
        return _form("open_episode", patient, episode_shown_first(patient), form)
    key = token_of(form)
    if not is_mine(db.session.get(Episode, key), patient.id):
        _open(patient, key, form, programs[form.program_id.data])
    return _on_to_the_intake(key) if request.form.get("then") == "intake" else _to(key)


def _open(patient: Patient, key: UUID, form: EpisodeForm, program: Program) -> None:
    shown = episode_shown_first(patient)
    operations.refuse_second_episode(shown if shown and shown.is_open else None)
    is_waiting = form.begins.data == "waiting"
    opening = Opening(
        program=program,
        referral=form.referral.data or Referral.UNKNOWN,
        referral_note=form.referral_note.data,
        admitted_at=None if is_waiting else form.admitted_at.data,
        opener_joins=_sees_ordinarily(patient),
    )
    db.session.add(operations.open_episode(patient, opening, id=key, by=me(), at=now()))
    keep(Event(Action.CREATE, [patient.id], "episode", key))
    flash("On the waiting list." if is_waiting else "Admitted.", "success")


def _sees_ordinarily(patient: Patient) -> bool:
    """Emergency access lasts its hour: who has nothing else joins no team by it."""
    ordinarily = queries.patient(patient.id, queries.Ordinarily(me()), now())
    return db.session.scalar(ordinarily) is not None


@bp.route("/episodes/<uuid:episode_id>/admit", methods=["GET", "POST"])
@requires(Permission.EPISODE_MANAGE)
def admit(episode_id: UUID) -> ResponseReturnValue:
    episode = the_episode(episode_id)
    form = AdmitForm(version=episode.version, admitted_at=now())
    if not form.validate_on_submit():
        return _form("admit", episode.patient, episode, form)
    version, moment = sent(form.version), sent(form.admitted_at)
    operations.admit(episode, moment, version=version, at=now())
    keep(Event(Action.UPDATE, [episode.patient_id], "episode", episode.id, fields=["admitted_at"]))
    flash("Admitted.", "success")
    return _to(episode.id)


@bp.route("/episodes/<uuid:episode_id>/transfer", methods=["GET", "POST"])
@requires(Permission.EPISODE_MANAGE)
def transfer(episode_id: UUID) -> ResponseReturnValue:
    episode = the_episode(episode_id)
    form = TransferForm(version=episode.version)
    programs = _offer(form)
    if not form.validate_on_submit():
        return _form("transfer", episode.patient, episode, form)
    version, to = sent(form.version), programs[form.program_id.data]
    operations.transfer(episode, to, version=version, at=now())
    keep(Event(Action.UPDATE, [episode.patient_id], "episode", episode.id, fields=["program"]))
    return _to(episode.id)


def _offer(form: Any) -> dict[UUID, Program]:
    """The facility's programs as choices, each with its free places."""
    programs = db.session.scalars(queries.programs(me())).all()
    taken = dict(db.session.execute(queries.places_taken(me())).all())
    pairs = [(program.id, _words(program, taken.get(program.id, 0))) for program in programs]
    form.program_id.choices = offered(pairs, "Choose a program")
    return {program.id: program for program in programs}


def _words(program: Program, taken: int) -> str:
    if program.places is None:
        return program.name
    free = program.places - taken
    return f"{program.name} ({free} free)" if free > 0 else f"{program.name} (full)"


def _form(name: str, patient: Patient, episode: Episode | None, form: Any) -> ResponseReturnValue:
    return page(f"patients/{name}.html", form, **chart_of(patient, episode))


def _on_to_the_intake(episode_id: UUID) -> ResponseReturnValue:
    """Its page, when the rooms above have one."""
    if not exists("intake.episode"):
        return _to(episode_id)
    return redirect(url_for("intake.episode", episode_id=episode_id), 303)


def _to(episode_id: UUID) -> ResponseReturnValue:
    return redirect(url_for(".episode", episode_id=episode_id), 303)
