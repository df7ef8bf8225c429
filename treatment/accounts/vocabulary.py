"""The closed words of staff accounts: credentials, why a session ended, how a person proved it."""

from enum import StrEnum


class Credential(StrEnum):
    """License or certification, as printed behind a name."""

    RADT = "RADT"
    CADC = "CADC"
    LAADC = "LAADC"
    LCSW = "LCSW"
    LMFT = "LMFT"
    LPCC = "LPCC"
    PSYCHOLOGIST = "psychologist"
    RN = "RN"
    NP = "NP"
    PA = "PA"
    MD = "MD"
    DO = "DO"
    NONE = "none"

    @property
    def label(self) -> str:
        return "No credential" if self is Credential.NONE else self.value

    @property
    def is_lpha(self) -> bool:
        """Licensed practitioner of the healing arts: may cosign a counselor's plan."""
        return self in LPHA

    @property
    def prescribes(self) -> bool:
        return self in PRESCRIBING


COUNSELOR_CREDENTIALS = frozenset({Credential.RADT, Credential.CADC, Credential.LAADC})
PRESCRIBING = frozenset({Credential.NP, Credential.PA, Credential.MD, Credential.DO})
LPHA = frozenset(Credential) - COUNSELOR_CREDENTIALS - {Credential.NONE}


class EndReason(StrEnum):
    """Why a signed-in session is over."""

    SIGNED_OUT = "signed_out"
    IDLE = "idle"
    TOO_OLD = "too_old"
    DISABLED = "disabled"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105  a reason
    ENDED_ELSEWHERE = "ended_elsewhere"
    FACTOR_RESET = "factor_reset"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class AuthMethod(StrEnum):
    """What a person re-entered to sign."""

    PASSWORD = "password"  # noqa: S105  a word
    TOTP = "totp"

    @property
    def label(self) -> str:
        return "password" if self is AuthMethod.PASSWORD else "6-digit code"


ZONES = (  # offered first; any IANA name is taken
    "America/Los_Angeles",
    "America/Phoenix",
    "America/Denver",
    "America/Chicago",
    "America/New_York",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
)
