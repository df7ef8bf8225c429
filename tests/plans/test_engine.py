"""The mechanism: three-valued conditions that say themselves, and rules that keep their answers."""

import pytest

from tests.plans.persons import QUIET, cows, known, plan_for
from treatment.intake.facts import Facts
from treatment.plans.elements import ELEMENTS
from treatment.plans.engine import asking
from treatment.plans.engine.conditions import (
    Condition,
    both,
    either,
    established,
    named,
    opposite,
)
from treatment.plans.engine.findings import Findings
from treatment.plans.engine.parameters import DEFAULTS, Parameters
from treatment.plans.engine.rulebook import Rule, Rulebook, detox, lift, propose
from treatment.plans.rules import DIGEST, RULEBOOK, VERSION, draft
from treatment.plans.rules.drafting import draft_with
from treatment.plans.vocabulary import AREAS, Area, Certainty, Detox, Element, Standing, Urgency

FOUND = Findings(known(), DEFAULTS)
LOGIC = [
    (True, True, True, True),
    (True, False, False, True),
    (True, None, None, True),
    (False, None, False, None),
    (False, False, False, False),
    (None, None, None, None),
]


def says(answer, text="a"):
    return Condition(text, lambda _: answer, reads=("age",))


@pytest.mark.parametrize(("one", "other", "and_", "or_"), LOGIC)
def test_unknown_spreads_only_where_it_matters(one, other, and_, or_):
    for left, right in ((one, other), (other, one)):
        assert (says(left) & says(right)).ask(FOUND) is and_
        assert (says(left) | says(right)).ask(FOUND) is or_
        assert both(left, right) is and_
        assert either(left, right) is or_


@pytest.mark.parametrize(
    ("answer", "opposed", "sure"), [(True, False, True), (False, True, False), (None, None, False)]
)
def test_the_opposite_of_unknown_is_unknown_and_established_settles_it(answer, opposed, sure):
    assert (~says(answer)).ask(FOUND) is opposed
    assert opposite(answer) is opposed
    assert established(says(answer)).ask(FOUND) is sure


def test_conditions_cannot_be_joined_by_mistake():
    with pytest.raises(TypeError, match="Join conditions"):
        _ = says(answer=True) and says(answer=False)


def test_a_condition_says_itself():
    condition = (
        says(answer=True, text="a")
        & (says(answer=True, text="b") | ~says(answer=True, text="c"))
        & ~(says(answer=True, text="d") & says(answer=True, text="e"))
    )
    assert condition.text == "a and (b or not c) and not (d and e)"


def test_a_condition_says_the_numbers_in_force():
    condition = asking.reaches("phq9", "phq9_moderate", "PHQ-9 # or more")
    assert condition.text == "PHQ-9 10 or more"
    assert condition.says(Parameters(phq9_moderate=12)) == "PHQ-9 12 or more"
    assert draft(known(phq9=11), Parameters(phq9_moderate=12)).line(Element.DUA_DEP) is None


def test_a_named_condition_is_asked_once_and_explained_by_its_parts():
    asked = []
    part = Condition("the part", lambda _: asked.append(1) or True, reads=("hr",))
    name = named("the name", part)
    findings = Findings(known(), DEFAULTS)
    assert [name.ask(findings), name.ask(findings)] == [True, True]
    assert asked == [1]
    assert name.text == "the name"
    assert name.full_text == "the name [the part]"
    assert list(name.deciding(findings)) == [part]


def test_only_what_decided_is_told():
    yes, no = says(answer=True, text="yes"), says(answer=False, text="no")
    assert list((yes | no).deciding(FOUND)) == [yes]
    assert list((yes & no).deciding(FOUND)) == [no]
    assert list((~(yes | no)).deciding(FOUND)) == [yes]


ATOMS = {
    "yes": (
        asking.yes("jaundice", ""),
        {"jaundice": True},
        {"jaundice": False},
        {"jaundice": None},
    ),
    "other than": (
        asking.is_other_than("hcg", "", known().hcg),
        {"hcg": "positive"},
        {"hcg": "none"},
        {"hcg": None},
    ),
    "exceeds": (
        asking.exceeds("kratom_g_day", "ecg_grams", "#"),
        {"kratom_g_day": 41},
        {"kratom_g_day": 40},
        {"kratom_g_day": None},
    ),
    "below": (asking.below("hr", "hr_red_low", "#"), {"hr": 44}, {"hr": 45}, {"hr": None}),
    "at most": (
        asking.at_most("confidence", "low_confidence", "#"),
        {"confidence": 4},
        {"confidence": 5},
        {"confidence": None},
    ),
    "some": (asking.some("qt_meds", ""), {"qt_meds": ["x"]}, {"qt_meds": []}, {"qt_meds": None}),
    "mentions": (
        asking.mentions("meds", "", "tramadol"),
        {"meds": ["a", "Tramadol"]},
        {"meds": ["tramadols"]},
        {"meds": None},
    ),
    "cows": (
        asking.cows("", lambda n, _: n > 4),
        {"cows": cows(5)},
        {"cows": cows(4)},
        {"cows": [None] * 11},
    ),
    "criterion no": (
        asking.criterion(11, says=False),
        {"dsm": "n" * 11},
        {"dsm": "n" * 10 + "y"},
        {"dsm": "n" * 10 + "u"},
    ),
    "part reaches": (
        asking.part_reaches("ciwa_ar", "#", "ciwa_moderate"),
        {"ciwa_ar": 10},
        {"ciwa_ar": 9},
        {"ciwa_ar": None, "ciwa_ar_items": [7, *[None] * 9]},
    ),
}


@pytest.mark.parametrize(("condition", "yes", "no", "open_"), ATOMS.values(), ids=ATOMS.keys())
def test_each_kind_of_question_knows_yes_no_and_unknown(condition, yes, no, open_):
    answers = [condition.ask(Findings(known(**each), DEFAULTS)) for each in (yes, no, open_)]
    assert answers == [True, False, None]


@pytest.mark.parametrize(
    "text", ["Tramadol 50 mg", "tramadol", "(TRAMADOL)", "tramadol_er", "x/tramadol-y"]
)
def test_names_match_as_whole_words_in_any_case(text):
    assert asking.mentions("meds", "", "tramadol").ask(Findings(known(meds=[text]), DEFAULTS))


@pytest.mark.parametrize("text", ["tramadolol", "ultratramadol", "tramadol2"])
def test_parts_of_words_do_not_match(text):
    assert not asking.mentions("meds", "", "tramadol").ask(Findings(known(meds=[text]), DEFAULTS))


def rule(key, *then):
    return Rule(key=key, then=then, because="", source="", certainty=(Certainty.KNOWN,))


def level_of(*rules):
    return draft_with(Rulebook(rules), known(), DEFAULTS).level


def test_the_highest_level_wins_and_a_lift_needs_a_level():
    low, high = detox(Detox.AMBULATORY, Urgency.U1), detox(Detox.EMERGENCY, Urgency.U1)
    up = lift(Detox.SUPERVISED, Urgency.U1)
    assert level_of(rule("A", up)) == 0
    assert level_of(rule("A", up), rule("B", low)) == 2
    assert level_of(rule("A", up), rule("B", low), rule("C", high)) == 3


def test_a_line_keeps_every_rule_that_asked_and_the_strongest_urgency():
    late, soon = propose(Element.SAF_ECG, Urgency.U4), propose(Element.SAF_ECG, Urgency.U0)
    line = draft_with(Rulebook([rule("B", late, soon), rule("A", late)]), known(), DEFAULTS).line(
        Element.SAF_ECG
    )
    assert line.rule_keys == ["A", "B"]
    assert line.urgency is Urgency.U0
    assert [reason["rule"] for reason in line.reasons] == ["A", "B"]


def test_there_are_45_rules_in_their_order():
    assert [each.key for each in RULEBOOK.rules] == [f"R{number:02}" for number in range(1, 46)]


def test_every_element_is_in_the_catalog_and_some_rule_asks_for_it():
    assert set(ELEMENTS) == set(Element)
    assert {each.element for each in ELEMENTS.values()} == set(Element)
    assert {proposal.element for each in RULEBOOK.rules for proposal in each.then} == set(Element)


def test_words_of_the_catalog_fit_their_columns():
    for info in ELEMENTS.values():
        assert len(info.title) <= 200
        assert len(info.schedule) <= 500
        assert len(info.responsible) <= 120
        assert len(info.goal) <= 500


def test_prescribers_sign_what_is_medical_and_care_can_start_from_the_draft():
    prescribed = {
        e.value.partition("-")[0] for e, info in ELEMENTS.items() if info.needs_prescriber
    }
    workable = {
        e.value.partition("-")[0] for e, info in ELEMENTS.items() if info.is_workable_from_draft
    }
    assert prescribed == {"DTX", "MED", "FLAG"}
    assert workable == {"SAF", "DTX", "MED", "FLAG", "LAB", "TASK"}
    assert set(AREAS) == {e.value.partition("-")[0] for e in Element}


# A change of any rule's text is a change of the rulebook: give it a new VERSION, then write both here.
KNOWN_VERSION = ("2026.1", "4a5c64fb595a0ea6f82d2e29f9b675a317afc00781c13ee3d01e1f49e4a8dfdd")


def test_a_changed_rule_needs_a_new_version():
    assert (VERSION, DIGEST) == KNOWN_VERSION


def test_every_rule_gives_reason_source_and_certainty():
    for each in RULEBOOK.rules:
        assert each.because.endswith(".")
        assert each.source
        assert each.certainty
        assert all(each.condition(proposal).text for proposal in each.then)


def test_words_have_labels():
    assert (Area.LAB.label, Area.SAFETY.label, Urgency.U0.label) == ("Laboratory", "Safety", "Now")
    assert next(each.label for each in Standing) == "Proposed now"
    assert Certainty.UNSURE.label.startswith("Unsure")
    assert next(level.label for level in Detox) == "No withdrawal support needed"


def test_the_facts_of_the_quiet_person_are_complete():
    assert set(QUIET) == {
        key for key in Facts.__dataclass_fields__ if not key.endswith("_at_least")
    }
    assert plan_for().undecided == []
