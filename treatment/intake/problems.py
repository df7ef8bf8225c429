"""Where a problem of the list may go next, and which of these steps takes a licensed hand."""

from treatment.intake.vocabulary import ProblemKind, ProblemState, Severity

S = ProblemState
FIRST = {
    ProblemKind.DIAGNOSIS: S.PROPOSED,
    ProblemKind.CIRCUMSTANCE: S.ACTIVE,
    ProblemKind.OWN: S.ACTIVE,
}
_DIAGNOSED = {
    S.PROPOSED: frozenset({S.CONFIRMED, S.NOT_CONFIRMED, S.ENTERED_IN_ERROR}),
    S.CONFIRMED: frozenset(
        {S.EARLY_REMISSION, S.SUSTAINED_REMISSION, S.RESOLVED, S.ENTERED_IN_ERROR}
    ),
    S.NOT_CONFIRMED: frozenset({S.PROPOSED, S.CONFIRMED, S.ENTERED_IN_ERROR}),
    S.ACTIVE: frozenset({S.EARLY_REMISSION, S.SUSTAINED_REMISSION, S.RESOLVED, S.ENTERED_IN_ERROR}),
    S.EARLY_REMISSION: frozenset({S.ACTIVE, S.SUSTAINED_REMISSION, S.RESOLVED, S.ENTERED_IN_ERROR}),
    S.SUSTAINED_REMISSION: frozenset({S.ACTIVE, S.RESOLVED, S.ENTERED_IN_ERROR}),
    S.RESOLVED: frozenset({S.ACTIVE, S.ENTERED_IN_ERROR}),
    S.ENTERED_IN_ERROR: frozenset(),
}
_NOTED = {
    S.ACTIVE: frozenset({S.RESOLVED, S.ENTERED_IN_ERROR}),
    S.RESOLVED: frozenset({S.ACTIVE, S.ENTERED_IN_ERROR}),
    S.ENTERED_IN_ERROR: frozenset(),
}
NEXT: dict[ProblemKind, dict[ProblemState, frozenset[ProblemState]]] = {
    ProblemKind.DIAGNOSIS: _DIAGNOSED,
    ProblemKind.CIRCUMSTANCE: _NOTED,
    ProblemKind.OWN: _NOTED,
}
NOT_YET_A_DIAGNOSIS = frozenset({S.PROPOSED, S.NOT_CONFIRMED})
ANYBODYS = frozenset({S.PROPOSED, S.ENTERED_IN_ERROR})  # steps on what is no diagnosis yet
MADE = frozenset({S.CONFIRMED, S.ACTIVE, S.EARLY_REMISSION, S.SUSTAINED_REMISSION})
OPEN = MADE | {S.PROPOSED}
SAID_WITHOUT_NOTE = frozenset({S.CONFIRMED})
REMISSION = {
    S.EARLY_REMISSION: "No criterion for at least 3 and less than 12 months; craving may remain.",
    S.SUSTAINED_REMISSION: "No criterion for 12 months or longer; craving may remain.",
}  # CLINICAL.md 1.2 [K]
FEWEST = {Severity.MILD: 2, Severity.MODERATE: 4, Severity.SEVERE: 6}  # criteria [S54]


def steps(kind: ProblemKind, state: ProblemState) -> frozenset[ProblemState]:
    """Where a problem of this kind may go from here."""
    return NEXT[kind].get(state, frozenset())


def is_licensed(kind: ProblemKind, before: ProblemState, after: ProblemState) -> bool:
    """Whether only an LPHA or prescriber takes this step, and signs it.

    Everything about a diagnosis, but proposing one again and taking back one never confirmed.
    """
    if kind is not ProblemKind.DIAGNOSIS:
        return False
    return not (before in NOT_YET_A_DIAGNOSIS and after in ANYBODYS)


def in_order(states: frozenset[ProblemState]) -> list[ProblemState]:
    """As a form lists them: what goes on first, entered in error last."""
    return [state for state in S if state in states]
