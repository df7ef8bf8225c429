"""`waypoint plan`: draft plans from files, without database, configuration or secret."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import click

from treatment.intake.notation import InputError
from treatment.plans import notation
from treatment.plans.rules import Draft, draft
from treatment.plans.rules.comparing import compare

REFUSED = 2
INPUT = click.File("rb")


@contextmanager
def refused_in_plain_words() -> Iterator[None]:
    """Every problem of the input on a line of its own: JSON path and sentence; exit code 2."""
    try:
        yield
    except InputError as refusal:
        for problem in refusal.problems:
            click.echo(f"{problem.path}: {problem.message}", err=True)
        raise click.exceptions.Exit(REFUSED) from refusal


def drafted(text: bytes) -> Draft:
    return draft(notation.read(notation.parse(text)))


def answered(line: bytes) -> dict[str, Any]:
    """The draft of one line, or what is wrong with the line."""
    try:
        return notation.summary(drafted(line))
    except InputError as refusal:
        return notation.errors(refusal)


@click.group()
def plan() -> None:
    """Draft plans from findings, and compare drafts."""


@plan.command("draft")
@click.option("--lines", is_flag=True, help="Read and write one JSON document per line.")
@click.argument("file", type=INPUT)
def draft_plan(file: IO[bytes], *, lines: bool) -> None:
    """Draft the plan for the findings in FILE (- for standard input)."""
    if lines:
        for line in file:
            click.echo(json.dumps(answered(line)))
        return
    with refused_in_plain_words():
        click.echo(json.dumps(notation.summary(drafted(file.read())), indent=1))


@plan.command("diff")
@click.argument("before", type=INPUT)
@click.argument("after", type=INPUT)
def diff_plans(before: IO[bytes], after: IO[bytes]) -> None:
    """Draft the plans of two files and show what was added, stopped and changed."""
    with refused_in_plain_words():
        found = compare(drafted(before.read()), drafted(after.read()))
        click.echo(json.dumps(notation.difference(found), indent=1))
