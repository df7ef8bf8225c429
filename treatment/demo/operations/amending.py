"""What is written under a signed intake: an addendum, a correction, and one withdrawn."""

from datetime import timedelta

from sqlalchemy.orm import Session

from treatment.audit.vocabulary import Action
from treatment.demo.operations.arriving import Chart
from treatment.demo.operations.staffing import Place, hand_of
from treatment.demo.people import PEOPLE
from treatment.demo.telling import sections_of
from treatment.intake import operations as intake
from treatment.intake.models import Assessment
from treatment.intake.review.record import parts_of
from treatment.records.models import Addendum, Signature
from treatment.records.operations.addenda import Subject, Written, addend
from treatment.records.vocabulary import AddendumKind, Kind

AMENDED, MISTAKEN = "Marcus Bell", "Jonah Kessler"
CORRECTED = "housing"
ADDED = Written(
    kind=AddendumKind.ADDENDUM,
    words="His wife called after the intake: she will come to the family evening on Thursday.",
)
RIGHT = "Stable until the lease ends on the last of the month; after that not certain."
REMEMBERED = "He found the letter of the landlord after the intake and called."
WRONG_PERSON = "Entered in the wrong chart: these answers belong to another person."


def amend(session: Session, place: Place, chart: Chart) -> None:
    if chart.person.name == AMENDED and chart.assessment is not None:
        _write_under(session, chart, chart.assessment)
    elif chart.person.name == MISTAKEN:
        _withdraw(session, place, chart)


def _write_under(session: Session, chart: Chart, assessment: Assessment) -> None:
    """An addendum on the next day, a correction two days later; the intake stays as it is."""
    said = {key: words for key, _, words in parts_of(assessment.record or {"sections": []})}
    correction = Written(
        kind=AddendumKind.CORRECTION,
        part=CORRECTED,
        was=said.get(CORRECTED),
        words=RIGHT,
        reason=REMEMBERED,
    )
    for written, hours in ((ADDED, 20), (correction, 52)):
        _add(session, chart, assessment, written, hours)


def _withdraw(session: Session, place: Place, chart: Chart) -> None:
    """A whole intake in the wrong chart, noticed within the hour and withdrawn by its author."""
    at = chart.after(1)
    mistaken = intake.start(chart.episode, by=chart.counselor, at=at)
    session.add(mistaken)
    session.flush()
    told = sections_of(PEOPLE[0], at.astimezone(place.facility.tz))
    for section in mistaken.sections:
        answers = told.get(section.section, {})
        intake.save(session, mistaken, section, answers, by=chart.counselor, at=chart.after(2))
    hand = hand_of(chart.counselor, chart.after(2.2))
    signature, established = intake.sign(mistaken, hand, seen=intake.seal_of(mistaken))
    session.add_all([signature, *established])
    chart.keep(Action.SIGN, "assessment", mistaken.id, chart.counselor)
    written = Written(kind=AddendumKind.RETRACTION, reason=WRONG_PERSON)
    _add(session, chart, mistaken, written, 2.8, prior=signature)


def _add(
    session: Session,
    chart: Chart,
    to: Assessment,
    written: Written,
    hours: float,
    prior: Signature | None = None,
) -> Addendum:
    hand = hand_of(chart.counselor, min(chart.after(hours), chart.now - timedelta(minutes=1)))
    made, signature = addend(_subject(chart, to), written, hand, prior=prior)
    session.add_all([made, signature])
    session.flush()
    is_over = written.kind is AddendumKind.RETRACTION
    action = Action.WITHDRAW if is_over else Action.ADDEND
    chart.keep(action, "assessment", to.id, chart.counselor)
    return made


def _subject(chart: Chart, assessment: Assessment) -> Subject:
    return Subject(
        kind=Kind.ASSESSMENT,
        id=assessment.id,
        facility_id=assessment.facility_id,
        patient_id=chart.patient.id,
        author_id=chart.counselor.id,
        signed_at=assessment.signed_at,
    )
