"""What can be asked about plans; every question begins with what the viewer may see."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import aliased, joinedload, lazyload, selectinload

from treatment.accounts.models import Staff
from treatment.instruments.models import Measurement
from treatment.instruments.queries import stands
from treatment.intake.models import Assessment, AssessmentSection
from treatment.patients.models import Episode, EpisodeProgram
from treatment.patients.queries import episodes_visible_to, may_see_episode
from treatment.permissions import Viewer
from treatment.plans.models import Delivery, LineDecision, PhaseStay, Plan, PlanLine
from treatment.plans.phases import Phase
from treatment.plans.states import IN_FORCE, PENDING, LineStatus, PlanState, Verdict
from treatment.records.models import Signature
from treatment.records.queries.addenda import retracted
from treatment.records.vocabulary import Kind

SERIES = ("cows", "barc10", "cssrs", "ciwa_ar", "bam")
CURRENT = frozenset({*PENDING, PlanState.ACTIVE})


# --- plans -----------------------------------------------------------------------------------


def plans_visible_to(viewer: Viewer, at: datetime) -> Select[Plan]:
    return select(Plan).join(Plan.episode).where(may_see_episode(viewer, at))


def plan(plan_id: UUID, viewer: Viewer, at: datetime) -> Select[Plan]:
    """One plan with everything its page shows: people and episode joined, lines and decisions."""
    return _whole(plans_visible_to(viewer, at).where(Plan.id == plan_id))


def plan_to_change(plan_id: UUID, viewer: Viewer, at: datetime) -> Select[Plan]:
    """The same under the plan's row lock: two people who change one plan take turns."""
    return plan(plan_id, viewer, at).with_for_update(of=Plan)


def current_plans(episode_id: UUID, viewer: Viewer, at: datetime) -> Select[Plan]:
    """The plan in preparation and the one in force, newest first, with their lines."""
    mine = plans_visible_to(viewer, at).where(Plan.episode_id == episode_id)
    return _whole(mine.where(Plan.state.in_(CURRENT))).order_by(Plan.number.desc())


def plans_to_change(episode_id: UUID, viewer: Viewer, at: datetime) -> Select[Plan]:
    return current_plans(episode_id, viewer, at).with_for_update(of=Plan)


def versions_of(episode_id: UUID, viewer: Viewer, at: datetime) -> Select[Plan]:
    """Every version of an episode's plan, newest first, without lines."""
    return (
        plans_visible_to(viewer, at)
        .where(Plan.episode_id == episode_id)
        .options(_person(joinedload(Plan.drafted_by)), _person(joinedload(Plan.signed_by)))
        .order_by(Plan.number.desc())
    )


def highest_number(episode_id: UUID) -> Select[int]:
    """The number of the newest version, 0 before the first."""
    return select(func.coalesce(func.max(Plan.number), 0)).where(Plan.episode_id == episode_id)


def lines_before(plan_id: UUID) -> Select[str | None, str, LineStatus, datetime, str]:
    """What became of each line of an earlier version: its status, and who called it done when."""
    done = aliased(LineDecision)
    return (
        select(
            PlanLine.element,
            PlanLine.title,
            PlanLine.status,
            done.at.label("done_at"),
            Staff.printed_name.label("done_by"),
        )
        .outerjoin(done, and_(done.line_id == PlanLine.id, done.verdict == Verdict.DONE))
        .outerjoin(Staff, Staff.id == done.by_id)
        .where(PlanLine.plan_id == plan_id)
        .order_by(PlanLine.position)
    )


def _whole(plans: Select[Plan]) -> Select[Plan]:
    return plans.options(
        joinedload(Plan.episode, innerjoin=True).options(
            joinedload(Episode.patient, innerjoin=True),
            joinedload(Episode.stay).joinedload(EpisodeProgram.program),
        ),
        joinedload(Plan.assessment, innerjoin=True),
        _person(joinedload(Plan.drafted_by)),
        _person(joinedload(Plan.signed_by)),
        selectinload(Plan.lines)
        .selectinload(PlanLine.decisions)
        .options(_person(joinedload(LineDecision.by)), joinedload(LineDecision.signature)),
    )


def _person(path: Any) -> Any:
    """A name under a record: without the roles and the facility that sign-in needs."""
    return path.options(lazyload(Staff.granted), lazyload(Staff.facility))


def is_withdrawn(assessment_id: UUID) -> Select[bool]:
    """Whether the intake a plan rests on was withdrawn after it was drafted."""
    return select(retracted(Kind.ASSESSMENT, Assessment.id)).where(Assessment.id == assessment_id)


def signatures_of(plan_id: UUID) -> Select[Signature]:
    """Those under the plan itself, oldest first; only for a plan already loaded for the viewer."""
    return (
        select(Signature)
        .where(Signature.object_type == Kind.PLAN, Signature.object_id == plan_id)
        .order_by(Signature.signed_at, Signature.id)
    )


def open_intake_section(episode_id: UUID, section: str) -> Select[AssessmentSection]:
    """Of the intake not signed yet; only for an episode already loaded for the viewer."""
    return (
        select(AssessmentSection)
        .join(Assessment, Assessment.id == AssessmentSection.assessment_id)
        .where(Assessment.episode_id == episode_id, Assessment.signed_at.is_(None))
        .where(AssessmentSection.section == section)
        .where(~retracted(Kind.ASSESSMENT, Assessment.id))
        .options(lazyload(AssessmentSection.saved_by))
    )


def newest_signed_intake(episode_id: UUID, viewer: Viewer, at: datetime) -> Select[Assessment]:
    """The newest that stands: a withdrawn one feeds no plan."""
    return (
        select(Assessment)
        .join(Assessment.episode)
        .where(may_see_episode(viewer, at))
        .where(Assessment.episode_id == episode_id, Assessment.signed_at.is_not(None))
        .where(~retracted(Kind.ASSESSMENT, Assessment.id))
        .options(joinedload(Assessment.episode).joinedload(Episode.patient))
        .order_by(Assessment.signed_at.desc(), Assessment.id.desc())
        .limit(1)
    )


# --- deliveries ------------------------------------------------------------------------------


def deliveries_of(episode_id: UUID, viewer: Viewer, at: datetime) -> Select[Delivery]:
    """Every unit recorded in an episode, newest first, with its line and who recorded it."""
    return (
        select(Delivery)
        .join(Episode, Episode.id == Delivery.episode_id)
        .where(may_see_episode(viewer, at), Delivery.episode_id == episode_id)
        .options(joinedload(Delivery.line), _person(joinedload(Delivery.recorded_by)))
        .order_by(Delivery.occurred_at.desc(), Delivery.id.desc())
    )


def delivery(delivery_id: UUID, episode_id: UUID, viewer: Viewer, at: datetime) -> Select[Delivery]:
    return deliveries_of(episode_id, viewer, at).where(Delivery.id == delivery_id)


def delivery_by_token(token: UUID) -> Select[Delivery]:
    """What an earlier submit of the same form left."""
    return select(Delivery).where(Delivery.token == token)


def retraction_of(delivery_id: UUID) -> Select[Delivery]:
    return select(Delivery).where(Delivery.retracts_id == delivery_id)


# --- phases ----------------------------------------------------------------------------------


def current_phase() -> ColumnElement[Any]:
    """The phase of an episode as SQL; the statement joins `open_stay` by an outer join.

    An episode that was never moved is in referral while it waits and in assessment once admitted;
    one that has ended is in none.
    """
    derived = case(
        (Episode.admitted_at.is_(None), Phase.REFERRAL.value), else_=Phase.ASSESSMENT.value
    )
    return case(
        (Episode.ended_at.is_not(None), None), else_=func.coalesce(PhaseStay.phase, derived)
    )


def phase_since() -> ColumnElement[Any]:
    return func.coalesce(PhaseStay.since, Episode.admitted_at, Episode.opened_at)


def open_stay() -> ColumnElement[bool]:
    """How an episode is joined to the stay it is in: by an outer join."""
    return and_(PhaseStay.episode_id == Episode.id, PhaseStay.until.is_(None))


def current_phases(viewer: Viewer, at: datetime) -> Select[Any]:
    """Rows of episode id, phase, since: every open episode the viewer sees, one statement."""
    return (
        episodes_visible_to(viewer, at)
        .where(Episode.ended_at.is_(None))
        .outerjoin(PhaseStay, open_stay())
        .with_only_columns(Episode.id, current_phase().label("phase"), phase_since().label("since"))
    )


def open_stay_of(episode_id: UUID) -> Select[PhaseStay]:
    """Only for an episode already loaded for the viewer."""
    return select(PhaseStay).where(PhaseStay.episode_id == episode_id, PhaseStay.until.is_(None))


def stays_of(episode_id: UUID) -> Select[PhaseStay]:
    """The episode's way, oldest first; only for an episode already loaded for the viewer."""
    return (
        select(PhaseStay)
        .where(PhaseStay.episode_id == episode_id)
        .options(_person(joinedload(PhaseStay.moved_by)), joinedload(PhaseStay.signature))
        .order_by(PhaseStay.since, PhaseStay.id)
    )


def elements_in_force(episode_id: UUID) -> Select[str | None]:
    """The codes of the lines worked now; only for an episode already loaded for the viewer."""
    return (
        select(PlanLine.element)
        .join(Plan, Plan.id == PlanLine.plan_id)
        .where(Plan.episode_id == episode_id, Plan.state.in_(CURRENT))
        .where(PlanLine.status.in_(IN_FORCE))
    )


def series_of(episode_id: UUID) -> Select[Measurement]:
    """The measurements checklists read, oldest first; none that was withdrawn."""
    return (
        select(Measurement)
        .where(Measurement.episode_id == episode_id, Measurement.instrument.in_(SERIES), stands())
        .order_by(Measurement.observed_at, Measurement.id)
    )
