"""A database of its own for the trail: triggers, locks and roles need real commits."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from tests.conftest import owner_url
from treatment.audit.models import AuditEvent
from treatment.audit.operations import Entry, record
from treatment.web.schema import owner_engine

KEY = b"a key for tests only, long enough to pass for one"


@dataclass
class Store:
    """A migrated database: the owner's engine, and the application's."""

    owner: Engine
    app: Engine
    key: bytes = KEY

    def add(self, *entries: Entry) -> list[AuditEvent]:
        with Session(self.app, expire_on_commit=False) as session:
            events = [record(session, entry, key=self.key) for entry in entries]
            session.commit()
            return events

    def run(self, *statements: str) -> int:
        with self.app.begin() as connection:
            for statement in statements:
                rows = connection.exec_driver_sql(statement).rowcount
        return rows

    def run_as_owner(self, *statements: str) -> None:
        with self.owner.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    def forge(self, *statements: str) -> None:
        """Change rows as only somebody who owns the database could: with the guards taken down."""
        if self.app.dialect.name == "postgresql":
            tables = ("audit_event", "audit_patient", "audit_head")
            self.run_as_owner(
                *(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables), *statements
            )
            return
        with self.app.connect() as connection:
            triggers = connection.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%'"
            )
            names = triggers.scalars().all()
        self.run(*(f"DROP TRIGGER {name}" for name in names), *statements)


@pytest.fixture
def store(own_database: str, own_engine: Engine) -> Iterator[Store]:
    owner = owner_engine(owner_url(own_database))
    yield Store(owner, own_engine)
    owner.dispose()


@pytest.fixture
def empty_engine(databases) -> Iterator[Engine]:
    """The owner's engine on a database without a single table."""
    from uuid import uuid4

    url = databases.empty(f"empty_{uuid4().hex[:12]}")
    engine = create_engine(owner_url(url)) if "postgresql" in url else owner_engine(url)
    yield engine
    engine.dispose()
    databases.forget(url)
