"""What cannot wait, as a value: what was found, the steps to take at once, and by when. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import chain
from typing import Any, Final

from treatment.records.canonical import digest
from treatment.records.vocabulary import AlertKind

U0: Final = timedelta(hours=1)
U1: Final = timedelta(hours=24)
CLOCK: Final = {  # CLINICAL.md 6.2: R01, R02, R03, R12
    AlertKind.RED_SIGN: U0,
    AlertKind.SUICIDE_HIGH: U0,
    AlertKind.SUICIDE_ITEM9: U0,
    AlertKind.SUICIDE_MODERATE: U1,
    AlertKind.SUICIDE_ITEM9_SCREENED: U1,
}
MEDICAL: Final = frozenset({AlertKind.RED_SIGN})  # only a prescriber decides what follows
RED: Final = frozenset({AlertKind.RED_SIGN, AlertKind.SUICIDE_HIGH})
Signs = Sequence[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Alarm:
    """Why to stop, and the steps to take at once.

    `signs` names each reason of `why`, in the same order and apart from its value, with how far
    beyond its limit it is: the same sign further on is a worse one. Left out, each reason is one.
    `beside` is what else was answered, for whoever decides: it makes no alarm.
    """

    kind: AlertKind
    why: tuple[str, ...]
    steps: tuple[str, ...]
    signs: tuple[tuple[str, float], ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return self.kind.label

    @property
    def is_red(self) -> bool:
        return self.kind in RED

    @property
    def found(self) -> Signs:
        """Each sign with how far beyond its limit it is."""
        return self.signs or tuple((words, 0.0) for words in self.why)

    @property
    def fingerprint(self) -> str:
        """The same finding has the same one, however often it is saved."""
        return digest({"kind": self.kind, "signs": sorted(self.found)})


def due(kind: AlertKind, at: datetime) -> datetime:
    """Until when somebody with a license must have decided what follows."""
    return at + CLOCK[kind]


def is_news(found: Signs, before: Iterable[Signs]) -> bool:
    """Whether a sign is new, or further beyond its limit than it ever was."""
    worst: dict[str, float] = {}
    for words, depth in chain.from_iterable(before):
        worst[words] = max(depth, worst.get(words, depth))
    return any(words not in worst or depth > worst[words] for words, depth in found)


def measured(signs: Sequence[Sequence[Any]]) -> list[tuple[str, float]]:
    """The signs of a kept finding without what was only answered beside them."""
    return [(words, depth) for words, depth in signs if depth is not None]


def changed_since(why: Sequence[str], signs: Signs, alarms: Iterable[Alarm]) -> list[str]:
    """What of an earlier finding the answers no longer say, or say otherwise now."""
    says = {
        words: said
        for alarm in alarms
        for (words, _), said in zip(alarm.found, alarm.why, strict=True)
    }
    pairs = [(said, says.get(words)) for (words, _), said in zip(signs, why, strict=True)]
    return [_changed(was, now) for was, now in pairs if was != now]


def _changed(was: str, now: str | None) -> str:
    return f"No longer answered: {was}" if now is None else f"Answered now: {now}"


class Standing(StrEnum):
    """Where an alert is on its clock; always shown as a word, never as a color alone."""

    OVERDUE = "overdue"
    SOON = "soon"
    OPEN = "open"
    CLOSED = "closed"


def standing(
    due_at: datetime, raised_at: datetime, closed_at: datetime | None, at: datetime
) -> Standing:
    """Due soon in the last quarter of its clock."""
    if closed_at is not None:
        return Standing.CLOSED
    if at > due_at:
        return Standing.OVERDUE
    return Standing.SOON if due_at - at <= (due_at - raised_at) / 4 else Standing.OPEN
