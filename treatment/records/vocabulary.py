"""Closed word lists of the legal record."""

from enum import StrEnum


class Meaning(StrEnum):
    """What a signature says about the record it stands under."""

    AUTHOR = "author"
    COSIGN = "cosign"
    MEDICAL_APPROVAL = "medical_approval"
    PATIENT_PARTICIPATION = "patient_participation"
    DECISION = "decision"
    PHASE_MOVE = "phase_move"
    HOLD_RELEASE = "hold_release"

    @property
    def label(self) -> str:
        return _MEANINGS[self]


_MEANINGS = {
    Meaning.AUTHOR: "Author",
    Meaning.COSIGN: "Clinical review and cosignature",
    Meaning.MEDICAL_APPROVAL: "Medical approval",
    Meaning.PATIENT_PARTICIPATION: "Patient participation witnessed",
    Meaning.DECISION: "Decision on a plan line",
    Meaning.PHASE_MOVE: "Move between phases",
    Meaning.HOLD_RELEASE: "Release of a hold",
}

ATTESTATIONS = {
    Meaning.AUTHOR: "I wrote or reviewed this record; to my knowledge it is accurate.",
    Meaning.COSIGN: "I reviewed this record with its findings and agree with it.",
    Meaning.MEDICAL_APPROVAL: "I reviewed the medical parts of this record and approve them.",
    Meaning.PATIENT_PARTICIPATION: "The patient took part as recorded here.",
    Meaning.DECISION: "I made this decision for this patient.",
    Meaning.PHASE_MOVE: "I decided this move between phases for the reason given.",
    Meaning.HOLD_RELEASE: "I evaluated this patient and release the hold for the reason given.",
}
ATTESTATION_VERSION = "1"
CANONICALIZATION = "json-sorted-1"


class Kind(StrEnum):
    """What kind of record a signature or draft belongs to."""

    ASSESSMENT = "assessment"
    PLAN = "plan"
    PLAN_LINE = "plan_line"
    PHASE = "phase"
