"""The chain in a database: who writes it, who checks it, what no forger can hide."""

import json
import threading
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from treatment.audit.models import AuditEvent, AuditHead, AuditPatient
from treatment.audit.operations import Entry, opened, record, seal
from treatment.audit.proof import verify
from treatment.audit.vocabulary import GENESIS, Action, Outcome
from treatment.errors import DomainError

HERE, THERE = "019a0000-0000-7000-8000-000000000001", "019a0000-0000-7000-8000-000000000002"
ANNA, BEN = UUID(int=1), UUID(int=2)
NOON = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)


def entry(chain=HERE, **changes) -> Entry:
    given = {
        "action": Action.READ,
        "at": NOON,
        "actor_id": UUID(int=9),
        "actor_roles": "counselor,nurse",
        "session_id": UUID(int=8),
        "source": "127.0.0.1",
        "endpoint": "patients.show",
        "object_type": "patient",
        "object_id": str(ANNA),
        "patients": [ANNA, BEN],
        "fields": ["phone", "email"],
        "before_hash": "b" * 64,
        "after_hash": "a" * 64,
        "reason": "asked by phone",
        "request_id": "f" * 32,
    }
    return Entry(chain=chain, **{**given, **changes})


def rows(store, statement):
    with Session(store.app) as session:
        return session.execute(statement).all()


def checked(store, promised=None):
    with Session(store.owner) as session:
        return verify(session, key=store.key, promised=promised)


def finding(store, promised=None):
    found = checked(store, promised).finding
    return found and (found.chain, found.sequence, found.words)


def ends(store):
    return checked(store).ends


def test_events_follow_one_another_and_move_the_head(store):
    first, second = store.add(entry(), entry(action=Action.SIGN))
    assert (first.sequence, first.previous_hash) == (1, GENESIS)
    assert (second.sequence, second.previous_hash) == (2, first.hash)
    head = select(AuditHead.chain, AuditHead.sequence, AuditHead.hash)
    assert rows(store, head) == [(HERE, 2, second.hash)]


def test_each_facility_has_a_chain_of_its_own(store):
    store.add(entry(HERE), entry(THERE), entry("system"), entry(THERE))
    assert {chain: end[0] for chain, end in ends(store).items()} == {HERE: 1, THERE: 2, "system": 1}


def test_who_saw_this_chart_is_filed_by_the_database(store):
    (kept,) = store.add(entry(patients=[ANNA, BEN, ANNA]))
    filed = rows(store, select(AuditPatient.event_id, AuditPatient.patient_id, AuditPatient.at))
    assert sorted(filed) == [(kept.id, ANNA, NOON), (kept.id, BEN, NOON)]


def test_an_event_is_two_statements(store):
    seen = []
    event.listen(store.app, "before_cursor_execute", lambda *each: seen.append(each[2]))
    store.add(entry(patients=[UUID(int=n) for n in range(50)]))
    assert [sql.split()[0] for sql in seen if not sql.startswith("BEGIN")] == ["SELECT", "INSERT"]


def test_every_column_survives_the_database(store):
    (kept,) = store.add(entry(outcome=Outcome.REFUSED))
    with Session(store.app) as session:
        found = session.scalars(select(AuditEvent)).one()
        for column in AuditEvent.__table__.columns:
            assert getattr(found, column.name) == getattr(kept, column.name)
    assert found.patients == [str(ANNA), str(BEN)]
    assert found.fields == ["email", "phone"]


def test_hostile_words_become_one_harmless_line(store):
    words = 'x\0y\r\n2026-03-01 read "all" \u202e' + "z" * 1000
    (kept,) = store.add(entry(reason=words, endpoint=words, source=words, fields=[words]))
    assert kept.reason.startswith('x y 2026-03-01 read "all" zzz')
    assert len(kept.reason) == 500
    assert finding(store) is None


def test_an_event_and_its_change_stand_or_fall_together(store):
    with Session(store.app) as session:
        record(session, entry(), key=store.key)
        session.rollback()
    assert rows(store, select(AuditEvent.id)) == []
    store.add(entry())
    assert finding(store) is None


def test_an_untouched_trail_is_sound(store):
    store.add(*(entry(chain) for chain in (HERE, THERE, HERE)), entry("system", actor_id=None))
    report = checked(store, ends(store))
    assert (report.finding, report.events) == (None, 4)


def test_an_empty_trail_is_sound(store):
    assert checked(store).finding is None


FORGED = {
    "id": "'019a000000007000800000000000ffff'",
    "chain": f"'{THERE}'",
    "sequence": "7",
    "at": "'2020-01-01 00:00:00.000000'",
    "actor_id": "'019a000000007000800000000000ffff'",
    "actor_roles": "'director'",
    "session_id": "NULL",
    "source": "'10.0.0.1'",
    "action": "'list'",
    "endpoint": "'patients.index'",
    "object_type": "'plan'",
    "object_id": "'7'",
    "patients": "'[]'",
    "fields": "'[\"phone\"]'",
    "before_hash": "NULL",
    "after_hash": "''",
    "reason": "''",
    "outcome": "'denied'",
    "request_id": "''",
    "previous_hash": f"'{'0' * 64}'",
    "hash": f"'{'0' * 64}'",
}


def test_every_column_is_tried():
    assert FORGED.keys() == set(AuditEvent.__table__.columns.keys())


@pytest.mark.parametrize("column", FORGED)
def test_a_changed_column_is_named(store, column):
    store.add(*(entry() for _ in range(3)))
    store.forge(f"UPDATE audit_event SET {column} = {FORGED[column]} WHERE sequence = 2")
    chain, sequence, _words = finding(store)
    assert (chain, sequence) == (HERE, 2)


@pytest.mark.parametrize(
    ("which", "named", "words"),
    [
        ("sequence = 1", 1, "1 event is missing from here on."),
        ("sequence = 3", 3, "1 event is missing from here on."),
        ("sequence IN (2, 3)", 2, "2 events are missing from here on."),
        ("sequence = 5", 5, "1 event is missing at the end."),
        ("sequence > 2", 3, "3 events are missing at the end."),
        ("sequence > 0", 1, "5 events are missing at the end."),
    ],
)
def test_a_deleted_row_is_named(store, which, named, words):
    store.add(*(entry() for _ in range(5)))
    store.forge(f"DELETE FROM audit_event WHERE {which}")
    assert finding(store) == (HERE, named, words)


@pytest.mark.parametrize("left", [0, 2, 4])
def test_a_tail_cut_off_together_with_its_head_is_seen_with_a_seal(store, left):
    events = store.add(*(entry() for _ in range(5)))
    sealed_ends = ends(store)
    last = events[left - 1].hash if left else GENESIS
    store.forge(
        "DELETE FROM audit_patient WHERE event_id IN "
        f"(SELECT id FROM audit_event WHERE sequence > {left})",
        f"DELETE FROM audit_event WHERE sequence > {left}",
        f"UPDATE audit_head SET sequence = {left}, hash = '{last}'",
    )
    assert finding(store) is None
    assert finding(store, sealed_ends)[:2] == (HERE, left + 1)


def test_a_tail_written_anew_is_seen_with_a_seal(store):
    first, *_rest = store.add(*(entry() for _ in range(3)))
    sealed_ends = ends(store)
    store.forge(
        "DELETE FROM audit_patient",
        "DELETE FROM audit_event WHERE sequence > 1",
        f"INSERT INTO audit_patient SELECT id, {_uuid(store, ANNA)}, at FROM audit_event",
        f"INSERT INTO audit_patient SELECT id, {_uuid(store, BEN)}, at FROM audit_event",
        f"UPDATE audit_head SET sequence = 1, hash = '{first.hash}'",
    )
    with Session(store.owner) as session:
        for _ in range(2):
            _filed_by_hand(session, record(session, entry(reason="other"), key=store.key))
        session.commit()
    assert finding(store) is None
    assert finding(store, sealed_ends) == (HERE, 3, "It was not sealed.")


def _uuid(store, patient):
    return f"'{patient}'" if store.app.dialect.name == "postgresql" else f"'{patient.hex}'"


def _filed_by_hand(session, event):
    """The guards are down: do what they would have done."""
    for patient in (ANNA, BEN):
        values = {"event_id": event.id, "patient_id": patient, "at": event.at}
        session.execute(AuditPatient.__table__.insert().values(values))
    moved = {"sequence": event.sequence, "hash": event.hash}
    session.execute(AuditHead.__table__.update().values(moved))


def test_swapped_rows_are_seen(store):
    store.add(*(entry(reason=str(n)) for n in range(4)))
    store.forge(
        "UPDATE audit_event SET sequence = 99 WHERE sequence = 2",
        "UPDATE audit_event SET sequence = 2 WHERE sequence = 3",
        "UPDATE audit_event SET sequence = 3 WHERE sequence = 99",
    )
    assert finding(store)[:2] == (HERE, 2)


def test_a_row_written_twice_is_seen(store):
    store.add(entry(), entry())
    names = ", ".join(AuditEvent.__table__.columns.keys())
    new = "'019a000000007000800000000000ffff'"
    copied = names.replace("id,", f"{_cast(store, new)},", 1).replace("sequence", "3")
    store.forge(
        f"INSERT INTO audit_event ({names}) SELECT {copied} FROM audit_event WHERE sequence = 2"
    )
    assert finding(store)[:2] == (HERE, 3)


def _cast(store, text):
    return f"{text}::uuid" if store.app.dialect.name == "postgresql" else text


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DELETE FROM audit_patient", "Its patients are filed otherwise than it says."),
        (
            "UPDATE audit_patient SET at = '2020-01-01 00:00:00.000000'",
            "Its patients are filed otherwise than it says.",
        ),
        ("UPDATE audit_head SET sequence = 9", "7 events are missing at the end."),
        ("UPDATE audit_head SET hash = ''", "The head of the chain is not its last event."),
        ("DELETE FROM audit_head", "The head of the chain is not its last event."),
    ],
)
def test_a_forged_head_or_file_is_seen(store, statement, words):
    store.add(entry(), entry())
    store.forge(statement)
    assert finding(store)[2] == words


def test_a_file_card_without_an_event_is_seen(store):
    store.add(entry())
    card = ", ".join(_uuid(store, UUID(int=n)) for n in (77, 78))
    store.forge(f"INSERT INTO audit_patient VALUES ({card}, '2026-03-01 12:00:00.000000')")
    assert finding(store)[2] == "audit_patient names events that are not there."


@pytest.mark.only("sqlite")
@pytest.mark.parametrize(
    "change",
    ["at = 'never'", "action = 'dance'", "patients = '{'", "id = 'short'", "sequence = 'two'"],
)
def test_a_row_that_cannot_be_read_does_not_stop_the_check(store, change):
    store.add(*(entry() for _ in range(3)))
    store.forge(
        "PRAGMA ignore_check_constraints = ON",
        f"UPDATE audit_event SET {change} WHERE sequence = 2",
    )
    assert finding(store) is not None


def test_a_trail_checked_with_another_key_is_not_sound(store):
    store.add(entry())
    store.key = b"another key than the one it was written with"
    assert finding(store)[:2] == (HERE, 1)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET reason = 'other'",
        "DELETE FROM audit_event",
        "UPDATE audit_patient SET at = '2020-01-01'",
        "DELETE FROM audit_patient",
        "UPDATE audit_head SET sequence = sequence + 1",
        "UPDATE audit_head SET hash = 'other'",
        "DELETE FROM audit_head",
        "INSERT INTO audit_head (chain, sequence, hash) VALUES ('other', 5, 'x')",
    ],
)
def test_even_the_owner_is_refused_while_the_guards_stand(store, statement):
    store.add(entry())
    with pytest.raises(IntegrityError):
        store.run_as_owner(statement)


@pytest.mark.parametrize(
    "change",
    [
        {"sequence": 3},
        {"sequence": 1},
        {"previous_hash": "f" * 64},
        {"chain": THERE},
    ],
)
def test_an_event_that_does_not_follow_the_head_is_refused(store, change):
    (kept,) = store.add(entry())
    given = {name: getattr(kept, name) for name in FORGED}
    forged = {**given, "id": UUID(int=5), "sequence": 2, "previous_hash": kept.hash, **change}
    with Session(store.app) as session:
        session.add(AuditEvent(**forged))
        with pytest.raises(IntegrityError):
            session.flush()


@pytest.mark.only("sqlite")
def test_replacing_an_event_is_refused(store):
    (kept,) = store.add(entry())
    names = ", ".join(AuditEvent.__table__.columns.keys())
    copied = names.replace("sequence", "2").replace("previous_hash", f"'{kept.hash}'")
    with pytest.raises(IntegrityError):
        store.run(f"INSERT OR REPLACE INTO audit_event SELECT {copied} FROM audit_event")


def test_eight_writers_make_one_unbroken_chain(store):
    wrong = []

    def write():
        try:
            for _ in range(10):
                store.add(entry())
        except Exception as error:  # noqa: BLE001  shown by the assertion below
            wrong.append(error)

    writers = [threading.Thread(target=write) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert wrong == []
    assert checked(store).ends[HERE][0] == 80
    assert finding(store) is None


def test_a_seal_is_read_back(store, tmp_path):
    store.add(entry(HERE), entry(THERE))
    file = tmp_path / "seal.json"
    seal(ends(store), file, key=store.key, at=NOON)
    assert opened(file, key=store.key) == ends(store)
    assert file.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir() if "seal" in each.name] == ["seal.json"]


def test_a_seal_forged_foreign_or_broken_is_refused(store, tmp_path):
    file = tmp_path / "seal.json"
    seal({HERE: (5, "a" * 64)}, file, key=store.key, at=NOON)
    with pytest.raises(DomainError, match="another audit key"):
        opened(file, key=b"other")
    content = json.loads(file.read_text())
    content["chains"][HERE][0] = 4
    file.write_text(json.dumps(content))
    with pytest.raises(DomainError, match="was changed"):
        opened(file, key=store.key)
    for broken in ("{", "[]", '{"seal": ""}', "\0"):
        file.write_text(broken)
        with pytest.raises(DomainError, match="not a seal"):
            opened(file, key=store.key)
    with pytest.raises(DomainError, match="cannot be read"):
        opened(tmp_path / "nowhere", key=store.key)
