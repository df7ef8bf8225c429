"""Start an intake, save its sections, sign it: after that nothing in it ever changes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from uuid_utils.compat import uuid7

from treatment.accounts.models import Staff
from treatment.errors import DomainError, StaleError
from treatment.instruments.models import Measurement
from treatment.intake.facts import Facts
from treatment.intake.models import Assessment, AssessmentSection
from treatment.intake.notation import InputError, facts_from_answers
from treatment.intake.questionnaire import SECTIONS, VERSION
from treatment.intake.questionnaire.shapes import Answers
from treatment.intake.review import findings as found
from treatment.intake.review.scores import Shown, started
from treatment.intake.review.words import differences
from treatment.patients.models import Episode
from treatment.patients.operations import join_team
from treatment.records.canonical import digest
from treatment.records.models import Signature
from treatment.records.operations import Hand, Record
from treatment.records.operations import sign as signature_of
from treatment.records.vocabulary import Kind, Meaning

UNNAMED = (
    "Answer which substance this episode is mainly about before signing: without it no plan can "
    "be drafted."
)


def start(episode: Episode, *, by: Staff, at: datetime, joins: bool = True) -> Assessment:
    """A new intake with every section still untouched; who takes it joins the care team.

    Args:
        joins: false for somebody who is here by emergency access alone.

    Raises:
        DomainError: the episode has ended.
    """
    _refuse_ended(episode)
    if joins:
        join_team(episode, by, by=by, at=at)
    return Assessment(
        id=uuid7(),
        facility_id=episode.facility_id,
        episode=episode,
        questionnaire_version=VERSION,
        started_at=at,
        started_by=by,
        sections=[
            AssessmentSection(
                facility_id=episode.facility_id,
                section=key,
                answers={},
                saved_at=at,
                saved_by=by,
                version=1,
            )
            for key in SECTIONS
        ],
    )


def save(
    assessment: Assessment,
    section: AssessmentSection,
    answers: Answers,
    *,
    version: int,
    by: Staff,
    at: datetime,
) -> None:
    """Replace the answers of one section.

    Raises:
        DomainError: already signed, or the episode has ended.
        StaleError: somebody saved the section since `version`; both texts.
    """
    if section.version != version or assessment.is_signed:
        _refuse_stale(section, answers)
    _refuse_signed(assessment)
    section.answers = dict(answers)
    section.saved_at, section.saved_by = at, by


def sign(assessment: Assessment, hand: Hand, *, seen: str) -> tuple[Signature, list[Measurement]]:
    """Freeze the answers and the facts they establish; unknowns stay unknown.

    Args:
        seen: `seal_of` the answers as the signer saw them.

    Raises:
        DomainError: signed before, changed while it was read, or no primary substance.
    """
    _refuse_signed(assessment)
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


def answers_of(assessment: Assessment, at: datetime) -> dict[str, Any]:
    """All answers with age and sex from registration; frozen ones once it is signed."""
    patient = assessment.episode.patient
    here = assessment.started_by.facility
    kept = assessment.facts or {}
    age = kept.get("age", found.age_on(here.today(at), patient.birth_date))
    sex = kept.get("sex", patient.sex.value)
    return found.together(assessment.by_section, age=age, sex=sex)


def facts_of(assessment: Assessment) -> Facts:
    """What a signed intake established.

    Raises:
        DomainError: not signed, or without the primary substance.
    """
    if assessment.facts is None:
        raise DomainError("Sign the intake first: until then nothing is established.")
    try:
        return facts_from_answers(assessment.facts)
    except InputError as problem:
        is_named = "primary" in assessment.facts
        raise DomainError(f"No plan can use this: {problem}" if is_named else UNNAMED) from problem


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


def _refuse_stale(section: AssessmentSection, answers: Answers) -> None:
    """Two people may have saved the same; nothing is refused then."""
    theirs, yours = differences(SECTIONS[section.section], section.answers, answers)
    if yours:
        raise StaleError(theirs, yours)


def _refuse_signed(assessment: Assessment) -> None:
    if assessment.is_signed:
        raise DomainError("This intake is signed and cannot change. Start a new one.")
    _refuse_ended(assessment.episode)


def _refuse_ended(episode: Episode) -> None:
    if not episode.is_open:
        raise DomainError("This episode of care has ended. Open a new one first.")


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
