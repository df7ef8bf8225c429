"""Every number a medical director may tune, with the default of the clinical reference."""

from __future__ import annotations

from dataclasses import dataclass

from treatment.instruments.scoring.vitals import (
    DIASTOLIC,
    OXYGEN,
    PULSE,
    RESPIRATION,
    SYSTOLIC,
    TEMPERATURE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """Thresholds of the rules; "limit" numbers are compared as real numbers."""

    # counted criteria that make opioid or alcohol use a disorder treated with medicines
    use_disorder: int = 4

    # withdrawal [S26]; levels are program parameters
    cows_mild: int = 5
    cows_moderate: int = 13
    cows_moderately_severe: int = 25
    cows_severe: int = 37
    cows_buprenorphine: int = 8
    dependence_grams: float = 5
    dependence_doses: float = 3
    early_hours: float = 72
    recent_hours: float = 336

    # alcohol: CIWA-Ar and PAWSS scores, AUDIT zone IV, drinks a day, hours (S23, S30, S55)
    ciwa_moderate: int = 10
    ciwa_severe: int = 19
    pawss_high: int = 4
    audit_dependence: int = 20
    drinks_heavy: float = 5
    drink_recent_hours: float = 72

    # pregnancy and age
    adult_age: int = 18
    pregnancy_age_from: int = 12
    pregnancy_age_to: int = 55

    # heart and liver
    ecg_grams: float = 40
    qtc_long: float = 450
    qtc_long_female: float = 460
    qtc_dangerous: float = 500
    alt_raised: float = 3
    alt_high: float = 5
    bilirubin_raised: float = 2

    # vital signs: red below or from, amber below or from
    spo2_red: float = OXYGEN.red_below
    spo2_amber: float = OXYGEN.amber_below
    rr_red_low: float = RESPIRATION.red_below
    rr_amber_low: float = RESPIRATION.amber_below
    rr_amber_high: float = RESPIRATION.amber_from
    rr_red_high: float = RESPIRATION.red_from
    sbp_red_low: float = SYSTOLIC.red_below
    sbp_amber_low: float = SYSTOLIC.amber_below
    sbp_amber_high: float = SYSTOLIC.amber_from
    sbp_red_high: float = SYSTOLIC.red_from
    dbp_amber_high: float = DIASTOLIC.amber_from
    dbp_red_high: float = DIASTOLIC.red_from
    hr_red_low: float = PULSE.red_below
    hr_amber_low: float = PULSE.amber_below
    hr_amber_high: float = PULSE.amber_from
    hr_red_high: float = PULSE.red_from
    temp_amber: float = TEMPERATURE.amber_from
    temp_red: float = TEMPERATURE.red_from

    # medication
    grams_low: float = 20  # buprenorphine bands, leaf only [S1]
    grams_high: float = 40
    naltrexone_hours_kratom: float = 240
    naltrexone_hours_long: float = 336
    egfr_acamprosate: float = 30
    egfr_normal: float = 90
    clonidine_sbp: float = 90
    clonidine_dbp: float = 60
    clonidine_hr: float = 60

    # therapy, dual diagnosis, supports
    readiness_importance: float = 5
    low_confidence: float = 4
    prior_treatments_dbt: int = 1
    prior_relapses_early: int = 2
    phq9_moderate: int = 10
    phq9_severe: int = 20
    gad7_moderate: int = 10
    isi_moderate: int = 15
    pain_moderate: float = 4
    barc10_low: int = 47

    # data quality
    contradiction_hours: float = 240
    contradiction_importance: float = 3


DEFAULTS = Parameters()
