"""`waypoint db`: bring the database up to date, or say whether it is."""

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from sqlalchemy.engine import make_url

from config import Config, ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def said_in_one_line() -> "Iterator[None]":
    """A refusal to start is one sentence, not a traceback."""
    try:
        yield
    except ConfigError as refusal:
        raise click.ClickException(str(refusal)) from refusal


@click.group()
def db() -> None:
    """Prepare and check the database."""


@db.command()
def upgrade() -> None:
    """Migrate to the newest schema, as the owning role."""
    from migrations import guards  # noqa: PLC0415  needed by this command only
    from treatment.web import schema  # noqa: PLC0415  keeps the other commands light

    with said_in_one_line():
        config = Config.from_environment()
        engine = schema.owner_engine(config.owner_database_url or config.database_url)
        schema.upgrade(engine)
        if config.owner_database_url and engine.dialect.name == "postgresql":
            role = make_url(config.database_url).username or ""
            with engine.begin() as connection:
                guards.grant_application_role(connection, role)
    click.echo(f"Database is at {schema.head()}.")


@db.command()
def check() -> None:
    """Say whether schema and durability settings are as this version needs them."""
    from treatment.web import schema  # noqa: PLC0415
    from treatment.web.database import refuse_unsafe  # noqa: PLC0415

    with said_in_one_line():
        engine = schema.owner_engine(Config.from_environment().database_url)
        refuse_unsafe(engine)
        schema.refuse_other_version(engine)
    click.echo(f"Database is at {schema.head()} and keeps what it acknowledges.")
