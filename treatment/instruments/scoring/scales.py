"""The sum scales as data: which points exist per item, and what their totals are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

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


def band_of(total: int, bands: Bands) -> str | None:
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


def _span(low: int, high: int, items: int) -> tuple[frozenset[int], ...]:
    return (frozenset(range(low, high + 1)),) * items


FREQUENCY_3: Final = frozenset(range(4))
FREQUENCY_4: Final = frozenset(range(5))

COWS: Final = Scale(
    key="cows",
    name="COWS",
    points=(
        frozenset({0, 1, 2, 4}),  # resting pulse
        frozenset({0, 1, 2, 3, 4}),  # sweating
        frozenset({0, 1, 3, 5}),  # restlessness
        frozenset({0, 1, 2, 5}),  # pupils
        frozenset({0, 1, 2, 4}),  # bone or joint aches
        frozenset({0, 1, 2, 4}),  # runny nose or tearing
        frozenset({0, 1, 2, 3, 5}),  # gastrointestinal upset
        frozenset({0, 1, 2, 4}),  # tremor
        frozenset({0, 1, 2, 4}),  # yawning
        frozenset({0, 1, 2, 4}),  # anxiety or irritability
        frozenset({0, 3, 5}),  # gooseflesh
    ),
    bands=(
        (0, "none/minimal"),
        (5, "mild"),
        (13, "moderate"),
        (25, "moderately severe"),
        (37, "severe"),
    ),
    source="S26, S27",
)
CIWA_AR: Final = Scale(
    key="ciwa_ar",
    name="CIWA-Ar",
    points=(*_span(0, 7, 9), FREQUENCY_4),
    bands=((0, "mild"), (10, "moderate"), (19, "severe")),
    source="S23, S28",
)
PHQ9: Final = Scale(
    key="phq9",
    name="PHQ-9",
    points=(FREQUENCY_3,) * 9,
    bands=(
        (0, "minimal"),
        (5, "mild"),
        (10, "moderate"),
        (15, "moderately severe"),
        (20, "severe"),
    ),
    source="S30, S37",
)
GAD7: Final = Scale(
    key="gad7",
    name="GAD-7",
    points=(FREQUENCY_3,) * 7,
    bands=((0, "minimal"), (5, "mild"), (10, "moderate"), (15, "severe")),
    source="S30, S37",
)
PCPTSD5: Final = Scale(
    key="pcptsd5", name="PC-PTSD-5", points=_span(0, 1, 5), bands=(), source="S29"
)
AUDIT_C: Final = Scale(
    key="audit_c", name="AUDIT-C", points=(FREQUENCY_4,) * 3, bands=(), source="S30"
)
AUDIT: Final = Scale(
    key="audit",
    name="AUDIT",
    points=(*(FREQUENCY_4,) * 8, *(frozenset({0, 2, 4}),) * 2),
    bands=((0, "zone I"), (8, "zone II"), (16, "zone III"), (20, "zone IV")),
    source="S30",
)
BARC10: Final = Scale(
    key="barc10",
    name="BARC-10",
    points=_span(1, 6, 10),
    bands=((10, "low"), (47, "not low")),
    source="S32",
)
ISI: Final = Scale(
    key="isi",
    name="ISI",
    points=(FREQUENCY_4,) * 7,
    bands=(
        (0, "no insomnia"),
        (8, "subthreshold insomnia"),
        (15, "moderate insomnia"),
        (22, "severe insomnia"),
    ),
    source="S34",
)
PAWSS: Final = Scale(
    key="pawss",
    name="PAWSS",
    points=_span(0, 1, 10),
    bands=((0, "low risk"), (4, "high risk")),
    source="S55",
)
DAST10: Final = Scale(
    key="dast10",
    name="DAST-10",
    points=_span(0, 1, 10),
    bands=((0, "none"), (1, "low"), (3, "moderate"), (6, "substantial"), (9, "severe")),
    source="S36",
)
WHODAS12: Final = Scale(
    key="whodas12", name="WHODAS 2.0", points=(FREQUENCY_4,) * 12, bands=(), source="S35"
)
BAM_USE: Final = Scale(
    key="bam_use",
    name="BAM Use",
    points=(FREQUENCY_4,) * 3,
    bands=((0, "no flag"), (1, "flag")),
    source="S31",
)
BAM_RISK: Final = Scale(
    key="bam_risk",
    name="BAM Risk",
    points=(FREQUENCY_4,) * 6,
    bands=((0, "no flag"), (12, "flag")),
    source="S31",
)
BAM_PROTECTIVE: Final = Scale(
    key="bam_protective",
    name="BAM Protective",
    points=(FREQUENCY_4,) * 6,
    bands=((0, "flag"), (13, "no flag")),
    source="S31",
)
SCALES: Final[Mapping[str, Scale]] = {
    scale.key: scale
    for scale in (
        COWS,
        CIWA_AR,
        PHQ9,
        GAD7,
        PCPTSD5,
        AUDIT_C,
        AUDIT,
        BARC10,
        ISI,
        PAWSS,
        DAST10,
        WHODAS12,
        BAM_USE,
        BAM_RISK,
        BAM_PROTECTIVE,
    )
}
