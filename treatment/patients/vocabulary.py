"""Closed word lists about the person and the episode of care."""

from enum import StrEnum


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class ContactPreference(StrEnum):
    PHONE = "phone"
    TEXT = "text"
    EMAIL = "email"
    MAIL = "mail"
    NO_CONTACT = "no_contact"

    @property
    def label(self) -> str:
        return {"email": "E-mail", "no_contact": "Do not contact"}.get(
            self.value, self.value.capitalize()
        )


class Referral(StrEnum):
    """Where the person came from (TEDS referral source)."""

    SELF = "self"
    SUD_PROVIDER = "sud_provider"
    HEALTH_CARE = "health_care"
    SCHOOL = "school"
    EMPLOYER = "employer"
    COMMUNITY = "community"
    COURT = "court"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return _REFERRALS[self]


_REFERRALS = {
    Referral.SELF: "Self or family",
    Referral.SUD_PROVIDER: "Substance-use treatment provider",
    Referral.HEALTH_CARE: "Other health care",
    Referral.SCHOOL: "School",
    Referral.EMPLOYER: "Employer or EAP",
    Referral.COMMUNITY: "Other community",
    Referral.COURT: "Court or criminal justice",
    Referral.UNKNOWN: "Not known",
}


class DischargeReason(StrEnum):
    """Why the episode ended (TEDS-D reasons, source S50)."""

    COMPLETED = "completed"
    LEFT = "left"
    TERMINATED = "terminated"
    TRANSFERRED = "transferred"
    INCARCERATED = "incarcerated"
    DIED = "died"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _DISCHARGES[self]


_DISCHARGES = {
    DischargeReason.COMPLETED: "Completed treatment",
    DischargeReason.LEFT: "Left against advice or lost contact",
    DischargeReason.TERMINATED: "Ended by the facility",
    DischargeReason.TRANSFERRED: "Transferred",
    DischargeReason.INCARCERATED: "Incarcerated",
    DischargeReason.DIED: "Died",
    DischargeReason.OTHER: "Other",
}


class TeamPart(StrEnum):
    """What a member of the care team is there for."""

    PRIMARY = "primary"
    MEMBER = "member"
    STAND_IN = "stand_in"

    @property
    def label(self) -> str:
        return {"primary": "Primary", "member": "Team", "stand_in": "Stand-in"}[self.value]


class ChartState(StrEnum):
    """Which charts a list shows."""

    OPEN = "open"
    WAITING = "waiting"
    ENDED = "ended"
    REGISTERED = "registered"

    @property
    def label(self) -> str:
        return _STATES[self]


_STATES = {
    ChartState.OPEN: "Open episodes",
    ChartState.WAITING: "Waiting list",
    ChartState.ENDED: "Ended episodes",
    ChartState.REGISTERED: "Registered lately, no episode",
}
