"""How connections open, transactions begin, and which databases cannot be trusted."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from flask import Flask, current_app, has_request_context, request
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import SQLAlchemyError

from config import Config, ConfigError
from treatment.web.extensions import db
from treatment.web.guards import is_fragment

BUSY_SECONDS = 30
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "recursive_triggers=ON",  # so that a row REPLACE would push out asks its guards as well
)
READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")

_writing: ContextVar[bool] = ContextVar("writing", default=False)


@contextmanager
def writing() -> Iterator[None]:
    """A short transaction that writes, inside a request that otherwise only reads."""
    db.session.rollback()
    token = _writing.set(True)
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _writing.reset(token)


def is_writing() -> bool:
    """Whether the next transaction must take the write lock: every POST and every command.

    A fragment reads, whatever its method: a search is a POST so that no name stands in a URL.
    """
    if _writing.get() or not has_request_context():
        return True
    return request.method not in READING_METHODS and not is_fragment(current_app, request.endpoint)


def init_app(app: Flask, config: Config) -> None:
    app.config["SQLALCHEMY_DATABASE_URI"] = config.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(config.database_url)
    db.init_app(app)
    with app.app_context():
        tune(db.engine)


def engine_options(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": BUSY_SECONDS, "check_same_thread": False}}
    limits = "-c statement_timeout=30s -c lock_timeout=10s"
    idle = "-c idle_in_transaction_session_timeout=60s -c timezone=UTC"
    return {
        "pool_pre_ping": True,
        "pool_size": 10,
        "max_overflow": 6,
        "pool_timeout": 5,
        "connect_args": {"options": f"{limits} {idle}"},
    }


def tune(engine: Engine) -> None:
    """Give SQLite durable WAL transactions that take their lock at the start."""
    if engine.dialect.name != "sqlite":
        return
    turns = Turns()
    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", turns.begin)
    event.listen(engine, "checkin", turns.release)
    event.listen(engine, "invalidate", turns.release)


def prepare(raw: Any, _record: Any) -> None:
    raw.isolation_level = None  # we say BEGIN ourselves
    for pragma in PRAGMAS:
        raw.execute(f"PRAGMA {pragma}")
    raw.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")


class Turns:
    """One writer per process at a time: SQLite's own lock is unfair and has a long tail."""

    def __init__(self) -> None:
        self.lock = threading.Lock()

    def begin(self, connection: Connection) -> None:
        if not is_writing():
            connection.exec_driver_sql("BEGIN")
            return
        self._take(connection)
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    def _take(self, connection: Connection) -> None:
        if connection.info.get("holds_write_lock"):
            return
        if not self.lock.acquire(timeout=BUSY_SECONDS):
            raise TimeoutError("the write lock was not free in time")
        connection.info["holds_write_lock"] = True

    def release(self, _raw: Any, record: Any, *_error: Any) -> None:
        if record.info.pop("holds_write_lock", False):
            self.lock.release()


def refuse_unsafe(engine: Engine) -> None:
    """Stop a production start on a database that may forget what it acknowledged.

    Raises:
        ConfigError: unreachable database, or PostgreSQL with a durability setting off.
    """
    try:
        with engine.connect() as connection:
            off = [] if engine.dialect.name == "sqlite" else list(_switched_off(connection))
    except SQLAlchemyError as error:
        raise ConfigError(f"The database cannot be reached: {type(error).__name__}.") from error
    if off:
        raise ConfigError(f"PostgreSQL must not run with {' and '.join(off)} off.")


def _switched_off(connection: Connection) -> Iterator[str]:
    for name in DURABLE:
        if connection.scalar(text("SELECT current_setting(:name)"), {"name": name}) == "off":
            yield name
