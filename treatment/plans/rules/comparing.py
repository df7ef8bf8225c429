"""What changes between two drafts: lines added, stopped, and changed in what they say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from treatment.plans.rules.drafting import Draft
from treatment.plans.rules.lines import Line
from treatment.plans.vocabulary import Element, Standing

COMPARED: Final = ("standing", "urgency", "schedule", "notes")


@dataclass(frozen=True, slots=True)
class Difference:
    """Elements by code; `changes` holds per changed element what it said before and says now."""

    added: list[Element]
    stopped: list[Element]
    changed: list[Element]
    changes: dict[Element, dict[str, tuple[Any, Any]]]


def compare(before: Draft, after: Draft) -> Difference:
    """Compare what two drafts propose; a declined line counts as not proposed."""
    old, new = _proposed(before), _proposed(after)
    changes = {
        element: found
        for element in sorted(old.keys() & new.keys())
        if (found := _changes(old[element], new[element]))
    }
    return Difference(
        added=sorted(new.keys() - old.keys()),
        stopped=sorted(old.keys() - new.keys()),
        changed=list(changes),
        changes=changes,
    )


def _proposed(draft: Draft) -> dict[Element, Line]:
    return {line.element: line for line in draft.lines if line.standing is not Standing.DECLINED}


def _changes(old: Line, new: Line) -> dict[str, tuple[Any, Any]]:
    pairs = {name: (getattr(old, name), getattr(new, name)) for name in COMPARED}
    return {name: (one, other) for name, (one, other) in pairs.items() if one != other}
