"""Which scores are late, over all episodes somebody sees, by the schedule of each episode."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from treatment.instruments.catalog import CATALOG
from treatment.instruments.schedule import Due, State, schedule
from treatment.plans.operations.measuring import stay_of, taken_of

LATE = frozenset({State.LATE, State.VERY_LATE})
OWN_ROW = frozenset({"cows", "ciwa_ar", "ciwa_b", "cssrs"})  # never behind a longer list


@dataclass(frozen=True, slots=True)
class LateScore:
    """What one person still owes: the most urgent, and how many more are late like it."""

    row: Any  # of queries.episodes_on_schedule
    due: Due
    more: tuple[str, ...] = ()  # names of instruments

    @property
    def order(self) -> tuple[bool, bool, datetime | None]:
        """By the hour first, then the scales of withdrawal and safety, then the longest late."""
        return self.due.is_by_day, self.due.key not in OWN_ROW, self.due.late


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """The rows of all episodes, by episode."""

    intakes: Mapping[UUID, Any]
    elements: Mapping[UUID, Sequence[str | None]]
    results: Mapping[UUID, Sequence[Any]]


def late_scores(
    rows: Iterable[Any], loaded: Loaded, zone: ZoneInfo, at: datetime
) -> list[LateScore]:
    """By the hour first, then withdrawal and safety; among equals what is late longest."""
    found = (each for row in rows for each in _of_one(row, _late(row, loaded, zone, at)))
    return sorted(found, key=lambda each: each.order)


def _late(row: Any, loaded: Loaded, zone: ZoneInfo, at: datetime) -> list[Due]:
    episode = row.Episode
    stay = stay_of(
        episode,
        phase=row.phase,
        intake=loaded.intakes.get(episode.id),
        elements=loaded.elements.get(episode.id, ()),
        zone=zone,
    )
    due = schedule(stay, map(taken_of, loaded.results.get(episode.id, ())), at)
    return [each for each in due if each.state in LATE]


def _of_one(row: Any, late: Sequence[Due]) -> list[LateScore]:
    """The urgent ones each for itself; the others of a person together."""
    others = sorted(filter(_may_share, late), key=lambda due: (due.late is None, due.late))
    found = [LateScore(row, due) for due in late if not _may_share(due)]
    if others:
        found.append(LateScore(row, others[0], tuple(CATALOG[due.key].name for due in others[1:])))
    return found


def _may_share(due: Due) -> bool:
    return due.is_by_day and due.key not in OWN_ROW


def by_episode(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    """Rows under the episode they belong to, in their order."""
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.episode_id, []).append(row)
    return found
