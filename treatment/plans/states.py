"""The states of a plan and of its lines, and the moves between them."""

from enum import StrEnum


class PlanState(StrEnum):
    DRAFT = "draft"
    SIGNED = "signed"
    COSIGNED = "cosigned"
    ACTIVE = "active"
    SUPERSEDED = "superseded"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return self.value.capitalize()


NEXT: dict[PlanState, frozenset[PlanState]] = {
    PlanState.DRAFT: frozenset({PlanState.SIGNED, PlanState.SUPERSEDED, PlanState.CLOSED}),
    PlanState.SIGNED: frozenset(
        {PlanState.COSIGNED, PlanState.ACTIVE, PlanState.SUPERSEDED, PlanState.CLOSED}
    ),
    PlanState.COSIGNED: frozenset({PlanState.ACTIVE, PlanState.SUPERSEDED, PlanState.CLOSED}),
    PlanState.ACTIVE: frozenset({PlanState.SUPERSEDED, PlanState.CLOSED}),
    PlanState.SUPERSEDED: frozenset(),
    PlanState.CLOSED: frozenset(),
}
PENDING = frozenset({PlanState.DRAFT, PlanState.SIGNED, PlanState.COSIGNED})


class LineStatus(StrEnum):
    """Where a line of the plan stands; only a person moves it away from proposed."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    CHANGED = "changed"
    DECLINED = "declined"
    OFFERED_DECLINED = "offered_declined"
    DEFERRED = "deferred"

    @property
    def label(self) -> str:
        return _LINE_LABELS.get(self, self.value.capitalize())


_LINE_LABELS = {LineStatus.OFFERED_DECLINED: "Offered – declined by the patient"}
IN_FORCE = frozenset({LineStatus.ACCEPTED, LineStatus.CHANGED})

# CLINICAL.md §6.2: these keep a plan from being signed. A task ends when it is done; a minor is
# handed over and never gets a plan here.
BLOCKING_TASKS = frozenset({"TASK-CSSRS", "TASK-COWS", "TASK-DSM", "TASK-RECON"})
NO_PLAN_HERE = frozenset({"SAF-MINOR"})


class Verdict(StrEnum):
    """What was decided or recorded about a line; each one is a row that never changes."""

    ACCEPT = "accept"
    CHANGE = "change"
    DECLINE = "decline"
    DEFER = "defer"
    REOPEN = "reopen"
    ACKNOWLEDGE = "acknowledge"
    DONE = "done"

    @property
    def label(self) -> str:
        return _VERDICT_LABELS[self]


_VERDICT_LABELS = {
    Verdict.ACCEPT: "Accepted",
    Verdict.CHANGE: "Changed",
    Verdict.DECLINE: "Declined",
    Verdict.DEFER: "Deferred",
    Verdict.REOPEN: "Reopened",
    Verdict.ACKNOWLEDGE: "Acknowledged",
    Verdict.DONE: "Done",
}


class Origin(StrEnum):
    RULE = "rule"
    CLINICIAN = "clinician"


class Outcome(StrEnum):
    DONE = "done"
    MISSED = "missed"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class MissedCause(StrEnum):
    """Why a planned unit was not delivered: what the program owes, and what it does not."""

    DECLINED = "declined"
    ABSENT = "absent"
    CANCELED = "canceled"
    NO_SLOT = "no_slot"

    @property
    def label(self) -> str:
        return _CAUSE_LABELS[self]


_CAUSE_LABELS = {
    MissedCause.DECLINED: "Patient declined",
    MissedCause.ABSENT: "Patient absent",
    MissedCause.CANCELED: "Program canceled",
    MissedCause.NO_SLOT: "No slot",
}


class Participation(StrEnum):
    """How the patient took part in the plan; needed before it becomes active."""

    AGREED = "agreed"
    DECLINED = "declined"
    UNABLE = "unable"

    @property
    def label(self) -> str:
        return _PARTICIPATION_LABELS[self]


_PARTICIPATION_LABELS = {
    Participation.AGREED: "Took part and agrees",
    Participation.DECLINED: "Declined to sign",
    Participation.UNABLE: "Unable to take part",
}
