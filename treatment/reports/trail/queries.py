"""Events of the viewer's facility, filtered and sorted by any field, page by page."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, select, tuple_
from sqlalchemy.orm import aliased

from treatment.accounts.models import Staff
from treatment.audit.models import AuditEvent, AuditHead, AuditPatient
from treatment.audit.vocabulary import Action, Outcome
from treatment.patients.models import Patient
from treatment.patients.queries import patients_visible_to
from treatment.permissions import Viewer
from treatment.reports.trail.vocabulary import Direction, Field

PAGE = 50
MOST_COUNTED = 1000
MOST_PEOPLE = 200
AS_STORED = frozenset({Field.AT, Field.SEQUENCE})  # sorted by time and number, the rest as text


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the log shows: from `since` until just before `until`."""

    since: datetime
    until: datetime
    action: Action | None = None
    outcome: Outcome | None = None
    actor_id: UUID | None = None
    patient_id: UUID | None = None
    sort: Field = Field.AT
    direction: Direction = Direction.DESCENDING


def events_visible_to(viewer: Viewer) -> Select[AuditEvent]:
    """Only the chain of the viewer's own facility."""
    return select(AuditEvent).where(AuditEvent.chain == str(viewer.facility_id))


def event(event_id: UUID, viewer: Viewer) -> Select[AuditEvent]:
    return events_visible_to(viewer).where(AuditEvent.id == event_id)


def events(wanted: Wanted, viewer: Viewer, after: int | None = None) -> Select[AuditEvent]:
    """Sorted as wanted; those behind the event with the number `after`.

    The place a page ended at is that number alone: the value it was sorted by stays out of URLs.
    """
    key, number = _key(wanted.sort, AuditEvent), AuditEvent.sequence
    ascending = wanted.direction is Direction.ASCENDING
    statement = _filtered(wanted, viewer).order_by(
        *((key, number) if ascending else (key.desc(), number.desc()))
    )
    if after is None:
        return statement
    last = aliased(AuditEvent)
    there = (
        select(_key(wanted.sort, last))
        .where(last.chain == str(viewer.facility_id), last.sequence == after)
        .scalar_subquery()
    )
    here, place = tuple_(key, number), tuple_(there, literal(after))
    return statement.where(here > place if ascending else here < place)


def page(wanted: Wanted, viewer: Viewer, after: int | None = None) -> Select[AuditEvent]:
    """One more than a page holds."""
    return events(wanted, viewer, after).limit(PAGE + 1)


def standing(wanted: Wanted, viewer: Viewer) -> Select[int, int, str]:
    """How many events there are (or one more than is ever counted), and where the chain ends."""
    some = _filtered(wanted, viewer).with_only_columns(literal(1).label("one"))
    counted = select(func.count()).select_from(some.limit(MOST_COUNTED + 1).subquery())
    return select(counted.scalar_subquery(), AuditHead.sequence, AuditHead.hash).where(
        AuditHead.chain == str(viewer.facility_id)
    )


def people(viewer: Viewer) -> Select[UUID, str]:
    """Everybody who works or worked here, by id."""
    return (
        select(Staff.id, Staff.printed_name)
        .where(Staff.facility_id == viewer.facility_id)
        .order_by(Staff.printed_name, Staff.id)
    )


def charts(patient_ids: Collection[UUID], viewer: Viewer, at: datetime) -> Select[UUID, int]:
    """Chart numbers of those patients the viewer may see."""
    return (
        patients_visible_to(viewer, at)
        .where(Patient.id.in_(patient_ids))
        .with_only_columns(Patient.id, Patient.chart_number)
        .order_by(Patient.chart_number)
    )


def who_saw(patient_id: UUID, viewer: Viewer) -> Select[*tuple[Any, ...]]:
    """Per person and outcome: how often they met this chart, first and last; the latest first."""
    last = func.max(AuditEvent.at)
    return (
        select(
            AuditEvent.actor_id,
            AuditEvent.outcome,
            func.count().label("times"),
            func.min(AuditEvent.at).label("first"),
            last.label("last"),
        )
        .join(AuditPatient, AuditPatient.event_id == AuditEvent.id)
        .where(AuditPatient.patient_id == patient_id)
        .where(AuditEvent.chain == str(viewer.facility_id))
        .group_by(AuditEvent.actor_id, AuditEvent.outcome)
        .order_by(last.desc(), AuditEvent.outcome)
        .limit(MOST_PEOPLE + 1)
    )


def _filtered(wanted: Wanted, viewer: Viewer) -> Select[AuditEvent]:
    statement = events_visible_to(viewer).where(
        AuditEvent.at >= wanted.since, AuditEvent.at < wanted.until
    )
    if wanted.action:
        statement = statement.where(AuditEvent.action == wanted.action)
    if wanted.outcome:
        statement = statement.where(AuditEvent.outcome == wanted.outcome)
    if wanted.actor_id:
        statement = statement.where(AuditEvent.actor_id == wanted.actor_id)
    if wanted.patient_id:
        filed = select(AuditPatient.event_id).where(AuditPatient.patient_id == wanted.patient_id)
        statement = statement.where(AuditEvent.id.in_(filed))
    return statement


def _key(field: Field, of: type[AuditEvent]) -> ColumnElement[Any]:
    """What a field sorts by: nothing before something, on both databases."""
    column: ColumnElement[Any] = getattr(of, field.value).expression
    if field in AS_STORED:
        return column
    return func.coalesce(cast(column, String), "")
