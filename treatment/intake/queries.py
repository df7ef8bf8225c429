"""What can be asked about intakes; every answer begins with who is asking."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from treatment.accounts.models import Staff
from treatment.intake.models import Assessment, AssessmentSection
from treatment.patients.models import Episode, EpisodeProgram
from treatment.patients.queries import may_see_episode
from treatment.permissions import Viewer


def assessments_visible_to(viewer: Viewer, at: datetime) -> Select[Assessment]:
    return select(Assessment).join(Assessment.episode).where(may_see_episode(viewer, at))


def assessment(assessment_id: UUID, viewer: Viewer, at: datetime) -> Select[Assessment]:
    """One intake with its episode, its patient and all its sections, in two statements."""
    episode = contains_eager(Assessment.episode)
    return (
        assessments_visible_to(viewer, at)
        .where(Assessment.id == assessment_id)
        .options(
            episode.joinedload(Episode.patient, innerjoin=True),
            episode.joinedload(Episode.stay).joinedload(EpisodeProgram.program),
            selectinload(Assessment.sections)
            .joinedload(AssessmentSection.saved_by)
            .lazyload(Staff.granted),
            joinedload(Assessment.started_by).lazyload(Staff.granted),
        )
    )


def held(assessment_id: UUID, viewer: Viewer, at: datetime) -> Select[Assessment]:
    """The same, held until the transaction ends: nobody signs while somebody saves."""
    return assessment(assessment_id, viewer, at).with_for_update(of=Assessment)


def assessments_of(episode_id: UUID, viewer: Viewer, at: datetime) -> Select[Assessment]:
    """Those of one episode, the newest first."""
    return (
        assessments_visible_to(viewer, at)
        .where(Assessment.episode_id == episode_id)
        .options(
            joinedload(Assessment.started_by).lazyload(Staff.granted),
            joinedload(Assessment.signed_by).lazyload(Staff.granted),
        )
        .order_by(Assessment.started_at.desc(), Assessment.id.desc())
    )


def open_assessment(episode_id: UUID, viewer: Viewer, at: datetime) -> Select[Assessment]:
    return assessments_visible_to(viewer, at).where(
        Assessment.episode_id == episode_id, Assessment.signed_at.is_(None)
    )
