"""`waypoint demo`: invented people to try the product with; never in production."""

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from config import ROOT, Config, ConfigError
from treatment.errors import DomainError

if TYPE_CHECKING:
    from treatment.demo.accounts import Account

FILE = ROOT / "instance" / "demo-accounts.json"


@click.group(invoke_without_command=True)
@click.option("--if-empty", is_flag=True, help="Load only into a database without a facility.")
@click.pass_context
def demo(context: click.Context, *, if_empty: bool) -> None:
    """Load invented people and print how to sign in as each of them."""
    if context.invoked_subcommand is None:
        accounts = _load(_config(), if_empty=if_empty)
        _print(accounts, _config().public_url)


@demo.command()
@click.argument("name")
def code(name: str) -> None:
    """Print a fresh one-time code for the demo account NAME."""
    from treatment.demo.accounts import read  # noqa: PLC0415  keeps the other commands light

    _config()
    found = [account for account in read(FILE) if account.username == name.strip().casefold()]
    if not found:
        raise click.ClickException(f"There is no demo account {name}. See {_shown(FILE)}.")
    click.echo(_code(found[0]))


def _config() -> Config:
    try:
        config = Config.from_environment()
    except ConfigError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    if config.is_production:
        raise click.ClickException("Demo accounts are never made or used in production.")
    return config


def _load(config: Config, *, if_empty: bool) -> "list[Account]":
    from sqlalchemy import text  # noqa: PLC0415

    from treatment.app import create_app  # noqa: PLC0415  only the load needs the application
    from treatment.demo import accounts, operations  # noqa: PLC0415
    from treatment.web.clock import now  # noqa: PLC0415
    from treatment.web.extensions import db  # noqa: PLC0415

    with create_app(config).app_context(), ExitStack() as leaving:
        leaving.callback(db.engine.dispose)
        leaving.callback(db.session.remove)
        if if_empty and not operations.is_empty(db.session()):
            return accounts.read(FILE)
        try:
            made = operations.load(db.session(), now())
        except DomainError as refusal:
            raise click.ClickException(str(refusal)) from refusal
        db.session.execute(text("ANALYZE"))
        db.session.commit()
    accounts.write(made, FILE)
    return made


def _code(account: "Account") -> str:
    from treatment.accounts import codes  # noqa: PLC0415
    from treatment.web.clock import now  # noqa: PLC0415

    return codes.at(account.totp_secret, now())


def _print(accounts: "Iterable[Account]", url: str) -> None:
    facility = ""
    for account in accounts:
        if account.facility != facility:
            facility = account.facility
            click.echo(f"\n{facility}")
        roles = ", ".join(account.roles)
        said = f"  {account.username:<17} {account.password:<33} {_code(account)}  "
        click.echo(f"{said}{account.name} ({roles})")
    click.echo(
        f"\nUsername, password and one-time code; all people are invented ({_shown(FILE)})."
        f"\nA fresh code: waypoint demo code NAME.\nOpen {url}"
    )


def _shown(path: Path) -> str:
    return str(path.relative_to(ROOT))
