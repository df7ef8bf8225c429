"""The problem list: proposing, noting, confirming a diagnosis, and every later step of each line.

A counselor proposes a diagnosis; an LPHA or prescriber confirms it with a signature. Nothing is
ever changed or deleted: each step is a status of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from treatment.accounts.models import Staff
from treatment.errors import DomainError
from treatment.intake.codes import is_shaped
from treatment.intake.models import Problem, ProblemStatus
from treatment.intake.operations.reading import refuse_ended
from treatment.intake.problems import FIRST, MADE, OPEN, SAID_WITHOUT_NOTE, is_licensed, steps
from treatment.intake.review.diagnosis import severity_fits
from treatment.intake.vocabulary import ProblemKind, ProblemState, ReviewMode, Severity
from treatment.patients.models import Episode
from treatment.permissions import Permission
from treatment.records.models import Signature
from treatment.records.operations import Hand, Record, sign
from treatment.records.vocabulary import Kind, Meaning

OUT_OF_SCOPE = (
    "Only a licensed practitioner (LPHA) or a prescriber decides about a diagnosis. Your "
    "credential is neither."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What a line of the problem list says; severity and criteria belong to a substance."""

    kind: ProblemKind
    words: str
    code: str | None = None
    substance: str | None = None
    severity: Severity | None = None
    criteria: tuple[str, ...] = ()
    specifiers: str | None = None
    is_in_remission: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a problem: where it goes, why, and how it was reviewed with its author."""

    to: ProblemState
    note: str | None = None
    reviewed: ReviewMode | None = None


def diagnoses(staff: Staff) -> bool:
    """Both the role and the license that confirm a diagnosis."""
    licensed = staff.is_lpha or staff.is_prescriber_license
    return licensed and staff.may(Permission.DIAGNOSIS_CONFIRM)


def add_problem(
    episode: Episode,
    known: Iterable[tuple[Problem, ProblemStatus]],
    details: Details,
    *,
    id: UUID,  # noqa: A002  the id the form was made with: the same form twice is one problem
    by: Staff,
    at: datetime,
) -> Problem:
    """A new line: a diagnosis is only proposed, everything else is active at once.

    Raises:
        DomainError: the episode has ended, the line is there already, or it cannot be as typed.
    """
    refuse_ended(episode)
    _refuse_impossible(details)
    _refuse_doubled(details, known)
    problem = Problem(
        id=id,
        facility_id=episode.facility_id,
        patient_id=episode.patient_id,
        episode_id=episode.id,
        episode=episode,
        kind=details.kind,
        code=details.code,
        words=details.words,
        substance=details.substance,
        severity=details.severity,
        criteria=list(details.criteria) or None,
        specifiers=details.specifiers,
        added_at=at,
        added_by=by,
    )
    problem.statuses.append(_status(problem, Step(to=FIRST[details.kind]), id, by, at))
    return problem


def move(problem: Problem, step: Step, *, id: UUID, by: Staff, at: datetime) -> ProblemStatus:  # noqa: A002
    """A step that takes no signature.

    Raises:
        DomainError: not a step from here, without a note, or one only a licensed hand takes.
    """
    _refuse_unless_next(problem, step)
    if is_licensed(problem.kind, problem.state, step.to):
        raise DomainError(OUT_OF_SCOPE)
    status = _status(problem, step, id, by, at)
    problem.statuses.append(status)
    return status


def decide(
    problem: Problem,
    step: Step,
    hand: Hand,
    *,
    id: UUID,  # noqa: A002
) -> tuple[ProblemStatus, Signature]:
    """A step only a licensed hand takes, signed: above all, confirming a diagnosis.

    Raises:
        DomainError: not a step from here, without the note or way of review it needs, out of the
            signer's scope, or the license is not valid on that day.
    """
    if not diagnoses(hand.staff):
        raise DomainError(OUT_OF_SCOPE)
    hand.staff.refuse_expired_license(hand.at)
    _refuse_unless_next(problem, step)
    if not is_licensed(problem.kind, problem.state, step.to):
        raise DomainError(f"{step.to.label} needs no signature here. Reload the page.")
    if needs_review(problem, hand.staff) and step.reviewed is None:
        raise DomainError("Say how you reviewed this with its author: in person, video or phone.")
    status = _status(problem, step, id, hand.staff, hand.at)
    problem.statuses.append(status)
    meaning = Meaning.DIAGNOSIS if step.to in MADE else Meaning.DECISION
    record = record_of(problem, len(problem.statuses))
    return status, sign(record, hand, meaning, reason=step.note)


def needs_review(problem: Problem, by: Staff) -> bool:
    """Whether a proposal of somebody unlicensed waits for its review with them."""
    last = problem.statuses[-1]
    is_proposal = last.state is ProblemState.PROPOSED
    return is_proposal and last.by_id != by.id and not diagnoses(last.by)


def record_of(problem: Problem, number: int) -> Record:
    """What a signature under the problem's status of this number stands under."""
    status = problem.statuses[number - 1]
    return Record(
        kind=Kind.PROBLEM,
        id=problem.id,
        version=number,
        facility_id=problem.facility_id,
        patient_id=problem.patient_id,
        content={**_said(problem), **_said_of(status)},
    )


def _said(problem: Problem) -> dict[str, Any]:
    return {
        "problem": problem.id,
        "episode": problem.episode_id,
        "kind": problem.kind.value,
        "code": problem.code,
        "words": problem.words,
        "substance": problem.substance,
        "severity": None if problem.severity is None else problem.severity.label,
        "criteria": problem.criteria or [],
        "specifiers": problem.specifiers,
    }


def _said_of(status: ProblemStatus) -> dict[str, Any]:
    return {
        "state": status.state.value,
        "note": status.note,
        "reviewed": status.reviewed.value if status.reviewed else None,
        "at": status.at.astimezone(UTC),
    }


def _status(problem: Problem, step: Step, key: UUID, by: Staff, at: datetime) -> ProblemStatus:
    return ProblemStatus(
        id=key,
        facility_id=problem.facility_id,
        state=step.to,
        note=step.note,
        reviewed=step.reviewed,
        at=at,
        by_id=by.id,
        by=by,
    )


def _refuse_unless_next(problem: Problem, step: Step) -> None:
    if step.to not in steps(problem.kind, problem.state):
        raise DomainError(
            f"This is {problem.state.label.lower()} and cannot become {step.to.label.lower()}."
        )
    if step.to not in SAID_WITHOUT_NOTE and not step.note:
        raise DomainError("Write why: the note stays with the problem.")


def _refuse_impossible(details: Details) -> None:
    if details.code and not is_shaped(details.code):
        raise DomainError("This is not an ICD-10-CM code. It looks like F19.20 or Z59.0.")
    if details.severity is None or details.is_in_remission:
        return
    if not severity_fits(details.severity, details.criteria):
        raise DomainError(
            f"{len(details.criteria)} criteria do not make “{details.severity.label}”: 2 or 3 are "
            "mild, 4 or 5 moderate, 6 or more severe."
        )


def _refuse_doubled(details: Details, known: Iterable[tuple[Problem, ProblemStatus]]) -> None:
    for problem, status in known:
        same = (problem.kind, problem.code, problem.substance, problem.words.casefold()) == (
            details.kind, details.code, details.substance, details.words.casefold(),
        )  # fmt: skip
        if same and status.state in OPEN:
            raise DomainError("This is on the problem list already. Open it there instead.")
