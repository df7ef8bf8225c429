"""The needs a signed intake found."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select

from treatment.intake.models import Need
from treatment.patients.models import Episode
from treatment.patients.queries import may_see_episode
from treatment.permissions import Viewer


def needs_of(assessment_id: UUID, viewer: Viewer, at: datetime) -> Select[Need]:
    """Those of one intake, in the order they were found."""
    return (
        select(Need)
        .join(Episode, Episode.id == Need.episode_id)
        .where(may_see_episode(viewer, at), Need.assessment_id == assessment_id)
        .order_by(Need.position)
    )
