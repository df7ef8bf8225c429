"""What holds for every intake there can be; each is tried on hundreds of invented ones."""

import json
from dataclasses import fields, replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.plans.persons import cows
from treatment.instruments.scoring import SuicideScreen
from treatment.intake.facts import Facts
from treatment.intake.notation import InputError, facts_from_answers, facts_from_vignette
from treatment.intake.vocabulary import Substance
from treatment.plans.engine.parameters import DEFAULTS
from treatment.plans.engine.rulebook import Rulebook
from treatment.plans.notation import summary
from treatment.plans.rules import RULEBOOK, SAFETY_RULES, draft
from treatment.plans.rules.drafting import draft_with
from treatment.plans.vocabulary import Area, Detox, Element, Standing

yes_no = [True, False, None]
criteria = [
    "u" * 11,
    "n" * 11,
    "y" * 11,
    "yyunnnnnnuu",
    "yyyynnnnnnn",
    "yyyuuunnnyy",
    "nnnnnnnnnyn",
    "yynnnnnnnnn",
]
screens = [
    "nnxxxnx",
    "ynxxxnx",
    "nynnnnx",
    "nnynnnn",
    "nnnynnn",
    "nnnnnyn",
    "nnnnnyx",
    "nnnnnny",
    "xxxxxxx",
    "yyxxxxx",
    "xxyxxyn",
    "nnxxyxx",
]
rated = [cows(total) for total in (0, 4, 5, 7, 8, 12, 13, 24, 25, 36, 37)] + [
    [None] * 11,
    [None, *cows(20)[1:]],
    [0, None, *cows(9)[2:]],
]
FLAGS = [
    "kratom_secondary", "daily_use", "taken_as_prescribed", "other_sedative_daily", "pdmp_benzo_30d", "alcohol_wd_complicated",
    "hallucinosis", "altered_mental_status", "delirium", "seizure_24h", "cardiac_history", "jaundice", "medically_unstable",
    "chronic_pain", "animal_allergy", "trauma_exposure", "bpd", "bipolar", "psychosis_current", "mania_current", "self_harm_12m",
    "emotion_dysregulation", "cognitive_impairment", "interpreter", "prior_detox_incomplete", "employment_risk", "legal",
    "transport_barrier", "poc_mitragynine",
]  # fmt: skip
VALUES = {
    **dict.fromkeys(FLAGS, yes_no),
    "age": [11, 12, 17, 18, 40, 55, 56], "sex": ["male", "female", "unknown"], "pregnancy": ["yes", "no", "unknown", "na"],
    "hcg": ["positive", "negative", "none", None], "primary": [each.value for each in Substance],
    "products": [["leaf"], ["extract", "7oh"], [], None], "kratom_g_day": [4, 5, 6, 20, 40, 41, None], "seven_oh_mg_day": [0, 50, None],
    "doses_per_day": [1, 3, None], "hours_since_last_use": [1, 71, 72, 239, 240, 241, 335, 336, None], "dsm": criteria,
    "oud_criteria": [0, 3, 4, None], "alcohol_criteria": [0, 3, 4, None],
    "opioid_current": ["none", "prescribed", "short_acting", "fentanyl", "long_acting", None],
    "benzo_use": ["none", "intermittent", "daily_prescribed", "daily_nonprescribed", None],
    "uds_unexpected": [[], ["fentanyl"], ["benzodiazepine"], ["cocaine"], None], "audit_c": [0, 3, 4, None], "audit": [0, 19, 20, None],
    "ciwa_ar": [0, 9, 10, 19, None], "pawss": [0, 4, None], "drinks_per_day": [0, 5, None], "hours_since_drink": [1, 72, None],
    "overdose": ["none", "lifetime", "past_12m", None], "cows": rated, "sbp": [80, 95, 120, 165, 190, None], "dbp": [80, 105, 125, None],
    "rr": [8, 11, 16, 27, 31, None], "spo2": [85, 92, 98, None], "temp_c": [37, 38.5, 39, None],
    "seizure_history": ["none", "epilepsy", None], "qtc": [420, 450, 460, 500, None], "qt_meds": [[], ["ondansetron"], None],
    "alt_xuln": [1, 3, 5, None], "bili_xuln": [1, 2, None], "egfr": [20, 60, 100, None],
    "meds": [[], ["naltrexone"], ["tramadol"], None], "requested_meds": [[], ["naltrexone"], None], "cyp_sensitive_meds": [[], ["quetiapine"], None],
    "pain_nrs": [3, 4, None], "phq9": [0, 10, 20, None], "phq9_item9": [0, 1, None], "gad7": [0, 10, None], "pcptsd5": [0, 3, 4, None],
    "cssrs": [[None if letter == "x" else letter for letter in letters] for letters in screens], "isi": [0, 15, None],
    "stage": ["contemplation", "preparation", "action", None], "importance": [3, 5, 9, None], "confidence": [4, 9, None],
    "prior_treatment": [0, 1, None], "prior_relapses": [0, 2, None], "housing": ["stable", "unstable", "unsafe", None],
    "ipv": ["yes", "no", None], "support": ["good", "limited", "none", None], "family_consent": ["yes", "no", "unknown"], "barc10": [46, 47, None],
    "interests": [[], ["equine", "mindfulness"], ["yoga", "art", "recreation"], None], "mutual_help": ["twelve_step", "secular", "unknown"],
    "cm_consent": ["yes", "no", "unknown"],
    "declines": [[], [each.value for each in Element], ["THR-CM", "MED-BUP", "SAF-NALOXONE"]],
}  # fmt: skip

CHANGES = st.sampled_from([(key, value) for key, values in VALUES.items() for value in values])
START = {"age": 40, "primary": "kratom_leaf"}


def facts_of(changes, read=facts_from_answers):
    return read({**START, **dict(changes)})


intakes = st.lists(CHANGES, min_size=12, max_size=60).map(
    lambda changes: {**START, **dict(changes)}
)
many = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
READINGS = [facts_from_answers, facts_from_vignette]


@many
@given(intakes, st.randoms(use_true_random=False))
def test_the_order_of_rules_never_matters(intake, chance):
    facts = facts_from_answers(intake)
    shuffled = list(RULEBOOK.rules)
    chance.shuffle(shuffled)
    assert summary(draft_with(Rulebook(shuffled), facts, DEFAULTS)) == summary(draft(facts))


def fired(facts):
    return {
        each.rule.key
        for each in draft(facts).answers
        if each.answer and each.rule.key in SAFETY_RULES
    }


def one_answer_less(facts):
    """The same facts with one answer, or one item of a scale, made unknown."""
    for name in (each.name for each in fields(Facts)):
        value = getattr(facts, name)
        if name in {"dsm", "cows"}:
            yield from (
                replace(facts, **{name: (*value[:at], None, *value[at + 1 :])}) for at in range(11)
            )
        elif name == "cssrs":
            yield from (replace(facts, cssrs=replace(value, **{q: None})) for q in value.__slots__)
        elif name not in {"age", "primary", "declines"} and value is not None:
            yield replace(facts, **{name: None})


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(intakes)
@example(START | {"cssrs": list("nnnnnyn")})
@example(START | {"cssrs": ["n", "n", None, "y", None, "n", None]})
@example(START | {"cssrs": [None, "n", None, None, None, "y", "n"]})
@example(START | {"hcg": "positive", "pregnancy": "no", "sex": "female"})
@example(START | {"benzo_use": "none", "pdmp_benzo_30d": True})
def test_one_unknown_answer_never_refuses_a_safety_rule_that_fired(intake):
    facts = facts_from_answers(intake)
    before = fired(facts)
    for less in one_answer_less(facts):
        refused = set(draft(less).refused)
        assert not before & refused


@many
@given(intakes, st.sampled_from(READINGS))
def test_there_is_at_most_one_detox_level_and_none_exactly_at_zero(intake, read):
    plan = draft(read(intake))
    levels = {Element.DTX_1, Element.DTX_2, Element.DTX_3} & set(plan.active)
    assert levels == ({Element(f"DTX-{plan.level:d}")} if plan.level else set())
    if Element.DTX_CIWA in plan.active:
        assert levels


@many
@given(intakes, st.sampled_from(READINGS))
def test_two_suicide_levels_are_never_together_and_groups_never_with_high_risk(intake, read):
    plan = draft(read(intake))
    everything = {*plan.active, *plan.deferred, *plan.declined}
    levels = {Element.SAF_SUI_EMERG, Element.SAF_SUI_EVAL, Element.SAF_SUI_MON} & everything
    assert len(levels) <= 1
    if "R01" in plan.fired:
        assert Element.THR_GRP not in everything
        assert plan.is_on_hold


@many
@given(intakes, st.frozensets(st.sampled_from(Element)))
def test_declines_move_lines_and_change_nothing_else(intake, declines):
    facts = replace(facts_from_answers(intake), declines=frozenset())
    before, after = (
        draft(facts),
        draft(replace(facts, declines=frozenset(each.value for each in declines))),
    )
    fixed = {Area.SAFETY, Area.FLAG, Area.TASK, Area.DETOX, Area.ADMINISTRATIVE}
    moved = {
        line.element for line in before.lines if line.element in declines and line.area not in fixed
    }
    assert set(after.declined) == set(before.declined) | moved
    assert set(after.active) == set(before.active) - moved
    assert set(after.deferred) == set(before.deferred) - moved
    assert after.blocks_signature == before.blocks_signature
    assert after.undecided == before.undecided


@many
@given(intakes, st.sampled_from(READINGS))
def test_the_conflicts_of_the_reference_never_meet(intake, read):
    facts = read(intake)
    plan = draft(facts)
    proposed = {*plan.active, *plan.deferred}
    assert not {Element.MED_BUP, Element.MED_MOUD} <= proposed
    assert not {Element.SUP_FAM, Element.SAF_IPV} <= proposed
    assert not {Element.SAF_OB, Element.SAF_PREGTEST} <= proposed
    assert not {Element.SAF_911, Element.SAF_AMBER} <= proposed
    assert not {Element.BRF_INT, Element.THR_IND} <= proposed
    assert (Element.MED_SYMPT in {*proposed, *plan.declined}) == (
        plan.level in {1, 2} and facts.age >= 18
    )


@many
@given(intakes, st.sampled_from(READINGS))
def test_a_hold_defers_care_and_only_a_hold_does(intake, read):
    plan = draft(read(intake))
    held = {
        Area.THERAPY,
        Area.DUAL_DIAGNOSIS,
        Area.SUPPORT,
        Area.HOLISTIC,
        Area.AFTERCARE,
        Area.BRIEF,
    }
    assert plan.is_on_hold == (plan.level is Detox.EMERGENCY or plan.suicide == "high")
    if plan.is_on_hold:
        assert not [
            line for line in plan.lines if line.area in held and line.standing is Standing.ACTIVE
        ]
    else:
        assert plan.deferred == []


@many
@given(intakes)
def test_a_minor_is_offered_no_therapy_and_no_medicine(intake):
    plan = draft(facts_from_answers({**intake, "age": 17}))
    areas = {line.area for line in plan.lines}
    assert areas <= {Area.SAFETY, Area.DETOX, Area.FLAG, Area.TASK, Area.LAB, Area.ADMINISTRATIVE}
    assert Element.SAF_MINOR in plan.blocks_signature


@many
@given(intakes, st.sampled_from(READINGS))
def test_every_draft_can_be_kept_as_json_and_explains_itself(intake, read):
    plan = draft(read(intake))
    kept = json.loads(json.dumps(plan.to_json()))
    assert [line["element"] for line in kept["lines"]] == [line.element for line in plan.lines]
    for line in kept["lines"]:
        assert line["reasons"]
        assert all(
            reason["condition"] and reason["because"] and reason["source"]
            for reason in line["reasons"]
        )
        assert "{" not in json.dumps(line["notes"]) + json.dumps(
            [reason["condition"] for reason in line["reasons"]]
        )
    assert summary(draft(read(intake))) == summary(plan)


@many
@given(intakes)
def test_the_questions_worth_asking_are_findings_nobody_knows(intake):
    facts = facts_from_answers(intake)
    for question in draft(facts).questions:
        value = getattr(facts, question.finding)
        assert value is None or question.finding in {"dsm", "cows", "cssrs"}
        assert question.rules


@pytest.mark.parametrize("read", READINGS)
def test_the_least_there_can_be_gives_a_plan(read):
    plan = draft(read(START))
    assert plan.is_provisional
    assert {Element.TASK_COWS, Element.TASK_CSSRS, Element.TASK_DSM} <= set(plan.blocks_signature)


def test_without_age_there_is_none():
    with pytest.raises(InputError):
        facts_from_answers({"primary": "opioid"})


def test_a_screen_nobody_took_is_incomplete():
    assert SuicideScreen().triage == "incomplete"
