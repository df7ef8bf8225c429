"""The file with the demo accounts' names, passwords and second factors: for this machine only."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """How to sign in as one invented worker."""

    username: str
    name: str
    roles: list[str]
    facility: str
    password: str
    totp_secret: str


def write(accounts: Iterable[Account], path: Path) -> None:
    """Replace the file; only its owner can read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(json.dumps([asdict(each) for each in accounts], indent=2) + "\n", "utf-8")


def read(path: Path) -> list[Account]:
    """The accounts of the last load; none when there was no load."""
    if not path.exists():
        return []
    return [Account(**each) for each in json.loads(path.read_text("utf-8"))]
