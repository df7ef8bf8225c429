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
    REVIEW = "review"
    DISPOSITION = "disposition"
    DIAGNOSIS = "diagnosis"
    LATE_ENTRY = "late_entry"
    RETRACTION = "retraction"

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
    Meaning.REVIEW: "Review by a licensed practitioner",
    Meaning.DISPOSITION: "Clinical disposition",
    Meaning.DIAGNOSIS: "Diagnosis",
    Meaning.LATE_ENTRY: "Late entry",
    Meaning.RETRACTION: "Retraction",
}

ATTESTATIONS = {
    Meaning.AUTHOR: "I wrote or reviewed this record; to my knowledge it is accurate.",
    Meaning.COSIGN: "I reviewed this record with its findings and agree with it.",
    Meaning.MEDICAL_APPROVAL: "I reviewed the medical parts of this record and approve them.",
    Meaning.PATIENT_PARTICIPATION: "The patient took part as recorded here.",
    Meaning.DECISION: "I made this decision for this patient.",
    Meaning.PHASE_MOVE: "I decided this move between phases for the reason given.",
    Meaning.HOLD_RELEASE: "I evaluated this patient and release the hold for the reason given.",
    Meaning.REVIEW: "I reviewed this assessment with its author, in the way named here.",
    Meaning.DISPOSITION: "I evaluated this alert and decided what follows, as written here.",
    Meaning.DIAGNOSIS: "I made this diagnosis within my scope of practice.",
    Meaning.LATE_ENTRY: "I wrote this later than it happened, for the reason given.",
    Meaning.RETRACTION: "I withdraw this record for the reason given; it stays readable.",
}
ATTESTATION_VERSION = "1"
CANONICALIZATION = "json-sorted-1"


class Kind(StrEnum):
    """What kind of record a signature, an addendum or an alert belongs to."""

    ASSESSMENT = "assessment"
    PLAN = "plan"
    PLAN_LINE = "plan_line"
    PHASE = "phase"
    MEASUREMENT = "measurement"
    ADDENDUM = "addendum"
    ALERT = "alert"
    PROBLEM = "problem"
    LEVEL_OF_CARE = "level_of_care"


class AddendumKind(StrEnum):
    """What can still be said about a signed record: nothing in it changes."""

    ADDENDUM = "addendum"
    CORRECTION = "correction"
    LATE_ENTRY = "late_entry"
    RETRACTION = "retraction"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()

    @property
    def meaning(self) -> Meaning:
        """What the signature under it says."""
        return _SIGNED_AS.get(self, Meaning.AUTHOR)


_SIGNED_AS = {
    AddendumKind.LATE_ENTRY: Meaning.LATE_ENTRY,
    AddendumKind.RETRACTION: Meaning.RETRACTION,
}


class AlertKind(StrEnum):
    """What cannot wait."""

    RED_SIGN = "red_sign"
    SUICIDE_HIGH = "suicide_high"
    SUICIDE_MODERATE = "suicide_moderate"
    SUICIDE_ITEM9 = "suicide_item9"
    SUICIDE_ITEM9_SCREENED = "suicide_item9_screened"

    @property
    def label(self) -> str:
        return _ALERTS[self]


_ALERTS = {
    AlertKind.RED_SIGN: "Emergency: a red sign",
    AlertKind.SUICIDE_HIGH: "High suicide risk",
    AlertKind.SUICIDE_MODERATE: "Moderate suicide risk",
    AlertKind.SUICIDE_ITEM9: "PHQ-9 question 9 above zero: ask the suicide questions now",
    AlertKind.SUICIDE_ITEM9_SCREENED: "PHQ-9 question 9 above zero, suicide questions answered",
}


class AlertEntryKind(StrEnum):
    """What was written under an alert, in the order it usually comes."""

    DONE_AT_ONCE = "done_at_once"
    ACKNOWLEDGED = "acknowledged"
    ANSWER_CHANGED = "answer_changed"
    DISPOSITION = "disposition"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class AtOnce(StrEnum):
    """What was done the moment a finding appeared: ticked, because there is no time to write."""

    STAYED = "stayed"
    PRESCRIBER = "prescriber"
    NURSE = "nurse"
    CALLED_911 = "called_911"
    NALOXONE = "naloxone"
    GAVE_988 = "gave_988"
    CALLED_988 = "called_988"
    REMOVED_MEANS = "removed_means"
    TOLD = "told"

    @property
    def label(self) -> str:
        return _AT_ONCE[self]


_AT_ONCE = {
    AtOnce.STAYED: "Stayed with the person",
    AtOnce.PRESCRIBER: "Called the prescriber",
    AtOnce.NURSE: "Called the nurse",
    AtOnce.CALLED_911: "Called 911",
    AtOnce.NALOXONE: "Gave naloxone",
    AtOnce.GAVE_988: "Gave the person 988",
    AtOnce.CALLED_988: "Called 988 with the person",
    AtOnce.REMOVED_MEANS: "Removed what could be used for self-harm",
    AtOnce.TOLD: "Told somebody else (write whom)",
}


class Decision(StrEnum):
    """What a licensed disposition decides."""

    EMERGENCY = "emergency"
    TRANSFER = "transfer"
    SAFETY_PLAN = "safety_plan"
    STAY = "stay"
    NOT_FOUND = "not_found"

    @property
    def label(self) -> str:
        return _DECISIONS[self]


_DECISIONS = {
    Decision.EMERGENCY: "Emergency evaluation",
    Decision.TRANSFER: "Transfer to another place of care",
    Decision.SAFETY_PLAN: "Risk assessed, safety plan written",
    Decision.STAY: "Stays here with the present plan",
    Decision.NOT_FOUND: "Evaluated: the finding does not hold",
}
