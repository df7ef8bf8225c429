"""The facility itself: its name and clock, its programs, and 42 CFR Part 2."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from treatment.accounts import forms, gates, operations, queries
from treatment.accounts.doors import fresh, me
from treatment.accounts.models import Facility, Program
from treatment.accounts.views.blueprint import INVALID, bp, page
from treatment.accounts.vocabulary import ZONES
from treatment.audit.trail import Event, keep
from treatment.audit.vocabulary import Action
from treatment.permissions import Permission
from treatment.web.extensions import db
from treatment.web.guards import requires


@bp.get("/facility")
@requires(Permission.FACILITY_MANAGE)
def facility() -> ResponseReturnValue:
    return _facility()


@bp.post("/facility")
@requires(Permission.FACILITY_MANAGE)
def change_facility() -> ResponseReturnValue:
    form = forms.FacilityForm()
    if not form.validate_on_submit():
        return _facility(form=form)
    name, zone = form.name.data or "", form.zone.data or ""
    collects, version = bool(form.collects_teds.data), form.version.data or 0
    facility = _own()
    changed = ("collects_teds",) if facility.collects_teds != collects else ()
    try:
        operations.change_facility(
            facility, name=name, zone=zone, collects_teds=collects, version=version
        )
    except operations.UnknownZoneError as refusal:
        form.zone.errors = [str(refusal)]
        return _facility(form=form)
    return _kept("facility", me().facility_id, ("name", "zone", *changed), "Saved.")


@bp.post("/facility/programs")
@requires(Permission.FACILITY_MANAGE)
def add_program() -> ResponseReturnValue:
    form = forms.NewProgramForm(prefix="new-")
    if not form.validate_on_submit():
        return _facility(new=form)
    try:
        program = operations.add_program(gates.session(), me().facility_id, _program(form))
    except operations.TakenError as refusal:
        form.name.errors = [str(refusal)]
        return _facility(new=form)
    return _kept("program", program.id, ("name",), "The program is added.")


@bp.route("/facility/programs/<uuid:program_id>", methods=["GET", "POST"])
@requires(Permission.FACILITY_MANAGE)
def program(program_id: UUID) -> ResponseReturnValue:
    row: Program = db.one_or_404(queries.program(program_id, me()))
    form = forms.ProgramForm(obj=row)
    if not form.validate_on_submit():
        return page("program", form, program=row)
    values, version = _program(form), form.version.data or 0
    try:
        operations.change_program(gates.session(), row, values, version=version)
    except operations.TakenError as refusal:
        form.name.errors = [str(refusal)]
        return page("program", form, program=row)
    return _kept("program", row.id, tuple(values), "Saved.")


@bp.route("/facility/part-2", methods=["GET", "POST"])
@requires(Permission.PART2_SWITCH)
@fresh
def part2() -> ResponseReturnValue:
    """Only a director takes the protection of 42 CFR Part 2 off, and says why."""
    row = _own()
    now_set = {"part2": "on" if row.part2 else "off", "reason": row.part2_off_reason}
    form = forms.Part2Form(data={**now_set, "version": row.version})
    if not form.validate_on_submit():
        return page("part2", form, facility=row)
    on, reason = form.part2.data == "on", form.reason.data
    try:
        operations.switch_part2(row, on=on, reason=reason, version=form.version.data or 0)
    except operations.NoReasonError as refusal:
        form.reason.errors = [str(refusal)]
        return page("part2", form, facility=row)
    said = "42 CFR Part 2 is on." if on else "42 CFR Part 2 is off; the reason is in the audit log."
    keep(Event(Action.PRIVILEGE, object_type="facility", object_id=row.id, reason=reason or "on"))
    flash(said, "success")
    return redirect(url_for(".part2"), 303)


def _own() -> Facility:
    facility: Facility = db.one_or_404(queries.facility_of(me()))
    return facility


def _facility(**given: Any) -> ResponseReturnValue:
    """The page with its forms; one that was refused stands in it with its errors."""
    row = _own()
    shown = {
        "form": forms.FacilityForm(None, obj=row),
        "new": forms.NewProgramForm(None, prefix="new-"),
    }
    programs = db.session.scalars(queries.programs_of(me())).all()
    text = render_template(
        "accounts/facility.html",
        facility=row,
        programs=programs,
        zones=ZONES,
        **{**shown, **given},
    )
    return text, INVALID if given else 200


def _program(form: forms.NewProgramForm | forms.ProgramForm) -> dict[str, Any]:
    return {
        "name": form.name.data,
        "level_of_care": form.level_of_care.data or "",
        "places": form.places.data,
        "active": form.active.data,
    }


def _kept(kind: str, key: UUID, fields: tuple[str, ...], said: str) -> ResponseReturnValue:
    keep(Event(Action.UPDATE, object_type=kind, object_id=key, fields=fields))
    flash(said, "success")
    return redirect(url_for(".facility"), 303)
