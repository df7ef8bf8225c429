"""The plan, its lines, what was decided and delivered, and the phases of an episode."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from treatment.accounts.models import Staff
from treatment.accounts.vocabulary import Credential
from treatment.base import Base, Versioned
from treatment.intake.models import Assessment
from treatment.patients.models import Episode
from treatment.plans.phases import Phase
from treatment.plans.states import (
    LineStatus,
    MissedCause,
    Origin,
    Outcome,
    Participation,
    PlanState,
    Verdict,
)
from treatment.plans.vocabulary import Area, Urgency
from treatment.records.models import Signature

_ACTIVE = text("state = 'active'")
_PENDING = text("state IN ('draft', 'signed', 'cosigned')")


class Plan(Versioned, Base):
    """One version of an episode's plan; at most one is active and one is in preparation."""

    __tablename__ = "plan"
    __table_args__ = (
        UniqueConstraint("episode_id", "number"),
        Index(
            "uq_plan_one_active", "episode_id", unique=True,
            postgresql_where=_ACTIVE, sqlite_where=_ACTIVE,
        ),
        Index(
            "uq_plan_one_pending", "episode_id", unique=True,
            postgresql_where=_PENDING, sqlite_where=_PENDING,
        ),
        Index("ix_plan_board", "facility_id", "state", "drafted_at", "id"),
    )  # fmt: skip

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    episode_id: Mapped[UUID] = mapped_column(ForeignKey("episode.id"), index=True)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    based_on_id: Mapped[UUID | None] = mapped_column(ForeignKey("plan.id"), index=True)
    number: Mapped[int]
    state: Mapped[PlanState] = mapped_column(default=PlanState.DRAFT)
    reason: Mapped[str | None] = mapped_column(String(500))
    rulebook_version: Mapped[str] = mapped_column(String(40))
    rulebook_digest: Mapped[str] = mapped_column(String(64))
    facts: Mapped[dict[str, Any]]
    draft: Mapped[dict[str, Any]]
    is_on_hold: Mapped[bool] = mapped_column(default=False)
    goal_words: Mapped[str | None]
    strengths: Mapped[str | None]
    transition_criteria: Mapped[str | None]
    drafted_at: Mapped[datetime]
    drafted_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    signed_at: Mapped[datetime | None]
    signed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)
    signed_as: Mapped[Credential | None]
    cosigned_at: Mapped[datetime | None]
    cosigned_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)
    participation: Mapped[Participation | None]
    participation_note: Mapped[str | None]
    participation_at: Mapped[datetime | None]
    activated_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    review_due_on: Mapped[date | None]

    episode: Mapped[Episode] = relationship()
    assessment: Mapped[Assessment] = relationship()
    drafted_by: Mapped[Staff] = relationship(foreign_keys=[drafted_by_id])
    signed_by: Mapped[Staff | None] = relationship(foreign_keys=[signed_by_id])
    lines: Mapped[list["PlanLine"]] = relationship(
        back_populates="plan", order_by="PlanLine.position"
    )


class PlanLine(Versioned, Base):
    """One element of the plan, with the reasons it was proposed for as they were."""

    __tablename__ = "plan_line"
    __table_args__ = (
        UniqueConstraint("plan_id", "position"),
        Index("ix_plan_line_due", "facility_id", "due_at", "id"),
    )

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"), index=True)
    position: Mapped[int]
    element: Mapped[str | None] = mapped_column(String(20), index=True)
    area: Mapped[Area]
    origin: Mapped[Origin] = mapped_column(default=Origin.RULE)
    title: Mapped[str] = mapped_column(String(200))
    schedule: Mapped[str] = mapped_column(String(500))
    responsible: Mapped[str] = mapped_column(String(120))
    goal: Mapped[str] = mapped_column(String(500))
    notes: Mapped[list[str]]
    reasons: Mapped[list[Any]]
    urgency: Mapped[Urgency]
    phase: Mapped[Phase | None]
    status: Mapped[LineStatus] = mapped_column(default=LineStatus.PROPOSED)
    needs_prescriber: Mapped[bool] = mapped_column(default=False)
    is_workable_from_draft: Mapped[bool] = mapped_column(default=False)
    planned_count: Mapped[int | None]
    planned_minutes: Mapped[int | None]
    due_at: Mapped[datetime | None]

    plan: Mapped[Plan] = relationship(back_populates="lines")
    decisions: Mapped[list["LineDecision"]] = relationship(order_by="LineDecision.at")


class LineDecision(Base):
    """A verdict on a line with its reason; appended, never changed."""

    __tablename__ = "line_decision"
    __table_args__ = (Index("ix_line_decision_line_at", "line_id", "at"),)

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    line_id: Mapped[UUID] = mapped_column(ForeignKey("plan_line.id"), index=True)
    verdict: Mapped[Verdict]
    reason: Mapped[str | None] = mapped_column(String(2000))
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    signature_id: Mapped[UUID | None] = mapped_column(ForeignKey("signature.id"), index=True)

    by: Mapped[Staff] = relationship()
    signature: Mapped[Signature | None] = relationship()


class Delivery(Base):
    """One planned unit delivered or missed; appended, corrected only by a later row."""

    __tablename__ = "delivery"
    __table_args__ = (
        Index("ix_delivery_line_when", "line_id", "occurred_at", "id"),
        Index("ix_delivery_episode_when", "episode_id", "occurred_at", "id"),
        CheckConstraint("minutes IS NULL OR minutes BETWEEN 1 AND 1440", name="minutes"),
        CheckConstraint("(outcome = 'missed') = (cause IS NOT NULL)", name="cause"),
    )

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    episode_id: Mapped[UUID] = mapped_column(ForeignKey("episode.id"), index=True)
    line_id: Mapped[UUID] = mapped_column(ForeignKey("plan_line.id"), index=True)
    outcome: Mapped[Outcome]
    cause: Mapped[MissedCause | None]
    occurred_at: Mapped[datetime]
    minutes: Mapped[int | None]
    note: Mapped[str | None]
    late_reason: Mapped[str | None] = mapped_column(String(500))
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    retracts_id: Mapped[UUID | None] = mapped_column(ForeignKey("delivery.id"), unique=True)
    token: Mapped[UUID] = mapped_column(unique=True)

    line: Mapped[PlanLine] = relationship()
    recorded_by: Mapped[Staff] = relationship()


class PhaseStay(Versioned, Base):
    """In which phase an episode was, from when to when, and why it was moved there."""

    __tablename__ = "phase_stay"
    __table_args__ = (
        Index(
            "uq_phase_stay_one_open",
            "episode_id",
            unique=True,
            postgresql_where=text("until IS NULL"),
            sqlite_where=text("until IS NULL"),
        ),
        Index("ix_phase_stay_board", "facility_id", "until", "phase", "since"),
    )

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    episode_id: Mapped[UUID] = mapped_column(ForeignKey("episode.id"), index=True)
    phase: Mapped[Phase]
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(2000))
    checklist: Mapped[list[Any] | None]
    moved_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    signature_id: Mapped[UUID | None] = mapped_column(ForeignKey("signature.id"), index=True)

    episode: Mapped[Episode] = relationship()
    moved_by: Mapped[Staff] = relationship()
    signature: Mapped[Signature | None] = relationship()
