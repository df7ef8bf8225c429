"""What waits for somebody: lines, intakes, plans, reviews; the worst first, a panel's worth."""

from datetime import date, datetime

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from treatment.accounts.models import Program, Staff, StaffRole
from treatment.intake.models import Assessment, AssessmentSection
from treatment.patients.models import EmergencyAccess, Episode, EpisodeProgram, Patient
from treatment.patients.queries import may_see_episode
from treatment.permissions import GRANTS, Permission, Viewer
from treatment.plans.models import Plan, PlanLine
from treatment.plans.states import IN_FORCE, PENDING, PlanState
from treatment.plans.vocabulary import Area
from treatment.records.queries.addenda import retracted
from treatment.records.vocabulary import Kind
from treatment.reports.queries.journey import FACE, MOST, Rows, is_open_line, keeps_from_signing


def decisions(viewer: Viewer, at: datetime) -> Rows:
    """The open lines that wait for a prescriber's decision, in the same order."""
    return lines(viewer, at).where(PlanLine.needs_prescriber)


def lines(viewer: Viewer, at: datetime) -> Rows:
    """Open lines with a due time: now before same day, safety first, then the longest overdue."""
    return (
        select(
            PlanLine.id, PlanLine.element, PlanLine.title, PlanLine.urgency, PlanLine.due_at,
            PlanLine.needs_prescriber, Plan.id.label("plan_id"), Plan.number, Plan.episode_id,
            *FACE,
        )
        .join(Plan, Plan.id == PlanLine.plan_id)
        .join(Episode, Episode.id == Plan.episode_id)
        .join(Patient, Patient.id == Episode.patient_id)
        .where(may_see_episode(viewer, at), Episode.ended_at.is_(None))
        .where(PlanLine.facility_id == viewer.facility_id, PlanLine.due_at.is_not(None))
        .where(is_open_line())
        .order_by(
            PlanLine.urgency, (PlanLine.area != Area.SAFETY), PlanLine.due_at, PlanLine.id
        )
        .limit(MOST + 1)
    )  # fmt: skip


def intakes(viewer: Viewer, at: datetime) -> Rows:
    """Intakes not yet signed, and signed ones nobody has drafted a plan from; oldest first."""
    drafted = exists().where(Plan.assessment_id == Assessment.id)
    later = aliased(Assessment)
    is_latest = ~exists().where(
        later.episode_id == Assessment.episode_id,
        later.started_at > Assessment.started_at,
        ~retracted(Kind.ASSESSMENT, later.id),
    )
    saved = (
        select(func.count())
        .where(AssessmentSection.assessment_id == Assessment.id)
        .where(AssessmentSection.saved_at > Assessment.started_at)
        .scalar_subquery()
    )
    return (
        select(
            Assessment.id, Assessment.started_at, Assessment.signed_at, saved.label("sections"),
            Episode.id.label("episode_id"), *FACE,
        )
        .join(Episode, Episode.id == Assessment.episode_id)
        .join(Patient, Patient.id == Episode.patient_id)
        .where(may_see_episode(viewer, at), Episode.ended_at.is_(None))
        .where(Assessment.facility_id == viewer.facility_id)
        .where(or_(Assessment.signed_at.is_(None), and_(~drafted, is_latest)))
        .where(~retracted(Kind.ASSESSMENT, Assessment.id))
        .order_by(Assessment.started_at, Assessment.id)
        .limit(MOST + 1)
    )  # fmt: skip


def plans_waiting(viewer: Viewer, at: datetime) -> Rows:
    """Plans in preparation with what each still waits for; held ones first, then the oldest."""
    author = aliased(Staff)
    medical = exists().where(
        PlanLine.plan_id == Plan.id, PlanLine.needs_prescriber, PlanLine.status.in_(IN_FORCE)
    )
    role = exists().where(
        StaffRole.staff_id == Plan.signed_by_id,
        StaffRole.role.in_(GRANTS[Permission.PLAN_PRESCRIBE]),
    )
    blocked = exists().where(PlanLine.plan_id == Plan.id, keeps_from_signing()).correlate(Plan)
    return (
        select(
            Plan.id, Plan.number, Plan.state, Plan.is_on_hold, Plan.draft, Plan.drafted_at,
            Plan.signed_at, Plan.signed_by_id, Plan.cosigned_at, Plan.approved_at,
            Plan.participation, Plan.signed_as.label("credential"),
            author.printed_name.label("author"),
            role.label("may_prescribe"),
            medical.label("is_medical"), blocked.label("is_blocked"),
            Episode.id.label("episode_id"), *FACE,
        )
        .join(Episode, Episode.id == Plan.episode_id)
        .join(Patient, Patient.id == Episode.patient_id)
        .outerjoin(author, author.id == Plan.signed_by_id)
        .where(may_see_episode(viewer, at), Episode.ended_at.is_(None))
        .where(Plan.facility_id == viewer.facility_id, Plan.state.in_(PENDING))
        .order_by(Plan.is_on_hold.desc(), Plan.drafted_at, Plan.id)
        .limit(MOST + 1)
    )  # fmt: skip


def reviews(viewer: Viewer, at: datetime, until: date) -> Rows:
    """Active plans whose review is due by `until`; the most overdue first."""
    return (
        select(
            Plan.id, Plan.number, Plan.review_due_on, Episode.id.label("episode_id"), *FACE
        )
        .join(Episode, Episode.id == Plan.episode_id)
        .join(Patient, Patient.id == Episode.patient_id)
        .where(may_see_episode(viewer, at), Episode.ended_at.is_(None))
        .where(Plan.facility_id == viewer.facility_id, Plan.state == PlanState.ACTIVE)
        .where(Plan.review_due_on <= until)
        .order_by(Plan.review_due_on, Plan.id)
        .limit(MOST + 1)
    )  # fmt: skip


def waiting(viewer: Viewer, at: datetime) -> Rows:
    """The waiting list, whoever waits longest first."""
    return (
        select(
            Episode.id.label("episode_id"), Episode.opened_at, Episode.referral,
            Program.name.label("program"), *FACE,
        )
        .join(Patient, Patient.id == Episode.patient_id)
        .outerjoin(
            EpisodeProgram,
            and_(EpisodeProgram.episode_id == Episode.id, EpisodeProgram.until.is_(None)),
        )
        .outerjoin(Program, Program.id == EpisodeProgram.program_id)
        .where(may_see_episode(viewer, at), Episode.ended_at.is_(None))
        .where(Episode.admitted_at.is_(None))
        .order_by(Episode.opened_at, Episode.id)
        .limit(MOST + 1)
    )  # fmt: skip


def emergencies(viewer: Viewer) -> Rows:
    """Emergency accesses nobody has reviewed, oldest first."""
    return (
        select(
            EmergencyAccess.id, EmergencyAccess.started_at,
            Staff.printed_name.label("who"), *FACE,
        )
        .join(Patient, Patient.id == EmergencyAccess.patient_id)
        .join(Staff, Staff.id == EmergencyAccess.staff_id)
        .where(EmergencyAccess.facility_id == viewer.facility_id)
        .where(EmergencyAccess.reviewed_at.is_(None))
        .order_by(EmergencyAccess.started_at, EmergencyAccess.id)
        .limit(MOST + 1)
    )  # fmt: skip
