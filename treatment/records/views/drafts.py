"""Drafts on their way in and out: autosave, the last word of a closing window, the offer.

A page of another room asks `offered()` when it shows a form, and its save calls `forget()` in
the same transaction. A view whose words are to survive the end of a sign-in is `@keeps_drafts`.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any, cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import abort, current_app, g, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from wtforms import HiddenField

from treatment.accounts.doors import is_own_path, me
from treatment.accounts.models import Staff
from treatment.permissions import Permission
from treatment.records.operations import drafts as operations
from treatment.records.operations.drafts import UNCOUNTED, Kept, Words
from treatment.records.queries import drafts as queries
from treatment.records.views.pages import bp
from treatment.web.clock import now
from treatment.web.database import writing
from treatment.web.extensions import db
from treatment.web.faults import MARKS, SECRET
from treatment.web.filters import clock_time, local
from treatment.web.guards import (
    does_keep_drafts,
    fragment,
    keeps_drafts,
    rule_of,
    signed_in_only,
    unattended,
)

OURS = "draft_"  # what the names of our own fields begin with
WITHOUT_SCRIPT = "form"  # what the window of a form sent without scripts begins with
LONGEST_PAGE, LONGEST_TAB = 200, 36
MOST_SENT = 2**31
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?")  # as a field of a form sends it


@dataclass(frozen=True, slots=True)
class Offer:
    """The newest draft of the person signed in for this page."""

    draft: Kept
    is_used: bool = False  # the page was opened to go on with it
    others: int = 0  # older drafts of the same page, from other windows

    @property
    def fields(self) -> dict[str, list[str]]:
        return self.draft.fields

    @property
    def typed(self) -> MultiDict[str, str]:
        """The fields as a form takes them, for a page that goes on with the draft."""
        return MultiDict((name, text) for name, all_ in self.fields.items() for text in all_)

    def words(self, form: Any = None) -> list[tuple[str, str, str]]:
        """What was typed, under the labels of its form, else under the names of its fields."""
        return [
            (_label(name, form), "", ", ".join(_choice(text, name, form) for text in texts))
            for name, texts in self.fields.items()
            if any(texts) and not _is_hidden(name, form)
        ]


# --- for the pages that show a form --------------------------------------------------------------


def offered(page: str | None = None) -> Offer | None:
    """What I left unsaved on this page, newest first; the one asked for when the page names it."""
    return offered_by_form(page).get("")


def offered_by_form(page: str | None = None) -> dict[str, Offer]:
    """The same for a page of several forms, by the name each has in its `data-draft`."""
    rows = db.session.scalars(queries.drafts_on(page or request.path, me())).all()
    by_form: dict[str, list[Kept]] = {}
    for draft in filter(None, map(operations.opened, rows)):
        by_form.setdefault(draft.tab.rpartition(".")[0], []).append(draft)
    return {form: _offer(kept) for form, kept in by_form.items()}


def offered_below(path: str) -> dict[str, Offer]:
    """My newest draft on each page under a path, by page; on this page the one asked for."""
    rows = db.session.scalars(queries.drafts_below(path, me())).all()
    by_page: dict[str, list[Kept]] = {}
    for draft in filter(None, map(operations.opened, rows)):
        by_page.setdefault(draft.page, []).append(draft)
    return {page: _offer(kept) for page, kept in by_page.items()}


def forget(page: str | None = None) -> None:
    """The words of this form are saved now: let its draft go in the same transaction.

    Only its own and the one it went on with: what another window left was not saved.
    """
    tabs = {_ours("tab"), _ours("used")} - {""}
    operations.forget(_session(), page or _ours("page") or request.path, tabs, by=me())


def hold_on(page: str | None = None, *, base_version: int | None = None) -> None:
    """Keep the words of a form that was refused: its window may be closed without saving.

    What is too long for a draft stays in the answer alone, beside what was wrong with it.
    """
    words = _words(page or request.path, base_version)
    with suppress(operations.TooLongError):
        operations.keep(_session(), words, by=me(), at=now())
    db.session.commit()


# --- what the browser sends by itself ------------------------------------------------------------


@bp.post("/drafts")
@signed_in_only
@fragment
@keeps_drafts
def keep() -> ResponseReturnValue:
    """Autosave: it follows typing, so it counts as activity."""
    return _keep()


@bp.post("/drafts/leave")
@signed_in_only
@fragment
@unattended
@keeps_drafts
def leave() -> ResponseReturnValue:
    """The last words of a window that is being closed; nobody is there any more."""
    return _keep()


@bp.post("/drafts/discard")
@signed_in_only
@fragment
def discard() -> ResponseReturnValue:
    page = _page_of(me(), _ours("page"))
    with writing():
        operations.forget(_session(), page, {_ours("tab")}, by=me())
    return redirect(page, 303)


@bp.get("/drafts/token")
@signed_in_only
@fragment
def token() -> ResponseReturnValue:
    """A new token for a page that stayed open while its own person signed in again."""
    is_theirs = request.args.get("person") == str(me().id)
    return jsonify(token=generate_csrf() if is_theirs else None)


def rescue(staff: Staff) -> str | None:
    """Keep what was sent under an ended sign-in of `staff`; the page that will offer it.

    The caller has made sure that cookie and token are theirs and that nobody ended the sign-in.
    """
    if not does_keep_drafts(current_app, request.endpoint) or not _typed():
        return None
    shown = _ours("page") or urlsplit(request.referrer or "").path
    try:
        words = _words(_page_of(staff, shown))
    except HTTPException:
        return None
    with writing():
        operations.keep(_session(), words, by=staff, at=now(), rescued=True)
    return words.page


def _label(name: str, form: Any) -> str:
    if form is not None and name in form:
        return str(form[name].label.text)
    return name.replace("_", " ").capitalize()


def _is_hidden(name: str, form: Any) -> bool:
    """Nobody typed what the page itself carries along."""
    return form is not None and name in form and isinstance(form[name], HiddenField)


def _choice(text: str, name: str, form: Any) -> str:
    """The word a closed list shows for what was chosen."""
    field = form[name] if form is not None and name in form else None
    offered = getattr(field, "choices", None) or ()
    return next((str(label) for value, label, *_ in offered if str(value) == text), as_read(text))


def as_read(text: str) -> str:
    """A moment as people read it, by the clock of the facility it was typed by; else as typed."""
    if not MOMENT.fullmatch(text):
        return text
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return text
    return local(when.replace(tzinfo=UTC), ZoneInfo("UTC"))  # typed by that clock: not moved


def _keep() -> ResponseReturnValue:
    page = _page_of(me(), _ours("page"))
    at = now()
    with writing():
        operations.keep(_session(), _words(page), by=me(), at=at)
    zone: ZoneInfo = me().facility.tz
    return jsonify(saved=clock_time(at, zone))


def _offer(kept: list[Kept]) -> Offer:
    """The newest of a page, or the one its address asks for."""
    asked = request.args.get("draft", "") if request.path == kept[0].page else ""
    used = next((draft for draft in kept if draft.tab == asked), None)
    return Offer(used or kept[0], is_used=used is not None, others=len(kept) - 1)


def _words(page: str, base_version: int | None = None) -> Words:
    sequence = _ours("sequence")
    version = _ours("base") or request.form.get("version", "")
    return Words(
        page=page,
        tab=_tab(),
        fields=_typed(),
        sequence=_number(sequence) or UNCOUNTED,
        base_version=_number(str(base_version) if base_version is not None else version),
        replaces=_ours("used"),
    )


def _tab() -> str:
    """The window; on a page of several forms after the name of this one: "hr.k3f9".

    Without scripts every sending is a window of its own: it may not write over an earlier one.
    """
    if "draft_tab" not in g:
        g.draft_tab = _ours("tab")[:LONGEST_TAB] or f"{WITHOUT_SCRIPT}-{token_hex(6)}"
    tab: str = g.draft_tab
    return tab


def _number(text: str) -> int | None:
    """A count as we send it; anything else is none."""
    is_count = text.isascii() and text.isdigit()
    return int(text) if is_count and len(text) < len(str(MOST_SENT)) else None


def _typed() -> dict[str, list[str]]:
    """What a person typed or chose: no token, no secret, nothing of ours."""
    own: Iterable[str] = (n for n in request.form if n not in SECRET | MARKS)
    return {name: request.form.getlist(name) for name in own if not name.startswith(OURS)}


def _page_of(person: Staff, path: str) -> str:
    """The path, when it is a page of this site that `person` may open."""
    if len(path) > LONGEST_PAGE or not is_own_path(path) or urlsplit(path).path != path:
        abort(422, "A draft belongs to a page here.")
    try:
        endpoint, _ = current_app.url_map.bind("here").match(path, method="GET")
    except HTTPException:
        abort(422, "A draft belongs to a page here.")
    rule = rule_of(current_app, endpoint)
    if not isinstance(rule, Permission) or not person.may(rule):
        abort(422, "A draft belongs to a page you may open.")
    return path


def _ours(name: str) -> str:
    return request.form.get(f"{OURS}{name}", "")


def _session() -> Session:
    return cast("Session", db.session())
