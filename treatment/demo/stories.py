"""The answers behind the invented people: the six public vignettes and four more intakes."""

from typing import Any

Answers = dict[str, Any]

_CALM = {"cssrs": ["n", "n", None, None, None, "n", None]}

P1: Answers = {
    "age": 34, "sex": "male", "primary": "kratom_leaf", "products": ["leaf"], "kratom_g_day": 35,
    "doses_per_day": 7, "daily_use": True, "hours_since_last_use": 14, "dsm": "yyyyynnnnyy",
    "cows": [1, 2, 1, 1, 2, 2, 2, 1, 1, 1, 0], "hr": 92, "sbp": 138, "dbp": 86, "temp_c": 37.1,
    "spo2": 98, "rr": 16, "phq9_items": [2, 2, 2, 2, 1, 1, 2, 0, 0],
    "gad7_items": [2, 2, 2, 2, 2, 2, 2], "trauma_exposure": False,
    "pcptsd5_items": [0, 0, 0, 0, 0], "audit_c_items": [1, 0, 0], **_CALM,
    "stage": "preparation", "importance": 9, "confidence": 6, "housing": "stable",
    "support": "good", "family_consent": "yes", "employment_risk": True, "cm_consent": "yes",
    "poc_mitragynine": False, "barc10": 38, "isi": 17, "alt_xuln": 1.1, "bili_xuln": 0.8,
    "interests": ["mindfulness", "recreation"], "mutual_help": "secular",
}  # fmt: skip
P2: Answers = {
    "age": 26, "sex": "female", "pregnancy": "unknown", "primary": "kratom_leaf",
    "products": ["capsule"], "kratom_g_day": 12, "doses_per_day": 3, "daily_use": True,
    "hours_since_last_use": 20, "dsm": "ynnynnnnnyy", "cows": [1, 1, 0, 0, 1, 0, 1, 0, 1, 1, 0],
    "hr": 84, "sbp": 118, "dbp": 74, "temp_c": 36.9, "spo2": 99, "rr": 15,
    "phq9_items": [1, 1, 1, 1, 0, 0, 1, 0, 0], "gad7_items": [1, 1, 1, 1, 0, 1, 1],
    "trauma_exposure": True, "pcptsd5_items": [1, 0, 1, 0, 0], "audit_c_items": [2, 1, 1], **_CALM,
    "stage": "contemplation", "importance": 4, "confidence": 7, "housing": "stable",
    "support": "good", "family_consent": "no", "cm_consent": "no", "barc10": 49, "isi": 10,
    "interests": ["yoga", "art"], "mutual_help": "unknown",
}  # fmt: skip
P3: Answers = {
    "age": 29, "sex": "male", "primary": "kratom_7oh", "products": ["7oh", "extract"],
    "seven_oh_mg_day": 120, "doses_per_day": 8, "daily_use": True, "hours_since_last_use": 10,
    "dsm": "yyyyyyynnyy", "cows": [2, 3, 1, 1, 2, 2, 3, 2, 1, 2, 3], "hr": 108, "sbp": 148,
    "dbp": 92, "temp_c": 37.4, "spo2": 97, "rr": 16, "benzo_use": "daily_nonprescribed",
    "cyp_sensitive_meds": ["alprazolam"], "overdose": "past_12m", "prior_treatment": 2,
    "prior_detox_incomplete": True, "phq9_items": [3, 3, 2, 2, 1, 2, 2, 1, 1],
    "gad7_items": [3, 3, 3, 2, 2, 2, 2], "trauma_exposure": True,
    "pcptsd5_items": [1, 1, 1, 0, 0], "audit_c_items": [1, 1, 0],
    "cssrs": ["y", "n", None, None, None, "n", None], "stage": "action", "importance": 9,
    "confidence": 3, "housing": "unstable", "support": "limited", "cm_consent": "yes",
    "barc10": 27, "isi": 20, "interests": ["recreation"], "mutual_help": "twelve_step",
}  # fmt: skip
P4: Answers = {
    "age": 31, "sex": "female", "pregnancy": "no", "hcg": "negative", "primary": "kratom_extract",
    "products": ["extract"], "doses_per_day": 3, "daily_use": True, "hours_since_last_use": 16,
    "dsm": "yynynnnnyyy", "cows": [1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 0], "hr": 88, "sbp": 122,
    "dbp": 78, "temp_c": 37.0, "spo2": 98, "rr": 16, "bpd": True, "self_harm_12m": True,
    "emotion_dysregulation": True, "phq9_items": [3, 3, 2, 3, 2, 3, 2, 1, 1],
    "gad7_items": [3, 2, 2, 2, 2, 2, 2], "trauma_exposure": True,
    "pcptsd5_items": [1, 1, 0, 0, 1], "audit_c_items": [0, 0, 0],
    "cssrs": ["y", "y", "y", "n", "n", "y", "n"], "stage": "preparation", "importance": 8,
    "confidence": 5, "housing": "stable", "support": "limited", "family_consent": "yes",
    "cm_consent": "yes", "barc10": 31, "isi": 16, "interests": ["equine", "art", "mindfulness"],
    "mutual_help": "unknown",
}  # fmt: skip
P5: Answers = {
    "age": 28, "sex": "female", "pregnancy": "yes", "hcg": "positive", "primary": "kratom_leaf",
    "products": ["leaf"], "kratom_g_day": 60, "doses_per_day": 3, "daily_use": True,
    "hours_since_last_use": 12, "dsm": "yyyynnynnyy", "cows": [1, 1, 1, 0, 1, 1, 2, 0, 1, 1, 0],
    "hr": 96, "sbp": 116, "dbp": 70, "temp_c": 36.8, "spo2": 99, "rr": 18,
    "meds": ["ondansetron"], "qt_meds": ["ondansetron"], "requested_meds": ["naltrexone"],
    "phq9_items": [2, 1, 2, 2, 1, 1, 1, 0, 0], "gad7_items": [1, 1, 2, 1, 1, 1, 1],
    "trauma_exposure": False, "pcptsd5_items": [0, 0, 0, 0, 0], "audit_c_items": [0, 0, 0], **_CALM,
    "stage": "action", "importance": 10, "confidence": 5, "housing": "stable", "support": "good",
    "family_consent": "yes", "cm_consent": "yes", "barc10": 44, "isi": 12,
    "interests": ["yoga", "equine"], "mutual_help": "unknown",
}  # fmt: skip
P6: Answers = {
    "age": 61, "sex": "male", "primary": "kratom_leaf", "products": ["leaf"], "kratom_g_day": 4,
    "doses_per_day": 2, "daily_use": True, "hours_since_last_use": 20, "dsm": "ynnynnnnnnn",
    "cows": [0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0], "hr": 76, "sbp": 142, "dbp": 84, "temp_c": 36.7,
    "spo2": 97, "rr": 14, "meds": ["tramadol", "lisinopril"], "opioid_current": "prescribed",
    "chronic_pain": True, "pain_nrs": 6, "phq9_items": [1, 1, 1, 1, 0, 0, 0, 0, 0],
    "gad7_items": [1, 1, 1, 0, 0, 0, 0], "trauma_exposure": False,
    "pcptsd5_items": [0, 0, 0, 0, 0], "audit_c_items": [3, 0, 0], **_CALM,
    "stage": "contemplation", "importance": 6, "confidence": 6, "housing": "stable",
    "support": "limited", "family_consent": "no", "cm_consent": "unknown", "barc10": 50, "isi": 9,
    "interests": [], "mutual_help": "secular",
}  # fmt: skip

ALCOHOL: Answers = {
    "age": 50, "sex": "unknown", "pregnancy": "na", "primary": "alcohol", "kratom_secondary": True,
    "products": ["tea"], "kratom_g_day": 6, "doses_per_day": 2, "hours_since_last_use": 9,
    "daily_use": True, "dsm": "yyyyyynnyyy", "cows": [2, 2, 1, 1, 1, 1, 2, 2, 0, 2, 0], "hr": 104,
    "sbp": 156, "dbp": 94, "temp_c": 37.4, "spo2": 97, "rr": 18, "ciwa_ar": 12, "pawss": 5,
    "drinks_per_day": 11, "hours_since_drink": 9, "audit_items": [4, 3, 3, 2, 1, 1, 2, 0, 2, 2],
    "alcohol_criteria": 9, "phq9_items": [2, 2, 2, 1, 1, 2, 1, 1, 0],
    "gad7_items": [2, 2, 1, 2, 1, 2, 1], "trauma_exposure": True, "pcptsd5_items": [1, 0, 1, 1, 0],
    **_CALM, "stage": "action", "importance": 8, "confidence": 5, "housing": "stable",
    "support": "limited", "family_consent": "yes", "cm_consent": "unknown", "barc10": 33,
    "isi": 18, "alt_xuln": 2.1, "bili_xuln": 1.0, "egfr": 82, "prior_relapses": 2,
    "prior_treatment": 1, "interests": ["recreation", "mindfulness"], "mutual_help": "twelve_step",
}  # fmt: skip
OPIOID: Answers = {
    "age": 40, "sex": "male", "primary": "opioid", "kratom_secondary": True,
    "products": ["extract"],
    "doses_per_day": 5, "daily_use": True, "hours_since_last_use": 18, "dsm": "yyyyyyynyyy",
    "oud_criteria": 10, "cows": [2, 2, 3, 1, 2, 2, 2, 2, 1, 2, 3], "hr": 106, "sbp": 146, "dbp": 88,
    "temp_c": 37.2, "spo2": 98, "rr": 17, "opioid_current": "fentanyl", "overdose": "past_12m",
    "uds_unexpected": ["fentanyl"], "phq9_items": [2, 2, 2, 2, 1, 2, 1, 0, 0],
    "gad7_items": [1, 2, 2, 1, 1, 2, 1], "trauma_exposure": True, "pcptsd5_items": [1, 1, 1, 1, 0],
    "audit_c_items": [0, 0, 0], **_CALM, "stage": "action", "importance": 9, "confidence": 4,
    "housing": "homeless", "support": "none", "family_consent": "no", "legal": True,
    "transport_barrier": True, "cm_consent": "yes", "barc10": 24, "isi": 19, "prior_treatment": 3,
    "prior_relapses": 3, "qtc": 432, "interests": ["art"], "mutual_help": "unknown",
}  # fmt: skip
CRISIS: Answers = {
    **P4, "cssrs": ["y", "y", "y", "y", "n", "y", "y"], "cows": [1, 1, 1, 0, 1, 0, 1, 1, 0, 2, 0],
    "interests": ["art", "yoga"],
}  # fmt: skip
INCOMPLETE: Answers = {
    "age": 58, "sex": "male", "primary": "kratom_leaf", "products": ["leaf"], "kratom_g_day": 22,
    "doses_per_day": 5, "daily_use": True, "hours_since_last_use": 11, "dsm": "yynyunnunyu",
    "cows": [1, 2, 1, None, 1, 1, 1, 1, 1, 1, None], "hr": 96, "sbp": 144, "dbp": 88,
    "temp_c": 37.0, "spo2": 97, "rr": 16, "phq9_items": [1, 2, 2, 2, 1, 1, 1, 0, None],
    "cssrs": ["n", None, None, None, None, None, None], "stage": "preparation", "importance": 7,
    "housing": "stable", "support": "good", "mutual_help": "unknown",
}  # fmt: skip

STORIES: dict[str, Answers] = {
    "P1": P1,
    "P2": P2,
    "P3": P3,
    "P4": P4,
    "P5": P5,
    "P6": P6,
    "alcohol": ALCOHOL,
    "opioid": OPIOID,
    "crisis": CRISIS,
    "incomplete": INCOMPLETE,
}
