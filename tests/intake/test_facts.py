"""What an intake established: unknown by default, and never changed afterwards."""

from dataclasses import FrozenInstanceError, fields

import pytest

from treatment.intake.facts import Facts
from treatment.intake.vocabulary import MutualHelp, Product, SeizureHistory, Substance

LEAST = Facts(age=30, primary=Substance.OPIOID)


def test_what_nobody_said_is_unknown():
    known = {each.name for each in fields(Facts) if getattr(LEAST, each.name) is not None}
    assert known == {"age", "primary", "dsm", "cows", "cssrs", "declines"}
    assert set(LEAST.dsm) == set(LEAST.cows) == {None}


def test_facts_are_never_changed():
    with pytest.raises(FrozenInstanceError):
        LEAST.age = 31


def test_an_incomplete_cows_has_a_rated_part_and_no_total():
    facts = Facts(age=30, primary=Substance.OPIOID, cows=(1, None, *(0,) * 9))
    assert (facts.cows_total, facts.cows_rated) == (None, 1)


@pytest.mark.parametrize(
    ("word", "label"),
    [
        (Product.SEVEN_OH, "7-OH"),
        (Product.TEA, "Tea"),
        (SeizureHistory.DRUG, "Caused by a drug"),
        (MutualHelp.SECULAR, "Secular (SMART Recovery)"),
    ],
)
def test_words_are_shown_in_plain_language(word, label):
    assert word.label == label
