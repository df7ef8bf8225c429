"""What clinicians concluded: papers of the admission, a diagnosis, the level of care."""

from datetime import date, timedelta

from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from treatment.audit.vocabulary import Action
from treatment.demo.houses import hash_of
from treatment.demo.operations.arriving import Chart
from treatment.demo.operations.staffing import Place, hand_of
from treatment.demo.people import Person, Reached
from treatment.intake.models import Problem
from treatment.intake.operations import answers_of
from treatment.intake.operations.admitting import Entry, record_paper
from treatment.intake.operations.diagnosing import Details, Step, add_problem, decide
from treatment.intake.operations.placing import Choice, choose_level
from treatment.intake.review.diagnosis import Suggestion, offer
from treatment.intake.vocabulary import (
    AdmissionItem,
    AdmissionOutcome,
    Edition,
    ProblemKind,
    ProblemState,
    ReviewMode,
)

FORM = "2026-02"
HOURS = {  # after the arrival
    AdmissionItem.CONFIDENTIALITY_NOTICE: 0.3,
    AdmissionItem.CONSENT_TO_TREAT: 0.4,
    AdmissionItem.ORIENTATION: 20,
    AdmissionItem.ADMISSION_AGREEMENT: 50,
}
FORGOTTEN = {  # every ninth person lacks the same paper
    0: AdmissionItem.ADMISSION_AGREEMENT,
    1: AdmissionItem.ORIENTATION,
    2: AdmissionItem.CONFIDENTIALITY_NOTICE,
}
REFUSES = 3
A_QUARTER = 130  # days after which somebody in aftercare has been without a criterion for months
OWN_WORDS = (
    "I have not slept through a night in months",
    "My family does not trust what I say any more",
    "I am behind with the rent",
)
LEVELS = {
    "outpatient": "1.5 Outpatient therapy",
    "detox": "3.7 Medically managed residential",
    "residential": "3.5 Clinically managed high-intensity residential",
}


def conclude(session: Session, place: Place, chart: Chart) -> None:
    """As far as this person has come; nothing is recorded before it happened."""
    if chart.person.reached is Reached.WAITING:
        return
    _hand_out_papers(session, place, chart)
    if chart.person.reached >= Reached.INTAKE_SIGNED:
        _diagnose(session, place, chart)
    if chart.person.reached >= Reached.DECIDED:
        _choose_level(session, place, chart)


def _lot(person: Person) -> int:
    """A number from 0 to 8 that is the same in every run."""
    return hash_of(person.name) % 9


def _hand_out_papers(session: Session, place: Place, chart: Chart) -> None:
    by = chart.counselor
    for item, hours in HOURS.items():
        at = chart.came_at + timedelta(hours=hours)
        if item is FORGOTTEN.get(_lot(chart.person)) or at >= chart.now:
            continue
        entry = _entry(item, place.facility.today(at), refused=_lot(chart.person) == REFUSES)
        row = record_paper(chart.episode, entry, id=uuid7(), by=by, at=at)
        session.add(row)
        session.flush()
        chart.keep(Action.CREATE, "admission_entry", row.id, by)


def _entry(item: AdmissionItem, day: date, *, refused: bool) -> Entry:
    if item is AdmissionItem.ORIENTATION:
        return Entry(item=item, outcome=AdmissionOutcome.GIVEN, on_day=day, method="read aloud")
    if item is not AdmissionItem.CONFIDENTIALITY_NOTICE:
        signed = AdmissionOutcome.SIGNED
        return Entry(item=item, outcome=signed, on_day=day, form_version=FORM, method="on screen")
    return Entry(
        item=item,
        outcome=AdmissionOutcome.REFUSED if refused else AdmissionOutcome.ACKNOWLEDGED,
        on_day=day,
        form_version=FORM,
        method="on paper",
        note="Took the notice and did not want to sign for it." if refused else None,
    )


def _diagnose(session: Session, place: Place, chart: Chart) -> None:
    """The counselor proposes what the intake speaks for; from DECIDED on it is confirmed."""
    _note_own_words(session, chart)
    if chart.assessment is None:
        return
    at = chart.after(3.1)
    sure = [each for each in offer(answers_of(chart.assessment, at)).suggestions if each.met]
    if not sure or sure[0].only_if:
        return
    problem = add_problem(
        chart.episode, [], _details(sure[0]), id=uuid7(), by=chart.counselor, at=at
    )
    session.add(problem)
    session.flush()
    chart.keep(Action.CREATE, "problem", problem.id, chart.counselor)
    if chart.person.reached >= Reached.DECIDED:
        reviewed = ReviewMode.VIDEO if _lot(chart.person) % 2 else ReviewMode.IN_PERSON
        _decide(session, place, chart, problem, Step(to=ProblemState.CONFIRMED, reviewed=reviewed))
    if chart.person.reached is Reached.AFTERCARE and chart.person.days >= A_QUARTER:
        note = "No criterion for more than three months; craving comes and goes."
        _decide(session, place, chart, problem, Step(to=ProblemState.EARLY_REMISSION, note=note))


def _note_own_words(session: Session, chart: Chart) -> None:
    lot = _lot(chart.person)
    if lot >= len(OWN_WORDS):
        return
    told = Details(kind=ProblemKind.OWN, words=OWN_WORDS[lot])
    own = add_problem(chart.episode, [], told, id=uuid7(), by=chart.counselor, at=chart.after(3.05))
    session.add(own)
    session.flush()
    chart.keep(Action.CREATE, "problem", own.id, chart.counselor)


def _details(chosen: Suggestion) -> Details:
    return Details(
        kind=ProblemKind.DIAGNOSIS,
        words=chosen.words,
        code=chosen.code.code,
        substance=chosen.substance or "as named in the intake",
        severity=chosen.severity,
        criteria=chosen.met,
    )


def _decide(session: Session, place: Place, chart: Chart, problem: Problem, step: Step) -> None:
    hours = 5 if step.to is ProblemState.CONFIRMED else 24 * (A_QUARTER - 5)
    hand = hand_of(place.cosigner, chart.after(hours))
    session.add_all(decide(problem, step, hand, id=uuid7()))
    chart.keep(Action.SIGN, "problem", problem.id, place.cosigner)


def _choose_level(session: Session, place: Place, chart: Chart) -> None:
    by = place.prescriber if _lot(chart.person) % 2 else place.cosigner
    is_outpatient = chart.person.story == "P6"
    level = LEVELS["outpatient" if is_outpatient else "detox"]
    waits = _lot(chart.person) == len(LEVELS) and not is_outpatient
    choice = Choice(
        edition=Edition.ASAM_4,
        indicated=level,
        actual=LEVELS["residential"] if waits else level,
        reason="From the intake, the withdrawal found and what the person says is possible.",
        difference="No place until tomorrow; seen by the nurse meanwhile." if waits else None,
    )
    hand = hand_of(by, chart.after(5.5))
    session.add_all(choose_level(chart.episode, choice, hand, id=(key := uuid7())))
    session.flush()
    chart.keep(Action.SIGN, "level_of_care", key, by)
