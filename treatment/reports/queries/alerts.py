"""Open alerts where somebody works, by their clock, each with what was written under it last."""

from datetime import datetime

from sqlalchemy import func, select

from treatment.patients.models import Episode, Patient
from treatment.permissions import Viewer
from treatment.records.models import Alert, AlertEntry
from treatment.records.queries.alerts import may_see_alert
from treatment.records.vocabulary import AlertEntryKind
from treatment.reports.queries.journey import FACE, MOST, Rows


def open_alerts(viewer: Viewer, at: datetime) -> Rows:
    """The most overdue first; what was done at once is counted."""
    done = (
        select(func.count())
        .where(AlertEntry.alert_id == Alert.id)
        .where(AlertEntry.kind == AlertEntryKind.DONE_AT_ONCE)
        .scalar_subquery()
    )
    seen = (
        select(func.count())
        .where(AlertEntry.alert_id == Alert.id)
        .where(AlertEntry.kind == AlertEntryKind.ACKNOWLEDGED)
        .scalar_subquery()
    )
    return (
        select(
            Alert.id, Alert.kind, Alert.why, Alert.raised_at, Alert.due_at, Alert.closed_at,
            done.label("times_done"), seen.label("times_seen"), *FACE,
        )
        .join(Episode, Episode.id == Alert.episode_id)
        .join(Patient, Patient.id == Alert.patient_id)
        .where(may_see_alert(viewer, at), Alert.closed_at.is_(None))
        .order_by(Alert.due_at, Alert.id)
        .limit(MOST + 1)
    )  # fmt: skip
