"""Invented intakes, written by finding key, sorted into the sections of the questionnaire."""

from collections.abc import Callable, Mapping
from typing import Any

from treatment.intake.notation.table import SILENT
from treatment.intake.questionnaire import QUESTIONS, SECTION_OF
from treatment.intake.questionnaire.shapes import Kind

ITEMS = 10  # of the AUDIT, the BARC-10 and the CIWA-Ar
LETTERS: Mapping[str, str | None] = {"y": "y", "n": "n", "u": None}


def asked(findings: Mapping[str, Any]) -> dict[str, Any]:
    """As if every question with a default had been asked and answered no or none."""
    return {**{key: _plain(value) for key, value in SILENT.items()}, **findings}


def filed(findings: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The answers of each section; what registration knows (age, sex) is left out."""
    sections: dict[str, dict[str, Any]] = {}
    for name, value in findings.items():
        key, answer = REWRITTEN.get(name, _as_it_is)(name, value)
        if answer is not None and QUESTIONS[key].kind is not Kind.CARRIED:
            sections.setdefault(SECTION_OF[key].key, {})[key] = answer
    return sections


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset | tuple) else value


def _as_it_is(key: str, value: Any) -> tuple[str, Any]:
    return key, list(value) if isinstance(value, tuple) else value


def _criteria(key: str, value: str) -> tuple[str, Any]:
    return key, [LETTERS[letter] for letter in value]


def _audit_c(_key: str, items: list[int | None]) -> tuple[str, Any]:
    return "audit_items", [*items, *[None] * (ITEMS - len(items))]


def _items_of(key: str, total: int) -> tuple[str, Any]:
    """Ten items that make the total: an invented person has no paper form."""
    low, more = divmod(total, ITEMS)
    return f"{key}_items", [low + (at < more) for at in range(ITEMS)]


REWRITTEN: Mapping[str, Callable[[str, Any], tuple[str, Any]]] = {
    "dsm": _criteria,
    "audit_c_items": _audit_c,
    "barc10": _items_of,
    "ciwa_ar": _items_of,
}
