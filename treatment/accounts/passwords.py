"""Passwords: Argon2id, a length, and a short list nobody may use. Never rotated, never shown."""

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from treatment.errors import DomainError

SHORTEST = 12
LONGEST = 200
HASHER = PasswordHasher(time_cost=2, memory_cost=47_104, parallelism=1)


def hashed(password: str) -> str:
    return HASHER.hash(_normal(password))


def matches(stored: str | None, password: str) -> bool:
    """Takes the same time whether there is a stored hash or none."""
    try:
        return HASHER.verify(stored or _nobody(), _normal(password)) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def refuse_weak(password: str, *, username: str, printed_name: str = "") -> None:
    """Refuse what is short, endless, common or made of the person's own name.

    Raises:
        DomainError: says which of these it is.
    """
    if len(password) < SHORTEST:
        raise DomainError(f"Choose a password of at least {SHORTEST} characters.")
    if len(password) > LONGEST:
        raise DomainError(f"Choose a password of at most {LONGEST} characters.")
    plain = _letters(password)
    if _is_common(plain):
        raise DomainError("That password is on the list of common ones. Choose another.")
    own = [username, *printed_name.split()]
    if any(len(word) > 3 and _letters(word) in plain for word in own):  # noqa: PLR2004  short words prove nothing
        raise DomainError("Leave your own name and username out of your password.")


_DUMMY: list[str] = []


def _nobody() -> str:
    """A hash no password is known for, so that an unknown name costs as much as a known one."""
    if not _DUMMY:
        _DUMMY.append(HASHER.hash("a password that opens nothing"))
    return _DUMMY[0]


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def _letters(text: str) -> str:
    return "".join(c for c in _normal(text).casefold() if c.isalnum())


def _is_common(plain: str) -> bool:
    """Common words alone, repeated or with digits behind them, and keyboard runs."""
    bare = plain.strip("0123456789") or plain
    if len(set(plain)) < 5 or any(plain in run for run in RUNS):  # noqa: PLR2004  aaaa, 121212
        return True
    return _without_common_words(bare) == ""


def _without_common_words(bare: str) -> str:
    for word in COMMON:
        bare = bare.replace(word, "")
    return bare.strip("0123456789")


RUNS = (
    "01234567890123456789",
    "98765432109876543210",
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertyuiop1234567890",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "1q2w3e4r5t6y7u8i9o0p",
)
COMMON = (
    "correcthorsebatterystaple",
    "administrator",
    "password",
    "passw0rd",
    "p4ssw0rd",
    "passwort",
    "passphrase",
    "treatment",
    "counselor",
    "recovery",
    "waypoint",
    "facility",
    "hospital",
    "medicine",
    "baseball",
    "football",
    "basketball",
    "superman",
    "princess",
    "sunshine",
    "starwars",
    "trustno1",
    "iloveyou",
    "whatever",
    "computer",
    "internet",
    "changeme",
    "welcome",
    "letmein",
    "monkey",
    "dragon",
    "master",
    "shadow",
    "ashley",
    "jesus",
    "login",
    "admin",
    "clinic",
    "doctor",
    "nurse",
    "secret",
    "summer",
    "winter",
    "spring",
    "autumn",
    "qwertyuiop",
    "qwerty",
    "asdfghjkl",
    "zxcvbnm",
    "abc123",
    "hello",
    "please",
    "test",
    "temp",
    "pass",
    "my",
    "is",
    "the",
    "this",
)
