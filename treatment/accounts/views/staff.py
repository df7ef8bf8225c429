"""The staff of a facility: invited, licensed, given roles, disabled, unlocked, reviewed."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from treatment.accounts import forms, gates, operations, queries
from treatment.accounts.arrivals import told
from treatment.accounts.doors import fresh, me
from treatment.accounts.models import Staff
from treatment.accounts.views.blueprint import INVALID, bp, page
from treatment.audit.vocabulary import Action
from treatment.errors import DomainError
from treatment.permissions import Permission
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import requires

RECORD = (
    "printed_name",
    "email",
    "credential",
    "license_number",
    "license_state",
    "license_expires_on",
    "identity_proofed_on",
    "access_until",
)


@bp.get("/staff")
@requires(Permission.STAFF_MANAGE)
def staff() -> ResponseReturnValue:
    people = db.session.scalars(queries.staff_list(me())).all()
    return render_template("accounts/staff.html", people=people, at=now())


@bp.get("/staff/review")
@requires(Permission.STAFF_MANAGE)
def staff_review() -> ResponseReturnValue:
    """Who may do what, when they last came in and when their license ends; made to be printed."""
    people = db.session.scalars(queries.staff_list(me())).all()
    return render_template("accounts/staff_review.html", people=people, at=now())


@bp.route("/staff/invite", methods=["GET", "POST"])
@requires(Permission.STAFF_MANAGE)
def invite() -> ResponseReturnValue:
    form = forms.InviteForm()
    if not form.validate_on_submit():
        return page("invite", form)
    newcomer = operations.Newcomer(
        username=form.username.data or "",
        printed_name=form.printed_name.data or "",
        roles=frozenset(form.roles.data or ()),
        record=_record(form, but="printed_name"),
    )
    try:
        person, token = operations.invite(
            gates.session(), me().facility, newcomer, by=me(), at=now()
        )
    except DomainError as refusal:
        form.username.errors = [str(refusal)]
        return page("invite", form)
    told(Action.PRIVILEGE, person, "Invited", fields=sorted(newcomer.roles))
    return _link(person, token)


@bp.get("/staff/<uuid:staff_id>")
@requires(Permission.STAFF_MANAGE)
def staff_member(staff_id: UUID) -> ResponseReturnValue:
    return _member(_person(staff_id))


@bp.post("/staff/<uuid:staff_id>/record")
@requires(Permission.STAFF_MANAGE)
def staff_record(staff_id: UUID) -> ResponseReturnValue:
    person, form = _person(staff_id), forms.StaffForm()
    if not form.validate_on_submit():
        return _member(person, record=form)
    operations.correct(person, _record(form), version=form.version.data or 0)
    return _done(Action.PRIVILEGE, person, "Staff record corrected", "Saved.", fields=RECORD)


@bp.post("/staff/<uuid:staff_id>/roles")
@requires(Permission.STAFF_MANAGE)
@fresh
def staff_roles(staff_id: UUID) -> ResponseReturnValue:
    person, form = _person(staff_id), forms.RolesForm()
    if not form.validate_on_submit():
        return _member(person, roles=form)
    wanted = frozenset(form.roles.data or ())
    operations.set_roles(
        gates.session(), person, wanted, version=form.version.data or 0, by=me(), at=now()
    )
    said = "Roles changed; they hold from the next page on."
    return _done(Action.PRIVILEGE, person, "Roles changed", said, fields=sorted(wanted))


@bp.post("/staff/<uuid:staff_id>/disable")
@requires(Permission.STAFF_MANAGE)
def staff_disable(staff_id: UUID) -> ResponseReturnValue:
    person, form = _person(staff_id), forms.ReasonForm()
    if not form.validate_on_submit():
        return _member(person, reason=form)
    operations.disable(gates.session(), person, by=me(), at=now())
    said = "Disabled. Every live sign-in of this person has ended."
    return _done(Action.PRIVILEGE, person, f"Disabled: {form.reason.data}", said)


@bp.post("/staff/<uuid:staff_id>/enable")
@requires(Permission.STAFF_MANAGE)
def staff_enable(staff_id: UUID) -> ResponseReturnValue:
    person = _person(staff_id)
    operations.enable(person)
    return _done(Action.PRIVILEGE, person, "Enabled", "This person may sign in again.")


@bp.post("/staff/<uuid:staff_id>/unlock")
@requires(Permission.STAFF_MANAGE)
def staff_unlock(staff_id: UUID) -> ResponseReturnValue:
    person = _person(staff_id)
    operations.unlock(gates.session(), person)
    return _done(Action.CREDENTIAL, person, "Unlocked", "Unlocked: they can try again now.")


@bp.post("/staff/<uuid:staff_id>/second-factor")
@requires(Permission.STAFF_MANAGE)
@fresh
def staff_factor(staff_id: UUID) -> ResponseReturnValue:
    person, form = _person(staff_id), forms.ReasonForm()
    if not form.validate_on_submit():
        return _member(person, reason=form)
    operations.reset_second_factor(gates.session(), person, by=me(), at=now())
    said = "Reset. The next sign-in sets up a new authenticator."
    return _done(Action.CREDENTIAL, person, f"Second factor reset: {form.reason.data}", said)


@bp.post("/staff/<uuid:staff_id>/link")
@requires(Permission.STAFF_MANAGE)
def staff_link(staff_id: UUID) -> ResponseReturnValue:
    person = _person(staff_id)
    token = operations.link(gates.session(), person, by=me(), at=now())
    told(Action.PRIVILEGE, person, "Invited again")
    return _link(person, token)


def _person(staff_id: UUID) -> Staff:
    person: Staff = db.one_or_404(queries.staff_member(staff_id, me()))
    return person


def _member(person: Staff, **given: Any) -> ResponseReturnValue:
    """The page of one person; a form that was refused stands in it with its errors."""
    shown = {
        "record": forms.StaffForm(None, obj=person),
        "roles": forms.RolesForm(None, data={"roles": person.roles, "version": person.version}),
        "reason": forms.ReasonForm(None),
    }
    page = render_template(
        "accounts/staff_member.html", person=person, at=now(), **{**shown, **given}
    )
    return page, INVALID if given else 200


def _done(
    action: Action, person: Staff, reason: str, said: str, fields: Collection[str] = ()
) -> ResponseReturnValue:
    told(action, person, reason, fields=fields)
    flash(said, "success")
    return redirect(url_for(".staff_member", staff_id=person.id), 303)


def _link(person: Staff, token: str) -> ResponseReturnValue:
    """The only time the link is shown: the answer itself."""
    address = url_for(".welcome", token=token, _external=True)
    return render_template("accounts/link.html", person=person, address=address)


def _record(form: Any, but: str = "") -> dict[str, Any]:
    return {name: form[name].data for name in RECORD if name != but}
