"""Emergency access: exact, reasoned, sixty minutes, and reviewed."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.patients.conftest import AT, DAY, Clinic
from treatment.errors import DomainError
from treatment.patients import operations, queries
from treatment.patients.models import EmergencyAccess
from treatment.permissions import Role

REASON = "Found unconscious in the hallway"


@pytest.fixture
def target(clinic: Clinic):
    patient = clinic.other.patient
    patient.given_name, patient.birth_date = "Óscar Luis", date(1971, 2, 9)
    patient.preferred_name = "Ozzie"
    return patient


def ask(client, **changes):
    usual = {"token": str(uuid4()), "reason": REASON}
    return client.post("/emergency", data={**usual, **changes})


def accesses(session):
    return session.scalars(select(EmergencyAccess)).all()


def test_a_chart_number_and_a_reason_open_one_chart_for_sixty_minutes(
    mara, clinic, target, session, events
):
    answer = ask(mara, chart_number=str(target.chart_number))
    assert answer.location == f"/patients/{target.id}"
    [access] = accesses(session)
    assert access.expires_at - access.started_at == timedelta(minutes=60)
    [event] = events("emergency_access")
    assert (event.patients, event.reason, event.outcome) == ([str(target.id)], REASON, "done")
    chart = mara.get(answer.location)
    assert "Emergency access" in chart.text
    assert "data-until" in chart.text
    assert "Otherfield" in chart.text
    assert mara.get(f"/patients/{clinic.ended.patient_id}").status_code == 404


def test_it_ends_by_itself(mara, target, session):
    ask(mara, chart_number=str(target.chart_number))
    [access] = accesses(session)
    access.expires_at = datetime.now(UTC)
    assert mara.get(f"/patients/{target.id}").status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "Óscar Luis Otherfield",
        "otherfield oscar luis",
        "Otherfield, Oscar Luis",
        "Ozzie Otherfield",
    ],
)
def test_the_full_name_with_the_birth_date_opens_too(mara, target, name):
    answer = ask(mara, full_name=name, birth_date="2/9/1971")
    assert answer.location == f"/patients/{target.id}"


MISSES = [
    {"chart_number": "99999999"},
    {"chart_number": "{number}0"},
    {"chart_number": "none"},
    {"chart_number": "{number}", "full_name": "Somebody Else"},
    {"chart_number": "{number}", "birth_date": "2/10/1971"},
    {"full_name": "Oscar Otherfield", "birth_date": "2/9/1971"},
    {"full_name": "Otherfield", "birth_date": "2/9/1971"},
    {"full_name": "Óscar Luis Otherfield", "birth_date": "2/10/1971"},
    {"full_name": "Nobody Known", "birth_date": "1/1/1950"},
    {"full_name": "🙂 🙂", "birth_date": "2/9/1971"},
]


def test_every_miss_gets_the_same_answer_and_is_recorded(mara, target, session, events):
    answers = set()
    token = str(uuid4())
    for miss in MISSES:
        form = {k: v.replace("{number}", str(target.chart_number)) for k, v in miss.items()}
        answer = ask(mara, token=token, **form)
        assert answer.status_code == 422
        assert str(target.id) not in answer.text
        sentence = answer.text.split('class="summary-of-errors"')[1].split("</ul>")[0]
        answers.add(sentence)
    assert len(answers) == 1
    assert "No chart matches exactly" in answers.pop()
    assert accesses(session) == []
    tried = events("emergency_access")
    assert [(each.patients, each.outcome) for each in tried] == [([], "denied")] * len(MISSES)


def test_two_people_of_one_name_and_birth_date_need_the_number(mara, clinic, target, session):
    twin = clinic.chart("Otherfield", clinic.jonas, given_name="Oscar Luis").patient
    twin.birth_date = target.birth_date
    assert ask(mara, full_name="Oscar Luis Otherfield", birth_date="2/9/1971").status_code == 422
    assert ask(mara, chart_number=str(twin.chart_number)).location == f"/patients/{twin.id}"


def test_another_facility_cannot_be_reached(mara, clinic, session):
    number = str(clinic.foreign.patient.chart_number)
    assert ask(mara, chart_number=number).status_code == 422
    assert accesses(session) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": ""}, "Say why you need this chart now."),
        ({"reason": "urgent"}, "at least 10 characters"),
        ({"reason": " urgent     "}, "at least 10 characters"),
        ({"reason": "x" * 20_000}, "Shorten this"),
        ({"chart_number": ""}, "Enter the chart number, or full name with birth date."),
        ({"chart_number": "", "full_name": "Oscar Luis Otherfield"}, "Enter the chart number"),
        ({"birth_date": "soon"}, "month/day/year"),
    ],
)
def test_a_form_that_says_too_little_opens_nothing(mara, target, session, changes, sentence):
    answer = ask(mara, **{"chart_number": str(target.chart_number), **changes})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert accesses(session) == []


def test_the_same_form_sent_twice_is_one_access(mara, target, session):
    token = str(uuid4())
    answers = [ask(mara, token=token, chart_number=str(target.chart_number)) for _ in range(2)]
    assert answers[0].location == answers[1].location
    assert len(accesses(session)) == 1


def test_anothers_token_opens_nothing(mara, client_of, clinic, target, session):
    token = str(uuid4())
    ask(client_of(clinic.staff(Role.COUNSELOR)), token=token, chart_number=str(target.chart_number))
    assert ask(mara, token=token, chart_number=str(target.chart_number)).status_code == 404
    assert mara.get(f"/patients/{target.id}").status_code == 404


def test_a_chart_one_sees_anyway_needs_no_emergency(mara, clinic, session):
    answer = ask(mara, chart_number=str(clinic.mine.patient.chart_number))
    assert answer.location == f"/patients/{clinic.mine.patient_id}"
    assert accesses(session) == []


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.RECORDS, Role.AUDITOR, Role.ADMINISTRATOR])
def test_only_clinical_staff_have_emergencies(client_as, target, role):
    client = client_as(role)
    assert client.get("/emergency").status_code == 404
    assert ask(client, chart_number=str(target.chart_number)).status_code == 404


def test_the_nurse_reaches_a_closed_chart(nurse, clinic):
    answer = ask(nurse, chart_number=str(clinic.ended.patient.chart_number))
    chart = nurse.get(answer.location)
    assert "Endicott" in chart.text
    assert nurse.get(f"/episodes/{clinic.ended.id}").status_code == 200


# --- review -------------------------------------------------------------------------------------


@pytest.fixture
def used(mara, target, session) -> EmergencyAccess:
    ask(mara, chart_number=str(target.chart_number))
    return accesses(session)[0]


def test_the_director_reviews_each_access_with_a_finding(director, clinic, used, session, events):
    queue = director.get("/emergency/review")
    for words in ("Mara Okafor", REASON, "Otherfield"):
        assert words in queue.text
    path = f"/emergency/{used.id}/review"
    blank = director.post(path, data={"note": " "})
    assert blank.status_code == 422
    assert "Write what you found." in blank.text
    assert director.post(path, data={"note": "Justified: overdose"}).status_code == 303
    assert "No emergency access waits" in director.get("/emergency/review").text
    assert "Justified: overdose" in director.get("/emergency/review?reviewed=yes").text
    assert events("review")[-1].patients == [str(used.patient_id)]
    assert director.post(path, data={"note": "Again"}).status_code == 409


def test_the_queue_is_an_event_that_names_its_patients(director, used, events):
    director.get("/emergency/review")
    assert events("list")[-1].patients == [str(used.patient_id)]


def test_nobody_else_reviews(mara, nurse, used, client_of, clinic):
    for client in (mara, nurse):
        assert client.get("/emergency/review").status_code == 404
        assert client.post(f"/emergency/{used.id}/review", data={"note": "x"}).status_code == 404
    foreign = client_of(clinic.staff(Role.DIRECTOR, at=clinic.there))
    assert foreign.post(f"/emergency/{used.id}/review", data={"note": "x"}).status_code == 404
    assert "Otherfield" not in foreign.get("/emergency/review").text


def test_nobody_reviews_their_own_access(clinic, used):
    with pytest.raises(DomainError, match="Somebody else"):
        operations.review_emergency_access(used, "fine", by=clinic.mara, at=AT)


def test_too_short_a_reason_is_refused_by_the_verb_too(clinic, target):
    with pytest.raises(DomainError, match="at least 10"):
        operations.open_emergency_access(target, " x ", id=uuid4(), by=clinic.mara, at=AT)


def pages_of(session, viewer, *, reviewed):
    found, after = [], None
    while True:
        statement = queries.emergencies(viewer, reviewed=reviewed, after=after)
        page = [row.EmergencyAccess for row in session.execute(statement)]
        found += page[: queries.PAGE]
        if len(page) <= queries.PAGE:
            return found
        after = queries.Cursor(found[-1].started_at, found[-1].id)


def test_the_queue_is_paged_both_ways(director, clinic, target, session):
    for number in range(queries.PAGE + 5):
        moment = AT - number * DAY / 24
        for reviewed_at in (None, AT):
            clinic.keep(
                EmergencyAccess(
                    facility_id=clinic.here.id,
                    patient_id=target.id,
                    staff_id=clinic.mara.id,
                    reason=REASON,
                    started_at=moment,
                    expires_at=moment,
                    reviewed_at=reviewed_at,
                )
            )
    session.flush()
    viewer = director.staff
    waiting = pages_of(session, viewer, reviewed=False)
    reviewed = pages_of(session, viewer, reviewed=True)
    assert [r.started_at for r in waiting] == sorted(r.started_at for r in waiting)
    assert [r.started_at for r in reviewed] == sorted(
        (r.started_at for r in reviewed), reverse=True
    )
    assert len(waiting) == len(reviewed) == queries.PAGE + 5
    for query in ("", "?reviewed=yes"):
        assert 'rel="next"' in director.get(f"/emergency/review{query}").text
