"""The closed word lists that scored questionnaires answer with."""

from enum import IntEnum, StrEnum


class Sex(StrEnum):
    """Sex as the cut-offs use it; an unknown sex is None."""

    FEMALE = "female"
    MALE = "male"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Severity(IntEnum):
    """Severity of a substance use disorder by counted criteria [S54]."""

    NONE = 0
    MILD = 1
    MODERATE = 2
    SEVERE = 3

    @property
    def label(self) -> str:
        return self.name.lower()


class SuicideRisk(StrEnum):
    """Triage words of the suicide screener; there is no numeric sum [S38]."""

    HIGH = "high"
    MODERATE = "moderate"
    INCOMPLETE = "incomplete"
    LOW = "low"
    NONE = "none"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Stage(StrEnum):
    """Stage of change, chosen by the clinician."""

    PRECONTEMPLATION = "precontemplation"
    CONTEMPLATION = "contemplation"
    PREPARATION = "preparation"
    ACTION = "action"
    MAINTENANCE = "maintenance"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class MeasurementReason(StrEnum):
    """Why an instrument was taken outside an intake."""

    SCHEDULED = "scheduled"
    CHANGE = "change"
    REPEAT = "repeat"
    REVIEW = "review"
    REQUEST = "request"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _REASONS[self]


_REASONS = {
    MeasurementReason.SCHEDULED: "Due by schedule",
    MeasurementReason.CHANGE: "A change in the person",
    MeasurementReason.REPEAT: "Repeat of a provisional score",
    MeasurementReason.REVIEW: "Plan review",
    MeasurementReason.REQUEST: "The person asked for it",
    MeasurementReason.OTHER: "Other reason",
}


class CriteriaFor(StrEnum):
    """What the criteria of a use disorder are counted for: one record for each."""

    KRATOM = "kratom"
    OPIOID = "opioid"
    ALCOHOL = "alcohol"
    SEDATIVE = "sedative"
    STIMULANT = "stimulant"
    CANNABIS = "cannabis"
    OTHER = "other"

    @property
    def label(self) -> str:
        return self.value.capitalize()

    @property
    def can_be_prescribed(self) -> bool:
        """Whether tolerance and withdrawal may come from taking it as prescribed [K]."""
        return self in {CriteriaFor.OPIOID, CriteriaFor.SEDATIVE, CriteriaFor.STIMULANT}
