"""The trail's verbs: record an event, seal the heads of the chains."""

import json
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Dialect, Select, column, func, select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from treatment.audit.chain import plain, sealed
from treatment.audit.models import AuditEvent, AuditHead
from treatment.audit.vocabulary import GENESIS, Action, Outcome
from treatment.errors import DomainError

REASON = 500  # characters of a stated reason that are kept
End = tuple[int, str]  # the sequence and hash a chain ends with
START: End = (0, GENESIS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An event before it has its place in a chain."""

    chain: str
    at: datetime
    action: Action
    outcome: Outcome = Outcome.DONE
    actor_id: UUID | None = None
    actor_roles: str = ""
    session_id: UUID | None = None
    source: str = ""
    endpoint: str = ""
    object_type: str = ""
    object_id: str = ""
    patients: Collection[UUID] = ()
    fields: Collection[str] = ()
    before_hash: str | None = None
    after_hash: str | None = None
    reason: str = ""
    request_id: str = ""

    def written(self) -> dict[str, Any]:
        """The columns as they are stored: each on one line, lists sorted and without doubles."""
        given = {each.name: getattr(self, each.name) for each in fields(self)}
        return given | {
            "patients": sorted({str(patient) for patient in self.patients}),
            "fields": sorted({plain(name, 64) for name in self.fields}),
            "reason": plain(self.reason, REASON),
            "source": plain(self.source, 64),
            "endpoint": plain(self.endpoint, 100),
            "object_type": plain(self.object_type, 40),
            "object_id": plain(self.object_id, 64),
            "request_id": plain(self.request_id, 64),
            "actor_roles": plain(self.actor_roles, 200),
        }


def record(session: Session, entry: Entry, *, key: bytes) -> AuditEvent:
    """Write the event as the next of its chain, after everything else of this transaction.

    From here until the transaction ends nobody else can add to this chain: call it last. Two
    statements; the database moves the head and files the patients by itself.
    """
    session.flush()
    statement = _end_of(entry.chain, session.get_bind().dialect)
    sequence, previous = session.execute(statement).one_or_none() or START
    content = entry.written() | {
        "id": uuid7(),
        "sequence": sequence + 1,
        "previous_hash": previous,
    }
    event = AuditEvent(**content, hash=sealed(content, key=key, purpose="event"))
    session.add(event)
    session.flush()
    return event


def _end_of(chain: str, dialect: Dialect) -> Select[int, str]:
    """Sequence and hash a chain ends with, held until the transaction ends.

    On SQLite the transaction already holds the only write lock; on PostgreSQL a function of the
    owning role locks the head, because the application's role may not update it.
    """
    if dialect.name == "postgresql":
        ends = func.waypoint_take_chain(chain).table_valued(column("sequence"), column("hash"))
        return select(ends.c.sequence, ends.c.hash)
    return select(AuditHead.sequence, AuditHead.hash).where(AuditHead.chain == chain)


def seal(chains: Mapping[str, End], path: Path, *, key: bytes, at: datetime) -> None:
    """Write the ends of all chains to a file, signed, in one move: never half a seal."""
    content = {"sealed_at": at.isoformat(), "chains": {c: list(end) for c, end in chains.items()}}
    signed = content | {"seal": sealed(content, key=key, purpose="seal")}
    beside = path.with_name(f".{path.name}.new")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(json.dumps(signed, indent=2, sort_keys=True) + "\n")
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def opened(path: Path, *, key: bytes) -> dict[str, End]:
    """The ends a seal promises.

    Raises:
        DomainError: no such file, not a seal, or not signed with this key.
    """
    try:
        content = json.loads(path.read_text("utf-8"))
        signature = content.pop("seal")
        chains = {chain: (int(n), str(h)) for chain, (n, h) in content["chains"].items()}
    except OSError as error:
        raise DomainError(f"The seal {path.name} cannot be read: {error.strerror}.") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise DomainError(f"The file {path.name} is not a seal of an audit trail.") from error
    if signature != sealed(content, key=key, purpose="seal"):
        raise DomainError(f"The seal {path.name} was changed or made with another audit key.")
    return chains
