"""Who may do what: one table, read by every guard and every template."""

from enum import StrEnum
from typing import Protocol
from uuid import UUID


class Role(StrEnum):
    COUNSELOR = "counselor"
    THERAPIST = "therapist"
    PRESCRIBER = "prescriber"
    NURSE = "nurse"
    DIRECTOR = "director"
    MEDICAL_DIRECTOR = "medical_director"
    AUDITOR = "auditor"
    RECORDS = "records"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class Permission(StrEnum):
    """A verb on a noun; the three chart: rows say how far a person's view of charts reaches."""

    CHART_TEAM = "chart:team"
    CHART_OPEN = "chart:open"
    CHART_ALL = "chart:all"
    CHART_EMERGENCY = "chart:emergency"
    PATIENT_READ = "patient:read"
    PATIENT_REGISTER = "patient:register"
    SAFETY_RECORD = "safety:record"
    EPISODE_MANAGE = "episode:manage"
    TEAM_MANAGE = "team:manage"
    EMERGENCY_REVIEW = "emergency:review"
    INTAKE_READ = "intake:read"
    INTAKE_WRITE = "intake:write"
    INTAKE_SIGN = "intake:sign"
    INTAKE_REVIEW = "intake:review"
    MEASURE_READ = "measure:read"
    MEASURE_RECORD = "measure:record"
    ALERT_RESPOND = "alert:respond"
    ALERT_DISPOSE = "alert:dispose"
    PROBLEM_READ = "problem:read"
    PROBLEM_RECORD = "problem:record"
    DIAGNOSIS_CONFIRM = "diagnosis:confirm"
    CARE_LEVEL_CHOOSE = "care_level:choose"
    ADMISSION_READ = "admission:read"
    ADMISSION_RECORD = "admission:record"
    RECORD_ADDEND = "record:addend"
    RETRACTED_READ = "retracted:read"
    PLAN_READ = "plan:read"
    PLAN_DRAFT = "plan:draft"
    PLAN_EDIT = "plan:edit"
    PLAN_SIGN = "plan:sign"
    PLAN_COSIGN = "plan:cosign"
    PLAN_PRESCRIBE = "plan:prescribe"
    PHASE_MOVE = "phase:move"
    DELIVERY_RECORD = "delivery:record"
    COSIGN_QUEUE = "cosign:queue"
    BOARD_TODAY = "board:today"
    BOARD_CASELOAD = "board:caseload"
    BOARD_PROGRESS = "board:progress"
    AUDIT_READ = "audit:read"
    STAFF_MANAGE = "staff:manage"
    FACILITY_MANAGE = "facility:manage"
    PART2_SWITCH = "part2:switch"
    OWN_ACCOUNT = "account:own"


_CLINICAL = frozenset(
    {Role.COUNSELOR, Role.THERAPIST, Role.PRESCRIBER, Role.NURSE, Role.MEDICAL_DIRECTOR}
)
_PRESCRIBING = frozenset({Role.PRESCRIBER, Role.MEDICAL_DIRECTOR})
_COUNSELING = frozenset({Role.COUNSELOR, Role.THERAPIST})
_READING = _CLINICAL | {Role.DIRECTOR, Role.AUDITOR, Role.RECORDS}

GRANTS: dict[Permission, frozenset[Role]] = {
    Permission.CHART_TEAM: _COUNSELING,
    Permission.CHART_OPEN: frozenset({Role.NURSE}) | _PRESCRIBING,
    Permission.CHART_ALL: frozenset({Role.DIRECTOR, Role.RECORDS, Role.AUDITOR}),
    Permission.CHART_EMERGENCY: _CLINICAL,
    Permission.PATIENT_READ: _READING,
    Permission.PATIENT_REGISTER: _CLINICAL | {Role.RECORDS},
    Permission.SAFETY_RECORD: _CLINICAL,
    Permission.EPISODE_MANAGE: _CLINICAL | {Role.DIRECTOR, Role.RECORDS},
    Permission.TEAM_MANAGE: frozenset({Role.DIRECTOR}),
    Permission.EMERGENCY_REVIEW: frozenset({Role.DIRECTOR}),
    Permission.INTAKE_READ: _CLINICAL | {Role.DIRECTOR, Role.AUDITOR},
    Permission.INTAKE_WRITE: _CLINICAL,
    Permission.INTAKE_SIGN: _CLINICAL,
    Permission.INTAKE_REVIEW: frozenset({Role.THERAPIST}) | _PRESCRIBING,
    Permission.MEASURE_READ: _CLINICAL | {Role.DIRECTOR, Role.AUDITOR},
    Permission.MEASURE_RECORD: _CLINICAL,
    Permission.ALERT_RESPOND: _CLINICAL,
    Permission.ALERT_DISPOSE: frozenset({Role.THERAPIST}) | _PRESCRIBING,
    Permission.PROBLEM_READ: _CLINICAL | {Role.DIRECTOR, Role.AUDITOR},
    Permission.PROBLEM_RECORD: _CLINICAL,
    Permission.DIAGNOSIS_CONFIRM: frozenset({Role.THERAPIST}) | _PRESCRIBING,
    Permission.CARE_LEVEL_CHOOSE: frozenset({Role.THERAPIST}) | _PRESCRIBING,
    Permission.ADMISSION_READ: _READING,
    Permission.ADMISSION_RECORD: _CLINICAL | {Role.RECORDS},
    Permission.RECORD_ADDEND: _CLINICAL,
    Permission.RETRACTED_READ: frozenset({Role.RECORDS, Role.AUDITOR}),
    Permission.PLAN_READ: _CLINICAL | {Role.DIRECTOR, Role.AUDITOR},
    Permission.PLAN_DRAFT: _COUNSELING | _PRESCRIBING,
    Permission.PLAN_EDIT: _COUNSELING | _PRESCRIBING,
    Permission.PLAN_SIGN: _COUNSELING | _PRESCRIBING,
    Permission.PLAN_COSIGN: frozenset({Role.THERAPIST}) | _PRESCRIBING,
    Permission.PLAN_PRESCRIBE: _PRESCRIBING,
    Permission.PHASE_MOVE: _COUNSELING | _PRESCRIBING | {Role.DIRECTOR},
    Permission.DELIVERY_RECORD: _CLINICAL,
    Permission.COSIGN_QUEUE: frozenset({Role.THERAPIST}) | _PRESCRIBING,
    Permission.BOARD_TODAY: _READING | {Role.ADMINISTRATOR},
    Permission.BOARD_CASELOAD: _CLINICAL,
    Permission.BOARD_PROGRESS: frozenset({Role.DIRECTOR, Role.MEDICAL_DIRECTOR}),
    Permission.AUDIT_READ: frozenset({Role.DIRECTOR, Role.AUDITOR}),
    Permission.STAFF_MANAGE: frozenset({Role.ADMINISTRATOR}),
    Permission.FACILITY_MANAGE: frozenset({Role.ADMINISTRATOR}),
    Permission.PART2_SWITCH: frozenset({Role.DIRECTOR}),
    Permission.OWN_ACCOUNT: frozenset(Role),
}


class Viewer(Protocol):
    """The person asking, as far as guards and lower queries need to know them."""

    @property
    def id(self) -> UUID: ...

    @property
    def facility_id(self) -> UUID: ...

    def may(self, permission: Permission) -> bool: ...
