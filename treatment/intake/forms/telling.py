"""Invented rows: what a counselor would have written down to establish these findings."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from treatment.intake.review import derived_body

KRATOM = frozenset({"kratom_leaf", "kratom_extract", "kratom_7oh"})
LEAF = frozenset({"leaf", "capsule", "tea"})
UNNAMED = {"product": "other", "name": "not told"}
OPIOIDS = {
    "fentanyl": {"substance": "fentanyl", "prescribed": "no"},
    "long_acting": {"substance": "methadone", "prescribed": "as_directed"},
    "prescribed": {"substance": "opioid_pills", "prescribed": "as_directed"},
}
PRIMARY = {
    "alcohol": {"substance": "alcohol"},
    "cannabis": {"substance": "cannabis"},
    "sedative": {"substance": "other_sedative", "name": "not told"},
    "stimulant": {"substance": "methamphetamine"},
    "other": {"substance": "other", "name": "not told"},
}
LABS = {
    "alt_xuln": ("alt", "xuln"),
    "bili_xuln": ("bilirubin", "xuln"),
    "egfr": ("egfr", "ml_min"),
}

Findings = Mapping[str, Any]
Cells = dict[str, Any]


def rows_of(findings: Findings, at: datetime) -> dict[str, list[Cells]]:
    """Tables by question; a table the findings say nothing about stays untouched."""
    tables = {
        "kratom_products": _products(findings, at) if _uses_kratom(findings) else None,
        "substances_used": _substances(findings, at),
        "overdoses": _overdoses(findings.get("overdose")),
        "treatments": _treatments(findings),
        "medications": _medications(findings),
        "labs": _labs(findings, at),
    }
    if not _uses_kratom(findings) and "products" in findings:
        tables["kratom_products"] = []
    return {key: rows for key, rows in tables.items() if rows is not None}


def _uses_kratom(findings: Findings) -> bool:
    return findings.get("primary") in KRATOM or bool(findings.get("kratom_secondary"))


def _products(findings: Findings, at: datetime) -> list[Cells]:
    """One row per product; what all share stands in each, doses once, amounts where they fit."""
    named: list[Cells] = [{"product": product} for product in findings.get("products") or ()]
    rows = named or [{**UNNAMED}]
    shared = _use(findings, at, {"days": 7}, {"days": 3})
    doses = _split(findings.get("doses_per_day"), len(rows))
    rows = [{**row, **shared, **more} for row, more in zip(rows, doses, strict=True)]
    _weigh(rows, "kratom_g_day", findings, LEAF, "g")
    _weigh(rows, "seven_oh_mg_day", findings, {"7oh"}, "mg_7oh")
    return rows


def _use(findings: Findings, at: datetime, daily: Cells, seldom: Cells) -> Cells:
    """How often and when last, as the findings know it."""
    cells: Cells = {}
    if findings.get("daily_use") is not None:
        cells |= daily if findings["daily_use"] else seldom
    return cells | _last(findings.get("hours_since_last_use"), at)


def _last(hours: float | None, at: datetime) -> Cells:
    if hours is None:
        return {}
    when = at - timedelta(hours=hours)
    return {"last": f"{when:%Y-%m-%dT%H:%M}"}


def _split(doses: float | None, parts: int) -> Iterator[Cells]:
    """All but one dose a day with the first product."""
    for part in range(parts):
        if doses is None:
            yield {}
        else:
            yield {"doses": doses - (parts - 1) if part == 0 else 1}


def _weigh(rows: list[Cells], key: str, findings: Findings, fitting: Any, unit: str) -> None:
    """The whole amount with the first product it fits; none of it with the others."""
    amount = findings.get(key)
    if amount is None:
        return
    fit = [row for row in rows if row["product"] in fitting]
    if not fit and amount:
        fit = [row for row in rows if row["product"] == "other"] or [{**UNNAMED}]
        rows += [row for row in fit if row not in rows]
    for place, row in enumerate(fit):
        row |= {"amount": 0 if place else amount, "unit": unit, "per": "day"}


def _substances(findings: Findings, at: datetime) -> list[Cells] | None:
    rows = [*_primary(findings, at), *_drinking(findings, at)]
    return rows or None


def _primary(findings: Findings, at: datetime) -> Iterator[Cells]:
    primary = findings.get("primary")
    if primary is None or primary in KRATOM:
        return
    opioid = findings.get("opioid_current") or ""
    row = PRIMARY.get(primary) or OPIOIDS.get(opioid) or {"substance": "heroin"}
    doses = findings.get("doses_per_day")
    shared = _use(findings, at, {"frequency": "daily"}, {"frequency": "weekly"})
    yield {**row, **shared, **({} if doses is None else {"doses": doses})}


def _drinking(findings: Findings, at: datetime) -> Iterator[Cells]:
    hours = findings.get("hours_since_drink")
    if hours is not None and findings.get("primary") != "alcohol":
        yield {"substance": "alcohol", **_last(hours, at)}


def _medications(findings: Findings) -> list[Cells] | None:
    """What is taken, and what else has a narrow margin; only where rows say exactly the same."""
    lists = {key: findings.get(key) for key in ("meds", "qt_meds", "cyp_sensitive_meds")}
    if None in lists.values():
        return None
    taken, at_heart, narrow = (list(names or ()) for names in lists.values())
    names = dict.fromkeys([*taken, *at_heart, *narrow])
    rows = [_medicine(name, taken, at_heart, narrow) for name in names]
    return rows if derived_body.derived({"medications": rows}) == lists else None


def _medicine(name: str, taken: list[str], at_heart: list[str], narrow: list[str]) -> Cells:
    marks = {(True, False): "qt", (False, True): "cyp", (True, True): "both"}
    mark = marks.get((name in at_heart, name in narrow))
    return {
        "name": name,
        "status": "taking",
        "told_by": "person",
        "origin": "prescribed" if name in taken else "substance",
        **({"mark": mark} if mark else {}),
    }


def _labs(findings: Findings, at: datetime) -> list[Cells] | None:
    day = f"{at - timedelta(days=1):%Y-%m-%d}"
    rows = [
        {"test": test, "value": findings[key], "unit": unit, "on": day}
        for key, (test, unit) in LABS.items()
        if findings.get(key) is not None
    ]
    return rows or None


def _overdoses(word: str | None) -> list[Cells] | None:
    if word is None:
        return None
    return [] if word == "none" else [{"when": word}]


def _treatments(findings: Findings) -> list[Cells] | None:
    """As many as were counted, the first a detox; without a count the table stays untouched."""
    count, is_left = findings.get("prior_treatment"), findings.get("prior_detox_incomplete")
    if count is None or (count == 0 and is_left):
        return None
    outcome = {True: "left", False: "completed", None: "unknown"}[is_left]
    return [{"kind": "detox", "outcome": outcome}, *[{"kind": "outpatient"}] * (count - 1)][:count]
