"""The log as a CSV file that no spreadsheet takes for formulas."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from uuid import UUID

from treatment.audit.models import AuditEvent
from treatment.reports.trail.vocabulary import Field

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what makes a spreadsheet calculate
HEADINGS = ("Person's name", *(field.label for field in Field))


def lines(events: Iterable[AuditEvent], names: Mapping[UUID | None, str]) -> Iterator[str]:
    """The file line by line: one event each, under its headings."""
    yield _line(HEADINGS)
    for event in events:
        cells = (_text(getattr(event, field.value)) for field in Field)
        yield _line((names.get(event.actor_id, ""), *cells))


def _text(value: object) -> str:
    if isinstance(value, list):
        return " ".join(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return "" if value is None else str(value)


def _line(cells: Iterable[str]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(harmless(cell) for cell in cells)
    return written.getvalue()


def harmless(cell: str) -> str:
    """Quoted with an apostrophe where a spreadsheet would read a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell
