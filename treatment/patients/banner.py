"""What stands above every page of a chart: who this is, and what everybody must know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from treatment.accounts.models import Facility
from treatment.patients.models import Episode, Patient


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAlert:
    """A finding that still waits for a licensed decision."""

    id: UUID
    title: str
    due_at: datetime
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Banner:
    """Absence is None: an allergy list nobody asked about is not an empty one."""

    name: str
    preferred_name: str | None
    pronouns: str | None
    chart_number: int
    birth_date: date
    age: int
    episode_day: int | None
    program: str | None
    phase: str | None
    allergies: tuple[tuple[str, bool], ...]
    allergies_asked: bool
    precautions: tuple[str, ...]
    part2: bool
    emergency_until: datetime | None
    alerts: tuple[OpenAlert, ...] = ()


def banner_for(
    patient: Patient,
    episode: Episode | None,
    at: datetime,
    *,
    facility: Facility,
    glance: Iterable[Any] = (),
    phase: str | None = None,
) -> Banner:
    """Everything the banner shows.

    Args:
        glance: the rows of `queries.at_a_glance`.
        phase: its label, from the rooms above; this one knows no phases.
    """
    rows = list(glance)
    preferred = patient.preferred_name
    return Banner(
        name=patient.name,
        preferred_name=f"{preferred} {patient.family_name}" if preferred else None,
        pronouns=patient.pronouns,
        chart_number=patient.chart_number,
        birth_date=patient.birth_date,
        age=_age(patient.birth_date, facility.today(at)),
        episode_day=_episode_day(episode, facility, at),
        program=_program(episode),
        phase=phase,
        allergies=tuple((_allergy(row), bool(row.severe)) for row in _kind(rows, "allergy")),
        allergies_asked=patient.allergies_asked_at is not None,
        precautions=tuple(row.words for row in _kind(rows, "precaution")),
        part2=facility.part2,
        emergency_until=max((row.moment for row in _kind(rows, "emergency")), default=None),
        alerts=tuple(_alert(row, at) for row in _kind(rows, "alert")),
    )


def _kind(rows: list[Any], kind: str) -> list[Any]:
    return [row for row in rows if row.kind == kind]


def _alert(row: Any, at: datetime) -> OpenAlert:
    return OpenAlert(
        id=UUID(row.detail), title=row.words, due_at=row.moment, is_late=row.moment < at
    )


def _allergy(row: Any) -> str:
    return f"{row.words} ({row.detail})" if row.detail else str(row.words)


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _episode_day(episode: Episode | None, facility: Facility, at: datetime) -> int | None:
    """The day of admission is day 1; the count stops with the episode."""
    if episode is None or episode.admitted_at is None:
        return None
    last = facility.today(episode.ended_at or at)
    return (last - facility.today(episode.admitted_at)).days + 1


def _program(episode: Episode | None) -> str | None:
    if episode is None:
        return None
    name = episode.stay.program.name if episode.stay else "Episode ended"
    return f"{name}, waiting list" if episode.is_waiting else name
