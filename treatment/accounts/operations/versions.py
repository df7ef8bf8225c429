"""Nobody overwrites what somebody else saved in the meantime."""

from collections.abc import Mapping
from typing import Any

from treatment.accounts.models import Facility, Program, Staff
from treatment.errors import StaleError


def refuse_stale(row: Staff | Facility | Program, yours: Mapping[str, Any], version: int) -> None:
    if row.version != version:
        theirs = {name: str(getattr(row, name, "")) for name in yours}
        raise StaleError(theirs, {name: str(value) for name, value in yours.items()})
