"""Invented intakes: medicines and laboratory findings as rows of their tables."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from treatment.intake.medicines import Mark, is_marked

LISTS = ("meds", "qt_meds", "cyp_sensitive_meds")
LABS = {"alt_xuln": ("alt", "xuln"), "bili_xuln": ("bilirubin", "xuln"), "egfr": ("egfr", "ml_min")}
TABLES = {"medications": LISTS, "labs": tuple(LABS)}  # what each table establishes


def tables_of(findings: Mapping[str, Any], at: date) -> dict[str, list[dict[str, Any]]]:
    """The tables that establish these findings; a table nobody asked about is left out.

    Args:
        at: the day the results are from.
    """
    tables = {}
    if any(findings.get(key) is not None for key in LISTS):
        tables["medications"] = _medicines(findings)
    labs = [_result(key, findings[key], at) for key in LABS if findings.get(key) is not None]
    return {**tables, "labs": labs} if labs else tables


def _medicines(findings: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One row per name, those of the plain list first."""
    meds, qt, cyp = (tuple(findings.get(key) or ()) for key in LISTS)
    named = dict.fromkeys((*meds, *qt, *cyp))
    return [
        _medicine(name, is_medicine=name in meds, qt=name in qt, cyp=name in cyp) for name in named
    ]


def _medicine(name: str, *, is_medicine: bool, qt: bool, cyp: bool) -> dict[str, Any]:
    by_hand = {
        "qt": qt and not is_marked(name, Mark.QT),
        "cyp": cyp and not is_marked(name, Mark.CYP),
    }
    words = [word for word, is_needed in by_hand.items() if is_needed]
    mark = {"mark": "both" if len(words) > 1 else words[0]} if words else {}
    origin = "prescribed" if is_medicine else "substance"
    return {"name": name, "origin": origin, "status": "taking", "told_by": "person", **mark}


def _result(key: str, value: float, at: date) -> dict[str, Any]:
    test, unit = LABS[key]
    return {"test": test, "value": value, "unit": unit, "on": f"{at:%Y-%m-%d}"}
