"""How an event is sealed to the one before it: pure, so that anyone can recompute it."""

import hmac
import json
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

_BREAKS = frozenset({"Zl", "Zp"})  # line and paragraph separators


def canonical(content: Mapping[str, Any]) -> bytes:
    """One spelling of a row: sorted keys, no white space, UTC times, plain ASCII."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), default=_plain).encode()


def sealed(content: Mapping[str, Any], *, key: bytes, purpose: str) -> str:
    """HMAC-SHA256 of the canonical content; a purpose cannot stand in for another."""
    return hmac.new(key, purpose.encode() + b"\n" + canonical(content), sha256).hexdigest()


def is_same(one: str, other: str) -> bool:
    """Compare two hashes without telling by time how far they agree."""
    return hmac.compare_digest(one.encode(), other.encode())


def plain(words: str, limit: int) -> str:
    """Words on one line: no NUL, control or formatting sign can forge a second entry."""
    kept = "".join(" " if _breaks(sign) else sign for sign in words)
    return " ".join(kept.split())[:limit]


def _breaks(sign: str) -> bool:
    category = unicodedata.category(sign)
    return category.startswith("C") or category in _BREAKS


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")
