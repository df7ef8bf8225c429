"""Secrets that are only compared: a cookie or a link holds the token, a row its hash."""

import hashlib
import secrets

GROUPS, GROUP = 4, 4
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that look alike


def new() -> str:
    """256 random bits, fit for a cookie or a link."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def recovery_code() -> str:
    """79 random bits, typed from paper: four groups of four."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join(groups)


def as_typed(code: str) -> str:
    """A recovery code as stored, however it was typed: spaces, capitals, no dashes."""
    plain = "".join(letter for letter in code.casefold() if letter in LETTERS)
    return "-".join(plain[start : start + GROUP] for start in range(0, len(plain), GROUP))
