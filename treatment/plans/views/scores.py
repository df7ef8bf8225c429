"""The scores of an episode: what is due, and where every instrument stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from treatment.accounts.doors import me
from treatment.instruments import queries as instruments
from treatment.instruments.catalog import CATALOG
from treatment.instruments.catalog.shapes import Line, Tone
from treatment.instruments.models import Measurement
from treatment.instruments.schedule import Due, State, schedule
from treatment.instruments.trend import Point
from treatment.instruments.views import series
from treatment.instruments.views.drawing import small
from treatment.instruments.views.pages import Known, sex_of
from treatment.patients.models import Episode
from treatment.permissions import Permission
from treatment.plans import queries
from treatment.plans.operations.measuring import stay_of, taken_of
from treatment.plans.views.pages import bp, chart, page, phase_of, the_episode
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import requires

GROUPS: Mapping[str, tuple[str, ...]] = {
    "Withdrawal": ("cows", "ciwa_ar", "ciwa_b", "pawss"),
    "Safety and mood": ("cssrs", "phq9", "gad7", "pcptsd5", "isi"),
    "Substance use": ("dsm", "audit_c", "audit", "dast10"),
    "Recovery": ("bam", "rulers", "urica", "barc10"),
    "Body and function": ("pain", "peg", "whodas12"),
}
SAFETY = "safety"  # the section of the intake with the suicide triage
SHOWN_LATER = 6  # occasions that are not due yet, the soonest first
FAR_OFF = datetime.max.replace(tzinfo=UTC)
WAITING = frozenset({State.VERY_LATE, State.LATE, State.DUE, State.EACH_CONTACT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where one instrument stands: its latest result, for each substance its own."""

    known: Known
    about: str = ""
    row: Measurement | None = None
    count: int = 0
    said: str = ""
    band: str = ""
    tone: Tone | None = None
    changes: tuple[tuple[str, Point], ...] = ()
    sparks: tuple[Markup, ...] = ()


@bp.get("/episodes/<uuid:episode_id>/scores")
@requires(Permission.MEASURE_READ)
def scores(episode_id: UUID) -> ResponseReturnValue:
    """What is due and the latest value of every instrument."""
    episode, at = the_episode(episode_id), now()
    rows = db.session.scalars(instruments.measurements_of(episode_id, me(), at)).all()
    due = _due(episode, rows)
    later = sorted((each for each in due if each.state not in WAITING), key=_soonest)
    return page(
        "scores",
        **chart(episode),
        waiting=[each for each in due if each.state in WAITING],
        later=later[:SHOWN_LATER],
        groups={name: list(_standing(episode, keys, rows)) for name, keys in GROUPS.items()},
        catalog=CATALOG,
        asked=_asked_in_the_intake(episode),
        State=State,
    )


def _soonest(each: Due) -> datetime:
    """What is due in hours must not hide behind what may be taken for days."""
    return each.due or FAR_OFF


def _asked_in_the_intake(episode: Episode) -> dict[str, str]:
    """The suicide triage while the intake not signed yet holds it: where it was asked."""
    if not me().may(Permission.INTAKE_READ):
        return {}
    held = db.session.scalar(queries.open_intake_section(episode.id, SAFETY))
    if held is None or "cssrs" in (held.carried or ()) or not any(held.answers.get("cssrs") or ()):
        return {}
    if not me().may(Permission.INTAKE_WRITE):
        return {"cssrs": url_for("intake.show", assessment_id=held.assessment_id)}
    section = url_for("intake.section", assessment_id=held.assessment_id, key=SAFETY)
    return {"cssrs": f"{section}#cssrs"}


def _due(episode: Episode, rows: Sequence[Measurement]) -> list[Due]:
    intake = db.session.scalar(queries.newest_signed_intake(episode.id, me(), now()))
    stay = stay_of(
        episode,
        phase=phase_of(episode),
        intake=intake,
        elements=db.session.scalars(queries.elements_in_force(episode.id)).all(),
        zone=me().facility.tz,
    )
    return schedule(stay, map(taken_of, rows), now())


def _standing(
    episode: Episode, keys: Sequence[str], rows: Sequence[Measurement]
) -> Iterator[Standing]:
    for key in keys:
        own = [row for row in rows if row.instrument == key]
        if not own:
            yield Standing(known=CATALOG[key])
        for about, series_rows in series.by_subject(own).items():
            yield _stands(CATALOG[key], about, series_rows, episode)


def _stands(known: Known, about: str, rows: Sequence[Measurement], episode: Episode) -> Standing:
    """The last result; beside it only what may be compared with it."""
    row, lines, courses = rows[-1], series.lines_of(known), series.courses(rows, known)
    run = series.runs(rows)[-1]
    band = series.band_on(
        series.value_on(row, lines[0]), lines[0], known.bands_for(sex_of(episode))
    )
    drawn = [small(line, _values(run, line)) for line in lines]
    return Standing(
        known=known,
        about=about,
        row=row,
        count=len(rows),
        said=series.said(row, known),
        band=(row.band or "") if lines[0].key == "total" else "",
        tone=band.tone if band and not known.parts else None,
        changes=tuple((line.name, course[row.id]) for line, course in courses.items()),
        sparks=tuple(spark for spark in drawn if spark),
    )


def _values(rows: Sequence[Measurement], line: Line) -> list[float]:
    return [value for row in rows if (value := series.value_on(row, line)) is not None]
