"""`waypoint audit seal` and `waypoint audit verify`, as an operator calls them."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy.orm import Session

from tests.audit.test_trail_rows import HERE, THERE, entry
from treatment.audit.cli import audit
from treatment.audit.operations import record

KEY = "an audit key for tests only, long enough to pass"


@pytest.fixture
def waypoint(store, own_database):
    store.key = KEY.encode()
    settings = {
        "WAYPOINT_ENVIRONMENT": "test",
        "WAYPOINT_DATABASE_URL": own_database,
        "WAYPOINT_SECRET_KEY": "a secret for tests only, long enough to pass",
        "WAYPOINT_AUDIT_KEY": KEY,
        "WAYPOINT_FIELD_KEYS": "dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk=",
    }

    def run(*words: object, **changes: str):
        runner = CliRunner(env={**settings, **changes})
        return runner.invoke(audit, [str(word) for word in words])

    return run


def test_a_sound_trail_is_said_to_be_sound(store, waypoint):
    store.add(entry(HERE), entry(THERE), entry(HERE))
    answer = waypoint("verify")
    assert answer.exit_code == 0
    assert answer.output.startswith("Sound: 3 events in 2 chains, every event as it was written.")
    assert "Without a seal" in answer.output


def test_the_first_bad_row_is_named(store, waypoint):
    store.add(*(entry() for _ in range(3)))
    store.forge("UPDATE audit_event SET reason = 'other' WHERE sequence = 2")
    answer = waypoint("verify")
    assert answer.exit_code == 1
    assert (
        f"NOT SOUND. Chain {HERE}, event 2: It was changed after it was written." in answer.output
    )


def test_a_cut_off_tail_is_seen_with_the_seal(store, waypoint, tmp_path):
    first, *_rest = store.add(*(entry() for _ in range(3)))
    file = tmp_path / "seal.json"
    assert waypoint("seal", file).output == "Sealed 3 events in 1 chain in seal.json.\n"
    assert waypoint("verify", "--seal", file).exit_code == 0
    store.forge(
        "DELETE FROM audit_patient WHERE event_id IN (SELECT id FROM audit_event WHERE sequence > 1)",
        "DELETE FROM audit_event WHERE sequence > 1",
        f"UPDATE audit_head SET sequence = 1, hash = '{first.hash}'",
    )
    assert waypoint("verify").exit_code == 0
    for answer in (
        waypoint("verify", "--seal", file),
        waypoint("verify", WAYPOINT_SEAL_FILE=str(file)),
        waypoint("seal", file),
        waypoint("seal", tmp_path / "other.json", WAYPOINT_SEAL_FILE=str(file)),
    ):
        assert (answer.exit_code, "2 events are missing" in answer.output) == (1, True)
    assert json.loads(file.read_text())["chains"][HERE][0] == 3


def test_a_seal_grows_with_the_trail(store, waypoint, tmp_path):
    file = tmp_path / "seal.json"
    for count in (1, 2):
        store.add(entry())
        answer = waypoint("seal", file, WAYPOINT_SEAL_FILE=str(file))
        assert answer.output.startswith(f"Sealed {count} event")


def test_a_configured_seal_that_is_gone_is_not_overlooked(store, waypoint, tmp_path):
    answer = waypoint("verify", WAYPOINT_SEAL_FILE=str(tmp_path / "gone.json"))
    assert (answer.exit_code, "cannot be read" in answer.output) == (1, True)


def test_a_broken_setting_or_database_is_one_sentence(waypoint, tmp_path):
    answer = waypoint("verify", WAYPOINT_AUDIT_KEY="short")
    assert (answer.exit_code, answer.output.count("\n")) == (1, 1)
    answer = waypoint("verify", WAYPOINT_DATABASE_URL=f"sqlite:///{tmp_path / 'none.sqlite3'}")
    assert (answer.exit_code, answer.output) == (
        1,
        "Error: The trail cannot be read: OperationalError.\n",
    )


def test_checking_neither_waits_for_a_writer_nor_stops_one(store, waypoint):
    store.add(entry())
    with Session(store.app) as session:
        record(session, entry(), key=store.key)
        assert waypoint("verify").output.startswith("Sound: 1 event ")
        session.commit()
    assert waypoint("verify").output.startswith("Sound: 2 events ")
