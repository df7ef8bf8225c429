"""Why we ask: every section and every safety question says it, in words a tired person follows."""

import re
from collections.abc import Iterator
from statistics import mean

import pytest

from treatment.intake.questionnaire import QUESTIONS, SECTIONS
from treatment.intake.questionnaire.shapes import Kind, Question, Section
from treatment.plans.rules import RULES

LONGEST_ON_AVERAGE = 15  # words per sentence
LONGEST_WHY = 22  # words of one sentence
SAFETY_RULES = {f"R{number:02}" for number in range(1, 26)}  # safety, detox, medicines
REGISTERED = {"age", "sex"}
SIGNS = {"hallucinosis", "qtc", "hr", "sbp", "dbp", "rr", "spo2", "temp_c", "self_harm_12m", "ipv"}
EXPLAINED = {  # a word of the trade stands only beside what it means
    "qtc": ("rhythm", "ecg"),
    "qt": ("rhythm",),
    "egfr": ("kidney",),
    "uln": ("upper limit",),
    "pdmp": ("monitoring",),
    "delirium": ("confus",),
    "mitragynine": ("kratom",),
    "naltrexone": ("withdrawal",),
    "psychosis": ("voices",),
    "mania": ("energy",),
    "dast": ("drug",),
    "cfr": ("confidential",),
    "incentive": ("reward",),
    "mutual": ("help each other", "meetings"),
    "reconciled": ("two",),
}
NEVER = (
    "comorbid", "contraindicat", "titrat", "orthosta", "prodrom", "etiology", "sequela", "adheren",
    "complian", "noncomplian", "denies", "deny", "non-compliant", "polysubstance", "dyspho",
    "utilize", "facilitate", "pursuant", "aforementioned", "modality", "psychosocial",
)  # fmt: skip
HURTFUL = ("admit to", "confess", "failed patient", "manipulat", "drug seeking", "fault", "crazy")


def sentences(text: str) -> list[str]:
    """Sentences with at least one word; a figure such as 4.9 does not end one."""
    return [part for part in re.split(r"[.!?:;]+(?=\s|$)", text) if re.search(r"\w", part)]


def words(sentence: str) -> int:
    return len(re.findall(r"[\w’'-]+", sentence))


def said_of(question: Question) -> Iterator[str]:
    """All that the page says around one question, its columns too."""
    yield from (text for text in (question.label, question.help, question.why) if text)
    yield from (column.label for column in question.columns)


def whole(question: Question) -> str:
    labels = [choice.label for choice in question.choices]
    own = " ".join([*said_of(question), *labels]).lower()
    return f"{own} {question.instrument.about.lower() if question.instrument else ''}"


def asked(section: Section) -> Iterator[Question]:
    return (each for each in section.questions if each.kind is not Kind.CARRIED)


def safety_findings() -> set[str]:
    """What any safety, detox or medication rule reads, and the signs that alarm at once."""
    rules = [rule for rule in RULES if rule.key in SAFETY_RULES]
    asked = [rule.condition(proposal) for rule in rules for proposal in rule.then]
    read = {key for condition in asked for key in reads(condition)}
    return (read | SIGNS) - REGISTERED


def reads(condition: object) -> Iterator[str]:
    yield from getattr(condition, "reads", ())
    for part in getattr(condition, "parts", ()):
        yield from reads(part)


def test_safety_is_what_the_rules_read() -> None:
    found = safety_findings()
    assert {"seizure_history", "meds", "qt_meds", "benzo_use", "housing", "pregnancy"} <= found
    assert len(found) > 40


@pytest.mark.parametrize("section", SECTIONS.values(), ids=lambda section: section.key)
def test_every_section_says_why_we_ask(section: Section) -> None:
    assert section.why.endswith(".")
    assert max(words(each) for each in sentences(section.why)) <= LONGEST_ON_AVERAGE


@pytest.mark.parametrize(
    "question",
    [each for each in QUESTIONS.values() if set(each.findings) & safety_findings()],
    ids=lambda question: question.key,
)
def test_no_safety_question_is_asked_without_saying_why(question: Question) -> None:
    tables = [QUESTIONS[key].why for key in question.derived_from]
    assert question.why or all(tables)
    assert question.why or tables


@pytest.mark.parametrize("section", SECTIONS.values(), ids=lambda section: section.key)
def test_sentences_are_short(section: Section) -> None:
    texts = [section.intro, section.why, *(text for q in asked(section) for text in said_of(q))]
    counts = [words(each) for text in texts for each in sentences(text)]
    assert mean(counts) <= LONGEST_ON_AVERAGE


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda question: question.key)
def test_no_sentence_of_a_reason_is_long(question: Question) -> None:
    assert not [each for each in sentences(question.why) if words(each) > LONGEST_WHY]


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda question: question.key)
def test_a_word_of_the_trade_stands_beside_what_it_means(question: Question) -> None:
    text = whole(question)
    for term, meanings in EXPLAINED.items():
        if re.search(rf"\b{term}\b", text):
            assert any(meaning in text for meaning in meanings), term
    assert not [word for word in (*NEVER, *HURTFUL) if word in text]


@pytest.mark.parametrize("section", SECTIONS.values(), ids=lambda section: section.key)
def test_a_question_ends_as_a_question_and_a_reason_as_a_sentence(section: Section) -> None:
    for question in asked(section):
        assert question.why == question.why.strip()
        assert not question.why or question.why[-1] in ".!?", question.key
        assert question.label == question.label.strip()
