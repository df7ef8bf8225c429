"""Rules and how they are asked: the detox level is settled first, then everything else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from treatment.plans.engine.conditions import Answer, Condition, either
from treatment.plans.engine.findings import Findings
from treatment.plans.vocabulary import Certainty, Detox, Element, Urgency

ALWAYS: Final = Condition("always", lambda _: True)
ANY_LEVEL: Final = Condition("detox intensity 1 or more", lambda f: f.level > 0, reads=("dx",))
LEVELS: Final = {
    Element.DTX_1: Detox.AMBULATORY,
    Element.DTX_2: Detox.SUPERVISED,
    Element.DTX_3: Detox.EMERGENCY,
}
LEVEL_ELEMENTS: Final = {level: element for element, level in LEVELS.items()}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Proposal:
    """One element a rule asks for. A lifting proposal only raises a detox level above none."""

    element: Element
    urgency: Urgency
    when: Condition = ALWAYS
    lifts: bool = False
    declined_when: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rule:
    """When something is found, what is proposed, and why."""

    key: str
    when: Condition = ALWAYS
    then: tuple[Proposal, ...]
    because: str
    source: str
    certainty: tuple[Certainty, ...]

    def condition(self, proposal: Proposal) -> Condition:
        """Everything that has to hold for one proposal of this rule."""
        if proposal.when is ALWAYS:
            return self.when
        return proposal.when if self.when is ALWAYS else self.when & proposal.when


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A rule asking for one element under one condition."""

    rule: Rule
    proposal: Proposal
    condition: Condition

    @property
    def level(self) -> Detox | None:
        return LEVELS.get(self.proposal.element)


@dataclass(slots=True)
class Answered:
    """What came of one rule: fired (True), refused (False) or undecided (None)."""

    rule: Rule
    asked: list[tuple[Asked, Answer]] = field(default_factory=list)

    @property
    def answer(self) -> Answer:
        return either(*(answer for _, answer in self.asked))

    @property
    def word(self) -> str:
        return {True: "fired", False: "refused", None: "undecided"}[self.answer]

    @property
    def open(self) -> list[Asked]:
        return [asked for asked, answer in self.asked if answer is None]


class Rulebook:
    """A set of rules, sorted by what has to be asked first."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        asked = [Asked(r, p, r.condition(p)) for r in self.rules for p in r.then]
        self.levels = [each for each in asked if each.level and not each.proposal.lifts]
        self.lifts = [each for each in asked if each.proposal.lifts]
        self.others = [each for each in asked if not each.level]

    def ask(self, findings: Findings) -> list[tuple[Asked, Answer]]:
        """Every proposal with its answer; leaves the settled detox level in the findings."""
        settled = [(each, each.condition.ask(findings)) for each in self.levels]
        findings.level = highest(settled, findings.level)
        lifted = [(each, each.condition.ask(findings)) for each in self.lifts]
        findings.level = highest(lifted, findings.level)
        rest = [(each, each.condition.ask(findings)) for each in self.others]
        return [*settled, *lifted, *rest]


def highest(answers: Iterable[tuple[Asked, Answer]], level: Detox) -> Detox:
    """The highest level anyone asks for; never below the given one."""
    asked = [each.level for each, answer in answers if answer and each.level]
    return max([level, *asked])


def by_rule(rules: Iterable[Rule], answers: Iterable[tuple[Asked, Answer]]) -> tuple[Answered, ...]:
    """The answers gathered per rule, in the order of the rulebook."""
    gathered = {rule.key: Answered(rule) for rule in rules}
    for asked, answer in answers:
        gathered[asked.rule.key].asked.append((asked, answer))
    return tuple(gathered.values())


def wanted(answers: Iterable[tuple[Asked, Answer]], level: Detox) -> dict[Element, list[Asked]]:
    """Per element everyone who asks for it; of the detox levels only the highest remains."""
    asked_for: dict[Element, list[Asked]] = {}
    for asked, answer in answers:
        if answer and asked.level in {None, level}:
            asked_for.setdefault(asked.proposal.element, []).append(asked)
    return asked_for


def propose(
    element: Element,
    urgency: Urgency,
    when: Condition = ALWAYS,
    *,
    declined_when: Condition | None = None,
) -> Proposal:
    return Proposal(element=element, urgency=urgency, when=when, declined_when=declined_when)


def detox(level: Detox, urgency: Urgency, when: Condition = ALWAYS) -> Proposal:
    """A detox intensity the plan must at least have (a floor)."""
    return Proposal(element=LEVEL_ELEMENTS[level], urgency=urgency, when=when)


def lift(level: Detox, urgency: Urgency) -> Proposal:
    """A detox intensity that only replaces a lower one; none stays none."""
    return Proposal(element=LEVEL_ELEMENTS[level], urgency=urgency, when=ANY_LEVEL, lifts=True)
