"""The problem list and the level of care, each with what counts now, in one statement."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from treatment.accounts.models import Staff
from treatment.intake.models import Assessment, LevelOfCare, Problem, ProblemStatus
from treatment.intake.queries.intakes import assessments_of
from treatment.patients.models import Episode, EpisodeProgram
from treatment.patients.queries import may_see_episode
from treatment.permissions import Viewer
from treatment.records.models import Signature
from treatment.records.queries.addenda import retracted
from treatment.records.vocabulary import Kind


def is_latest() -> ColumnElement[bool]:
    """Of a problem's statuses, the one that counts."""
    each = aliased(ProblemStatus)
    newest = (
        select(each.id)
        .where(each.problem_id == Problem.id)
        .order_by(each.at.desc(), each.id.desc())
        .limit(1)
        .correlate(Problem)
        .scalar_subquery()
    )
    return ProblemStatus.id == newest


def problems_visible_to(viewer: Viewer, at: datetime) -> Select[Problem, ProblemStatus]:
    """Every problem with its latest status; who wrote them comes along."""
    return (
        select(Problem, ProblemStatus)
        .join(Episode, Episode.id == Problem.episode_id)
        .join(ProblemStatus, is_latest())
        .where(may_see_episode(viewer, at))
        .options(
            joinedload(Problem.added_by, innerjoin=True).lazyload(Staff.granted),
            joinedload(ProblemStatus.by, innerjoin=True).lazyload(Staff.granted),
        )
    )


def problems_of(episode_id: UUID, viewer: Viewer, at: datetime) -> Select[Problem, ProblemStatus]:
    """Those of one episode with where each stands, in the order they were added."""
    return (
        problems_visible_to(viewer, at)
        .where(Problem.episode_id == episode_id)
        .order_by(Problem.added_at, Problem.id)
    )


def earlier_problems(
    episode: Episode, viewer: Viewer, at: datetime
) -> Select[Problem, ProblemStatus]:
    """What stands in this person's other episodes, as far as the viewer may see them."""
    return (
        problems_visible_to(viewer, at)
        .where(Problem.patient_id == episode.patient_id, Problem.episode_id != episode.id)
        .order_by(Problem.added_at.desc(), Problem.id.desc())
    )


def problem(problem_id: UUID, viewer: Viewer, at: datetime) -> Select[Problem]:
    """One problem with its episode, its patient and every status, in two statements."""
    episode = contains_eager(Problem.episode)
    return (
        select(Problem)
        .join(Problem.episode)
        .where(may_see_episode(viewer, at), Problem.id == problem_id)
        .options(
            episode.joinedload(Episode.patient, innerjoin=True),
            episode.joinedload(Episode.stay).joinedload(EpisodeProgram.program),
            joinedload(Problem.added_by, innerjoin=True).lazyload(Staff.granted),
            selectinload(Problem.statuses)
            .joinedload(ProblemStatus.by, innerjoin=True)
            .lazyload(Staff.granted),
        )
    )


def newest_assessment(episode_id: UUID, viewer: Viewer, at: datetime) -> Select[Assessment]:
    """The latest intake that stands, with its answers, signed or not."""
    return (
        assessments_of(episode_id, viewer, at)
        .where(~retracted(Kind.ASSESSMENT, Assessment.id))
        .options(
            contains_eager(Assessment.episode).joinedload(Episode.patient, innerjoin=True),
            selectinload(Assessment.sections).lazyload("*"),
        )
        .limit(1)
    )


def levels_of_care(episode_id: UUID, viewer: Viewer, at: datetime) -> Select[LevelOfCare]:
    """Every choice made for one episode, the newest first: that one counts."""
    return (
        select(LevelOfCare)
        .join(Episode, Episode.id == LevelOfCare.episode_id)
        .where(may_see_episode(viewer, at), LevelOfCare.episode_id == episode_id)
        .options(joinedload(LevelOfCare.decided_by, innerjoin=True).lazyload(Staff.granted))
        .order_by(LevelOfCare.decided_at.desc(), LevelOfCare.id.desc())
    )


def signatures_of_levels(episode_id: UUID, viewer: Viewer) -> Select[Signature]:
    """The signatures under an episode's choices; only for an episode loaded for the viewer."""
    return (
        select(Signature)
        .join(LevelOfCare, LevelOfCare.id == Signature.object_id)
        .where(Signature.object_type == Kind.LEVEL_OF_CARE)
        .where(Signature.facility_id == viewer.facility_id, LevelOfCare.episode_id == episode_id)
        .order_by(Signature.signed_at, Signature.id)
    )
