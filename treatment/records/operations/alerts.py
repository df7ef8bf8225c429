"""Raise an alert, say what was done at once, and close it by a licensed disposition."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload
from uuid_utils.compat import uuid7

from treatment.accounts.models import Staff
from treatment.patients.models import Episode
from treatment.records.alarms import Alarm, changed_since, due, is_news
from treatment.records.models import Alert, AlertEntry
from treatment.records.vocabulary import AlertEntryKind, Kind


def raise_alerts(
    session: Session,
    alarms: Sequence[Alarm],
    *,
    episode: Episode,
    source_type: Kind,
    source_id: UUID,
    by: Staff,
    at: datetime,
) -> list[Alert]:
    """Every open alert of this source, those raised now first; the same finding stays one.

    Args:
        alarms: all that the source says now. What it no longer says was corrected: its alert
            stays open, because it happened, and says so.
    """
    known = _known(session, source_id)
    before = [(alert.kind, alert.signs) for alert in known]
    new = [
        _raised(alarm, episode, (source_type, source_id), by, at)
        for alarm in alarms
        if is_news(alarm.found, [signs for kind, signs in before if kind is alarm.kind])
    ]
    still_open = [alert for alert in known if alert.is_open]
    for alert in still_open:
        _note_what_changed(alert, alarms, by, at)
    session.add_all(new)
    return [*new, *still_open]


def _known(session: Session, source_id: UUID) -> list[Alert]:
    """Every alert this source ever raised, with what was written under each."""
    of_source = select(Alert).where(Alert.source_id == source_id).order_by(Alert.raised_at)
    return list(session.scalars(of_source.options(selectinload(Alert.entries))))


def raised_now(alerts: Sequence[Alert], at: datetime) -> list[Alert]:
    """Those of `raise_alerts` that did not exist before this moment."""
    return [alert for alert in alerts if alert.raised_at == at]


def _raised(
    alarm: Alarm, episode: Episode, source: tuple[Kind, UUID], by: Staff, at: datetime
) -> Alert:
    source_type, source_id = source
    return Alert(
        id=uuid7(),
        facility_id=episode.facility_id,
        patient_id=episode.patient_id,
        episode_id=episode.id,
        kind=alarm.kind,
        why=list(alarm.why),
        steps=list(alarm.steps),
        signs=[list(sign) for sign in alarm.found],
        source_type=source_type,
        source_id=source_id,
        fingerprint=alarm.fingerprint,
        raised_at=at,
        raised_by=by,
        due_at=due(alarm.kind, at),
        entries=[],
    )


def _note_what_changed(alert: Alert, alarms: Sequence[Alarm], by: Staff, at: datetime) -> None:
    noted = [e.done for e in alert.entries if e.kind is AlertEntryKind.ANSWER_CHANGED]
    changed = changed_since(alert.why, alert.signs, alarms)
    if changed != (noted[-1] if noted else []):
        _write(alert, AlertEntryKind.ANSWER_CHANGED, changed, by, at)


def _write(
    alert: Alert, kind: AlertEntryKind, done: list[str], by: Staff, at: datetime
) -> AlertEntry:
    entry = AlertEntry(
        facility_id=alert.facility_id,
        kind=kind,
        done=done,
        occurred_at=at,
        entered_at=at,
        entered_by=by,
    )
    alert.entries.append(entry)
    return entry
