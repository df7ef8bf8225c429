"""Every route says who may call it; the application refuses to start with one that does not."""

from collections.abc import Callable, Mapping
from typing import Any, ParamSpec, TypeVar, cast

from flask import Flask, abort, g, request
from flask_login import current_user

from treatment.permissions import Permission, Viewer

P = ParamSpec("P")
R = TypeVar("R")
View = Callable[P, R]
RULE = "_waypoint_rule"
FRAGMENT = "_waypoint_fragment"
UNATTENDED = "_waypoint_unattended"
KEEPS_DRAFTS = "_waypoint_keeps_drafts"
PUBLIC, SIGNED_IN, OFF, FRESH = "public", "signed in", "off", "fresh"
Rule = Permission | str


def signed_in() -> Viewer:
    """The person behind this request; only behind a guard that let them in."""
    return cast("Viewer", current_user._get_current_object())  # noqa: SLF001  the proxy's own door


def requires(permission: Permission) -> Callable[[View[P, R]], View[P, R]]:
    """Let only staff with `permission` through; for everybody else the page does not exist."""
    return _declare(permission)


def public(view: View[P, R]) -> View[P, R]:
    """Say out loud that anyone may call this."""
    return _declare(PUBLIC)(view)


def signed_in_only(view: View[P, R]) -> View[P, R]:
    """Anybody who is signed in, whatever their role."""
    return _declare(SIGNED_IN)(view)


def fragment(view: View[P, R]) -> View[P, R]:
    """A piece of a page or a poll: not a read of its own in the audit trail."""
    setattr(view, FRAGMENT, True)
    return view


def unattended(view: View[P, R]) -> View[P, R]:
    """Sent by the browser, not by a hand: answering it keeps no sign-in alive."""
    setattr(view, UNATTENDED, True)
    return view


def keeps_drafts(view: View[P, R]) -> View[P, R]:
    """A form that takes prose: sent after the sign-in has ended, its words are kept as a draft."""
    setattr(view, KEEPS_DRAFTS, True)
    return view


def _declare(rule: Rule) -> Callable[[View[P, R]], View[P, R]]:
    def mark(view: View[P, R]) -> View[P, R]:
        setattr(view, RULE, rule)
        return view

    return mark


def rule_of(app: Flask, endpoint: str) -> Rule | None:
    listed: Mapping[str, str] = app.extensions["waypoint_doors"]
    view = app.view_functions.get(endpoint)
    return getattr(view, RULE, None) or listed.get(endpoint)


def is_fragment(app: Flask, endpoint: str | None) -> bool:
    return getattr(app.view_functions.get(endpoint or ""), FRAGMENT, False)


def is_unattended(app: Flask, endpoint: str | None) -> bool:
    return getattr(app.view_functions.get(endpoint or ""), UNATTENDED, False)


def does_keep_drafts(app: Flask, endpoint: str | None) -> bool:
    return getattr(app.view_functions.get(endpoint or ""), KEEPS_DRAFTS, False)


def refuse_undeclared_routes(app: Flask, listed: Mapping[str, str]) -> None:
    """Stop the start when an endpoint, ours or a library's, has no rule.

    Args:
        listed: rules of third-party endpoints by name: public, signed in, fresh or off.
    """
    app.extensions["waypoint_doors"] = {"static": PUBLIC, **listed}
    undeclared = sorted(name for name in app.view_functions if rule_of(app, name) is None)
    if undeclared:
        raise RuntimeError(f"routes without a rule: {', '.join(undeclared)}")


def guard_every_request(app: Flask, to_the_door: Callable[[], Any]) -> None:
    """Deny by default, before any view runs.

    Args:
        to_the_door: answers an anonymous request for a page that needs a sign-in.
    """

    @app.before_request
    def check() -> Any:
        if request.endpoint is None:
            return None  # routing answers 404 or 405 itself
        rule = rule_of(app, request.endpoint)
        g.rule = rule
        return _answer(rule, to_the_door)


def _answer(rule: Rule | None, to_the_door: Callable[[], Any]) -> Any:
    if rule == PUBLIC:
        return None
    if rule is None or rule == OFF:
        abort(404)
    if not current_user.is_authenticated:
        return to_the_door()
    if isinstance(rule, Permission) and not signed_in().may(rule):
        abort(404)
    return None
