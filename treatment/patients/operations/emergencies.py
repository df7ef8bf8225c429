"""Emergency access: sixty minutes in one chart, with a reason, looked at afterwards."""

from datetime import datetime, timedelta
from uuid import UUID

from treatment.errors import DomainError
from treatment.patients.models import EmergencyAccess, Patient
from treatment.patients.names import folded
from treatment.permissions import Viewer

LASTS = timedelta(minutes=60)
SHORTEST_REASON = 10  # characters


def is_full_name(typed: str, patient: Patient) -> bool:
    """All of given and family name in any order, or with the preferred name as given name."""
    words = sorted(folded(typed))
    given = [patient.given_name, *([patient.preferred_name] if patient.preferred_name else [])]
    return any(words == sorted(folded(f"{name} {patient.family_name}")) for name in given)


def open_emergency_access(
    patient: Patient,
    reason: str,
    *,
    id: UUID,  # noqa: A002  the id the form was made with: the same form twice is one access
    by: Viewer,
    at: datetime,
) -> EmergencyAccess:
    """Raises DomainError when the reason says too little."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise DomainError(f"Give the reason in at least {SHORTEST_REASON} characters.")
    return EmergencyAccess(
        id=id,
        facility_id=patient.facility_id,
        patient=patient,
        staff_id=by.id,
        reason=reason,
        started_at=at,
        expires_at=at + LASTS,
    )


def review_emergency_access(
    access: EmergencyAccess, note: str, *, by: Viewer, at: datetime
) -> None:
    """Raises DomainError when it was reviewed before, or by the person who used it."""
    if access.reviewed_at is not None:
        raise DomainError("This access was reviewed before.")
    if access.staff_id == by.id:
        raise DomainError("Somebody else must review your own emergency access.")
    access.reviewed_at = at
    access.reviewed_by_id = by.id
    access.review_note = note
