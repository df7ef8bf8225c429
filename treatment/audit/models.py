"""The trail's three tables: events, the patients each one named, and the head of every chain.

Plain ids, no foreign keys: the trail outlives what it speaks of. The database itself moves the
head and writes `audit_patient` when an event arrives (migrations/guards.py), so that the three
cannot disagree; nothing here is ever updated or deleted.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from treatment.audit.vocabulary import Action, Outcome
from treatment.base import Base

HASH = 64  # hexadecimal digits of a SHA-256


class AuditEvent(Base):
    """One answered request or one command: who, what, whose chart, when, from where, why."""

    __tablename__ = "audit_event"
    __table_args__ = (
        UniqueConstraint("chain", "sequence"),
        CheckConstraint("sequence > 0", name="sequence"),
        Index(None, "chain", "at", "sequence"),
        Index(None, "chain", "actor_id", "sequence"),
        Index(None, "chain", "action", "sequence"),
    )

    chain: Mapped[str] = mapped_column(String(36))
    sequence: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    actor_roles: Mapped[str] = mapped_column(String(200))
    session_id: Mapped[UUID | None]
    source: Mapped[str] = mapped_column(String(64))
    action: Mapped[Action]
    endpoint: Mapped[str] = mapped_column(String(100))
    object_type: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[str] = mapped_column(String(64))
    patients: Mapped[list[str]]
    fields: Mapped[list[str]]
    before_hash: Mapped[str | None] = mapped_column(String(HASH))
    after_hash: Mapped[str | None] = mapped_column(String(HASH))
    reason: Mapped[str] = mapped_column(Text)
    outcome: Mapped[Outcome]
    request_id: Mapped[str] = mapped_column(String(64))
    previous_hash: Mapped[str] = mapped_column(String(HASH))
    hash: Mapped[str] = mapped_column(String(HASH))


class AuditPatient(Base):
    """Whose chart an event touched: the way to "who saw this chart". Written by a trigger."""

    __tablename__ = "audit_patient"
    __table_args__ = (Index(None, "patient_id", "at", "event_id"),)

    id = None  # type: ignore[assignment]  # the pair below is the key
    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class AuditHead(Base):
    """Where a chain ends; only the arrival of the next event moves it. Written by a trigger."""

    __tablename__ = "audit_head"

    id = None  # type: ignore[assignment]  # the chain is the key
    chain: Mapped[str] = mapped_column(String(36), primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(HASH))
