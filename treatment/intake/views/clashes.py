"""Answers that cannot both be true, side by side: who entered each when, how it was resolved."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import url_for

from treatment.intake import operations
from treatment.intake.forms.reconciling import ReconcileForm
from treatment.intake.models import Assessment, AssessmentSection, Reconciliation, SectionSave
from treatment.intake.operations.reconciling import raw_answers, seal_of_sides
from treatment.intake.queries.reconciling import reconciliations_of, saves_of
from treatment.intake.questionnaire import QUESTIONS, SECTION_OF
from treatment.intake.questionnaire.shapes import Answers
from treatment.intake.review.contradictions import Contradiction, contradictions
from treatment.intake.review.findings import facts_so_far
from treatment.intake.review.progress import first_field
from treatment.intake.review.reconciling import covers, last_change, side_said, sources_of
from treatment.records.views import drafts
from treatment.web.extensions import db


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the answers: the question, what counts, and where it can be corrected."""

    asked: str
    said: str
    url: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A contradiction with its sides; `resolved` covers the answers as they are now."""

    name: str
    sentence: str
    sides: list[Side]
    resolved: Reconciliation | None
    outdated: Reconciliation | None
    form: ReconcileForm | None
    draft: drafts.Offer | None  # a note I began and did not save


def clashes_of(
    assessment: Assessment, answers: Answers, wrong: Mapping[str, ReconcileForm] | None = None
) -> list[Clash]:
    """Every contradiction that holds; three statements, and none where nothing contradicts.

    Args:
        wrong: by name, a form that was sent and is not right.
    """
    found = contradictions(facts_so_far(answers))
    if not found:
        return []
    resolved = db.session.scalars(reconciliations_of(assessment.id)).all()
    saves = _saves(assessment, found)
    begun = drafts.offered_by_form() if wrong is None else {}
    forms = {
        each.name: (wrong or {}).get(each.name) or _begun(begun.get(each.name)) for each in found
    }
    clashes = (
        _clash(assessment, each, answers, resolved, saves, forms[each.name]) for each in found
    )
    return [replace(each, draft=begun.get(each.name) if each.form else None) for each in clashes]


def _begun(offer: drafts.Offer | None) -> ReconcileForm | None:
    """The form with the note of a draft in it."""
    return ReconcileForm(formdata=offer.typed) if offer else None


def _saves(assessment: Assessment, found: Sequence[Contradiction]) -> dict[str, list[SectionSave]]:
    """By section, every save of those the contradicting answers stand in."""
    raw = raw_answers(assessment)
    keys = {
        SECTION_OF[source].key
        for each in found
        for key in each.questions
        for source in sources_of(QUESTIONS[key], raw)
    }
    sections = {operations.section_of(assessment, key).id: key for key in keys}
    by_section: dict[str, list[SectionSave]] = {key: [] for key in keys}
    for save in db.session.scalars(saves_of(sections.keys())):
        by_section[sections[save.section_id]].append(save)
    return by_section


def _clash(
    assessment: Assessment,
    found: Contradiction,
    answers: Answers,
    resolved: Sequence[Reconciliation],
    saves: Mapping[str, list[SectionSave]],
    wrong: ReconcileForm | None,
) -> Clash:
    raw = raw_answers(assessment)
    last = next((each for each in reversed(resolved) if each.name == found.name), None)
    is_covered = last is not None and covers(last.sides, found, raw)
    return Clash(
        name=found.name,
        sentence=found.sentence,
        sides=list(_sides(assessment, found, answers, saves)),
        resolved=last if is_covered else None,
        outdated=None if is_covered else last,
        form=None if is_covered else _form(assessment, found, wrong),
        draft=None,
    )


def _form(
    assessment: Assessment, found: Contradiction, wrong: ReconcileForm | None
) -> ReconcileForm:
    form = wrong or ReconcileForm(formdata=None)
    form.seen.data = form.seen.data or seal_of_sides(found, assessment)
    for field in form:
        field.id = f"{found.name}-{field.id}"
    return form


def _sides(
    assessment: Assessment,
    found: Contradiction,
    answers: Answers,
    saves: Mapping[str, list[SectionSave]],
) -> Iterator[Side]:
    raw = raw_answers(assessment)
    for question in (QUESTIONS[key] for key in found.questions if key in answers):
        source = next(key for key in sources_of(question, raw) if key in raw)
        part = SECTION_OF[source]
        row = operations.section_of(assessment, part.key)
        asked, words = side_said(question, answers)
        entered = _entered(source, row, saves[part.key])
        field = first_field(QUESTIONS[source])
        yield Side(
            asked=asked,
            said=words,
            url=url_for("intake.section", assessment_id=assessment.id, key=part.key, _anchor=field),
            by=entered.saved_by.printed_name,
            at=entered.saved_at,
        )


def _entered(key: str, row: AssessmentSection, saves: Sequence[SectionSave]) -> Any:
    """The save that gave this answer; the section itself where none was kept."""
    return last_change(key, ((save.answers, save) for save in saves)) or row
