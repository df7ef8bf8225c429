"""Coming in, being here, missing the door and leaving: each is a row, each is an event."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, cast

from flask import Flask, Response, after_this_request, current_app, flash, g, request, session
from flask_login import user_logged_out
from flask_principal import identity_loaded
from flask_security import tf_profile_changed, user_authenticated, user_failed_authn
from flask_security.core import _on_identity_loaded
from flask_security.utils import set_request_attr

from treatment.accounts import gates, lifetimes, proof, queries, sessions, tokens
from treatment.accounts.models import Staff, StaffDevice, StaffSession
from treatment.accounts.vocabulary import EndReason
from treatment.audit.trail import Event, keep
from treatment.audit.vocabulary import Action, Outcome
from treatment.web.clock import now
from treatment.web.database import READING_METHODS, writing
from treatment.web.extensions import db
from treatment.web.guards import is_fragment, is_unattended

TOKEN = "sitting"  # noqa: S105  its name in the cookie
INTERRUPTED = "interrupted"
KEPT_AT_SIGN_IN = frozenset({"_user_id", "_fresh", "_id", "_flashes", INTERRUPTED})
INTERRUPTION = (
    "Your sign-in had ended, so your last changes were not saved. "
    "This is the page as last saved: enter them again."
)
RESCUED = (
    "Your sign-in had ended while you were writing. Your words are kept as a draft: "
    "the page offers them."
)
RAN_OUT = frozenset({EndReason.IDLE, EndReason.TOO_OLD})  # nobody ended it on purpose
ENROLLED = "Your authenticator is set up. Make recovery codes in your account, for a lost phone."
LOCKED = "lock"  # what a refused try missed when the delay was not over
NOTHING_TO_LOAD = ("static", "assets.", "bootstrap.")


def init_app(app: Flask) -> None:
    manager = app.extensions["security"].login_manager
    manager.user_loader(behind_the_cookie)
    manager.request_loader(None)
    identity_loaded.disconnect(_on_identity_loaded, app)  # it asks for the library's role rows
    user_authenticated.connect(_came_in, app)
    user_failed_authn.connect(_missed, app)
    tf_profile_changed.connect(_another_authenticator, app)
    gates.unknown_name_tried.connect(_missed_by_nobody)
    user_logged_out.connect(_left, app)


def told(
    action: Action,
    staff: Staff,
    reason: str = "",
    *,
    fields: Collection[str] = (),
    outcome: Outcome = Outcome.DONE,
    by: Staff | None = None,
) -> None:
    """Keep what happened to a staff account, together with everything it changed."""
    event = Event(
        action,
        object_type="staff",
        object_id=staff.id,
        reason=reason,
        fields=fields,
        outcome=outcome,
        facility_id=staff.facility_id,
    )
    keep(event, by=by)


def cookie_of(staff: Staff, token: str) -> dict[str, str]:
    """What the signed cookie of a session holds; tests sign in with it."""
    return {"_user_id": staff.fs_uniquifier, TOKEN: token}


def behind_the_cookie(_user_id: str) -> Staff | None:
    """The person whose live session this request came with: one statement, and one a minute."""
    token = session.get(TOKEN)
    if not isinstance(token, str) or (request.endpoint or "").startswith(NOTHING_TO_LOAD):
        return None
    row = db.session.scalars(queries.sitting(tokens.digest(token))).unique().one_or_none()
    if row is None:
        return None
    at = now()
    reason = _closed_to(row, at)
    if reason is not None:
        _end(row, reason, at)
        return None
    _touch(row, at)
    row.staff.sitting = row
    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", row.proved_at.timestamp())
    return row.staff


def _closed_to(row: StaffSession, at: datetime) -> EndReason | None:
    config = current_app.extensions["waypoint_config"]
    if row.staff.is_demo and config.is_production:
        return EndReason.DISABLED
    return row.over(at)


def run_out() -> Staff | None:
    """Whose sign-in ran out a while ago, when this request came with its cookie."""
    return cast("Staff | None", g.get("run_out"))


def interrupted(staff: Staff | None) -> None:
    """Remember for the next sign-in that a form was sent too late: `staff` has its words kept."""
    session[INTERRUPTED] = staff.fs_uniquifier if staff else True


def _may_leave_words(row: StaffSession, reason: EndReason, at: datetime) -> bool:
    """Only a sign-in that ran out by itself, of somebody who may still come in."""
    staff = row.staff
    changed = staff.password_changed_at
    return (
        reason in RAN_OUT
        and timedelta(0) <= at - row.seen_at < lifetimes.RESCUE
        and staff.has_access(staff.facility.today(at))
        and (changed is None or changed <= row.seen_at)
    )


def _end(row: StaffSession, reason: EndReason, at: datetime) -> None:
    """The cookie of a sign-in that ran out keeps its name: a form may still be open on it."""
    if _may_leave_words(row, reason, at):
        g.run_out = row.staff
    else:
        session.pop(TOKEN, None)
    db.session.commit()
    if row.ended_at is None:
        with writing():
            sessions.close(gates.session(), row, reason, at=at)


def _touch(row: StaffSession, at: datetime) -> None:
    """Seen by a page or by typing, never by a poll: that would keep a session alive."""
    polled = request.method in READING_METHODS and is_fragment(current_app, request.endpoint)
    if polled or is_unattended(current_app, request.endpoint) or not sessions.needs_touch(row, at):
        return
    db.session.commit()
    with writing():
        sessions.touch(gates.session(), row, at=at)


def _came_in(_app: Flask, user: Staff, **_: Any) -> None:
    """Both factors were right: a new session with a new token, whatever the cookie said before."""
    at = now()
    counter = gates.counter_of(user)
    enrolled = session.get("tf_state") == "validating_profile"
    for name in session.keys() - KEPT_AT_SIGN_IN:
        session.pop(name)
    proof.forget_misses(counter)
    _row, session[TOKEN] = sessions.begin(
        gates.session(), user, at=at, ip=request.remote_addr or "", agent=_browser()
    )
    _know_this_browser(user, counter, at)
    _tell_what_became_of_the_words(user, session.pop(INTERRUPTED, None))
    if enrolled:
        flash(ENROLLED, "success")
    told(Action.SIGN_IN, user, "Set up an authenticator" if enrolled else "", by=user)


def _tell_what_became_of_the_words(user: Staff, interrupted: object) -> None:
    """The words of somebody else are nobody's business here."""
    if interrupted is True:
        flash(INTERRUPTION, "warning")
    elif interrupted == user.fs_uniquifier:
        flash(RESCUED, "success")


def _know_this_browser(staff: Staff, counter: proof.Counter, at: datetime) -> None:
    if isinstance(counter, StaffDevice):
        counter.seen_at = at
        return
    token = sessions.remember(gates.session(), staff, at=at)
    name = gates.device_cookie()

    @after_this_request
    def leave_it_there(response: Response) -> Response:
        response.set_cookie(
            name,
            token,
            max_age=lifetimes.DEVICE,
            secure=name.startswith("__Host-"),
            httponly=True,
            samesite="Lax",
        )
        return response


def _missed(_app: Flask, user: Staff, auth_type: str, **_: Any) -> None:
    """Every miss is an event; tries that a lock turned away are one event a minute."""
    if auth_type == LOCKED and not _first_this_minute(f"staff {user.id}"):
        db.session.commit()
        return
    reason = "Locked" if auth_type == LOCKED else f"Wrong {auth_type}"
    told(Action.SIGN_IN_FAILED, user, reason, outcome=Outcome.REFUSED)


def _missed_by_nobody(_form: object) -> None:
    """A name nobody has: counted, and one event for its source and minute."""
    if not _first_this_minute(request.remote_addr or ""):
        db.session.commit()
        return
    keep(Event(Action.SIGN_IN_FAILED, reason="Unknown name", outcome=Outcome.REFUSED))


def _first_this_minute(source: str) -> bool:
    return sessions.note_attempt(gates.session(), source, at=now())


def _another_authenticator(_app: Flask, user: Staff, **_: Any) -> None:
    sitting = user.sitting
    but = sitting.id if sitting else None
    sessions.close_all(gates.session(), user, EndReason.FACTOR_RESET, at=now(), but=but)
    told(Action.CREDENTIAL, user, "Changed the authenticator")


def _left(_app: Flask, user: Staff, **_: Any) -> None:
    session.pop(TOKEN, None)
    if user.sitting is not None:
        sessions.close(gates.session(), user.sitting, EndReason.SIGNED_OUT, at=now())
    after_this_request(_forget_the_pages)
    told(Action.SIGN_OUT, user, by=user)


def _forget_the_pages(response: Response) -> Response:
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _browser() -> str:
    """The browser's own name, without the long tail."""
    return str(request.user_agent)[: sessions.AGENT]
