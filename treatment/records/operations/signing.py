"""Signing: the content is hashed and the signer's credential kept as it was at that moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from treatment.accounts.models import Staff
from treatment.accounts.vocabulary import AuthMethod
from treatment.records.canonical import digest
from treatment.records.models import Signature
from treatment.records.vocabulary import (
    ATTESTATION_VERSION,
    ATTESTATIONS,
    CANONICALIZATION,
    Kind,
    Meaning,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Who is signing, how they proved it and from where: made by a view, used once."""

    staff: Staff
    method: AuthMethod
    at: datetime
    session_id: UUID | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is being signed: one exact version of one thing in one patient's chart."""

    kind: Kind
    id: UUID
    version: int
    facility_id: UUID
    patient_id: UUID
    content: Mapping[str, Any]


def sign(
    record: Record,
    hand: Hand,
    meaning: Meaning,
    *,
    reason: str | None = None,
    prior: Signature | None = None,
) -> Signature:
    """The signature row for `record`, not yet in a session.

    Raises:
        DomainError: the signer's license is missing or has expired on that day.
    """
    hand.staff.refuse_expired_license(hand.at)
    return Signature(
        facility_id=record.facility_id,
        patient_id=record.patient_id,
        object_type=record.kind,
        object_id=record.id,
        object_version=record.version,
        content_sha256=digest(record.content),
        canonicalization=CANONICALIZATION,
        signer_id=hand.staff.id,
        printed_name=hand.staff.printed_name,
        credential=hand.staff.credential.label,
        license_number=hand.staff.license_number,
        license_expires_on=hand.staff.license_expires_on,
        roles=", ".join(sorted(role.label for role in hand.staff.roles)),
        meaning=meaning,
        attestation=ATTESTATIONS[meaning],
        attestation_version=ATTESTATION_VERSION,
        proof=hand.method,
        reason=reason,
        signed_at=hand.at,
        staff_session_id=hand.session_id,
        source=hand.source,
        prior_id=prior.id if prior else None,
    )


def is_intact(signature: Signature, content: Mapping[str, Any]) -> bool:
    """Whether the content is still what was signed."""
    return signature.content_sha256 == digest(content)
