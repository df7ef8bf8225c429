"""Alerts: one alone, and those of an episode; row visibility first."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from treatment.accounts.models import Staff
from treatment.patients.models import Episode, EpisodeProgram
from treatment.patients.queries import may_see_episode
from treatment.permissions import Viewer
from treatment.records.models import Alert, AlertEntry


def alerts_visible_to(viewer: Viewer, at: datetime) -> Select[Alert]:
    return (
        select(Alert)
        .join(Alert.episode)
        .where(Alert.facility_id == viewer.facility_id, may_see_episode(viewer, at))
    )


def alert(alert_id: UUID, viewer: Viewer, at: datetime) -> Select[Alert]:
    """One alert with its episode, its patient and everything written under it."""
    episode = contains_eager(Alert.episode)
    return (
        alerts_visible_to(viewer, at)
        .where(Alert.id == alert_id)
        .options(
            episode.joinedload(Episode.patient, innerjoin=True),
            episode.joinedload(Episode.stay).joinedload(EpisodeProgram.program),
            joinedload(Alert.raised_by).lazyload(Staff.granted),
            selectinload(Alert.entries).joinedload(AlertEntry.entered_by).lazyload(Staff.granted),
        )
    )


def held_alert(alert_id: UUID, viewer: Viewer, at: datetime) -> Select[Alert]:
    """The same, held until the transaction ends: nobody answers while somebody closes it."""
    return alert(alert_id, viewer, at).with_for_update(of=Alert)


def alerts_of_episode(episode_id: UUID, viewer: Viewer, at: datetime) -> Select[Alert]:
    """Open ones by their clock, then those that are closed, the newest first."""
    return (
        alerts_visible_to(viewer, at)
        .where(Alert.episode_id == episode_id)
        .options(
            joinedload(Alert.raised_by).lazyload(Staff.granted),
            selectinload(Alert.entries).joinedload(AlertEntry.entered_by).lazyload(Staff.granted),
        )
        .order_by(
            Alert.closed_at.is_not(None),
            Alert.closed_at.desc(),
            Alert.due_at,
            Alert.id,
        )
    )
