"""What the database itself refuses, tried with raw SQL on both databases."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from config import ConfigError
from migrations import guards
from tests import postgres

TABLES = (
    "CREATE TABLE form (id INTEGER PRIMARY KEY, words TEXT, state TEXT, signed_at TEXT)",
    "CREATE TABLE line (id INTEGER PRIMARY KEY, form_id INTEGER, words TEXT, done INTEGER)",
    "CREATE TABLE proof (id INTEGER PRIMARY KEY, words TEXT UNIQUE)",
    "CREATE TABLE course (id INTEGER PRIMARY KEY, words TEXT, state TEXT)",
    "INSERT INTO course VALUES (1, 'draft', 'draft'), (2, 'signed', 'signed')",
    "INSERT INTO form VALUES (1, 'draft', 'open', NULL), (2, 'signed', 'open', 'noon')",
    "INSERT INTO line VALUES (1, 1, 'of the draft', 0), (2, 2, 'of the signed', 0)",
    "INSERT INTO proof VALUES (1, 'kept')",
)


@pytest.fixture
def house(empty_engine) -> Engine:
    with empty_engine.begin() as connection:
        for statement in TABLES:
            connection.exec_driver_sql(statement)
        guards.append_only(connection, "proof")
        guards.freeze_when(connection, "form", "OLD.signed_at IS NOT NULL", free=["state"])
        guards.freeze_when(connection, "course", "OLD.state <> 'draft'", free=["state"])
        guards.frozen_child(
            connection, "line", "form", "form_id", "parent.signed_at IS NOT NULL", free=["done"]
        )
    return empty_engine


def run(engine: Engine, statement: str) -> int:
    with engine.begin() as connection:
        return connection.exec_driver_sql(statement).rowcount


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE proof SET words = 'other' WHERE id = 1",
        "UPDATE proof SET id = 7",
        "DELETE FROM proof",
        "UPDATE form SET words = 'other' WHERE id = 2",
        "UPDATE form SET signed_at = NULL WHERE id = 2",
        "UPDATE form SET state = 'closed', words = 'other' WHERE id = 2",
        "DELETE FROM form WHERE id = 2",
        "UPDATE line SET words = 'other' WHERE id = 2",
        "UPDATE line SET form_id = 1 WHERE id = 2",
        "UPDATE line SET form_id = 2 WHERE id = 1",
        "INSERT INTO line VALUES (3, 2, 'late', 0)",
        "DELETE FROM line WHERE id = 2",
        "UPDATE course SET state = 'draft' WHERE id = 2",
        "UPDATE course SET state = NULL WHERE id = 2",
        "UPDATE course SET words = 'other' WHERE id = 2",
    ],
)
def test_a_written_or_signed_row_stays(house, statement):
    with pytest.raises(IntegrityError):
        run(house, statement)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO proof VALUES (2, 'another')",
        "UPDATE form SET words = 'other' WHERE id = 1",
        "UPDATE form SET signed_at = 'now' WHERE id = 1",
        "UPDATE form SET state = 'closed' WHERE id = 2",
        "DELETE FROM form WHERE id = 1",
        "INSERT INTO line VALUES (3, 1, 'in time', 0)",
        "UPDATE line SET words = 'other' WHERE id = 1",
        "UPDATE line SET done = 1 WHERE id = 2",
        "DELETE FROM line WHERE id = 1",
        "UPDATE course SET state = 'active' WHERE id = 2",
        "UPDATE course SET state = 'signed' WHERE id = 1",
    ],
)
def test_everything_else_can_be_written(house, statement):
    assert run(house, statement) == 1


@pytest.mark.only("sqlite")
def test_replacing_a_row_is_not_a_way_around(house):
    for table, values in (
        ("proof", "1, 'other'"),
        ("proof", "9, 'kept'"),
        ("form", "2, 'other', 'open', NULL"),
    ):
        with pytest.raises(IntegrityError):
            run(house, f"INSERT OR REPLACE INTO {table} VALUES ({values})")


@pytest.mark.only("postgresql")
def test_no_guarded_table_can_be_emptied(house):
    for table in ("proof", "form", "line"):
        with pytest.raises(IntegrityError):
            run(house, f"TRUNCATE {table}")


def test_a_column_that_is_not_there_cannot_be_left_free(house):
    with house.begin() as connection, pytest.raises(ValueError, match="no column"):
        guards.freeze_when(connection, "form", "OLD.signed_at IS NOT NULL", free=["sttate"])


@pytest.mark.only("postgresql")
def test_nobody_slips_a_line_in_while_its_form_is_being_signed(house):
    with house.connect() as signing, house.connect() as late:
        signing.exec_driver_sql("UPDATE form SET signed_at = 'now' WHERE id = 1")
        late.exec_driver_sql("SET lock_timeout = '300ms'")
        with pytest.raises(OperationalError, match="lock timeout"):
            late.exec_driver_sql("INSERT INTO line VALUES (3, 1, 'late', 0)")
        signing.rollback()


def test_the_guards_come_down_and_go_up_again(house):
    with house.begin() as connection:
        for table in ("line", "form", "proof", "course"):
            connection.exec_driver_sql(f"DROP TABLE {table}")
        guards.drop(connection)
        for statement in TABLES:
            connection.exec_driver_sql(statement)
        guards.append_only(connection, "proof")
    with pytest.raises(IntegrityError):
        run(house, "DELETE FROM proof")


@pytest.mark.only("postgresql")
def test_the_owner_is_refused_as_the_application(empty_engine):
    with empty_engine.begin() as connection, pytest.raises(ConfigError):
        guards.grant_application_role(connection, postgres.OWNER)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET reason = ''",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event",
        "DROP TABLE audit_event",
        "DROP TRIGGER audit_event_append_only ON audit_event",
        "ALTER TABLE audit_event DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "INSERT INTO audit_patient SELECT id, id, at FROM audit_event",
        "UPDATE audit_patient SET at = now()",
        "DELETE FROM audit_patient",
        "TRUNCATE audit_patient",
        "INSERT INTO audit_head VALUES ('other', 0, '')",
        "UPDATE audit_head SET sequence = 9",
        "DELETE FROM audit_head",
        "TRUNCATE audit_head",
    ],
)
@pytest.mark.only("postgresql")
def test_the_application_role_has_no_right_to_rewrite_the_trail(store, statement):
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        store.run(statement)


@pytest.mark.parametrize(
    "name",
    ["waypoint_refuse", "waypoint_follow_event", "waypoint_hold_head", "waypoint_take_chain"],
)
@pytest.mark.only("postgresql")
def test_functions_that_act_as_owner_look_nowhere_else(store, name):
    with store.owner.connect() as connection:
        definer, path = connection.exec_driver_sql(
            f"SELECT prosecdef, proconfig FROM pg_proc WHERE proname = '{name}'"
        ).one()
    assert not definer or path == ["search_path=pg_catalog, public, pg_temp"]
