"""The phases of treatment and the moves between them (CLINICAL.md §5)."""

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
