"""What a check of the trail reads, as raw as it is stored: a forged value must not stop it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, func, select, type_coerce
from sqlalchemy.types import NullType

from treatment.audit.models import AuditEvent, AuditHead, AuditPatient


def everything() -> Select[*tuple[Any, ...]]:
    """Every event of every chain, in the order in which the chains are walked."""
    return select(*_raw(AuditEvent.__table__)).order_by(
        AuditEvent.chain, AuditEvent.sequence, AuditEvent.id
    )


def patients_of(event_ids: Sequence[Any]) -> Select[*tuple[Any, ...]]:
    """Whose charts these events name; ids as `everything` gave them."""
    named = type_coerce(AuditPatient.event_id, NullType())
    return select(*_raw(AuditPatient.__table__)).where(named.in_(event_ids))


def count_of_patients() -> Select[int]:
    return select(func.count()).select_from(AuditPatient)


def heads() -> Select[str, int, str]:
    return select(AuditHead.chain, AuditHead.sequence, AuditHead.hash).order_by(AuditHead.chain)


def _raw(table: FromClause) -> list[ColumnElement[Any]]:
    return [type_coerce(column, NullType()).label(column.name) for column in table.columns]
