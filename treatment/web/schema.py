"""Bringing a database to the schema this code expects, and telling whether it is there."""

from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.pool import NullPool

from config import ConfigError
from treatment.web.database import tune

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def alembic_for(connection: Connection | None = None) -> AlembicConfig:
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(MIGRATIONS))
    settings.attributes["connection"] = connection
    return settings


def upgrade(engine: Engine, to: str = "head") -> None:
    with engine.begin() as connection:
        command.upgrade(alembic_for(connection), to)
        connection.exec_driver_sql("ANALYZE")  # SQLite picks poor indexes without statistics


def downgrade(engine: Engine, to: str) -> None:
    with engine.begin() as connection:
        command.downgrade(alembic_for(connection), to)


def owner_engine(url: str) -> Engine:
    """An engine for the role that owns the tables; it migrates and does nothing else."""
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, poolclass=NullPool)  # a command leaves no connection open
    tune(engine)
    return engine


def head() -> str | None:
    return ScriptDirectory.from_config(alembic_for()).get_current_head()


def current(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def refuse_other_version(engine: Engine) -> None:
    """Stop the start when code and tables do not belong together."""
    found, wanted = current(engine), head()
    if found != wanted:
        raise ConfigError(
            f"The database has schema {found or 'none'}, this version needs {wanted}: "
            "run `waypoint db upgrade`."
        )
