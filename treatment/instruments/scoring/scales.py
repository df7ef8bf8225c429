"""The sum scales, made from the catalog: which points exist per item, what totals are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from treatment.instruments.catalog import CATALOG, Instrument, ScoreEntry

Item = int | None  # None: not answered, not rated
Bands = tuple[tuple[int, str], ...]  # (lowest total of the band, its word), rising


@dataclass(frozen=True, slots=True)
class Score:
    """A total with its band, or, while an item is open, only the least it can be."""

    total: int | None
    at_least: int
    band: str | None = None

    @property
    def complete(self) -> bool:
        return self.total is not None

    @property
    def text(self) -> str:
        """The score as a page shows it: "14 moderate", "≥10"."""
        if self.total is None:
            return f"≥{self.at_least}"
        return f"{self.total} {self.band}" if self.band else str(self.total)


def band_of(total: float, bands: Bands) -> str | None:
    """The word of the highest band whose lower edge the total reaches."""
    reached = [word for edge, word in bands if total >= edge]
    return reached[-1] if reached else None


@dataclass(frozen=True, slots=True)
class Scale:
    """A sum scale: which points exist per item, and what its totals are called."""

    key: str
    name: str
    points: tuple[frozenset[int], ...]
    bands: Bands
    source: str

    @property
    def least(self) -> int:
        return sum(min(points) for points in self.points)

    @property
    def most(self) -> int:
        return sum(max(points) for points in self.points)

    def impossible(self, items: Sequence[Item]) -> list[int]:
        """Positions whose points do not exist on this scale."""
        pairs = zip(items, self.points, strict=True)
        return [
            at for at, (item, points) in enumerate(pairs) if not (item is None or item in points)
        ]

    def score(self, items: Sequence[Item]) -> Score:
        """Sum the items; with one unanswered there is no total. Raises ValueError on bad items."""
        if len(items) != len(self.points):
            message = f"{self.name} has {len(self.points)} items."
            raise ValueError(message)
        if wrong := self.impossible(items):
            message = f"{self.name} item {wrong[0] + 1} has no score {items[wrong[0]]}."
            raise ValueError(message)
        known = sum(item for item in items if item is not None)
        return Score(None, known) if None in items else self.read(known)

    def read(self, total: int) -> Score:
        """A total that came without its items."""
        return Score(total, total, band_of(total, self.bands))


def points_of(known: Instrument | ScoreEntry) -> tuple[frozenset[int], ...]:
    """The points that exist for each item."""
    if isinstance(known, ScoreEntry):
        return known.points
    return tuple(frozenset(int(value) for value in item.values) for item in known.items)


def _scale(key: str) -> Scale:
    known = CATALOG[key]
    bands = tuple((band.low, band.label) for band in known.bands)
    return Scale(key, known.name, points_of(known), bands, known.source)


COWS: Final = _scale("cows")
CIWA_AR: Final = _scale("ciwa_ar")
PHQ9: Final = _scale("phq9")
GAD7: Final = _scale("gad7")
PCPTSD5: Final = _scale("pcptsd5")
AUDIT_C: Final = _scale("audit_c")
AUDIT: Final = _scale("audit")
BARC10: Final = _scale("barc10")
ISI: Final = _scale("isi")
PAWSS: Final = _scale("pawss")
DAST10: Final = _scale("dast10")
WHODAS12: Final = _scale("whodas12")

BAM_ITEMS: Final[Mapping[str, tuple[int, ...]]] = {
    "use": (4, 5, 6),
    "risk": (1, 2, 3, 8, 11, 15),
    "protective": (9, 10, 12, 13, 14, 16),
}


def _part(name: str) -> Scale:
    bam = CATALOG["bam"]
    line = next(line for line in bam.parts if line.key == name)
    points = points_of(bam)
    return Scale(
        key=f"bam_{name}",
        name=f"BAM {line.name}",
        points=tuple(points[number - 1] for number in BAM_ITEMS[name]),
        bands=tuple((band.low, band.label) for band in line.bands),
        source=bam.source,
    )


BAM_PARTS: Final[Mapping[str, Scale]] = {name: _part(name) for name in BAM_ITEMS}
SUMMED: Final = (
    *(COWS, CIWA_AR, PHQ9, GAD7, PCPTSD5, AUDIT_C, AUDIT),
    *(BARC10, ISI, PAWSS, DAST10, WHODAS12),
)
SCALES: Final[Mapping[str, Scale]] = {scale.key: scale for scale in (*SUMMED, *BAM_PARTS.values())}
