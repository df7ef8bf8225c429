"""The COWS somebody took today outside an intake: scores of mood are read beside it."""

from typing import Any

from sqlalchemy.orm import joinedload, lazyload

from treatment.accounts.doors import me
from treatment.accounts.models import Staff
from treatment.instruments.models import Measurement
from treatment.instruments.operations import day_of
from treatment.instruments.queries import latest_between
from treatment.intake.models import Assessment
from treatment.intake.questionnaire.shapes import Answers
from treatment.intake.review.scores import COWS_ELSEWHERE
from treatment.web.clock import now
from treatment.web.extensions import db


def cows_today(assessment: Assessment) -> Measurement | None:
    """The last one of the episode that stands, of the facility’s own day."""
    begin, end = day_of(now(), me())
    named = joinedload(Measurement.entered_by)
    found: Measurement | None = db.session.scalar(
        latest_between(assessment.episode_id, ["cows"], begin, end).options(
            named.options(lazyload(Staff.granted), lazyload(Staff.facility))
        )
    )
    return found


def points_of(cows: Measurement | None) -> float | None:
    """Its total, or the part of it that is known."""
    if cows is None:
        return None
    return cows.at_least if cows.total is None else cows.total


def beside(answers: Answers, cows: Measurement | None) -> dict[str, Any]:
    """The answers as scores are read from them; no answer of its own is copied."""
    return {**answers, COWS_ELSEWHERE: points_of(cows)}
