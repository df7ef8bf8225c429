"""Find a patient: forgiving, within one's reach, with no name in any address."""

from datetime import date

import pytest

from tests.patients.conftest import Clinic
from treatment.permissions import Role

BORN = date(1988, 3, 17)


@pytest.fixture
def dolores(clinic: Clinic):
    patient = clinic.chart("Núñez", clinic.mara, given_name="Dolores", birth_date=BORN).patient
    patient.preferred_name = "Lola"
    from treatment.patients.models import PatientName
    from treatment.patients.names import folded

    for name in folded("Núñez Lola"):
        clinic.keep(PatientName(facility_id=clinic.here.id, patient_id=patient.id, word=name))
    return patient


def find(client, query):
    return client.post("/patients/find", data={"query": query})


@pytest.mark.parametrize(
    "query",
    [
        "nunez",
        "NÚÑEZ",
        "nun dol",
        "Dolores Núñez",
        "nunez, dolores",
        "lola",
        "lol nu",
        "3/17/1988",
        "03171988",
        "1988-03-17",
        "nunez 3/17/88",
        "{number}",
        "#{number}",
        "dol {number}",
    ],
)
def test_search_forgives_accents_order_case_and_parts(mara, dolores, query):
    answer = find(mara, query.format(number=dolores.chart_number))
    assert answer.status_code == 200
    assert "Núñez, Dolores" in answer.text


@pytest.mark.parametrize("query", ["unez", "dolores reyes", "nunez 3/18/1988", "99999999"])
def test_what_does_not_match_everything_is_not_found(mara, dolores, query):
    answer = find(mara, query)
    assert "Núñez, Dolores" not in answer.text
    assert "Nobody found among the charts you may open" in answer.text


@pytest.mark.parametrize("query", ["", "   ", "🙂", "---", "%", "_", "'; DROP TABLE patient; --"])
def test_blank_and_odd_queries_answer_with_help(mara, query):
    answer = find(mara, query)
    assert answer.status_code == 200
    assert "Type a name" in answer.text or "Nobody found" in answer.text


def test_twenty_thousand_letters_are_a_query_too(mara):
    assert find(mara, "x" * 20_000).status_code == 200


HIDDEN = ("Otherfield", "Endicott", "Foreignson")


@pytest.mark.parametrize("path", ["/patients/find", "/patients/find/live"])
@pytest.mark.parametrize("query", ["given", "otherfield", "endicott", "foreignson", "5/17/1990"])
def test_other_caseloads_never_show(mara, clinic, path, query):
    answer = mara.post(path, data={"query": query})
    for marker in HIDDEN:
        assert marker not in answer.text
    for episode in (clinic.other, clinic.ended, clinic.foreign):
        assert str(episode.patient_id) not in answer.text


def test_a_chart_number_of_another_caseload_finds_nobody(mara, clinic):
    answer = find(mara, str(clinic.other.patient.chart_number))
    assert "Otherfield" not in answer.text


def test_who_sees_more_finds_more(nurse, records):
    assert "Otherfield" in find(nurse, "other").text
    assert "Endicott" not in find(nurse, "endi").text
    assert "Endicott" in find(records, "endi").text
    assert "Foreignson" not in find(records, "foreign").text


def test_a_program_of_an_episode_one_may_not_see_is_not_told(mara, clinic):
    clinic.ended.patient_id = clinic.mine.patient_id  # an earlier episode on another team
    assert "Detox Wing" in find(mara, "minestone").text
    clinic.mine.ended_at = clinic.mine.opened_at
    assert "no open episode" in find(mara, "minestone").text


def test_a_search_leaves_one_event_naming_everybody_shown(mara, clinic, events):
    find(mara, "given")
    [event] = events("search")
    shown = {clinic.mine.patient_id, clinic.waiting.patient_id, clinic.registered.id}
    assert set(event.patients) == {str(each) for each in shown}
    assert "given" not in event.reason


def test_live_results_are_a_fragment_without_an_event(mara, events):
    answer = mara.post("/patients/find/live", data={"query": "mine"})
    assert "Minestone" in answer.text
    assert "<html" not in answer.text
    assert events("search", "read", "list") == []


def test_live_results_of_nothing_are_nothing(mara):
    for query in (" ", "m"):
        assert mara.post("/patients/find/live", data={"query": query}).text.strip() == ""
    assert "Nobody found" in mara.post("/patients/find/live", data={"query": "zzz"}).text


def test_a_name_in_the_address_is_not_looked_at(mara):
    answer = mara.get("/patients/find?query=minestone")
    assert "Minestone" not in answer.text


def test_no_more_than_twenty_are_shown_and_the_page_says_so(mara, clinic):
    for number in range(25):
        clinic.chart(f"Crowd{number:02}", clinic.mara)
    answer = find(mara, "crowd")
    assert answer.text.count("Crowd") == 20
    assert "There are more than these 20" in answer.text
    assert "There are more" in mara.post("/patients/find/live", data={"query": "crowd"}).text


def test_the_number_of_statements_does_not_grow(mara, clinic, statements):
    with statements() as few:
        find(mara, "crowd")
    for number in range(12):
        clinic.chart(f"Crowd{number:02}", clinic.mara)
    clinic.session.commit()
    with statements() as many:
        find(mara, "crowd")
    assert len(few) == len(many)
    assert len([sql for sql in many if "FROM patient" in sql]) == 1


def test_the_administrator_finds_no_search(client_as):
    client = client_as(Role.ADMINISTRATOR)
    assert client.get("/patients/find").status_code == 404
    assert find(client, "mine").status_code == 404
    assert client.post("/patients/find/live", data={"query": "mine"}).status_code == 404
