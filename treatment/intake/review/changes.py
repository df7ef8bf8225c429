"""What differs between the last intake and this one: answers in words, scores where comparable."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from treatment.instruments.catalog import CATALOG
from treatment.intake.questionnaire import SECTIONS
from treatment.intake.questionnaire.shapes import Answers, Kind, Question, Section
from treatment.intake.review.scores import Shown, measured
from treatment.intake.review.words import said


class Measured(Protocol):
    """A score as it was kept."""

    instrument: str
    instrument_version: str
    total: float | None
    at_least: float | None
    band: str | None

    @property
    def about(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Change:
    """One question answered differently than last time."""

    section: Section
    question: Question
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """One instrument then and now; `by` is None where the two cannot be compared."""

    name: str
    before: str
    now: str
    by: float | None
    is_same_version: bool


def changes(before: Answers, now: Answers) -> list[Change]:
    """In the order of the questionnaire; scales are compared by their scores instead."""
    return [
        Change(section, question, said(question, before.get(question.key)), _said(question, now))
        for section, question in _questions()
        if before.get(question.key) != now.get(question.key)
    ]


def score_changes(
    before: Iterable[Measured], now: Answers, versions: Mapping[str, str]
) -> list[ScoreChange]:
    """Each score of last time beside today's; two versions are never subtracted.

    Readiness has no total: its rulers are compared as the questions they are.
    """
    shown = measured(now)
    rows = (row for row in before if not CATALOG[row.instrument].parts)
    return [_score_change(row, _same(row, shown), versions) for row in rows]


def _same(row: Measured, shown: Sequence[Shown]) -> Shown | None:
    """Today's score of the same instrument, and of the same substance where it is for one."""
    alike = [each for each in shown if each.key == row.instrument]
    about = [each for each in alike if not row.about or each.substance == row.about]
    return about[0] if about else None


def _questions() -> Iterator[tuple[Section, Question]]:
    for section in SECTIONS.values():
        for question in section.questions:
            if question.kind not in {Kind.ITEMS, Kind.CARRIED}:
                yield section, question


def _said(question: Question, answers: Mapping[str, Any]) -> str:
    return said(question, answers.get(question.key))


def _score_change(row: Measured, today: Shown | None, versions: Mapping[str, str]) -> ScoreChange:
    is_same = versions.get(row.instrument) == row.instrument_version
    comparable = is_same and today is not None and None not in (row.total, today.total)
    return ScoreChange(
        name=today.name if today else row.instrument,
        before=_words(row.total, row.at_least, row.band),
        now=_words(today.total, today.at_least, today.reading.band) if today else "not taken yet",
        by=(today.total or 0) - (row.total or 0) if comparable and today else None,
        is_same_version=is_same,
    )


def _words(total: float | None, at_least: float | None, band: str | None) -> str:
    known = "" if at_least is None else f"at least {at_least:g}"
    return " · ".join(each for each in (known if total is None else f"{total:g}", band) if each)
