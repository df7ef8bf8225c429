"""Measurements as the pages show them: one line of numbers, versions kept apart."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from treatment.instruments.catalog import Instrument
from treatment.instruments.catalog.shapes import Band, Line, Tone
from treatment.instruments.models import Measurement
from treatment.instruments.trend import Point, Taken, trends
from treatment.instruments.views.pages import Known
from treatment.instruments.vocabulary import CriteriaFor, SuicideRisk

RISKS = {
    SuicideRisk.NONE: "No risk found",
    SuicideRisk.LOW: "Low risk",
    SuicideRisk.MODERATE: "Moderate risk",
    SuicideRisk.HIGH: "High risk",
    SuicideRisk.INCOMPLETE: "Incomplete",
}
LEVELS = (SuicideRisk.NONE, SuicideRisk.LOW, SuicideRisk.MODERATE, SuicideRisk.HIGH)
TONES = (Tone.CALM, Tone.WATCH, Tone.ACT, Tone.ACT)
_BY_WORD = {level.value: level for level in SuicideRisk} | {
    words.lower(): level for level, words in RISKS.items()
}
TRIAGE = Line(
    "level",
    "Level of risk",
    0,
    len(LEVELS),
    tuple(
        Band(place, RISKS[level], tone)
        for place, (level, tone) in enumerate(zip(LEVELS, TONES, strict=True))
    ),
)


def lines_of(known: Known) -> tuple[Line, ...]:
    """What a trend of it can show; the suicide screener has levels in place of numbers."""
    return (TRIAGE,) if known.key == "cssrs" else known.lines


def value_on(row: Measurement, line: Line) -> float | None:
    """The number of a complete measurement on this line."""
    if line is TRIAGE:
        level = level_of(row)
        return LEVELS.index(level) if level in LEVELS else None
    return row.total if line.key == "total" else _part(row, line).get("total")


def least_on(row: Measurement, line: Line) -> float | None:
    """The least an incomplete one can be."""
    if line is TRIAGE:
        return None
    return row.at_least if line.key == "total" else _part(row, line).get("at_least")


def _part(row: Measurement, line: Line) -> Mapping[str, Any]:
    found: Mapping[str, Any] = (row.details or {}).get("parts", {}).get(line.key, {})
    return found


def level_of(row: Measurement) -> SuicideRisk | None:
    """The level a suicide screen came to, read from the word that was kept."""
    return _BY_WORD.get((row.band or "").lower())


def band_on(value: float | None, line: Line, bands: Sequence[Band]) -> Band | None:
    """The band a number lies in: the person's own where a cut-off depends on who it is."""
    known = bands if line.key == "total" else line.bands
    reached = [band for band in known if value is not None and value >= band.low]
    return reached[-1] if reached else None


def said(row: Measurement, known: Known) -> str:
    """The result in words: 14 moderate, at least 10, Use 3 · Risk 16."""
    if known.key == "cssrs":
        level = level_of(row)
        return RISKS[level] if level else row.band or ""
    if known.parts:
        parts = [(line, value_on(row, line)) for line in known.parts]
        return " · ".join(f"{line.name} {_number(value)}" for line, value in parts)
    if row.total is not None:
        return _number(row.total)
    return f"at least {_number(row.at_least)}" if row.at_least is not None else "no total"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:g}".replace("-", "\u2212")


def subject(row: Measurement) -> str:
    """Which substance, where an instrument is taken once for each."""
    return CriteriaFor(row.about).label if row.about in set(CriteriaFor) else row.about


def by_subject(rows: Iterable[Measurement]) -> dict[str, list[Measurement]]:
    """What may be looked at as one series: criteria of one substance are not those of another."""
    found: dict[str, list[Measurement]] = {}
    for row in rows:
        found.setdefault(subject(row), []).append(row)
    return found


def courses(rows: Sequence[Measurement], known: Known) -> dict[Line, dict[UUID, Point]]:
    """Each line with what every measurement says on it beside the ones before; oldest first."""
    series = [
        Taken(
            at=row.observed_at,
            version=row.instrument_version,
            values={line.key: value_on(row, line) for line in known.lines},
            band=row.band,
            is_provisional=row.is_provisional,
        )
        for row in rows
    ]
    return {
        course.line: {row.id: point for row, point in zip(rows, course.points, strict=True)}
        for course in trends(known.key, series)
    }


def runs(rows: Iterable[Measurement]) -> list[list[Measurement]]:
    """What may be compared, oldest first: a new version begins a new run."""
    return [list(group) for _, group in groupby(rows, key=lambda row: row.instrument_version)]


def answers_by_question(
    rows: Sequence[Measurement], known: Known
) -> list[tuple[str, list[Measurement], list[tuple[str, list[str]]]]]:
    """For each version its measurements and, question by question, what each of them answered."""
    found = []
    for version in dict.fromkeys(row.instrument_version for row in rows):
        own = [row for row in rows if row.instrument_version == version and row.items]
        if own:
            asked = _questions(known, version, max(len(row.items or ()) for row in own))
            answers = [[_answer(row, place) for row in own] for place in range(len(asked))]
            found.append((version, own, list(zip(asked, answers, strict=True))))
    return found


def _questions(known: Known, version: str, count: int) -> list[str]:
    """In the words of today's version; another version's words are not here to be shown."""
    asked = [f"Question {number}" for number in range(1, count + 1)]
    if version != known.version:
        return asked
    if isinstance(known, Instrument):
        words = [item.text for item in known.items]
    else:
        words = list(known.means) if count > 1 else [f"{known.name} total"]
    return [*words[:count], *asked[len(words) :]]


def _answer(row: Measurement, place: int) -> str:
    given = (row.items or [])[place : place + 1]
    if not given or given[0] is None:
        return "–"
    return _LETTERS.get(given[0], str(given[0]))


_LETTERS = {"y": "Yes", "n": "No", "u": "–"}


def flags_of(row: Measurement, known: Known) -> list[str]:
    """What the result called for when it was read; what the page says otherwise is left out."""
    if known.parts:
        return []
    flags = (row.details or {}).get("flags", [])
    return [words[:1].upper() + words[1:] for words in flags if not words.startswith("provisional")]
