"""Keep one measurement as it was taken: nothing in it ever changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from treatment.accounts.models import Staff
from treatment.errors import DomainError
from treatment.instruments.models import LATE, Measurement
from treatment.instruments.reading import Reading
from treatment.instruments.vocabulary import MeasurementReason
from treatment.patients.models import Episode

DAY = timedelta(days=1)  # what was asked on the way in may stand before the opening


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What somebody answered, when and why; `token` makes a double submit one measurement."""

    token: UUID
    values: Sequence[Any]
    reason: MeasurementReason
    observed_at: datetime | None = None  # None: at the moment of saving
    late_reason: str | None = None
    note: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def record(
    episode: Episode, taken: Taken, reading: Reading, *, by: Staff, at: datetime
) -> Measurement:
    """The measurement, not yet in a session; an incomplete one has no total.

    Raises:
        DomainError: the episode has ended, the moment is impossible, or entered late without why.
    """
    observed_at = taken.observed_at or at
    _refuse(episode, observed_at, taken, at)
    return Measurement(
        id=taken.token,
        facility_id=episode.facility_id,
        episode_id=episode.id,
        episode=episode,
        instrument=reading.instrument,
        instrument_version=reading.version,
        items=list(taken.values),
        total=reading.total,
        at_least=reading.at_least,
        band=reading.band,
        is_provisional=reading.is_provisional,
        observed_at=observed_at,
        entered_at=at,
        entered_by_id=by.id,
        entered_by=by,
        reason=taken.reason,
        note=taken.note,
        details=_details(taken, reading, at - observed_at) or None,
    )


def day_of(moment: datetime, by: Staff) -> tuple[datetime, datetime]:
    """The facility's day around a moment: scores of mood are read beside its last COWS."""
    zone = by.facility.tz
    day = moment.astimezone(zone).date()
    begin = datetime.combine(day, time(), zone)
    return begin, datetime.combine(day + DAY, time(), zone)


def _details(taken: Taken, reading: Reading, delay: timedelta) -> dict[str, Any]:
    late_reason = taken.late_reason if delay > LATE else None
    found = {**reading.details, **taken.details, "late_reason": late_reason}
    return {key: value for key, value in found.items() if value is not None}


def refuse_ended(episode: Episode) -> None:
    if not episode.is_open:
        raise DomainError("This episode of care has ended. Nothing can be measured in it any more.")


def _refuse(episode: Episode, observed_at: datetime, taken: Taken, at: datetime) -> None:
    refuse_ended(episode)
    if observed_at > at:
        raise DomainError("This lies in the future. Enter it when it has happened.")
    if observed_at < episode.opened_at - DAY:
        raise DomainError("This lies before the episode of care. Correct date and time.")
    if at - observed_at > LATE and not taken.late_reason:
        raise DomainError("This is entered more than 10 minutes later. Say why.")
