"""Settings from the environment; a missing or weak one is named in one line."""

import os
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
ENVIRONMENTS = ("development", "production", "test")
WEAK = 32  # characters; a secret shorter than this is guessable


class ConfigError(Exception):
    """The application cannot start with these settings; the text says which and why."""


@dataclass(frozen=True, kw_only=True)
class Config:
    """Everything the application is told from outside; URLs and secrets stay out of the logs."""

    environment: str = "development"
    database_url: str = f"sqlite:///{ROOT / 'instance' / 'waypoint.sqlite3'}"
    owner_database_url: str = ""
    secret_key: str = field(default="", repr=False)
    audit_key: str = field(default="", repr=False)
    field_keys: tuple[str, ...] = field(default=(), repr=False)
    trusted_hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
    public_url: str = "http://127.0.0.1:8000"
    seal_file: str = ""

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Config":
        """Read WAYPOINT_* names; in development, secrets come from `instance/secrets`."""
        given = {
            name.removeprefix("WAYPOINT_").lower(): value.strip()
            for name, value in environ.items()
            if name.startswith("WAYPOINT_") and value.strip()
        }
        unknown = given.keys() - cls.__dataclass_fields__.keys()
        if unknown:
            raise ConfigError(f"Unknown setting WAYPOINT_{min(unknown).upper()}.")
        lists: dict[str, Any] = {
            name: tuple(part for part in given[name].split(",") if part)
            for name in ("field_keys", "trusted_hosts")
            if name in given
        }
        settings: dict[str, Any] = {**_development_secrets(given), **given, **lists}
        config = cls(**settings)
        config.refuse_what_is_missing()
        return config

    @classmethod
    def for_tests(cls, database_url: str = "sqlite://", **changes: object) -> "Config":
        settings: dict[str, Any] = {
            "environment": "test",
            "database_url": database_url,
            "secret_key": "a secret for tests only, long enough to pass",
            "audit_key": "an audit key for tests only, long enough to pass",
            "field_keys": ("dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk=",),
            "trusted_hosts": ("localhost", "127.0.0.1"),
            "public_url": "http://localhost",
        }
        return cls(**{**settings, **changes})

    def refuse_what_is_missing(self) -> None:
        if self.environment not in ENVIRONMENTS:
            raise ConfigError(f"WAYPOINT_ENVIRONMENT must be one of {', '.join(ENVIRONMENTS)}.")
        for name in ("secret_key", "audit_key"):
            if len(getattr(self, name)) < WEAK:
                raise ConfigError(f"WAYPOINT_{name.upper()} needs at least {WEAK} random letters.")
        if not self.field_keys or not all(map(_is_fernet_key, self.field_keys)):
            raise ConfigError("WAYPOINT_FIELD_KEYS needs Fernet keys (32 bytes, url-safe base64).")
        if self.is_production:
            self._refuse_in_production()

    def _refuse_in_production(self) -> None:
        if not self.is_https:
            raise ConfigError("WAYPOINT_PUBLIC_URL must begin with https:// in production.")
        if self.secret_key == self.audit_key:
            raise ConfigError("WAYPOINT_AUDIT_KEY must differ from WAYPOINT_SECRET_KEY.")
        if len(set(self.secret_key)) < WEAK // 4 or len(set(self.audit_key)) < WEAK // 4:
            raise ConfigError("WAYPOINT_SECRET_KEY and WAYPOINT_AUDIT_KEY must be random.")


def _is_fernet_key(text: str) -> bool:
    try:
        return len(urlsafe_b64decode(text.encode("ascii"))) == 32  # noqa: PLR2004  a Fernet key
    except ValueError:
        return False


def _development_secrets(given: Mapping[str, str]) -> dict[str, object]:
    """Secrets a developer never has to think of: made once, kept beside the database, mode 600."""
    if given.get("environment", "development") != "development":
        return {}
    folder = ROOT / "instance"
    return {
        "secret_key": _kept(folder / "secret-key"),
        "audit_key": _kept(folder / "audit-key"),
        "field_keys": (_kept(folder / "field-key"),),
    }


def _kept(path: Path) -> str:
    if not path.exists():
        from cryptography.fernet import Fernet  # noqa: PLC0415  only the first start needs it

        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(Fernet.generate_key().decode("ascii"), "ascii")
    return path.read_text("ascii").strip()
