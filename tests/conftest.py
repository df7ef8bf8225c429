"""One application, one database, one transaction per test that is rolled back at its end.

`--database postgresql` runs the same suite on a throw-away cluster. Tests write through
`session`; while a client speaks no application context is open, so no two requests can
share what Flask keeps per context. Locks, triggers that end transactions and two writers
need real commits: those tests ask for `own_database`.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask, has_app_context, has_request_context, request
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session

from tests.builders import a_facility, a_staff
from tests.postgres import APPLICATION, FAST, OWNER, Cluster, ServerMissingError, binaries, cluster
from treatment.accounts.models import Facility, Staff
from treatment.permissions import Role

WRITTEN_BY_A_GET = {
    "audit_event",  # a reading is an event
    "audit_patient",  # and names the patients it showed
    "audit_head",  # and moves the chain
    "staff_session",  # last seen, at most once a minute
    "failed_attempt",  # the bounded table of tries
}
WRITES = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")


def pytest_configure(config: pytest.Config) -> None:
    """Without a server there is nothing to test: CI fails, a person is told what to install."""
    if config.getoption("--database") == "postgresql" and not hasattr(config, "workerinput"):
        try:
            binaries()
        except ServerMissingError as missing:
            pytest.exit(str(missing), returncode=1 if os.environ.get("CI") else 0)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    chosen = config.getoption("--database")
    other = [
        item
        for item in items
        if (mark := item.get_closest_marker("only")) and chosen not in mark.args
    ]
    config.hook.pytest_deselected(items=other)
    items[:] = [item for item in items if item not in other]


# --- databases -------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest) -> str:
    """Which database this run is about: sqlite or postgresql."""
    name: str = request.config.getoption("--database")
    return name


class Databases:
    """Hands out migrated databases: copies of one that Alembic built once."""

    def __init__(self, folder: Path, server: Cluster | None) -> None:
        self.folder, self.server = folder, server
        self.original = self.empty("original")
        migrate(self.original)

    def empty(self, name: str) -> str:
        if self.server is None:
            return f"sqlite:///{self.folder / name}.sqlite3"
        self.server.create(name)
        return self.server.url(name)

    def copy(self) -> str:
        name = f"copy_{uuid4().hex[:12]}"
        if self.server:
            self.server.create(name, like="original")
            return self.server.url(name)
        shutil.copyfile(self.folder / "original.sqlite3", self.folder / f"{name}.sqlite3")
        return f"sqlite:///{self.folder / name}.sqlite3"

    def forget(self, url: str) -> None:
        if self.server:
            self.server.drop(str(make_url(url).database))
        else:
            for path in self.folder.glob(f"{Path(str(make_url(url).database)).stem}*"):
                path.unlink()


def owner_url(url: str) -> str:
    """The same database as the role that owns its tables; SQLite knows no roles."""
    return url.replace(f"//{APPLICATION}@", f"//{OWNER}@")


def migrate(url: str, to: str = "head") -> None:
    """Bring a database to a revision exactly as `waypoint db upgrade` does."""
    from migrations import guards
    from treatment.web import schema

    engine = schema.owner_engine(owner_url(url))
    schema.upgrade(engine, to)
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            guards.grant_application_role(connection, APPLICATION)
    engine.dispose()


@pytest.fixture(scope="session")
def databases(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    with ExitStack() as stack:
        server = stack.enter_context(cluster(FAST)) if database == "postgresql" else None
        yield Databases(tmp_path_factory.mktemp("databases"), server)


@pytest.fixture
def own_database(databases: Databases) -> Iterator[str]:
    """The URL of a migrated database of this test's own, where commits are real."""
    url = databases.copy()
    yield url
    databases.forget(url)


@pytest.fixture
def own_engine(own_database: str) -> Iterator[Engine]:
    """Connections to the test's own database, opened the way the application opens them."""
    from treatment.web.database import engine_options, tune

    engine = create_engine(own_database, **engine_options(own_database))
    tune(engine)
    yield engine
    engine.dispose()


# --- the application -------------------------------------------------------------------------


class Client(FlaskClient):
    """A browser: what the test wrote is kept first, what the answer changed is read anew."""

    session: Session
    staff: Staff

    def open(self, *args: Any, **kwargs: Any) -> Any:
        assert not has_app_context(), "close the application context before a client speaks"
        self.session.commit()
        answer = super().open(*args, **kwargs)
        self.session.expire_all()
        return answer

    def post(self, *args: Any, csrf: bool = True, **kwargs: Any) -> Any:
        """Send the form with the token its page would have carried; `csrf=False` forgets it."""
        if csrf:
            kwargs["headers"] = {**dict(kwargs.get("headers") or {}), "X-CSRFToken": self.token()}
        return super().post(*args, **kwargs)

    def token(self) -> str:
        with self.session_transaction() as cookie:
            raw: str = cookie.setdefault("csrf_token", "0" * 40)
        secret = self.application.secret_key
        return str(URLSafeTimedSerializer(str(secret), salt="wtf-csrf-token").dumps(raw))


@pytest.fixture(scope="session")
def app(databases: Databases) -> Iterator[Flask]:
    from config import Config
    from treatment.app import create_app
    from treatment.web.extensions import db

    app = create_app(Config.for_tests(databases.copy()))
    app.testing = True
    app.test_client_class = Client
    db.session.session_factory.configure(join_transaction_mode="create_savepoint")
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def connection(app: Flask) -> Iterator[Connection]:
    """The one connection of a test: its transaction is rolled back whatever was committed."""
    from treatment.web.extensions import db

    with app.app_context():
        engines: dict[str | None, Any] = db.engines  # type: ignore[assignment]  # it is a dict
    engine = engines[None]
    with engine.connect() as connection:
        outer = connection.begin()
        engines[None] = connection  # a session binds to either
        try:
            yield connection
        finally:
            engines[None] = engine
            outer.rollback()


@pytest.fixture
def session(connection: Connection) -> Iterator[Session]:
    """The test's own session; its commits are savepoints of the test's transaction."""
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        yield session


@pytest.fixture
def facility(session: Session) -> Facility:
    """The place a test happens at, unless it says otherwise."""
    place = a_facility()
    session.add(place)
    session.flush()
    return place


@pytest.fixture
def browser(app: Flask, session: Session, reading_never_writes: None) -> Callable[[], Client]:
    """Another browser each time, with a cookie jar of its own."""

    def opened() -> Client:
        client = app.test_client()
        assert isinstance(client, Client)
        client.session = session
        return client

    return opened


@pytest.fixture
def client(browser: Callable[[], Client]) -> Client:
    """A browser nobody is signed in to."""
    return browser()


@pytest.fixture
def client_of(browser: Callable[[], Client], session: Session) -> Callable[[Staff], Client]:
    """A browser in which this person is signed in, through a session row like any other."""
    from treatment.accounts import arrivals, sessions

    def sign_in(staff: Staff) -> Client:
        session.add(staff)
        session.flush()
        _row, token = sessions.begin(session, staff, at=datetime.now(UTC), ip="127.0.0.1")
        session.commit()
        client = browser()
        client.staff = staff
        with client.session_transaction() as cookie:
            cookie.update(arrivals.cookie_of(staff, token))
        return client

    return sign_in


@pytest.fixture
def client_as(client_of: Callable[[Staff], Client], facility: Facility) -> Callable[..., Client]:
    """`client_as(Role.NURSE)`, `client_as(Role.NURSE, at=other_facility)`: a new person each time."""

    def sign_in(*roles: Role, at: Facility | None = None, **changes: Any) -> Client:
        return client_of(a_staff(*roles, at=at or facility, **changes))

    return sign_in


@pytest.fixture
def reading_never_writes(connection: Connection) -> Iterator[None]:
    """A GET may write the trail and the door's two tables, and nothing clinical."""
    refused: list[str] = []

    def refuse(_connection: Any, _cursor: Any, sql: str, *_: Any) -> None:
        table = WRITES.match(sql)
        reading = has_request_context() and request.method in {"GET", "HEAD"}
        if reading and table and table[1] not in WRITTEN_BY_A_GET:
            refused.append(f"{request.method} {request.path}: {sql}")

    event.listen(connection, "before_cursor_execute", refuse)
    yield
    event.remove(connection, "before_cursor_execute", refuse)
    assert refused == []


@pytest.fixture
def statements(connection: Connection) -> Any:
    """A context that collects the SQL of its block, so that a page can promise a number."""

    @contextmanager
    def collect() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_connection: Any, _cursor: Any, sql: str, *_: Any) -> None:
            if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
                seen.append(sql)

        event.listen(connection, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(connection, "before_cursor_execute", note)

    return collect
