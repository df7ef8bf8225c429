"""What the answers of an intake say, and whether they may still change."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from uuid_utils.compat import uuid7

from treatment.errors import DomainError
from treatment.intake.facts import Facts
from treatment.intake.models import Assessment, AssessmentSection
from treatment.intake.notation import InputError, facts_from_answers
from treatment.intake.questionnaire.shapes import Answers
from treatment.intake.review import findings as found
from treatment.patients.models import Episode, Patient

UNNAMED = (
    "Answer which substance this episode is mainly about before signing: without it no plan can "
    "be drafted."
)


def answers_of(assessment: Assessment, at: datetime) -> dict[str, Any]:
    """All answers with age and sex from registration and what the tables establish.

    Hours are counted until now, and in a signed intake until it was signed.
    """
    return _together(assessment, assessment.by_section, at)


def answers_today(assessment: Assessment, at: datetime) -> dict[str, Any]:
    """The same without answers taken over from before that nobody has confirmed yet."""
    return _together(assessment, assessment.confirmed_by_section, at)


def _together(
    assessment: Assessment, sections: Mapping[str, Answers], at: datetime
) -> dict[str, Any]:
    patient = assessment.episode.patient
    here = assessment.started_by.facility
    kept = assessment.facts or {}
    age = kept.get("age", found.age_on(here.today(at), patient.birth_date))
    sex = kept.get("sex", patient.sex.value)
    asked_at = (assessment.signed_at or at).astimezone(here.tz)
    answers = found.together(sections, age=age, sex=sex, at=asked_at)
    answers["collects_teds"] = here.collects_teds
    return answers if assessment.is_signed else {**_registered(patient), **answers}


def _registered(patient: Patient) -> dict[str, Any]:
    """What registration was told already, so that nobody is asked twice."""
    known: dict[str, Any] = {"language": patient.language}
    if patient.needs_interpreter is not None:
        known["interpreter"] = patient.needs_interpreter
        known["registered_interpreter"] = "yes" if patient.needs_interpreter else "no"
    return {key: value for key, value in known.items() if value not in {None, ""}}


def section_of(assessment: Assessment, key: str) -> AssessmentSection:
    """The section as saved; an untouched one where this intake is older than the section."""
    kept = next((row for row in assessment.sections if row.section == key), None)
    return kept or AssessmentSection(
        id=uuid7(),
        facility_id=assessment.facility_id,
        assessment_id=assessment.id,
        section=key,
        answers={},
        saved_at=assessment.started_at,
        saved_by=assessment.started_by,
        version=1,
    )


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


def refuse_signed(assessment: Assessment) -> None:
    if assessment.is_signed:
        raise DomainError("This intake is signed and cannot change. Start a new one.")
    refuse_ended(assessment.episode)


def refuse_ended(episode: Episode) -> None:
    if not episode.is_open:
        raise DomainError("This episode of care has ended. Open a new one first.")
