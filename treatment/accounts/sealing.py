"""Secrets that must be read again are sealed with the field keys, kept outside the database."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

_held: list[MultiFernet] = []


def hold(keys: Sequence[str]) -> None:
    """Use these keys from now on: the first seals, any opens, so a new one goes in front."""
    _held[:] = [MultiFernet([Fernet(key) for key in keys])]


def sealed(text: str) -> str:
    return _held[0].encrypt(text.encode()).decode("ascii")


def opened(seal: str | None) -> str | None:
    """The text, or None when there is none, it is not ours or its key is gone."""
    if not seal:
        return None
    try:
        return _held[0].decrypt(seal.encode()).decode()
    except InvalidToken:
        return None
