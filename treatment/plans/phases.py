"""The phases of treatment and the moves between them (CLINICAL.md §5)."""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum


class Phase(StrEnum):
    REFERRAL = "referral"
    ASSESSMENT = "assessment"
    DETOX = "detox"
    PRIMARY = "primary"
    STEP_DOWN = "step_down"
    AFTERCARE = "aftercare"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def number(self) -> int:
        return list(Phase).index(self)


_LABELS = {
    Phase.REFERRAL: "Referral and pre-admission",
    Phase.ASSESSMENT: "Assessment and planning",
    Phase.DETOX: "Detox and stabilization",
    Phase.PRIMARY: "Primary treatment",
    Phase.STEP_DOWN: "Step-down",
    Phase.AFTERCARE: "Aftercare",
}

NEXT: dict[Phase, frozenset[Phase]] = {
    Phase.REFERRAL: frozenset({Phase.ASSESSMENT, Phase.DETOX, Phase.AFTERCARE}),
    Phase.ASSESSMENT: frozenset({Phase.DETOX, Phase.PRIMARY, Phase.AFTERCARE}),
    Phase.DETOX: frozenset({Phase.ASSESSMENT, Phase.PRIMARY, Phase.AFTERCARE}),
    Phase.PRIMARY: frozenset({Phase.DETOX, Phase.STEP_DOWN, Phase.AFTERCARE}),
    Phase.STEP_DOWN: frozenset({Phase.DETOX, Phase.PRIMARY, Phase.AFTERCARE}),
    Phase.AFTERCARE: frozenset({Phase.ASSESSMENT, Phase.DETOX, Phase.PRIMARY}),
}


def may_move(current: Phase, to: Phase) -> bool:
    """Every open phase may also go to aftercare or out by discharge (CLINICAL.md §5)."""
    return to in NEXT[current]


DAYS_INTENSIVE, DAYS_TREATMENT, DAYS_AFTERCARE = 7, 30, 90  # CLINICAL.md §5, plan review [P]
INTENSIVE = frozenset({"DTX-2", "DTX-3"})


def review_due(
    on: date, phase: Phase | None, in_force: Collection[str | None], *, is_residential: bool = False
) -> date:
    """When the plan is reviewed next.

    Args:
        on: the day it became active, was reviewed or changed phase.
        phase: None where no phase is known yet.
        in_force: element codes of the plan.
    """
    if phase is Phase.AFTERCARE:
        return on + timedelta(days=DAYS_AFTERCARE)
    has_detox = phase in {None, Phase.ASSESSMENT, Phase.DETOX} and INTENSIVE.intersection(in_force)
    intensive = has_detox or phase is Phase.DETOX or is_residential
    return on + timedelta(days=DAYS_INTENSIVE if intensive else DAYS_TREATMENT)
