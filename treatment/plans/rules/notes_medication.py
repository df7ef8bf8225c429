"""Computed texts of medication lines: what is excluded, which dose bands apply, and why not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from treatment.intake.vocabulary import OpioidUse, Substance
from treatment.plans.engine.asking import (
    at_most,
    below,
    cows,
    exceeds,
    is_one_of,
    mentions,
    some,
    unknown,
    yes,
)
from treatment.plans.engine.conditions import Condition
from treatment.plans.engine.findings import Findings
from treatment.plans.rules import derived as d
from treatment.plans.rules.medication import buprenorphine_timely, opioid_on_board
from treatment.plans.rules.safety import (
    alt_3,
    heart_at_risk,
    liver_urgent,
    pregnancy_open,
    qtc_long,
)

Notes = Iterator[str]
Warnings = tuple[tuple[Condition, str], ...]

CONTRARY: Final = (
    "Contrary evidence: 28 patients stabilized mostly on 8 to 16 mg with no correlation to grams "
    "(S2); two patients at 35 g a day stabilized on clearly different doses (S3); no controlled "
    "study exists, decide by whether opioid use disorder coexists (S5)."
)
AFTER_A_DOSE: Final = "After a buprenorphine dose: COWS at 30 to 60 minutes and at 2 hours (S21)."
WAIT: Final = "Medicines wait: pregnancy is not answered (SAF-PREGTEST)."

ecg_pending = unknown("qtc", "QTc not known") & heart_at_risk
liver_hurt = liver_urgent | alt_3
heart_history = yes("cardiac_history", "heart disease before")
cows_too_low = ~cows("COWS {p.cows_buprenorphine} or more", lambda n, p: n >= p.cows_buprenorphine)
cows_open = Condition("COWS incomplete", lambda f: f.cows is None, reads=("cows",))
long_acting = is_one_of("opioid_current", "long-acting opioid", OpioidUse.LONG_ACTING) | mentions(
    "uds_unexpected", "long-acting opioid in the drug test", "methadone", "buprenorphine"
)
opioid_beside = d.opioid_now & ~is_one_of("primary", "primary substance opioid", Substance.OPIOID)
alcohol_withdrawal = d.alcohol_high | d.alcohol_watch

EXCLUSIONS: Final[Warnings] = (
    (pregnancy_open, WAIT),
    (d.pregnant, "Lofexidine excluded: safety in pregnancy is unknown (S20)."),
    (d.pregnant, "Clonidine only after the prescriber's and obstetric decision (pregnancy)."),
    (d.pregnant, "NSAIDs excluded from 20 weeks of pregnancy; hydroxyzine in the first trimester."),
    (qtc_long, "Ondansetron, hydroxyzine, trazodone and lofexidine excluded: long QTc."),
    (
        ecg_pending,
        "Ondansetron, hydroxyzine, trazodone and lofexidine pending ECG: QTc is not known.",
    ),
    (
        some("qt_meds", "a QT-prolonging medicine"),
        "Lofexidine excluded beside a QT medicine (S20).",
    ),
    (
        heart_history,
        (
            "Lofexidine excluded in severe coronary disease, recent infarction, stroke or marked "
            "bradycardia (S20); clonidine with caution (syncope, AV block)."
        ),
    ),
    (
        below("sbp", "clonidine_sbp", "systolic below #")
        | below("dbp", "clonidine_dbp", "diastolic below #")
        | below("hr", "clonidine_hr", "pulse below #"),
        "Clonidine on hold: blood pressure or pulse is too low (S22).",
    ),
    (
        liver_hurt,
        "Liver values raised: acetaminophen at most 2 g a day; lofexidine by Child-Pugh (S20).",
    ),
    (
        below("egfr", "egfr_normal", "eGFR below #"),
        "Lofexidine dose by eGFR (S20); gabapentin by renal dose; NSAIDs with caution.",
    ),
    (
        d.opioid_now | d.sedative_daily,
        "Gabapentin with caution: respiratory depression beside opioids or sedatives.",
    ),
    (alcohol_withdrawal, "Thiamine 100 mg a day; parenteral if there is a Wernicke risk."),
)
BUPRENORPHINE_CAUTIONS: Final[Warnings] = (
    (pregnancy_open, WAIT),
    (cows_too_low, "First dose not before COWS {p.cows_buprenorphine}."),
    (cows_open, "First dose not before COWS {p.cows_buprenorphine}."),
    (
        d.opioid_now,
        "A full agonist was taken lately: after methadone wait 24 to 72 hours.",
    ),
    (d.naltrexone_on_board, "Naltrexone is on board: not beside it."),
    (liver_hurt, "Caution: not in severe liver disease."),
    (
        d.sedative_daily | alcohol_withdrawal,
        "Caution, not refusal: sedatives or alcohol beside buprenorphine.",
    ),
    (d.pregnant, "Allowed in pregnancy, together with obstetrics (S18)."),
)
ALCOHOL_MEDICINES: Final[Warnings] = (
    (pregnancy_open, WAIT),
    (
        at_most("egfr", "egfr_acamprosate", "eGFR # or less"),
        "Acamprosate excluded: eGFR is not above {p.egfr_acamprosate:g}.",
    ),
    (
        unknown("egfr", "eGFR not known"),
        "Acamprosate only once eGFR above {p.egfr_acamprosate:g} is known.",
    ),
    (
        exceeds("egfr", "egfr_acamprosate", "eGFR above #"),
        "Acamprosate possible: eGFR is above {p.egfr_acamprosate:g}.",
    ),
    (opioid_on_board, "Naltrexone only after the hold of FLAG-NTX has cleared."),
    (
        liver_hurt | heart_history | yes("psychosis_current", "psychosis now"),
        "Disulfiram excluded: liver, heart or psychosis.",
    ),
)


def said(warnings: Warnings, findings: Findings) -> Notes:
    """The texts whose condition holds, each once."""
    texts = (text for asked, text in warnings if asked.ask(findings))
    for text in dict.fromkeys(texts):
        yield text.format(p=findings.parameters)


def symptom_medicines(findings: Findings) -> Notes:
    """MED-SYMPT: everything this patient must not be given or not yet (3.6)."""
    yield from said(EXCLUSIONS, findings)
    yield (
        "Before and 60 minutes after clonidine or lofexidine: blood pressure and pulse, sitting "
        "and standing (S20, S21)."
    )
    if not (alcohol_withdrawal | d.sedative_daily).ask(findings):
        yield "No benzodiazepine: only for an alcohol or sedative withdrawal protocol."


def buprenorphine_band(findings: Findings) -> str:
    """The published dose band for grams of leaf; none between the bands, none for 7-OH (2)."""
    grams, limits = findings.facts.kratom_g_day, findings.parameters
    low, high = f"{limits.grams_low:g}", f"{limits.grams_high:g}"
    if d.extract_or_7oh.ask(findings):
        return "Dose bands not applicable: extract or 7-OH. No dose is proposed."
    if grams is None:
        return "Dose bands not applicable: grams a day are not known. No dose is proposed."
    if grams < limits.grams_low:
        return f"Below {low} g a day: published start 4/1 to 8/2 mg a day (8 patients, S1)."
    if grams > limits.grams_high:
        return f"Above {high} g a day: published start 12/3 to 16/4 mg a day (8 patients, S1)."
    return (
        f"Between the published bands (below {low} g, above {high} g a day): no dose is proposed."
    )


def buprenorphine(findings: Findings) -> Notes:
    """MED-BUP: band or none, the contrary evidence, and the cautions."""
    yield "Consider; the prescriber decides."
    yield buprenorphine_band(findings)
    yield CONTRARY
    yield from said(BUPRENORPHINE_CAUTIONS, findings)
    yield AFTER_A_DOSE


def opioid_medicines(findings: Findings) -> Notes:
    """MED-MOUD: the usual range, and where methadone may be given."""
    yield "Buprenorphine: 2 to 4 mg to start, 16 mg or more is usual."
    yield "Methadone only in an opioid treatment program or inpatient (S25)."
    if (d.kratom & buprenorphine_timely).ask(findings):
        yield "Replaces the buprenorphine line for kratom."
    yield from said(BUPRENORPHINE_CAUTIONS, findings)
    yield AFTER_A_DOSE


def alcohol_medicines(findings: Findings) -> Notes:
    """MED-AUD: which of the three medicines are open to this patient."""
    yield from said(ALCOHOL_MEDICINES, findings)


def naltrexone_hold(findings: Findings) -> Notes:
    """FLAG-NTX: how long, by what was used."""
    limits, hours = findings.parameters, findings.facts.hours_since_last_use
    needed = limits.naltrexone_hours_kratom
    if long_acting.ask(findings):
        needed = limits.naltrexone_hours_long
    yield (
        f"Hold naltrexone until {needed:g} h after the last use, then a negative test or a "
        "naloxone challenge."
    )
    if hours is None:
        yield "The last use is not known: count from today."
    elif hours < needed:
        yield f"Last use {hours:g} h ago: at least {needed - hours:g} h more."
    if opioid_beside.ask(findings):
        yield "When the other opioid was last used is not asked: count from it if it was later."
    yield (
        f"Intervals: {limits.naltrexone_hours_kratom:g} h after kratom or a short-acting opioid, "
        f"{limits.naltrexone_hours_long:g} h after methadone or buprenorphine."
    )


def seizure_medicines(findings: Findings) -> Notes:
    """FLAG-SEIZMED: which of the medicines it is about."""
    taken = ", ".join(findings.facts.meds or ())
    yield f"Tramadol and bupropion lower the seizure threshold. Taken: {taken}."


def changed_levels(findings: Findings) -> Notes:
    """FLAG-CYP: which medicines, and that stopping kratom changes them again."""
    yield f"Affected: {', '.join(findings.facts.cyp_sensitive_meds or ())}."
    yield "CYP3A levels rise with kratom (S9); CYP2D6 possibly at high intake."
    yield "Levels may change again when kratom stops."


def avoid_list(_: Findings) -> Notes:
    """FLAG-QT: what else must not be added."""
    yield "Avoid ondansetron, hydroxyzine, trazodone, lofexidine and high-dose loperamide."
