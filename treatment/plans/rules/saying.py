"""The values found, in words: what a condition saw when it was asked."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, Final

from treatment.plans.engine.conditions import Condition
from treatment.plans.engine.findings import Findings
from treatment.plans.rules.suicide import triage

NOT_KNOWN: Final = "not known"
UNITS: Final = {
    "kratom_g_day": " g a day",
    "seven_oh_mg_day": " mg a day",
    "doses_per_day": " a day",
    "hours_since_last_use": " h ago",
    "hours_since_drink": " h ago",
    "spo2": " %",
    "temp_c": " °C",
    "qtc": " ms",
    "alt_xuln": " times the limit",
    "bili_xuln": " times the limit",
}
NAMES: Final = {
    "hours_since_last_use": "last use",
    "hours_since_drink": "last drink",
    "kratom_g_day": "kratom",
    "seven_oh_mg_day": "7-OH",
    "doses_per_day": "doses",
    "hr": "pulse",
    "rr": "respiration",
    "sbp": "systolic",
    "dbp": "diastolic",
    "spo2": "SpO2",
    "temp_c": "temperature",
    "qtc": "QTc",
    "alt_xuln": "ALT",
    "bili_xuln": "bilirubin",
    "hcg": "pregnancy test",
    "dsm": "criteria",
    "cows": "COWS",
    "cssrs": "suicide screen",
    "phq9": "PHQ-9",
    "phq9_item9": "PHQ-9 item 9",
    "gad7": "GAD-7",
    "pcptsd5": "PC-PTSD-5",
    "audit": "AUDIT",
    "audit_c": "AUDIT-C",
    "ciwa_ar": "CIWA-Ar",
    "pawss": "PAWSS",
    "isi": "ISI",
    "barc10": "BARC-10",
    "pain_nrs": "pain",
    "dx": "detox intensity",
    "primary": "primary substance",
    "uds_unexpected": "unexpected in the drug test",
    "pdmp_benzo_30d": "benzodiazepine in the PDMP",
    "benzo_use": "benzodiazepines",
    "opioid_current": "opioids",
    "ipv": "partner violence",
    "cm_consent": "consent to rewards",
    "oud_criteria": "opioid criteria",
    "meds": "medicines",
    "requested_meds": "medicines asked for",
    "qt_meds": "QT-prolonging medicines",
    "cyp_sensitive_meds": "medicines whose level kratom changes",
    "egfr": "eGFR",
    "bpd": "borderline personality disorder",
    "self_harm_12m": "self-harm in 12 months",
    "seizure_24h": "seizure in 24 hours",
    "alcohol_wd_complicated": "complicated alcohol withdrawal before",
    "kratom_secondary": "kratom besides",
    "prior_treatment": "treatments before",
    "prior_relapses": "relapses before",
    "prior_detox_incomplete": "earlier detox left unfinished",
    "poc_mitragynine": "on-site mitragynine test",
    "family_consent": "consent to involve family",
    "legal": "legal trouble",
    "employment_risk": "work at risk",
    "transport_barrier": "no transport",
}
CRITERIA: Final = (  # c1 to c11, in a word or two
    "more than meant",
    "failed to cut down",
    "much time",
    "craving",
    "duties",
    "relationships",
    "activities given up",
    "use in danger",
    "despite harm",
    "tolerance",
    "withdrawal",
)
SCREENER: Final = {
    "q1": "wish to be dead",
    "q2": "thoughts of suicide",
    "q3": "thoughts of how",
    "q4": "intent",
    "q5": "plan",
    "q6": "suicidal act ever",
}
AT_LEAST: Final = frozenset({"audit", "audit_c", "ciwa_ar"})


def name(key: str) -> str:
    """The finding in plain words."""
    return NAMES.get(key, key.replace("_", " "))


def found(key: str, findings: Findings) -> str:
    """The value of a finding in plain words: "COWS 14", "pulse 92", "jaundice yes"."""
    special = SPECIAL.get(key)
    value = special(findings) if special else _value(key, findings)
    return f"{name(key)} {value}"


def _value(key: str, findings: Findings) -> str:
    value = getattr(findings.facts, key)
    if value is None:
        least = getattr(findings.facts, f"{key}_at_least") if key in AT_LEAST else None
        return NOT_KNOWN if least is None else f"at least {least}"
    return _plain(value) + UNITS.get(key, "")


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, StrEnum):
        label = str(getattr(value, "label", value))
        return label[:1].lower() + label[1:]
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, tuple | frozenset):
        return ", ".join(sorted(_plain(each) for each in value)) or "none"
    return str(value)


def _cows(findings: Findings) -> str:
    if findings.cows is None:
        return f"incomplete, at least {findings.facts.cows_rated}"
    return str(findings.cows)


def _criteria(findings: Findings) -> str:
    counted = findings.criteria
    pairs = zip(CRITERIA, findings.facts.dsm, strict=True)
    met = ", ".join(name for name, answer in pairs if answer) or "none met"
    unknown = f", {counted.unknown} open" if counted.unknown else ""
    return f"{counted.yes} of 11 ({counted.text}): {met}{unknown}"


def _ptsd(findings: Findings) -> str:
    return NOT_KNOWN if findings.pcptsd5 is None else str(findings.pcptsd5)


SPECIAL: Final[dict[str, Callable[[Findings], str]]] = {
    "cows": _cows,
    "dsm": _criteria,
    "cssrs": lambda findings: triage(findings).value,
    "pcptsd5": _ptsd,
    "dx": lambda findings: str(int(findings.level)),
}


def values_behind(condition: Condition, findings: Findings) -> tuple[str, ...]:
    """The values that made a condition what it is, each once."""
    keys = (key for atom in condition.deciding(findings) for key in atom.reads)
    return tuple(found(key, findings) for key in dict.fromkeys(keys))


def is_open(key: str, findings: Findings) -> bool:
    """Whether asking this finding could still tell something."""
    facts = findings.facts
    if key == "cssrs":
        return bool(facts.cssrs.missing) or (bool(facts.cssrs.q6) and facts.cssrs.q6r is None)
    if key in {"dsm", "cows"}:
        return None in getattr(facts, key)
    if key == "pcptsd5":
        return findings.pcptsd5 is None
    return key != "dx" and getattr(facts, key) is None


def open_keys(condition: Condition, findings: Findings) -> tuple[str, ...]:
    """The findings whose answer could settle an undecided condition."""
    keys = (key for atom in condition.deciding(findings) for key in atom.reads)
    return tuple(key for key in dict.fromkeys(keys) if is_open(key, findings))
