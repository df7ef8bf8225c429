"""The `waypoint` command: gathers the rooms' commands, each loaded only when it is called."""

from __future__ import annotations

from importlib import import_module
from typing import Final

import click

COMMANDS: Final = {
    "audit": ("treatment.audit.cli:audit", "Seal and verify the audit trail."),
    "db": ("treatment.web.cli:db", "Prepare and check the database."),
    "demo": ("treatment.demo.cli:demo", "Load invented people to look around with."),
    "instrument": ("treatment.instruments.cli:instrument", "Score questionnaires, and list them."),
    "plan": ("treatment.plans.cli:plan", "Draft plans from findings, and compare drafts."),
    "user": ("treatment.accounts.cli:user", "Create and disable staff accounts."),
}


class Rooms(click.Group):
    """A group that knows its commands by name and imports one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command = getattr(import_module(module), name)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in sorted(COMMANDS)])


@click.group(cls=Rooms)
def main() -> None:
    """Waypoint: from intake to a signed plan, followed through its phases."""
