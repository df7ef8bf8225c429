"""The questionnaire asks for every finding of the clinical reference, each once."""

from collections import Counter
from dataclasses import fields
from typing import Any

import pytest

from treatment.intake.facts import Facts
from treatment.intake.notation import facts_from_answers
from treatment.intake.notation.table import READERS
from treatment.intake.questionnaire import QUESTIONS, SECTION_OF, SECTIONS, next_after, sections_on
from treatment.intake.questionnaire.shapes import Kind, Question, Section

THE_REFERENCE = """
age sex pregnancy hcg
primary kratom_secondary products kratom_g_day seven_oh_mg_day doses_per_day daily_use
hours_since_last_use
dsm taken_as_prescribed oud_criteria alcohol_criteria
opioid_current benzo_use other_sedative_daily pdmp_benzo_30d uds_unexpected audit_c audit ciwa_ar
pawss drinks_per_day hours_since_drink alcohol_wd_complicated hallucinosis overdose
cows hr sbp dbp rr spo2 temp_c altered_mental_status delirium
seizure_history seizure_24h qtc qt_meds cardiac_history alt_xuln bili_xuln jaundice egfr meds
requested_meds cyp_sensitive_meds medically_unstable chronic_pain pain_nrs animal_allergy
phq9 phq9_item9 gad7 trauma_exposure pcptsd5 cssrs bpd bipolar psychosis_current mania_current
self_harm_12m emotion_dysregulation isi cognitive_impairment interpreter
stage importance confidence prior_treatment prior_detox_incomplete prior_relapses
housing ipv support family_consent employment_risk legal transport_barrier barc10
interests mutual_help cm_consent poc_mitragynine declines
"""
FINDINGS = THE_REFERENCE.split()
BRITISH = ("behaviour", "programme", "counsellor", "diarrhoea", "centre", "licence", "judgement")
UNKIND = ("addict", "abuser", "junkie", "dirty")
ABOUT_A_PERSON = {"age": 30, "primary": "kratom_leaf"}


def ends_of_items(question: Question) -> list[Any]:
    assert question.instrument is not None
    items = question.instrument.items
    unrated = [None] * len(items)
    return [unrated, [item.values[0] for item in items], [item.values[-1] for item in items]]


ANSWERS = {  # every word, or both ends, that a question can be answered with
    Kind.YES_NO: lambda _: [True, False],
    Kind.CHOICE: lambda question: list(question.words),
    Kind.SEVERAL: lambda question: [[], list(question.words)],
    Kind.NAMES: lambda _: [[], ["tramadol"]],
    Kind.NUMBER: lambda question: [question.low, question.high],
    Kind.RULER: lambda question: [question.low, question.high],
    Kind.ITEMS: ends_of_items,
}


def test_every_finding_is_asked_in_exactly_one_question() -> None:
    asked = Counter(key for question in QUESTIONS.values() for key in question.findings)
    assert sorted(asked) == sorted(FINDINGS)
    assert set(asked.values()) == {1}


def test_the_list_above_names_every_fact_the_rules_read() -> None:
    held = {field.name for field in fields(Facts)}
    assert {name for name in held if not name.endswith("_at_least")} == set(FINDINGS)


def test_no_key_is_used_twice() -> None:
    keys = [question.key for section in SECTIONS.values() for question in section.questions]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    "question",
    [each for each in QUESTIONS.values() if each.findings and each.kind is not Kind.CARRIED],
    ids=lambda question: question.key,
)
def test_whatever_can_be_answered_can_be_read_as_a_fact(question: Question) -> None:
    assert question.key in READERS
    for answer in ANSWERS[question.kind](question):
        facts_from_answers({**ABOUT_A_PERSON, question.key: answer})


def test_every_question_is_worded_and_closed_lists_have_labels() -> None:
    for question in QUESTIONS.values():
        assert question.label
        assert all(choice.label for choice in question.choices)
        assert "none" not in question.words or question.kind is Kind.CHOICE


def test_all_words_are_us_english_and_kind() -> None:
    said = str(list(SECTIONS.values())).lower()
    assert not [word for word in (*BRITISH, *UNKIND) if word in said]


def test_own_words_are_never_findings() -> None:
    texts = [question for question in QUESTIONS.values() if question.kind is Kind.TEXT]
    assert {"strengths", "needs", "abilities", "preferences", "goals"} <= {q.key for q in texts}
    assert not any(question.findings for question in texts)


def test_sections_follow_each_other_to_the_last() -> None:
    walked: list[str] = []
    section: Section | None = next(iter(SECTIONS.values()))
    while section is not None:
        walked.append(section.key)
        section = next_after(section, {"collects_teds": True})
    assert walked == list(SECTIONS)


def test_episode_data_are_asked_only_where_they_are_collected_or_stand_already() -> None:
    assert next_after(SECTIONS["own_words"], {"collects_teds": False}) is None
    assert SECTIONS["teds"] not in sections_on({})
    assert SECTIONS["teds"] in sections_on({"teds_race": "white"})
    assert all(
        question.is_optional or not question.is_asked for question in SECTIONS["teds"].questions
    )


def test_pulse_and_heart_rate_stand_on_the_same_page() -> None:
    assert SECTION_OF["hr"] is SECTION_OF["cows"]


@pytest.mark.parametrize(
    ("key", "answers", "applies"),
    [
        ("pregnancy", {"sex": "male"}, False),
        ("pregnancy", {"sex": "female"}, True),
        ("pregnancy", {"sex": "unknown"}, True),
        ("pain_nrs", {"chronic_pain": False}, False),
        ("pain_nrs", {"chronic_pain": True}, True),
        ("pain_nrs", {}, True),
        ("kratom_products", {"primary": "alcohol", "kratom_secondary": False}, False),
        ("kratom_products", {"primary": "alcohol", "kratom_secondary": True}, True),
        ("kratom_products", {"primary": "alcohol"}, True),
        ("dsm_opioid", {}, False),
        ("dsm_opioid", {"criteria_for": ["alcohol"]}, False),
        ("dsm_opioid", {"criteria_for": ["alcohol", "opioid"]}, True),
        ("drinks_per_day", {"primary": "kratom_leaf", "audit_items": [0, *[None] * 9]}, False),
        ("drinks_per_day", {"primary": "kratom_leaf", "audit_items": [3, *[None] * 9]}, True),
        ("drinks_per_day", {"primary": "kratom_leaf", "audit_items": [None] * 10}, True),
    ],
)
def test_a_question_that_does_not_apply_is_known_only_from_an_answer(
    key: str, answers: dict[str, Any], *, applies: bool
) -> None:
    assert QUESTIONS[key].applies(answers) is applies
