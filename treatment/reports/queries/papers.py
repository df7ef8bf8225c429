"""Admission papers nobody has settled, for everybody in care, in one statement."""

from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, or_, select

from treatment.intake.admissions import PAPERS, SETTLED
from treatment.intake.models import AdmissionEntry
from treatment.intake.vocabulary import AdmissionItem, AdmissionOutcome
from treatment.patients.models import Episode, Patient
from treatment.patients.queries import may_see_episode
from treatment.permissions import Viewer
from treatment.reports.queries.journey import FACE, MOST, Rows


def papers_missing(viewer: Viewer, at: datetime) -> Rows:
    """Who was admitted without one of the papers; one column a paper holds its latest outcome."""
    latest = {item: _latest(item) for item in PAPERS}
    return (
        select(
            Episode.id.label("episode_id"),
            Episode.admitted_at,
            *(column.label(item.value) for item, column in latest.items()),
            *FACE,
        )
        .join(Patient, Patient.id == Episode.patient_id)
        .where(may_see_episode(viewer, at), Episode.ended_at.is_(None))
        .where(Episode.facility_id == viewer.facility_id, Episode.admitted_at.is_not(None))
        .where(or_(*(_is_missing(column) for column in latest.values())))
        .order_by(Episode.admitted_at, Episode.id)
        .limit(MOST + 1)
    )


def _latest(item: AdmissionItem) -> ScalarSelect[AdmissionOutcome]:
    return (
        select(AdmissionEntry.outcome)
        .where(AdmissionEntry.episode_id == Episode.id, AdmissionEntry.item == item)
        .order_by(AdmissionEntry.entered_at.desc(), AdmissionEntry.id.desc())
        .limit(1)
        .correlate(Episode)
        .scalar_subquery()
    )


def _is_missing(outcome: ScalarSelect[AdmissionOutcome]) -> Any:
    return or_(outcome.is_(None), outcome.not_in(SETTLED))
