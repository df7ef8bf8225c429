"""Medicines the clinical reference marks by name, and why; a clinician may mark others by hand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Mark(StrEnum):
    """What is special about a medicine here."""

    QT = "qt"
    CYP = "cyp"
    SEIZURE = "seizure"
    BLOCKER = "blocker"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS: Final = {
    Mark.QT: "QT",
    Mark.CYP: "Narrow margin",
    Mark.SEIZURE: "Seizure",
    Mark.BLOCKER: "Opioid blocker",
}


@dataclass(frozen=True, slots=True)
class Known:
    """One name of the list, with its source and how sure the source is (V, K)."""

    name: str
    mark: Mark
    why: str
    source: str
    certainty: str


CHANGES: Final = "Narrow margin, broken down by CYP3A: the level may change when kratom stops."
SEIZES: Final = "Lowers the seizure threshold. Seizures were reported with kratom too."
# ruff: noqa: E501 - one medicine, one row
LISTED: Final = (
    Known("alprazolam", Mark.CYP, CHANGES, "S9", "V"),
    Known("midazolam", Mark.CYP, CHANGES, "S9", "V"),
    Known("fentanyl", Mark.CYP, CHANGES, "S9", "V"),
    Known("oxycodone", Mark.CYP, CHANGES, "S9", "V"),
    Known("methadone", Mark.CYP, CHANGES, "S9", "V"),
    Known("quetiapine", Mark.CYP, CHANGES, "S9", "V"),
    Known("lofexidine", Mark.QT, "Not with congenital long QT; care beside other QT medicines.", "S20", "V"),
    Known("ondansetron", Mark.QT, "Not shown where the QTc is long.", "reference 3.6", "K"),
    Known("hydroxyzine", Mark.QT, "Not shown where the QTc is long.", "reference 3.6", "K"),
    Known("trazodone", Mark.QT, "Can lengthen QT.", "reference 3.6", "K"),
    Known("loperamide", Mark.QT, "High doses lengthen QT and disturb the heart’s rhythm.", "reference 3.6", "K"),
    Known("tramadol", Mark.SEIZURE, SEIZES, "reference 2, R25", "K"),
    Known("bupropion", Mark.SEIZURE, SEIZES, "reference 2, R25", "K"),
    Known("naltrexone", Mark.BLOCKER, "Too early after kratom or an opioid it brings on withdrawal.", "S17", "V"),
)  # fmt: skip
BY_NAME: Final = {known.name: known for known in LISTED}
NAMED: Final = re.compile(rf"(?<![^\W_])({'|'.join(BY_NAME)})(?![^\W_])", re.IGNORECASE)


def known_in(name: str) -> tuple[Known, ...]:
    """The listed medicines named in these words: whole words, any case (R25)."""
    found = dict.fromkeys(match.lower() for match in NAMED.findall(name))
    return tuple(BY_NAME[each] for each in found)


def is_marked(name: str, mark: Mark) -> bool:
    return any(known.mark is mark for known in known_in(name))
