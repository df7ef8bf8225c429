"""Facilities, programs, staff, their roles and everything a sign-in leaves behind.

The one models module that knows a web library: `Staff` takes Flask-Security's `UserMixin`,
and nothing else of it, so that its doors recognize our rows.
"""

from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_security.core import UserMixin
from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from treatment.accounts import lifetimes, passwords
from treatment.accounts.vocabulary import Credential, EndReason
from treatment.base import Base, Json, Versioned
from treatment.errors import DomainError
from treatment.permissions import GRANTS, Permission, Role


class Facility(Versioned, Base):
    """A licensed place: staff, time zone and audit chain are its own."""

    __tablename__ = "facility"

    name: Mapped[str] = mapped_column(String(120))
    zone: Mapped[str] = mapped_column(String(64), default="America/Los_Angeles")
    part2: Mapped[bool] = mapped_column(default=True)
    part2_off_reason: Mapped[str | None] = mapped_column(Text)
    is_demo: Mapped[bool] = mapped_column(default=False)
    collects_teds: Mapped[bool] = mapped_column(default=False)  # federal treatment episode data

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def today(self, at: datetime) -> date:
        """The calendar day it is here at `at`."""
        return at.astimezone(self.tz).date()


class Program(Versioned, Base):
    """A service line with its level of care and places (beds or slots)."""

    __tablename__ = "program"
    __table_args__ = (UniqueConstraint("facility_id", "name"),)

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    level_of_care: Mapped[str] = mapped_column(String(120), default="")
    places: Mapped[int | None]
    active: Mapped[bool] = mapped_column(default=True)

    facility: Mapped[Facility] = relationship(lazy="raise_on_sql")


class Counted:
    """Columns that count missed tries and hold the growing delay they cause."""

    failed_count: Mapped[int] = mapped_column(default=0)
    last_failed_at: Mapped[datetime | None]
    locked_until: Mapped[datetime | None]


class Staff(Versioned, Counted, Base, UserMixin):  # type: ignore[misc]  # the library says int for id
    """One person who works here: never shared, never deleted, never handed on."""

    __tablename__ = "staff"

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    username: Mapped[str] = mapped_column(String(64), unique=True)
    printed_name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str | None] = mapped_column(String(254))  # type: ignore[assignment]  # nobody is mailed
    active: Mapped[bool] = mapped_column(default=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    identity_proofed_on: Mapped[date | None]
    access_until: Mapped[date | None]

    credential: Mapped[Credential] = mapped_column(default=Credential.NONE)
    license_number: Mapped[str | None] = mapped_column(String(40))
    license_state: Mapped[str | None] = mapped_column(String(2))
    license_expires_on: Mapped[date | None]

    # Secrets: the password is a hash, the others are sealed by the field keys.
    password: Mapped[str | None] = mapped_column(String(255))
    password_changed_at: Mapped[datetime | None]
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    tf_primary_method: Mapped[str | None] = mapped_column(String(20))
    tf_totp_secret: Mapped[str | None] = mapped_column(Text)
    totp_last_counter: Mapped[int | None]
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(Json.copy()))
    last_signed_in_at: Mapped[datetime | None]

    facility: Mapped[Facility] = relationship(lazy="joined", innerjoin=True)
    granted: Mapped[list["StaffRole"]] = relationship(
        foreign_keys="StaffRole.staff_id", lazy="selectin", cascade="all, delete-orphan"
    )

    @property
    def sitting(self) -> "StaffSession | None":
        """The session this request came with; None outside a request."""
        return getattr(self, "_sitting", None)

    @sitting.setter
    def sitting(self, session: "StaffSession") -> None:
        self._sitting = session

    @property
    def roles(self) -> set[Role]:  # type: ignore[override]  # closed words instead of the library's rows
        return {row.role for row in self.granted}

    def may(self, permission: Permission) -> bool:
        return not GRANTS[permission].isdisjoint(self.roles)

    @property
    def is_lpha(self) -> bool:
        return self.credential.is_lpha

    @property
    def is_prescriber_license(self) -> bool:
        return self.credential.prescribes

    def refuse_expired_license(self, at: datetime) -> None:
        """Nobody signs on a missing or expired credential.

        Raises:
            DomainError: says which, and that an administrator can correct the record.
        """
        if self.credential is Credential.NONE:
            raise DomainError("Your staff record names no credential. Ask an administrator.")
        if not self.license_is_valid(self.facility.today(at)):
            raise DomainError("Your license has expired. You can sign again once it is renewed.")

    def license_is_valid(self, on: date) -> bool:
        """A credential counts through its expiry date; without one nothing can be signed."""
        if self.credential is Credential.NONE:
            return False
        return self.license_expires_on is None or on <= self.license_expires_on

    def has_access(self, on: date) -> bool:
        """Active, and for an auditor not past the end date."""
        return self.active and (self.access_until is None or on <= self.access_until)

    @property
    def has_second_factor(self) -> bool:
        return bool(self.tf_primary_method and self.tf_totp_secret)

    @property
    def initials(self) -> str:
        words = self.printed_name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    @property
    def credential_line(self) -> str:
        if self.credential is Credential.NONE:
            return self.printed_name
        return f"{self.printed_name}, {self.credential}"

    def verify_and_update_password(self, password: str) -> bool:
        return passwords.matches(self.password, password)

    def calc_username(self) -> str:
        return self.username

    def check_tf_required(
        self,
        tf_setup_methods: list[tuple[str, str]],
        tf_fresh: bool,  # noqa: FBT001  the library's signature
    ) -> tuple[bool, list[tuple[str, str]]]:
        """Everybody signs in with a second factor, on every device, every time."""
        del tf_fresh
        return True, tf_setup_methods

    def check_tf_required_setup(self) -> bool:
        return True


class StaffRole(Base):
    """One role a person holds at a facility, with who granted it and when."""

    __tablename__ = "staff_role"
    __table_args__ = (UniqueConstraint("staff_id", "facility_id", "role"),)

    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    role: Mapped[Role]
    granted_at: Mapped[datetime]
    granted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)


class StaffSession(Counted, Base):
    """One sign-in on one browser; the cookie holds a token, this row only its hash.

    Missed signatures are counted here, so that nobody outside can keep a person from signing.
    """

    __tablename__ = "staff_session"

    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    proved_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[EndReason | None]
    ip: Mapped[str] = mapped_column(String(45), default="")
    agent: Mapped[str] = mapped_column(String(120), default="")

    staff: Mapped[Staff] = relationship(lazy="raise_on_sql")

    def over(self, at: datetime) -> EndReason | None:
        """Why this session no longer opens anything at `at`, or None while it does."""
        if self.ended_at is not None:
            return self.end_reason or EndReason.SIGNED_OUT
        if not self.staff.has_access(self.staff.facility.today(at)):
            return EndReason.DISABLED
        if at - self.started_at >= lifetimes.ABSOLUTE:
            return EndReason.TOO_OLD
        return EndReason.IDLE if at - self.seen_at >= lifetimes.IDLE else None

    def is_fresh(self, at: datetime) -> bool:
        return timedelta(0) <= at - self.proved_at < lifetimes.FRESH


class StaffDevice(Counted, Base):
    """A browser that completed a sign-in: it keeps a count of its own, apart from strangers."""

    __tablename__ = "staff_device"

    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    known_since: Mapped[datetime]
    seen_at: Mapped[datetime]


class Invitation(Base):
    """A one-time link with which a new person sets their own password."""

    __tablename__ = "invitation"

    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    staff: Mapped[Staff] = relationship(foreign_keys=[staff_id], lazy="raise_on_sql")


class FailedAttempt(Base):
    """Tries at names nobody has, per source and minute: bounded, and swept when old."""

    __tablename__ = "failed_attempt"
    __table_args__ = (UniqueConstraint("source", "minute"),)

    source: Mapped[str] = mapped_column(String(64))
    minute: Mapped[datetime] = mapped_column(index=True)
    count: Mapped[int] = mapped_column(default=1)
