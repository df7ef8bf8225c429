"""Registering and correcting as plain verbs, and two people doing it at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from tests.builders import a_facility, a_staff
from tests.patients.conftest import AT
from treatment.errors import DomainError, StaleError
from treatment.patients import operations, queries
from treatment.patients.models import ChartCounter, Patient, PatientName
from treatment.patients.operations import PatientDetails
from treatment.patients.operations.people import said
from treatment.patients.vocabulary import ContactPreference, Sex
from treatment.permissions import Role

DETAILS = {"given_name": "Ana", "family_name": "Silva", "birth_date": date(1990, 4, 9)}


def details(**changes) -> PatientDetails:
    return PatientDetails(**{**DETAILS, **changes})


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "not asked"),
        (True, "yes"),
        (False, "no"),
        (date(1988, 3, 17), "03/17/1988"),
        (ContactPreference.NO_CONTACT, "Do not contact"),
        (Sex.FEMALE, "Female"),
        ("Lola", "Lola"),
    ],
)
def test_a_conflict_words_values_as_the_form_does(value, words):
    assert said(value) == words


def test_a_stale_edit_carries_both_texts_of_what_differs_only(clinic):
    patient = clinic.mine.patient
    with pytest.raises(StaleError) as refusal:
        operations.edit(
            patient,
            details(given_name="Given", family_name="Changed", birth_date=patient.birth_date),
            version=patient.version - 1,
            labels={"family_name": "Family name"},
            today=AT.date(),
        )
    assert refusal.value.theirs == {"Family name": "Minestone"}
    assert refusal.value.yours == {"Family name": "Changed"}


def test_a_change_that_leaves_the_names_alone_leaves_their_words_alone(clinic, session):
    patient = clinic.mine.patient
    same = {"given_name": "Given", "family_name": "Minestone", "birth_date": patient.birth_date}
    before = {row.id for row in patient.names}
    changed = operations.edit(
        patient, details(**same, phone="1"), version=patient.version, labels={}, today=AT.date()
    )
    session.flush()
    assert changed == ["phone"]
    assert {
        row.id
        for row in session.scalars(select(PatientName).where(PatientName.patient_id == patient.id))
    } == before


def test_the_same_precaution_twice_is_refused(clinic):
    patient, by = clinic.mine.patient, clinic.mara
    first = operations.note_precaution(patient, [], "Fall risk", id=uuid4(), by=by, at=AT)
    with pytest.raises(DomainError, match="on the list already"):
        operations.note_precaution(patient, [first], "fall RISK", id=uuid4(), by=by, at=AT)


# --- two at once: real commits on a database of its own ------------------------------------------


@pytest.fixture
def registrar(own_engine: Engine):
    with Session(own_engine, expire_on_commit=False) as session:
        facility = a_facility()
        session.add(facility)
        session.flush()
        staff = a_staff(Role.RECORDS, at=facility)
        session.add_all([staff, ChartCounter(facility_id=facility.id)])
        session.commit()
    return staff


def test_many_registering_at_once_never_share_a_chart_number(own_engine, registrar):
    def one(number: int) -> int:
        with Session(own_engine) as session:
            by = session.merge(registrar, load=False)
            counter = session.scalars(queries.chart_counter(by)).one()
            who = details(family_name=f"Silva{number}")
            patient = operations.register(counter, who, id=uuid4(), by=by, at=AT)
            session.add(patient)
            session.commit()
            return patient.chart_number

    with ThreadPoolExecutor(6) as pool:
        numbers = list(pool.map(one, range(18)))
    assert sorted(numbers) == list(range(10001, 10019))


def test_of_two_edits_of_one_version_the_second_is_refused(own_engine, registrar):
    with Session(own_engine) as session:
        by = session.merge(registrar, load=False)
        counter = session.scalars(queries.chart_counter(by)).one()
        patient = operations.register(counter, details(), id=uuid4(), by=by, at=AT)
        session.add(patient)
        session.commit()
        key = patient.id
    with Session(own_engine) as session:
        first = session.get_one(Patient, key)
        session.expunge(first)
    with Session(own_engine) as session:
        session.get_one(Patient, key).phone = "555-0100"
        session.commit()
    with Session(own_engine) as session:
        session.add(first)
        first.phone = "555-0199"
        with pytest.raises(StaleDataError):
            session.commit()
