"""`waypoint instrument`: score a questionnaire, without database, configuration or secret."""

from __future__ import annotations

import json
import re
from difflib import get_close_matches
from typing import Any, Final

import click

from treatment.instruments.catalog import CATALOG, Instrument, ScoreEntry
from treatment.instruments.reading import Reading, read

REFUSED = 2
OPEN: Final = frozenset({"", "-", "u", "unknown"})
WHOLE, DECIMAL = re.compile(r"[+-]?[0-9]{1,9}"), re.compile(r"[+-]?[0-9]{0,9}\.[0-9]{1,9}")
ANSWERS: Final = {"yes": True, "no": False, "unknown": None}
ALSO: Final = {
    "barc": "barc10",
    "dast": "dast10",
    "dsm5": "dsm",
    "dsm5tr": "dsm",
    "gad": "gad7",
    "nrs": "pain",
    "painnrs": "pain",
    "pcptsd": "pcptsd5",
    "phq": "phq9",
    "readiness": "rulers",
    "readinessrulers": "rulers",
    "uricadrug": "urica",
    "whodas": "whodas12",
    "whodas20": "whodas12",
}


def plain(name: str) -> str:
    """A name without case, hyphens and spaces."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


NAMES: Final = {plain(key): key for key in CATALOG} | ALSO


def key_of(name: str) -> str:
    """The key of an instrument, however it is written; raises ValueError for none."""
    if (key := NAMES.get(plain(name))) is not None:
        return key
    near = [NAMES[each] for each in get_close_matches(plain(name), NAMES, n=3)]
    hint = f"did you mean {' or '.join(dict.fromkeys(near))}?" if near else "see the list."
    message = f"There is no instrument “{name[:40]}”; {hint}"
    raise ValueError(message)


def value_of(text: str) -> Any:
    """One typed answer: a number, a word, or None where it is open."""
    word = text.strip().lower()
    if word in OPEN:
        return None
    if WHOLE.fullmatch(word):
        return int(word)
    return float(word) if DECIMAL.fullmatch(word) else word


def document(reading: Reading) -> dict[str, Any]:
    """What the command prints of a reading."""
    return {
        "total": reading.total,
        "band": reading.band,
        "complete": reading.complete,
        "at_least": reading.at_least,
        "flags": list(reading.flags),
    }


@click.group()
def instrument() -> None:
    """Score questionnaires, and list them."""


@instrument.command(context_settings={"ignore_unknown_options": True})
@click.argument("name")
@click.argument("values", default="", required=False)
@click.option(
    "--sex",
    type=click.Choice(["female", "male", "unknown"], case_sensitive=False),
    default="unknown",
    help="For AUDIT-C, AUDIT and PC-PTSD-5; unknown takes the lower cut-off.",
)
@click.option(
    "--exposed",
    type=click.Choice(list(ANSWERS)),
    default="unknown",
    help="The gate of the PC-PTSD-5; “no” makes it 0, and VALUES may be left out.",
)
@click.option(
    "--cows",
    type=click.FloatRange(0, 48),
    help="COWS of the same day; from 5 the PHQ-9 and GAD-7 are provisional.",
)
@click.option(
    "--as-prescribed",
    type=click.Choice(list(ANSWERS)),
    default="no",
    help="For the DSM criteria of an opioid, sedative or stimulant taken as prescribed.",
)
def score(
    name: str, values: str, *, sex: str, exposed: str, cows: float | None, as_prescribed: str
) -> None:
    r"""Score the instrument NAME from its answers VALUES and print one JSON object.

    NAME may be written in any way: phq9, PHQ-9, ciwa-ar, audit-c. VALUES are the answers in the
    order of the form with commas between them: points, or y and n for yes-no questions; “-”, “u”
    or nothing where an answer is open. Then there is no total, only the least it can be.

    \b
    Entered by the total alone, or by the points of the form:
      dast10, isi, pawss, whodas12; ciwa_b by the total alone
    audit-c   the first three questions of the audit
    bam       17 answers by number, or 15 by subscale:
              use 4-6; risk 1-3, 8, 11, 15; protective 9, 10, 12-14, 16
    cssrs     questions 1 to 6, then whether within 3 months
    rulers    importance, confidence, and the stage if it is known
    urica     the readiness value, or the means of precontemplation,
              contemplation, action and maintenance
    """
    try:
        reading = read(
            key_of(name),
            [value_of(each) for each in values.split(",")] if values else [],
            sex=sex.lower(),
            exposed=ANSWERS[exposed],
            cows=cows,
            as_prescribed=ANSWERS[as_prescribed],
        )
    except ValueError as refusal:
        click.echo(str(refusal), err=True)
        raise click.exceptions.Exit(REFUSED) from refusal
    click.echo(json.dumps(document(reading)))


@instrument.command("list")
def list_all() -> None:
    """List every instrument: its name for `score`, how many answers it takes, and its range."""
    for key, known in CATALOG.items():
        click.echo(f"{key:<10}{known.name:<34}{_answers(known):<18}{_range(known)}".rstrip())


def _answers(known: Instrument | ScoreEntry) -> str:
    if isinstance(known, Instrument):
        return f"{len(known.items)} answers" if len(known.items) > 1 else "1 answer"
    count = len(known.points or known.means)
    return f"total or {count}" if count else "total"


def _range(known: Instrument | ScoreEntry) -> str:
    return ", ".join(
        f"{'' if line.key == 'total' else f'{line.name} '}{line.low:g} to {line.high:g}"
        for line in known.lines
    )
