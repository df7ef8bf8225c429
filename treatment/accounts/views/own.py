"""The way in by invitation, and a person's own password, codes and sign-ins."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from treatment.accounts import forms, gates, operations, proof, queries, sessions, tokens
from treatment.accounts.arrivals import told
from treatment.accounts.doors import fresh, me
from treatment.accounts.views.blueprint import bp, page
from treatment.accounts.vocabulary import EndReason
from treatment.audit.vocabulary import Action
from treatment.errors import DomainError
from treatment.permissions import Permission
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import public, requires


@bp.route("/welcome/<token>", methods=["GET", "POST"])
@public
def welcome(token: str) -> ResponseReturnValue:
    """A new person sets their own password; the authenticator follows at the first sign-in."""
    invitation = db.one_or_404(queries.invitation(tokens.digest(token)))
    form = forms.NewPasswordForm()
    if not form.validate_on_submit():
        return page("welcome", form, staff=invitation.staff, token=token)
    try:
        operations.accept(invitation, form.password.data or "", at=now())
    except DomainError as refusal:
        form.password.errors = [str(refusal)]
        return page("welcome", form, staff=invitation.staff, token=token)
    told(Action.CREDENTIAL, invitation.staff, "Password set through the invitation")
    flash("Your password is set. Sign in with it; the next step sets up your codes.", "success")
    return redirect(url_for("security.login"), 303)


@bp.get("/me")
@requires(Permission.OWN_ACCOUNT)
def own() -> ResponseReturnValue:
    return _own(forms.ChangePasswordForm())


@bp.post("/me/password")
@requires(Permission.OWN_ACCOUNT)
def change_password() -> ResponseReturnValue:
    form = forms.ChangePasswordForm()
    if not form.validate_on_submit():
        return _own(form)
    try:
        operations.change_password(
            gates.session(), me(), form.current.data or "", form.password.data or "", at=now()
        )
    except proof.WrongSecretError as refusal:
        form.current.errors = [str(refusal)]
        return _own(form)
    except DomainError as refusal:
        form.password.errors = [str(refusal)]
        return _own(form)
    told(Action.CREDENTIAL, me(), "Password changed")
    flash("Your password is changed. Your other sign-ins have ended.", "success")
    return redirect(url_for(".own"), 303)


@bp.post("/me/recovery-codes")
@requires(Permission.OWN_ACCOUNT)
@fresh
def recovery_codes() -> ResponseReturnValue:
    """The only time these codes are shown: the answer itself, never a page to come back to."""
    if not forms.ActForm().validate_on_submit():
        return redirect(url_for(".own"), 303)
    codes = operations.new_recovery_codes(me())
    told(Action.CREDENTIAL, me(), "New recovery codes")
    return render_template("accounts/recovery_codes.html", codes=codes)


@bp.post("/me/sign-ins/end")
@requires(Permission.OWN_ACCOUNT)
def end_others() -> ResponseReturnValue:
    sitting = me().sitting
    sessions.close_all(
        gates.session(),
        me(),
        EndReason.ENDED_ELSEWHERE,
        at=now(),
        but=sitting.id if sitting else None,
    )
    told(Action.CREDENTIAL, me(), "Ended own other sign-ins")
    flash("Your other sign-ins have ended.", "success")
    return redirect(url_for(".own"), 303)


def _own(form: forms.ChangePasswordForm) -> ResponseReturnValue:
    latest = db.session.scalars(queries.sign_ins_of(me().id)).all()
    left = len(proof.recovery_codes(me()))
    return page("own", form, latest=latest, left=left, at=now())
