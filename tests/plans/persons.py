"""Invented people for the rules: one of whom everything is known and nothing is wrong."""

from typing import Any

from treatment.intake.facts import Facts
from treatment.intake.notation import facts_from_answers, facts_from_vignette
from treatment.plans.rules import Draft, draft

QUIET: dict[str, Any] = {
    "age": 40, "sex": "male", "pregnancy": "na", "hcg": "none",
    "primary": "cannabis", "kratom_secondary": False, "products": [], "kratom_g_day": 0, "seven_oh_mg_day": 0,
    "doses_per_day": 1, "daily_use": False, "hours_since_last_use": 500,
    "dsm": "n" * 11, "taken_as_prescribed": False, "oud_criteria": 0, "alcohol_criteria": 0,
    "opioid_current": "none", "benzo_use": "none", "other_sedative_daily": False, "pdmp_benzo_30d": False,
    "uds_unexpected": [], "audit_c": 0, "audit": 0, "ciwa_ar": 0, "pawss": 0, "drinks_per_day": 0,
    "hours_since_drink": 500, "alcohol_wd_complicated": False, "hallucinosis": False, "overdose": "none",
    "cows": [0] * 11, "hr": 70, "sbp": 120, "dbp": 80, "rr": 16, "spo2": 98, "temp_c": 37,
    "altered_mental_status": False, "delirium": False, "seizure_history": "none", "seizure_24h": False,
    "qtc": 420, "qt_meds": [], "cardiac_history": False, "alt_xuln": 1, "bili_xuln": 1, "jaundice": False, "egfr": 100,
    "meds": [], "requested_meds": [], "cyp_sensitive_meds": [], "medically_unstable": False, "chronic_pain": False,
    "pain_nrs": 0, "animal_allergy": False, "phq9": 0, "phq9_item9": 0, "gad7": 0, "trauma_exposure": False,
    "pcptsd5": 0, "cssrs": ["n"] * 7, "bpd": False, "bipolar": False, "psychosis_current": False,
    "mania_current": False, "self_harm_12m": False, "emotion_dysregulation": False, "isi": 0,
    "cognitive_impairment": False, "interpreter": False, "stage": "action", "importance": 9, "confidence": 9,
    "prior_treatment": 0, "prior_detox_incomplete": False, "prior_relapses": 0, "housing": "stable", "ipv": "no",
    "support": "good", "family_consent": "no", "employment_risk": False, "legal": False, "transport_barrier": False,
    "barc10": 55, "interests": ["art"], "mutual_help": "secular", "cm_consent": "no", "poc_mitragynine": False,
    "declines": [],
}  # fmt: skip

MILD, MODERATE, SEVERE = "yy" + "n" * 9, "yyyy" + "n" * 7, "yyyyyy" + "n" * 5


def known(**changes: Any) -> Facts:
    """The quiet person with changes; None makes an answer unknown, as in the product."""
    return facts_from_answers({**QUIET, **changes})


def told(**findings: Any) -> Facts:
    """A vignette: what is not told has its default."""
    return facts_from_vignette(
        {
            "age": 40,
            "primary": "kratom_leaf",
            "cows": [0] * 11,
            "dsm": "n" * 11,
            "cssrs": list("nn") + [None] * 3 + ["n", None],
        }
        | findings
    )


def plan_for(**changes: Any) -> Draft:
    return draft(known(**changes))


def vignette(**findings: Any) -> Draft:
    return draft(told(**findings))


STEPS = (
    (0, 1, 2, 3, 4),
    (0, 1, 3, 5),
    (0, 1, 2, 5),
    (0, 1, 2, 4),
    (0, 1, 2, 4),
    (0, 1, 2, 3, 5),
    (0, 1, 2, 4),
    (0, 1, 2, 4),
    (0, 1, 2, 4),
)


def cows(total: int) -> list[int | None]:
    """Items that add up to a total of at most 37; the resting pulse and gooseflesh stay 0."""
    items, left = [0], total
    for points in STEPS:
        items.append(max(p for p in points if p <= left))
        left -= items[-1]
    assert left == 0, f"no items for COWS {total}"
    return [*items, 0]
