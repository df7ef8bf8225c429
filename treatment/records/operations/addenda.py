"""Write under a signed record: the record itself stays as it is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from uuid_utils.compat import uuid7

from treatment.accounts.models import Staff
from treatment.errors import DomainError
from treatment.records.models import Addendum, Signature
from treatment.records.operations.signing import Hand, Record, sign
from treatment.records.vocabulary import AddendumKind, Kind

UNSIGNED = "This is not signed yet: change it instead of writing under it."
RETRACTED = "This record is withdrawn. Nothing more can be written under it."
NEEDED: Final[Mapping[AddendumKind, Mapping[str, str]]] = {
    AddendumKind.ADDENDUM: {"words": "Write what you add."},
    AddendumKind.CORRECTION: {
        "part": "Choose what you correct.",
        "words": "Write what is right.",
        "reason": "Write why it is corrected.",
    },
    AddendumKind.LATE_ENTRY: {
        "words": "Write what happened.",
        "occurred_at": "Enter when it happened.",
        "reason": "Write why it is entered late.",
    },
    AddendumKind.RETRACTION: {"reason": "Write why this record is withdrawn."},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The record something is written under; `signed_at` is None while it can still change."""

    kind: Kind
    id: UUID
    facility_id: UUID
    patient_id: UUID
    author_id: UUID | None
    signed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What somebody wrote. `was` is what the record says under `part`: copied, never typed."""

    kind: AddendumKind
    words: str | None = None
    part: str | None = None
    was: str | None = None
    reason: str | None = None
    occurred_at: datetime | None = None


def addend(
    to: Subject,
    written: Written,
    hand: Hand,
    *,
    earlier: Collection[Addendum] = (),
    prior: Signature | None = None,
    key: UUID | None = None,
) -> tuple[Addendum, Signature]:
    """The addendum and the signature under it, neither in a session yet.

    Args:
        earlier: what is already written under the record.
        prior: the signature of the record itself.
        key: the id it gets, so that a form sent twice makes one.

    Raises:
        DomainError: not signed yet, withdrawn, something left out, or not this person's to do.
    """
    _refuse_subject(to, earlier)
    _refuse_incomplete(written, hand.at)
    if written.kind is AddendumKind.RETRACTION:
        refuse_retraction(to, hand.staff)
    made = _made(to, written, hand, key or uuid7())
    meaning = written.kind.meaning
    return made, sign(record_of(made), hand, meaning, reason=written.reason, prior=prior)


def _made(to: Subject, written: Written, hand: Hand, key: UUID) -> Addendum:
    return Addendum(
        id=key,
        facility_id=to.facility_id,
        patient_id=to.patient_id,
        object_type=to.kind,
        object_id=to.id,
        kind=written.kind,
        part=written.part,
        was=written.was,
        words=written.words or "",
        reason=written.reason,
        occurred_at=written.occurred_at and written.occurred_at.astimezone(UTC),
        entered_at=hand.at,
        author_id=hand.staff.id,
        author=hand.staff,
    )


def record_of(addendum: Addendum) -> Record:
    """What the signature under an addendum covers."""
    content: dict[str, Any] = {
        "addendum": addendum.id,
        "object_type": addendum.object_type.value,
        "object": addendum.object_id,
        "kind": addendum.kind.value,
        "part": addendum.part,
        "was": addendum.was,
        "words": addendum.words,
        "reason": addendum.reason,
        "occurred_at": addendum.occurred_at,
        "entered_at": addendum.entered_at,
    }
    return Record(
        kind=Kind.ADDENDUM,
        id=addendum.id,
        version=1,
        facility_id=addendum.facility_id,
        patient_id=addendum.patient_id,
        content=content,
    )


def retraction_in(addenda: Collection[Addendum]) -> Addendum | None:
    """The entry that withdrew the record, None while it counts."""
    return next((each for each in addenda if each.kind is AddendumKind.RETRACTION), None)


def may_retract(to: Subject, staff: Staff) -> bool:
    """Its author may, and a licensed practitioner who sees the chart; nobody else."""
    return staff.is_lpha or staff.id == to.author_id


def refuse_retraction(to: Subject, staff: Staff) -> None:
    if not may_retract(to, staff):
        raise DomainError(
            "Only the author or a licensed practitioner can withdraw this record. Tell one of them."
        )


def _refuse_subject(to: Subject, earlier: Collection[Addendum]) -> None:
    if to.signed_at is None:
        raise DomainError(UNSIGNED)
    if retraction_in(earlier):
        raise DomainError(RETRACTED)


def _refuse_incomplete(written: Written, at: datetime) -> None:
    for name, sentence in NEEDED[written.kind].items():
        if not getattr(written, name):
            raise DomainError(sentence)
    if written.occurred_at is not None and written.occurred_at > at:
        raise DomainError("A late entry is about the past: enter when it happened.")
