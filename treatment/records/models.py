"""Signatures, bound to the exact content they were given for."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from treatment.accounts.vocabulary import AuthMethod
from treatment.base import Base
from treatment.records.vocabulary import Kind, Meaning


class Signature(Base):
    """Who signed what, meaning what, with which credential at that moment. Never changes."""

    __tablename__ = "signature"
    __table_args__ = (Index("ix_signature_object", "object_type", "object_id", "signed_at"),)

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"), index=True)
    object_type: Mapped[Kind]
    object_id: Mapped[UUID]
    object_version: Mapped[int]
    content_sha256: Mapped[str] = mapped_column(String(64))
    canonicalization: Mapped[str] = mapped_column(String(20))
    signer_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    printed_name: Mapped[str] = mapped_column(String(200))
    credential: Mapped[str] = mapped_column(String(40))
    license_number: Mapped[str | None] = mapped_column(String(60))
    license_expires_on: Mapped[date | None]
    roles: Mapped[str] = mapped_column(String(200))
    meaning: Mapped[Meaning]
    attestation: Mapped[str] = mapped_column(String(500))
    attestation_version: Mapped[str] = mapped_column(String(10))
    proof: Mapped[AuthMethod]
    reason: Mapped[str | None] = mapped_column(String(2000))
    signed_at: Mapped[datetime]
    staff_session_id: Mapped[UUID | None]
    source: Mapped[str | None] = mapped_column(String(60))
    prior_id: Mapped[UUID | None] = mapped_column(ForeignKey("signature.id"), index=True)
