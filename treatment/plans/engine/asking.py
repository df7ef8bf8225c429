"""Builders of the simplest conditions: each looks at one finding; unknown stays unknown."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from operator import attrgetter

from treatment.instruments.vocabulary import Severity
from treatment.plans.engine.conditions import Answer, Condition
from treatment.plans.engine.findings import Findings
from treatment.plans.engine.parameters import Parameters

Test = Callable[[float, Parameters], bool]


def yes(key: str, template: str) -> Condition:
    """A yes/no finding."""
    get = attrgetter(key)
    return Condition(template, lambda f: get(f.facts), reads=(key,))


def is_one_of(key: str, template: str, *words: StrEnum) -> Condition:
    """A word finding that is one of these words."""
    get, wanted = attrgetter(key), frozenset(words)

    def ask(findings: Findings) -> Answer:
        found = get(findings.facts)
        return None if found is None else found in wanted

    return Condition(template, ask, reads=(key,))


def is_other_than(key: str, template: str, word: StrEnum) -> Condition:
    """A word finding that is known and not this word."""
    get = attrgetter(key)

    def ask(findings: Findings) -> Answer:
        found = get(findings.facts)
        return None if found is None else found is not word

    return Condition(template, ask, reads=(key,))


def number(key: str, template: str, test: Test) -> Condition:
    """A number finding that passes a test against the parameters."""
    get = attrgetter(key)

    def ask(findings: Findings) -> Answer:
        found = get(findings.facts)
        return None if found is None else test(found, findings.parameters)

    return Condition(template, ask, reads=(key,))


def _with_limit(words: str, limit: str) -> str:
    """Put the parameter where the wording has a #."""
    return words.replace("#", "{p." + limit + ":g}")


def reaches(key: str, limit: str, words: str) -> Condition:
    """A number at or above a parameter."""
    edge = attrgetter(limit)
    return number(key, _with_limit(words, limit), lambda found, p: bool(found >= edge(p)))


def exceeds(key: str, limit: str, words: str) -> Condition:
    """A number above a parameter."""
    edge = attrgetter(limit)
    return number(key, _with_limit(words, limit), lambda found, p: bool(found > edge(p)))


def below(key: str, limit: str, words: str) -> Condition:
    """A number below a parameter."""
    edge = attrgetter(limit)
    return number(key, _with_limit(words, limit), lambda found, p: bool(found < edge(p)))


def at_most(key: str, limit: str, words: str) -> Condition:
    """A number at or below a parameter."""
    edge = attrgetter(limit)
    return number(key, _with_limit(words, limit), lambda found, p: bool(found <= edge(p)))


def unknown(key: str, template: str) -> Condition:
    """Nobody knows this finding; always decided."""
    get = attrgetter(key)
    return Condition(template, lambda f: get(f.facts) is None, reads=(key,))


def part_reaches(key: str, words: str, limit: str | Callable[[Findings], float]) -> Condition:
    """A scale whose total, or the part of it that is known, reaches a limit (R06)."""
    get, get_part = attrgetter(key), attrgetter(key + "_at_least")
    edge = attrgetter("parameters." + limit) if isinstance(limit, str) else limit
    template = _with_limit(words, limit) if isinstance(limit, str) else words

    def ask(findings: Findings) -> Answer:
        total = get(findings.facts)
        if total is not None:
            return bool(total >= edge(findings))
        part = get_part(findings.facts)
        return True if part is not None and part >= edge(findings) else None

    return Condition(template, ask, reads=(key,))


def some(key: str, template: str) -> Condition:
    """A list finding with anything in it."""
    get = attrgetter(key)

    def ask(findings: Findings) -> Answer:
        found = get(findings.facts)
        return None if found is None else bool(found)

    return Condition(template, ask, reads=(key,))


def has_one_of(key: str, template: str, *words: StrEnum) -> Condition:
    """A choice finding that includes one of these words."""
    get, wanted = attrgetter(key), frozenset(words)

    def ask(findings: Findings) -> Answer:
        found = get(findings.facts)
        return None if found is None else not wanted.isdisjoint(found)

    return Condition(template, ask, reads=(key,))


def mentions(key: str, template: str, *names: str) -> Condition:
    """A list of names in which one of these stands as a whole word, in any case."""
    get = attrgetter(key)
    pattern = re.compile(rf"(?<![^\W_])({'|'.join(names)})(?![^\W_])", re.IGNORECASE)

    def ask(findings: Findings) -> Answer:
        found = get(findings.facts)
        return None if found is None else any(map(pattern.search, found))

    return Condition(template, ask, reads=(key,))


def cows(template: str, test: Test) -> Condition:
    """A complete COWS that passes a test; with an item open it is unknown."""

    def ask(findings: Findings) -> Answer:
        total = findings.cows
        return None if total is None else test(total, findings.parameters)

    return Condition(template, ask, reads=("cows",))


def cows_rated(template: str, test: Test) -> Condition:
    """The COWS items rated so far (R15 to R19); always decided."""
    return Condition(template, lambda f: test(f.facts.cows_rated, f.parameters), reads=("cows",))


def severity(least: Severity) -> Condition:
    """Severity by criteria answered yes; unknown while open criteria could reach it."""

    def ask(findings: Findings) -> Answer:
        counted = findings.criteria
        if counted.severity >= least:
            return True
        return None if counted.severity_max >= least else False

    return Condition(f"severity {least.label} or more", ask, reads=("dsm",))


def criterion(number_: int, *, says: bool) -> Condition:
    """A criterion as answered, also where a prescription keeps it from being counted."""
    word = "yes" if says else "no"

    def ask(findings: Findings) -> Answer:
        answer = findings.facts.dsm[number_ - 1]
        return None if answer is None else answer is says

    return Condition(f"criterion c{number_} {word}", ask, reads=("dsm",))


def level(template: str, test: Callable[[int], bool]) -> Condition:
    """The detox intensity settled so far; always decided."""
    return Condition(template, lambda f: test(f.level), reads=("dx",))
