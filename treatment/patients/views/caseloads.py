"""Whole caseloads: a stand-in for some days, or everything moved to a colleague in one step."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from treatment.accounts.doors import me
from treatment.accounts.models import Staff
from treatment.audit.trail import Event, keep
from treatment.audit.vocabulary import Action
from treatment.patients import operations, queries
from treatment.patients.forms import MoveForm, StandInForm, sent, today_here
from treatment.patients.models import CareTeamMember
from treatment.patients.operations import Absence
from treatment.patients.views.charts import bp, page
from treatment.patients.views.teams import colleagues, the_colleague
from treatment.permissions import Permission
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import requires


@bp.get("/caseloads")
@requires(Permission.TEAM_MANAGE)
def caseloads() -> ResponseReturnValue:
    sizes = dict(db.session.execute(queries.sizes_of_caseloads(me())).all())
    people = db.session.execute(queries.colleagues(me(), Permission.BOARD_CASELOAD)).all()
    return page("patients/caseloads.html", people=people, sizes=sizes)


@bp.route("/caseloads/<uuid:staff_id>/stand-in", methods=["GET", "POST"])
@requires(Permission.EPISODE_MANAGE)
def stand_in(staff_id: UUID) -> ResponseReturnValue:
    absent = _whose(staff_id)
    rows = _rows(absent)
    form = StandInForm(first_day=today_here())
    form.staff_id.choices = colleagues(Permission.CHART_TEAM, but=absent.id)
    if not form.validate_on_submit():
        return page("patients/stand_in.html", form, absent=absent, rows=rows)
    return _named(absent, rows, form)


def _named(absent: Staff, rows: list[CareTeamMember], form: StandInForm) -> ResponseReturnValue:
    who, days = the_colleague(form.staff_id.data), _absence(form)
    held = db.session.scalars(queries.stand_ins_of(who.id, me(), now())).all()
    new = operations.name_stand_in(absent, rows, who, days, held, by=me(), at=now())
    db.session.add_all(new)
    flash(f"{who.printed_name} stands in on {len(new)} charts.", "success")
    return _kept(rows, days.reason, who)


def _whose(staff_id: UUID) -> Staff:
    """One's own caseload, or a director's choice."""
    if staff_id != me().id and not me().may(Permission.TEAM_MANAGE):
        abort(404)
    return the_colleague(staff_id)


def _rows(staff: Staff) -> list[CareTeamMember]:
    """The caseload, or the one episode of it that the address names."""
    rows = db.session.scalars(queries.caseload(staff.id, me())).all()
    only = request.args.get("episode")
    chosen = [row for row in rows if only is None or str(row.episode_id) == only]
    if only is not None and not chosen:
        abort(404)
    return chosen


def _absence(form: StandInForm) -> Absence:
    """From the first moment of the first day to the last of the last, here."""
    return Absence(
        since=_midnight(sent(form.first_day)),
        until=_midnight(sent(form.last_day) + timedelta(days=1)),
        reason=form.reason.data or "",
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=me().facility.tz)


@bp.route("/caseloads/<uuid:staff_id>/move", methods=["GET", "POST"])
@requires(Permission.TEAM_MANAGE)
def move_caseload(staff_id: UUID) -> ResponseReturnValue:
    leaving = the_colleague(staff_id)
    rows = db.session.scalars(queries.caseload(staff_id, me())).all()
    form = MoveForm()
    form.staff_id.choices = colleagues(Permission.BOARD_CASELOAD, but=staff_id)
    if not form.validate_on_submit():
        return page("patients/move_caseload.html", form, leaving=leaving, rows=rows)
    to, reason = the_colleague(form.staff_id.data), form.reason.data or ""
    held = db.session.scalars(queries.caseload(to.id, me())).all()
    db.session.add_all(operations.move_caseload(rows, held, to, reason, by=me(), at=now()))
    flash(f"{len(rows)} charts moved to {to.printed_name}.", "success")
    return _kept(rows, reason, to)


def _kept(rows: Any, reason: str, to: Staff) -> ResponseReturnValue:
    """One event that names every patient whose team changed."""
    patients = [row.episode.patient_id for row in rows]
    keep(Event(Action.ASSIGN, patients, "staff", to.id, reason=reason))
    ahead = ".caseloads" if me().may(Permission.TEAM_MANAGE) else ".index"
    return redirect(url_for(ahead), 303)
