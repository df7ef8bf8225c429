"""Raise an alert, say what was done at once, and close it by a licensed disposition."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload
from uuid_utils.compat import uuid7

from treatment.accounts.models import Staff
from treatment.errors import DomainError
from treatment.patients.models import Episode
from treatment.permissions import Permission
from treatment.records.alarms import MEDICAL, Alarm, changed_since, due, is_news, measured
from treatment.records.models import Alert, AlertEntry, Signature
from treatment.records.operations.signing import Hand, Record, sign
from treatment.records.vocabulary import AlertEntryKind, AtOnce, Decision, Kind, Meaning

CLOSED = "This alert is closed by a licensed disposition. What was decided stands under it."
WHOM = "Write whom you told."
NOTHING = "Tick what was done, or write it."


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
    before = [(alert.kind, measured(alert.signs)) for alert in known]
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
        signs=[*map(list, alarm.found), *([words, None] for words in alarm.beside)],
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
    changed = changed_since(alert.why, measured(alert.signs), alarms)
    if changed != (noted[-1] if noted else []):
        _write(alert, AlertEntryKind.ANSWER_CHANGED, changed, by, at)


def refuse_closed(alert: Alert) -> None:
    if not alert.is_open:
        raise DomainError(CLOSED)


# --- answered ---------------------------------------------------------------------------------


def acknowledge(alert: Alert, *, by: Staff, at: datetime) -> AlertEntry:
    """Somebody has seen it and is on the way; once for each person."""
    refuse_closed(alert)
    seen = [entry for entry in alert.entries if entry.kind is AlertEntryKind.ACKNOWLEDGED]
    mine = [entry for entry in seen if entry.entered_by_id == by.id]
    return mine[0] if mine else _write(alert, AlertEntryKind.ACKNOWLEDGED, [], by, at)


def record_done(
    alert: Alert,
    done: Sequence[AtOnce],
    words: str | None,
    *,
    key: UUID,
    occurred_at: datetime,
    by: Staff,
    at: datetime,
) -> AlertEntry:
    """What was done at once; also after the disposition, because it was done before it.

    Raises:
        DomainError: nothing ticked and nothing written, or told somebody without saying whom.
    """
    if not (done or words):
        raise DomainError(NOTHING)
    if AtOnce.TOLD in done and not words:
        raise DomainError(WHOM)
    entry = _write(alert, AlertEntryKind.DONE_AT_ONCE, [str(each) for each in done], by, at)
    entry.id, entry.words, entry.occurred_at = key, words, occurred_at
    return entry


# --- closed -----------------------------------------------------------------------------------


def waits_for(alert: Alert) -> str:
    """Whose disposition closes it."""
    if alert.kind in MEDICAL:
        return "a prescriber"
    return "a licensed clinician (LPHA) or a prescriber"


def may_dispose(alert: Alert, staff: Staff, at: datetime) -> bool:
    """Role, and a license valid on that day and in scope: a red sign is a prescriber's."""
    is_licensed = staff.license_is_valid(staff.facility.today(at))
    if not (is_licensed and staff.may(Permission.ALERT_DISPOSE)):
        return False
    if alert.kind in MEDICAL:
        return staff.is_prescriber_license and staff.may(Permission.PLAN_PRESCRIBE)
    return staff.is_lpha


def dispose(alert: Alert, decision: Decision, words: str, hand: Hand) -> Signature:
    """Close the alert for good under a license; after that its row never changes.

    Raises:
        DomainError: closed before, or not within this person's license.
    """
    refuse_closed(alert)
    if not may_dispose(alert, hand.staff, hand.at):
        raise DomainError(f"Only {waits_for(alert)} with a valid license can close this alert.")
    entry = _write(alert, AlertEntryKind.DISPOSITION, [str(decision)], hand.staff, hand.at)
    entry.words = words
    alert.closed_at = hand.at
    return sign(record_of(alert), hand, Meaning.DISPOSITION)


def record_of(alert: Alert) -> Record:
    """What a disposition stands under: the finding and everything written up to that moment."""
    until = alert.closed_at
    entries = [e for e in alert.entries if until is None or e.entered_at <= until]
    return Record(
        kind=Kind.ALERT,
        id=alert.id,
        version=1,
        facility_id=alert.facility_id,
        patient_id=alert.patient_id,
        content={
            **({"beside": alert.beside} if alert.beside else {}),
            "alert": alert.id,
            "kind": alert.kind,
            "why": alert.why,
            "source": alert.source_id,
            "raised_at": alert.raised_at,
            "entries": [_content(entry) for entry in sorted(entries, key=_in_order)],
        },
    )


def _in_order(entry: AlertEntry) -> tuple[datetime, UUID]:
    return entry.entered_at, entry.id


def _content(entry: AlertEntry) -> dict[str, object]:
    return {
        "id": entry.id,
        "kind": entry.kind,
        "done": entry.done,
        "words": entry.words,
        "occurred_at": entry.occurred_at,
        "entered_at": entry.entered_at,
        "entered_by": entry.entered_by_id,
    }


def _write(
    alert: Alert, kind: AlertEntryKind, done: list[str], by: Staff, at: datetime
) -> AlertEntry:
    entry = AlertEntry(
        id=uuid7(),
        facility_id=alert.facility_id,
        kind=kind,
        done=done,
        occurred_at=at,
        entered_at=at,
        entered_by_id=by.id,
        entered_by=by,
    )
    alert.entries.append(entry)
    return entry
