"""Findings the tables of an intake establish, so that nobody is asked for them a second time.

An answer given directly, in an older questionnaire, counts as long as nobody fills in its table.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from treatment.intake.questionnaire import QUESTIONS
from treatment.intake.questionnaire.shapes import Answers, Question
from treatment.intake.review import derived_body, derived_history, derived_use
from treatment.intake.review.words import said

COUNTED = tuple(question for question in QUESTIONS.values() if question.derived_from)
REPEATED = tuple(question for question in QUESTIONS.values() if question.shows)


def derived(answers: Answers, at: datetime) -> dict[str, Any]:
    """Findings by key; None says that the tables were filled in and leave it unknown.

    Args:
        at: the moment of asking, in the facility's own time.
    """
    return {
        **derived_use.derived(answers, at),
        **derived_history.derived(answers, at),
        **derived_body.derived(answers),
    }


def settled(answers: Answers, at: datetime) -> dict[str, Any]:
    """The answers with what their tables establish in place of what was asked directly."""
    found = {**answers, **derived(answers, at)}
    known = {key: answer for key, answer in found.items() if answer is not None}
    older = [(each.name, entered_before(each, answers, known)) for each in COUNTED]
    if before := "; ".join(f"{name}: {words}" for name, words in older if words):
        known["entered_before"] = before
    repeated = [each for each in REPEATED if each.shows in known]
    return known | {each.key: said(QUESTIONS[each.shows], known[each.shows]) for each in repeated}


def established(question: Question, answers: Answers, at: datetime) -> bool:
    """Whether a table answers this question, so that it is not asked."""
    if question.derived_from:
        return True
    return bool(question.yields_to) and question.key in derived(answers, at)


def entered_before(question: Question, raw: Mapping[str, Any], answers: Answers) -> str:
    """What was answered directly in an older questionnaire, where it no longer counts."""
    before = raw.get(question.key)
    if not question.derived_from or before is None or before == answers.get(question.key):
        return ""
    return said(question, before)
