"""Raise what the answers of an intake cannot keep waiting, at the moment they are saved."""

from datetime import datetime

from sqlalchemy.orm import Session

from treatment.accounts.models import Staff
from treatment.intake.models import Assessment
from treatment.intake.operations.reading import answers_today
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
    return raise_alerts(
        session,
        alarms(facts_so_far(answers_today(assessment, at))),
        episode=assessment.episode,
        source_type=Kind.ASSESSMENT,
        source_id=assessment.id,
        by=by,
        at=at,
    )
