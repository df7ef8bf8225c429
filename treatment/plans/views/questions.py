"""The questions an intake left open, each with the field where it is asked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from treatment.accounts.doors import me
from treatment.intake.queries import open_assessment
from treatment.intake.questionnaire.shapes import Section
from treatment.intake.review.asking import place_of
from treatment.permissions import Permission
from treatment.plans.models import Plan
from treatment.web.clock import now
from treatment.web.extensions import db

Address = Callable[[str, Section, str], str]  # finding, its section, the id of its control


@dataclass(frozen=True, slots=True)
class Open:
    """One finding nobody knows: its words, where it is asked, the rules that wait for it."""

    words: str
    where: str
    rules: list[str]
    url: str | None = None


def still_open(plan: Plan) -> list[Open]:
    """In the intake that is open now each links to its field, else to a reassessment asking it."""
    asked = plan.draft.get("questions", [])
    if not asked or not me().may(Permission.INTAKE_WRITE) or not plan.episode.is_open:
        return list(_open(plan, None))
    begun = db.session.scalar(open_assessment(plan.episode_id, me(), now()))
    return list(_open(plan, _in_intake(begun.id) if begun else _in_another(plan.episode_id)))


def _open(plan: Plan, address: Address | None) -> Iterator[Open]:
    for ask in plan.draft.get("questions", []):
        place = place_of(ask["finding"])
        url = address(ask["finding"], *place) if place and address else None
        yield Open(ask["name"], place[0].title if place else "", ask["rules"], url)


def _in_intake(assessment_id: UUID) -> Address:
    return lambda _finding, part, field: url_for(
        "intake.section", assessment_id=assessment_id, key=part.key, _anchor=field
    )


def _in_another(episode_id: UUID) -> Address:
    return lambda finding, _part, _field: url_for(
        "intake.again", episode_id=episode_id, ask=finding
    )
