"""The papers of an admission: every entry, the newest first."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from treatment.accounts.models import Staff
from treatment.intake.models import AdmissionEntry
from treatment.patients.models import Episode
from treatment.patients.queries import may_see_episode
from treatment.permissions import Viewer


def admission_entries(episode_id: UUID, viewer: Viewer, at: datetime) -> Select[AdmissionEntry]:
    """Everything recorded for one episode; of each paper the first row counts."""
    return (
        select(AdmissionEntry)
        .join(Episode, Episode.id == AdmissionEntry.episode_id)
        .where(may_see_episode(viewer, at), AdmissionEntry.episode_id == episode_id)
        .options(joinedload(AdmissionEntry.entered_by, innerjoin=True).lazyload(Staff.granted))
        .order_by(AdmissionEntry.entered_at.desc(), AdmissionEntry.id.desc())
    )
