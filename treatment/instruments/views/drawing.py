"""From measurements to the picture of their trend."""

from collections.abc import Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from markupsafe import Markup

from treatment.instruments.catalog.shapes import Band, Line
from treatment.instruments.models import Measurement
from treatment.instruments.views.pages import Known
from treatment.instruments.views.series import TRIAGE, band_on, least_on, runs, said, value_on
from treatment.web import charts, filters
from treatment.web.charts import Axis, Point, Shape, Zone

HIGH, LOW = 250, 190  # pixels of a chart alone, and of one among several


def picture(
    known: Known,
    line: Line,
    rows: Sequence[Measurement],
    bands: Sequence[Band],
    marked: frozenset[UUID],
    zone: ZoneInfo,
) -> Markup | None:
    """The trend of one line, oldest first; None when nothing in it has a number yet."""
    drawn = []
    for run in runs(rows):
        points = [p for row in run if (p := _point(known, line, row, bands, marked, zone))]
        if points:
            drawn.append((f"Version {run[0].instrument_version}", points))
    if not drawn:
        return None
    title = known.name if line.key in {"total", "level"} else f"{known.name}: {line.name}"
    told = _told([point for _, points in drawn for point in points], len(drawn))
    name = f"chart-{line.key}-{rows[-1].about}".rstrip("-")
    return charts.trend(name, title, told, drawn, _axis(line, bands), zone)


def _axis(line: Line, bands: Sequence[Band]) -> Axis:
    known = bands if line.key == "total" else line.bands
    zones = [Zone(band.low, band.label, band.tone.value) for band in known]
    height = HIGH if line.key in {"total", "level"} else LOW
    return Axis(low=line.low, high=line.high, zones=zones, is_named=line is TRIAGE, height=height)


def _point(
    known: Known,
    line: Line,
    row: Measurement,
    bands: Sequence[Band],
    marked: frozenset[UUID],
    zone: ZoneInfo,
) -> Point | None:
    value, shape = value_on(row, line), Shape.TOTAL
    if value is None:
        value, shape = least_on(row, line), Shape.AT_LEAST
    elif row.is_provisional:
        shape = Shape.PROVISIONAL
    if value is None:
        return None
    return Point(
        at=row.observed_at,
        value=value + 0.5 if line is TRIAGE else value,  # in the middle of its level
        label=_label(line, value, shape),
        words=f"{filters.local(row.observed_at, zone)}: {_words(known, line, row, value, bands)}",
        shape=shape,
        is_marked=row.id in marked,
    )


def _label(line: Line, value: float, shape: Shape) -> str:
    if line is TRIAGE:
        return ""
    return f"{'≥' if shape is Shape.AT_LEAST else ''}{charts.said(value)}"


def _words(known: Known, line: Line, row: Measurement, value: float, bands: Sequence[Band]) -> str:
    """What a point says when somebody rests on it, and what a reader hears."""
    if line is TRIAGE:
        return said(row, known)
    if value_on(row, line) is None:
        return f"at least {charts.said(value)}, incomplete"
    band = band_on(value, line, bands)
    words = f"{charts.said(value)} {band.label}" if band else charts.said(value)
    return f"{words}, provisional" if row.is_provisional else words


def _told(points: Sequence[Point], versions: int) -> str:
    """The whole picture in a sentence or two; every number is in the table below it."""
    first, last = points[0], points[-1]
    if len(points) == 1:
        return f"One result. {first.words}."
    told = f"{len(points)} results. First {first.words}. Last {last.words}."
    if versions > 1:
        told += f" {versions} versions, which cannot be compared with each other."
    return told


def small(line: Line, values: Sequence[float]) -> Markup | None:
    """A spark of the last results; one alone is no course."""
    return charts.spark(values, line.low, line.high) if len(values) > 1 else None
