"""Save one section: two people never overwrite each other."""

from datetime import datetime

from treatment.accounts.models import Staff
from treatment.errors import StaleError
from treatment.intake.models import Assessment, AssessmentSection
from treatment.intake.operations.reading import refuse_signed
from treatment.intake.questionnaire import SECTIONS
from treatment.intake.questionnaire.shapes import Answers
from treatment.intake.review.words import differences


def save(
    assessment: Assessment,
    section: AssessmentSection,
    answers: Answers,
    *,
    version: int,
    by: Staff,
    at: datetime,
) -> None:
    """Replace the answers of one section.

    Raises:
        DomainError: already signed, or the episode has ended.
        StaleError: somebody saved the section since `version`; both texts.
    """
    if section.version != version or assessment.is_signed:
        _refuse_stale(section, answers)
    refuse_signed(assessment)
    section.answers = dict(answers)
    section.saved_at, section.saved_by = at, by


def _refuse_stale(section: AssessmentSection, answers: Answers) -> None:
    """Two people may have saved the same; nothing is refused then."""
    theirs, yours = differences(SECTIONS[section.section], section.answers, answers)
    if yours:
        raise StaleError(theirs, yours)
