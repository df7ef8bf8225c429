"""Answers that cannot both be true (CLINICAL.md R45): a person reconciles them, no engine."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from treatment.instruments.vocabulary import Stage
from treatment.intake.facts import Facts
from treatment.intake.vocabulary import BenzodiazepineUse, Hcg, OpioidUse, Pregnancy

OPIOID_TOKENS: Final = frozenset(
    {
        "opiate",
        "heroin",
        "morphine",
        "codeine",
        "hydrocodone",
        "oxycodone",
        "fentanyl",
        "methadone",
        "buprenorphine",
        "tramadol",
    }
)
BENZODIAZEPINE_TOKEN: Final = "benzodiazepine"  # noqa: S105  a substance, no secret
WITHDRAWAL: Final = 13  # COWS from here on is moderate [S26]
LAST_USE_TOO_LONG_AGO: Final = 240  # hours
LOW_IMPORTANCE: Final = 3
ABOUT_TO_ACT: Final = frozenset({Stage.PREPARATION, Stage.ACTION})
WITHDRAWAL_CRITERION: Final = 10  # c11


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two answers against each other, and the questions to open."""

    name: str
    sentence: str
    questions: tuple[str, ...]
    holds: Callable[[Facts], bool]


def found_on_screen(facts: Facts) -> frozenset[str]:
    """What the urine screen found unexpectedly, in lower case."""
    return frozenset(name.strip().lower() for name in facts.uds_unexpected or ())


def in_withdrawal(facts: Facts) -> bool:
    """A complete COWS of 13 or more."""
    return facts.cows_total is not None and facts.cows_total >= WITHDRAWAL


def _long_ago(facts: Facts) -> bool:
    hours = facts.hours_since_last_use
    return in_withdrawal(facts) and hours is not None and hours > LAST_USE_TOO_LONG_AGO


def _benzodiazepine_denied(facts: Facts) -> bool:
    found = facts.pdmp_benzo_30d or BENZODIAZEPINE_TOKEN in found_on_screen(facts)
    return facts.benzo_use is BenzodiazepineUse.NONE and bool(found)


def _opioid_denied(facts: Facts) -> bool:
    is_found = bool(OPIOID_TOKENS & found_on_screen(facts))
    return facts.opioid_current is OpioidUse.NONE and is_found


def _pregnancy_denied(facts: Facts) -> bool:
    return facts.hcg is Hcg.POSITIVE and facts.pregnancy in {Pregnancy.NO, Pregnancy.NA}


def _stage_against_importance(facts: Facts) -> bool:
    is_low = facts.importance is not None and facts.importance <= LOW_IMPORTANCE
    return is_low and facts.stage in ABOUT_TO_ACT


def _item9_against_screen(facts: Facts) -> bool:
    return bool(facts.phq9_item9) and facts.cssrs.says_all_no


CONTRADICTIONS: Final = (
    Contradiction(
        "withdrawal-denied",
        "Withdrawal (criterion 11) is answered no, but the COWS is 13 or more.",
        ("dsm", "cows"),
        lambda facts: facts.dsm[WITHDRAWAL_CRITERION] is False and in_withdrawal(facts),
    ),
    Contradiction(
        "withdrawal-late",
        "The COWS is 13 or more although the last use was more than 10 days ago.",
        ("cows", "hours_since_last_use"),
        _long_ago,
    ),
    Contradiction(
        "benzodiazepine-denied",
        "Benzodiazepines are answered none, but the prescription monitoring program or the urine "
        "screen shows one.",
        ("benzo_use", "pdmp_benzo_30d", "uds_unexpected"),
        _benzodiazepine_denied,
    ),
    Contradiction(
        "opioid-denied",
        "Opioids are answered none, but the urine screen shows one.",
        ("opioid_current", "uds_unexpected"),
        _opioid_denied,
    ),
    Contradiction(
        "pregnancy-denied",
        "The pregnancy test is positive, but pregnancy is answered no or not applicable.",
        ("pregnancy", "hcg"),
        _pregnancy_denied,
    ),
    Contradiction(
        "stage-importance",
        "The stage is preparation or action, but importance is 3 or less.",
        ("stage", "importance"),
        _stage_against_importance,
    ),
    Contradiction(
        "item9-cssrs",
        "PHQ-9 question 9 is above zero, but every suicide question is answered no.",
        ("phq9_items", "cssrs"),
        _item9_against_screen,
    ),
)


def contradictions(facts: Facts) -> list[Contradiction]:
    """Those that hold; an answer nobody gave contradicts nothing."""
    return [each for each in CONTRADICTIONS if each.holds(facts)]
