"""Sign an intake: after that nothing in it ever changes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from treatment.errors import DomainError
from treatment.instruments.models import Measurement
from treatment.intake.facts import Facts
from treatment.intake.models import Assessment, AssessmentSection, Need
from treatment.intake.needs import needs
from treatment.intake.operations.reading import answers_of, facts_of, refuse_signed
from treatment.intake.operations.reconciling import raw_answers
from treatment.intake.questionnaire import SECTIONS
from treatment.intake.questionnaire.shapes import Answers
from treatment.intake.review import findings as found
from treatment.intake.review.reconciling import BY_NAME, covers
from treatment.intake.review.record import recorded
from treatment.intake.review.scores import COWS_ELSEWHERE, Shown, measured
from treatment.records.canonical import digest
from treatment.records.models import Signature
from treatment.records.operations import Hand, Record
from treatment.records.operations import sign as signature_of
from treatment.records.vocabulary import Kind, Meaning


def sign(
    assessment: Assessment, hand: Hand, *, seen: str, cows: float | None = None
) -> tuple[Signature, list[Measurement | Need]]:
    """Freeze the answers, the facts they establish and the record in words; unknowns stay unknown.

    Args:
        seen: `seal_of` the answers as the signer saw them.
        cows: points of the last COWS taken that day outside this intake.

    Raises:
        DomainError: signed before, changed while it was read, answers taken over and not
            confirmed, or no primary substance.
    """
    refuse_signed(assessment)
    if seal_of(assessment) != seen:
        raise DomainError(
            "Somebody changed an answer while you were reading. Look at the review again, then "
            "sign."
        )
    _refuse_unconfirmed(assessment)
    answers = answers_of(assessment, hand.at)
    assessment.facts = found.findings(answers)
    facts = facts_of(assessment)  # refuses what no plan could be drafted from
    assessment.record = record_now(assessment, hand.at, cows)
    signature = signature_of(record_of(assessment), hand, Meaning.AUTHOR)
    assessment.content_sha256 = signature.content_sha256
    assessment.signed_at, assessment.signed_by = hand.at, hand.staff
    kept = [
        _measurement(assessment, each, hand) for each in measured({**answers, COWS_ELSEWHERE: cows})
    ]
    return signature, [*kept, *_needs(assessment, answers, facts)]


def seal_of(assessment: Assessment) -> str:
    """A digest of the answers alone: what a signer has seen."""
    return digest({"sections": assessment.by_section})


def unconfirmed(assessment: Assessment) -> dict[str, list[str]]:
    """By section, the answers taken over from an earlier intake that nobody confirmed yet."""
    return {row.section: list(row.carried) for row in assessment.sections if row.carried}


def record_of(assessment: Assessment) -> Record:
    """What the signature stands under; an intake signed before records were kept has none."""
    content = {
        "assessment": assessment.id,
        "episode": assessment.episode_id,
        "questionnaire": assessment.questionnaire_version,
        "facts": assessment.facts,
        "sections": assessment.by_section,
    }
    if assessment.record is not None:
        content["record"] = assessment.record
    return Record(
        kind=Kind.ASSESSMENT,
        id=assessment.id,
        version=1,
        facility_id=assessment.facility_id,
        patient_id=assessment.episode.patient_id,
        content=content,
    )


def record_now(assessment: Assessment, at: datetime, cows: float | None = None) -> dict[str, Any]:
    """The record as today's questionnaire words it: kept by the signature, shown until then."""
    answers = {**answers_of(assessment, at), COWS_ELSEWHERE: cows}
    return recorded(
        answers,
        found.facts_so_far(answers),
        version=assessment.questionnaire_version,
        written={row.section: written_in(row) for row in assessment.sections},
        resolved=[
            {
                "name": each.name,
                "note": each.note,
                "by": each.by.credential_line,
                "at": each.at.isoformat(),
                "covers": covers(each.sides, BY_NAME[each.name], raw_answers(assessment)),
            }
            for each in assessment.reconciliations
        ],
    )


def written_in(section: AssessmentSection) -> list[Mapping[str, str]]:
    """Everybody who saved this section, each with their last save."""
    saves = [(each.saved_by.credential_line, each.saved_at) for each in section.saves]
    if section.answers and not saves:
        saves = [(section.saved_by.credential_line, section.saved_at)]
    last = dict(sorted(saves, key=lambda pair: pair[1]))
    return [{"by": name, "at": moment.isoformat()} for name, moment in last.items()]


def _refuse_unconfirmed(assessment: Assessment) -> None:
    left = unconfirmed(assessment)
    if not left:
        return
    count = sum(map(len, left.values()))
    named = ", ".join(SECTIONS[key].title for key in SECTIONS if key in left)
    answers = "answer is" if count == 1 else "answers are"
    raise DomainError(
        f"{count} {answers} taken over from the last intake and not confirmed yet, in: {named}. "
        "Confirm or correct each before signing."
    )


def _needs(assessment: Assessment, answers: Answers, facts: Facts) -> list[Need]:
    return [
        Need(
            facility_id=assessment.facility_id,
            episode_id=assessment.episode_id,
            assessment_id=assessment.id,
            key=need.key,
            area=need.area.value,
            words=need.words,
            sources=list(need.sources),
            position=position,
        )
        for position, need in enumerate(needs(answers, facts), 1)
    ]


def _measurement(assessment: Assessment, shown: Shown, hand: Hand) -> Measurement:
    return Measurement(
        facility_id=assessment.facility_id,
        episode_id=assessment.episode_id,
        instrument=shown.key,
        instrument_version=shown.reading.version,
        items=_listed(shown.items),
        total=shown.total,
        at_least=shown.at_least,
        band=shown.reading.band,
        is_provisional=shown.is_provisional,
        observed_at=hand.at,
        entered_at=hand.at,
        entered_by_id=hand.staff.id,
        source_id=assessment.id,
        details=shown.details or None,
    )


def _listed(items: Sequence[Any] | None) -> list[Any] | None:
    return None if items is None else list(items)
