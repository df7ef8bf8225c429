"""Registering a person and keeping true what everybody must know about them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from treatment.accounts.models import Staff
from treatment.errors import DomainError, StaleError
from treatment.patients.models import Allergy, ChartCounter, Patient, PatientName, Precaution
from treatment.patients.names import folded
from treatment.patients.vocabulary import ContactPreference, Sex
from treatment.permissions import Viewer

OLDEST = 120  # years
NO_KNOWN = (
    "End the allergies listed here, each with its reason, before recording that none are known."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientDetails:
    """What a person tells about themselves; None was not asked."""

    given_name: str
    family_name: str
    birth_date: date
    sex: Sex = Sex.UNKNOWN
    preferred_name: str | None = None
    pronouns: str | None = None
    language: str | None = None
    needs_interpreter: bool | None = None
    phone: str | None = None
    email: str | None = None
    contact_preference: ContactPreference | None = None
    may_leave_voicemail: bool | None = None
    emergency_name: str | None = None
    emergency_phone: str | None = None
    emergency_relationship: str | None = None


def register(
    counter: ChartCounter,
    details: PatientDetails,
    *,
    id: UUID,  # noqa: A002  the id the form was made with: the same form twice is one record
    by: Staff,
    at: datetime,
) -> Patient:
    """A new person under the next chart number; the counter must be held by this transaction.

    Raises:
        DomainError: no letter in a name, or a birth date nobody living can have.
    """
    refuse_impossible(details, today=by.facility.today(at))
    patient = Patient(
        id=id,
        facility_id=by.facility_id,
        chart_number=counter.next_number,
        registered_at=at,
        registered_by=by,
        registered_by_id=by.id,
        **asdict(details),
    )
    counter.next_number += 1
    patient.names = _names_of(patient)
    return patient


def edit(
    patient: Patient,
    details: PatientDetails,
    *,
    version: int,
    labels: Mapping[str, str],
    today: date,
) -> list[str]:
    """Change what differs; the names of the changed fields.

    Raises:
        StaleError: somebody else saved since `version`; carries both texts where they differ.
        DomainError: as `register`.
    """
    refuse_impossible(details, today=today)
    wanted = asdict(details)
    changed = [name for name, value in wanted.items() if getattr(patient, name) != value]
    if patient.version != version and changed:
        raise StaleError(
            {labels.get(name, name): said(getattr(patient, name)) for name in changed},
            {labels.get(name, name): said(wanted[name]) for name in changed},
        )
    for name in changed:
        setattr(patient, name, wanted[name])
    if {"given_name", "family_name", "preferred_name"}.intersection(changed):
        patient.names = _names_of(patient)
    return changed


def refuse_impossible(details: PatientDetails, *, today: date) -> None:
    if not (folded(details.given_name) and folded(details.family_name)):
        raise DomainError("Given and family name each need at least one letter.")
    if details.birth_date > today:
        raise DomainError("The birth date is in the future.")
    if details.birth_date.year < today.year - OLDEST:
        raise DomainError(f"The birth date is more than {OLDEST} years ago.")


def said(value: Any) -> str:
    """A stored value as the form words it."""
    if value is None:
        return "not asked"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value:%m/%d/%Y}"
    return str(getattr(value, "label", value))


def _names_of(patient: Patient) -> list[PatientName]:
    text = f"{patient.given_name} {patient.family_name} {patient.preferred_name or ''}"
    words = dict.fromkeys(folded(text))
    return [PatientName(facility_id=patient.facility_id, word=word) for word in words]


# --- allergies and precautions ----------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class AllergyDetails:
    substance: str
    reaction: str | None = None
    is_severe: bool | None = None


def note_allergy(
    patient: Patient,
    known: list[Allergy],
    details: AllergyDetails,
    *,
    id: UUID,  # noqa: A002  as above
    by: Viewer,
    at: datetime,
) -> Allergy:
    """Add to the list in force; the person has thereby been asked.

    Raises:
        DomainError: the substance is on the list already.
    """
    same = folded(details.substance)
    if any(folded(allergy.substance) == same for allergy in known):
        raise DomainError(f"{details.substance} is on the list already. End it first to change it.")
    patient.allergies_asked_at = at
    return Allergy(
        id=id,
        facility_id=patient.facility_id,
        patient_id=patient.id,
        noted_at=at,
        noted_by_id=by.id,
        **asdict(details),
    )


def no_known_allergies(patient: Patient, known: list[Allergy], *, at: datetime) -> None:
    """The person was asked and knows of none.

    Raises:
        DomainError: allergies are on the list.
    """
    if known:
        raise DomainError(NO_KNOWN)
    patient.allergies_asked_at = at


def note_precaution(
    patient: Patient,
    known: list[Precaution],
    words: str,
    *,
    id: UUID,  # noqa: A002  as above
    by: Viewer,
    at: datetime,
) -> Precaution:
    if any(folded(precaution.words) == folded(words) for precaution in known):
        raise DomainError(f"{words} is on the list already.")
    return Precaution(
        id=id,
        facility_id=patient.facility_id,
        patient_id=patient.id,
        words=words,
        noted_at=at,
        noted_by_id=by.id,
    )


def end_entry(entry: Allergy | Precaution, reason: str, *, by: Viewer, at: datetime) -> None:
    """Take an allergy or precaution off the list; it stays in the history with its reason.

    Raises:
        DomainError: it was ended before.
    """
    if entry.ended_at is not None:
        raise DomainError("This entry was ended before. Reload the chart.")
    entry.ended_at = at
    entry.ended_by_id = by.id
    entry.ended_reason = reason
