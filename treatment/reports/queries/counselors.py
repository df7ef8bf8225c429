"""What counselors signed and a licensed practitioner still has to review."""

from datetime import datetime

from sqlalchemy import and_, exists, select

from treatment.accounts.vocabulary import LPHA
from treatment.intake.models import Assessment, AssessmentReview
from treatment.patients.models import Episode, Patient
from treatment.patients.queries import may_see_episode
from treatment.permissions import Viewer
from treatment.records.models import Signature
from treatment.records.queries.addenda import retracted
from treatment.records.vocabulary import Kind, Meaning
from treatment.reports.queries.journey import FACE, MOST, Rows

LICENSED = sorted(credential.label for credential in LPHA)  # as printed under a signature


def intakes_to_review(viewer: Viewer, at: datetime) -> Rows:
    """Intakes signed by somebody who was no LPHA, not by the viewer; the oldest first."""
    reviewed = exists().where(AssessmentReview.assessment_id == Assessment.id)
    under = and_(
        Signature.object_type == Kind.ASSESSMENT,
        Signature.object_id == Assessment.id,
        Signature.meaning == Meaning.AUTHOR,
    )
    return (
        select(
            Assessment.id, Assessment.signed_at, Signature.printed_name.label("author"),
            Signature.credential, Episode.id.label("episode_id"), *FACE,
        )
        .join(Signature, under)
        .join(Episode, Episode.id == Assessment.episode_id)
        .join(Patient, Patient.id == Episode.patient_id)
        .where(may_see_episode(viewer, at), Episode.ended_at.is_(None))
        .where(Assessment.facility_id == viewer.facility_id)
        .where(Signature.credential.not_in(LICENSED), Signature.signer_id != viewer.id)
        .where(~reviewed, ~retracted(Kind.ASSESSMENT, Assessment.id))
        .order_by(Assessment.signed_at, Assessment.id)
        .limit(MOST + 1)
    )  # fmt: skip
