"""Where a page of a list ended: a moment and an id, never a name, so that it may stand in a URL."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, tuple_

PAGE = 50
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row of a page."""

    at: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{(self.at - _EPOCH) // timedelta(microseconds=1)}-{self.id.hex}"

    @classmethod
    def read(cls, text: str | None) -> "Cursor | None":
        """The place a link names; anything else means the beginning."""
        moment, _, key = (text or "").partition("-")
        try:
            return cls(_EPOCH + timedelta(microseconds=int(moment)), UUID(key))
        except (ValueError, OverflowError):
            return None

    def before(self, at: Any, key: Any) -> ColumnElement[bool]:
        """Rows that come after this one when the newest stands first."""
        return tuple_(at, key) < tuple_(self.at, self.id)

    def after(self, at: Any, key: Any) -> ColumnElement[bool]:
        """Rows that come after this one when the oldest stands first."""
        return tuple_(at, key) > tuple_(self.at, self.id)
