"""Typed builders: each makes one valid row; a test changes only what it is about."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, TypeVar
from uuid import uuid4

from uuid_utils.compat import uuid7

from treatment.accounts.models import Facility, Program, Staff, StaffRole
from treatment.accounts.vocabulary import Credential
from treatment.instruments.models import Measurement
from treatment.intake.models import Assessment, Problem, ProblemStatus
from treatment.intake.problems import FIRST
from treatment.intake.vocabulary import ProblemKind, Severity
from treatment.patients.models import (
    Allergy,
    CareTeamMember,
    EmergencyAccess,
    Episode,
    EpisodeProgram,
    Patient,
    PatientName,
    Precaution,
)
from treatment.patients.vocabulary import Sex, TeamPart
from treatment.permissions import Role
from treatment.plans.models import Delivery, PhaseStay, Plan, PlanLine
from treatment.plans.phases import Phase
from treatment.plans.states import LineStatus, Origin, Outcome, PlanState
from treatment.plans.vocabulary import Area, Urgency
from treatment.records.models import Alert
from treatment.records.vocabulary import AlertKind
from treatment.records.vocabulary import Kind as RecordKind

NOON = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)  # noon at a Californian facility, a Monday
CREDENTIALS = {
    Role.COUNSELOR: Credential.CADC,
    Role.THERAPIST: Credential.LMFT,
    Role.PRESCRIBER: Credential.MD,
    Role.MEDICAL_DIRECTOR: Credential.MD,
    Role.NURSE: Credential.RN,
}
AREAS = {
    "SAF": Area.SAFETY,
    "DTX": Area.DETOX,
    "MED": Area.MEDICATION,
    "FLAG": Area.FLAG,
    "TASK": Area.TASK,
    "LAB": Area.LAB,
    "THR": Area.THERAPY,
    "DUA": Area.DUAL_DIAGNOSIS,
    "SUP": Area.SUPPORT,
    "HOL": Area.HOLISTIC,
    "AFT": Area.AFTERCARE,
    "ADM": Area.ADMINISTRATIVE,
    "BRF": Area.BRIEF,
}
Row = TypeVar("Row")
_numbers = count(1)


def _made(model: type[Row], usual: dict[str, Any], changes: dict[str, Any]) -> Row:
    return model(**{"id": uuid7(), **usual, **changes})


def a_facility(**changes: Any) -> Facility:
    usual = {"name": f"Facility {next(_numbers)}", "zone": "America/Los_Angeles"}
    return _made(Facility, usual, changes)


def a_program(at: Facility, **changes: Any) -> Program:
    usual = {"facility_id": at.id, "name": f"Residential {next(_numbers)}", "places": 12}
    return _made(Program, usual, changes)


def a_staff(*roles: Role, at: Facility, **changes: Any) -> Staff:
    """Somebody who works at a facility, licensed for the first of their roles."""
    number = next(_numbers)
    usual = {
        "facility_id": at.id,
        "facility": at,
        "username": f"{roles[0] if roles else 'nobody'}.{number}",
        "printed_name": f"Robin Example {number}",
        "fs_uniquifier": uuid4().hex,
        "credential": CREDENTIALS.get(roles[0], Credential.NONE) if roles else Credential.NONE,
        "license_number": f"X{number:05}",
        "license_state": "CA",
        "license_expires_on": date(2099, 12, 31),
    }
    staff = _made(Staff, usual, changes)
    staff.granted = [
        StaffRole(staff_id=staff.id, facility_id=at.id, role=role, granted_at=NOON)
        for role in roles
    ]
    return staff


def a_patient(at: Facility, *, by: Staff, **changes: Any) -> Patient:
    usual = {
        "facility_id": at.id,
        "chart_number": 10_000 + next(_numbers),
        "given_name": "Alex",
        "family_name": "Sample",
        "birth_date": date(1990, 5, 17),
        "sex": Sex.UNKNOWN,
        "registered_at": NOON,
        "registered_by_id": by.id,
    }
    return _made(Patient, usual, changes)


def names_of(patient: Patient) -> list[PatientName]:
    """What the search looks at: one row for each word of the person's names."""
    words = f"{patient.given_name} {patient.family_name}".lower().split()
    return [
        PatientName(facility_id=patient.facility_id, patient_id=patient.id, word=word)
        for word in words
    ]


def an_allergy(of: Patient, *, by: Staff, **changes: Any) -> Allergy:
    usual = {
        "facility_id": of.facility_id,
        "patient_id": of.id,
        "substance": "Penicillin",
        "noted_at": NOON,
        "noted_by_id": by.id,
    }
    return _made(Allergy, usual, changes)


def a_precaution(of: Patient, *, by: Staff, **changes: Any) -> Precaution:
    usual = {
        "facility_id": of.facility_id,
        "patient_id": of.id,
        "words": "Fall risk",
        "noted_at": NOON,
        "noted_by_id": by.id,
    }
    return _made(Precaution, usual, changes)


def an_emergency_access(of: Patient, *, by: Staff, **changes: Any) -> EmergencyAccess:
    usual = {
        "facility_id": of.facility_id,
        "patient_id": of.id,
        "staff_id": by.id,
        "reason": "Unresponsive in the hallway",
        "started_at": NOON,
        "expires_at": NOON + timedelta(minutes=60),
    }
    return _made(EmergencyAccess, usual, changes)


def an_episode(of: Patient, *, by: Staff, **changes: Any) -> Episode:
    usual = {
        "facility_id": of.facility_id,
        "patient_id": of.id,
        "patient": of,
        "opened_at": NOON,
        "opened_by_id": by.id,
        "admitted_at": NOON,
    }
    return _made(Episode, usual, changes)


def a_place(of: Episode, program: Program, **changes: Any) -> EpisodeProgram:
    usual = {
        "facility_id": of.facility_id,
        "episode_id": of.id,
        "program_id": program.id,
        "since": of.opened_at,
    }
    return _made(EpisodeProgram, usual, changes)


def a_team_member(of: Episode, staff: Staff, **changes: Any) -> CareTeamMember:
    usual = {
        "facility_id": of.facility_id,
        "episode_id": of.id,
        "staff_id": staff.id,
        "part": TeamPart.PRIMARY,
        "since": of.opened_at,
        "added_by_id": staff.id,
    }
    return _made(CareTeamMember, usual, changes)


def an_assessment(of: Episode, *, by: Staff, **changes: Any) -> Assessment:
    usual = {
        "facility_id": of.facility_id,
        "episode_id": of.id,
        "episode": of,
        "questionnaire_version": "1",
        "started_at": NOON,
        "started_by_id": by.id,
    }
    return _made(Assessment, usual, changes)


def a_problem(of: Episode, *, by: Staff, **changes: Any) -> Problem:
    """A proposed diagnosis, or what `kind` says in its first state."""
    usual = {
        "facility_id": of.facility_id,
        "patient_id": of.patient_id,
        "episode_id": of.id,
        "kind": ProblemKind.DIAGNOSIS,
        "code": "F19.20",
        "words": "Other substance use disorder: kratom (mitragynine), moderate",
        "substance": "kratom (mitragynine)",
        "severity": Severity.MODERATE,
        "criteria": ["c1", "c4", "c10", "c11"],
        "added_at": NOON,
        "added_by_id": by.id,
    }
    problem = _made(Problem, usual, changes)
    first = ProblemStatus(
        id=uuid7(),
        facility_id=of.facility_id,
        state=FIRST[problem.kind],
        at=problem.added_at,
        by_id=problem.added_by_id,
    )
    problem.statuses.append(first)
    return problem


def a_plan(on: Assessment, *, by: Staff, **changes: Any) -> Plan:
    usual = {
        "facility_id": on.facility_id,
        "episode_id": on.episode_id,
        "assessment_id": on.id,
        "episode": on.episode,
        "assessment": on,
        "number": 1,
        "state": PlanState.DRAFT,
        "is_on_hold": False,
        "version": 1,
        "rulebook_version": "1",
        "rulebook_digest": "0" * 64,
        "facts": {},
        "draft": {},
        "drafted_at": NOON + timedelta(hours=1),
        "drafted_by_id": by.id,
        "drafted_by": by,
    }
    if author := changes.get("signed_by"):
        usual["signed_as"] = author.credential
    return _made(Plan, usual, changes)


def a_phase_stay(of: Episode, phase: Phase, *, by: Staff, **changes: Any) -> PhaseStay:
    usual = {
        "facility_id": of.facility_id,
        "episode_id": of.id,
        "phase": phase,
        "since": NOON,
        "reason": "Admission",
        "moved_by_id": by.id,
    }
    return _made(PhaseStay, usual, changes)


def a_line(of: Plan, element: str = "THR-IND", **changes: Any) -> PlanLine:
    """A proposed line; its area, prescriber and workability follow from the code."""
    area = AREAS[element.split("-", maxsplit=1)[0]]
    usual = {
        "facility_id": of.facility_id,
        "plan": of,
        "position": len(of.lines) + 1,
        "element": element,
        "area": area,
        "origin": Origin.RULE,
        "title": f"Line {element}",
        "schedule": "weekly for 12 weeks",
        "responsible": "counselor",
        "goal": "80 % of sessions",
        "notes": [],
        "reasons": [],
        "urgency": Urgency.U3,
        "status": LineStatus.PROPOSED,
        "needs_prescriber": area in {Area.DETOX, Area.MEDICATION, Area.FLAG},
        "is_workable_from_draft": element[:3] in {"SAF", "DTX", "MED", "FLA", "LAB", "TAS"},
    }
    return _made(PlanLine, usual, changes)


def an_alert(of: Episode, *, by: Staff, **changes: Any) -> Alert:
    """A high suicide risk somebody found at noon."""
    usual = {
        "facility_id": of.facility_id,
        "patient_id": of.patient_id,
        "episode_id": of.id,
        "kind": AlertKind.SUICIDE_HIGH,
        "why": ["Some intent to act: yes"],
        "steps": ["Stay with the person."],
        "signs": [["Some intent to act", 0]],
        "source_type": RecordKind.ASSESSMENT,
        "source_id": uuid4(),
        "fingerprint": "0" * 64,
        "raised_at": NOON,
        "raised_by_id": by.id,
        "due_at": NOON + timedelta(hours=1),
    }
    return _made(Alert, usual, changes)


def a_delivery(on: PlanLine, *, by: Staff, **changes: Any) -> Delivery:
    usual = {
        "facility_id": on.facility_id,
        "episode_id": on.plan.episode_id,
        "line_id": on.id,
        "outcome": Outcome.DONE,
        "occurred_at": NOON,
        "minutes": 50,
        "recorded_at": NOON + timedelta(hours=2),
        "recorded_by_id": by.id,
        "token": uuid4(),
    }
    return _made(Delivery, usual, changes)


def a_measurement(of: Episode, *, by: Staff, **changes: Any) -> Measurement:
    """A PHQ-9 of 12, taken when the episode was opened."""
    usual = {
        "facility_id": of.facility_id,
        "episode_id": of.id,
        "instrument": "phq9",
        "instrument_version": "1",
        "total": 12,
        "band": "moderate",
        "observed_at": of.opened_at,
        "entered_at": of.opened_at,
        "entered_by_id": by.id,
    }
    return _made(Measurement, usual, changes)
