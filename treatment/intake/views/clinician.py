"""What every page about an episode's problems, level of care and admission begins with."""

from typing import Any
from uuid import UUID

from flask import abort, request

from treatment.audit.trail import Event
from treatment.audit.vocabulary import Action
from treatment.errors import StaleError
from treatment.patients import queries as patients
from treatment.patients.models import Episode
from treatment.patients.views.charts import the_episode
from treatment.records.views.drafts import Offer, offered
from treatment.web.extensions import db
from treatment.web.faults import MARKS, SECRET

UNSHOWN = MARKS | SECRET
WRONG = 422
NONE_YET = "none"  # what a page has seen where nothing stood


def begun(form: type[Any], /, **first: Any) -> tuple[Any, Offer | None]:
    """A form as sent, as left unsaved on this page, or new; and the draft to offer above it."""
    if request.method == "POST":
        return form(**first), None
    draft = offered()
    used = draft.typed if draft and draft.is_used else None
    return form(used, **first), draft


def held_episode(episode_id: UUID) -> Episode:
    """The episode under its row lock, read after its turn has come."""
    db.session.execute(patients.turn(episode_id))
    return the_episode(episode_id)


def is_sent_before(row: Any, belongs: bool) -> bool:  # noqa: FBT001  a claim about the row
    """Whether this very form was taken before; a token of somewhere else is no token."""
    if row is not None and not belongs:
        abort(404)
    return row is not None


def refuse_stale(form: Any, latest: UUID | None, theirs: dict[str, str]) -> None:
    """Somebody wrote meanwhile what this page had not seen: both texts are shown."""
    if form.seen.data and form.seen.data != str(latest or NONE_YET):
        yours = {
            field.label.text: str(getattr(field.data, "label", field.data))
            for field in form
            if field.name not in UNSHOWN and field.data
        }
        raise StaleError(theirs, yours)


def happened(action: Action, episode: Episode, kind: str, key: UUID, **more: Any) -> Event:
    return Event(action, [episode.patient_id], kind, key, **more)
