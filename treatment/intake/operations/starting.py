"""Start an intake, with every section still untouched."""

from datetime import datetime

from uuid_utils.compat import uuid7

from treatment.accounts.models import Staff
from treatment.intake.models import Assessment, AssessmentSection
from treatment.intake.operations.reading import refuse_ended
from treatment.intake.questionnaire import SECTIONS, VERSION
from treatment.patients.models import Episode
from treatment.patients.operations import join_team


def start(episode: Episode, *, by: Staff, at: datetime, joins: bool = True) -> Assessment:
    """A new intake with every section still untouched; who takes it joins the care team.

    Args:
        joins: false for somebody who is here by emergency access alone.

    Raises:
        DomainError: the episode has ended.
    """
    refuse_ended(episode)
    if joins:
        join_team(episode, by, by=by, at=at)
    return Assessment(
        id=uuid7(),
        facility_id=episode.facility_id,
        episode=episode,
        questionnaire_version=VERSION,
        started_at=at,
        started_by=by,
        sections=[
            AssessmentSection(
                facility_id=episode.facility_id,
                section=key,
                answers={},
                saved_at=at,
                saved_by=by,
                version=1,
            )
            for key in SECTIONS
        ],
    )
