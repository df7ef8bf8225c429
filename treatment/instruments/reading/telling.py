"""What a total, or the part of it that is known, says: band, tone and what it calls for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from treatment.instruments.catalog import Instrument, ScoreEntry
from treatment.instruments.catalog.shapes import Band, Notice, Tone
from treatment.instruments.scoring import Yes
from treatment.instruments.scoring.scales import Item, Score

Known = Instrument | ScoreEntry
PROVISIONAL: Final = "provisional: taken in withdrawal, repeat after 2 to 4 weeks without use"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the answers say; with an item open there is no total, only the least it can be."""

    instrument: str
    version: str
    complete: bool
    total: float | None = None
    band: str | None = None
    at_least: float | None = None
    flags: tuple[str, ...] = ()
    parts: Mapping[str, Score] = field(default_factory=dict)
    tone: Tone | None = None
    is_provisional: bool = False

    @property
    def details(self) -> dict[str, Any]:
        """What a measurement keeps of it beside the total: parts and flags, where there are any."""
        parts = {key: asdict(part) for key, part in self.parts.items()}
        kept = {"parts": parts, "flags": list(self.flags)}
        return {key: value for key, value in kept.items() if value}


@dataclass(frozen=True, slots=True)
class Person:
    """What is known about the person that some cut-offs and gates depend on."""

    sex: str | None = None
    exposed: Yes = None
    cows: float | None = None
    as_prescribed: Yes = False


def told(
    known: Known,
    total: float | None,
    at_least: float,
    items: Sequence[Item] = (),
    person: Person = Person(),
) -> Reading:
    """A reading of a total, or of the part of it that is known.

    A known part at the cut-off is positive whatever the open items say; other bands need a total.
    """
    is_positive = known.cut is not None and at_least >= known.cut.of(person.sex)
    band = _band(known, at_least if is_positive else total, person.sex)
    is_provisional = (
        known.provisional_from is not None and (person.cows or 0) >= known.provisional_from
    )
    return Reading(
        instrument=known.key,
        version=known.version,
        total=total,
        band=band.label if band else None,
        complete=total is not None,
        at_least=at_least,
        flags=(
            *(each.words for each in known.notices if _holds(each, total, at_least, items)),
            *_of_the_cut(known, person, at_least),
            *[PROVISIONAL] * is_provisional,
        ),
        tone=band.tone if band else None,
        is_provisional=is_provisional,
    )


def nothing(known: Known) -> Reading:
    """A reading without a single number."""
    return Reading(instrument=known.key, version=known.version, complete=False)


def _band(known: Known, total: float | None, sex: str | None) -> Band | None:
    reached = [band for band in known.bands_for(sex) if total is not None and total >= band.low]
    return reached[-1] if reached else None


def _holds(notice: Notice, total: float | None, at_least: float, items: Sequence[Item]) -> bool:
    """A lower edge holds for a known part too; an upper edge needs the whole total."""
    if notice.item is not None:
        at_least = items[notice.item - 1] or 0
    if notice.below is not None:
        return total is not None and total < notice.below
    return notice.least is not None and at_least >= notice.least


def _of_the_cut(known: Known, person: Person, at_least: float) -> list[str]:
    """What a positive screen calls for, and whether only the unknown sex makes it positive."""
    cut = known.cut
    if cut is None or at_least < cut.of(person.sex):
        return []
    if person.sex in {"female", "male"} or at_least >= cut.men:
        return [cut.calls_for]
    return [cut.calls_for, f"sex not known: for a man it is positive from {cut.men}"]
