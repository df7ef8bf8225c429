"""Invented intakes, written by finding key, sorted into the sections of the questionnaire."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from treatment.intake.forms.filing_body import TABLES, tables_of
from treatment.intake.forms.telling import rows_of
from treatment.intake.notation.table import SILENT
from treatment.intake.questionnaire import QUESTIONS, SECTION_OF
from treatment.intake.questionnaire.shapes import Kind

ITEMS = 10  # of the AUDIT, the BARC-10 and the CIWA-Ar
LETTERS: Mapping[str, str | None] = {"y": "y", "n": "n", "u": None}


def asked(findings: Mapping[str, Any]) -> dict[str, Any]:
    """As if every question with a default had been asked and answered no or none."""
    return {**{key: _plain(value) for key, value in SILENT.items()}, **findings}


def filed(findings: Mapping[str, Any], at: datetime | None = None) -> dict[str, dict[str, Any]]:
    """The answers of each section; what registration knows (age, sex) is left out.

    Args:
        at: when it is told, in the facility's own time; use and history are then told in rows.
            Without it they are answered as the first questionnaire asked them, question by
            question.
    """
    sections: dict[str, dict[str, Any]] = {}
    tables = {**rows_of(findings, at), **tables_of(findings, at)} if at else {}
    told = {key for table in tables for key in ESTABLISHED.get(table, ())}
    for key, answer in (*_answers(findings, told), *tables.items()):
        sections.setdefault(SECTION_OF[key].key, {})[key] = answer
    return sections


def _answers(findings: Mapping[str, Any], told: set[str]) -> list[tuple[str, Any]]:
    pairs = (
        REWRITTEN.get(name, _as_it_is)(name, value)
        for name, value in findings.items()
        if name not in told
    )
    return [
        (key, answer)
        for key, answer in pairs
        if answer is not None and QUESTIONS[key].kind is not Kind.CARRIED
    ]


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
ESTABLISHED: Mapping[str, tuple[str, ...]] = {  # what is told by rows instead
    "kratom_products": (
        "products",
        "kratom_g_day",
        "seven_oh_mg_day",
        "doses_per_day",
        "daily_use",
        "hours_since_last_use",
    ),
    "substances_used": (
        "doses_per_day",
        "daily_use",
        "hours_since_last_use",
        "hours_since_drink",
    ),
    "overdoses": ("overdose",),
    "treatments": ("prior_treatment", "prior_detox_incomplete"),
    "medications": ("meds", "qt_meds", "cyp_sensitive_meds"),
    "labs": ("alt_xuln", "bili_xuln", "egfr"),
    **TABLES,
}
