"""Our recorder at the door of every room: one event for every answered request.

The room that knows the request, as `accounts/doors.py` does: views call `keep` and `shows`,
and after every request `init_app`'s hook writes what nobody has written yet. An event that
cannot be written withholds the answer.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Protocol, cast
from uuid import UUID

from flask import Flask, Response, current_app, g, has_request_context, request
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from config import Config
from treatment.audit import operations
from treatment.audit.models import AuditEvent
from treatment.audit.vocabulary import SYSTEM, Action, Outcome
from treatment.permissions import Role, Viewer
from treatment.web import faults, logs
from treatment.web.clock import now
from treatment.web.database import writing
from treatment.web.extensions import db
from treatment.web.guards import PUBLIC, is_fragment, rule_of

KEY = "waypoint_audit_key"
COMMAND = "command line"  # where an event comes from that no request caused
ERROR, BROKEN = 400, 500  # the first status of a refusal, and of a fault
REDIRECTS = range(300, 400)
ENDED_AS = {
    **dict.fromkeys((401, 403, 404, 405, 410), Outcome.DENIED),
    **dict.fromkeys((409, 412, 429), Outcome.REFUSED),
}
CALLED = {
    Outcome.INVALID: Action.REFUSED,
    Outcome.REFUSED: Action.REFUSED,
    Outcome.DENIED: Action.DENIED,
    Outcome.FAILED: Action.FAILED,
}
TELLING = ("Location", "Content-Disposition", "Content-Range", "ETag", "Last-Modified")


class Sitting(Protocol):
    @property
    def id(self) -> UUID: ...


class Person(Viewer, Protocol):
    """Somebody who works here, as far as the trail needs to know them."""

    @property
    def roles(self) -> Collection[Role]: ...

    @property
    def sitting(self) -> Sitting | None: ...


@dataclass(frozen=True, slots=True)
class Event:
    """What a view knows about its event; who, when and from where is found out here.

    Args:
        patients: everybody whose data was shown or changed.
        object_id: an id or a code; never a name.
        reason: a code, or the reason somebody stated for it.
        fields: names of what changed; never the values.
        before: hash of the content before, after: hash of the content now.
        facility_id: whose chain it joins, if not that of the person's facility.
    """

    action: Action
    patients: Collection[UUID] = ()
    object_type: str = ""
    object_id: UUID | str | None = None
    reason: str = ""
    fields: Collection[str] = ()
    before: str | None = None
    after: str | None = None
    outcome: Outcome = Outcome.DONE
    facility_id: UUID | None = None


def init_app(app: Flask, config: Config) -> None:
    app.extensions[KEY] = config.audit_key.encode()
    app.after_request(_recorded)


def keep(event: Event, *, by: Person | None = None) -> AuditEvent:
    """The last line of every POST: add its event to everything it changed, and commit both.

    Args:
        by: who did it, where that is not the person signed in.
    """
    session = cast("Session", db.session())
    row = operations.record(
        session, _entry(event, by or _person()), key=current_app.extensions[KEY]
    )
    session.commit()
    if has_request_context():
        g.audit_kept = True
    return row


def shows(
    *patients: UUID,
    action: Action = Action.READ,
    object_type: str = "",
    object_id: UUID | str | None = None,
    reason: str = "",
) -> None:
    """Say whose data this answer carries; the recorder names them in its event.

    May be called again: patients add up, the last word on the rest wins.
    """
    before: Event = g.get("audit_shown") or Event(action)
    g.audit_shown = replace(
        before,
        action=action if action is not Action.READ else before.action,
        patients={*before.patients, *patients},
        object_type=object_type or before.object_type,
        object_id=object_id or before.object_id,
        reason=reason or before.reason,
    )


def concerns(*patients: UUID) -> None:
    """Say whose chart a form is about: if it is refused, its event names them."""
    g.audit_concerned = {*g.get("audit_concerned", ()), *patients}


def _recorded(response: Response) -> Response:
    """Write this answer's event; without one the answer does not leave."""
    if g.get("audit_kept"):
        return response
    g.audit_kept = True
    try:
        _record(response.status_code)
    except (SQLAlchemyError, TimeoutError) as error:
        logs.fault(error)
        return response if response.status_code >= BROKEN else _withheld(response)
    return response


def _record(status: int) -> None:
    event = _event_of(status)
    if event is None:
        return
    entry = _entry(event, _person())
    with writing():
        operations.record(cast("Session", db.session()), entry, key=current_app.extensions[KEY])


def _withheld(response: Response) -> Response:
    text, response.status_code = faults.page(503)
    for name in TELLING:
        response.headers.pop(name, None)
    response.headers["Retry-After"] = faults.RETRY_SECONDS
    response.set_data(text)
    response.mimetype = "text/html"
    return response


def _event_of(status: int) -> Event | None:
    """The event of an answer no view has kept; None for one that is no event."""
    shown: Event | None = g.get("audit_shown")
    outcome = _outcome(status)
    if _is_silent(shown, outcome) or _person() is None:
        return None
    event = shown or Event(Action.READ)
    if not event.object_type:
        event = _asked_for(event, named=status not in REDIRECTS)
    if outcome is Outcome.REFUSED:
        event = replace(event, patients={*event.patients, *g.get("audit_concerned", ())})
    return replace(event, action=CALLED.get(outcome, event.action), outcome=outcome)


def _is_silent(shown: Event | None, outcome: Outcome) -> bool:
    """Pages for anybody, fragments and polls say nothing, unless they show somebody's data."""
    if shown is not None:
        return False
    endpoint = request.endpoint
    if endpoint is not None and rule_of(current_app, endpoint) == PUBLIC:
        return True
    return is_fragment(current_app, endpoint) and outcome is not Outcome.DENIED


def _outcome(status: int) -> Outcome:
    if status >= BROKEN:
        return Outcome.FAILED
    return Outcome.DONE if status < ERROR else ENDED_AS.get(status, Outcome.INVALID)


def _asked_for(event: Event, *, named: bool) -> Event:
    """What the URL asked for: its last id is the object, its patient is a patient."""
    ids = {k: v for k, v in (request.view_args or {}).items() if isinstance(v, UUID)}
    if not ids:
        return event
    name, value = list(ids.items())[-1]
    patients = {ids["patient_id"]} if named and "patient_id" in ids else set()
    return replace(
        event,
        object_type=name.removesuffix("_id"),
        object_id=value,
        patients=patients.union(event.patients),
    )


def _person() -> Person | None:
    if not has_request_context() or not current_user.is_authenticated:
        return None
    return cast("Person", current_user._get_current_object())  # noqa: SLF001  the proxy's own door


def _entry(event: Event, person: Person | None) -> operations.Entry:
    sitting = person.sitting if person else None
    facility = event.facility_id or (person.facility_id if person else None)
    asked = has_request_context()
    return operations.Entry(
        chain=str(facility) if facility else SYSTEM,
        at=now(),
        action=event.action,
        outcome=event.outcome,
        actor_id=person.id if person else None,
        actor_roles=",".join(sorted(person.roles)) if person else "",
        session_id=sitting.id if sitting else None,
        source=(request.remote_addr or "") if asked else COMMAND,
        endpoint=(request.endpoint or "") if asked else "",
        object_type=event.object_type,
        object_id=str(event.object_id or ""),
        patients=event.patients,
        fields=event.fields,
        before_hash=event.before,
        after_hash=event.after,
        reason=event.reason,
        request_id=logs.request_id(),
    )
