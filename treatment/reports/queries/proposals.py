"""Diagnoses somebody proposed and nobody licensed has decided about, oldest first."""

from datetime import datetime

from sqlalchemy import select

from treatment.accounts.models import Staff
from treatment.intake.models import Problem, ProblemStatus
from treatment.intake.queries.problems import is_latest
from treatment.intake.vocabulary import ProblemState
from treatment.patients.models import Episode, Patient
from treatment.patients.queries import may_see_episode
from treatment.permissions import Viewer
from treatment.reports.queries.journey import FACE, MOST, Rows


def proposals(viewer: Viewer, at: datetime) -> Rows:
    return (
        select(
            Problem.id,
            Problem.words,
            Problem.code,
            ProblemStatus.at.label("proposed_at"),
            Staff.printed_name.label("author"),
            *FACE,
        )
        .select_from(Problem)
        .join(ProblemStatus, is_latest())
        .join(Staff, Staff.id == ProblemStatus.by_id)
        .join(Episode, Episode.id == Problem.episode_id)
        .join(Patient, Patient.id == Episode.patient_id)
        .where(may_see_episode(viewer, at), Episode.ended_at.is_(None))
        .where(Problem.facility_id == viewer.facility_id)
        .where(ProblemStatus.state == ProblemState.PROPOSED)
        .order_by(ProblemStatus.at, Problem.id)
        .limit(MOST + 1)
    )
