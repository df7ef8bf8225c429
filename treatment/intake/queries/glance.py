"""What clinicians concluded about one episode, for the first page of its chart."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, String, literal, null, select, type_coerce, union_all
from sqlalchemy.orm import aliased

from treatment.intake.models import AdmissionEntry, LevelOfCare, Problem, ProblemStatus
from treatment.intake.problems import OPEN
from treatment.intake.queries.problems import is_latest
from treatment.intake.vocabulary import ProblemKind

Rows = Select[*tuple[Any, ...]]


def concluded(episode_id: UUID) -> Rows:
    """Open diagnoses, the level that counts and each paper's latest entry, in one statement.

    Rows of kind, id, words, detail, state, moment; only for an episode loaded for the viewer.
    """
    rows = union_all(_diagnoses(episode_id), _level(episode_id), _papers(episode_id)).subquery()
    return select(rows).order_by(rows.c.moment)


def _diagnoses(episode_id: UUID) -> Rows:
    return (
        select(
            literal("diagnosis").label("kind"),
            Problem.id.label("id"),
            Problem.words.label("words"),
            Problem.code.label("detail"),
            type_coerce(ProblemStatus.state, String).label("state"),
            Problem.added_at.label("moment"),
        )
        .join(ProblemStatus, is_latest())
        .where(Problem.episode_id == episode_id, Problem.kind == ProblemKind.DIAGNOSIS)
        .where(ProblemStatus.state.in_(OPEN))
    )


def _level(episode_id: UUID) -> Rows:
    newest = (
        select(LevelOfCare.id)
        .where(LevelOfCare.episode_id == episode_id)
        .order_by(LevelOfCare.decided_at.desc(), LevelOfCare.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    counts = aliased(LevelOfCare)
    return select(
        literal("level"),
        counts.id,
        counts.actual,
        counts.indicated,
        type_coerce(counts.edition, String),
        counts.decided_at,
    ).where(counts.id == newest)


def _papers(episode_id: UUID) -> Rows:
    each = aliased(AdmissionEntry)
    newest = (
        select(each.id)
        .where(each.episode_id == episode_id, each.item == AdmissionEntry.item)
        .order_by(each.entered_at.desc(), each.id.desc())
        .limit(1)
        .correlate(AdmissionEntry)
        .scalar_subquery()
    )
    return select(
        literal("paper"),
        AdmissionEntry.id,
        type_coerce(AdmissionEntry.item, String),
        null(),
        type_coerce(AdmissionEntry.outcome, String),
        AdmissionEntry.entered_at,
    ).where(AdmissionEntry.episode_id == episode_id, AdmissionEntry.id == newest)
