"""One event for every answered request; without an event, no answer."""

import threading

import pytest
from sqlalchemy import event as listening
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from config import Config
from tests.audit.house import (
    ANNA,
    BEN,
    HERE,
    NURSE,
    PLAN,
    SECRET,
    SITTING,
    Person,
    little_application,
)
from treatment.audit.models import AuditEvent, AuditHead
from treatment.audit.proof import verify
from treatment.audit.trail import Event, keep
from treatment.audit.vocabulary import Action, Outcome
from treatment.web.extensions import db


@pytest.fixture
def house(own_database):
    app = little_application(own_database)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def here(house):
    browser = house.test_client()
    browser.environ_base["HTTP_X_HERE"] = "yes"
    return browser


def events(store) -> list[AuditEvent]:
    with Session(store.owner) as session:
        return list(session.scalars(select(AuditEvent).order_by(AuditEvent.sequence)))


def changes(store) -> int:
    with Session(store.owner) as session:
        return session.scalar(text("SELECT count(*) FROM failed_attempt"))


def only(store) -> AuditEvent:
    (event,) = events(store)
    return event


def test_a_page_is_one_event_that_says_who_what_whose_when_and_where(here, store):
    assert here.get(f"/patients/{ANNA}").text == SECRET
    event = only(store)
    assert (event.action, event.outcome) == (Action.READ, Outcome.DONE)
    assert event.chain == str(HERE)
    assert (event.actor_id, event.actor_roles) == (NURSE, "counselor,nurse")
    assert event.session_id == SITTING
    assert (event.source, event.endpoint) == ("127.0.0.1", "house.chart")
    assert (event.object_type, event.object_id) == ("patient", str(ANNA))
    assert event.patients == [str(ANNA)]
    assert len(event.request_id) == 32


def test_a_list_names_every_patient_once(here, store):
    here.get("/patients")
    assert only(store).action is Action.LIST
    assert only(store).patients == [str(ANNA), str(BEN)]


def test_a_page_that_says_nothing_is_still_an_event(here, store):
    here.get(f"/plans/{PLAN}")
    event = only(store)
    assert (event.action, event.object_type, event.object_id) == (Action.READ, "plan", str(PLAN))


def test_asking_for_the_headers_alone_is_the_same_event(here, store):
    here.head(f"/patients/{ANNA}")
    assert only(store).patients == [str(ANNA)]


def test_a_change_and_its_event_are_kept_together(here, store):
    assert here.post(f"/plans/{PLAN}").status_code == 303
    event = only(store)
    assert (event.action, event.object_id, event.reason) == (Action.SIGN, str(PLAN), "code:intake")
    assert (event.fields, event.before_hash, event.after_hash) == (["state"], "b" * 64, "a" * 64)
    assert changes(store) == 1


@pytest.mark.parametrize(
    ("status", "action", "outcome"),
    [
        (200, Action.READ, Outcome.DONE),
        (303, Action.READ, Outcome.DONE),
        (400, Action.REFUSED, Outcome.INVALID),
        (422, Action.REFUSED, Outcome.INVALID),
        (413, Action.REFUSED, Outcome.INVALID),
        (409, Action.REFUSED, Outcome.REFUSED),
        (429, Action.REFUSED, Outcome.REFUSED),
        (403, Action.DENIED, Outcome.DENIED),
        (404, Action.DENIED, Outcome.DENIED),
        (500, Action.FAILED, Outcome.FAILED),
    ],
)
def test_a_form_that_is_not_kept_leaves_one_event_and_nothing_else(
    here, store, status, action, outcome
):
    assert here.post(f"/plans/{PLAN}/answer/{status}").status_code == status
    assert (only(store).action, only(store).outcome) == (action, outcome)
    assert only(store).object_id == str(PLAN)
    assert changes(store) == 0


def test_a_refusal_in_words_is_an_event_after_rollback(here, store):
    assert here.post(f"/plans/{PLAN}/refuse").status_code == 409
    assert only(store).outcome is Outcome.REFUSED
    assert changes(store) == 0


def test_a_search_by_form_names_what_it_found(here, store):
    here.post("/search", data={"words": SECRET})
    assert (only(store).action, only(store).patients) == (Action.SEARCH, [str(BEN)])


@pytest.mark.parametrize(
    "path", ["/director", f"/patients/{ANNA}/invisible", f"/nowhere/{ANNA}", "/nowhere?name=Anna"]
)
def test_a_denied_try_is_an_event(here, store, path):
    assert here.get(path).status_code == 404
    assert (only(store).action, only(store).outcome) == (Action.DENIED, Outcome.DENIED)
    assert only(store).patients == ([str(ANNA)] if "invisible" in path else [])


def test_a_fault_is_an_event(here, store):
    answer = here.get(f"/broken/{ANNA}")
    assert (answer.status_code, SECRET in answer.text) == (500, False)
    assert (only(store).action, only(store).patients) == (Action.FAILED, [str(ANNA)])


def test_a_redirect_showed_nobody(here, store):
    here.get(f"/away/{ANNA}")
    assert only(store).patients == []


def test_a_method_nobody_answers_is_a_denied_try(here, store):
    assert here.delete("/patients").status_code == 405
    assert only(store).outcome is Outcome.DENIED


def test_fragments_and_polls_are_not_reads_unless_they_show_somebody(here, store):
    here.get("/search/live")
    assert events(store) == []
    here.get(f"/search/live/{ANNA}")
    assert (only(store).action, only(store).patients) == (Action.SEARCH, [str(ANNA)])


@pytest.mark.parametrize("path", ["/static/ours.css", "/static/nothing", "/twice"])
def test_what_anybody_may_see_is_no_event(here, store, path):
    here.get(path)
    assert events(store) == []


def test_nobody_signed_in_leaves_no_event(house, store):
    stranger = house.test_client()
    for path in (f"/patients/{ANNA}", "/patients", "/nowhere"):
        assert stranger.get(path).status_code in {302, 404}
    assert events(store) == []


def test_signing_in_and_out_are_one_event_each(house, store):
    browser = house.test_client()
    browser.post("/sign-in")
    browser.post("/sign-out")
    assert [event.action for event in events(store)] == [Action.SIGN_IN, Action.SIGN_OUT]


def test_a_failed_sign_in_joins_the_chain_of_the_facility(house, store):
    house.test_client().post("/sign-in/wrong")
    event = only(store)
    assert (event.chain, event.actor_id) == (str(HERE), None)
    assert (event.action, event.object_id) == (Action.SIGN_IN_FAILED, str(ANNA))


def test_a_command_is_an_event_without_a_request(house, store):
    with house.app_context():
        keep(Event(Action.PRIVILEGE, object_type="staff", object_id=ANNA))
        keep(Event(Action.UPDATE), by=Person())
        assert db.session.scalar(select(AuditHead.chain).where(AuditHead.chain == "system"))
    first, second = events(store)
    assert {(e.source, e.endpoint) for e in (first, second)} == {("command line", "")}
    assert {e.actor_id for e in (first, second)} == {None, NURSE}


def test_a_page_and_its_event_take_three_statements_at_most(house, here, store):
    seen: list[str] = []
    with house.app_context():
        listening.listen(db.engine, "before_cursor_execute", lambda *each: seen.append(each[2]))
    here.get("/patients")
    assert len([sql for sql in seen if not sql.startswith("BEGIN")]) <= 3


@pytest.mark.parametrize("path", [f"/patients/{ANNA}", "/patients", "/file", f"/away/{ANNA}"])
def test_without_an_event_no_data_leaves(here, store, path):
    _stop_the_trail(store)
    answer = here.get(path)
    assert answer.status_code == 503
    assert SECRET not in answer.text
    assert not {"Location", "Content-Disposition"} & set(answer.headers.keys())
    assert answer.headers["Retry-After"]
    assert answer.headers["Content-Security-Policy"]
    assert answer.mimetype == "text/html"


def test_without_an_event_nothing_is_stored(here, store):
    _stop_the_trail(store)
    assert here.post(f"/plans/{PLAN}").status_code >= 400
    assert here.post(f"/plans/{PLAN}/answer/422").status_code == 503
    assert changes(store) == 0


def _stop_the_trail(store) -> None:
    if store.owner.dialect.name == "postgresql":
        store.run_as_owner("REVOKE INSERT ON audit_event FROM waypoint_app")
    else:
        store.run("ALTER TABLE audit_event RENAME TO elsewhere")


def test_a_door_that_cannot_be_asked_is_asked_once(here, store):
    answer = here.get("/patients", headers={"X-Broken": "yes"})
    assert answer.status_code >= 500
    assert SECRET not in answer.text
    assert answer.headers["Content-Security-Policy"]
    assert events(store) == []


def test_a_file_is_recorded_before_its_first_line_leaves(here, store):
    answer = here.get("/file")
    assert (answer.text, only(store).action) == (SECRET + "\r\n", Action.EXPORT)


def test_everything_written_is_sound_and_names_nobody(here, store):
    for path in (f"/patients/{ANNA}", "/patients", "/director", f"/nowhere/{SECRET}"):
        here.get(path, headers={"User-Agent": SECRET})
    here.post("/search", data={"words": SECRET})
    key = Config.for_tests().audit_key.encode()
    with Session(store.owner) as session:
        assert verify(session, key=key).finding is None
        for event in session.scalars(select(AuditEvent)):
            values = [getattr(event, column.name) for column in AuditEvent.__table__.columns]
            assert SECRET not in repr(values)


def test_eight_readers_at_once_leave_one_unbroken_chain(house, store):
    statuses = []

    def read():
        browser = house.test_client()
        for _ in range(5):
            statuses.append(browser.get("/patients", headers={"X-Here": "yes"}).status_code)
            statuses.append(browser.post("/search", headers={"X-Here": "yes"}).status_code)

    readers = [threading.Thread(target=read) for _ in range(8)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert statuses == [200] * 80
    assert [event.sequence for event in events(store)] == list(range(1, 81))
    with Session(store.owner) as session:
        assert verify(session, key=Config.for_tests().audit_key.encode()).finding is None
