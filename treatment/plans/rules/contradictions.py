"""Answers that cannot both be right; each has one short name (R45)."""

from typing import Final

from treatment.intake.vocabulary import OpioidUse, Pregnancy, Stage
from treatment.plans.engine.asking import (
    at_most,
    criterion,
    exceeds,
    is_one_of,
)
from treatment.plans.engine.conditions import Condition
from treatment.plans.rules import derived as d

CONTRADICTIONS: Final[dict[str, Condition]] = {
    "withdrawal-denied": criterion(11, says=False) & d.cows_13,
    "withdrawal-late": d.cows_13
    & exceeds("hours_since_last_use", "contradiction_hours", "last use more than # h ago"),
    "benzodiazepine-denied": d.benzo_denied & d.benzo_found,
    "opioid-denied": is_one_of("opioid_current", "opioid use denied", OpioidUse.NONE)
    & d.opioid_in_uds,
    "pregnancy-denied": is_one_of(
        "pregnancy", "pregnancy denied or not applicable", Pregnancy.NO, Pregnancy.NA
    )
    & d.hcg_positive,
    "stage-importance": is_one_of(
        "stage", "stage preparation or action", Stage.PREPARATION, Stage.ACTION
    )
    & at_most("importance", "contradiction_importance", "importance # or less"),
    "item9-cssrs": d.discordant,
}
SENTENCES: Final[dict[str, str]] = {
    "withdrawal-denied": "The criteria say no withdrawal, but COWS shows it.",
    "withdrawal-late": "COWS shows withdrawal although the last use was more than ten days ago.",
    "benzodiazepine-denied": "No benzodiazepine is told, but the PDMP or the drug test shows one.",
    "opioid-denied": "No opioid is told, but the drug test shows one.",
    "pregnancy-denied": "Pregnancy is denied or not applicable, but the test is positive.",
    "stage-importance": "The stage is preparation or action, but importance is very low.",
    "item9-cssrs": "PHQ-9 item 9 is positive, but the suicide screen is all no.",
}
