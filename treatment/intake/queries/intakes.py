"""Intakes as one person may see them: open, signed, held while they change."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from treatment.accounts.models import Staff
from treatment.instruments.models import Measurement
from treatment.intake.models import (
    Assessment,
    AssessmentReview,
    AssessmentSection,
    Reconciliation,
    SectionSave,
)
from treatment.patients.models import Episode, EpisodeProgram
from treatment.patients.queries import may_see_episode
from treatment.permissions import Viewer
from treatment.records.queries.addenda import retracted
from treatment.records.vocabulary import Kind


def assessments_visible_to(viewer: Viewer, at: datetime) -> Select[Assessment]:
    return select(Assessment).join(Assessment.episode).where(may_see_episode(viewer, at))


def assessment(assessment_id: UUID, viewer: Viewer, at: datetime) -> Select[Assessment]:
    """One intake that stands, with episode, patient and all its sections, in two statements."""
    found = assessment_or_withdrawn(assessment_id, viewer, at)
    return found.where(~retracted(Kind.ASSESSMENT, Assessment.id))


def assessment_or_withdrawn(
    assessment_id: UUID, viewer: Viewer, at: datetime
) -> Select[Assessment]:
    """The same, also when it was withdrawn: for the page that says so, and for its keepers."""
    episode = contains_eager(Assessment.episode)
    return (
        assessments_visible_to(viewer, at)
        .where(Assessment.id == assessment_id)
        .options(
            episode.joinedload(Episode.patient, innerjoin=True),
            episode.joinedload(Episode.stay).joinedload(EpisodeProgram.program),
            selectinload(Assessment.sections)
            .joinedload(AssessmentSection.saved_by)
            .lazyload(Staff.granted),
            joinedload(Assessment.started_by).lazyload(Staff.granted),
        )
    )


def held(assessment_id: UUID, viewer: Viewer, at: datetime) -> Select[Assessment]:
    """The same, held until the transaction ends: nobody signs while somebody saves."""
    return assessment(assessment_id, viewer, at).with_for_update(of=Assessment)


def with_history(found: Select[Assessment]) -> Select[Assessment]:
    """With who saved what when, what was reconciled and who reviewed it: what a record names."""
    saves = selectinload(Assessment.sections).selectinload(AssessmentSection.saves)
    saved = saves.joinedload(SectionSave.saved_by).lazyload(Staff.granted)
    resolved = selectinload(Assessment.reconciliations).joinedload(Reconciliation.by)
    reviewed = selectinload(Assessment.reviews).joinedload(AssessmentReview.by)
    return found.options(saved, resolved.lazyload(Staff.granted), reviewed.lazyload(Staff.granted))


def assessments_of(episode_id: UUID, viewer: Viewer, at: datetime) -> Select[Assessment]:
    """Those of one episode, the newest first."""
    return (
        assessments_visible_to(viewer, at)
        .where(Assessment.episode_id == episode_id)
        .options(
            joinedload(Assessment.started_by).lazyload(Staff.granted),
            joinedload(Assessment.signed_by).lazyload(Staff.granted),
            selectinload(Assessment.reviews).lazyload(AssessmentReview.by),
        )
        .order_by(Assessment.started_at.desc(), Assessment.id.desc())
    )


def open_assessment(episode_id: UUID, viewer: Viewer, at: datetime) -> Select[Assessment]:
    return assessments_visible_to(viewer, at).where(
        Assessment.episode_id == episode_id, Assessment.signed_at.is_(None)
    )


def last_signed(patient_id: UUID, viewer: Viewer, at: datetime) -> Select[Assessment]:
    """The signed intakes of one person that still stand, the newest first, with their sections."""
    return (
        assessments_visible_to(viewer, at)
        .where(Episode.patient_id == patient_id, Assessment.signed_at.is_not(None))
        .where(~retracted(Kind.ASSESSMENT, Assessment.id))
        .options(
            contains_eager(Assessment.episode),
            selectinload(Assessment.sections).lazyload(AssessmentSection.saved_by),
            joinedload(Assessment.signed_by).lazyload(Staff.granted),
        )
        .order_by(Assessment.signed_at.desc(), Assessment.id.desc())
    )


def measured_in(assessment_id: UUID, viewer: Viewer) -> Select[Measurement]:
    """The scores a signed intake established."""
    return (
        select(Measurement)
        .where(Measurement.facility_id == viewer.facility_id)
        .where(Measurement.source_id == assessment_id)
        .order_by(Measurement.instrument, Measurement.id)
    )
