"""Light or dark, remembered in a cookie; and the word that somebody is still working."""

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, redirect, request
from flask.typing import ResponseReturnValue

from treatment.web.assets import YEAR
from treatment.web.guards import fragment, public, signed_in_only

COOKIE = "theme"
CHOICES = frozenset({"light", "dark"})
IDLE_MINUTES = 15


def chosen() -> str | None:
    """The theme asked for; None follows the system."""
    theme = request.cookies.get(COOKIE)
    return theme if theme in CHOICES else None


@public
def choose() -> ResponseReturnValue:
    answer = redirect(_back(), 303)
    theme = request.form.get("theme", "")
    if theme in CHOICES:
        secure = bool(current_app.config.get("SESSION_COOKIE_SECURE"))
        answer.set_cookie(COOKIE, theme, max_age=YEAR, httponly=True, samesite="Lax", secure=secure)
    else:
        answer.delete_cookie(COOKIE)
    return answer


def _back() -> str:
    """The page this came from, as a path on this host; no other place can be named."""
    before = urlsplit(request.referrer or "")
    ours = before.netloc == request.host and before.path.startswith("/")
    return f"/{before.path.lstrip('/')}" if ours else "/"


@fragment
@signed_in_only
def stay() -> ResponseReturnValue:
    """Somebody is typing: answering at all is what keeps the sign-in alive."""
    return Response(status=204)


def install(app: Flask) -> None:
    app.add_url_rule("/theme", "theme", choose, methods=["POST"])
    app.add_url_rule("/stay", "stay", stay, methods=["POST"])
    app.context_processor(lambda: {"theme": chosen(), "idle_minutes": IDLE_MINUTES})
