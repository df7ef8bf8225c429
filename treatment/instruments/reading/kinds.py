"""How each kind of instrument is read: sums, screens, triage, subscales, rulers and means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from treatment.instruments import scoring
from treatment.instruments.catalog import CATALOG, ScoreEntry
from treatment.instruments.catalog.shapes import Tone
from treatment.instruments.reading import answers
from treatment.instruments.reading.telling import Known, Person, Reading, nothing, told
from treatment.instruments.scoring import SuicideScreen, scales
from treatment.instruments.scoring.scales import Item, Score
from treatment.instruments.vocabulary import Severity, SuicideRisk

Values = list[Any]
Reader = Callable[[Known, Values, Person], Reading]

LOWEST_MEAN, HIGHEST_MEAN = 1, 5  # of the URICA parts
WITHOUT_STAGE, WITH_STAGE = 2, 3
CRITERIA, SCREENER, SCREENER_SHORT = 11, 7, 6
ONLY_ITEM_1: Final = "all points from item 1: likely within limits"
SEVERITY_TONES: Final = {Severity.NONE: Tone.CALM, Severity.SEVERE: Tone.ACT}
RISK_TONES: Final = {
    SuicideRisk.HIGH: Tone.ACT,
    SuicideRisk.MODERATE: Tone.ACT,
    SuicideRisk.INCOMPLETE: Tone.WATCH,
    SuicideRisk.LOW: Tone.WATCH,
    SuicideRisk.NONE: Tone.CALM,
}
RISK_FLAGS: Final = {
    SuicideRisk.HIGH: "high risk: start the safety steps now",
    SuicideRisk.MODERATE: "moderate risk: start the safety steps now",
    SuicideRisk.INCOMPLETE: "a required question is open: never read this as none or low",
}


def summed(known: Known, values: Values, person: Person) -> Reading:
    """A sum of points, or the sum itself where only that need be entered."""
    points = scales.points_of(known)
    if isinstance(known, ScoreEntry):
        if len(values) == 1 or not points:
            return _total(known, values)
        answers.counted(known.name, values, 1, len(points))
        items = _turned(known, answers.points(known.name, values, points))
    else:
        answers.counted(known.name, values, len(points))
        items = answers.points(known.name, values, points)
    at_least = sum(item for item in items if item is not None)
    return told(known, None if None in items else at_least, at_least, items, person)


def _turned(known: ScoreEntry, items: list[Item]) -> list[Item]:
    """A yes to a reversed item is worth nothing, a no is worth one."""
    for number in known.reversed_items:
        item = items[number - 1]
        items[number - 1] = None if item is None else 1 - item
    return items


def _total(known: ScoreEntry, values: Values) -> Reading:
    answers.counted(known.name, values, 1)
    total = answers.amount(known.name, values[0], known.low, known.high, is_whole=not known.means)
    return nothing(known) if total is None else told(known, total, total)


def criteria(known: Known, values: Values, person: Person) -> Reading:
    """DSM-5-TR criteria: the count is a total once no answer is open [S54]."""
    answers.counted(known.name, values, CRITERIA)
    given = [answers.yes(known.name, number, value) for number, value in enumerate(values, 1)]
    found = scoring.criteria(given, as_prescribed=person.as_prescribed)
    met = [f"c{number}" for number, answer in enumerate(given, 1) if answer]
    apart = {"c10", "c11"}.intersection(met if person.as_prescribed else ())
    counted = [name for name in met if name not in apart]
    flags = [f"criteria met: {', '.join(counted)}"] if counted else []
    if apart:
        flags.append("taken as prescribed: c10 and c11 do not count")
    return Reading(
        instrument=known.key,
        version=known.version,
        total=None if found.unknown else found.yes,
        band=found.text,
        complete=not found.unknown,
        at_least=found.yes,
        flags=tuple(flags),
        tone=SEVERITY_TONES.get(found.severity, Tone.WATCH),
    )


def trauma(known: Known, values: Values, person: Person) -> Reading:
    """PC-PTSD-5: without exposure 0 whatever the items say; gate not asked, items count [S29]."""
    if person.exposed is False:
        if values:
            summed(known, values, person)  # refuses what cannot be
        return replace(told(known, 0, 0, person=person), flags=("no exposure: 0 by the gate",))
    return summed(known, values, person)


def triage(known: Known, values: Values, _person: Person) -> Reading:
    """The suicide screener: a level, never a sum [S38]."""
    answers.counted(known.name, values, SCREENER_SHORT, SCREENER)
    screen = SuicideScreen(
        *(answers.yes(known.name, number, value) for number, value in enumerate(values, 1))
    )
    risk = screen.triage
    flags = [RISK_FLAGS[risk]] if risk in RISK_FLAGS else []
    if screen.q6 and screen.q6r is None:
        flags.append("an act at an unknown time counts as recent")
    return Reading(
        instrument=known.key,
        version=known.version,
        band=risk.value,
        complete=not screen.missing,
        flags=tuple(flags),
        tone=RISK_TONES[risk],
    )


def alcohol_short(known: Known, values: Values, person: Person) -> Reading:
    """AUDIT-C: points from the first question alone are likely within limits [S30]."""
    reading = summed(known, values, person)
    if values[0] and values[1:] == [0, 0]:
        return replace(reading, flags=(*reading.flags, ONLY_ITEM_1))
    return reading


def alcohol(known: Known, values: Values, person: Person) -> Reading:
    """AUDIT; while it is not complete its first three questions speak as the AUDIT-C [S30]."""
    full = summed(known, values, person)
    first = alcohol_short(CATALOG["audit_c"], values[:3], person)
    part = Score(
        None if first.total is None else int(first.total), int(first.at_least or 0), first.band
    )
    flags = [*full.flags, *(f"AUDIT-C {flag}" for flag in first.flags if not full.complete)]
    if not full.complete and first.band == "negative":
        flags.append("AUDIT-C negative: the other questions may stay open")
    if full.complete and ONLY_ITEM_1 in first.flags and full.total == first.total:
        flags.append(ONLY_ITEM_1)
    return replace(full, flags=tuple(flags), parts={"audit_c": part})


def monitor(known: Known, values: Values, _person: Person) -> Reading:
    """BAM: three subscales, no total; 17 answers by number, or 15 grouped by subscale [S31]."""
    points = scales.points_of(known)
    grouped = [number for numbers in scales.BAM_ITEMS.values() for number in numbers]
    answers.counted(known.name, values, len(points), len(grouped))
    order = grouped if len(values) == len(grouped) else range(1, len(points) + 1)
    given = {
        number: answers.point(known.name, number, value, points[number - 1])
        for number, value in zip(order, values, strict=True)
    }
    found = scoring.bam(given)
    parts = {"use": found.use, "risk": found.risk, "protective": found.protective}
    return Reading(
        instrument=known.key,
        version=known.version,
        complete=all(part.complete for part in parts.values()),
        flags=tuple(_part_words(line.name, parts[line.key]) for line in known.parts),
        parts=parts,
        tone=Tone.WATCH if any(part.band == "flag" for part in parts.values()) else None,
    )


def _part_words(name: str, part: Score) -> str:
    """A subscale in words: "Use 3: flag", "Risk at least 5"."""
    return (
        f"{name} {part.total}: {part.band}" if part.complete else f"{name} at least {part.at_least}"
    )


def rulers(known: Known, values: Values, _person: Person) -> Reading:
    """Importance, confidence and, where it is given, the stage of change [P]."""
    answers.counted(known.name, values, WITHOUT_STAGE, WITH_STAGE)
    given = {
        line.key: answers.amount(line.name, value, line.low, line.high)
        for line, value in zip(known.parts, values, strict=False)
    }
    stage = answers.stage(values[-1]) if len(values) == WITH_STAGE else None
    low = {
        "low readiness": scoring.low_readiness(stage, given["importance"]),
        "low confidence": scoring.low_confidence(given["confidence"]),
    }
    return Reading(
        instrument=known.key,
        version=known.version,
        complete=None not in given.values(),
        flags=tuple(words for words, answer in low.items() if answer),
        parts={key: Score(value, value) for key, value in given.items() if value is not None},
        tone=Tone.WATCH if any(low.values()) else None,
    )


def readiness(known: Known, values: Values, person: Person) -> Reading:
    """URICA: the readiness value, or the four part means it is made of [S33]."""
    if len(values) == 1:
        return summed(known, values, person)
    names = [name.lower() for name in known.means] if isinstance(known, ScoreEntry) else []
    answers.counted(known.name, values, 1, len(names))
    means = {
        name: answers.amount(name.capitalize(), value, LOWEST_MEAN, HIGHEST_MEAN, is_whole=False)
        for name, value in zip(names, values, strict=True)
    }
    if None in means.values():
        return nothing(known)
    total = scoring.urica(**means)
    return told(known, total, total)


def mean(known: Known, values: Values, _person: Person) -> Reading:
    """PEG: the mean of its ratings, to one decimal [K]."""
    points = scales.points_of(known)
    answers.counted(known.name, values, len(points))
    items = answers.points(known.name, values, points)
    at_least = round(sum(item or 0 for item in items) / len(items), 1)
    return told(known, None if None in items else at_least, at_least)


READERS: Final[Mapping[str, Reader]] = {
    "dsm": criteria,
    "cssrs": triage,
    "pcptsd5": trauma,
    "audit_c": alcohol_short,
    "audit": alcohol,
    "bam": monitor,
    "rulers": rulers,
    "urica": readiness,
    "peg": mean,
}
