"""Reading an intake: every bad answer is named with its place, and silence means what it should."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from treatment.instruments.scoring import SuicideScreen
from treatment.intake.facts import Facts
from treatment.intake.notation import (
    InputError,
    facts_from_answers,
    facts_from_vignette,
    pulse_points,
    written,
)
from treatment.intake.notation.table import READERS, SILENT
from treatment.intake.vocabulary import (
    Hcg,
    Interest,
    MutualHelp,
    OpioidUse,
    Pregnancy,
    Product,
    SeizureHistory,
    Sex,
    Substance,
)

LEAST = {"age": 34, "primary": "kratom_leaf"}
COWS_OK = [1, 2, 1, 1, 2, 2, 2, 1, 1, 1, 0]


def problems(findings):
    with pytest.raises(InputError) as refusal:
        facts_from_vignette(findings)
    return {each.path: each.message for each in refusal.value.problems}


BAD = {
    "an unknown key": ({"grams": 3}, "$.grams", "no finding of this name"),
    "a key that is no word": ({"two words": 3}, '$["two words"]', "no finding of this name"),
    "a truth value in place of a number": ({"age": True}, "$.age", "whole number"),
    "a truth value in place of a real number": ({"hr": True}, "$.hr", "Give a number"),
    "a number in place of a truth value": ({"jaundice": 1}, "$.jaundice", "true or false"),
    "a text in place of a number": ({"hr": "92"}, "$.hr", "Give a number"),
    "half a year": ({"age": 34.5}, "$.age", "whole number"),
    "a negative age": ({"age": -1}, "$.age", "0 to 120"),
    "an impossible oxygen saturation": ({"spo2": 101}, "$.spo2", "0 to 100"),
    "not a number": ({"temp_c": float("nan")}, "$.temp_c", "20 to 46"),
    "infinity": ({"qtc": float("inf")}, "$.qtc", "100 to 1000"),
    "an infinite age": ({"age": float("inf")}, "$.age", "whole number"),
    "an unheard-of substance": ({"primary": "tea"}, "$.primary", "kratom_leaf"),
    "a number in place of a word": ({"housing": 3}, "$.housing", "stable, unstable"),
    "a word where unknown is not a word": ({"housing": "unknown"}, "$.housing", "stable"),
    "a consent that is no answer": ({"cm_consent": "maybe"}, "$.cm_consent", "yes, no, unknown"),
    "a text in place of a list": ({"meds": "tramadol"}, "$.meds", "Give a list"),
    "an endless list": ({"meds": ["x"] * 101}, "$.meds", "at most 100"),
    "a number among medicines": ({"meds": ["a", 3]}, "$.meds[1]", "Give a name"),
    "an empty medicine": ({"meds": [" "]}, "$.meds[0]", "1 to 200 characters"),
    "a product that does not exist": (
        {"products": ["leaf", "gum"]},
        "$.products[1]",
        "leaf, capsule",
    ),
    "a decline that is no code": (
        {"declines": ["yoga"]},
        "$.declines[0]",
        "code of a plan element",
    ),
    "ten criteria": ({"dsm": "y" * 10}, "$.dsm", "11 answers, c1 to c11"),
    "a criterion that is no letter": ({"dsm": "yyyyyyyyyyx"}, "$.dsm[10]", "y, n, u"),
    "a criterion that is a list": ({"dsm": [["y"], *"yyyyyyyyyy"]}, "$.dsm[0]", "y, n, u"),
    "a twelfth criterion": ({"dsm": {"c12": "y"}}, "$.dsm.c12", "only c1 to c11"),
    "criteria as a number": ({"dsm": 7}, "$.dsm", "11 answers"),
    "six screener answers": ({"cssrs": ["n"] * 6}, "$.cssrs", "7 answers, q1 to q6r"),
    "a screener answer u": ({"cssrs": ["u", *"nnnnnn"]}, "$.cssrs[0]", "y, n, null"),
    "ten COWS items": ({"cows": [0] * 10}, "$.cows", "11 item scores"),
    "a COWS total": ({"cows": 14}, "$.cows", "11 item scores"),
    "a pulse of three points": (
        {"cows": [3, *COWS_OK[1:]]},
        "$.cows[0]",
        "only the scores 0, 1, 2, 4",
    ),
    "a gooseflesh of four points": (
        {"cows": [*COWS_OK[:10], 4]},
        "$.cows[10]",
        "only the scores 0, 3, 5",
    ),
    "a truth value among items": (
        {"phq9_items": [True, *[0] * 8]},
        "$.phq9_items[0]",
        "whole number",
    ),
    "pulse points against the pulse": (
        {"cows": COWS_OK, "hr": 110},
        "$.cows[0]",
        "110 scores 2 points, not 1",
    ),
    "a total against its items": (
        {"phq9": 12, "phq9_items": [1] * 9},
        "$.phq9",
        "12 is not what its items make (9 mild)",
    ),
    "a total with an item open": (
        {"gad7": 6, "gad7_items": [1] * 6 + [None]},
        "$.gad7",
        "6 is not what its items make (≥6)",
    ),
    "item 9 against the items": (
        {"phq9_item9": 0, "phq9_items": [1] * 9},
        "$.phq9_item9",
        "Item 9 is 1",
    ),
    "two sets of drinking answers": (
        {"audit_items": [1] * 8 + [0, 0], "audit_c_items": [2, 1, 1]},
        "$.audit_c_items",
        "first three items",
    ),
    "an AUDIT-C total against AUDIT items": (
        {"audit_items": [1] * 8 + [0, 0], "audit_c": 4},
        "$.audit_c",
        "4 is not",
    ),
    "an injury item of one point": (
        {"audit_items": [0] * 8 + [1, 0]},
        "$.audit_items[8]",
        "0, 2, 4",
    ),
    "a recovery item of zero points": (
        {"barc10_items": [0] * 10},
        "$.barc10_items[9]",
        "1, 2, 3, 4, 5, 6",
    ),
    "a total out of range": ({"barc10": 9}, "$.barc10", "10 to 60"),
}


@pytest.mark.parametrize(("answers", "path", "sentence"), BAD.values(), ids=BAD.keys())
def test_a_bad_answer_is_named_with_its_place(answers, path, sentence):
    assert sentence in problems(LEAST | answers)[path]


def test_age_and_primary_substance_are_required():
    assert set(problems({})) == {"$.age", "$.primary"}
    assert set(problems({"age": None, "primary": None})) == {"$.age", "$.primary"}


def test_findings_are_one_object():
    assert set(problems([1])) == {"$"}


def test_every_problem_is_told_at_once():
    found = problems({"age": "x", "primary": 3, "nonsense": 1, "meds": [1, 2], "cows": [9] * 11})
    assert set(found) == {
        "$.age",
        "$.primary",
        "$.nonsense",
        "$.meds[0]",
        "$.meds[1]",
        *(f"$.cows[{n}]" for n in range(11)),
    }


def test_the_refusal_reads_as_one_line():
    with pytest.raises(InputError, match=r"\$\.input\.age: Without this no plan"):
        facts_from_vignette({"primary": "opioid"}, at="$.input")


def test_every_finding_has_a_reader():
    known = set(Facts.__dataclass_fields__)
    read = {key.removesuffix("_items") for key in READERS}
    assert known - read == {"audit_at_least", "audit_c_at_least", "ciwa_ar_at_least"}
    assert read <= known


def test_in_a_vignette_silence_is_the_default():
    facts = facts_from_vignette(LEAST)
    assert facts.jaundice is False
    assert facts.meds == ()
    assert facts.opioid_current is OpioidUse.NONE
    assert facts.seizure_history is SeizureHistory.NONE
    assert facts.hcg is Hcg.NONE
    assert (facts.sex, facts.pregnancy, facts.ipv, facts.housing, facts.trauma_exposure) == (
        None,
    ) * 5
    assert (facts.cm_consent, facts.mutual_help, facts.dsm) == (None, None, (None,) * 11)


def test_in_the_product_silence_is_unknown():
    facts = facts_from_answers(LEAST)
    assert {key for key in Facts.__dataclass_fields__ if getattr(facts, key)} == {
        "age",
        "primary",
        "dsm",
        "cows",
        "cssrs",
    }
    assert not set(SILENT) & set(written(facts))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"sex": "male"}, Pregnancy.NA),
        ({"sex": "female"}, None),
        ({}, None),
        ({"sex": "male", "pregnancy": "unknown"}, None),
        ({"sex": "male", "pregnancy": None}, Pregnancy.NA),
        ({"sex": "female", "pregnancy": "yes"}, Pregnancy.YES),
    ],
)
def test_pregnancy_is_not_applicable_for_a_man_nobody_asked(said, expected):
    assert facts_from_vignette(LEAST | said).pregnancy is expected


def test_answers_are_read_into_their_types():
    facts = facts_from_vignette(
        LEAST
        | {
            "sex": "female",
            "products": ["7oh"],
            "interests": ["art"],
            "mutual_help": "secular",
            "ipv": "no",
            "family_consent": True,
            "age": 34.0,
            "declines": ["THR-CM"],
        }
    )
    assert (facts.sex, facts.primary, facts.age) == (Sex.FEMALE, Substance.KRATOM_LEAF, 34)
    assert facts.products == {Product.SEVEN_OH}
    assert facts.interests == {Interest.ART}
    assert facts.mutual_help is MutualHelp.SECULAR
    assert (facts.ipv, facts.family_consent) == (False, True)
    assert facts.declines == {"THR-CM"}


@pytest.mark.parametrize(
    "said", ["yunnnnnnnnn", ["y", "u", *"nnnnnnnnn"], ["y", None, *"nnnnnnnnn"]]
)
def test_criteria_may_come_as_letters_or_list(said):
    assert facts_from_vignette(LEAST | {"dsm": said}).dsm == (True, None, *[False] * 9)


def test_criteria_and_screener_may_come_by_name():
    facts = facts_from_answers(LEAST | {"dsm": {"c2": "y"}, "cssrs": {"q6r": "n"}})
    assert facts.dsm == (None, True, *[None] * 9)
    assert facts.cssrs == SuicideScreen(q6r=False)


def test_items_become_totals():
    facts = facts_from_vignette(
        LEAST
        | {
            "phq9_items": [1] * 8 + [2],
            "pcptsd5_items": [1, 1, 0, 0, 0],
            "audit_items": [1] * 8 + [0, 2],
        }
    )
    assert (facts.phq9, facts.phq9_item9, facts.pcptsd5) == (10, 2, 2)
    assert (facts.audit, facts.audit_at_least, facts.audit_c, facts.audit_c_at_least) == (
        10,
        10,
        3,
        3,
    )


def test_an_open_item_leaves_no_total_but_its_known_part():
    facts = facts_from_vignette(
        LEAST
        | {
            "phq9_items": [3] * 7 + [None, 1],
            "ciwa_ar_items": [7, 7, *[None] * 8],
            "audit_items": [4, None, *[0] * 8],
        }
    )
    assert (facts.phq9, facts.phq9_item9) == (None, 1)
    assert (facts.ciwa_ar, facts.ciwa_ar_at_least) == (None, 14)
    assert (facts.audit, facts.audit_at_least, facts.audit_c, facts.audit_c_at_least) == (
        None,
        4,
        None,
        4,
    )


def test_item_nine_counts_by_itself():
    assert facts_from_vignette(LEAST | {"phq9_item9": 1}).phq9_item9 == 1
    assert facts_from_vignette(LEAST | {"phq9_item9": 1, "phq9_items": [None] * 9}).phq9_item9 == 1


@pytest.mark.parametrize(
    ("beats", "points"), [(80, 0), (80.5, 1), (81, 1), (100, 1), (101, 2), (120, 2), (121, 4)]
)
def test_pulse_points_follow_the_pulse(beats, points):
    assert pulse_points(beats) == points
    assert facts_from_vignette(LEAST | {"cows": [points] + [0] * 10, "hr": beats}).hr == beats


def test_an_unrated_or_unmeasured_pulse_contradicts_nothing():
    assert facts_from_vignette(LEAST | {"cows": [None] + [0] * 10, "hr": 130}).cows_total is None
    assert facts_from_vignette(LEAST | {"cows": [0] * 11}).cows_total == 0


def test_cows_shows_the_part_rated():
    assert facts_from_vignette(LEAST | {"cows": [None, *COWS_OK[1:]]}).cows_rated == 13
    assert facts_from_vignette(LEAST).cows_rated == 0


def test_facts_can_be_written_again():
    said = LEAST | {
        "sex": "female",
        "dsm": "ynunnnnnnnn",
        "cssrs": ["y", "n", None, None, None, "n", None],
        "products": ["leaf", "extract"],
        "meds": ["Tramadol 50 mg"],
        "ipv": "yes",
        "cows": COWS_OK,
    }
    facts = facts_from_answers(said)
    assert written(facts)["products"] == ["extract", "leaf"]
    assert written(facts)["ipv"] is True
    assert facts_from_answers(written(facts)) == facts


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=12) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=20,
)


def outcome(findings):
    try:
        return facts_from_vignette(LEAST | findings)
    except InputError as refusal:
        return refusal.problems


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(sorted(READERS)), json_values, max_size=6))
def test_no_input_whatever_is_anything_but_read_or_refused(findings):
    assert outcome(findings)
