"""Every instrument the product knows: entered item by item, or by its total alone."""

from treatment.instruments.catalog.mind import CSSRS, GAD7, PCPTSD5, PHQ9
from treatment.instruments.catalog.recovery import BAM, BARC10
from treatment.instruments.catalog.scores import CIWA_B, DAST10, ISI, PAWSS, URICA, WHODAS12
from treatment.instruments.catalog.shapes import Instrument, ScoreEntry
from treatment.instruments.catalog.substances import AUDIT, DSM
from treatment.instruments.catalog.withdrawal import CIWA_AR, COWS

INSTRUMENTS: dict[str, Instrument] = {
    each.key: each for each in (DSM, COWS, CIWA_AR, AUDIT, PHQ9, GAD7, PCPTSD5, CSSRS, BAM, BARC10)
}
SCORE_ENTRIES: dict[str, ScoreEntry] = {
    each.key: each for each in (DAST10, ISI, WHODAS12, PAWSS, CIWA_B, URICA)
}

__all__ = ["INSTRUMENTS", "SCORE_ENTRIES", "Instrument", "ScoreEntry"]
