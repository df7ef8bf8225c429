"""One table of dated measurements: which instrument, its version, items, total and band."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from treatment.accounts.models import Staff
from treatment.base import Base
from treatment.instruments.vocabulary import MeasurementReason
from treatment.patients.models import Episode

LATE = timedelta(minutes=10)  # a later entry says so and shows both times (REQUIREMENTS.md DX-02)


class Measurement(Base):
    """Taken once, kept as it was; `source_id` is the signed record it came from."""

    __tablename__ = "measurement"
    __table_args__ = (
        Index("ix_measurement_series", "episode_id", "instrument", "observed_at", "id"),
    )

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    episode_id: Mapped[UUID] = mapped_column(ForeignKey("episode.id"), index=True)
    instrument: Mapped[str] = mapped_column(String(40))
    instrument_version: Mapped[str] = mapped_column(String(20))
    items: Mapped[list[Any] | None]
    total: Mapped[float | None]
    at_least: Mapped[float | None]
    band: Mapped[str | None] = mapped_column(String(60))
    is_provisional: Mapped[bool] = mapped_column(default=False)
    observed_at: Mapped[datetime]
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    source_id: Mapped[UUID | None] = mapped_column(index=True)
    details: Mapped[dict[str, Any] | None]
    reason: Mapped[MeasurementReason | None]  # why it was taken, when outside an intake
    note: Mapped[str | None] = mapped_column(Text)

    episode: Mapped[Episode] = relationship()
    entered_by: Mapped[Staff] = relationship()

    @property
    def is_late(self) -> bool:
        return self.entered_at - self.observed_at > LATE

    @property
    def about(self) -> str:
        """What it is about where an instrument is taken once for each substance."""
        return str((self.details or {}).get("substance", ""))
