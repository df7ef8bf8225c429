"""Signatures, drafts, addenda and alerts: what makes an entry a legal record."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from treatment.accounts.models import Staff
from treatment.accounts.vocabulary import AuthMethod
from treatment.base import Base
from treatment.patients.models import Episode
from treatment.records.vocabulary import AddendumKind, AlertEntryKind, AlertKind, Kind, Meaning


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


class Draft(Base):
    """What somebody typed into one page and has not saved; sealed, and only for their own eyes.

    Two windows on one page are two rows, so that neither writes over the other's words.
    """

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("staff_id", "page", "tab"),)

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    page: Mapped[str] = mapped_column(String(200))  # the path of the page; it holds ids, no names
    tab: Mapped[str] = mapped_column(String(36))  # the window it was typed in
    sequence: Mapped[int]  # grows with each save of a window: what arrives late changes nothing
    base_version: Mapped[int | None]  # the version of what the form was opened with
    sealed: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime] = mapped_column(index=True)
    is_rescued: Mapped[bool] = mapped_column(default=False)  # its sign-in ended in mid-form


class Addendum(Base):
    """Written under a signed record, which stays as it is. Never changes."""

    __tablename__ = "addendum"
    __table_args__ = (Index("ix_addendum_object", "object_type", "object_id", "entered_at"),)

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"), index=True)
    object_type: Mapped[Kind]
    object_id: Mapped[UUID]
    kind: Mapped[AddendumKind]
    part: Mapped[str | None] = mapped_column(String(80))  # the question or line it is about
    was: Mapped[str | None] = mapped_column(Text)  # what a correction found there
    words: Mapped[str] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    occurred_at: Mapped[datetime | None]
    entered_at: Mapped[datetime]
    author_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)

    author: Mapped[Staff] = relationship()


class Alert(Base):
    """A finding that cannot wait, with its clock; a licensed disposition closes it for good."""

    __tablename__ = "alert"
    __table_args__ = (
        UniqueConstraint("source_id", "fingerprint"),
        Index(
            "ix_alert_open",
            "facility_id",
            "due_at",
            postgresql_where=text("closed_at IS NULL"),
            sqlite_where=text("closed_at IS NULL"),
        ),
    )

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"), index=True)
    episode_id: Mapped[UUID] = mapped_column(ForeignKey("episode.id"), index=True)
    kind: Mapped[AlertKind]
    why: Mapped[list[str]]
    steps: Mapped[list[str]]
    signs: Mapped[list[Any]]  # for each reason its name and how far beyond its limit it is
    source_type: Mapped[Kind]
    source_id: Mapped[UUID]
    fingerprint: Mapped[str] = mapped_column(String(64))  # the same finding saved twice is one
    raised_at: Mapped[datetime]
    raised_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    due_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    episode: Mapped[Episode] = relationship()
    raised_by: Mapped[Staff] = relationship()
    entries: Mapped[list["AlertEntry"]] = relationship(order_by="AlertEntry.entered_at")

    @property
    def beside(self) -> list[str]:
        """What else was answered when it was raised: no reason of it."""
        return [words for words, depth in self.signs if depth is None]

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class AlertEntry(Base):
    """What was done about an alert, by whom and when. Never changes."""

    __tablename__ = "alert_entry"

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    alert_id: Mapped[UUID] = mapped_column(ForeignKey("alert.id"), index=True)
    kind: Mapped[AlertEntryKind]
    done: Mapped[list[str]]
    words: Mapped[str | None] = mapped_column(Text)
    occurred_at: Mapped[datetime]
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)

    entered_by: Mapped[Staff] = relationship()
