"""Events of the viewer's facility, filtered and sorted by any field, page by page."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, Subquery, cast, func, literal, select, tuple_
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
MOST_MEETINGS = 5000  # the latest events of a chart that are summed up by person
FENCE = 1_000_000  # more than a chart ever has
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
    order = (key, number) if ascending else (key.desc(), number.desc())
    if after is None:
        return _filtered(wanted, viewer).order_by(*order)
    here, place = tuple_(key, number), tuple_(_place(wanted, viewer, after), literal(after))
    behind = here > place if ascending else here < place
    return _filtered(wanted, viewer, paging=True).where(behind).order_by(*order)


def _place(wanted: Wanted, viewer: Viewer, after: int) -> ColumnElement[Any]:
    """What the last event of a page was sorted by; nothing, if it is not of this period."""
    last = aliased(AuditEvent)
    return (
        select(_key(wanted.sort, last))
        .where(last.chain == str(viewer.facility_id), last.sequence == after)
        .where(last.at >= wanted.since, last.at < wanted.until)
        .scalar_subquery()
    )


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
    met = _met(patient_id, MOST_MEETINGS)
    return (
        select(
            AuditEvent.actor_id,
            AuditEvent.outcome,
            func.count().label("times"),
            func.min(AuditEvent.at).label("first"),
            last.label("last"),
        )
        .join(met, met.c.event_id == AuditEvent.id)
        .where(AuditEvent.chain == str(viewer.facility_id))
        .group_by(AuditEvent.actor_id, AuditEvent.outcome)
        .order_by(last.desc(), AuditEvent.outcome)
        .limit(MOST_PEOPLE + 1)
    )


def _filtered(wanted: Wanted, viewer: Viewer, *, paging: bool = False) -> Select[AuditEvent]:
    statement = _of(wanted.patient_id, viewer).where(*_period(wanted, paging=paging))
    if wanted.action:
        statement = statement.where(AuditEvent.action == wanted.action)
    if wanted.outcome:
        statement = statement.where(AuditEvent.outcome == wanted.outcome)
    if wanted.actor_id:
        statement = statement.where(AuditEvent.actor_id == wanted.actor_id)
    return statement


def _of(patient_id: UUID | None, viewer: Viewer) -> Select[AuditEvent]:
    """The facility's events, or those of one chart: there the search begins with its few.

    Comparing the chain as an expression keeps both databases from walking its index instead.
    """
    if patient_id is None:
        return events_visible_to(viewer)
    met = _met(patient_id, FENCE)
    mine = AuditEvent.chain.concat("") == str(viewer.facility_id)
    return select(AuditEvent).join(met, met.c.event_id == AuditEvent.id).where(mine)


def _period(wanted: Wanted, *, paging: bool) -> list[ColumnElement[bool]]:
    """Both ends; a page sorted by time begins at its place, which is the nearer one."""
    by_time = paging and wanted.sort is Field.AT
    since, until = AuditEvent.at >= wanted.since, AuditEvent.at < wanted.until
    if not by_time:
        return [since, until]
    return [until] if wanted.direction is Direction.ASCENDING else [since]


def _met(patient_id: UUID, most: int) -> Subquery:
    """The latest events of a chart; the limit also makes SQLite begin with them."""
    return (
        select(AuditPatient.event_id)
        .where(AuditPatient.patient_id == patient_id)
        .order_by(AuditPatient.at.desc())
        .limit(most)
        .subquery()
    )


def _key(field: Field, of: type[AuditEvent]) -> ColumnElement[Any]:
    """What a field sorts by: nothing before something, on both databases."""
    column: ColumnElement[Any] = getattr(of, field.value).expression
    if field in AS_STORED:
        return column
    return func.coalesce(cast(column, String), "")
