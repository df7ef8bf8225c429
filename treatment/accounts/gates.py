"""Flask-Security's forms at the door, with every miss counted and every answer the same."""

import base64
import io
from typing import Any, cast

import qrcode
import qrcode.image.svg
from blinker import Namespace
from flask import Response, after_this_request, current_app, flash, request
from flask_login import current_user
from flask_security.forms import (
    LoginForm,
    TwoFactorRescueForm,
    TwoFactorSetupForm,
    TwoFactorVerifyCodeForm,
    VerifyForm,
)
from flask_security.recovery_codes import MfRecoveryForm
from flask_security.totp import Totp
from sqlalchemy.orm import Session
from wtforms import HiddenField, PasswordField, RadioField, StringField
from wtforms.validators import InputRequired, Length, Optional

from treatment.accounts import codes, operations, passwords, proof, queries, sealing, tokens
from treatment.accounts.models import Staff
from treatment.errors import DomainError
from treatment.web.clock import now
from treatment.web.extensions import db

GENERIC = (
    "That did not open. Check the username and the password. "
    "After five misses there is a wait of one to fifteen minutes."
)
ISSUER = "Waypoint"
USED = "That recovery code is used up. If your phone is lost, set up a new authenticator."
UNPROCESSABLE = 422

unknown_name_tried = Namespace().signal("unknown-name-tried")


def session() -> Session:
    return cast("Session", db.session())


def device_cookie() -> str:
    """The name of the cookie by which a browser is known; only https may fix it to the host."""
    https = current_app.extensions["waypoint_config"].is_https
    return "__Host-waypoint-device" if https else "waypoint-device"


def counter_of(staff: Staff) -> proof.Counter:
    """The count that goes on: the session's, else that of a browser known to be theirs."""
    if staff.sitting is not None:
        return staff.sitting
    token = request.cookies.get(device_cookie(), "")
    device = session().scalar(queries.device(staff, tokens.digest(token))) if token else None
    return device or staff


class Refusing:
    """A refused form is answered 422, like every form here."""

    def refuse(self, field: Any, sentence: str) -> bool:
        field.errors = [sentence]
        return False

    def count(self, staff: Staff, refusal: DomainError, missed: str) -> None:
        """Tell the library's signal; a locked try is told apart, nothing was compared."""
        locked = isinstance(refusal, proof.LockedError)
        staff.track_failed_authn("lock" if locked else missed, tfa=missed != "password")

    def answered(self, *, opened: bool) -> bool:
        if not opened:
            after_this_request(_unprocessable)
        return opened


class SignInForm(Refusing, LoginForm):
    """Username and password; whatever is wrong, the sentence and the work are the same."""

    email = HiddenField(validators=[Optional()])  # type: ignore[assignment]  # nobody signs in by mail
    remember = None  # type: ignore[assignment]  # no session outlives its row
    username = StringField(
        "Username",
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
        validators=[InputRequired("Enter your username."), Length(max=200)],
    )
    password = PasswordField(
        "Password",
        render_kw={"autocomplete": "current-password"},
        validators=[InputRequired("Enter your password."), Length(max=passwords.LONGEST)],
    )

    def validate(self, **kwargs: Any) -> bool:
        if not super(LoginForm, self).validate(**kwargs):
            return self.answered(opened=False)
        self.ifield = self.username
        self.next.data = self.next.data or "/"  # else the library goes on to the address asked for
        opened = self._opens(operations.plain_username(self.username.data or ""))
        if not opened:
            self.user = None
            self.form_errors = [GENERIC]
        return self.answered(opened=opened)

    def _opens(self, username: str) -> bool:
        staff = session().scalar(queries.named(username))
        password = self.password.data or ""
        if staff is None:
            passwords.matches(None, password)
            unknown_name_tried.send(self)
            return False
        try:
            proof.attempt(counter_of(staff), lambda: _may_enter(staff, password), now())
        except DomainError as refusal:
            if isinstance(refusal, proof.LockedError):
                passwords.matches(None, password)
            self.count(staff, refusal, "password")
            return False
        self.user, self.user_authenticated = staff, True
        return True


class CodeForm(Refusing, TwoFactorVerifyCodeForm):
    """The six digits; each code opens once."""

    def validate(self, **kwargs: Any) -> bool:
        if not super(TwoFactorVerifyCodeForm, self).validate(**kwargs):
            return self.answered(opened=False)
        staff = _stored(self.user)
        given, secret = str(self.code.data or ""), self.tf_totp_secret
        try:
            proof.attempt(
                counter_of(staff),
                lambda: proof.spend_code(staff, given, now(), secret=secret),
                now(),
                refusal="That code is not right, or was used before. Wait for the next one.",
            )
        except DomainError as refusal:
            self.count(staff, refusal, "code")
            if self.is_setup:
                flash(str(refusal), "error")  # the library goes back to the start of the set-up
            self.refuse(self.code, str(refusal))
            return self.answered(opened=False)
        return True


class AuthenticatorForm(TwoFactorSetupForm):
    """The only second factor there is; the library's own list is of a kind WTForms drops."""

    setup = HiddenField()  # type: ignore[assignment]  # nothing to choose between


class NoRescueForm(TwoFactorRescueForm):
    """The library fills it behind the code page; its page is off and nothing of it is shown."""

    help_setup = RadioField(choices=[], validate_choice=False)


class RecoveryForm(Refusing, MfRecoveryForm):
    """One of the codes on paper; Flask-Security then removes it."""

    def validate(self, **kwargs: Any) -> bool:
        if not super(MfRecoveryForm, self).validate(**kwargs):
            return self.answered(opened=False)
        staff = _stored(self.user)
        given = tokens.as_typed(self.code.data or "")
        try:
            proof.attempt(
                counter_of(staff),
                lambda: proof.knows_recovery_code(staff, given),
                now(),
                refusal="That recovery code is not right, or was used before.",
            )
        except DomainError as refusal:
            self.count(staff, refusal, "recovery code")
            self.refuse(self.code, str(refusal))
            return self.answered(opened=False)
        self.code.data = given
        flash(USED, "info")
        return True


class AgainForm(Refusing, VerifyForm):
    """Password or code once more, before something that must be fresh."""

    password = PasswordField(
        "Password or 6-digit code",
        render_kw={"autocomplete": "current-password"},
        validators=[InputRequired("Enter your password or a code."), Length(max=passwords.LONGEST)],
    )

    def validate(self, **kwargs: Any) -> bool:
        if not super(VerifyForm, self).validate(**kwargs):
            return self.answered(opened=False)
        staff = _stored(current_user)
        try:
            proof.prove(staff, self.password.data or "", now())
        except DomainError as refusal:
            self.count(staff, refusal, "password")
            self.refuse(self.password, str(refusal))
            return self.answered(opened=False)
        return True


class SealedTotp(Totp):
    """Authenticator secrets sealed by the field keys instead of the library's own scheme."""

    def __init__(self, secrets: dict[str, str] | dict[int, str], issuer: str) -> None:
        super().__init__(secrets, issuer)
        self.issuer = issuer

    def generate_totp_secret(self) -> str:
        return sealing.sealed(codes.new_secret())

    def verify_totp(self, token: str, totp_secret: str, user: Any, window: int = 0) -> bool:
        del window
        return proof.spend_code(_stored(user), token, now(), secret=totp_secret)

    def fetch_setup_values(self, totp: str, user: Any) -> dict[str, str]:
        """What the set-up page shows: the secret as text and as a picture to scan."""
        secret = sealing.opened(totp) or ""
        return {
            "username": user.username,
            "key": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
            "b32key": secret,
            "issuer": self.issuer,
            "uri": codes.uri(secret, user.username, self.issuer),
            "image": _picture(codes.uri(secret, user.username, self.issuer)),
        }


def _picture(text: str) -> str:
    image = qrcode.make(text, image_factory=qrcode.image.svg.SvgPathImage, border=2)
    with io.BytesIO() as drawn:
        image.save(drawn)
        return f"data:image/svg+xml;base64,{base64.b64encode(drawn.getvalue()).decode('ascii')}"


def _may_enter(staff: Staff, password: str) -> bool:
    """The password is compared first, so that a disabled account answers no faster."""
    right = passwords.matches(staff.password, password)
    is_production = current_app.extensions["waypoint_config"].is_production
    open_here = staff.has_access(staff.facility.today(now())) and not (
        staff.is_demo and is_production
    )
    return right and open_here


def _stored(user: Any) -> Staff:
    """The row itself: a proxy is not something a query can be built on."""
    return cast("Staff", getattr(user, "_get_current_object", lambda: user)())


def _unprocessable(response: Response) -> Response:
    if response.status_code == 200:  # noqa: PLR2004  the library answers every refusal 200
        response.status_code = UNPROCESSABLE
    return response
