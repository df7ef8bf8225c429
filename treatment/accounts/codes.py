"""Six-digit time codes (RFC 6238) of an authenticator app, each good once."""

import secrets
from base64 import b32decode, b32encode
from datetime import datetime
from hmac import compare_digest
from urllib.parse import quote

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP

DIGITS = 6
STEP = 30  # seconds
SLACK = 1  # steps a slow hand or clock may be off, either way


def new_secret() -> str:
    """160 random bits in base32, as authenticator apps take them."""
    return b32encode(secrets.token_bytes(20)).decode("ascii")


def at(secret: str, moment: datetime) -> str:
    """The code an authenticator shows at `moment`."""
    return _code(secret, _step(moment))


def counter(secret: str, code: str, *, moment: datetime, after: int | None) -> int | None:
    """Which step `code` belongs to, or None when it is wrong, old or used before.

    Args:
        after: the last step a code was accepted for; that one and earlier ones are refused.
    """
    given = "".join(code.split()).encode()
    step = _step(moment)
    for near in range(step - SLACK, step + SLACK + 1):
        if compare_digest(_code(secret, near).encode(), given) and near > (after or 0):
            return near
    return None


def _step(moment: datetime) -> int:
    return int(moment.timestamp()) // STEP


def _code(secret: str, step: int) -> str:
    # Every authenticator app speaks SHA-1 here; as a keyed hash it is not broken.
    return HOTP(b32decode(secret), DIGITS, SHA1()).generate(step).decode("ascii")  # noqa: S303


def uri(secret: str, username: str, issuer: str) -> str:
    """What an authenticator app scans."""
    label = quote(f"{issuer}:{username}")
    return f"otpauth://totp/{label}?secret={secret}&issuer={quote(issuer)}&digits={DIGITS}"
