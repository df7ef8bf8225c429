"""Sign an intake: after that nothing in it ever changes."""

from collections.abc import Sequence
from typing import Any

from treatment.errors import DomainError
from treatment.instruments.models import Measurement
from treatment.intake.models import Assessment
from treatment.intake.operations.reading import answers_of, facts_of, refuse_signed
from treatment.intake.questionnaire import SECTIONS
from treatment.intake.review import findings as found
from treatment.intake.review.scores import Shown, started
from treatment.records.canonical import digest
from treatment.records.models import Signature
from treatment.records.operations import Hand, Record
from treatment.records.operations import sign as signature_of
from treatment.records.vocabulary import Kind, Meaning


def sign(assessment: Assessment, hand: Hand, *, seen: str) -> tuple[Signature, list[Measurement]]:
    """Freeze the answers and the facts they establish; unknowns stay unknown.

    Args:
        seen: `seal_of` the answers as the signer saw them.

    Raises:
        DomainError: signed before, changed while it was read, or no primary substance.
    """
    refuse_signed(assessment)
    if seal_of(assessment) != seen:
        raise DomainError(
            "Somebody changed an answer while you were reading. Look at the review again, then "
            "sign."
        )
    answers = answers_of(assessment, hand.at)
    assessment.facts = found.findings(answers)
    facts_of(assessment)  # refuses what no plan could be drafted from
    signature = signature_of(record_of(assessment), hand, Meaning.AUTHOR)
    assessment.content_sha256 = signature.content_sha256
    assessment.signed_at, assessment.signed_by = hand.at, hand.staff
    shown = started(list(SECTIONS.values()), answers)
    return signature, [_measurement(assessment, each, hand) for each in shown]


def seal_of(assessment: Assessment) -> str:
    """A digest of the answers alone: what a signer has seen."""
    return digest({"sections": assessment.by_section})


def record_of(assessment: Assessment) -> Record:
    """What the signature stands under."""
    return Record(
        kind=Kind.ASSESSMENT,
        id=assessment.id,
        version=1,
        facility_id=assessment.facility_id,
        patient_id=assessment.episode.patient_id,
        content={
            "assessment": assessment.id,
            "episode": assessment.episode_id,
            "questionnaire": assessment.questionnaire_version,
            "facts": assessment.facts,
            "sections": assessment.by_section,
        },
    )


def _measurement(assessment: Assessment, shown: Shown, hand: Hand) -> Measurement:
    return Measurement(
        facility_id=assessment.facility_id,
        episode_id=assessment.episode_id,
        instrument=shown.key,
        instrument_version=assessment.questionnaire_version,
        items=_listed(shown.items),
        total=shown.total,
        at_least=shown.at_least,
        band=shown.said or None,
        is_provisional=shown.is_provisional,
        observed_at=hand.at,
        entered_at=hand.at,
        entered_by_id=hand.staff.id,
        source_id=assessment.id,
    )


def _listed(items: Sequence[Any] | None) -> list[Any] | None:
    return None if items is None else list(items)
