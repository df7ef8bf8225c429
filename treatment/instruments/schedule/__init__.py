"""Which instruments are due in an episode, by the intervals of CLINICAL.md 1.1 and 3.2."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from treatment.instruments.schedule.over_time import over_time
from treatment.instruments.schedule.shapes import Due, State, Stay, Taken
from treatment.instruments.schedule.withdrawal import in_withdrawal

__all__ = ["Due", "State", "Stay", "Taken", "schedule"]

URGENCY: Final = (
    *(State.VERY_LATE, State.LATE, State.DUE, State.EACH_CONTACT, State.OPEN, State.LATER),
)


def schedule(stay: Stay, taken: Iterable[Taken], at: datetime) -> list[Due]:
    """What is due, and next due, in an episode; what waits longest first. Nothing once it ended."""
    if stay.has_ended:
        return []
    done = sorted(taken, key=lambda each: each.at)
    found = [*in_withdrawal(stay, done, at), *over_time(stay, done, at)]
    return sorted(found, key=lambda each: (URGENCY.index(each.state), each.due or at))
