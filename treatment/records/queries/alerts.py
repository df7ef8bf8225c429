"""Alerts: one alone, and those of an episode; row visibility first."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    case,
    cast,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from treatment.accounts.models import Staff
from treatment.patients.models import Episode, EpisodeProgram
from treatment.patients.queries import may_see_episode
from treatment.patients.queries.charts import ALSO_AT_A_GLANCE
from treatment.permissions import Permission, Viewer
from treatment.records.models import Alert, AlertEntry, Signature
from treatment.records.vocabulary import AlertKind, Kind, Meaning


def may_see_alert(viewer: Viewer, at: datetime) -> ColumnElement[bool]:
    """Whoever may see the episode; an open alert outlives it for those who see every open chart.

    Somebody sent to a hospital has left before the decision is written.
    """
    here = Alert.facility_id == viewer.facility_id
    ways = [may_see_episode(viewer, at)]
    if viewer.may(Permission.CHART_OPEN):
        ways.append(Alert.closed_at.is_(None))
    return and_(here, or_(*ways))


def alerts_visible_to(viewer: Viewer, at: datetime) -> Select[Alert]:
    return select(Alert).join(Alert.episode).where(may_see_alert(viewer, at))


def at_a_glance(patient_id: UUID, viewer: Viewer) -> Select[Any] | None:
    """The open alerts of a person as rows of the banner, for those who may read why."""
    if not viewer.may(Permission.INTAKE_READ):
        return None
    return select(
        literal("alert"),
        case({kind.value: kind.label for kind in AlertKind}, value=cast(Alert.kind, String)),
        cast(Alert.id, String),
        null(),
        Alert.due_at,
    ).where(Alert.patient_id == patient_id, Alert.closed_at.is_(None))


ALSO_AT_A_GLANCE.append(at_a_glance)


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


def decisions_about(source_id: UUID, viewer: Viewer) -> Select[Any]:
    """Every alert of one source with who closed it; only for a source already allowed to load."""
    decision = and_(
        Signature.object_type == Kind.ALERT,
        Signature.object_id == Alert.id,
        Signature.meaning == Meaning.DISPOSITION,
    )
    return (
        select(
            Alert.id,
            Alert.kind,
            Alert.signs,
            Alert.closed_at,
            Signature.printed_name,
            Signature.credential,
        )
        .outerjoin(Signature, decision)
        .where(Alert.facility_id == viewer.facility_id, Alert.source_id == source_id)
        .order_by(Alert.closed_at, Alert.id)
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
