"""Raise what the answers of an intake cannot keep waiting, at the moment they are saved."""

from datetime import datetime

from sqlalchemy.orm import Session

from treatment.accounts.models import Staff
from treatment.intake.models import Assessment
from treatment.intake.operations.reading import answers_of
from treatment.intake.review.alarms import alarms
from treatment.intake.review.findings import facts_so_far
from treatment.records.models import Alert
from treatment.records.operations.alerts import raise_alerts
from treatment.records.vocabulary import Kind


def raise_alarms(
    session: Session, assessment: Assessment, *, by: Staff, at: datetime
) -> list[Alert]:
    """The open alerts of this intake, those raised now first.

    An answer taken over from before and not confirmed yet was not given today: it raises nothing.
    """
    unconfirmed = {key for row in assessment.sections for key in row.carried or ()}
    answers = answers_of(assessment, at)
    today = {key: answers[key] for key in answers.keys() - unconfirmed}
    return raise_alerts(
        session,
        alarms(facts_so_far(today)),
        episode=assessment.episode,
        source_type=Kind.ASSESSMENT,
        source_id=assessment.id,
        by=by,
        at=at,
    )
