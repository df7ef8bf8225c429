"""Closed word lists of the plan: areas of care and urgencies (CLINICAL.md §§6, 6.3)."""

from enum import StrEnum


class Area(StrEnum):
    """Where on the plan a line stands; the order is the order of the page, risk first."""

    SAFETY = "safety"
    DETOX = "detox"
    MEDICATION = "medication"
    FLAG = "flag"
    TASK = "task"
    LAB = "lab"
    THERAPY = "therapy"
    DUAL_DIAGNOSIS = "dual_diagnosis"
    SUPPORT = "support"
    HOLISTIC = "holistic"
    AFTERCARE = "aftercare"
    ADMINISTRATIVE = "administrative"
    BRIEF = "brief"

    @property
    def label(self) -> str:
        return {
            "detox": "Detox",
            "flag": "Medication warnings",
            "task": "Open tasks",
            "lab": "Laboratory",
            "dual_diagnosis": "Dual diagnosis",
            "brief": "Brief intervention",
        }.get(self.value, self.value.capitalize())


class Urgency(StrEnum):
    """How soon a line must be acted on; U0 is the strongest."""

    U0 = "U0"
    U1 = "U1"
    U2 = "U2"
    U3 = "U3"
    U4 = "U4"

    @property
    def label(self) -> str:
        return {
            "U0": "Now",
            "U1": "Same day",
            "U2": "Within 72 hours",
            "U3": "Within 7 days",
            "U4": "Routine",
        }[self.value]
