"""How contradictions of an intake were resolved, and who entered each answer when."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from treatment.accounts.models import Staff
from treatment.intake.models import Reconciliation, SectionSave


def reconciliations_of(assessment_id: UUID) -> Select[Reconciliation]:
    """The oldest first; only for an intake already loaded for the viewer."""
    return (
        select(Reconciliation)
        .where(Reconciliation.assessment_id == assessment_id)
        .options(joinedload(Reconciliation.by).lazyload(Staff.granted))
        .order_by(Reconciliation.at, Reconciliation.id)
    )


def saves_of(section_ids: Collection[UUID]) -> Select[SectionSave]:
    """Every accepted save of these sections, in its order."""
    return (
        select(SectionSave)
        .where(SectionSave.section_id.in_(section_ids))
        .options(joinedload(SectionSave.saved_by).lazyload(Staff.granted))
        .order_by(SectionSave.section_id, SectionSave.version)
    )
