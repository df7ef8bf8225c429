"""The intake assessment, section by section, frozen when signed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from treatment.accounts.models import Staff
from treatment.base import Base, Versioned
from treatment.intake.vocabulary import (
    AdmissionItem,
    AdmissionOutcome,
    Edition,
    ProblemKind,
    ProblemState,
    ReviewMode,
    Severity,
)
from treatment.patients.models import Episode


class Assessment(Versioned, Base):
    """`facts` and `content_sha256` are written once, by the signature."""

    __tablename__ = "assessment"
    __table_args__ = (
        Index(
            "uq_assessment_one_open_per_episode",
            "episode_id",
            unique=True,
            postgresql_where=text("signed_at IS NULL"),
            sqlite_where=text("signed_at IS NULL"),
        ),
        Index("ix_assessment_open", "facility_id", "signed_at", "started_at"),
    )

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    episode_id: Mapped[UUID] = mapped_column(ForeignKey("episode.id"), index=True)
    questionnaire_version: Mapped[str] = mapped_column(String(20))
    started_at: Mapped[datetime]
    started_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    signed_at: Mapped[datetime | None]
    signed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)
    facts: Mapped[dict[str, Any] | None]
    content_sha256: Mapped[str | None] = mapped_column(String(64))
    record: Mapped[dict[str, Any] | None]  # questions and answers in words, as they were signed
    previous_id: Mapped[UUID | None] = mapped_column(index=True)  # the intake it reassesses

    episode: Mapped[Episode] = relationship()
    started_by: Mapped[Staff] = relationship(foreign_keys=[started_by_id])
    signed_by: Mapped[Staff | None] = relationship(foreign_keys=[signed_by_id])
    sections: Mapped[list["AssessmentSection"]] = relationship(order_by="AssessmentSection.section")
    reconciliations: Mapped[list["Reconciliation"]] = relationship(order_by="Reconciliation.at")
    reviews: Mapped[list["AssessmentReview"]] = relationship(order_by="AssessmentReview.at")

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None

    @property
    def by_section(self) -> dict[str, dict[str, Any]]:
        """The saved answers of each section."""
        return {row.section: row.answers for row in self.sections}

    @property
    def confirmed_by_section(self) -> dict[str, dict[str, Any]]:
        """The same without what was taken over from before and nobody has confirmed yet."""
        return {
            row.section: {k: v for k, v in row.answers.items() if k not in (row.carried or ())}
            for row in self.sections
        }


class AssessmentSection(Versioned, Base):
    """The answers of one section; an unasked question has no key."""

    __tablename__ = "assessment_section"
    __table_args__ = (UniqueConstraint("assessment_id", "section"),)

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    section: Mapped[str] = mapped_column(String(40))
    answers: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    carried: Mapped[list[str] | None]  # keys taken over from before and not confirmed yet

    saved_by: Mapped[Staff] = relationship()
    saves: Mapped[list["SectionSave"]] = relationship(order_by="SectionSave.version")


class SectionSave(Base):
    """Every accepted save of a section as it was: nothing acknowledged is ever lost."""

    __tablename__ = "section_save"
    __table_args__ = (UniqueConstraint("section_id", "version"),)

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    section_id: Mapped[UUID] = mapped_column(ForeignKey("assessment_section.id"))
    version: Mapped[int]
    answers: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)

    saved_by: Mapped[Staff] = relationship()


class Reconciliation(Base):
    """How a clinician resolved two answers that cannot both be true."""

    __tablename__ = "reconciliation"

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    sides: Mapped[dict[str, Any]]  # the answers as they stood, by question
    note: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)

    by: Mapped[Staff] = relationship()


class AssessmentReview(Base):
    """How a licensed practitioner reviewed a counselor's signed intake. Never changes."""

    __tablename__ = "assessment_review"

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    mode: Mapped[ReviewMode]
    note: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)

    by: Mapped[Staff] = relationship()


class Need(Base):
    """One need a signed intake found; a plan addresses, defers or refers it."""

    __tablename__ = "need"
    __table_args__ = (UniqueConstraint("assessment_id", "key"),)

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    episode_id: Mapped[UUID] = mapped_column(ForeignKey("episode.id"), index=True)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"))
    key: Mapped[str] = mapped_column(String(60))
    area: Mapped[str] = mapped_column(String(60))
    words: Mapped[str] = mapped_column(Text)
    sources: Mapped[list[str]]  # the questions it comes from
    position: Mapped[int]


class Problem(Base):
    """One line of the problem list; what became of it is in its statuses. Never changes."""

    __tablename__ = "problem"

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"), index=True)
    episode_id: Mapped[UUID] = mapped_column(ForeignKey("episode.id"), index=True)
    kind: Mapped[ProblemKind]
    code: Mapped[str | None] = mapped_column(String(12))  # ICD-10-CM
    words: Mapped[str] = mapped_column(String(300))
    substance: Mapped[str | None] = mapped_column(String(60))
    severity: Mapped[Severity | None]
    criteria: Mapped[list[str] | None]  # which of c1 to c11 were met
    specifiers: Mapped[str | None] = mapped_column(String(200))
    added_at: Mapped[datetime]
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)

    episode: Mapped[Episode] = relationship()
    added_by: Mapped[Staff] = relationship()
    statuses: Mapped[list["ProblemStatus"]] = relationship(
        order_by="[ProblemStatus.at, ProblemStatus.id]"
    )

    @property
    def state(self) -> ProblemState:
        """Where it stands: its last status counts."""
        return self.statuses[-1].state


class ProblemStatus(Base):
    """A problem from this moment on, until the next status. Never changes."""

    __tablename__ = "problem_status"

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    problem_id: Mapped[UUID] = mapped_column(ForeignKey("problem.id"), index=True)
    state: Mapped[ProblemState]
    note: Mapped[str | None] = mapped_column(Text)
    reviewed: Mapped[ReviewMode | None]  # how an LPHA went through it with its author
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)

    by: Mapped[Staff] = relationship()


class LevelOfCare(Base):
    """The level of care a clinician chose, and why; the latest counts. Never changes."""

    __tablename__ = "level_of_care"

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    episode_id: Mapped[UUID] = mapped_column(ForeignKey("episode.id"), index=True)
    edition: Mapped[Edition]
    indicated: Mapped[str] = mapped_column(String(120))
    actual: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(Text)
    difference: Mapped[str | None] = mapped_column(Text)  # why actual is not what is indicated
    ratings: Mapped[dict[str, Any] | None]  # the clinician's own words or figures per dimension
    decided_at: Mapped[datetime]
    decided_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)

    decided_by: Mapped[Staff] = relationship()


class AdmissionEntry(Base):
    """One paper of the admission, given, signed or refused; the latest counts. Never changes."""

    __tablename__ = "admission_entry"
    __table_args__ = (Index("ix_admission_entry_item", "episode_id", "item", "entered_at"),)

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    episode_id: Mapped[UUID] = mapped_column(ForeignKey("episode.id"))
    item: Mapped[AdmissionItem]
    outcome: Mapped[AdmissionOutcome]
    form_version: Mapped[str | None] = mapped_column(String(40))
    on_day: Mapped[date]
    method: Mapped[str | None] = mapped_column(String(60))
    note: Mapped[str | None] = mapped_column(Text)
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)

    entered_by: Mapped[Staff] = relationship()
