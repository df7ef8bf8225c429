"""Signatures under a record, oldest first."""

from uuid import UUID

from sqlalchemy import Select, select

from treatment.permissions import Viewer
from treatment.records.models import Signature
from treatment.records.vocabulary import Kind


def signatures_under(kind: Kind, object_id: UUID, *, viewer: Viewer) -> Select[Signature]:
    """Only for a record the viewer was already allowed to load."""
    return (
        select(Signature)
        .where(Signature.facility_id == viewer.facility_id)
        .where(Signature.object_type == kind, Signature.object_id == object_id)
        .order_by(Signature.signed_at, Signature.id)
    )
