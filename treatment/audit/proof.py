"""Walking the whole trail and naming the first row that is not as it was written."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Dialect, Row
from sqlalchemy.orm import Session

from treatment.audit import queries
from treatment.audit.chain import is_same, sealed
from treatment.audit.models import AuditEvent
from treatment.audit.operations import START, End

BATCH = 1000  # rows held in memory at a time
GARBLED = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError)
Filed = set[tuple[str, Any]]  # patient and moment


@dataclass(frozen=True, slots=True)
class Finding:
    """The first row that is wrong, and how."""

    chain: str
    sequence: int
    words: str

    def __str__(self) -> str:
        return f"Chain {self.chain}, event {self.sequence}: {self.words}"


@dataclass(frozen=True, slots=True)
class Report:
    events: int
    ends: dict[str, End]
    finding: Finding | None


def verify(session: Session, *, key: bytes, promised: Mapping[str, End] | None = None) -> Report:
    """Read everything once, inside one snapshot the caller opened.

    Args:
        promised: the ends an earlier seal vouches for; without them a tail cut off together
            with its head cannot be seen.
    """
    walk = _Walk(session, key, promised or {})
    return Report(finding=next(walk.faults(), None), events=walk.events, ends=walk.ends)


@dataclass
class _Walk:
    session: Session
    key: bytes
    promised: Mapping[str, End]
    ends: dict[str, End] = field(default_factory=dict)
    events: int = 0
    filed: int = 0

    def faults(self) -> Iterator[Finding]:
        read = _reader(self.session.get_bind().dialect)
        rows = self.session.execute(queries.everything(), execution_options={"yield_per": BATCH})
        for batch in rows.partitions():
            filed = self._filed_for(batch)
            for row in batch:
                content = read(row)
                yield from (
                    self._faults_of(row, content, filed[row.id])
                    if content
                    else (Finding(row.chain, self._last(row) + 1, "It cannot be read."),)
                )
        yield from self._faults_of_heads()
        yield from self._broken_promises()
        if self.session.scalar(queries.count_of_patients()) != self.filed:
            yield Finding("all", self.events, "audit_patient names events that are not there.")

    def _faults_of(
        self, row: Row[*tuple[Any, ...]], content: dict[str, Any], filed: Filed
    ) -> Iterator[Finding]:
        last, previous = self.ends.get(row.chain, START)
        sealed_as = self.promised.get(row.chain, START)
        checks = (
            (row.sequence > last + 1, f"{_events(row.sequence - last - 1)} missing from here on."),
            (row.sequence <= last, "This number stands twice."),
            (row.previous_hash != previous, "It does not follow the event before it."),
            (not self._is_as_written(row, content), "It was changed after it was written."),
            (sealed_as[0] == row.sequence and sealed_as[1] != row.hash, "It was not sealed."),
            (filed != _files(row, content), "Its patients are filed otherwise than it says."),
        )
        for is_wrong, words in checks:
            if is_wrong:
                yield Finding(row.chain, min(row.sequence, last + 1), words)
        self.ends[row.chain] = (row.sequence, row.hash)
        self.events += 1
        self.filed += len(filed)

    def _last(self, row: Row[*tuple[Any, ...]]) -> int:
        return self.ends.get(row.chain, START)[0]

    def _is_as_written(self, row: Row[*tuple[Any, ...]], content: dict[str, Any]) -> bool:
        given = {name: value for name, value in content.items() if name != "hash"}
        return is_same(str(row.hash), sealed(given, key=self.key, purpose="event"))

    def _filed_for(self, batch: Sequence[Row[*tuple[Any, ...]]]) -> dict[Any, Filed]:
        filed: dict[Any, Filed] = defaultdict(set)
        for row in self.session.execute(queries.patients_of([row.id for row in batch])):
            filed[row.event_id].add((_hex(row.patient_id), row.at))
        return filed

    def _faults_of_heads(self) -> Iterator[Finding]:
        heads = {chain: (n, h) for chain, n, h in self.session.execute(queries.heads())}
        for chain in sorted(heads.keys() | self.ends.keys()):
            head, end = heads.get(chain, START), self.ends.get(chain, START)
            if head[0] > end[0]:
                yield Finding(chain, end[0] + 1, f"{_events(head[0] - end[0])} missing at the end.")
            elif head != end:
                yield Finding(chain, end[0], "The head of the chain is not its last event.")

    def _broken_promises(self) -> Iterator[Finding]:
        for chain, (sequence, _hash) in sorted(self.promised.items()):
            end = self.ends.get(chain, START)[0]
            if end < sequence:
                yield Finding(chain, end + 1, f"{_events(sequence - end)} missing: the seal knows.")


def _reader(dialect: Dialect) -> Callable[[Row[*tuple[Any, ...]]], dict[str, Any]]:
    """Reads a raw row as the application would; {} for one that cannot be read at all."""
    columns = {column.name: column.type for column in AuditEvent.__table__.columns}
    loads = {
        name: kind.dialect_impl(dialect).result_processor(dialect, None)
        for name, kind in columns.items()
    }

    def read(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
        try:
            content = {
                name: load(value) if (load := loads[name]) else value
                for name, value in row._mapping.items()  # noqa: SLF001  the public way to names
            }
        except GARBLED:
            return {}
        return content if isinstance(content["sequence"], int) else {}

    return read


def _files(row: Row[*tuple[Any, ...]], content: dict[str, Any]) -> Filed:
    return {(_hex(patient), row.at) for patient in content.get("patients", ())}


def _hex(identity: object) -> str:
    return str(identity).replace("-", "")


def _events(count: int) -> str:
    return "1 event is" if count == 1 else f"{count} events are"
