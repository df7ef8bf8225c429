"""Resolve two answers that cannot both be true, with a note; neither answer is touched."""

from datetime import datetime
from typing import Any

from treatment.accounts.models import Staff
from treatment.errors import DomainError
from treatment.intake.models import Assessment, Reconciliation
from treatment.intake.operations.reading import answers_of, refuse_signed
from treatment.intake.review.contradictions import Contradiction
from treatment.intake.review.findings import facts_so_far
from treatment.intake.review.reconciling import sides_of
from treatment.records.canonical import digest

GONE = "These answers do not contradict each other any more. Somebody corrected one of them."
CHANGED = "Somebody changed one of these answers while you were writing. Look at both again."


def reconcile(
    assessment: Assessment,
    contradiction: Contradiction,
    note: str,
    *,
    seen: str,
    by: Staff,
    at: datetime,
) -> Reconciliation:
    """Keep how it was resolved, with both sides as they stand; another answer opens it again.

    Args:
        seen: `seal_of_sides` of the answers as the clinician saw them.

    Raises:
        DomainError: signed, corrected, or changed meanwhile.
    """
    refuse_signed(assessment)
    if not contradiction.holds(facts_so_far(answers_of(assessment, at))):
        raise DomainError(GONE)
    sides = sides_of(contradiction, raw_answers(assessment))
    if digest(sides) != seen:
        raise DomainError(CHANGED)
    return Reconciliation(
        facility_id=assessment.facility_id,
        assessment_id=assessment.id,
        name=contradiction.name,
        sides=sides,
        note=note,
        at=at,
        by=by,
    )


def raw_answers(assessment: Assessment) -> dict[str, Any]:
    """The answers as they were entered, before anything is worked out from them."""
    return {key: given for row in assessment.sections for key, given in row.answers.items()}


def seal_of_sides(contradiction: Contradiction, assessment: Assessment) -> str:
    return digest(sides_of(contradiction, raw_answers(assessment)))
