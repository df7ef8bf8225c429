"""Planned against delivered: per line and per phase, with each missed unit's cause. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from treatment.plans.phases import Phase
from treatment.plans.states import MissedCause, Outcome


class Planned(Protocol):
    """A line in force, as far as progress needs it."""

    @property
    def element(self) -> str | None: ...
    @property
    def title(self) -> str: ...
    @property
    def phase(self) -> Phase | None: ...
    @property
    def planned_count(self) -> int | None: ...


class Delivered(Protocol):
    @property
    def id(self) -> UUID: ...
    @property
    def line(self) -> Planned: ...
    @property
    def outcome(self) -> Outcome: ...
    @property
    def cause(self) -> MissedCause | None: ...
    @property
    def minutes(self) -> int | None: ...
    @property
    def occurred_at(self) -> datetime: ...
    @property
    def retracts_id(self) -> UUID | None: ...


@dataclass(slots=True)
class Progress:
    """What one line or phase planned and what became of it."""

    title: str
    planned: int | None = None
    done: int = 0
    minutes: int = 0
    missed: Counter[MissedCause] = field(default_factory=Counter)
    last_at: datetime | None = None

    @property
    def missed_count(self) -> int:
        return self.missed.total()

    @property
    def owed(self) -> int:
        """Units missed because the program did not offer them."""
        return self.missed[MissedCause.CANCELED] + self.missed[MissedCause.NO_SLOT]

    @property
    def attendance(self) -> float | None:
        """Share of recorded units the patient came to; units the program owes do not count."""
        offered = self.done + self.missed_count - self.owed
        return self.done / offered if offered else None


class Named(Protocol):
    @property
    def element(self) -> str | None: ...
    @property
    def title(self) -> str: ...


def key_of(line: Named) -> str:
    """What stays the same about a line from one version of the plan to the next."""
    return line.element or line.title.casefold()


def standing(deliveries: Iterable[Delivered], at: datetime) -> list[Delivered]:
    """The units up to `at` that nobody took back."""
    rows = list(deliveries)
    taken_back = {row.retracts_id for row in rows if row.retracts_id}
    return [
        row
        for row in rows
        if row.retracts_id is None and row.id not in taken_back and row.occurred_at <= at
    ]


def progress(
    lines: Sequence[Planned], deliveries: Iterable[Delivered], at: datetime
) -> dict[str, Progress]:
    """Per line, by `key_of`; units of earlier versions of a line count toward it."""
    found = {key_of(line): Progress(line.title, line.planned_count) for line in lines}
    for unit in standing(deliveries, at):
        row = found.get(key_of(unit.line))
        if row is not None:
            _count(row, unit)
    return found


def progress_by_phase(
    lines: Sequence[Planned], deliveries: Iterable[Delivered], at: datetime
) -> dict[Phase | None, Progress]:
    """The same summed over the phase each line is planned for; None is the whole episode."""
    phase_of = {key_of(line): line.phase for line in lines}
    found: dict[Phase | None, Progress] = {}
    for line in lines:
        row = found.setdefault(line.phase, Progress(line.phase.label if line.phase else ""))
        if line.planned_count is not None:
            row.planned = (row.planned or 0) + line.planned_count
    for unit in standing(deliveries, at):
        if key_of(unit.line) in phase_of:
            _count(found[phase_of[key_of(unit.line)]], unit)
    return found


def _count(row: Progress, unit: Delivered) -> None:
    if unit.outcome is Outcome.DONE:
        row.done += 1
        row.minutes += unit.minutes or 0
    row.missed.update(cause for cause in (unit.cause,) if cause is not None)
    row.last_at = max(row.last_at or unit.occurred_at, unit.occurred_at)
