"""Registering a person: warned of duplicates in the whole facility, once per form."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from treatment.patients.models import Patient, PatientName
from treatment.patients.vocabulary import ContactPreference, Sex
from treatment.permissions import Role

BORN = date(1988, 3, 17)


def person(**changes):
    usual = {
        "token": str(uuid4()),
        "given_name": "Dolores",
        "family_name": "Núñez",
        "birth_date": "3/17/1988",
    }
    return {**usual, **changes}


def registered(session, family="Núñez"):
    return session.scalars(select(Patient).where(Patient.family_name == family)).all()


def test_a_person_is_registered_with_what_they_told(mara, session, clinic, events):
    told = person(
        preferred_name="Lola",
        pronouns="she/her",
        sex="female",
        language="Spanish",
        needs_interpreter="yes",
        phone="(555) 010-2233",
        email="lola@example.org",
        contact_preference="text",
        may_leave_voicemail="no",
        emergency_name="Inés Núñez",
        emergency_phone="555-0101",
        emergency_relationship="sister",
    )
    answer = mara.post("/patients/new", data=told)
    [patient] = registered(session)
    assert answer.status_code == 303
    assert answer.location == f"/patients/{patient.id}/episodes/new"
    assert (patient.sex, patient.contact_preference) == (Sex.FEMALE, ContactPreference.TEXT)
    assert (patient.needs_interpreter, patient.may_leave_voicemail) == (True, False)
    assert (patient.birth_date, patient.registered_by_id) == (BORN, clinic.mara.id)
    assert patient.chart_number == 10001
    words = select(PatientName.word).where(PatientName.patient_id == patient.id)
    assert set(session.scalars(words)) == {"dolores", "nunez", "lola"}
    [event] = events("create")
    assert event.patients == [str(patient.id)]
    assert "Dolores" not in f"{event.reason}{event.object_id}{event.fields}"
    assert mara.get(answer.location).status_code == 200


def test_what_nobody_asked_stays_unknown(mara, session):
    mara.post("/patients/new", data=person())
    [patient] = registered(session)
    assert patient.sex is Sex.UNKNOWN
    assert patient.needs_interpreter is patient.may_leave_voicemail is None
    assert patient.contact_preference is patient.phone is patient.preferred_name is None


def test_chart_numbers_go_on_and_each_facility_counts_for_itself(mara, client_of, clinic, session):
    for family in ("First", "Second"):
        mara.post("/patients/new", data=person(family_name=family, birth_date="1/2/1970"))
    client_of(clinic.stranger).post("/patients/new", data=person(family_name="Third"))
    numbers = [registered(session, f)[0].chart_number for f in ("First", "Second", "Third")]
    assert numbers == [10001, 10002, 10001]


def test_the_same_form_sent_twice_is_one_record(mara, session, events):
    form = person()
    answers = [mara.post("/patients/new", data=form) for _ in range(2)]
    assert len(registered(session)) == 1
    assert answers[0].location == answers[1].location
    assert len(events("create")) == 1


def test_a_token_that_is_somebody_elses_patient_opens_nothing(mara, clinic, session):
    for episode in (clinic.other, clinic.foreign):
        answer = mara.post("/patients/new", data=person(token=str(episode.patient_id)))
        assert answer.status_code == 404
    assert registered(session) == []


def test_a_token_that_is_no_id_is_refused(mara, session):
    assert mara.post("/patients/new", data=person(token="x" * 36)).status_code == 400
    assert registered(session) == []


def test_a_likely_duplicate_stops_the_first_save_and_shows_whom_it_may_be(
    mara, clinic, session, events
):
    known = clinic.chart("Nunez", clinic.mara, given_name="Dolores", birth_date=BORN).patient
    answer = mara.post("/patients/new", data=person())
    assert answer.status_code == 422
    assert "Nunez, Dolores" in answer.text
    assert "already registered; ask records" not in answer.text
    assert registered(session) == []
    [event] = events("search")
    assert (event.patients, event.outcome) == ([str(known.id)], "done")


def test_a_duplicate_in_another_caseload_is_named_to_the_trail_only(mara, clinic, session, events):
    hidden = clinic.chart("Nunez", clinic.jonas, given_name="Dolores", birth_date=BORN).patient
    answer = mara.post("/patients/new", data=person())
    assert answer.status_code == 422
    assert "already registered; ask records" in answer.text
    for secret in ("Nunez,", str(hidden.chart_number), str(hidden.id), hidden.id.hex):
        assert secret not in answer.text
    [event] = events("search")
    assert (event.patients, event.outcome) == ([str(hidden.id)], "denied")


def test_a_duplicate_of_another_facility_is_nobodys_affair(mara, clinic, session):
    clinic.chart("Nunez", clinic.stranger, at=clinic.there, given_name="Dolores", birth_date=BORN)
    assert mara.post("/patients/new", data=person()).status_code == 303


@pytest.mark.parametrize(
    ("given", "family", "born"),
    [
        ("Nunez", "Dolores", BORN),
        ("Doloris", "Nunez", BORN),
        ("Dolores", "Nunez", date(1988, 3, 18)),
    ],
    ids=["swapped", "misspelled", "near birth date"],
)
def test_near_misses_warn_as_well(mara, clinic, given, family, born):
    clinic.chart(family, clinic.jonas, given_name=given, birth_date=born)
    assert mara.post("/patients/new", data=person()).status_code == 422


def confirmed(page, **changes):
    """The form as the warning page hands it back, with the box ticked."""
    warned = page.text.split('name="warned"')[1].split('value="')[1].split('"')[0]
    return person(warned=warned, confirmed="y", **changes)


def test_saving_anyway_needs_the_box_on_the_page_that_warned(mara, clinic, session, events):
    clinic.chart("Nunez", clinic.mara, given_name="Dolores", birth_date=BORN)
    assert mara.post("/patients/new", data=person(confirmed="y")).status_code == 422
    warning = mara.post("/patients/new", data=person())
    assert mara.post("/patients/new", data=confirmed(warning)).status_code == 303
    assert len(registered(session)) == 1
    assert "duplicate" in events("create")[-1].reason


def test_a_confirmation_does_not_cover_a_duplicate_that_came_after_it(mara, clinic, session):
    clinic.chart("Nunez", clinic.mara, given_name="Dolores", birth_date=BORN)
    warning = mara.post("/patients/new", data=person())
    clinic.chart("Nunez", clinic.jonas, given_name="Dolores", birth_date=BORN)
    assert mara.post("/patients/new", data=confirmed(warning)).status_code == 422
    assert registered(session) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"given_name": "  "}, "Enter the given name."),
        ({"family_name": ""}, "Enter the family name."),
        ({"birth_date": ""}, "Enter the birth date."),
        ({"birth_date": "the ides of March"}, "month/day/year"),
        ({"given_name": "x" * 20_000}, "Shorten this to 100 characters."),
        ({"phone": "call me"}, "digits"),
        ({"email": "no mail"}, "not an e-mail"),
        ({"sex": "unlisted"}, "Invalid Choice"),
        ({"contact_preference": "pigeon"}, "Invalid Choice"),
    ],
)
def test_bad_input_comes_back_with_a_sentence_and_the_text(mara, session, changes, sentence):
    answer = mara.post("/patients/new", data=person(**changes))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Núñez" in answer.text or "family_name" in changes
    assert registered(session) == []


def test_nul_characters_are_refused(mara, session):
    assert mara.post("/patients/new", data=person(given_name="Do\0lores")).status_code == 400
    assert registered(session) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"given_name": "🙂"}, "at least one letter"),
        ({"birth_date": "1/1/1850"}, "more than 120 years ago"),
        ({"birth_date": f"12/31/{datetime.now(UTC).year + 1}"}, "in the future"),
    ],
)
def test_impossible_people_are_refused_in_a_sentence(mara, session, changes, sentence):
    answer = mara.post("/patients/new", data=person(**changes))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="Núñez"' in answer.text


def test_emoji_are_text_where_they_do_not_replace_the_name(mara, session):
    mara.post("/patients/new", data=person(preferred_name="Lola 🙂", pronouns="she 🌞"))
    [patient] = registered(session)
    assert (patient.preferred_name, patient.pronouns) == ("Lola 🙂", "she 🌞")


def test_a_body_that_names_another_facility_or_number_changes_nothing(mara, clinic, session):
    forged = {
        "facility_id": str(clinic.there.id),
        "chart_number": "7",
        "registered_by_id": str(clinic.jonas.id),
    }
    mara.post("/patients/new", data=person(**forged, id=str(clinic.other.patient_id)))
    [patient] = registered(session)
    assert (patient.facility_id, patient.chart_number) == (clinic.here.id, 10001)
    assert patient.registered_by_id == clinic.mara.id


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_may_not_register_finds_no_such_page(client_as, session, role):
    client = client_as(role)
    assert client.get("/patients/new").status_code == 404
    assert client.post("/patients/new", data=person()).status_code == 404
    assert session.scalar(select(func.count()).select_from(Patient)) == 0
