"""The level of care a licensed clinician chose, signed; the latest choice counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any
from uuid import UUID

from treatment.errors import DomainError
from treatment.intake.models import LevelOfCare
from treatment.intake.operations.reading import refuse_ended
from treatment.intake.vocabulary import Edition
from treatment.patients.models import Episode
from treatment.records.models import Signature
from treatment.records.operations import Hand, Record, sign
from treatment.records.vocabulary import Kind, Meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The clinician's own choice: no part of it is computed."""

    edition: Edition
    indicated: str
    actual: str
    reason: str
    difference: str | None = None
    ratings: Mapping[str, str] | None = None

    @property
    def differs(self) -> bool:
        return self.indicated.casefold() != self.actual.casefold()


def choose_level(
    episode: Episode,
    choice: Choice,
    hand: Hand,
    *,
    id: UUID,  # noqa: A002  the id the form was made with: the same form twice is one choice
) -> tuple[LevelOfCare, Signature]:
    """The level indicated and the level given, with reasons.

    Raises:
        DomainError: the episode has ended, out of scope, or a difference without its reason.
    """
    refuse_ended(episode)
    if not (hand.staff.is_lpha or hand.staff.is_prescriber_license):
        raise DomainError(
            "Only a licensed practitioner (LPHA) or a prescriber chooses the level of care. Your "
            "credential is neither."
        )
    if choice.differs and not choice.difference:
        raise DomainError("Write why the person is at another level than the one indicated.")
    level = LevelOfCare(
        id=id,
        facility_id=episode.facility_id,
        episode_id=episode.id,
        edition=choice.edition,
        indicated=choice.indicated,
        actual=choice.actual,
        reason=choice.reason,
        difference=choice.difference if choice.differs else None,
        ratings=dict(choice.ratings) if choice.ratings else None,
        decided_at=hand.at,
        decided_by_id=hand.staff.id,
        decided_by=hand.staff,
    )
    return level, sign(record_of_level(level, episode), hand, Meaning.DECISION)


def record_of_level(level: LevelOfCare, episode: Episode) -> Record:
    """What the signature stands under."""
    content: dict[str, Any] = {
        "level": level.id,
        "episode": level.episode_id,
        "edition": level.edition.value,
        "indicated": level.indicated,
        "actual": level.actual,
        "reason": level.reason,
        "difference": level.difference,
        "ratings": level.ratings or {},
        "at": level.decided_at.astimezone(UTC),
    }
    return Record(
        kind=Kind.LEVEL_OF_CARE,
        id=level.id,
        version=1,
        facility_id=level.facility_id,
        patient_id=episode.patient_id,
        content=content,
    )
