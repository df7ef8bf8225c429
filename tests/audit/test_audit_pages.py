"""The audit log in a browser: what it shows, to whom, and that looking is itself an event."""

import csv
import io
import re
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, text

from config import Config
from tests.builders import NOON, a_facility, a_patient, a_staff
from treatment.audit.models import AuditEvent
from treatment.audit.operations import Entry, record
from treatment.audit.vocabulary import Action, Outcome
from treatment.permissions import Role
from treatment.reports.trail import queries
from treatment.reports.trail.sheet import harmless
from treatment.reports.trail.vocabulary import LABELS, Direction, Field
from treatment.web.clock import now

KEY = Config.for_tests().audit_key.encode()


@pytest.fixture
def people(session, facility):
    director, nurse = (a_staff(role, at=facility) for role in (Role.DIRECTOR, Role.NURSE))
    session.add_all([director, nurse])
    session.flush()
    return director, nurse


@pytest.fixture
def patient(session, facility, people):
    anna = a_patient(at=facility, by=people[1])
    session.add(anna)
    session.flush()
    return anna


@pytest.fixture
def written(session, facility):
    def write(**changes):
        given = {"chain": str(facility.id), "at": now(), "action": Action.READ, **changes}
        event = record(session, Entry(**given), key=KEY)
        session.commit()
        return event

    return write


@pytest.fixture
def director(client_of, people):
    return client_of(people[0])


def numbers(answer) -> list[int]:
    """The events a page lists, in its order."""
    return [int(n) for n in re.findall(r'/audit/[0-9a-f-]{36}">(\d+)</a></td>', answer.text)]


def last_event(session) -> AuditEvent:
    newest = select(AuditEvent).order_by(AuditEvent.sequence.desc()).limit(1)
    return session.scalars(newest).one()


def test_the_log_shows_who_did_what_to_whose_chart(director, written, people, patient):
    nurse = people[1]
    event = written(
        actor_id=nurse.id, actor_roles="nurse", patients=[patient.id], object_type="patient"
    )
    page = director.get("/audit")
    assert page.status_code == 200
    for words in (nurse.printed_name, "Read", "nurse", str(patient.chart_number)):
        assert words in page.text
    assert event.sequence in numbers(page)
    assert patient.family_name not in page.text


def test_looking_at_the_log_is_an_event_that_names_the_charts_shown(
    director, written, session, patient
):
    written(patients=[patient.id])
    director.get("/audit")
    looked = last_event(session)
    assert (looked.action, looked.object_type) == (Action.LIST, "audit_event")
    assert looked.patients == [str(patient.id)]
    assert "sort=at" in looked.reason


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {Role.DIRECTOR, Role.AUDITOR}]
)
def test_nobody_else_finds_the_log(client_as, patient, role):
    stranger = client_as(role)
    for path in (
        "/audit",
        "/audit/export.csv",
        f"/audit/{patient.id}",
        f"/audit/patients/{patient.id}",
    ):
        assert stranger.get(path).status_code == 404
    assert stranger.post("/audit/chart", data={"number": "1"}).status_code == 404


def test_an_auditor_reads_it_too(client_as):
    assert client_as(Role.AUDITOR).get("/audit").status_code == 200


def test_another_facility_stays_unseen(director, session, written, people):
    there = a_facility()
    session.add(there)
    session.flush()
    other = a_staff(Role.NURSE, at=there)
    session.add(other)
    session.flush()
    foreign = a_patient(at=there, by=other)
    session.add(foreign)
    session.flush()
    elsewhere = written(chain=str(there.id), patients=[foreign.id], reason="marker-elsewhere")
    own = written(patients=[foreign.id])
    assert "marker-elsewhere" not in director.get("/audit").text
    assert "marker-elsewhere" not in director.get("/audit/export.csv").text
    assert director.get(f"/audit/{elsewhere.id}").status_code == 404
    assert director.get(f"/audit/patients/{foreign.id}").status_code == 404
    assert str(foreign.chart_number) not in director.get(f"/audit/{own.id}").text
    answer = director.post("/audit/chart", data={"number": foreign.chart_number})
    assert answer.headers["Location"] == "/audit"


def test_the_filters_narrow(director, written, people, patient):
    kept = written(
        action=Action.SIGN, outcome=Outcome.REFUSED, actor_id=people[1].id, patients=[patient.id]
    )
    for changes in ({}, {"action": Action.SIGN}, {"patients": [patient.id]}):
        written(**changes)
    for query in (
        {"action": "sign", "outcome": "refused"},
        {"actor": people[1].id},
        {"patient": patient.id, "action": "sign"},
    ):
        assert numbers(director.get("/audit", query_string=query)) == [kept.sequence]
    assert numbers(director.get("/audit", query_string={"action": "emergency_access"})) == []


def test_days_are_days_of_the_facility(director, written):
    late = written(at=NOON + timedelta(hours=11))  # 11 PM there, the next day in UTC
    written(at=NOON + timedelta(hours=13))
    query = {"since": "2026-03-02", "until": "2026-03-02"}
    assert numbers(director.get("/audit", query_string=query)) == [late.sequence]


@pytest.fixture
def forty(written):
    for n in range(20):
        changes = {"reason": f"r{n % 2}", "fields": [f"f{n % 3}"], "source": f"10.0.0.{n % 2}"}
        written(actor_id=UUID(int=1 + n % 2) if n else None, patients=[UUID(int=n)], **changes)
        written(action=Action.SEARCH if n % 2 else Action.SIGN, session_id=UUID(int=n))


def a_filter(**changes) -> queries.Wanted:
    day = timedelta(days=1)
    return queries.Wanted(**{"since": now() - day, "until": now() + day, **changes})


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize("field", Field)
def test_every_field_sorts_and_pages_without_a_gap(
    session, people, forty, monkeypatch, field, direction
):
    monkeypatch.setattr(queries, "PAGE", 6)
    viewer, wanted = people[0], a_filter(sort=field, direction=direction)
    every = [row.sequence for row in session.scalars(queries.events(wanted, viewer))]
    seen: list[int] = []
    for _page in range(10):
        rows = session.scalars(queries.page(wanted, viewer, seen[-1] if seen else None)).all()
        seen += [row.sequence for row in rows[:6]]
        if len(rows) <= 6:
            break
    assert seen == every
    assert len(set(seen)) == 40


def test_more_leads_to_the_rest(director, written, forty, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 15)
    page = director.get("/audit?sort=sequence&direction=ascending")
    assert numbers(page) == list(range(1, 16))
    (more,) = re.findall(r'href="(/audit\?[^"]*after=15[^"]*)"', page.text)
    assert numbers(director.get(more.replace("&amp;", "&"))) == list(range(16, 31))


@pytest.mark.parametrize("name", ["sort", "direction", "action", "outcome", "actor", "patient"])
@pytest.mark.parametrize(
    "hostile",
    [
        "id; DROP TABLE audit_event",
        "(SELECT password FROM staff)",
        "sequence) --",
        "<script>alert(1)</script>",
        "=1+1",
        "{{ 7 * 7 }}",
        "sequence desc",
        "__class__",
    ],
)
def test_a_forged_filter_is_refused_and_never_reaches_the_database(director, name, hostile):
    for path in ("/audit", "/audit/export.csv"):
        answer = director.get(path, query_string={name: hostile})
        assert answer.status_code in {422, 303}
        assert "<script>alert" not in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "since=never",
        "since=",
        "since=2026-03-02&until=2026-03-01",
        "since=2020-01-01&until=2026-01-01",
        "since=0000-00-00",
        "sort=at&sort=x",
    ],
)
def test_an_impossible_filter_is_explained(director, query):
    answer = director.get(f"/audit?{query}")
    assert answer.status_code in {200, 422}
    assert answer.status_code == 200 or "There is a problem" in answer.text


@pytest.mark.parametrize("after", ["", "x", "-1", "0", "9" * 30, "1 OR 1=1"])
def test_a_forged_place_means_the_beginning(director, written, after):
    event = written()
    assert event.sequence in numbers(director.get("/audit", query_string={"after": after}))


@pytest.mark.parametrize("query", ["action=read%00", "sort=at%00"])
def test_a_nul_is_refused(director, query):
    assert director.get(f"/audit?{query}").status_code == 400


def test_the_log_asks_the_database_four_times(director, written, statements, people, patient):
    for _ in range(30):
        written(actor_id=people[1].id, patients=[patient.id])
    with statements() as seen:
        director.get("/audit")
    assert len([sql for sql in seen if _is_the_rooms_own(sql)]) <= 4


def _is_the_rooms_own(sql: str) -> bool:
    """Not the door's session, nor the event this page leaves."""
    is_door = "FROM staff_session" in sql or sql.startswith("UPDATE staff_session")
    is_event = sql.startswith("INSERT INTO audit_event") or "take_chain" in sql
    is_head = sql.startswith("SELECT audit_head.sequence, audit_head.hash \nFROM audit_head")
    return not (is_door or is_event or is_head)


def test_an_event_shows_every_field(director, written, people, patient):
    hashes = {"before_hash": "b" * 64, "after_hash": "a" * 64}
    event = written(
        actor_id=people[1].id,
        patients=[patient.id],
        fields=["phone"],
        reason="asked by phone",
        request_id="e" * 32,
        session_id=UUID(int=8),
        endpoint="patients.edit",
        source="10.1.2.3",
        **hashes,
    )
    text = director.get(f"/audit/{event.id}").text
    for field in Field:
        assert LABELS[field] in text or field is Field.SEQUENCE
    for words in (event.hash, event.previous_hash, *hashes.values(), "phone", "10.1.2.3"):
        assert words in text
    assert str(patient.chart_number) in text


def test_who_saw_this_chart(director, written, people, patient, session):
    nurse = people[1]
    for _ in range(2):
        written(actor_id=nurse.id, patients=[patient.id])
    written(actor_id=nurse.id, patients=[patient.id], outcome=Outcome.DENIED)
    written(actor_id=nurse.id, patients=[UUID(int=5)])
    page = director.get(f"/audit/patients/{patient.id}")
    assert page.text.count(nurse.printed_name) >= 2
    assert "Denied" in page.text
    assert patient.family_name not in page.text
    assert last_event(session).patients == [str(patient.id)]


def test_a_chart_is_found_by_its_number_and_the_url_holds_its_id(director, patient, session):
    answer = director.post("/audit/chart", data={"number": patient.chart_number})
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/audit/patients/{patient.id}"
    assert (last_event(session).action, last_event(session).patients) == (
        Action.SEARCH,
        [str(patient.id)],
    )


@pytest.mark.parametrize("number", ["", "x", "0", "-1", "999999999", "9" * 30, "1; DROP"])
def test_a_number_nobody_has_leads_back(director, number):
    answer = director.post("/audit/chart", data={"number": number})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/audit")


def test_the_export_holds_every_event_and_is_one_itself(director, written, people, session):
    nurse = people[1]
    for n in range(3):
        written(actor_id=nurse.id, reason=f"=HYPERLINK({n})", fields=["phone", "email"])
    answer = director.get("/audit/export.csv")
    assert answer.mimetype == "text/csv"
    assert "audit-log.csv" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    mine = [row for row in rows if row["Person's name"] == nurse.printed_name]
    assert [row["Reason"] for row in mine] == [f"'=HYPERLINK({n})" for n in (2, 1, 0)]
    assert {row["Fields changed"] for row in mine} == {"email phone"}
    assert set(rows[0]) == {"Person's name", *LABELS.values()}
    assert (last_event(session).action, last_event(session).endpoint) == (
        Action.EXPORT,
        "audit.export",
    )


def test_the_export_takes_the_filter(director, written):
    kept = written(action=Action.SIGN)
    written()
    text = director.get("/audit/export.csv?action=sign").text
    assert [row["Own hash"] for row in csv.DictReader(io.StringIO(text))] == [kept.hash]


def test_a_long_export_goes_by_way_of_a_file(director, written, monkeypatch):
    from treatment.reports.trail import views

    monkeypatch.setattr(views, "IN_MEMORY", 100)
    event = written()
    with director.get("/audit/export.csv") as answer:
        assert event.hash in answer.text


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "=cmd|' /C calc'!A0"]
)
def test_no_cell_is_a_formula(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "read", "10.0.0.1", "2026-03-01", "a=b"])
def test_plain_cells_stay_as_they_are(cell):
    assert harmless(cell) == cell


def test_scripts_in_the_log_are_shown_as_text(director, written):
    written(reason="<script>alert(1)</script>", source="<b>x</b>")
    text = director.get("/audit").text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_the_page_reads_well(director, written):
    written()
    for path in ("/audit", "/audit?action=export", "/audit?since=x"):
        text = director.get(path).text
        assert text.count("<h1") == 1
        assert "<title>Audit log" in text


@pytest.mark.only("sqlite")
@pytest.mark.parametrize(
    ("changes", "after", "index"),
    [
        ({}, None, "ix_audit_event_chain_at_sequence (chain=? AND at>? AND at<?)"),
        ({}, 9, "ix_audit_event_chain_at_sequence (chain=? AND at>? AND (at,sequence)<(?,?))"),
        ({"patient_id": UUID(int=1)}, None, "ix_audit_patient_patient_id_at_event_id"),
    ],
)
def test_a_page_is_found_by_an_index(session, people, changes, after, index):
    statement = queries.page(a_filter(**changes), people[0], after)
    literal = statement.compile(session.get_bind(), compile_kwargs={"literal_binds": True})
    plan = session.execute(text(f"EXPLAIN QUERY PLAN {literal}")).all()
    assert any(index in step.detail for step in plan)
    assert not any(step.detail == "SCAN audit_event" for step in plan)
