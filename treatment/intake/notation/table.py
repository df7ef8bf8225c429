"""Every finding with the reader of its answer, and the value it has where a vignette is silent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from treatment.instruments.scoring import scales
from treatment.intake import vocabulary as words
from treatment.intake.notation import readers as read
from treatment.intake.notation.readers import Reader

FLAGS: Final = (
    "kratom_secondary",
    "daily_use",
    "taken_as_prescribed",
    "other_sedative_daily",
    "pdmp_benzo_30d",
    "alcohol_wd_complicated",
    "hallucinosis",
    "altered_mental_status",
    "delirium",
    "seizure_24h",
    "cardiac_history",
    "jaundice",
    "medically_unstable",
    "chronic_pain",
    "animal_allergy",
    "bpd",
    "bipolar",
    "psychosis_current",
    "mania_current",
    "self_harm_12m",
    "emotion_dysregulation",
    "cognitive_impairment",
    "interpreter",
    "prior_detox_incomplete",
    "employment_risk",
    "legal",
    "transport_barrier",
    "poc_mitragynine",
)
NAME_LISTS: Final = ("uds_unexpected", "qt_meds", "meds", "requested_meds", "cyp_sensitive_meds")
SCALES: Final = (
    scales.PHQ9,
    scales.GAD7,
    scales.PCPTSD5,
    scales.AUDIT_C,
    scales.AUDIT,
    scales.CIWA_AR,
    scales.ISI,
    scales.BARC10,
    scales.PAWSS,
)
WORDS: Final[Mapping[str, Reader]] = {
    "primary": read.word(words.Substance),
    "sex": read.word(words.Sex, unknown=True),
    "pregnancy": read.word(words.Pregnancy, unknown=True),
    "hcg": read.word(words.Hcg),
    "opioid_current": read.word(words.OpioidUse),
    "benzo_use": read.word(words.BenzodiazepineUse),
    "overdose": read.word(words.Overdose),
    "seizure_history": read.word(words.SeizureHistory),
    "stage": read.word(words.Stage),
    "housing": read.word(words.Housing),
    "support": read.word(words.Support),
    "mutual_help": read.word(words.MutualHelp, unknown=True),
    "ipv": read.consent,
    "family_consent": read.consent,
    "cm_consent": read.consent,
    "products": read.some_of(words.Product),
    "interests": read.some_of(words.Interest),
    "declines": read.codes,
}
NUMBERS: Final[Mapping[str, Reader]] = {
    "age": read.whole(0, 120),
    "kratom_g_day": read.real(0, 5000),
    "seven_oh_mg_day": read.real(0, 50000),
    "doses_per_day": read.real(0, 500),
    "hours_since_last_use": read.real(0, 1_000_000),
    "oud_criteria": read.whole(0, 11),
    "alcohol_criteria": read.whole(0, 11),
    "drinks_per_day": read.real(0, 200),
    "hours_since_drink": read.real(0, 1_000_000),
    "hr": read.real(0, 350),
    "sbp": read.real(0, 350),
    "dbp": read.real(0, 300),
    "rr": read.real(0, 120),
    "spo2": read.real(0, 100),
    "temp_c": read.real(20, 46),
    "qtc": read.real(100, 1000),
    "alt_xuln": read.real(0, 2000),
    "bili_xuln": read.real(0, 500),
    "egfr": read.real(0, 300),
    "pain_nrs": read.real(0, 10),
    "phq9_item9": read.whole(0, 3),
    "importance": read.real(0, 10),
    "confidence": read.real(0, 10),
    "prior_treatment": read.whole(0, 1000),
    "prior_relapses": read.whole(0, 1000),
}
READERS: Final[Mapping[str, Reader]] = {
    **WORDS,
    **NUMBERS,
    "dsm": read.criteria,
    "cssrs": read.screener,
    "cows": read.items(scales.COWS),
    "trauma_exposure": read.flag,
    **dict.fromkeys(FLAGS, read.flag),
    **dict.fromkeys(NAME_LISTS, read.names),
    **{scale.key: read.whole(scale.least, scale.most) for scale in SCALES},
    **{f"{scale.key}_items": read.items(scale) for scale in SCALES},
}
SILENT: Final[Mapping[str, Any]] = {
    **dict.fromkeys(FLAGS, False),
    **dict.fromkeys(NAME_LISTS, ()),
    "products": frozenset(),
    "interests": frozenset(),
    "hcg": words.Hcg.NONE,
    "opioid_current": words.OpioidUse.NONE,
    "benzo_use": words.BenzodiazepineUse.NONE,
    "overdose": words.Overdose.NONE,
    "seizure_history": words.SeizureHistory.NONE,
}
