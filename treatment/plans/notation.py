"""The written form of a draft: a JSON document of findings in, the plan as JSON values out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from treatment.instruments.scoring.scales import COWS
from treatment.intake.facts import Facts
from treatment.intake.notation import InputError, Problem, facts_from_vignette
from treatment.plans.rules.comparing import Difference
from treatment.plans.rules.drafting import Draft
from treatment.plans.vocabulary import Element

CODES = frozenset(Element)


def parse(text: str | bytes) -> Any:
    """One JSON document, each key once, no NaN. Raises InputError."""
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_refuse)
    except UnicodeDecodeError as fault:
        raise InputError([Problem("$", "The input is not UTF-8 text.")]) from fault
    except (ValueError, RecursionError) as fault:
        raise InputError([Problem("$", f"The input is not JSON: {fault}.")]) from fault


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        message = f"the key {json.dumps(twice)} stands twice"
        raise ValueError(message)
    return found


def _refuse(word: str) -> NoReturn:
    message = f"{word} is not a JSON number"
    raise ValueError(message)


def read(document: Any) -> Facts:
    """Facts of `{"input": {...}}` or of the bare input. Raises InputError with every problem."""
    wrapped = isinstance(document, Mapping) and "input" in document
    findings, at = (document["input"], "$.input") if wrapped else (document, "$")
    problems = _unheard_of(findings, at)
    try:
        facts = facts_from_vignette(findings, at=at)
    except InputError as refusal:
        raise InputError((*refusal.problems, *problems)) from refusal
    if problems:
        raise InputError(problems)
    return facts


def _unheard_of(findings: Any, at: str) -> list[Problem]:
    """Declined codes that are no element of the catalog."""
    declines = findings.get("declines") if isinstance(findings, Mapping) else None
    codes = declines if isinstance(declines, list) else []
    return [
        Problem(f"{at}.declines[{place}]", "There is no plan element of this code.")
        for place, code in enumerate(codes)
        if isinstance(code, str) and code not in CODES
    ]


def summary(draft: Draft) -> dict[str, Any]:
    """A draft in the words of the vignettes; every list sorted."""
    findings, facts = draft.findings, draft.facts
    total = findings.cows
    return {
        "severity": findings.criteria.severity.label,
        "severity_max": findings.criteria.severity_max.label,
        "cows": total,
        "cows_band": None if total is None else COWS.read(total).band,
        "dx": int(draft.level),
        "dx_provisional": draft.is_provisional,
        "hold": draft.is_on_hold,
        "suicide": draft.suicide.value,
        "phq9": facts.phq9,
        "gad7": facts.gad7,
        "pcptsd5": findings.pcptsd5,
        "audit_c": facts.audit_c,
        "active": draft.active,
        "deferred": draft.deferred,
        "declined": draft.declined,
        "undecided": draft.undecided,
        "blocks_signature": draft.blocks_signature,
        "contradictions": draft.contradictions,
        "why": dict(sorted((line.element.value, line.rule_keys) for line in draft.lines)),
    }


def difference(found: Difference) -> dict[str, Any]:
    """What changes between two drafts, as JSON values."""
    return {
        "added": found.added,
        "stopped": found.stopped,
        "changed": found.changed,
        "changes": {
            element.value: {name: list(pair) for name, pair in changes.items()}
            for element, changes in found.changes.items()
        },
    }


def errors(refusal: InputError) -> dict[str, Any]:
    """The problems of an input, as JSON values."""
    return {"errors": [{"path": p.path, "message": p.message} for p in refusal.problems]}
