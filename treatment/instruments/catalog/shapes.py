"""What a scored questionnaire is made of: options, items, bands and the credit it must carry."""

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """How serious a band looks on the page; the value is the color it has there."""

    CALM = "calm"
    WATCH = "warn"
    ACT = "alarm"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """An instrument entered item by item."""

    key: str
    name: str
    about: str
    intro: str
    items: tuple[Item, ...]
    credit: str
    maximum: int | None = None
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreEntry:
    """An instrument whose text may not be shipped: only its total is entered."""

    key: str
    name: str
    about: str
    low: float
    high: float
    note: str
    credit: str
    bands: tuple[Band, ...] = ()


def options(*labels: str) -> tuple[Option, ...]:
    """Return options counted from 0."""
    return tuple(Option(value, label) for value, label in enumerate(labels))


YES_NO = (Option(1, "Yes"), Option(0, "No"))
YES_NO_CODES = (Option("y", "Yes"), Option("n", "No"))
