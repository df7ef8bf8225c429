"""What a scored questionnaire is made of: options, items, bands, and what is known about it."""

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """How serious a band looks on the page; the value is the color it has there."""

    CALM = "calm"
    WATCH = "warn"
    ACT = "alarm"


class Certainty(StrEnum):
    """How sure the clinical reference is of what it says; the values are its flags."""

    VERIFIED = "V"
    KNOWN = "K"
    PROPOSED = "P"
    UNSURE = "?"

    @property
    def label(self) -> str:
        return _CERTAINTIES[self]


_CERTAINTIES = {
    Certainty.VERIFIED: "Read in the source named",
    Certainty.KNOWN: "Textbook knowledge, not looked up again",
    Certainty.PROPOSED: "Proposed; the medical director may change it",
    Certainty.UNSURE: "Unsure, not a fact",
}


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to an item: what is stored and what the page says."""

    value: int | str
    label: str


@dataclass(frozen=True, slots=True)
class Item:
    """One question of an instrument; only the listed options exist."""

    text: str
    options: tuple[Option, ...]
    note: str = ""
    loinc: str = ""

    @property
    def values(self) -> tuple[int | str, ...]:
        """Every value the item may take."""
        return tuple(option.value for option in self.options)

    @property
    def pairs(self) -> list[tuple[int | str, str]]:
        """Value and label of every option."""
        return [(option.value, option.label) for option in self.options]

    @property
    def points(self) -> list[tuple[int | str, int | str]]:
        """The bare points, for a scale with a point for every number."""
        return [(option.value, option.value) for option in self.options]

    @property
    def anchors(self) -> str:
        """What the points mean, as far as each is described: "0 none · 4 moderate"."""
        return " · ".join(f"{each.value} {each.label}" for each in self.options if each.label)


@dataclass(frozen=True, slots=True)
class Band:
    """Scores from `low` upward (to the next band) are called `label`."""

    low: int
    label: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class CutOff:
    """The least positive total of a screen, which depends on the person's sex."""

    men: int
    women: int
    unknown: int
    calls_for: str  # what a positive result calls for

    def of(self, sex: str | None) -> int:
        """The cut-off for "male", "female" or anything else: unknown."""
        return {"male": self.men, "female": self.women}.get(sex or "", self.unknown)


@dataclass(frozen=True, slots=True)
class Notice:
    """What a total, or one item of it, calls for; the lower edge holds for a known part too."""

    words: str
    least: int | None = None
    below: int | None = None
    item: int | None = None  # its number; None: the total


@dataclass(frozen=True, slots=True)
class Loinc:
    """Codes the reference verified; what it calls unverified is left empty."""

    total: str = ""  # of the total, or of the level of risk
    panel: str = ""
    answers: tuple[str, ...] = ()  # in the order of the points


@dataclass(frozen=True, slots=True)
class Frequency:
    """When to take it: on days after the start of care (0 is the intake), then every so often."""

    words: str
    days: tuple[int, ...] = ()
    every: int | None = None  # days since the last time
    each_contact: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One number to follow over time; a total, or a part of an instrument without a total."""

    key: str
    name: str
    low: float
    high: float
    bands: tuple[Band, ...] = ()
    higher_is_better: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known about every instrument, whichever way it is entered."""

    key: str
    name: str
    about: str
    credit: str
    license: str  # what the reference says we may ship
    license_certainty: Certainty
    source: str  # S-numbers of the clinical reference
    certainty: Certainty  # of the bands or the cut-off
    every: Frequency
    version: str = "1"
    bands: tuple[Band, ...] = ()
    cut: CutOff | None = None
    provisional_from: int | None = None  # taken at this COWS or above it is repeated later [P]
    notices: tuple[Notice, ...] = ()
    loinc: Loinc = Loinc()
    higher_is_better: bool = False
    margin: float | None = None  # a change of this many points is more than chance
    response: float | None = None  # a fall by this share of the first total
    remission: float | None = None  # a total below this
    parts: tuple[Line, ...] = ()  # in place of a total

    def bands_for(self, sex: str | None) -> tuple[Band, ...]:
        """The bands that hold for this person."""
        if self.cut is None:
            return self.bands
        return (Band(0, "negative", Tone.CALM), Band(self.cut.of(sex), "positive", Tone.WATCH))


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument(Known):
    """An instrument entered item by item."""

    intro: str
    items: tuple[Item, ...]
    minimum: int = 0
    maximum: int | None = None  # None: it has no total

    @property
    def lines(self) -> tuple[Line, ...]:
        """What a trend of it can show."""
        if self.maximum is None:
            return self.parts
        name, better = self.name, self.higher_is_better
        return (Line("total", name, self.minimum, self.maximum, self.bands, better),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreEntry(Known):
    """An instrument whose text may not be shipped: only its total, or bare points, are entered."""

    low: float
    high: float
    note: str
    points: tuple[frozenset[int], ...] = ()  # per item, for those who type the points of the form
    reversed_items: tuple[int, ...] = ()  # numbers of yes-no items whose yes is worth nothing
    means: tuple[str, ...] = ()  # the part means it is made of, each from 1 to 5

    @property
    def lines(self) -> tuple[Line, ...]:
        """What a trend of it can show."""
        return (Line("total", self.name, self.low, self.high, self.bands, self.higher_is_better),)


def options(*labels: str) -> tuple[Option, ...]:
    """Return options counted from 0."""
    return tuple(Option(value, label) for value, label in enumerate(labels))


def every_point(top: int, **anchors: str) -> tuple[Option, ...]:
    """Return 0 to `top`; points without an anchor lie between their neighbors."""
    return tuple(Option(value, anchors.get(f"at_{value}", "")) for value in range(top + 1))


YES_NO = (Option(1, "Yes"), Option(0, "No"))
YES_NO_CODES = (Option("y", "Yes"), Option("n", "No"))
YES_NO_POINTS = frozenset({0, 1})
FREQUENCY_POINTS = frozenset(range(5))

AS_NEEDED = Frequency("Optional")
BY_STATE = Frequency("As often as the state of withdrawal asks (detox monitoring)")
EVERY_CONTACT = Frequency("At intake, then at each contact", (0,), each_contact=True)
HALF_YEAR = Frequency("At intake and at 6 months", (0, 180))
