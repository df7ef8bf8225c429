"""The schema: migrations and models agree, in both directions, with rows in every table."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Engine,
    Enum,
    Float,
    Integer,
    Table,
    Uuid,
    create_engine,
    inspect,
    select,
)
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from tests.conftest import Databases, migrate, owner_url
from treatment.audit.operations import Entry, record
from treatment.audit.vocabulary import Action
from treatment.base import Base, UTCDateTime
from treatment.web import schema

PRODUCT = Path(__file__).resolve().parents[2] / "treatment"
for found in PRODUCT.glob("*/models.py"):
    import_module(f"treatment.{found.parent.name}.models")

TABLES = list(Base.metadata.sorted_tables)
ENUMS = [
    pytest.param(column, id=str(column))
    for table in TABLES
    for column in table.columns
    if isinstance(column.type, Enum)
]
# Whose rows belong to no patient and no facility's chart, or name their facility otherwise.
NOT_CLINICAL = {
    "facility",  # is the facility
    "staff_session", "staff_device", "invitation",  # hang on staff, who has one
    "failed_attempt",  # tries at names nobody has
    "audit_event", "audit_patient", "audit_head",  # name a chain: the facility's or the system's
}  # fmt: skip
NOW = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def owner(databases: Databases) -> Iterator[Engine]:
    engine = create_engine(owner_url(databases.original), poolclass=NullPool)
    yield engine
    engine.dispose()


def test_models_and_migrations_say_the_same(owner: Engine) -> None:
    with owner.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_every_revision_is_named_as_its_file() -> None:
    for revision in ScriptDirectory(str(PRODUCT.parent / "migrations")).walk_revisions():
        assert Path(revision.path).stem == revision.revision


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_foreign_key_is_indexed(owner: Engine, table: Table) -> None:
    inspector = inspect(owner)
    leading = {found["column_names"][0] for found in inspector.get_indexes(table.name)}
    leading |= {found["column_names"][0] for found in inspector.get_unique_constraints(table.name)}
    leading |= set(inspector.get_pk_constraint(table.name)["constrained_columns"][:1])
    keys = {key["constrained_columns"][0] for key in inspector.get_foreign_keys(table.name)}
    assert keys - leading == set()


@pytest.mark.parametrize("column", ENUMS)
def test_every_closed_set_is_checked_by_the_database(owner: Engine, column: Column[Any]) -> None:
    assert isinstance(column.type, Enum)
    checks = inspect(owner).get_check_constraints(column.table.name)
    words = {str(word) for word in column.type.enums}
    assert any(
        column.name in check["sqltext"] and all(f"'{word}'" in check["sqltext"] for word in words)
        for check in checks
    )


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_clinical_row_names_its_facility(table: Table) -> None:
    assert "facility_id" in table.columns or table.name in NOT_CLINICAL


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_moment_is_kept_aware(table: Table) -> None:
    naive = [c.name for c in table.columns if type(c.type) is DateTime]
    assert naive == []
    assert all(c.type.cache_ok for c in table.columns if isinstance(c.type, UTCDateTime))


def test_down_and_up_again_with_a_row_in_every_table(databases: Databases) -> None:
    """Every revision is left and reached again; what it does not own stays as it was."""
    url = databases.copy()
    script = ScriptDirectory(str(PRODUCT.parent / "migrations"))
    engine = create_engine(owner_url(url))
    fill(engine)
    assert {t.name for t in TABLES if not rows(engine, t)} == set()
    for revision in script.walk_revisions():
        step_back_and_forth(engine, url, revision.down_revision)
    engine.dispose()
    databases.forget(url)


def step_back_and_forth(engine: Engine, url: str, below: Any) -> None:
    schema.downgrade(engine, below or "base")
    kept = {t.name for t in TABLES if inspect(engine).has_table(t.name)}
    counted = {name: rows(engine, Base.metadata.tables[name]) for name in kept}
    migrate(url)
    assert {name: rows(engine, Base.metadata.tables[name]) for name in kept} == counted
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def rows(engine: Engine, table: Table) -> int:
    with engine.connect() as connection:
        return len(connection.execute(select(*table.primary_key.columns)).all())


def fill(engine: Engine) -> None:
    """One row in every table, parents first; the trail gets its own through its one door."""
    ids: dict[str, UUID] = {}
    with engine.begin() as connection:
        for table in TABLES:
            if not table.name.startswith("audit_"):
                values = {
                    c.name: a_value(c, ids)
                    for c in table.columns
                    if c.name == "id" or not c.nullable
                }
                connection.execute(table.insert(), values)
                ids[table.name] = values["id"]
    with Session(engine) as session:
        record(session, an_entry(), key=b"a key for tests only, long enough to pass for one")
        session.commit()


def an_entry() -> Entry:
    return Entry(chain="system", at=NOW, action=Action.READ, patients=[uuid4()])


def a_value(column: Column[Any], ids: dict[str, UUID]) -> Any:
    for key in column.foreign_keys:
        return ids[key.column.table.name]
    kind = column.type
    if isinstance(kind, Enum):
        return next(iter(kind.enum_class or kind.enums))
    for wanted, value in (
        (Uuid, uuid4()),
        (Boolean, False),
        (Integer, 1),
        (Float, 1.0),
        (Date, date(1990, 5, 17)),
        (UTCDateTime, NOW),
        (JSON, []),
    ):
        if isinstance(kind, wanted):
            return value
    return "x"
