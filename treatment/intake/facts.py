"""What an intake established: one typed value per finding; None means nobody knows it."""

from __future__ import annotations

from dataclasses import dataclass

from treatment.instruments.scoring import SuicideScreen, Yes
from treatment.instruments.scoring.scales import Item
from treatment.intake.vocabulary import (
    BenzodiazepineUse,
    Hcg,
    Housing,
    Interest,
    MutualHelp,
    OpioidUse,
    Overdose,
    Pregnancy,
    Product,
    SeizureHistory,
    Sex,
    Stage,
    Substance,
    Support,
)

NOTHING_RATED: tuple[Item, ...] = (None,) * 11
NOTHING_ASKED: tuple[Yes, ...] = (None,) * 11
NOT_SCREENED = SuicideScreen()

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The findings the rules read, named as in the clinical reference (6.1).

    Scales hold their total, None while an item is open. The `_at_least` fields hold the known part
    of a scale whose total is open. Units: hours, grams of leaf and milligrams of 7-OH per day,
    mmHg, beats and breaths per minute, percent, degrees Celsius, milliseconds, multiples of the
    upper limit of normal.
    """

    # the person
    age: int
    sex: Sex | None = None
    pregnancy: Pregnancy | None = None
    hcg: Hcg | None = None
    # use
    primary: Substance
    kratom_secondary: Yes = None
    products: frozenset[Product] | None = None
    kratom_g_day: float | None = None
    seven_oh_mg_day: float | None = None
    doses_per_day: float | None = None
    daily_use: Yes = None
    hours_since_last_use: float | None = None
    # diagnosis
    dsm: tuple[Yes, ...] = NOTHING_ASKED
    taken_as_prescribed: Yes = None
    oud_criteria: int | None = None
    alcohol_criteria: int | None = None
    # other substances
    opioid_current: OpioidUse | None = None
    benzo_use: BenzodiazepineUse | None = None
    other_sedative_daily: Yes = None
    pdmp_benzo_30d: Yes = None
    uds_unexpected: Names | None = None
    audit_c: int | None = None
    audit_c_at_least: int | None = None
    audit: int | None = None
    audit_at_least: int | None = None
    ciwa_ar: int | None = None
    ciwa_ar_at_least: int | None = None
    pawss: int | None = None
    drinks_per_day: float | None = None
    hours_since_drink: float | None = None
    alcohol_wd_complicated: Yes = None
    hallucinosis: Yes = None
    overdose: Overdose | None = None
    # withdrawal and vital signs
    cows: tuple[Item, ...] = NOTHING_RATED
    hr: float | None = None
    sbp: float | None = None
    dbp: float | None = None
    rr: float | None = None
    spo2: float | None = None
    temp_c: float | None = None
    altered_mental_status: Yes = None
    delirium: Yes = None
    # medical
    seizure_history: SeizureHistory | None = None
    seizure_24h: Yes = None
    qtc: float | None = None
    qt_meds: Names | None = None
    cardiac_history: Yes = None
    alt_xuln: float | None = None
    bili_xuln: float | None = None
    jaundice: Yes = None
    egfr: float | None = None
    meds: Names | None = None
    requested_meds: Names | None = None
    cyp_sensitive_meds: Names | None = None
    medically_unstable: Yes = None
    chronic_pain: Yes = None
    pain_nrs: float | None = None
    animal_allergy: Yes = None
    # mental
    phq9: int | None = None
    phq9_item9: int | None = None
    gad7: int | None = None
    trauma_exposure: Yes = None
    pcptsd5: int | None = None
    cssrs: SuicideScreen = NOT_SCREENED
    bpd: Yes = None
    bipolar: Yes = None
    psychosis_current: Yes = None
    mania_current: Yes = None
    self_harm_12m: Yes = None
    emotion_dysregulation: Yes = None
    isi: int | None = None
    cognitive_impairment: Yes = None
    interpreter: Yes = None
    # readiness and history
    stage: Stage | None = None
    importance: float | None = None
    confidence: float | None = None
    prior_treatment: int | None = None
    prior_detox_incomplete: Yes = None
    prior_relapses: int | None = None
    # social
    housing: Housing | None = None
    ipv: Yes = None
    support: Support | None = None
    family_consent: Yes = None
    employment_risk: Yes = None
    legal: Yes = None
    transport_barrier: Yes = None
    barc10: int | None = None
    # wishes
    interests: frozenset[Interest] | None = None
    mutual_help: MutualHelp | None = None
    cm_consent: Yes = None
    poc_mitragynine: Yes = None
    declines: frozenset[str] = frozenset()

    @property
    def cows_total(self) -> int | None:
        """The COWS total, None while an item is not rated."""
        return None if None in self.cows else self.cows_rated

    @property
    def cows_rated(self) -> int:
        """The sum of the items rated so far."""
        return sum(item for item in self.cows if item is not None)
