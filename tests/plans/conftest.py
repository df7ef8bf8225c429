"""One facility with a small team, one patient and a plan in preparation, on plain objects."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.builders import (
    NOON,
    a_facility,
    a_line,
    a_patient,
    a_plan,
    a_staff,
    an_assessment,
    an_episode,
)
from treatment.accounts.models import Facility, Staff
from treatment.accounts.vocabulary import AuthMethod, Credential
from treatment.intake.models import Assessment
from treatment.patients.models import Episode, Patient
from treatment.permissions import Role
from treatment.plans.models import Plan, PlanLine
from treatment.records.operations import Hand

LATER = NOON + timedelta(hours=2)


@dataclass
class Clinic:
    """Who works here and whom the plan is for."""

    facility: Facility = field(default_factory=a_facility)

    def __post_init__(self) -> None:
        here = self.facility
        self.counselor: Staff = a_staff(Role.COUNSELOR, at=here)
        self.therapist: Staff = a_staff(Role.THERAPIST, at=here)
        self.physician: Staff = a_staff(Role.PRESCRIBER, at=here)
        self.nurse: Staff = a_staff(Role.NURSE, at=here)
        self.director: Staff = a_staff(Role.DIRECTOR, at=here, credential=Credential.LCSW)
        self.patient: Patient = a_patient(here, by=self.counselor)
        self.episode: Episode = an_episode(self.patient, by=self.counselor)
        self.assessment: Assessment = an_assessment(
            self.episode, by=self.counselor, signed_at=NOON, signed_by_id=self.counselor.id
        )

    def everybody(self) -> list[Staff]:
        return [self.counselor, self.therapist, self.physician, self.nurse, self.director]

    def plan(self, *elements: str, **changes: Any) -> Plan:
        usual = {"goal_words": "I want my mornings back.", "transition_criteria": "30 days"}
        plan = a_plan(self.assessment, by=self.counselor, **{**usual, **changes})
        for element in elements:
            a_line(plan, element)
        return plan

    def hand(self, staff: Staff, at: datetime = LATER) -> Hand:
        return Hand(staff=staff, method=AuthMethod.PASSWORD, at=at)


@pytest.fixture
def clinic() -> Clinic:
    return Clinic()


def line_of(plan: Plan, element: str) -> PlanLine:
    return next(line for line in plan.lines if line.element == element)
