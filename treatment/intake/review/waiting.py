"""What of an intake would keep the plan from being signed later (CLINICAL.md 6.2, end)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from treatment.instruments import scoring
from treatment.intake.facts import Facts
from treatment.intake.review.contradictions import contradictions
from treatment.intake.vocabulary import Substance

PRESCRIBABLE: Final = frozenset({Substance.OPIOID, Substance.SEDATIVE, Substance.STIMULANT})


@dataclass(frozen=True, slots=True)
class Wait:
    """A task the plan will hold, by the code of the rulebook; `question` closes it."""

    task: str
    words: str
    question: str | None
    holds: Callable[[Facts], bool]


def _screen_open(facts: Facts) -> bool:
    """A required question is open; high risk is acted on whatever the rest says."""
    return bool(facts.cssrs.missing) and not facts.cssrs.is_high


def _severity_open(facts: Facts) -> bool:
    """An open criterion could change the severity."""
    told = facts.taken_as_prescribed if facts.primary in PRESCRIBABLE else False
    found = scoring.criteria(facts.dsm, as_prescribed=told)
    return found.severity is not found.severity_max


WAITS: Final = (
    Wait("TASK-CSSRS", "Complete the suicide screen", "cssrs", _screen_open),
    Wait("TASK-COWS", "Complete the COWS", "cows", lambda facts: None in facts.cows),
    Wait("TASK-DSM", "Ask the open criteria", "dsm", _severity_open),
    Wait("TASK-RECON", "Clear the contradictions", None, lambda facts: bool(contradictions(facts))),
)


def plan_waits(facts: Facts) -> list[Wait]:
    """The tasks that would block the plan's signature, as far as the answers go."""
    return [each for each in WAITS if each.holds(facts)]
