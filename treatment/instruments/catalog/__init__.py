"""Every instrument the product knows: entered item by item, or by its total alone."""

from collections.abc import Mapping
from typing import Final

from treatment.instruments.catalog.mind import CSSRS, GAD7, PCPTSD5, PHQ9
from treatment.instruments.catalog.recovery import BAM, BARC10, PAIN, PEG, RULERS
from treatment.instruments.catalog.scores import CIWA_B, DAST10, ISI, PAWSS, URICA, WHODAS12
from treatment.instruments.catalog.shapes import Instrument, ScoreEntry
from treatment.instruments.catalog.substances import AUDIT, AUDIT_C, DSM
from treatment.instruments.catalog.withdrawal import CIWA_AR, COWS

_BY_ITEM = (
    *(DSM, COWS, CIWA_AR, AUDIT_C, AUDIT, PHQ9, GAD7, PCPTSD5, CSSRS),
    *(BAM, RULERS, BARC10, PAIN, PEG),
)
INSTRUMENTS: Final[dict[str, Instrument]] = {each.key: each for each in _BY_ITEM}
SCORE_ENTRIES: Final[dict[str, ScoreEntry]] = {
    each.key: each for each in (DAST10, ISI, WHODAS12, PAWSS, CIWA_B, URICA)
}
CATALOG: Final[Mapping[str, Instrument | ScoreEntry]] = {**INSTRUMENTS, **SCORE_ENTRIES}

__all__ = ["CATALOG", "INSTRUMENTS", "SCORE_ENTRIES", "Instrument", "ScoreEntry"]
