"""What was written under a signed record, and whether it was withdrawn."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import InstrumentedAttribute, aliased, joinedload, lazyload
from sqlalchemy.orm.interfaces import ORMOption

from treatment.accounts.models import Staff
from treatment.permissions import Viewer
from treatment.records.models import Addendum, Signature
from treatment.records.vocabulary import AddendumKind, Kind


def addenda_of(kind: Kind, object_id: UUID, *, viewer: Viewer) -> Select[Addendum]:
    """Oldest first; only for a record the viewer was already allowed to load."""
    return _under(kind, viewer).where(Addendum.object_id == object_id)


def addenda_of_each(kind: Kind, ids: list[UUID], *, viewer: Viewer) -> Select[Addendum]:
    """The same for a list of records, in one statement."""
    return _under(kind, viewer).where(Addendum.object_id.in_(ids))


def signatures_of_addenda(kind: Kind, object_id: UUID, *, viewer: Viewer) -> Select[Signature]:
    """Every signature under an addendum of this record, oldest first."""
    return (
        select(Signature)
        .join(Addendum, Signature.object_id == Addendum.id)
        .where(Signature.object_type == Kind.ADDENDUM)
        .where(Signature.facility_id == viewer.facility_id)
        .where(Addendum.object_type == kind, Addendum.object_id == object_id)
        .order_by(Signature.signed_at, Signature.id)
    )


def retracted(kind: Kind, key: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """SQL: the record with this id was withdrawn; `~retracted(Kind.ASSESSMENT, Assessment.id)`."""
    entry = aliased(Addendum)
    return exists().where(
        entry.object_type == kind,
        entry.object_id == key,
        entry.kind == AddendumKind.RETRACTION,
    )


def retractions_of(patient_id: UUID, *, viewer: Viewer) -> Select[Addendum]:
    """Every withdrawn record of a patient the viewer may see, the newest first."""
    return (
        select(Addendum)
        .where(Addendum.facility_id == viewer.facility_id, Addendum.patient_id == patient_id)
        .where(Addendum.kind == AddendumKind.RETRACTION)
        .options(_author())
        .order_by(Addendum.entered_at.desc(), Addendum.id.desc())
    )


def _under(kind: Kind, viewer: Viewer) -> Select[Addendum]:
    return (
        select(Addendum)
        .where(Addendum.facility_id == viewer.facility_id, Addendum.object_type == kind)
        .options(_author())
        .order_by(Addendum.entered_at, Addendum.id)
    )


def _author() -> ORMOption:
    """A name under a record, without the roles and the facility that sign-in needs."""
    return joinedload(Addendum.author).options(lazyload(Staff.granted), lazyload(Staff.facility))
