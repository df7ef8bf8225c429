"""The rulebook: 45 rules as values a clinician can read, and the draft they make of the facts."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from treatment.intake.facts import Facts
from treatment.plans.engine.parameters import DEFAULTS, Parameters
from treatment.plans.engine.rulebook import Rule, Rulebook
from treatment.plans.rules import defaults, detox, medication, mind, safety, supports, therapy
from treatment.plans.rules.drafting import Draft, Question, draft_with
from treatment.plans.rules.lines import Line

__all__ = [
    "DEFAULTS",
    "DIGEST",
    "RULEBOOK",
    "SAFETY_RULES",
    "VERSION",
    "Draft",
    "Line",
    "Parameters",
    "Question",
    "draft",
]

VERSION: Final = "2026.1"
RULES: Final = (
    *safety.RULES,
    *detox.RULES,
    *medication.RULES,
    *therapy.RULES,
    *mind.RULES,
    *supports.RULES,
    *defaults.RULES,
)
RULEBOOK: Final = Rulebook(RULES)
SAFETY_RULES: Final = tuple(rule.key for rule in safety.RULES)


def draft(facts: Facts, parameters: Parameters = DEFAULTS) -> Draft:
    """Draft a plan from facts with the rulebook in force; the same facts give the same draft."""
    return draft_with(RULEBOOK, facts, parameters)


def rule_text(rule: Rule) -> str:
    """Everything a rule says, in one text; a change of it is a new version of the rulebook."""
    proposals = (
        f"{each.element}|{each.urgency}|{each.lifts}|{rule.condition(each).full_text}"
        for each in rule.then
    )
    certainty = "".join(rule.certainty)
    return "\n".join([rule.key, rule.because, rule.source, certainty, *proposals])


DIGEST: Final = sha256("\n\n".join(rule_text(rule) for rule in RULES).encode()).hexdigest()
