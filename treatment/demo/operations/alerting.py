"""What could not wait in an intake: raised at its save, answered at once, decided by a license."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from treatment.audit.vocabulary import Action
from treatment.demo.operations.arriving import Chart
from treatment.demo.operations.staffing import Place, hand_of
from treatment.demo.people import Reached
from treatment.intake.operations.alarming import raise_alarms
from treatment.records.alarms import MEDICAL, RED
from treatment.records.models import Alert
from treatment.records.operations.alerts import dispose, record_done
from treatment.records.vocabulary import AtOnce, Decision

AT_ONCE, DECIDED = timedelta(minutes=4), timedelta(minutes=35)
IN_DANGER = (AtOnce.STAYED, AtOnce.PRESCRIBER, AtOnce.NURSE)
AT_RISK = (AtOnce.STAYED, AtOnce.PRESCRIBER, AtOnce.GAVE_988)
EMERGENCY = (Decision.EMERGENCY, "Seen at once; one-to-one until the evaluation, plan on hold.")
SAFETY_PLAN = (
    Decision.SAFETY_PLAN,
    "Seen in person. No intent now, reasons to live named; safety plan written together.",
)


def stop(session: Session, place: Place, chart: Chart) -> None:
    """Whatever was due by now has its disposition; what is not due yet still waits."""
    if chart.assessment is None:
        return
    at = max(section.saved_at for section in chart.assessment.sections)
    for alert in raise_alarms(session, chart.assessment, by=chart.counselor, at=at):
        session.flush()
        chart.keep(Action.UPDATE, "alert", alert.id, chart.counselor)
        if chart.person.reached >= Reached.INTAKE_SIGNED:
            _answer(chart, alert)
        if alert.due_at < chart.now:
            _decide(session, place, chart, alert)


def _answer(chart: Chart, alert: Alert) -> None:
    record_done(
        alert,
        IN_DANGER if alert.kind in MEDICAL else AT_RISK,
        "Told the prescriber by phone; the person was not alone for a moment.",
        key=uuid7(),
        occurred_at=_after(alert, AT_ONCE, chart),
        by=chart.counselor,
        at=_after(alert, AT_ONCE, chart),
    )


def _decide(session: Session, place: Place, chart: Chart, alert: Alert) -> None:
    decision, words = EMERGENCY if alert.kind in RED else SAFETY_PLAN
    hand = hand_of(place.prescriber, _after(alert, DECIDED, chart))
    session.add(dispose(alert, decision, words, hand))
    chart.keep(Action.SIGN, "alert", alert.id, place.prescriber)


def _after(alert: Alert, delay: timedelta, chart: Chart) -> datetime:
    return min(alert.raised_at + delay, chart.now)
