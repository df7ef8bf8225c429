"""Calm pages for everything that goes wrong; what somebody typed is handed back to them."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, abort, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from sqlalchemy import exc
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import (
    HTTPException,
    InternalServerError,
    RequestEntityTooLarge,
    SecurityError,
)

from treatment.errors import DomainError, StaleError
from treatment.web import logs
from treatment.web.extensions import db

SECRET = frozenset(
    {"csrf_token", "password", "current", "again", "secret", "code", "new_password", "passcode"}
)
MARKS = frozenset({"version", "seen", "medical_seen", "token"})  # nobody typed them
PAGES = frozenset({400, 404, 405, 409, 413, 422, 429, 500, 503})
UNREACHABLE = (exc.OperationalError, exc.InterfaceError, exc.TimeoutError, TimeoutError)
RETRY_SECONDS = "5"


def init_app(app: Flask) -> None:
    app.before_request(refuse_nul)
    app.register_error_handler(StaleError, stale)
    app.register_error_handler(StaleDataError, stale)
    app.register_error_handler(DomainError, refused)
    app.register_error_handler(exc.IntegrityError, collided)
    app.register_error_handler(CSRFError, no_token)
    app.register_error_handler(HTTPException, http)
    for kind in UNREACHABLE:
        app.register_error_handler(kind, unreachable)
    app.register_error_handler(Exception, unexpected)


def refuse_nul() -> None:
    """A NUL character fits no clinical text and no PostgreSQL column."""
    given = [*request.args.listvalues(), *request.form.listvalues()]
    if any("\0" in text for texts in given for text in texts) or "\0" in request.path:
        abort(400, "The text contains a character that cannot be stored (NUL). Remove it.")


def typed() -> dict[str, str]:
    """Everything the person typed, but no secret and no token; what is too long is not read."""
    try:
        form = request.form
    except RequestEntityTooLarge:
        return {}
    return {
        name: ", ".join(form.getlist(name))
        for name in form
        if name not in SECRET | MARKS and form[name].strip()
    }


def page(code: int, **context: object) -> tuple[str, int]:
    """The error page of `code`; it asks the database for nothing that is not loaded."""
    name = code if code in PAGES else (400 if code < 500 else 500)  # noqa: PLR2004  HTTP's own border
    context |= {"reference": logs.reference(), "typed": typed(), "code": code}
    if code < 500:  # noqa: PLR2004
        return render_template(f"errors/{name}.html", **context), code
    with _nobody():
        return render_template(f"errors/{name}.html", **{**context, "me": None}), code


@contextmanager
def _nobody() -> Iterator[None]:
    """Who is here stays unasked: the database may be what failed."""
    known = g.get("_login_user")
    g._login_user = AnonymousUserMixin()  # noqa: SLF001  where Flask-Login keeps the person
    yield
    if known is not None:
        g._login_user = known  # noqa: SLF001


def stale(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    g.outcome = "stale"
    theirs = error.theirs if isinstance(error, StaleError) else {}
    yours = error.yours if isinstance(error, StaleError) else typed()
    return page(409, refusal=str(StaleError({}, {})), theirs=theirs, yours=yours)


def refused(error: DomainError) -> ResponseReturnValue:
    db.session.rollback()
    g.outcome = "refused"
    return page(409, refusal=str(error), theirs={}, yours={})


def collided(error: exc.IntegrityError) -> ResponseReturnValue:
    """Two people made the same thing at the same moment; the database let one through."""
    db.session.rollback()
    logs.fault(error)
    sentence = "Somebody saved the same thing a moment ago. Go back, reload and look before saving."
    return page(409, refusal=sentence, theirs={}, yours=typed())


def no_token(_error: CSRFError) -> ResponseReturnValue:
    sentence = "This form was open too long or came from elsewhere. Copy your text, reload, save."
    return page(400, refusal=sentence)


def http(error: HTTPException) -> ResponseReturnValue:
    db.session.rollback()
    if isinstance(error, SecurityError):  # a host that is not ours: no page has an address there
        return "This host is not served here.", 400, {"Content-Type": "text/plain; charset=utf-8"}
    if error.response is not None:
        return error.get_response()
    code = 404 if error.code in {401, 403} else (error.code or 500)
    return page(code, refusal=error.description or "")


def unreachable(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    logs.fault(error)
    text, code = page(503)
    return text, code, {"Retry-After": RETRY_SECONDS}


def unexpected(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    logs.fault(error)
    return page(InternalServerError.code)
