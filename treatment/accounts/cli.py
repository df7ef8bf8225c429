"""`waypoint user`: the first person of a facility, and the end of an account."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from config import Config
from treatment.permissions import Role

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from treatment.accounts.models import Facility, Staff
    from treatment.audit.vocabulary import Action

ROLES = click.Choice([role.value for role in Role])


@click.group()
def user() -> None:
    """Create and disable staff accounts."""


@user.command()
@click.argument("username")
@click.option("--name", required=True, help="The person's name as printed.")
@click.option("--role", "roles", type=ROLES, multiple=True, required=True, help="May be repeated.")
@click.option("--facility", required=True, help="Name of the facility; made when there is none.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Last day of access.")
@click.option("--zone", default="America/Los_Angeles", help="Time zone of a new facility.")
def create(
    username: str,
    name: str,
    roles: tuple[str, ...],
    facility: str,
    until: "datetime | None",
    zone: str,
) -> None:
    """Create USERNAME and print the link with which they set their own password, once."""
    from treatment.accounts import operations  # noqa: PLC0415  keeps the other commands light
    from treatment.audit.vocabulary import Action  # noqa: PLC0415
    from treatment.web.clock import now  # noqa: PLC0415

    newcomer = operations.Newcomer(
        username=username,
        printed_name=name,
        roles=frozenset(map(Role, roles)),
        record={"access_until": until.date() if until else None},
    )
    with _database() as (session, config):
        place = _facility(session, facility, zone)
        staff, token = operations.invite(session, place, newcomer, by=None, at=now())
        _record(session, config, staff, Action.PRIVILEGE, "Created", roles)
    click.echo(f"{staff.username} at {facility}. This link works once, for 24 hours:")
    click.echo(f"{config.public_url.rstrip('/')}/welcome/{token}")


@user.command()
@click.argument("username")
def disable(username: str) -> None:
    """Disable USERNAME and end every live sign-in of theirs."""
    from treatment.accounts import operations, queries  # noqa: PLC0415
    from treatment.audit.vocabulary import Action  # noqa: PLC0415
    from treatment.web.clock import now  # noqa: PLC0415

    with _database() as (session, config):
        staff = session.scalar(queries.named(operations.plain_username(username)))
        if staff is None:
            raise click.ClickException(f"There is no account {username}.")
        operations.disable(session, staff, by=None, at=now())
        _record(session, config, staff, Action.PRIVILEGE, "Disabled", ())
    click.echo(f"{username} is disabled.")


@contextmanager
def _database() -> "Iterator[tuple[Session, Config]]":
    """One transaction; a refusal is one sentence."""
    from sqlalchemy import create_engine  # noqa: PLC0415
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415
    from sqlalchemy.orm import Session  # noqa: PLC0415

    from treatment.accounts import sealing  # noqa: PLC0415
    from treatment.errors import DomainError  # noqa: PLC0415
    from treatment.web.cli import said_in_one_line  # noqa: PLC0415
    from treatment.web.database import engine_options, tune  # noqa: PLC0415

    with said_in_one_line():
        config = Config.from_environment()
    sealing.hold(config.field_keys)
    engine = create_engine(config.database_url, **engine_options(config.database_url))
    tune(engine)
    try:
        with Session(engine, expire_on_commit=False) as session, session.begin():
            yield session, config
    except DomainError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    except SQLAlchemyError as error:
        message = f"The database refused: {type(error).__name__}. Run `waypoint db upgrade` first."
        raise click.ClickException(message) from error
    finally:
        engine.dispose()


def _facility(session: "Session", name: str, zone: str) -> "Facility":
    from treatment.accounts import operations, queries  # noqa: PLC0415

    return session.scalar(queries.facility_named(name)) or operations.open_facility(
        session, name, zone
    )


def _record(
    session: "Session",
    config: Config,
    staff: "Staff",
    action: "Action",
    reason: str,
    fields: tuple[str, ...],
) -> None:
    from treatment.audit.operations import Entry, record  # noqa: PLC0415
    from treatment.web.clock import now  # noqa: PLC0415

    entry = Entry(
        chain=str(staff.facility_id),
        at=now(),
        action=action,
        source="command line",
        endpoint="waypoint user",
        object_type="staff",
        object_id=str(staff.id),
        fields=fields,
        reason=reason,
    )
    record(session, entry, key=config.audit_key.encode())
