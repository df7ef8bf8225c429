"""Every rule is seen firing, refused and undecided, and an undecided one names its questions."""

import pytest

from tests.plans.persons import MILD, MODERATE, QUIET, cows, plan_for
from treatment.plans.rules import RULEBOOK

KRATOM = {"primary": "kratom_leaf"}

# rule: (what makes it fire, the answer that makes it undecided, None where it is always decided)
ANSWERS = {
    "R01": ({"cssrs": list("nnnynnn")}, {"cssrs": ["n", "n", "n", None, "n", "n", "n"]}),
    "R02": ({"cssrs": list("nnynnnn")}, {"cssrs": ["n", "n", None, "n", "n", "n", "n"]}),
    "R03": ({"cssrs": list("ynnnnnn")}, {"phq9_item9": None}),
    "R04": (KRATOM, {"opioid_current": None}),
    "R05": ({"other_sedative_daily": True}, {"other_sedative_daily": None}),
    "R06": ({"pawss": 4}, {"pawss": None}),
    "R07": ({"hcg": "positive"}, {"hcg": None}),
    "R08": ({"seizure_24h": True}, {"seizure_history": None}),
    "R09": ({"qtc": 500}, {"qtc": None}),
    "R10": ({"jaundice": True}, {"alt_xuln": None}),
    "R11": ({"age": 17}, None),
    "R12": ({"spo2": 80}, {"spo2": None}),
    "R13": ({"mania_current": True}, {"delirium": None}),
    "R14": ({"ipv": "yes"}, {"ipv": None}),
    "R15": ({"cows": cows(25)}, None),
    "R16": ({"cows": cows(13)}, None),
    "R17": ({"cows": cows(5)}, None),
    "R18": ({"dsm": "n" * 10 + "y", "hours_since_last_use": 1}, {"dsm": "n" * 10 + "u", "hours_since_last_use": 1}),
    "R19": ({"cows": [None] * 11}, None),
    "R20": ({"cows": cows(5)}, None),
    "R21": (KRATOM | {"dsm": MODERATE, "cows": cows(8)}, KRATOM | {"dsm": MODERATE, "meds": None, "cows": cows(8)}),
    "R22": ({"oud_criteria": 4}, {"oud_criteria": None}),
    "R23": ({"audit": 20}, {"audit": None}),
    "R24": ({"meds": ["naltrexone"], "opioid_current": "fentanyl"}, {"meds": None, "opioid_current": "fentanyl"}),
    "R25": ({"meds": ["tramadol"]}, {"meds": None}),
    "R26": ({"dsm": MILD}, {"dsm": "yu" + "n" * 9}),
    "R27": ({"dsm": MILD}, {"dsm": MILD, "mania_current": None}),
    "R28": ({"dsm": MILD}, {"dsm": MILD, "psychosis_current": None}),
    "R29": ({"dsm": MILD, "importance": 3, "stage": "maintenance"}, {"dsm": MILD, "importance": None}),
    "R30": ({"dsm": MILD, "bpd": True}, {"dsm": MILD, "bpd": None}),
    "R31": ({"dsm": MODERATE}, {"dsm": "yyyu" + "n" * 7}),
    "R32": ({"dsm": MILD}, {"dsm": "yu" + "n" * 9}),
    "R33": ({"phq9": 10}, {"phq9": None}),
    "R34": ({"gad7": 10}, {"gad7": None}),
    "R35": ({"trauma_exposure": True, "pcptsd5": 4}, {"trauma_exposure": True, "pcptsd5": None}),
    "R36": ({"bipolar": True}, {"bipolar": None}),
    "R37": ({"isi": 15}, {"isi": None}),
    "R38": ({"legal": True}, {"legal": None}),
    "R39": ({"interpreter": True}, {"interpreter": None}),
    "R40": ({"dsm": MILD}, {"dsm": MILD, "interests": None}),
    "R41": ({"dsm": MILD}, {"dsm": "yu" + "n" * 9}),
    "R42": ({"dsm": MILD}, {"dsm": "yu" + "n" * 9}),
    "R43": ({}, None),
    "R44": ({}, None),
    "R45": ({"hcg": "positive"}, {"hcg": None}),
}  # fmt: skip
ALWAYS = {"R43", "R44"}


def test_every_rule_is_in_the_table():
    assert list(ANSWERS) == [rule.key for rule in RULEBOOK.rules]


@pytest.mark.parametrize("key", ANSWERS)
def test_the_rule_fires(key):
    assert key in plan_for(**ANSWERS[key][0]).fired


@pytest.mark.parametrize("key", sorted(ANSWERS.keys() - ALWAYS))
def test_the_rule_is_refused_where_nothing_is_wrong(key):
    assert key in plan_for().refused


@pytest.mark.parametrize("key", [key for key, (_, unknown) in ANSWERS.items() if unknown])
def test_the_rule_is_undecided_where_its_answer_is_unknown(key):
    unknown = ANSWERS[key][1]
    assert key in plan_for(**unknown).undecided


@pytest.mark.parametrize(
    "key", [key for key, (_, unknown) in ANSWERS.items() if unknown and key not in {"R01", "R02"}]
)
def test_an_undecided_rule_names_the_questions_worth_asking(key):
    unknown = ANSWERS[key][1]
    asked = {each.finding for each in plan_for(**unknown).questions if key in each.rules}
    open_ = {k for k, value in unknown.items() if value is None or (k == "dsm" and "u" in value)}
    assert asked == open_


def test_follow_up_questions_nobody_had_to_ask_are_not_worth_asking():
    plan = plan_for(cssrs=["n", "n", None, None, None, "n", None])
    assert plan.undecided == ["R01", "R02"]
    assert plan.suicide == "none"
    assert plan.questions == []


def test_the_time_of_an_act_is_worth_asking():
    plan = plan_for(cssrs=["n", "n", "n", "n", "n", "y", None])
    assert plan.suicide == "high"
    assert "R02" in plan.undecided
    assert [each.finding for each in plan.questions] == ["cssrs"]


@pytest.mark.parametrize(
    "key", sorted(QUIET.keys() - {"age", "primary", "declines", "pcptsd5", "trauma_exposure"})
)
def test_an_unknown_answer_refuses_no_safety_rule_and_asks_only_for_itself(key):
    plan = plan_for(**{key: None})
    assert {each.finding for each in plan.questions} <= {key}


def test_nothing_told_fires_only_what_needs_no_answer():
    plan = plan_for(**dict.fromkeys(QUIET.keys() - {"age", "primary", "declines"}))
    words = {rule.rule.key: rule.word for rule in plan.answers}
    assert {key for key, word in words.items() if word == "fired"} == {
        "R03",
        "R07",
        "R19",
        "R43",
        "R44",
    }
    assert [key for key in sorted(words)[:14] if words[key] == "refused"] == ["R11"]
