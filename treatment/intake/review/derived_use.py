"""What the tables of use establish: amounts, frequency, last use, criteria of further substances.

A part nobody knows leaves a sum unknown, never smaller, and an unknown last use stays unknown
(CLINICAL.md 0.6, 2, 6.1). None as a value says: looked at, and still unknown.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from treatment.instruments import scoring
from treatment.intake.notation.readers import CRITERION
from treatment.intake.questionnaire.shapes import UNKNOWN, Answers, Row

KRATOM: Final = frozenset({"kratom_leaf", "kratom_extract", "kratom_7oh"})
LEAF: Final = frozenset({"leaf", "capsule", "tea"})
NAMED_PRODUCTS: Final = ("leaf", "capsule", "tea", "extract", "7oh")
EVERY_DAY: Final = 7
MINUTE: Final = timedelta(minutes=1)
TENTH_OF_AN_HOUR: Final = 360  # seconds
GROUPS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("heroin", "fentanyl", "opioid_pills", "methadone"), "opioid"),
    **dict.fromkeys(("buprenorphine", "other_opioid"), "opioid"),
    **dict.fromkeys(("benzodiazepine", "sleep_medicine", "gabapentinoid"), "sedative"),
    **dict.fromkeys(("barbiturate", "other_sedative"), "sedative"),
    **dict.fromkeys(("cocaine", "methamphetamine", "amphetamine", "other_stimulant"), "stimulant"),
    "alcohol": "alcohol",
    "cannabis": "cannabis",
    "nicotine": "nicotine",
}
DANGER: Final = ("fentanyl", "long_acting", "short_acting", "prescribed")  # the worst first
OPIOIDS: Final = {
    "fentanyl": "fentanyl",
    "methadone": "long_acting",
    "buprenorphine": "long_acting",
}
ENOUGH_CRITERIA: Final = 4  # from here on open criteria change nothing (R22, R23)
HAZARDOUS: Final = 3  # AUDIT-C points from which the criteria are worth asking

Found = dict[str, Any]


def derived(answers: Answers, at: datetime) -> Found:
    """Findings by key; `at` is the facility's own time."""
    return {**_of_products(answers), **_of_use(answers, at), **_of_substances(answers, at)}


# --- kratom ------------------------------------------------------------------------------------


def _of_products(answers: Answers) -> Found:
    rows = answers.get("kratom_products")
    if rows is None:
        return {}
    used = {row.get("product") for row in rows}
    return {
        "products": [product for product in NAMED_PRODUCTS if product in used],
        "kratom_g_day": _sum(map(_a_day, _leaf(rows))),
        "seven_oh_mg_day": _seven_oh(rows),
    }


def _leaf(rows: Iterable[Row]) -> list[Row]:
    """What is counted in grams: leaf, capsules and tea, or another product weighed like them."""
    return [row for row in rows if row.get("product") in LEAF or row.get("unit") == "g"]


def _seven_oh(rows: Sequence[Row]) -> float | None:
    """Leaf alone is no 7-OH; of an extract or an unnamed product nobody knows."""
    counted = [row for row in rows if row.get("product") == "7oh" or row.get("unit") == "mg_7oh"]
    if not counted and rows and all(row.get("product") in LEAF for row in rows):
        return 0
    return _sum(map(_a_day, counted))


def _a_day(row: Row) -> float | None:
    amount, doses = row.get("amount"), row.get("doses")
    if amount in {None, UNKNOWN} or row.get("per") not in {"day", "time"}:
        return None
    if row["per"] == "day":
        return float(amount)
    return None if doses is None else float(amount) * doses


def _sum(parts: Iterable[float | None]) -> float | None:
    """The whole, unknown with any part unknown and with nothing to add up."""
    known = list(parts)
    if not known or None in known:
        return None
    return tidy(round(sum(part for part in known if part is not None), 2))


def tidy(number: float) -> float:
    """14 rather than 14.0."""
    return int(number) if float(number).is_integer() else number


# --- frequency and last use, of the primary substance and of kratom ----------------------------


def _of_use(answers: Answers, at: datetime) -> Found:
    parts = _parts(answers)
    if parts is None:
        return {}
    rows = None if None in parts else [row for part in parts for row in part or ()]
    return {
        "hours_since_last_use": _hours(rows, at),
        "doses_per_day": _doses(parts),
        "daily_use": _daily(rows),
    }


def _parts(answers: Answers) -> list[Sequence[Row] | None] | None:
    """The rows of kratom and of the primary substance, None for rows that are lacking.

    None for the whole while no table says anything about them.
    """
    kratom, others = answers.get("kratom_products"), answers.get("substances_used")
    primary, besides = answers.get("primary"), answers.get("kratom_secondary")
    if primary is None or (kratom is None and (others is None or primary in KRATOM)):
        return None
    is_used = primary in KRATOM or besides is True
    found: list[Sequence[Row] | None] = [(kratom or None) if is_used else None]
    if not is_used:
        found = [kratom] if kratom is not None or besides is None else []
    if primary not in KRATOM:
        found.append([row for row in others or () if group_of(row) == primary] or None)
    return found


def group_of(row: Row) -> str:
    return GROUPS.get(row.get("substance") or "", "other")


def lacks_primary(table: str, answers: Answers) -> bool:
    """Whether a table that was filled in has no row of the primary substance."""
    rows, primary = answers.get(table), answers.get("primary")
    if rows is None or primary is None or (table == "kratom_products") != (primary in KRATOM):
        return False
    return not (rows if primary in KRATOM else [r for r in rows if group_of(r) == primary])


def hours_since(written: object, at: datetime) -> float | None:
    """Hours from a moment until `at`; a day without its time counts as late as it can have been."""
    if not isinstance(written, str) or written == UNKNOWN:
        return None
    when = datetime.fromisoformat(written).replace(tzinfo=at.tzinfo, fold=1)
    if "T" not in written:
        when += timedelta(days=1) - MINUTE
    seconds = int(at.timestamp() - when.timestamp())
    return tidy(max(seconds, 0) // TENTH_OF_AN_HOUR / 10)


def _hours(rows: Sequence[Row] | None, at: datetime) -> float | None:
    """Since the latest use; unknown if any row does not say."""
    hours = [hours_since(row.get("last"), at) for row in rows or ()]
    known = [each for each in hours if each is not None]
    return min(known) if known and len(known) == len(hours) else None


def _doses(parts: Sequence[Sequence[Row] | None]) -> float | None:
    """Of the substance taken most often; different substances are not added up."""
    sums = [
        _sum(row.get("doses") for row in part) if part else None for part in parts if part != []
    ]
    known = [each for each in sums if each is not None]
    return max(known) if known and len(known) == len(sums) else None


def _daily(rows: Sequence[Row] | None) -> bool | None:
    days = [_days(row) for row in rows or ()]
    known = [each for each in days if each is not None]
    if EVERY_DAY in known:
        return True
    if not days or len(known) < len(days) or sum(known) >= EVERY_DAY:
        return None  # products in turn may cover the whole week
    return False


def _days(row: Row) -> float | None:
    if "frequency" in row:
        return EVERY_DAY if row["frequency"] == "daily" else 0
    days = row.get("days")
    return None if days is None else float(days)


# --- other substances --------------------------------------------------------------------------


def _of_substances(answers: Answers, at: datetime) -> Found:
    rows = answers.get("substances_used")
    found: Found = {}
    if rows is not None:
        found["hours_since_drink"] = _hours([row for row in rows if group_of(row) == "alcohol"], at)
        found |= _of_opioids([row for row in rows if group_of(row) == "opioid"])
        found |= _of_benzodiazepines([r for r in rows if r.get("substance") == "benzodiazepine"])
    groups = criteria_for({**answers, **found})
    return {**found, "criteria_for": groups, **_of_criteria({**answers, **found})}


def _is_now(row: Row) -> bool:
    return row.get("frequency") != "not_30d"


def _of_opioids(rows: Sequence[Row]) -> Found:
    """The most dangerous one; what is not known to be taken as directed counts as not."""
    words = {_opioid(row) for row in rows if _is_now(row)}
    worst = next((word for word in DANGER if word in words), None)
    return {"opioid_current": worst} if worst else {}


def _opioid(row: Row) -> str:
    known = OPIOIDS.get(row["substance"])
    return known or ("prescribed" if row.get("prescribed") == "as_directed" else "short_acting")


def _of_benzodiazepines(rows: Sequence[Row]) -> Found:
    """Daily, or now and then; what lies between is asked."""
    daily = [row for row in rows if row.get("frequency") == "daily"]
    if daily:
        is_prescribed = all(row.get("prescribed") == "as_directed" for row in daily)
        return {"benzo_use": "daily_prescribed" if is_prescribed else "daily_nonprescribed"}
    seldom = {"weekly", "monthly"}
    is_seldom = rows and all(row.get("frequency") in seldom for row in rows)
    return {"benzo_use": "intermittent"} if is_seldom else {}


# --- criteria of further substances ------------------------------------------------------------


def criteria_for(answers: Answers) -> list[str]:
    """Groups of substances, besides the primary one, whose criteria are worth asking."""
    rows, primary = answers.get("substances_used") or (), answers.get("primary")
    used = {group_of(row) for row in rows}
    if answers.get("kratom_secondary") is True and primary not in KRATOM:
        used.add("kratom")
    if answers.get("opioid_current") not in {None, "none"}:
        used.add("opioid")
    if sum(item or 0 for item in (answers.get("audit_items") or ())[:3]) >= HAZARDOUS:
        used.add("alcohol")
    further = used - {primary, "nicotine"}
    return sorted(
        {each if each in {"kratom", "opioid", "alcohol"} else "other" for each in further}
    )


def _of_criteria(answers: Answers) -> Found:
    as_prescribed = answers.get("opioid_current") == "prescribed"
    opioid = _count(answers.get("dsm_opioid"), as_prescribed=as_prescribed)
    alcohol = _count(answers.get("dsm_alcohol"), as_prescribed=False)
    drinks = (answers.get("audit_items") or (None,))[0]
    return {
        **_counted("oud_criteria", opioid, answers, answers.get("opioid_current") == "none"),
        **_counted("alcohol_criteria", alcohol, answers, drinks == 0),
    }


def _count(
    letters: Sequence[str | None] | None, *, as_prescribed: bool
) -> tuple[float | None] | None:
    """Criteria met, in a tuple; None where none was asked. Open ones leave it unknown."""
    if not letters:
        return None
    found = scoring.criteria([CRITERION[x] for x in letters], as_prescribed=as_prescribed)
    is_settled = not found.unknown or found.yes >= ENOUGH_CRITERIA
    return (found.yes if is_settled else None,)


def _counted(
    key: str, count: tuple[float | None] | None, answers: Answers, denied: object
) -> Found:
    if count is not None:
        return {key: count[0]}
    group = {"oud_criteria": "opioid", "alcohol_criteria": "alcohol"}[key]
    rows = answers.get("substances_used")
    is_unused = rows is not None and not any(group_of(row) == group for row in rows)
    return {key: 0} if is_unused and denied and key not in answers else {}
