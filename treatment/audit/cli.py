"""`waypoint audit`: seal the trail, and tell whether it is still as it was written."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from config import Config

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from treatment.audit.operations import End
    from treatment.audit.proof import Report


@click.group()
def audit() -> None:
    """Seal and check the audit trail."""


@audit.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def seal(file: Path) -> None:
    """Write the signed ends of all chains to FILE, after checking the trail against them.

    A seal that is already there is checked first and then replaced. Keep it where the database
    administrator cannot write: with it, even a tail cut off together with its head is seen.
    """
    from treatment.audit import operations  # noqa: PLC0415  keeps the other commands light
    from treatment.web.clock import now  # noqa: PLC0415

    config = _settings()
    earlier = next((p for p in (file, Path(config.seal_file)) if p.is_file()), None)
    report = _checked(config, _promised(config, earlier) if earlier else None)
    operations.seal(report.ends, file, key=config.audit_key.encode(), at=now())
    click.echo(f"Sealed {_counted(report)} in {file.name}.")


@audit.command()
@click.option("--seal", "file", type=click.Path(path_type=Path, dir_okay=False))
def verify(file: Path | None) -> None:
    """Read every event and name the first that is not as it was written.

    Without --seal the file named by WAYPOINT_SEAL_FILE is used, where there is one.
    """
    config = _settings()
    chosen = file or (Path(config.seal_file) if config.seal_file else None)
    report = _checked(config, _promised(config, chosen) if chosen else None)
    said = "" if chosen else " Without a seal, a tail cut off together with its head is not seen."
    click.echo(f"Sound: {_counted(report)}, every event as it was written.{said}")


def _settings() -> Config:
    from treatment.web.cli import said_in_one_line  # noqa: PLC0415

    with said_in_one_line():
        return Config.from_environment()


def _promised(config: Config, file: Path) -> "dict[str, End]":
    from treatment.audit.operations import opened  # noqa: PLC0415
    from treatment.errors import DomainError  # noqa: PLC0415

    try:
        return opened(file, key=config.audit_key.encode())
    except DomainError as refusal:
        raise click.ClickException(str(refusal)) from refusal


def _checked(config: Config, promised: "dict[str, End] | None") -> "Report":
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415

    from treatment.audit.proof import verify as walk  # noqa: PLC0415

    try:
        with _snapshot(config.database_url) as session:
            report = walk(session, key=config.audit_key.encode(), promised=promised)
    except SQLAlchemyError as error:
        message = f"The trail cannot be read: {type(error).__name__}."
        raise click.ClickException(message) from error
    if report.finding:
        raise click.ClickException(f"NOT SOUND. {report.finding}")
    return report


@contextmanager
def _snapshot(url: str) -> "Iterator[Session]":
    """One unchanging view of the database, while the application goes on writing."""
    from sqlalchemy import create_engine  # noqa: PLC0415
    from sqlalchemy.orm import Session  # noqa: PLC0415
    from sqlalchemy.pool import NullPool  # noqa: PLC0415

    is_sqlite = url.startswith("sqlite")
    engine = create_engine(
        url, isolation_level=None if is_sqlite else "REPEATABLE READ", poolclass=NullPool
    )
    with engine.connect() as connection:
        if is_sqlite:
            connection.exec_driver_sql("BEGIN")
        yield Session(connection)


def _counted(report: "Report") -> str:
    events = f"{report.events:,} event{'' if report.events == 1 else 's'}"
    return f"{events} in {len(report.ends)} chain{'' if len(report.ends) == 1 else 's'}"
