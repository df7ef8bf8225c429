"""Real commits on a database of the test's own: two writers, stale versions, a database that is gone."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from config import Config
from tests.builders import a_facility
from treatment.accounts.models import Facility
from treatment.app import create_app
from treatment.web.database import is_writing

ROUNDS, WRITERS = 12, 4


@pytest.fixture
def place(own_engine: Engine) -> Facility:
    with Session(own_engine, expire_on_commit=False) as session:
        facility = a_facility(name="0")
        session.add(facility)
        session.commit()
    return facility


@pytest.mark.only("sqlite")
@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 30_000)],
)
def test_sqlite_keeps_what_it_acknowledged(own_engine: Engine, pragma: str, value: object) -> None:
    with own_engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


@pytest.mark.only("postgresql")
@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("statement_timeout", "30s"),
        ("lock_timeout", "10s"),
        ("idle_in_transaction_session_timeout", "1min"),
        ("timezone", "UTC"),
    ],
)
def test_postgresql_gives_up_on_what_takes_too_long(
    own_engine: Engine, setting: str, value: str
) -> None:
    with own_engine.connect() as connection:
        assert connection.scalar(text("SELECT current_setting(:name)"), {"name": setting}) == value


def test_writers_at_the_same_time_lose_nothing(own_engine: Engine, place: Facility) -> None:
    """Each reads what is there and adds one; on PostgreSQL the row's lock makes them wait."""

    def add_one(_round: int) -> None:
        with Session(own_engine) as session:
            facility = session.get_one(Facility, place.id, with_for_update=True)
            facility.name = str(int(facility.name) + 1)
            session.commit()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(add_one, range(ROUNDS)))
    with Session(own_engine) as session:
        assert session.get_one(Facility, place.id).name == str(ROUNDS)


def test_a_save_against_an_older_version_fails_and_changes_nothing(
    own_engine: Engine, place: Facility
) -> None:
    with Session(own_engine) as session:
        mine = session.get_one(Facility, place.id)
        session.expunge(mine)
    with Session(own_engine) as session:
        session.get_one(Facility, place.id).name = "theirs"
        session.commit()
    with Session(own_engine) as session:
        session.add(mine)
        mine.name = "mine"
        with pytest.raises(StaleDataError):
            session.commit()
    with Session(own_engine) as session:
        assert session.get_one(Facility, place.id).name == "theirs"


@pytest.mark.only("sqlite")
def test_a_reader_sees_the_old_page_while_somebody_writes(
    own_engine: Engine, place: Facility
) -> None:
    app = Flask("reading")
    with own_engine.begin() as writing:
        writing.execute(text("UPDATE facility SET name = 'half written'"))
        with app.test_request_context(method="GET"):
            assert not is_writing()
            with Session(own_engine) as reading:
                assert reading.get_one(Facility, place.id).name == "0"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_everything_but_reading_takes_the_write_lock_first(method: str) -> None:
    with Flask("writing").test_request_context(method=method):
        assert is_writing()
    assert is_writing()


def test_a_fragment_reads_whatever_its_method(app: Flask) -> None:
    with app.test_request_context("/patients/find/live", method="POST"):
        assert not is_writing()
    with app.test_request_context("/patients/find", method="POST"):
        assert is_writing()


def test_a_database_that_is_gone_gives_a_calm_page_that_keeps_the_text() -> None:
    app = create_app(Config.for_tests("postgresql+psycopg://nobody@127.0.0.1:1/gone"))
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["csrf_token"] = "0" * 40
    token = URLSafeTimedSerializer(str(app.secret_key), salt="wtf-csrf-token").dumps("0" * 40)
    form = {"username": "robin.typed.this", "password": "a secret that stays out"}
    answer = client.post("/sign-in", data=form, headers={"X-CSRFToken": token})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "robin.typed.this" in answer.text
    assert "a secret that stays out" not in answer.text
