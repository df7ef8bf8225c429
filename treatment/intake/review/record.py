"""The record of an intake in words: what was asked, what was answered, what it amounts to.

Built from the questionnaire of the day and kept by the signature, so that an old answer is never
shown under a new question. Screen and paper are both made from it.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from treatment.intake.facts import Facts
from treatment.intake.needs import by_area, needs
from treatment.intake.questionnaire import QUESTIONS, sections_on
from treatment.intake.questionnaire.shapes import Answers, Block, Kind, Question
from treatment.intake.review.contradictions import (
    CONTRADICTIONS,
    Contradiction,
    contradictions,
)
from treatment.intake.review.progress import all_missing
from treatment.intake.review.reconciling import side_said
from treatment.intake.review.scores import Shown, started
from treatment.intake.review.words import (
    NOT_APPLICABLE,
    NOT_ASKED,
    NOT_KNOWN,
    SILENT,
    items_said,
    said,
)

FORM: Final = 1  # of this structure
BESIDE_ROWS: Final = "entered_before"  # only in a record that has something of old
Entry = Mapping[str, Any]


def recorded(
    answers: Answers,
    facts: Facts,
    *,
    version: str,
    written: Mapping[str, list[Entry]] | None = None,
    resolved: Iterable[Entry] = (),
) -> dict[str, Any]:
    """Everything the pages show, as JSON.

    Args:
        version: of the questionnaire.
        written: by section, who saved it and when.
        resolved: how contradictions were reconciled: name, note, by, at, and whether that
            still covers the answers.
    """
    sections = sections_on(answers)
    return {
        "form": FORM,
        "questionnaire": version,
        "scores": [_score(each) for each in started(sections, answers)],
        "contradictions": _contradictions(facts, answers, list(resolved)),
        "needs": _needs(answers, facts),
        "unknown": sum(len(gaps) for _, gaps in all_missing(answers)),
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "written": list((written or {}).get(section.key, ())),
                "blocks": [_block(block, answers) for block in section.blocks],
            }
            for section in sections
        ],
    }


def parts_of(record: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Key, question and answer of everything asked: what a correction can be about."""
    return [
        (each["key"], each["label"], in_words(each))
        for section in record["sections"]
        for block in section["blocks"]
        for each in block["questions"]
    ]


def in_words(question: Mapping[str, Any]) -> str:
    """One answer of a record as one text."""
    if "items" in question:
        return "; ".join(f"{each['label']}: {each['said']}" for each in question["items"])
    if "rows" in question:
        return "; ".join(", ".join(row) for row in question["rows"])
    return str(question["said"])


def _block(block: Block, answers: Answers) -> dict[str, Any]:
    questions = [_question(each, answers) for each in block.questions if _stands(each, answers)]
    return {"title": block.title, "questions": questions}


def _stands(question: Question, answers: Answers) -> bool:
    return question.key != BESIDE_ROWS or answers.get(question.key) is not None


def _question(question: Question, answers: Answers) -> dict[str, Any]:
    answer = answers.get(question.key)
    found: dict[str, Any] = {"key": question.key, "label": question.label}
    if answer is None:
        return found | {"said": _silence(question, answers), "is_open": True}
    shape = SHAPES.get(question.kind)
    return found | (shape(question, answer) if shape else {"said": said(question, answer)})


def _silence(question: Question, answers: Answers) -> str:
    """Why nothing stands there: a sum whose rows were filled in was asked, and is not known."""
    if not question.applies(answers):
        return NOT_APPLICABLE
    is_counted = any(answers.get(key) is not None for key in question.derived_from)
    return NOT_KNOWN if is_counted else NOT_ASKED


def _items(question: Question, answer: Any) -> dict[str, Any]:
    instrument = question.instrument
    pairs = items_said(question, answer)
    return {
        "said": "",
        "intro": instrument.intro if instrument else "",
        "credit": instrument.credit if instrument else "",
        "version": instrument.version if instrument else "",
        "items": [
            {"label": text, "said": words, "is_open": words in SILENT} for text, words in pairs
        ],
    }


def _table(question: Question, answer: Any) -> dict[str, Any]:
    """The rows as they were filled in; an empty table was answered with none."""
    if not answer:
        return {"said": question.none_label}
    rows = [[said(each, row.get(each.key)) for each in question.columns] for row in answer]
    return {"said": "", "columns": [each.label for each in question.columns], "rows": rows}


def _score(shown: Shown) -> dict[str, Any]:
    return {
        "key": shown.key,
        "name": shown.name,
        "version": shown.reading.version,
        "total": shown.total,
        "maximum": shown.maximum,
        "at_least": shown.at_least,
        "said": shown.said,
        "tone": shown.tone.value if shown.tone else "plain",
        "is_provisional": shown.is_provisional,
    }


def _contradictions(facts: Facts, answers: Answers, resolved: list[Entry]) -> list[dict[str, Any]]:
    """Those that hold, and those that were reconciled, each with what was written about it."""
    holding = {each.name for each in contradictions(facts)}
    named = holding | {each["name"] for each in resolved}
    return [
        {
            "name": each.name,
            "sentence": each.sentence,
            "sides": _sides(each, answers),
            "holds": each.name in holding,
            "resolved": [dict(one) for one in resolved if one["name"] == each.name],
        }
        for each in CONTRADICTIONS
        if each.name in named
    ]


def _sides(contradiction: Contradiction, answers: Answers) -> list[dict[str, str]]:
    """The answers against each other, as they count."""
    questions = (QUESTIONS[key] for key in contradiction.questions if key in answers)
    pairs = (side_said(question, answers) for question in questions)
    return [{"asked": asked, "said": words} for asked, words in pairs]


def _needs(answers: Answers, facts: Facts) -> list[dict[str, Any]]:
    return [
        {"area": area, "words": [need.words for need in found]}
        for area, found in by_area(needs(answers, facts))
    ]


SHAPES: Final = {Kind.ITEMS: _items, Kind.TABLE: _table}
