"""What people tell besides the findings of their story: the rows, words and dates around them."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from treatment.demo.houses import HOUSES, hash_of
from treatment.demo.people import Person

Answers = dict[str, Any]

SOURCES = ("smoke_shop", "online", "gas_station")
PRODUCT_NAMES = {
    "leaf": "powder, red vein",
    "capsule": "capsules, 0.5 g each",
    "extract": "liquid shots",
    "7oh": "chewable tablets",
}
MEDICINES = {  # dose and how often, as the person says
    "tramadol": {"dose": "50 mg", "often": "as needed", "told_by": "bottle"},
    "lisinopril": {"dose": "10 mg", "often": "once a day", "told_by": "pharmacy"},
    "ondansetron": {"dose": "4 mg", "often": "as needed", "told_by": "person"},
    "alprazolam": {"dose": "1 mg", "often": "4 times a day", "told_by": "person"},
}
LIMITS = {"alt": ("u_l", 50), "bilirubin": ("mg_dl", 1.2)}  # unit and upper limit of the laboratory
ILLNESSES = {
    "lisinopril": {
        "condition": "High blood pressure",
        "since": "about eight years",
        "by_whom": "family doctor",
        "treated": "now",
    }
}
OVERDOSE = {"naloxone": "yes", "hospital": "emergency", "note": "Found by a neighbor."}
HELPED = "Long walks in the morning, and having somebody to call."
PREFERRED = "Say things straight, one at a time, and do not call before nine."
TEDS: Answers = {
    "teds_service": "detox_residential",
    "teds_referral": "self",
    "teds_days_waiting": 2,
    "teds_arrests": 0,
    "teds_self_help": "under_weekly",
    "teds_race": "declined",
    "teds_ethnicity": "declined",
    "teds_veteran": False,
    "teds_education": "high_school",
    "teds_marital": "never",
    "teds_living": "independent",
    "teds_employment": "full_time",
    "teds_income": "wages",
    "teds_insurance": "private",
    "teds_payer": "private",
}


def detailed(told: Mapping[str, Answers], person: Person, at: datetime) -> dict[str, Answers]:
    """The same answers, with what a person says around them; no finding is another one."""
    sections = {key: dict(answers) for key, answers in told.items()}
    for key, more in _around(sections, person, at):
        sections.setdefault(key, {}).update(more)
    return sections


def _around(
    sections: Mapping[str, Answers], person: Person, at: datetime
) -> Iterator[tuple[str, Answers]]:
    use, medicines = sections.get("use", {}), sections.get("medicines", {})
    if products := use.get("kratom_products"):
        rows = [{**row, **_product(row, person)} for row in products]
        yield "use", {"kratom_products": rows}
    if taken := medicines.get("medications"):
        rows = [{**row, **MEDICINES.get(row["name"], {})} for row in taken]
        yield "medicines", {"medications": rows}
        known = [ILLNESSES[row["name"]] for row in taken if row["name"] in ILLNESSES]
        yield "medical", {"prior_diagnoses": known}
    yield from _tested(sections, at)
    yield (
        "own_words",
        {
            "what_helped": HELPED,
            "preferences": PREFERRED,
            "goal_list": [{"words": person.goal, "importance": 9}],
        },
    )
    if HOUSES[person.house].collects_teds:
        yield "teds", TEDS


def _tested(sections: Mapping[str, Answers], at: datetime) -> Iterator[tuple[str, Answers]]:
    """Vital signs with their time, results of the laboratory with day and upper limit."""
    if "hr" in sections.get("withdrawal", {}):
        yield (
            "withdrawal",
            {"vitals_at": f"{at:%Y-%m-%dT%H:%M}", "vitals_position": "sitting"},
        )
    if results := sections.get("labs", {}).get("labs"):
        rows = [{**row, **_result(row), "on": f"{at:%Y-%m-%d}"} for row in results]
        yield "labs", {"labs": rows}
    if overdoses := sections.get("substances", {}).get("overdoses"):
        yield "substances", {"overdoses": [{**row, **OVERDOSE} for row in overdoses]}


def _product(row: Answers, person: Person) -> Answers:
    lot = hash_of(person.name)
    return {
        "name": row.get("name") or PRODUCT_NAMES.get(row["product"], "as told"),
        "route": "swallowed",
        "months": 8 + lot % 40,
        "age_first": max(16, person.age - 4 - lot % 3),
        "source": SOURCES[lot % len(SOURCES)],
    }


def _result(row: Answers) -> Answers:
    """A multiple of the upper limit as the laboratory wrote it."""
    if row["test"] not in LIMITS or row["unit"] != "xuln":
        return {}
    unit, limit = LIMITS[row["test"]]
    return {"value": round(row["value"] * limit, 2), "unit": unit, "uln": limit}
