"""The blueprint of this room, and what its pages begin with."""

from flask import Blueprint, abort

from treatment.accounts.doors import me
from treatment.instruments import operations, queries
from treatment.instruments.catalog import CATALOG, Instrument, ScoreEntry
from treatment.instruments.forms import MeasureForm
from treatment.instruments.reading import Reading, read
from treatment.instruments.vocabulary import Sex
from treatment.patients.models import Episode
from treatment.web.clock import now
from treatment.web.extensions import db

bp = Blueprint("instruments", __name__)
Known = Instrument | ScoreEntry
ABOUT = {"dsm": "Eleven criteria, one record for each substance"}
INTRO = {"dsm": "In the past 12 months, with the substance chosen here, has the person …"}
LATEST_NEEDED = "cows"  # what scores of mood are read beside


def the_known(key: str) -> Known:
    return CATALOG.get(key) or abort(404)


def about_of(known: Known) -> str:
    """What it is about, outside an intake: there is no primary substance here."""
    return ABOUT.get(known.key, known.about)


def sex_of(episode: Episode) -> Sex | None:
    word = episode.patient.sex.value
    return Sex(word) if word in set(Sex) else None


def reading_of(known: Known, values: list[object], form: MeasureForm, episode: Episode) -> Reading:
    """What the answers say of this person, on the day they were given."""
    about = form.person()
    if known.provisional_from is not None:
        about["cows"] = _cows_of_the_day(form, episode)
    return read(known.key, values, sex=sex_of(episode), **about)


def _cows_of_the_day(form: MeasureForm, episode: Episode) -> float | None:
    """The last COWS of the same day, or its known part."""
    begin, end = operations.day_of(form.observed_at.data or now(), me())
    row = db.session.scalar(queries.latest_between(episode.id, [LATEST_NEEDED], begin, end))
    return None if row is None else row.total if row.total is not None else row.at_least
