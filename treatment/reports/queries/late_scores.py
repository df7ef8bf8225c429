"""What the schedules of many episodes are made of, one statement for each kind of row."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import load_only

from treatment.instruments.models import Measurement
from treatment.instruments.queries import stands
from treatment.intake.models import Assessment
from treatment.patients.models import Episode, Patient
from treatment.patients.queries import may_see_episode
from treatment.permissions import Viewer
from treatment.plans.models import PhaseStay, Plan, PlanLine
from treatment.plans.phases import Phase
from treatment.plans.queries import CURRENT, open_stay
from treatment.plans.states import IN_FORCE
from treatment.records.queries.addenda import retracted
from treatment.records.vocabulary import Kind
from treatment.reports.queries.journey import FACE, MOST, Rows, phase_now

BEFORE_PRIMARY = (Phase.REFERRAL, Phase.ASSESSMENT, Phase.DETOX)  # withdrawal scales are due here


def episodes_on_schedule(viewer: Viewer, at: datetime) -> Rows:
    """Open episodes with their phase; those in withdrawal first, then the newest."""
    is_early = case((phase_now.in_(BEFORE_PRIMARY), 0), else_=1)
    return (
        select(Episode, phase_now.label("phase"), *FACE)
        .join(Patient, Patient.id == Episode.patient_id)
        .outerjoin(PhaseStay, open_stay())
        .where(may_see_episode(viewer, at), Episode.ended_at.is_(None))
        .order_by(is_early, Episode.opened_at.desc(), Episode.id)
        .limit(MOST + 1)
    )


def newest_intakes(episodes: Collection[UUID]) -> Select[Assessment]:
    """The newest signed intake of each that stands; only of episodes the viewer sees."""
    order = (Assessment.signed_at.desc(), Assessment.id.desc())
    place = func.row_number().over(partition_by=Assessment.episode_id, order_by=order)
    signed = (
        select(Assessment.id, place.label("place"))
        .where(Assessment.episode_id.in_(episodes), Assessment.signed_at.is_not(None))
        .where(~retracted(Kind.ASSESSMENT, Assessment.id))
        .subquery()
    )
    return (
        select(Assessment)
        .join(signed, signed.c.id == Assessment.id)
        .where(signed.c.place == 1)
        .options(load_only(Assessment.episode_id, Assessment.signed_at, Assessment.facts))
    )


def elements_worked(episodes: Collection[UUID]) -> Rows:
    """Rows of episode and the code of a line in force; only of episodes the viewer sees."""
    return (
        select(Plan.episode_id, PlanLine.element)
        .join(Plan, Plan.id == PlanLine.plan_id)
        .where(Plan.episode_id.in_(episodes), Plan.state.in_(CURRENT))
        .where(PlanLine.status.in_(IN_FORCE))
    )


def results_standing(episodes: Collection[UUID]) -> Rows:
    """What a schedule reads of every result that stands; only of episodes the viewer sees."""
    return (
        select(
            Measurement.episode_id, Measurement.instrument, Measurement.observed_at,
            Measurement.total, Measurement.at_least, Measurement.band,
            Measurement.is_provisional,
        )
        .where(Measurement.episode_id.in_(episodes), stands())
        .order_by(Measurement.observed_at, Measurement.id)
    )  # fmt: skip
