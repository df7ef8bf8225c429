"""What the intake warns of is what the rules will say: the two never drift apart."""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from treatment.intake.facts import Facts
from treatment.intake.forms import read, shown
from treatment.intake.forms.filing import asked, filed
from treatment.intake.notation import facts_from_answers, facts_from_vignette
from treatment.intake.questionnaire import SECTIONS
from treatment.intake.review.alarms import RED, alarms
from treatment.intake.review.contradictions import CONTRADICTIONS, contradictions
from treatment.intake.review.findings import findings, together
from treatment.plans import rules
from treatment.plans.notation import summary
from treatment.plans.rules.contradictions import CONTRADICTIONS as OF_THE_RULES

VIGNETTES = Path(__file__).parents[1] / "vignettes"
AT = datetime(2026, 11, 23, 9, 30, 20, tzinfo=ZoneInfo("America/Los_Angeles"))
VITAL_SIGNS = {
    "spo2": st.integers(80, 100),
    "rr": st.integers(5, 40),
    "sbp": st.integers(70, 200),
    "dbp": st.integers(50, 140),
    "hr": st.integers(30, 160),
    "temp_c": st.floats(35, 41).map(lambda value: round(value, 1)),
    "altered_mental_status": st.booleans(),
    "delirium": st.booleans(),
}
COWS_HIGH, COWS_LOW = [1, 2, 1, 1, 2, 2, 2, 1, 1, 1, 0], [0] * 11
ALL_NO = ["n", "n", None, None, None, "n", None]
AT_ODDS: dict[str, st.SearchStrategy[Any]] = {
    "sex": st.sampled_from(["male", "female", "unknown"]),
    "dsm": st.sampled_from(["u" * 10 + letter for letter in "ynu"]),
    "cows": st.sampled_from([COWS_HIGH, COWS_LOW, [*COWS_HIGH[:10], None]]),
    "hours_since_last_use": st.sampled_from([1, 240, 241]),
    "benzo_use": st.sampled_from(["none", "intermittent"]),
    "pdmp_benzo_30d": st.booleans(),
    "opioid_current": st.sampled_from(["none", "prescribed"]),
    "uds_unexpected": st.sampled_from([[], ["fentanyl"], ["Benzodiazepine"], ["cocaine"]]),
    "pregnancy": st.sampled_from(["yes", "no", "unknown", "na"]),
    "hcg": st.sampled_from(["positive", "negative", "none"]),
    "stage": st.sampled_from(["contemplation", "action", "preparation"]),
    "importance": st.sampled_from([3, 4]),
    "phq9_items": st.sampled_from([[0] * 9, [*[None] * 8, 1], [*[0] * 8, 2]]),
    "cssrs": st.sampled_from([ALL_NO, ["y", *ALL_NO[1:]], [None] * 7]),
}


REFUSED = {"declines", "pain_nrs"}  # safety steps declined in advance, halves of a whole scale
BY_ITEMS = {"audit", "phq9_item9"}  # a form takes items only


def told_in(path: Path) -> dict[str, dict[str, Any]]:
    """The inputs of one file, by name."""
    found = json.loads(path.read_text("utf-8"))
    each = found if isinstance(found, list) else [found]
    return {str(one.get("id", path.stem)): one["input"] for one in each}


TOLD = {
    name: given
    for path in sorted(VIGNETTES.rglob("*.json"))
    for name, given in told_in(path).items()
    if not BY_ITEMS & given.keys()
}


def drafted(found: dict[str, Any]) -> Any:
    return rules.draft(facts_from_answers({"age": 30, "primary": "kratom_leaf", **found}))


def test_contradictions_have_the_names_the_rules_give_them() -> None:
    assert [each.name for each in CONTRADICTIONS] == list(OF_THE_RULES)


@settings(max_examples=150)
@given(st.fixed_dictionaries({}, optional=AT_ODDS))
def test_the_review_names_the_contradictions_the_plan_will_name(found: dict[str, Any]) -> None:
    facts = facts_from_answers({"age": 30, "primary": "kratom_leaf", **found})
    shown = sorted(each.name for each in contradictions(facts))
    assert shown == sorted(drafted(found).contradictions)


@settings(max_examples=150)
@given(st.fixed_dictionaries({}, optional=VITAL_SIGNS))
def test_a_red_vital_sign_alarms_exactly_when_the_plan_will_call_911(found: dict[str, Any]) -> None:
    facts = facts_from_answers({"age": 30, "primary": "kratom_leaf", **found})
    is_red = any(alarm.is_red for alarm in alarms(facts))
    assert is_red == ("SAF-911" in drafted(found).active)


def test_every_red_sign_leads_to_a_hospital_first() -> None:
    signs = {
        "Seizure in the past 24 hours": {"seizure_24h": True},
        "COWS of 37 or more": {"cows": [4, 4, 5, 5, 4, 4, 5, 4, 4, 4, 5]},
        "CIWA-Ar of 19 or more": {"ciwa_ar": 19},
        "Hallucinations with a CIWA-Ar of 10 or more": {"ciwa_ar": 10, "hallucinosis": True},
        "QTc of 500 ms or more": {"qtc": 500},
        "Yellow skin or eyes": {"jaundice": True},
        "ALT 3 times and bilirubin 2 times the upper limit": {"alt_xuln": 3, "bili_xuln": 2},
    }
    assert signs.keys() <= {sign.words for sign in RED}
    for words, found in signs.items():
        assert drafted(found).level == 3, words


def through_the_form(given: dict[str, Any]) -> Facts:
    """What is established when somebody answers section by section, in rows where there are."""
    sections = {}
    for key, answers in filed(asked(given), AT).items():
        reading = read(SECTIONS[key], shown(SECTIONS[key], answers), at=AT)
        assert reading.problems.keys() <= REFUSED
        sections[key] = {**reading.answers, **{each: answers[each] for each in reading.problems}}
    sex = given.get("sex", "unknown")
    answers = together(sections, age=given["age"], sex=sex, at=AT)
    return facts_from_answers(findings(answers))


def without_parts(facts: Facts) -> Facts:
    """A form sends items where a vignette may give the total: then the total is what counts."""
    return replace(facts, audit_at_least=None, ciwa_ar_at_least=None)


def what_rows_know_besides(facts: Facts) -> dict[str, Any]:
    """Leaf alone holds no 7-OH, the last use of alcohol is the last drink, no use no criteria."""
    besides: dict[str, Any] = {}
    if facts.products and facts.products <= {"leaf", "capsule", "tea"}:
        besides["seven_oh_mg_day"] = 0
    if facts.primary == "alcohol" and facts.hours_since_drink is None:
        besides["hours_since_drink"] = facts.hours_since_last_use
    others_are_told = not facts.primary.startswith("kratom") or facts.hours_since_drink is not None
    if others_are_told and facts.primary != "opioid" and facts.opioid_current == "none":
        besides["oud_criteria"] = 0
    return besides


@pytest.mark.parametrize("given", TOLD.values(), ids=TOLD)
def test_told_section_by_section_the_facts_and_the_plan_are_those_of_the_command_line(
    given: dict[str, Any],
) -> None:
    told, silent = through_the_form(given), facts_from_vignette(given)
    expected = replace(silent, **what_rows_know_besides(silent))
    assert without_parts(told) == without_parts(expected)
    through, direct = summary(rules.draft(told)), summary(rules.draft(silent))
    assert set(through.pop("undecided")) <= set(direct.pop("undecided"))
    assert through == direct


@pytest.mark.parametrize("name", ["P1", "P2", "P3", "P4", "P5", "P6"])
def test_a_vignette_entered_through_the_form_drafts_its_plan(name: str) -> None:
    vignette = json.loads((VIGNETTES / f"{name}.json").read_text("utf-8"))
    given, expected = vignette["input"], vignette["expected"]
    draft = rules.draft(through_the_form(given))
    assert sorted(draft.active) == sorted(expected["active"])
    assert sorted(draft.deferred) == sorted(expected["deferred"])
    assert draft.level == expected["dx"]
