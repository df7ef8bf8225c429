"""The person, the episode of care, the care team and what everybody must know at a glance."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from treatment.accounts.models import Program, Staff
from treatment.base import Base, Versioned
from treatment.patients.vocabulary import (
    ContactPreference,
    DischargeReason,
    Referral,
    Sex,
    TeamPart,
)

FIRST_NUMBER = 10001


class ChartCounter(Base):
    """The next chart number of a facility; taken under its row lock, never reused."""

    __tablename__ = "chart_counter"

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), unique=True)
    next_number: Mapped[int] = mapped_column(default=FIRST_NUMBER)


class Patient(Versioned, Base):
    __tablename__ = "patient"
    __table_args__ = (
        UniqueConstraint("facility_id", "chart_number"),
        Index("ix_patient_facility_birth", "facility_id", "birth_date"),
        Index("ix_patient_facility_registered", "facility_id", "registered_at", "id"),
    )

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    chart_number: Mapped[int]
    given_name: Mapped[str] = mapped_column(String(100))
    family_name: Mapped[str] = mapped_column(String(100))
    preferred_name: Mapped[str | None] = mapped_column(String(100))
    pronouns: Mapped[str | None] = mapped_column(String(40))
    birth_date: Mapped[date]
    sex: Mapped[Sex] = mapped_column(default=Sex.UNKNOWN)
    language: Mapped[str | None] = mapped_column(String(60))
    needs_interpreter: Mapped[bool | None]
    phone: Mapped[str | None] = mapped_column(String(40))
    email: Mapped[str | None] = mapped_column(String(200))
    contact_preference: Mapped[ContactPreference | None]
    may_leave_voicemail: Mapped[bool | None]
    emergency_name: Mapped[str | None] = mapped_column(String(200))
    emergency_phone: Mapped[str | None] = mapped_column(String(40))
    emergency_relationship: Mapped[str | None] = mapped_column(String(60))
    allergies_asked_at: Mapped[datetime | None]
    registered_at: Mapped[datetime]
    registered_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)

    registered_by: Mapped[Staff] = relationship()
    allergies: Mapped[list["Allergy"]] = relationship(order_by="Allergy.noted_at")
    names: Mapped[list["PatientName"]] = relationship(cascade="all, delete-orphan")

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def listed_name(self) -> str:
        """As lists sort it: Reyes, Daniel."""
        return f"{self.family_name}, {self.given_name}"


class PatientName(Base):
    """One folded word of a person's names (no accents, lower case), for forgiving search."""

    __tablename__ = "patient_name"
    __table_args__ = (Index("ix_patient_name_word", "facility_id", "word", "patient_id"),)

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"))
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"), index=True)
    word: Mapped[str] = mapped_column(
        String(100).with_variant(String(100, collation="C"), "postgresql")
    )


class Allergy(Base):
    __tablename__ = "allergy"

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"), index=True)
    substance: Mapped[str] = mapped_column(String(200))
    reaction: Mapped[str | None] = mapped_column(String(200))
    is_severe: Mapped[bool | None]
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)
    ended_reason: Mapped[str | None] = mapped_column(String(500))


class Precaution(Base):
    """Something everybody at the bedside must know: fall risk, seizure history, no-contact."""

    __tablename__ = "precaution"

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"), index=True)
    words: Mapped[str] = mapped_column(String(120))
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)
    ended_reason: Mapped[str | None] = mapped_column(String(500))


class Episode(Versioned, Base):
    __tablename__ = "episode"
    __table_args__ = (
        Index(
            "uq_episode_one_open_per_patient",
            "patient_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
            sqlite_where=text("ended_at IS NULL"),
        ),
        Index("ix_episode_facility_opened", "facility_id", "opened_at", "id"),
        Index(
            "ix_episode_open",
            "facility_id",
            "opened_at",
            "id",
            postgresql_where=text("ended_at IS NULL"),
            sqlite_where=text("ended_at IS NULL"),
        ),
    )

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"), index=True)
    referral: Mapped[Referral] = mapped_column(default=Referral.UNKNOWN)
    referral_note: Mapped[str | None] = mapped_column(String(500))
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    admitted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    discharge_reason: Mapped[DischargeReason | None]
    discharge_note: Mapped[str | None]

    patient: Mapped[Patient] = relationship()
    programs: Mapped[list["EpisodeProgram"]] = relationship(order_by="EpisodeProgram.since")
    stay: Mapped["EpisodeProgram | None"] = relationship(
        primaryjoin="and_(Episode.id == EpisodeProgram.episode_id, EpisodeProgram.until.is_(None))",
        uselist=False,
        viewonly=True,
    )
    team: Mapped[list["CareTeamMember"]] = relationship(
        back_populates="episode", order_by="CareTeamMember.since"
    )

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def is_waiting(self) -> bool:
        return self.is_open and self.admitted_at is None


class EpisodeProgram(Base):
    """In which program an episode was, from when to when."""

    __tablename__ = "episode_program"
    __table_args__ = (
        Index(
            "uq_episode_program_one_open",
            "episode_id",
            unique=True,
            postgresql_where=text("until IS NULL"),
            sqlite_where=text("until IS NULL"),
        ),
    )

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    episode_id: Mapped[UUID] = mapped_column(ForeignKey("episode.id"), index=True)
    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id"), index=True)
    since: Mapped[datetime]
    until: Mapped[datetime | None]

    program: Mapped[Program] = relationship()


class CareTeamMember(Base):
    """Who cares for an episode: this is the caseload, by dated rows."""

    __tablename__ = "care_team_member"
    __table_args__ = (
        Index("ix_care_team_member_caseload", "staff_id", "until", "episode_id"),
        Index(
            "uq_care_team_member_once",
            "episode_id",
            "staff_id",
            unique=True,
            postgresql_where=text("until IS NULL"),
            sqlite_where=text("until IS NULL"),
        ),
        Index(
            "uq_care_team_member_one_primary",
            "episode_id",
            unique=True,
            postgresql_where=text("until IS NULL AND part = 'primary'"),
            sqlite_where=text("until IS NULL AND part = 'primary'"),
        ),
    )

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    episode_id: Mapped[UUID] = mapped_column(ForeignKey("episode.id"), index=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    part: Mapped[TeamPart] = mapped_column(default=TeamPart.MEMBER)
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(500))
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)

    episode: Mapped[Episode] = relationship(back_populates="team")
    staff: Mapped[Staff] = relationship(foreign_keys=[staff_id])


class EmergencyAccess(Base):
    """Sixty minutes of access to one chart, with a reason, reviewed by the director."""

    __tablename__ = "emergency_access"
    __table_args__ = (
        Index("ix_emergency_access_reach", "staff_id", "patient_id", "expires_at"),
        Index("ix_emergency_access_queue", "facility_id", "reviewed_at", "started_at", "id"),
    )

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"), index=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    reason: Mapped[str] = mapped_column(String(500))
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    reviewed_at: Mapped[datetime | None]
    reviewed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)
    review_note: Mapped[str | None] = mapped_column(String(500))

    staff: Mapped[Staff] = relationship(foreign_keys=[staff_id])
    patient: Mapped[Patient] = relationship()
