"""A person arrives: registered, an episode opened, the intake taken and signed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from treatment.accounts.models import Program, Staff
from treatment.audit.trail import Event, keep
from treatment.audit.vocabulary import Action
from treatment.demo.operations.staffing import Place, hand_of
from treatment.demo.people import Person, Reached
from treatment.demo.telling import born, sections_of
from treatment.intake import operations as intake
from treatment.intake.models import Assessment
from treatment.intake.vocabulary import ReviewMode
from treatment.patients import operations as patients
from treatment.patients.models import ChartCounter, Episode, Patient
from treatment.patients.vocabulary import ContactPreference, TeamPart
from treatment.records.models import Signature

MINUTES = timedelta(minutes=1)
TAKES = 9 * MINUTES  # one section of an intake
SIGNED_AFTER = 3  # hours after the arrival
REVIEWED_AFTER = timedelta(days=2)
DETOX, RESIDENTIAL, INTENSIVE, OUTPATIENT = range(4)  # places in a house's list of programs


@dataclass(slots=True, kw_only=True)
class Chart:
    """One person's way so far; `came_at` is when it began and `now` when the demo is loaded."""

    person: Person
    patient: Patient
    episode: Episode
    counselor: Staff
    came_at: datetime
    now: datetime
    assessment: Assessment | None = None

    def after(self, hours: float) -> datetime:
        """A moment on the way, never later than the load."""
        return min(self.came_at + timedelta(hours=hours), self.now - MINUTES)

    def keep(self, action: Action, kind: str, identity: UUID, by: Staff) -> None:
        patients_ = (self.patient.id,)
        keep(Event(action, patients_, kind, identity, reason="demo"), by=by)


def arrive(session: Session, place: Place, person: Person, now: datetime) -> Chart:
    counselor = place.counselor(person.counselor)
    came_at = now - timedelta(days=person.days)
    patient = _register(session, place, person, came_at)
    is_waiting = person.reached is Reached.WAITING
    opening = patients.Opening(
        program=_first_program(place, person),
        referral=person.referral,
        admitted_at=None if is_waiting else came_at,
    )
    episode = patients.open_episode(patient, opening, id=uuid7(), by=counselor, at=came_at)
    session.add(episode)
    chart = Chart(
        person=person,
        patient=patient,
        episode=episode,
        counselor=counselor,
        came_at=came_at,
        now=now,
    )
    chart.keep(Action.CREATE, "episode", episode.id, counselor)
    if person.reached >= Reached.INTAKE_BEGUN:
        _take_intake(session, place, chart)
    return chart


def _first_program(place: Place, person: Person) -> Program:
    """Detox for those who withdraw, outpatient for the mildest story."""
    return place.programs[OUTPATIENT if person.story == "P6" else DETOX]


def _register(session: Session, place: Place, person: Person, at: datetime) -> Patient:
    counselor = place.counselor(person.counselor)
    details = patients.PatientDetails(
        given_name=person.given_name,
        family_name=person.family_name,
        birth_date=born(person, place.facility.today(at)),
        sex=person.sex,
        preferred_name=person.preferred,
        pronouns=person.pronouns,
        language="English",
        phone=f"(555) 01{len(person.name):02d}-{1000 + len(person.goal)}",
        contact_preference=ContactPreference.PHONE,
        may_leave_voicemail=False,
        emergency_name=f"Alex {person.family_name}",
        emergency_phone="(555) 0100-2000",
        emergency_relationship="Family",
    )
    counter = _counter(session, place)
    patient = patients.register(counter, details, id=uuid7(), by=counselor, at=at)
    session.add(patient)
    session.flush()
    _note(session, patient, person, counselor, at)
    return patient


def _counter(session: Session, place: Place) -> ChartCounter:
    mine = select(ChartCounter).where(ChartCounter.facility_id == place.facility.id)
    found = session.scalar(mine)
    if found is None:
        found = ChartCounter(facility_id=place.facility.id, next_number=10001)
        session.add(found)
    return found


def _note(session: Session, patient: Patient, person: Person, by: Staff, at: datetime) -> None:
    """Allergies and precautions; where there are none, only some were asked."""
    for substance, reaction, severe in person.allergies:
        told = patients.AllergyDetails(substance=substance, reaction=reaction, is_severe=severe)
        session.add(patients.note_allergy(patient, [], told, id=uuid7(), by=by, at=at))
    if not person.allergies and person.reached > Reached.INTAKE_BEGUN:
        patients.no_known_allergies(patient, [], at=at)
    for words in person.precautions:
        session.add(patients.note_precaution(patient, [], words, id=uuid7(), by=by, at=at))


def _take_intake(session: Session, place: Place, chart: Chart) -> None:
    begun = chart.after(0.5)
    assessment = intake.start(chart.episode, by=chart.counselor, at=begun)
    session.add(assessment)
    session.flush()
    is_signed = chart.person.reached >= Reached.INTAKE_SIGNED
    counted_from = chart.after(SIGNED_AFTER) if is_signed else begun
    told = sections_of(chart.person, counted_from.astimezone(place.facility.tz))
    asked = list(told) if chart.person.reached > Reached.INTAKE_BEGUN else list(told)[:5]
    by_key = {section.section: section for section in assessment.sections}
    for number, key in enumerate(asked):
        saved_at = min(begun + TAKES * (number + 1), chart.now - MINUTES)
        section = by_key[key]
        intake.save(session, assessment, section, told[key], by=chart.counselor, at=saved_at)
    chart.assessment = assessment
    chart.keep(Action.UPDATE, "assessment", assessment.id, chart.counselor)
    if is_signed:
        _sign_intake(session, place, chart, assessment)


def _sign_intake(session: Session, place: Place, chart: Chart, assessment: Assessment) -> None:
    hand = hand_of(chart.counselor, chart.after(SIGNED_AFTER))
    signature, measured = intake.sign(assessment, hand, seen=intake.seal_of(assessment))
    session.add_all([signature, *measured])
    patients.add_member(
        chart.episode, place.cosigner, TeamPart.MEMBER, by=place.director, at=hand.at
    )
    chart.keep(Action.SIGN, "assessment", assessment.id, chart.counselor)
    if hand.at + REVIEWED_AFTER < chart.now:
        _review_intake(session, place, chart, signature)


def _review_intake(session: Session, place: Place, chart: Chart, author: Signature) -> None:
    """A licensed practitioner goes through a counselor's intake within two days."""
    if chart.assessment is None:
        return
    made = intake.review(
        chart.assessment,
        hand_of(place.cosigner, author.signed_at + REVIEWED_AFTER),
        mode=ReviewMode.VIDEO,
        note="Gone through with its author. Agreed.",
        author=author,
    )
    session.add_all(made)
    chart.keep(Action.REVIEW, "assessment", chart.assessment.id, place.cosigner)


def hurry_into_a_chart(session: Session, place: Place, now: datetime) -> None:
    """One emergency access, an hour ago, that the director has still to review."""
    wanted = select(Patient).where(Patient.family_name == "Kessler")
    patient = session.scalar(wanted.where(Patient.facility_id == place.facility.id))
    if patient is None:
        return
    by, at = place.counselor(2), now - 50 * MINUTES
    reason = "Covering the front desk: the patient reported chest pain on the phone."
    access = patients.open_emergency_access(patient, reason, id=uuid7(), by=by, at=at)
    session.add(access)
    event = Event(Action.EMERGENCY_ACCESS, (patient.id,), "emergency_access", access.id, reason)
    keep(event, by=by)
