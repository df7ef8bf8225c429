"""The scores of an intake as its pages show them: an open item leaves no total, only "at least"."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from treatment.instruments import scoring
from treatment.instruments.catalog import INSTRUMENTS, SCORE_ENTRIES, Instrument
from treatment.instruments.catalog.shapes import Band, Tone
from treatment.instruments.scoring import SuicideScreen, scales
from treatment.instruments.scoring.scales import Scale, Score
from treatment.instruments.vocabulary import Severity, Sex, SuicideRisk
from treatment.intake.notation.readers import CRITERION, SCREENER
from treatment.intake.questionnaire.shapes import Answers, Section

TONES = {
    SuicideRisk.HIGH: Tone.ACT,
    SuicideRisk.MODERATE: Tone.ACT,
    SuicideRisk.INCOMPLETE: Tone.WATCH,
    SuicideRisk.LOW: Tone.WATCH,
    SuicideRisk.NONE: Tone.CALM,
}
RISK_WORDS = {
    SuicideRisk.HIGH: "High risk",
    SuicideRisk.MODERATE: "Moderate risk",
    SuicideRisk.INCOMPLETE: "Incomplete",
    SuicideRisk.LOW: "Low risk",
    SuicideRisk.NONE: "No risk found",
}
IN_WITHDRAWAL = 5  # COWS from which mood and anxiety scores are provisional
PRESCRIBABLE = frozenset({"opioid", "sedative", "stimulant"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One score beside the form; `total` is None while it must not be shown as a sum."""

    key: str
    name: str
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


def sex_of(answers: Answers) -> Sex | None:
    word = answers.get("sex")
    return Sex(word) if word in set(Sex) else None


def _items(answers: Answers, key: str, instrument: Instrument) -> list[Any]:
    return list(answers.get(key) or [None] * len(instrument.items))


def _answered(items: Sequence[Any]) -> int:
    return sum(item is not None for item in items)


def _tone(total: float | None, bands: Sequence[Band]) -> Tone | None:
    reached = [band.tone for band in bands if total is not None and total >= band.low]
    return reached[-1] if reached else None


def _of_mood(key: str, scale: Scale) -> Callable[[Answers], list[Shown]]:
    """A score that withdrawal raises: taken in withdrawal it is repeated later."""
    make = _summed(key, scale)

    def mark(answers: Answers) -> list[Shown]:
        rated = sum(item for item in answers.get("cows") or () if item is not None)
        return [replace(each, is_provisional=rated >= IN_WITHDRAWAL) for each in make(answers)]

    return mark


def _summed(key: str, scale: Scale) -> Callable[[Answers], list[Shown]]:
    instrument = INSTRUMENTS[scale.key]

    def make(answers: Answers) -> list[Shown]:
        items = _items(answers, key, instrument)
        return [_sum_of(instrument, items, scale.score(items))]

    return make


def _sum_of(instrument: Instrument, items: Sequence[Any], score: Score) -> Shown:
    count = _answered(items)
    open_words = f"at least {score.at_least}; {count} of {len(items)} answered" if count else ""
    return Shown(
        key=instrument.key,
        name=instrument.name,
        said=(score.band or "") if score.complete else open_words,
        tone=_tone(score.total, instrument.bands),
        total=score.total,
        maximum=instrument.maximum,
        answered=count,
        asked=len(items),
        bands=instrument.bands,
        items=tuple(items),
        at_least=score.at_least,
    )


def _criteria(answers: Answers) -> list[Shown]:
    letters = _items(answers, "dsm", INSTRUMENTS["dsm"])
    prescribable = answers.get("primary") in PRESCRIBABLE
    as_prescribed = answers.get("taken_as_prescribed") if prescribable else False
    found = scoring.criteria([CRITERION[x] for x in letters], as_prescribed=as_prescribed)
    count = _answered(letters)
    tones = {Severity.NONE: Tone.CALM, Severity.SEVERE: Tone.ACT}
    return [
        Shown(
            key="dsm",
            name="Criteria met",
            said=found.text if count else "",
            tone=tones.get(found.severity, Tone.WATCH) if count else None,
            total=found.yes if count else None,
            maximum=len(letters),
            answered=count,
            asked=len(letters),
            bands=INSTRUMENTS["dsm"].bands,
            items=tuple(letters),
            at_least=found.yes,
        )
    ]


def _alcohol(answers: Answers) -> list[Shown]:
    items = _items(answers, "audit_items", INSTRUMENTS["audit"])
    first = items[: len(scales.AUDIT_C.points)]
    short, cut = scales.AUDIT_C.score(first), scoring.audit_c_cut(sex_of(answers))
    shown = _cut_at("audit_c", "AUDIT-C", first, short, cut, scales.AUDIT_C.most)
    full = _sum_of(INSTRUMENTS["audit"], items, scales.AUDIT.score(items))
    return [shown, full] if _answered(items[len(first) :]) else [shown]


def _trauma(answers: Answers) -> list[Shown]:
    items = _items(answers, "pcptsd5_items", INSTRUMENTS["pcptsd5"])
    score = scoring.pcptsd5(items, exposed=answers.get("trauma_exposure"))
    cut = scoring.pcptsd5_cut(sex_of(answers))
    return [_cut_at("pcptsd5", "PC-PTSD-5", items, score, cut, scales.PCPTSD5.most)]


def _cut_at(
    key: str, name: str, items: Sequence[Any], score: Score, cut: int, maximum: int
) -> Shown:
    """A screen with one cut-off, which depends on the person."""
    count = _answered(items)
    is_positive = score.at_least >= cut
    said = f"{'positive' if is_positive else 'negative'} (cut-off {cut})"
    if not (score.complete or is_positive):
        said = f"at least {score.at_least}; {count} of {len(items)} answered" if count else ""
    return Shown(
        key=key,
        name=name,
        said=said,
        tone=(Tone.WATCH if is_positive else Tone.CALM) if score.complete or is_positive else None,
        total=score.total,
        maximum=maximum,
        answered=max(count, int(score.complete)),
        asked=len(items),
        bands=(Band(0, "negative", Tone.CALM), Band(cut, "positive", Tone.WATCH)),
        items=tuple(items),
        at_least=score.at_least,
    )


def _suicide(answers: Answers) -> list[Shown]:
    letters = _items(answers, "cssrs", INSTRUMENTS["cssrs"])
    triage = SuicideScreen(*(SCREENER[x] for x in letters)).triage
    count = _answered(letters)
    return [
        Shown(
            key="cssrs",
            name=INSTRUMENTS["cssrs"].name,
            said=RISK_WORDS[triage],
            tone=TONES[triage] if count else None,
            answered=count,
            asked=len(letters),
            items=tuple(letters),
        )
    ]


def _typed_total(key: str) -> Callable[[Answers], list[Shown]]:
    entry = SCORE_ENTRIES[key]

    def make(answers: Answers) -> list[Shown]:
        total = answers.get(key)
        reached = [band.label for band in entry.bands if total is not None and total >= band.low]
        return [
            Shown(
                key=key,
                name=entry.name,
                said=reached[-1] if reached else "",
                tone=_tone(total, entry.bands),
                total=total,
                maximum=entry.high,
                answered=int(total is not None),
                asked=1,
                bands=entry.bands,
            )
        ]

    return make


MAKERS: dict[str, Callable[[Answers], list[Shown]]] = {
    "dsm": _criteria,
    "cows": _summed("cows", scales.COWS),
    "ciwa_ar_items": _summed("ciwa_ar_items", scales.CIWA_AR),
    "audit_items": _alcohol,
    "phq9_items": _of_mood("phq9_items", scales.PHQ9),
    "gad7_items": _of_mood("gad7_items", scales.GAD7),
    "pcptsd5_items": _trauma,
    "cssrs": _suicide,
    "barc10_items": _summed("barc10_items", scales.BARC10),
    **{key: _typed_total(key) for key in SCORE_ENTRIES},
}
