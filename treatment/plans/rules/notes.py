"""Which computed texts stand on which line of a draft."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from treatment.plans.engine.findings import Findings
from treatment.plans.rules import notes_care as care
from treatment.plans.rules import notes_medication as medication
from treatment.plans.rules import notes_safety as safety
from treatment.plans.vocabulary import Element

E = Element

NOTES: Final[dict[E, Callable[[Findings], Iterator[str]]]] = {
    E.SAF_SEDATIVE: safety.sedative,
    E.SAF_OB: safety.obstetric,
    E.SAF_PREGTEST: safety.pregnancy_test,
    E.SAF_MINOR: safety.minor,
    E.DTX_1: safety.detox,
    E.DTX_2: safety.detox,
    E.DTX_3: safety.emergency,
    E.DTX_CIWA: safety.alcohol,
    E.MED_SYMPT: medication.symptom_medicines,
    E.MED_BUP: medication.buprenorphine,
    E.MED_MOUD: medication.opioid_medicines,
    E.MED_AUD: medication.alcohol_medicines,
    E.FLAG_QT: medication.avoid_list,
    E.FLAG_NTX: medication.naltrexone_hold,
    E.FLAG_SEIZMED: medication.seizure_medicines,
    E.FLAG_CYP: medication.changed_levels,
    E.TASK_CSSRS: care.open_screen,
    E.TASK_COWS: care.open_cows,
    E.TASK_DSM: care.open_criteria,
    E.TASK_RECON: care.to_clear,
    E.LAB_MITRA: care.mitragynine,
    E.THR_CBT: care.behavioral,
    E.THR_MET: care.motivation,
    E.THR_CM: care.rewards,
    E.THR_GRP: care.group,
    E.THR_RP: care.relapse_prevention,
    E.DUA_DEP: care.depression,
    E.DUA_ANX: care.anxiety,
    E.DUA_PTSD: care.trauma,
    E.DUA_INT: care.quadrant,
    E.SUP_FAM: care.family,
    E.SUP_12STEP: care.twelve_step,
    E.SUP_SMART: care.mutual_help,
    E.HOL_YOGA: care.yoga,
    E.HOL_MIND: care.mindfulness,
    E.HOL_EQUINE: care.horses,
    E.AFT_CONTACTS: care.contacts,
}


def notes(element: E, findings: Findings) -> tuple[str, ...]:
    """The computed texts of one line."""
    write = NOTES.get(element)
    return tuple(write(findings)) if write else ()
