"""From facts to a draft: every rule asked, what it proposes, and how each line stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from treatment.instruments.vocabulary import SuicideRisk
from treatment.intake.facts import Facts
from treatment.intake.notation import written
from treatment.plans.engine.conditions import Answer
from treatment.plans.engine.findings import Findings
from treatment.plans.engine.parameters import Parameters
from treatment.plans.engine.rulebook import Answered, Asked, Rulebook, by_rule, wanted
from treatment.plans.rules import saying
from treatment.plans.rules.contradictions import CONTRADICTIONS
from treatment.plans.rules.lines import Line
from treatment.plans.rules.notes_care import provisional_scales
from treatment.plans.rules.suicide import triage
from treatment.plans.rules.supports import BLOCKED_WISHES
from treatment.plans.vocabulary import Area, Detox, Element, Standing

HELD: Final = frozenset(
    {
        Area.THERAPY,
        Area.DUAL_DIAGNOSIS,
        Area.SUPPORT,
        Area.HOLISTIC,
        Area.AFTERCARE,
        Area.BRIEF,
    }
)
HELD_BEFORE_HOSPITAL: Final = frozenset({Element.MED_BUP, Element.MED_MOUD, Element.MED_AUD})
NEVER_DECLINED: Final = frozenset(
    {Area.SAFETY, Area.FLAG, Area.TASK, Area.DETOX, Area.ADMINISTRATIVE}
)
BLOCKING: Final = frozenset(
    {
        Element.TASK_CSSRS,
        Element.TASK_COWS,
        Element.TASK_DSM,
        Element.TASK_RECON,
        Element.SAF_MINOR,
    }
)


@dataclass(frozen=True, slots=True)
class Question:
    """A finding nobody knows, and the rules that wait for it."""

    finding: str
    name: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Draft:
    """Every rule with its answer and every line: a plan's content and its explanation in one."""

    findings: Findings
    answers: tuple[Answered, ...]
    lines: tuple[Line, ...]
    suicide: SuicideRisk
    is_on_hold: bool

    @property
    def facts(self) -> Facts:
        return self.findings.facts

    @property
    def level(self) -> Detox:
        """Detox intensity 0 to 3."""
        return self.findings.level

    @property
    def is_provisional(self) -> bool:
        """The detox intensity rests on an incomplete COWS."""
        return self.findings.cows is None

    @property
    def active(self) -> list[Element]:
        return self.standing(Standing.ACTIVE)

    @property
    def deferred(self) -> list[Element]:
        return self.standing(Standing.DEFERRED)

    @property
    def declined(self) -> list[Element]:
        return self.standing(Standing.DECLINED)

    def standing(self, standing: Standing) -> list[Element]:
        """The elements of this standing, by their code."""
        return sorted(line.element for line in self.lines if line.standing is standing)

    @property
    def fired(self) -> list[str]:
        return self.answered(answer=True)

    @property
    def refused(self) -> list[str]:
        return self.answered(answer=False)

    @property
    def undecided(self) -> list[str]:
        return self.answered(answer=None)

    def answered(self, answer: Answer) -> list[str]:
        """The keys of the rules with this answer: fired, refused, or None for undecided."""
        return sorted(each.rule.key for each in self.answers if each.answer is answer)

    @property
    def blocks_signature(self) -> list[Element]:
        """Active elements that keep the plan from being signed."""
        return sorted(BLOCKING.intersection(self.active))

    @cached_property
    def contradictions(self) -> list[str]:
        """The short name of each contradiction found."""
        return sorted(
            name for name, condition in CONTRADICTIONS.items() if condition.ask(self.findings)
        )

    @property
    def provisional_scales(self) -> tuple[str, ...]:
        """Scales taken in withdrawal, to be repeated after 2 to 4 weeks without use."""
        return provisional_scales(self.findings)

    @property
    def blocked_wishes(self) -> list[dict[str, Any]]:
        """What the patient wishes and must not have now, with the findings that block it."""
        return [
            {"element": element.value, "found": list(saying.values_behind(why, self.findings))}
            for element, (wish, why) in BLOCKED_WISHES.items()
            if (wish & why).ask(self.findings)
        ]

    @property
    def questions(self) -> list[Question]:
        """The questions still worth asking, each with the rules that wait for it."""
        waiting: dict[str, set[str]] = {}
        for answered in self.answers:
            for asked in answered.open:
                for key in saying.open_keys(asked.condition, self.findings):
                    waiting.setdefault(key, set()).add(answered.rule.key)
        return [
            Question(key, saying.name(key), tuple(sorted(waiting[key]))) for key in sorted(waiting)
        ]

    def line(self, element: Element) -> Line | None:
        return next((line for line in self.lines if line.element is element), None)

    def to_json(self) -> dict[str, Any]:
        """Everything as it was, for the plan that keeps it."""
        return {
            "facts": written(self.facts),
            "level": int(self.level),
            "is_provisional": self.is_provisional,
            "is_on_hold": self.is_on_hold,
            "suicide": self.suicide.value,
            "severity": self.findings.criteria.severity.label,
            "severity_max": self.findings.criteria.severity_max.label,
            "rules": {each.rule.key: each.word for each in self.answers},
            "questions": [
                {"finding": each.finding, "name": each.name, "rules": list(each.rules)}
                for each in self.questions
            ],
            "blocks_signature": [each.value for each in self.blocks_signature],
            "contradictions": self.contradictions,
            "provisional_scales": list(self.provisional_scales),
            "blocked_wishes": self.blocked_wishes,
            "lines": [line.to_json() for line in self.lines],
        }


def draft_with(rulebook: Rulebook, facts: Facts, parameters: Parameters) -> Draft:
    """Ask every rule of a rulebook; the order of its rules does not matter."""
    findings = Findings(facts, parameters)
    answers = rulebook.ask(findings)
    suicide = triage(findings)
    held = _held(findings.level, suicide)
    asked_for = wanted(answers, findings.level)
    lines = (
        Line(element, _standing(element, asked, findings, held), tuple(asked), findings)
        for element, asked in asked_for.items()
    )
    return Draft(
        findings=findings,
        answers=by_rule(rulebook.rules, answers),
        lines=tuple(sorted(lines, key=_place)),
        suicide=suicide,
        is_on_hold=bool(held),
    )


ORDER: Final = {element: place for place, element in enumerate(Element)}


def _place(line: Line) -> int:
    return ORDER[line.element]


def _held(level: Detox, suicide: SuicideRisk) -> frozenset[Element]:
    """What waits while the plan is on hold; nothing if it is not."""
    hospital = level is Detox.EMERGENCY
    if not (hospital or suicide is SuicideRisk.HIGH):
        return frozenset()
    return WAITING | HELD_BEFORE_HOSPITAL if hospital else WAITING


WAITING: Final = frozenset(element for element in Element if element.area in HELD)


def _standing(
    element: Element, asked: Iterable[Asked], findings: Findings, held: frozenset[Element]
) -> Standing:
    if element.area not in NEVER_DECLINED and _is_declined(element, asked, findings):
        return Standing.DECLINED
    return Standing.DEFERRED if element in held else Standing.ACTIVE


def _is_declined(element: Element, asked: Iterable[Asked], findings: Findings) -> bool:
    refusals = (each.proposal.declined_when for each in asked)
    refused = any(why is not None and why.ask(findings) for why in refusals)
    return refused or element.value in findings.facts.declines
