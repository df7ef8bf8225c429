"""The scores of an intake as its pages show them: an open item leaves no total, only "at least"."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from treatment.instruments.catalog import (
    CATALOG,
    INSTRUMENTS,
    SCORE_ENTRIES,
    Instrument,
    ScoreEntry,
)
from treatment.instruments.catalog.shapes import Band, Tone
from treatment.instruments.reading import Reading, read
from treatment.instruments.vocabulary import CriteriaFor, Sex, SuicideRisk
from treatment.intake.questionnaire import SECTIONS
from treatment.intake.questionnaire.shapes import Answers, Section

RISK_WORDS = {
    SuicideRisk.HIGH: "High risk",
    SuicideRisk.MODERATE: "Moderate risk",
    SuicideRisk.INCOMPLETE: "Incomplete",
    SuicideRisk.LOW: "Low risk",
    SuicideRisk.NONE: "No risk found",
}
COWS_ELSEWHERE = "cows_elsewhere"  # no question: points of one taken outside the intake that day
IN_WITHDRAWAL = 5  # COWS
FURTHER = (CriteriaFor.KRATOM, CriteriaFor.OPIOID, CriteriaFor.ALCOHOL, CriteriaFor.OTHER)
SHORT = len(INSTRUMENTS["audit_c"].items)
PRESCRIBABLE = frozenset({"opioid", "sedative", "stimulant"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One score beside the form; `total` is None while it must not be shown as a sum."""

    key: str
    name: str
    reading: Reading
    said: str
    tone: Tone | None
    total: float | None = None
    maximum: float | None = None
    answered: int = 0
    asked: int = 0
    bands: tuple[Band, ...] = ()
    items: tuple[Any, ...] | None = None
    at_least: float | None = None
    is_provisional: bool = False
    substance: CriteriaFor | None = None  # the criteria are counted for one

    @property
    def details(self) -> dict[str, Any]:
        """What a measurement keeps of it beside the total."""
        return self.reading.details | ({"substance": self.substance} if self.substance else {})

    @property
    def is_started(self) -> bool:
        return self.answered > 0

    @property
    def ranges(self) -> list[tuple[str, str, float, str]]:
        """Each band as the page lists it: from-to, word, top, color."""
        tops = [band.low - 1 for band in self.bands[1:]] + [self.maximum or 0]
        pairs = zip(self.bands, tops, strict=False)
        return [(_span(band.low, top), band.label, top, band.tone.value) for band, top in pairs]


def _span(low: float, top: float) -> str:
    return f"{low:g}" if low == top else f"{low:g}–{top:g}"


def scores(section: Section, answers: Answers) -> list[Shown]:
    """Every score of one section, in its order, also those not begun."""
    makers = (MAKERS.get(question.key) for question in section.questions)
    return [shown for make in makers if make is not None for shown in make(answers)]


def started(sections: Sequence[Section], answers: Answers) -> list[Shown]:
    """The scores of all sections that have at least one answer."""
    return [s for section in sections for s in scores(section, answers) if s.is_started]


def measured(answers: Answers) -> list[Shown]:
    """What signing keeps as measurements: these scores, and the ratings asked one by one."""
    ratings = [_shown(key, make(answers), answers) for key, make in RATINGS.items()]
    return [*started(list(SECTIONS.values()), answers), *filter(_has_a_number, ratings)]


def _has_a_number(shown: Shown) -> bool:
    return any(isinstance(item, int | float) for item in shown.items or ())


def sex_of(answers: Answers) -> Sex | None:
    word = answers.get("sex")
    return Sex(word) if word in set(Sex) else None


def _shown(key: str, items: Sequence[Any], answers: Answers) -> Shown:
    """One instrument as it is read for this person."""
    known = CATALOG[key]
    reading = _read(key, items, answers)
    count = sum(item is not None for item in items)
    is_started = count > 0 or reading.complete
    return Shown(
        key=key,
        name="Criteria met" if key == "dsm" else known.name,
        reading=reading,
        said=_words(known, reading, items, sex_of(answers)) if is_started else "",
        tone=reading.tone if is_started else None,
        total=reading.total,
        maximum=known.lines[0].high if known.lines else None,
        answered=max(count, int(reading.complete)),
        asked=len(items),
        bands=known.bands_for(sex_of(answers)),
        items=tuple(items) if isinstance(known, Instrument) else None,
        at_least=reading.at_least,
        is_provisional=reading.is_provisional,
        substance=_substance(answers) if key == "dsm" else None,
    )


def _substance(answers: Answers) -> CriteriaFor | None:
    """The primary substance as criteria name it: all kratom products are one."""
    word = str(answers.get("primary", "")).partition("_")[0]
    return CriteriaFor(word) if word in set(CriteriaFor) else None


def _read(key: str, items: Sequence[Any], answers: Answers) -> Reading:
    is_prescribable = answers.get("primary") in PRESCRIBABLE
    return read(
        key,
        items,
        sex=sex_of(answers),
        exposed=answers.get("trauma_exposure"),
        cows=_cows(answers),
        as_prescribed=answers.get("taken_as_prescribed") if is_prescribable else False,
    )


def _cows(answers: Answers) -> float:
    """The COWS of the day, or its known part: the higher of this intake’s and of one outside it."""
    own: float = sum(item for item in answers.get("cows") or () if item is not None)
    outside: float = answers.get(COWS_ELSEWHERE) or 0
    return max(own, outside)


def _words(
    known: Instrument | ScoreEntry, reading: Reading, items: Sequence[Any], sex: Sex | None
) -> str:
    """The band, with the cut-off where it depends on the person; else how far it is answered."""
    if known.key == "cssrs":
        return RISK_WORDS[SuicideRisk(str(reading.band))]
    if known.parts:  # no total, so no band either
        return ""
    count = sum(item is not None for item in items)
    open_words = f"at least {reading.at_least:g}; {count} of {len(items)} answered"
    if reading.band is None:
        return "" if reading.complete else open_words
    if known.cut is not None:
        return f"{reading.band} (cut-off {known.cut.of(sex)})"
    return reading.band if reading.complete else f"at least {reading.at_least:g}: {reading.band}"


def _by_item(key: str, question: str) -> Callable[[Answers], list[Shown]]:
    open_items = [None] * len(INSTRUMENTS[key].items)

    def make(answers: Answers) -> list[Shown]:
        return [_shown(key, answers.get(question) or open_items, answers)]

    return make


def _further(group: CriteriaFor) -> Callable[[Answers], list[Shown]]:
    """The criteria of a substance besides the primary one; nothing where they are not asked."""
    instrument = INSTRUMENTS["dsm"]

    def make(answers: Answers) -> list[Shown]:
        letters = answers.get(f"dsm_{group.value}")
        if letters is None and group not in (answers.get("criteria_for") or ()):
            return []
        is_told = group is CriteriaFor.OPIOID and answers.get("opioid_current") == "prescribed"
        of_it = {"primary": group.value, "taken_as_prescribed": is_told}
        shown = _shown("dsm", letters or [None] * len(instrument.items), {**answers, **of_it})
        return [replace(shown, name=f"Criteria met: {group.label.lower()}")]

    return make


def _alcohol(answers: Answers) -> list[Shown]:
    """The short form; the full one once it is begun."""
    full = _by_item("audit", "audit_items")(answers)
    items = full[0].items or ()
    short = _shown("audit_c", items[:SHORT], answers)
    return [short, *full] if any(item is not None for item in items[SHORT:]) else [short]


def _by_total(key: str) -> Callable[[Answers], list[Shown]]:
    def make(answers: Answers) -> list[Shown]:
        return [_shown(key, [answers.get(key)], answers)]

    return make


MAKERS: dict[str, Callable[[Answers], list[Shown]]] = {
    "dsm": _by_item("dsm", "dsm"),
    **{f"dsm_{each.value}": _further(each) for each in FURTHER},
    "cows": _by_item("cows", "cows"),
    "ciwa_ar_items": _by_item("ciwa_ar", "ciwa_ar_items"),
    "audit_items": _alcohol,
    "phq9_items": _by_item("phq9", "phq9_items"),
    "gad7_items": _by_item("gad7", "gad7_items"),
    "pcptsd5_items": _by_item("pcptsd5", "pcptsd5_items"),
    "cssrs": _by_item("cssrs", "cssrs"),
    "barc10_items": _by_item("barc10", "barc10_items"),
    **{key: _by_total(key) for key in SCORE_ENTRIES},
}
RATINGS: dict[str, Callable[[Answers], Sequence[Any]]] = {
    "rulers": lambda answers: [answers.get(key) for key in ("importance", "confidence", "stage")],
    "pain": lambda answers: [answers.get("pain_nrs")],
    "peg": lambda answers: answers.get("peg_items") or [None] * len(INSTRUMENTS["peg"].items),
}
