"""What a scored questionnaire is made of: options, items, bands and the credit it must carry."""

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """How serious a band looks on the page."""

    CALM = "calm"
    WATCH = "watch"
    ACT = "act"


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


YES_NO = (Option(0, "No"), Option(1, "Yes"))
YES_NO_CODES = (Option("n", "No"), Option("y", "Yes"))
