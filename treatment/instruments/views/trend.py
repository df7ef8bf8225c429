"""One instrument over time: the picture and the table it is drawn from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from treatment.accounts.doors import me
from treatment.instruments import queries
from treatment.instruments.catalog.shapes import Line
from treatment.instruments.models import Measurement
from treatment.instruments.trend import Point, Verdict
from treatment.instruments.views import series
from treatment.instruments.views.drawing import picture
from treatment.instruments.views.pages import Known, about_of, bp, sex_of, the_known
from treatment.instruments.views.withdrawing import subject_of
from treatment.patients.models import Episode
from treatment.patients.views.charts import chart_of, the_episode
from treatment.permissions import Permission
from treatment.records.models import Addendum
from treatment.records.operations.addenda import may_retract
from treatment.web.charts import Shape, glyph
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import requires

MOST_SHOWN = 20  # rows of the table; the picture shows every result
REAL = frozenset({Verdict.IMPROVED, Verdict.WORSE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the table."""

    row: Measurement
    about: str
    said: str
    bands: list[tuple[str, str]]
    changes: list[tuple[str, Point]]
    flags: list[str]
    withdrawn: Addendum | None
    may_withdraw: bool


@bp.get("/episodes/<uuid:episode_id>/scores/<key>")
@requires(Permission.MEASURE_READ)
def trend(episode_id: UUID, key: str) -> ResponseReturnValue:
    """How an instrument went over time, in a picture and in a table."""
    episode, known = the_episode(episode_id), the_known(key)
    found = db.session.execute(queries.series_of(episode_id, key, me(), now())).all()
    shown = found[::-1] if "all" in request.args else found[: -MOST_SHOWN - 1 : -1]
    standing = [row for row, withdrawn in found if withdrawn is None]
    groups = series.by_subject(standing)
    courses = {about: series.courses(rows, known) for about, rows in groups.items()}
    found_shapes = {_shape(row, known) for row in standing}
    return render_template(
        "instruments/trend.html",
        **chart_of(episode.patient, episode),
        known=known,
        about=about_of(known),
        charts=list(_charts(known, episode, groups, courses)),
        entries=[_entry(known, episode, *pair, courses) for pair in shown],
        recorded=len(found),
        answers=series.answers_by_question([row for row, gone in shown if gone is None], known),
        has_breaks=any(len(series.runs(rows)) > 1 for rows in groups.values()),
        shapes=[shape for shape in Shape if shape in found_shapes],
        subject=series.subject,
        glyph=glyph,
    )


Courses = Mapping[str, Mapping[Line, Mapping[UUID, Point]]]


def _charts(
    known: Known, episode: Episode, groups: Mapping[str, Sequence[Measurement]], courses: Courses
) -> Iterator[tuple[str, Markup]]:
    """A picture for every line, and for every substance where each has its own."""
    bands = known.bands_for(sex_of(episode))
    for about, rows in groups.items():
        for line in series.lines_of(known):
            marked = _marked(courses[about].get(line, {}))
            drawn = picture(known, line, rows, bands, marked, me().facility.tz)
            if drawn:
                name = line.name if known.parts else ""
                yield " · ".join(part for part in (name, about) if part), drawn


def _marked(course: Mapping[UUID, Point]) -> frozenset[UUID]:
    return frozenset(
        key
        for key, point in course.items()
        if point.since_first is not None and point.since_first.verdict in REAL
    )


def _entry(
    known: Known,
    episode: Episode,
    row: Measurement,
    withdrawn: Addendum | None,
    courses: Courses,
) -> Entry:
    about = series.subject(row)
    course = courses.get(about, {})
    return Entry(
        row=row,
        about=about,
        said=series.said(row, known),
        bands=list(_bands(known, episode, row)),
        changes=[
            (line.name, points[row.id]) for line, points in course.items() if row.id in points
        ],
        flags=series.flags_of(row, known),
        withdrawn=withdrawn,
        may_withdraw=withdrawn is None
        and row.source_id is None
        and me().may(Permission.RECORD_ADDEND)
        and may_retract(subject_of(row, episode), me()),
    )


def _bands(known: Known, episode: Episode, row: Measurement) -> Iterator[tuple[str, str]]:
    """The bands a measurement lies in, each with its color; the word that was kept comes first."""
    for line in series.lines_of(known):
        found = series.band_on(series.value_on(row, line), line, known.bands_for(sex_of(episode)))
        if found is not None:
            kept = row.band if line.key == "total" and row.band else found.label
            words = f"{line.name} {series.value_on(row, line):g}: {kept}" if known.parts else kept
            yield words, found.tone.value


def _shape(row: Measurement, known: Known) -> Shape:
    if all(series.value_on(row, line) is None for line in series.lines_of(known)):
        return Shape.AT_LEAST
    return Shape.PROVISIONAL if row.is_provisional else Shape.TOTAL
