"""Words typed into an intake and never saved: where they are, and what they would change."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from flask import request
from sqlalchemy.orm import Session

from treatment.accounts.doors import me
from treatment.intake import operations
from treatment.intake.forms import read
from treatment.intake.models import Assessment, AssessmentSection
from treatment.intake.questionnaire import SECTIONS
from treatment.intake.questionnaire.shapes import Answers
from treatment.intake.review.merging import Keep
from treatment.intake.review.words import changed, said
from treatment.records.operations.drafts import Kept
from treatment.records.views import drafts
from treatment.web.extensions import db
from treatment.web.filters import local, zone_of

Row = tuple[str, str, str]  # the question, what is saved, what was typed


@dataclass(frozen=True, slots=True)
class Unsaved:
    """What I left in one section: the newest draft that would change something."""

    title: str
    offer: drafts.Offer
    rows: list[Row]
    behind: str | None  # who saved the section since, when somebody did


def left_in(assessment: Assessment) -> dict[str, Unsaved]:
    """By section, wherever the words say something else than what is saved."""
    below = f"/intake/{assessment.id}/sections/"
    offers = drafts.offered_below(below)
    found = ((row, offers.get(below + row.section)) for row in assessment.sections)
    return {row.section: left for row, offer in found if offer and (left := _unsaved(row, offer))}


def offer_on(left: Unsaved | None) -> dict[str, Any]:
    """What the section's own page shows of it; nothing while it is being sent."""
    if left is None or request.method != "GET":
        return {"draft": None, "rows": [], "behind": None}
    return {"draft": left.offer, "rows": left.rows, "behind": left.behind}


def _unsaved(row: AssessmentSection, offer: drafts.Offer) -> Unsaved | None:
    rows = list(_rows(row, offer.draft))
    is_late = offer.draft.base_version not in {None, row.version}
    behind = f"{row.saved_by.printed_name}, {local(row.saved_at, zone_of(me()))}"
    if not rows:
        return None
    return Unsaved(SECTIONS[row.section].title, offer, rows, behind if is_late else None)


def _rows(row: AssessmentSection, draft: Kept) -> Iterator[Row]:
    """What saving the draft would change, in words; what cannot be read as it was typed."""
    part = SECTIONS[row.section]
    reading = read(part, draft.fields)
    unread = {field.partition("-")[0]: field for field in reading.problems}
    yours = _put_together(row, draft, reading.answers)
    apart = set(changed(part, row.answers, yours))
    for question in part.questions:
        if question.key in unread:
            typed = ", ".join(map(drafts.as_read, draft.fields.get(unread[question.key], ())))
            yield question.label, said(question, row.answers.get(question.key)), typed
        elif question.is_asked and question.key in apart:
            before, after = row.answers.get(question.key), yours.get(question.key)
            yield question.label, said(question, before), said(question, after)


def _put_together(row: AssessmentSection, draft: Kept, typed: Answers) -> Answers:
    """What others saved meanwhile stays; where both changed it, the draft's side is shown."""
    if draft.base_version in {None, row.version}:
        return typed
    session = cast("Session", db.session())
    merged = operations.since(session, row, draft.base_version or 0, typed).merge
    return merged.settled(dict.fromkeys(merged.conflicts, Keep.YOURS))
