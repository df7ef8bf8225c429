"""The intake assessment, section by section, frozen when signed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from treatment.accounts.models import Staff
from treatment.base import Base, Versioned
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

    episode: Mapped[Episode] = relationship()
    started_by: Mapped[Staff] = relationship(foreign_keys=[started_by_id])
    signed_by: Mapped[Staff | None] = relationship(foreign_keys=[signed_by_id])
    sections: Mapped[list["AssessmentSection"]] = relationship(order_by="AssessmentSection.section")

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None

    @property
    def by_section(self) -> dict[str, dict[str, Any]]:
        """The saved answers of each section."""
        return {row.section: row.answers for row in self.sections}


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

    saved_by: Mapped[Staff] = relationship()
