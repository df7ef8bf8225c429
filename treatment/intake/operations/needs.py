"""The needs a signature finds, as rows that never change; a plan answers each of them later."""

from treatment.intake.models import Assessment, Need
from treatment.intake.needs import needs
from treatment.intake.questionnaire.shapes import Answers
from treatment.intake.review.findings import facts_so_far


def rows_of(assessment: Assessment, answers: Answers) -> list[Need]:
    """One row per need, in the order they are shown."""
    found = needs(answers, facts_so_far(answers))
    return [
        Need(
            facility_id=assessment.facility_id,
            episode_id=assessment.episode_id,
            assessment_id=assessment.id,
            key=need.key,
            area=need.area.value,
            words=need.words,
            sources=list(need.sources),
            position=position,
        )
        for position, need in enumerate(found, 1)
    ]
