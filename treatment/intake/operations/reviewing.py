"""A licensed practitioner (LPHA) reviews the intake a counselor signed (TP-15)."""

from treatment.accounts.models import Staff
from treatment.accounts.vocabulary import LPHA
from treatment.errors import DomainError
from treatment.intake.models import Assessment, AssessmentReview
from treatment.intake.operations.signing import record_of
from treatment.intake.vocabulary import ReviewMode
from treatment.permissions import Permission
from treatment.records.models import Signature
from treatment.records.operations import Hand, Record
from treatment.records.operations import sign as signature_of
from treatment.records.vocabulary import Meaning

LICENSED = frozenset(credential.label for credential in LPHA)  # as printed under a signature


def needs_review(author: Signature | None) -> bool:
    """Whether the author was no LPHA on the day of signing; a later license changes nothing."""
    return author is not None and author.credential not in LICENSED


def may_review(assessment: Assessment, staff: Staff) -> bool:
    """Somebody else, licensed, whose role reviews intakes."""
    is_other = staff.id != assessment.signed_by_id
    return is_other and staff.is_lpha and staff.may(Permission.INTAKE_REVIEW)


def refuse_review(assessment: Assessment, staff: Staff, author: Signature | None) -> None:
    """Say why this person has nothing to review here.

    Raises:
        DomainError: not signed yet, signed by an LPHA, one's own, without a license, or reviewed.
    """
    if not assessment.is_signed:
        raise DomainError("The intake is reviewed once its author has signed it.")
    if not needs_review(author):
        raise DomainError("A licensed practitioner signed this intake: it needs no review.")
    if staff.id == assessment.signed_by_id:
        raise DomainError("You signed this intake yourself: somebody else reviews it.")
    if not may_review(assessment, staff):
        raise DomainError("Only a licensed practitioner (LPHA) can review this intake.")
    if assessment.reviews:
        raise DomainError("This intake is reviewed already: the review stands under it.")


def review(
    assessment: Assessment, hand: Hand, *, mode: ReviewMode, note: str, author: Signature | None
) -> tuple[AssessmentReview, Signature]:
    """The review and the signature under it.

    Args:
        mode: how the reviewer went through it with its author.
        author: the signature of the intake itself.

    Raises:
        DomainError: not signed yet, signed by an LPHA, one's own, without a license, or reviewed.
    """
    refuse_review(assessment, hand.staff, author)
    made = AssessmentReview(
        facility_id=assessment.facility_id,
        assessment_id=assessment.id,
        mode=mode,
        note=note,
        at=hand.at,
        by_id=hand.staff.id,
        by=hand.staff,
    )
    record = reviewed_record(assessment, made)
    signature = signature_of(record, hand, Meaning.REVIEW, reason=mode.label, prior=author)
    return made, signature


def reviewed_record(assessment: Assessment, review: AssessmentReview) -> Record:
    """The signed intake with the review on it: what the reviewer signs."""
    signed = record_of(assessment)
    added = {"mode": review.mode.value, "note": review.note, "at": review.at}
    return Record(
        kind=signed.kind,
        id=signed.id,
        version=signed.version,
        facility_id=signed.facility_id,
        patient_id=signed.patient_id,
        content={**signed.content, "review": added},
    )


def record_under(assessment: Assessment, signature: Signature) -> Record:
    """What this signature stands under: the intake, for a reviewer with the review."""
    if signature.meaning is Meaning.REVIEW:
        for each in assessment.reviews:
            if (each.at, each.by_id) == (signature.signed_at, signature.signer_id):
                return reviewed_record(assessment, each)
    return record_of(assessment)
