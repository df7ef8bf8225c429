"""A throw-away PostgreSQL cluster: up in a second, gone afterwards, and never somebody's own."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from psycopg import sql

OWNER, APPLICATION = "waypoint_owner", "waypoint_app"
FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
DURABLE: dict[str, str] = {}  # as PostgreSQL comes
MISSING = "PostgreSQL's server is missing; install it with: apt-get install postgresql"
PATIENCE = 20.0


class ServerMissingError(Exception):
    """No PostgreSQL server on this machine; the text names the package that brings it."""


@dataclass(frozen=True)
class Cluster:
    """A running server with two roles: one owns the schema, the other is the application's."""

    port: int

    def url(self, database: str, role: str = APPLICATION) -> str:
        return f"postgresql+psycopg://{role}@127.0.0.1:{self.port}/{database}"

    def command(self, text: LiteralString, *names: str, database: str = "postgres") -> None:
        """Run one statement as superuser; `{}` in it stands for a quoted name."""
        query = sql.SQL(text).format(*map(sql.Identifier, names))
        with psycopg.connect(self._superuser(database), autocommit=True) as connection:
            connection.execute(query)

    def create(self, name: str, *, like: str = "template1") -> None:
        self.command("CREATE DATABASE {} TEMPLATE {} OWNER {}", name, like, OWNER)

    def drop(self, name: str) -> None:
        self.command("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def configure(self, name: LiteralString, value: LiteralString) -> None:
        """Change a setting of the running server and wait until new connections see it."""
        self.command(f"ALTER SYSTEM SET {name} = {value}")
        self.command("SELECT pg_reload_conf()")
        deadline = time.monotonic() + PATIENCE
        while self.setting(name) != value and time.monotonic() < deadline:
            time.sleep(0.02)

    def setting(self, name: str) -> str:
        with psycopg.connect(self._superuser("postgres")) as connection:
            row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
        return str(row[0]) if row else ""

    def _superuser(self, database: str) -> str:
        return f"host=127.0.0.1 port={self.port} user=test dbname={database}"


def binaries() -> Path:
    """The newest server on this machine, where Debian or the PATH keeps it."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3])
    )
    plain = shutil.which("initdb")
    if not found and not plain:
        raise ServerMissingError(MISSING)
    return found[-1].parent if found else Path(plain or "").resolve().parent


@contextmanager
def cluster(settings: Mapping[str, str]) -> Iterator[Cluster]:
    """Start a server with `settings`; root steps down to user postgres, as the server demands."""
    programs, folder, port = binaries(), Path(tempfile.mkdtemp(prefix="waypoint-pg-")), _free_port()
    asking = _lowered(folder) | {
        "cwd": folder,
        "env": {"PATH": f"{programs}:/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
    }
    initdb = ["initdb", "-D", "data", "-U", "test", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run([programs / initdb[0], *initdb[1:]], check=True, capture_output=True, **asking)
    pairs = {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "max_connections": "60",
        **settings,
    }
    options = [part for name, value in pairs.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [programs / "postgres", "-D", "data", "-k", str(folder), *options],
            stdout=log,
            stderr=log,
            **asking,
        )
    try:
        yield _prepared(Cluster(port), server, folder / "log")
    finally:
        server.send_signal(signal.SIGINT)  # fast: who is still connected is sent away
        server.wait(PATIENCE)
        shutil.rmtree(folder, ignore_errors=True)


def _prepared(fresh: Cluster, server: "subprocess.Popen[bytes]", log: Path) -> Cluster:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(psycopg.OperationalError):
            fresh.command("CREATE ROLE {} LOGIN", OWNER)
            fresh.command("CREATE ROLE {} LOGIN", APPLICATION)
            return fresh
        time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start: {log.read_text()[-2000:]}")


def _lowered(folder: Path) -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam("postgres")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
