"""The facts of one draft with the numbers computed from them and the level settled so far."""

from __future__ import annotations

from treatment.instruments.scoring import Criteria, criteria
from treatment.intake.facts import Facts
from treatment.intake.vocabulary import Substance
from treatment.plans.engine.parameters import Parameters
from treatment.plans.vocabulary import Detox

PRESCRIBABLE = frozenset({Substance.OPIOID, Substance.SEDATIVE, Substance.STIMULANT})


class Findings:
    """What conditions ask: facts, parameters, criteria counted, and the detox level so far."""

    __slots__ = ("cows", "criteria", "facts", "level", "memory", "parameters", "pcptsd5")

    def __init__(self, facts: Facts, parameters: Parameters) -> None:
        self.facts = facts
        self.parameters = parameters
        self.level = Detox.NONE
        self.memory: dict[object, bool | None] = {}
        self.criteria: Criteria = criteria(facts.dsm, as_prescribed=_as_prescribed(facts))
        self.cows = facts.cows_total
        self.pcptsd5 = 0 if facts.trauma_exposure is False else facts.pcptsd5


def _as_prescribed(facts: Facts) -> bool | None:
    """Whether tolerance and withdrawal are set aside; only for substances that are prescribed."""
    return facts.taken_as_prescribed if facts.primary in PRESCRIBABLE else False
