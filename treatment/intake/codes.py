"""ICD-10-CM codes of a substance use disorder, by severity and withdrawal (CLINICAL.md 8)."""

import re
from dataclasses import dataclass

from treatment.intake.vocabulary import Severity, Substance

SHAPE = re.compile(r"[A-Z][0-9][0-9AB](\.[0-9A-Z]{1,4})?")
KRATOM = "kratom (mitragynine)"
KRATOM_UNSETTLED = (
    "Kratom has no code of its own. Whether F19 (other) or F11 (it acts on opioid receptors) is "
    "right is not settled in anything we could read: ask the payer, and keep the name of the "
    "substance beside the code."
)
UNVERIFIED = "No code for this is verified here: take it from your code book."
RECORDING = "mild is recorded as abuse, moderate and severe as dependence"


@dataclass(frozen=True, slots=True)
class Code:
    """One row: what it is called, for which severities, and where that was read."""

    code: str
    title: str
    severities: frozenset[Severity]
    withdrawal: bool
    source: str
    certainty: str = "V"

    @property
    def family(self) -> str:
        return self.code[:3]


MILD = frozenset({Severity.MILD})
MORE = frozenset({Severity.MODERATE, Severity.SEVERE})
CODES = (
    Code("F10.20", "Alcohol dependence, uncomplicated", MORE, withdrawal=False, source="S51"),
    Code(
        "F10.230",
        "Alcohol dependence with withdrawal, uncomplicated",
        MORE,
        withdrawal=True,
        source="S51",
    ),
    Code(
        "F10.231",
        "Alcohol dependence with withdrawal delirium",
        MORE,
        withdrawal=True,
        source="S51",
    ),
    Code(
        "F10.239",
        "Alcohol dependence with withdrawal, unspecified",
        MORE,
        withdrawal=True,
        source="S51",
    ),
    Code("F11.10", "Opioid abuse, uncomplicated", MILD, withdrawal=False, source="S51"),
    Code("F11.13", "Opioid abuse with withdrawal", MILD, withdrawal=True, source="S51"),
    Code("F11.20", "Opioid dependence, uncomplicated", MORE, withdrawal=False, source="S51"),
    Code("F11.23", "Opioid dependence with withdrawal", MORE, withdrawal=True, source="S51"),
    Code(
        "F19.10",
        "Other psychoactive substance abuse, uncomplicated",
        MILD,
        withdrawal=False,
        source="S54",
    ),
    Code(
        "F19.20",
        "Other psychoactive substance dependence, uncomplicated",
        MORE,
        withdrawal=False,
        source="S54",
    ),
)


@dataclass(frozen=True, slots=True)
class Named:
    """A substance as a diagnosis names it, and the families its code may come from, usual first."""

    disorder: str
    text: str = ""
    families: tuple[str, ...] = ()
    certainty: str = "V"


_KRATOM = Named("Other substance use disorder", KRATOM, ("F19", "F11"), "?")
DISORDERS: dict[Substance, Named] = {
    Substance.KRATOM_LEAF: _KRATOM,
    Substance.KRATOM_EXTRACT: _KRATOM,
    Substance.KRATOM_7OH: _KRATOM,
    Substance.OPIOID: Named("Opioid use disorder", "opioid", ("F11",)),
    Substance.ALCOHOL: Named("Alcohol use disorder", "alcohol", ("F10",)),
    Substance.SEDATIVE: Named("Sedative, hypnotic, or anxiolytic use disorder", "sedative"),
    Substance.STIMULANT: Named("Stimulant use disorder", "stimulant"),
    Substance.CANNABIS: Named("Cannabis use disorder", "cannabis"),
    Substance.OTHER: Named("Other substance use disorder", "", ("F19",)),
}


def codes_for(family: str, severity: Severity) -> tuple[Code, ...]:
    """The verified codes of a family for one severity: without withdrawal, then with."""
    rows = [row for row in CODES if row.family == family and severity in row.severities]
    return tuple(sorted(rows, key=lambda row: row.withdrawal))


def is_shaped(code: str) -> bool:
    """Whether it can be an ICD-10-CM code at all; nobody looks it up."""
    return SHAPE.fullmatch(code) is not None
