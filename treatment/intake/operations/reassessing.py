"""Start an intake from the last one: answers come along, each open until somebody confirms it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from treatment.accounts.models import Staff
from treatment.errors import DomainError
from treatment.instruments.catalog import CATALOG
from treatment.instruments.models import Measurement
from treatment.intake.carrying import taken_over
from treatment.intake.models import Assessment
from treatment.intake.operations.saving import reopen
from treatment.intake.operations.starting import start
from treatment.patients.models import Episode

VERSIONS: Mapping[str, str] = {key: each.version for key, each in CATALOG.items()}


def reassess(
    previous: Assessment,
    episode: Episode,
    *,
    switched: Collection[str],
    accepted: Collection[str],
    by: Staff,
    at: datetime,
    joins: bool = True,
) -> Assessment:
    """A new intake of `episode` that starts with what `previous` established.

    Args:
        switched: instruments whose version is another one today.
        accepted: those of them whose new version was agreed to.

    Raises:
        DomainError: the previous intake is not signed or of somebody else, the episode has ended,
            or a new version was not agreed to.
    """
    if not previous.is_signed or previous.episode.patient_id != episode.patient_id:
        raise DomainError("Only a signed intake of the same person can be reassessed.")
    if missing := sorted(set(switched) - set(accepted)):
        names = ", ".join(name_of(key) for key in missing)
        raise DomainError(
            f"{names} has another version today. Agree to the new version first: its scores are "
            "not compared with the earlier ones."
        )
    begun = start(episode, by=by, at=at, joins=joins)
    begun.previous_id = previous.id
    answers = taken_over(previous.by_section)
    for section in begun.sections:
        section.answers = answers.get(section.section, {})
        section.carried = list(section.answers)
    return begun


def doubt(session: Session, withdrawn: Assessment) -> None:
    """Open every answer again that an unsigned reassessment took over from this intake.

    It is called in the transaction that withdraws it; nobody signs meanwhile.
    """
    taken = taken_over(withdrawn.by_section)
    for begun in session.scalars(_open_ones_of(withdrawn)):
        for section in begun.sections:
            reopen(session, section, taken.get(section.section, {}))


def _open_ones_of(previous: Assessment) -> Select[Assessment]:
    """Every unsigned reassessment of it, in whichever episode, held until the transaction ends."""
    return (
        select(Assessment)
        .where(Assessment.facility_id == previous.facility_id)
        .where(Assessment.previous_id == previous.id, Assessment.signed_at.is_(None))
        .options(selectinload(Assessment.sections))
        .with_for_update(of=Assessment)
    )


def other_versions(measured: Sequence[Measurement]) -> list[str]:
    """Instruments of the last intake that have another version in today's catalog."""
    return sorted(
        {
            row.instrument
            for row in measured
            if VERSIONS.get(row.instrument) not in {None, row.instrument_version}
        }
    )


def name_of(key: str) -> str:
    """What an instrument is called, also one that is no longer taken."""
    return CATALOG[key].name if key in CATALOG else key
