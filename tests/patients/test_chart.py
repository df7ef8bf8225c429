"""The chart: overview, history, corrections, allergies and precautions."""

import re
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.builders import a_team_member
from tests.patients.conftest import AT, DAY
from treatment.patients import queries
from treatment.patients.models import Allergy, Patient, Precaution
from treatment.patients.vocabulary import TeamPart
from treatment.permissions import Role

PAGES = ("", "/history", "/safety", "/edit", "/episodes/new")


@pytest.fixture
def patient(clinic) -> Patient:
    return clinic.mine.patient


def edited(patient, **changes):
    usual = {
        "version": patient.version,
        "given_name": patient.given_name,
        "family_name": patient.family_name,
        "birth_date": "05/17/1990",
        "sex": patient.sex.value,
    }
    return {**usual, **changes}


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_ones_own_chart_opens_with_its_banner(mara, clinic, patient, page):
    answer = mara.get(f"/patients/{patient.id}{page}")
    assert answer.status_code == 200
    assert "Given Minestone" in answer.text
    assert f"Chart <b>{patient.chart_number}</b>" in answer.text
    assert answer.text.count("<h1") == 1
    assert "Minestone" not in re.search(r"<title>(.*?)</title>", answer.text, re.DOTALL)[1]


@pytest.mark.parametrize("page", PAGES)
def test_foreign_and_unknown_charts_look_the_same(mara, clinic, page):
    def answer(key):
        text = mara.get(f"/patients/{key}{page}")
        assert text.status_code == 404
        return re.sub(r'[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}|"[\w.-]{60,}"', "…", text.text)

    unknown = answer(uuid4())
    for episode in (clinic.other, clinic.ended, clinic.foreign):
        assert answer(episode.patient_id) == unknown


@pytest.mark.parametrize("page", ["", "/team", "/admit", "/transfer"])
def test_foreign_episodes_do_not_exist(mara, clinic, page):
    for episode in (clinic.other, clinic.ended, clinic.foreign):
        assert mara.get(f"/episodes/{episode.id}{page}").status_code == 404
    assert mara.get(f"/episodes/{clinic.mine.id}{page}").status_code == 200


def test_opening_a_chart_is_one_event_and_trying_anothers_is_one_too(mara, clinic, patient, events):
    mara.get(f"/patients/{patient.id}")
    [event] = events("read")
    assert (event.patients, event.endpoint) == ([str(patient.id)], "patients.show")
    mara.get(f"/patients/{clinic.other.patient_id}")
    [event] = events("denied")
    assert event.patients == [str(clinic.other.patient_id)]


def test_the_banner_says_what_everybody_must_know(mara, clinic, patient, session):
    patient.preferred_name, patient.pronouns = "Minnie", "they/them"
    facts = {"facility_id": clinic.here.id, "patient_id": patient.id, "noted_by_id": clinic.mara.id}
    clinic.keep(
        Allergy(substance="Penicillin", reaction="rash", is_severe=True, noted_at=AT, **facts),
        Allergy(substance="Latex", noted_at=AT, ended_at=AT, **facts),
        Precaution(words="Fall risk", noted_at=AT, **facts),
    )
    text = mara.get(f"/patients/{patient.id}/history").text
    banner = text.split('aria-label="Patient"')[1].split("</section>")[0]
    for words in (
        "Minnie Minestone",
        "they/them",
        "Given Minestone",
        "Penicillin (rash)",
        "Severe:",
    ):
        assert words in banner
    for words in ("Fall risk", "42 CFR Part 2", "Detox Wing", "day 3"):
        assert words in banner
    assert "Latex" not in banner


def test_the_overview_takes_at_most_eight_statements(mara, clinic, patient, statements):
    def own(seen):
        doors = ("staff_session", "audit_", "take_chain", "INSERT", "UPDATE staff")
        return [sql for sql in seen if not any(word in sql for word in doors)]

    mara.get(f"/patients/{patient.id}")
    with statements() as few:
        mara.get(f"/patients/{patient.id}")
    for number in range(5):
        clinic.keep(a_team_member(clinic.mine, clinic.staff(Role.COUNSELOR), part=TeamPart.MEMBER))
        clinic.chart(f"Old{number}", clinic.mara, ended_at=AT).patient_id = patient.id
    clinic.session.commit()
    with statements() as many:
        mara.get(f"/patients/{patient.id}")
    assert len(own(few)) == len(own(many)) <= 8


def test_an_ended_episode_can_be_looked_at_by_itself(records, clinic):
    clinic.ended.patient_id = clinic.mine.patient_id
    overview = records.get(f"/patients/{clinic.mine.patient_id}")
    assert f"/episodes/{clinic.ended.id}" in overview.text
    answer = records.get(f"/episodes/{clinic.ended.id}")
    assert "Completed treatment" in answer.text


def test_a_counselor_sees_no_trace_of_an_episode_of_another_team(mara, clinic):
    clinic.ended.patient_id = clinic.mine.patient_id
    for page in ("", "/history"):
        text = mara.get(f"/patients/{clinic.mine.patient_id}{page}").text
        assert "Jonas Weber" not in text
        assert str(clinic.ended.id) not in text
        assert "Completed" not in text


def test_a_chart_without_an_episode_offers_to_open_one(mara, clinic):
    answer = mara.get(f"/patients/{clinic.registered.id}")
    assert "No episode yet" in answer.text
    assert f"/patients/{clinic.registered.id}/episodes/new" in answer.text


def test_the_auditor_reads_and_is_offered_no_change(client_as, clinic, patient):
    auditor = client_as(Role.AUDITOR)
    text = auditor.get(f"/patients/{patient.id}").text
    for path in ("/edit", "/episodes/new", "/transfer", "/admit"):
        assert path not in text.split("<main")[1]
    safety = auditor.get(f"/patients/{patient.id}/safety").text.split("<main")[1]
    assert "<form" not in safety


# --- history --------------------------------------------------------------------------------


def test_the_history_tells_what_happened_the_latest_first(mara, clinic, patient, session):
    facts = {"facility_id": clinic.here.id, "patient_id": patient.id, "noted_by_id": clinic.mara.id}
    allergy = Allergy(substance="Latex", noted_at=AT - DAY, **facts)
    allergy.ended_at, allergy.ended_reason = AT, "Tested negative"
    clinic.keep(allergy, Precaution(words="Fall risk", noted_at=AT - DAY, **facts))
    text = mara.get(f"/patients/{patient.id}/history").text
    told = ["Allergy ended: Latex", "Precaution noted: Fall risk", "Episode opened", "Registered"]
    places = [text.index(words) for words in told]
    assert places == sorted(places)
    for words in ("Mara Okafor joined the care team", "In program Detox Wing", "Tested negative"):
        assert words in text


def test_the_history_of_an_ended_episode_says_why(records, clinic):
    text = records.get(f"/patients/{clinic.ended.patient_id}/history").text
    assert "Episode ended: Completed treatment" in text
    clinic.ended.discharge_reason = None
    assert "no reason recorded" in records.get(f"/patients/{clinic.ended.patient_id}/history").text


def test_a_long_history_is_paged_without_gap_or_double(mara, clinic, patient, session):
    facts = {"facility_id": clinic.here.id, "patient_id": patient.id, "noted_by_id": clinic.mara.id}
    for number in range(queries.PAGE + 10):
        clinic.keep(Precaution(words=f"Note {number}.", noted_at=AT - number * DAY / 100, **facts))
    first = mara.get(f"/patients/{patient.id}/history").text
    link = re.search(r'rel="next"\s+href="([^"]+)"', first)[1].replace("&amp;", "&")
    second = mara.get(link).text
    for number in range(queries.PAGE + 10):
        words = f"Precaution noted: Note {number}."
        assert (words in first) != (words in second)


# --- correcting the record ----------------------------------------------------------------------


def test_a_correction_is_kept_with_the_names_of_its_fields(mara, patient, session, events):
    answer = mara.post(
        f"/patients/{patient.id}/edit", data=edited(patient, family_name="Ñuñoa", phone="555-0100")
    )
    assert answer.status_code == 303
    session.refresh(patient)
    assert (patient.family_name, patient.version) == ("Ñuñoa", 2)
    [event] = events("update")
    assert event.fields == ["family_name", "phone"]
    assert "Ñuñoa, Given" in mara.post("/patients/find", data={"query": "nunoa"}).text
    assert "Ñuñoa" not in mara.post("/patients/find", data={"query": "minestone"}).text


def test_a_stale_version_shows_both_texts_and_loses_nothing(mara, patient, session):
    opened = edited(patient, phone="555-0100")
    patient.phone = "555-0199"
    session.commit()
    answer = mara.post(f"/patients/{patient.id}/edit", data=opened)
    assert answer.status_code == 409
    for text in ("555-0100", "555-0199", "Somebody else saved this first"):
        assert text in answer.text
    session.refresh(patient)
    assert patient.phone == "555-0199"


def test_saving_what_is_there_already_conflicts_with_nobody(mara, patient, session, events):
    opened = edited(patient, phone="555-0100")
    patient.phone = "555-0100"
    session.commit()
    assert mara.post(f"/patients/{patient.id}/edit", data=opened).status_code == 303


@pytest.mark.parametrize("version", ["", "x", None])
def test_an_edit_without_its_version_is_not_saved(mara, patient, session, version):
    form = {k: v for k, v in edited(patient, phone="1", version=version).items() if v is not None}
    assert mara.post(f"/patients/{patient.id}/edit", data=form).status_code == 422
    session.refresh(patient)
    assert patient.phone is None


def test_an_edit_of_another_caseload_is_not_there(mara, clinic, session):
    other = clinic.other.patient
    assert mara.post(f"/patients/{other.id}/edit", data=edited(other, phone="1")).status_code == 404
    form = edited(clinic.mine.patient, id=str(other.id), patient_id=str(other.id), phone="1")
    mara.post(f"/patients/{clinic.mine.patient_id}/edit", data=form)
    session.refresh(other)
    assert other.phone is None


# --- allergies and precautions --------------------------------------------------------------------


def test_an_allergy_is_noted_once_per_form(mara, patient, session, events):
    form = {
        "token": str(uuid4()),
        "substance": "Penicillin",
        "reaction": "rash",
        "is_severe": "yes",
    }
    for _ in range(2):
        answer = mara.post(f"/patients/{patient.id}/allergies", data=form)
        assert answer.status_code == 303
    [allergy] = session.scalars(select(Allergy)).all()
    assert (allergy.substance, allergy.is_severe) == ("Penicillin", True)
    session.refresh(patient)
    assert patient.allergies_asked_at is not None
    assert len(events("create")) == 1
    assert "Penicillin" in mara.get(f"/patients/{patient.id}").text


def test_the_same_allergy_twice_is_refused(mara, patient, session):
    for _ in range(2):
        form = {"token": str(uuid4()), "substance": "penicillin"}
        answer = mara.post(f"/patients/{patient.id}/allergies", data=form)
    assert answer.status_code == 409
    assert "on the list already" in answer.text


def test_no_known_allergies_is_an_answer_and_not_asked_is_another(mara, patient, session):
    assert "Not asked" in mara.get(f"/patients/{patient.id}").text
    assert mara.post(f"/patients/{patient.id}/allergies/none").status_code == 303
    text = mara.get(f"/patients/{patient.id}").text
    assert "No known allergies" in text
    assert "None known" in text


def test_no_known_allergies_cannot_stand_beside_one(mara, patient):
    mara.post(
        f"/patients/{patient.id}/allergies", data={"token": str(uuid4()), "substance": "Latex"}
    )
    answer = mara.post(f"/patients/{patient.id}/allergies/none")
    assert answer.status_code == 409
    assert "each with its reason" in answer.text


def test_a_precaution_is_noted_once_per_form(mara, patient, session):
    form = {"token": str(uuid4()), "words": "Fall risk"}
    for _ in range(2):
        assert mara.post(f"/patients/{patient.id}/precautions", data=form).status_code == 303
    assert len(session.scalars(select(Precaution)).all()) == 1


def test_entries_end_with_a_reason_and_only_once(mara, clinic, patient, session):
    mara.post(
        f"/patients/{patient.id}/allergies", data={"token": str(uuid4()), "substance": "Latex"}
    )
    mara.post(
        f"/patients/{patient.id}/precautions", data={"token": str(uuid4()), "words": "Fall risk"}
    )
    for kind, model in (("allergies", Allergy), ("precautions", Precaution)):
        entry = session.scalars(select(model)).one()
        path = f"/patients/{patient.id}/{kind}/{entry.id}/end"
        blank = mara.post(path, data={"reason": " "})
        assert blank.status_code == 422
        assert "Say why this entry ends." in blank.text
        assert mara.post(path, data={"reason": "Tested negative"}).status_code == 303
        session.refresh(entry)
        assert (entry.ended_reason, entry.ended_by_id) == ("Tested negative", clinic.mara.id)
        assert mara.post(path, data={"reason": "Again"}).status_code == 409


def test_an_entry_of_another_patient_cannot_be_ended_through_ones_own(
    mara, clinic, patient, session
):
    facts = {"facility_id": clinic.here.id, "noted_by_id": clinic.jonas.id, "noted_at": AT}
    theirs = Allergy(substance="Latex", patient_id=clinic.other.patient_id, **facts)
    clinic.keep(theirs)
    path = f"/patients/{patient.id}/allergies/{theirs.id}/end"
    assert mara.post(path, data={"reason": "x"}).status_code == 404
    form = {"token": str(theirs.id), "substance": "Overwritten"}
    assert mara.post(f"/patients/{patient.id}/allergies", data=form).status_code == 404
    session.refresh(theirs)
    assert (theirs.substance, theirs.ended_at) == ("Latex", None)


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("allergies", {"substance": ""}),
        ("allergies", {"substance": "x" * 20_000}),
        ("precautions", {"words": " "}),
        ("precautions", {"words": "x" * 20_000}),
    ],
)
def test_bad_entries_come_back_with_their_words(mara, patient, session, kind, form):
    answer = mara.post(f"/patients/{patient.id}/{kind}", data={"token": str(uuid4()), **form})
    assert answer.status_code == 422
    assert "There is a problem on this page" in answer.text
    assert session.scalars(select(Allergy)).all() == session.scalars(select(Precaution)).all() == []


@pytest.mark.parametrize("role", [Role.RECORDS, Role.DIRECTOR, Role.AUDITOR])
def test_only_clinical_staff_write_allergies(client_as, clinic, role):
    client = client_as(role)
    form = {"token": str(uuid4()), "substance": "Latex"}
    assert (
        client.post(f"/patients/{clinic.mine.patient_id}/allergies", data=form).status_code == 404
    )
