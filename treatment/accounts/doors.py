"""Who comes in and how: sessions behind the cookie, and a rule for every door of a library."""

from collections.abc import Callable
from typing import Any, TypeVar, cast
from urllib.parse import quote, urlsplit

from flask import Flask, abort, current_app, flash, g, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_security import Security, SQLAlchemyUserDatastore
from flask_wtf.csrf import CSRFError

from config import Config
from treatment.accounts import arrivals, gates, lifetimes, sealing
from treatment.accounts.models import Staff, StaffRole
from treatment.accounts.operations import plain_username
from treatment.permissions import Permission, Role
from treatment.web import faults
from treatment.web.clock import now
from treatment.web.database import READING_METHODS
from treatment.web.extensions import db
from treatment.web.guards import FRESH, OFF, PUBLIC, SIGNED_IN, is_fragment, rule_of

DOORS = {
    "security.login": PUBLIC,
    "security.logout": PUBLIC,
    "security.two_factor_token_validation": PUBLIC,
    "security.mf_recovery": PUBLIC,
    "security.two_factor_setup": PUBLIC,  # half signed in; the library asks for a fresh proof else
    "security.two_factor_setup_validate": FRESH,
    "security.verify": SIGNED_IN,
    "security.tf_select": OFF,
    "security.two_factor_rescue": OFF,
    "security.mf_recovery_codes": OFF,
    "bootstrap.static": PUBLIC,
}
ENDED = "Your sign-in has ended. Sign in again to go on."
KEPT = "Your sign-in has ended. Your words are kept: sign in again and the page offers them."
RESCUE = "waypoint_rescue"
Rescue = Callable[[Staff], str | None]
FRESHLY = "_waypoint_freshly"
View = TypeVar("View", bound=Callable[..., Any])
PROVE = "Enter your password or a code once more before you go on."


def init_app(app: Flask, config: Config, rescue: Rescue | None = None) -> None:
    """Open the doors.

    Args:
        rescue: keeps what was sent under an ended sign-in; the page that will offer it.
    """
    app.extensions[RESCUE] = rescue
    sealing.hold(config.field_keys)
    app.config.update(_settings(config))
    datastore = SQLAlchemyUserDatastore(db, Staff, StaffRole)  # type: ignore[arg-type]  # unused
    security = Security(
        app,
        datastore,
        login_form=gates.SignInForm,
        two_factor_setup_form=gates.AuthenticatorForm,
        two_factor_rescue_form=gates.NoRescueForm,
        two_factor_verify_code_form=gates.CodeForm,
        mf_recovery_form=gates.RecoveryForm,
        verify_form=gates.AgainForm,
        totp_cls=gates.SealedTotp,
    )
    security.want_json(lambda _request: False)
    arrivals.init_app(app)
    app.before_request(_refuse_tricks)
    app.before_request(_ask_again_where_fresh)
    app.register_error_handler(CSRFError, _without_token)
    app.context_processor(_seen_by_templates)


def me() -> Staff:
    """The person signed in; only behind a guard that let them in."""
    return cast("Staff", current_user._get_current_object())  # noqa: SLF001  the proxy's own door


def fresh(view: View) -> View:
    """Mark a view that asks for a proof of the last ten minutes; put it under the guard."""
    setattr(view, FRESHLY, True)
    return view


def to_the_door() -> ResponseReturnValue:
    """Send an anonymous request to the sign-in and remember where it wanted to go.

    The words of a form whose sign-in ran out are kept first. A fragment is only turned away:
    its page says so itself.
    """
    return _turned_away(_rescued())


def _rescued() -> str | None:
    """The page that will offer the words again; None where there was nothing to keep.

    Only behind the token's check: nobody plants words under a cookie they cannot read.
    """
    staff, rescue = arrivals.run_out(), current_app.extensions[RESCUE]
    if request.method in READING_METHODS or staff is None or not g.get("csrf_valid"):
        return None
    page: str | None = rescue(staff) if rescue else None
    return page


def _turned_away(rescued: str | None = None) -> ResponseReturnValue:
    if request.headers.get("HX-Request") or is_fragment(current_app, request.endpoint):
        return redirect("/sign-in", 303)
    if request.method not in READING_METHODS:
        arrivals.interrupted(arrivals.run_out() if rescued else None)
        flash(KEPT if rescued else ENDED, "warning")
    return _by_way_of("/sign-in", rescued)


def is_own_path(target: str) -> bool:
    """Whether `target` is a plain path here: no host, no scheme, nothing a browser rewrites."""
    if not target.startswith("/") or target.startswith(("//", "/\\")):
        return False
    if any(letter <= " " or letter in "\\\x7f" for letter in target):
        return False
    parts = urlsplit(target)
    return not parts.scheme and not parts.netloc


def _settings(config: Config) -> dict[str, Any]:
    return {
        "SESSION_COOKIE_NAME": "__Host-waypoint" if config.is_https else "waypoint",
        "SESSION_COOKIE_SECURE": config.is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "SESSION_PROTECTION": None,
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SALT": config.secret_key,
        "SECURITY_USER_IDENTITY_ATTRIBUTES": [{"username": {"mapper": plain_username}}],
        "SECURITY_JOIN_USER_ROLES": False,
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_FLASH_MESSAGES": False,
        "SECURITY_STATIC_FOLDER": None,
        "SECURITY_API_ENABLED_METHODS": ["session"],
        "SECURITY_LOGIN_URL": "/sign-in",
        "SECURITY_LOGOUT_URL": "/sign-out",
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_LOGOUT_CSRF": True,
        "SECURITY_VERIFY_URL": "/sign-in/again",
        "SECURITY_POST_LOGIN_VIEW": "/",
        "SECURITY_POST_LOGOUT_VIEW": "/sign-in",
        "SECURITY_POST_VERIFY_VIEW": "/me",
        "SECURITY_FRESHNESS": lifetimes.FRESH,
        "SECURITY_FRESHNESS_GRACE_PERIOD": lifetimes.NONE,
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_REQUIRED": True,
        "SECURITY_TWO_FACTOR_ALWAYS_VALIDATE": True,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "SECURITY_TWO_FACTOR_SETUP_URL": "/sign-in/authenticator",
        "SECURITY_TWO_FACTOR_TOKEN_VALIDATION_URL": "/sign-in/code",
        "SECURITY_TWO_FACTOR_POST_SETUP_VIEW": "/me",
        "SECURITY_TWO_FACTOR_ERROR_VIEW": "/sign-in",
        "SECURITY_TOTP_SECRETS": {"1": config.secret_key},
        "SECURITY_TOTP_ISSUER": gates.ISSUER,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS": [key.encode() for key in config.field_keys],
        "SECURITY_MULTI_FACTOR_RECOVERY_URL": "/sign-in/recovery",
    }


def _by_way_of(door: str, page: str | None = None) -> ResponseReturnValue:
    """A redirect to `door` that comes back to this page, or to `page`."""
    target = page or _page_of_this_request()
    if target not in {"", "/"}:
        door = f"{door}?next={quote(target)}"
    return redirect(door, 303)


def _page_of_this_request() -> str:
    """The page to come back to: itself, or for a form the page it stands on."""
    if request.method in READING_METHODS:
        target = request.full_path.removesuffix("?")
        return target if is_own_path(target) else ""
    shown = urlsplit(request.referrer or "")
    target = f"{shown.path}?{shown.query}" if shown.query else shown.path
    return target if shown.netloc == request.host and is_own_path(target) else ""


def _refuse_tricks() -> None:
    """At a library's door: no JSON, and `next` only to a page of this site."""
    if not (request.endpoint or "").startswith("security."):
        return
    if request.is_json:
        abort(400)
    for target in (*request.args.getlist("next"), *request.form.getlist("next")):
        own = target.removeprefix(request.host_url.removesuffix("/"))
        if target and not is_own_path(own):
            abort(400, "That address to go on to is not a page here.")


def _ask_again_where_fresh() -> ResponseReturnValue | None:
    """Behind some doors a proof of the last ten minutes is asked for."""
    if not _wants_fresh() or not current_user.is_authenticated:
        return None
    sitting = me().sitting
    if sitting is not None and sitting.is_fresh(now()):
        return None
    flash(PROVE, "info")
    return _by_way_of("/sign-in/again")


def _wants_fresh() -> bool:
    endpoint = request.endpoint or ""
    if endpoint == "security.two_factor_setup":
        return True
    view = current_app.view_functions.get(endpoint)
    return getattr(view, FRESHLY, False) or (
        view is not None and rule_of(current_app, endpoint) == FRESH
    )


def _without_token(error: CSRFError) -> ResponseReturnValue:
    """A form whose sign-in is over lost its token too: that is a matter for the door."""
    rule = rule_of(current_app, request.endpoint or "")
    if rule not in {PUBLIC, OFF, None} and not current_user.is_authenticated:
        return _turned_away()
    return faults.no_token(error)


def _seen_by_templates() -> dict[str, Any]:
    """`me` is None for anybody not signed in."""
    person = me() if current_user.is_authenticated else None
    return {"me": person, "Permission": Permission, "Role": Role}
