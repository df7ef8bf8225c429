"""How much of a therapy: the catalog's default, changed by severity where the reference says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from treatment.instruments.vocabulary import Severity
from treatment.plans.elements import ELEMENTS
from treatment.plans.engine.findings import Findings
from treatment.plans.rules.mind import depression_severe
from treatment.plans.vocabulary import Element


@dataclass(frozen=True, slots=True)
class Dose:
    """A schedule in words, and the planned count and minutes where they are stated."""

    schedule: str
    count: int | None
    minutes: int | None


BY_SEVERITY: Final = {
    Element.THR_IND: {
        Severity.SEVERE: Dose(
            "50 min twice a week for 4 weeks, then once a week; review at 12 weeks", 16, 50
        ),
    },
    Element.THR_GRP: {
        Severity.MODERATE: Dose("90 min 3 times a week, 6 to 12 people", None, 90),
        Severity.SEVERE: Dose("90 min 3 to 5 times a week, 6 to 12 people", None, 90),
    },
}
SOON: Final = Dose(
    "Psychiatric evaluation within 72 hours; scale repeated after 2 to 4 weeks", None, None
)


def dose(element: Element, findings: Findings) -> Dose:
    """The dose of an element for the severity found; severe depression is seen sooner (R33)."""
    if element is Element.DUA_DEP and depression_severe.ask(findings):
        return SOON
    by_severity = BY_SEVERITY.get(element, {})
    info = ELEMENTS[element]
    default = Dose(info.schedule, info.count, info.minutes)
    return by_severity.get(findings.criteria.severity, default)
