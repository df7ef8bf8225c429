"""What can be asked about signatures, addenda, drafts and alerts."""

from treatment.records.queries.addenda import (
    addenda_of,
    addenda_of_each,
    retracted,
    signatures_of_addenda,
)
from treatment.records.queries.signatures import signatures_under

__all__ = [
    "addenda_of",
    "addenda_of_each",
    "retracted",
    "signatures_of_addenda",
    "signatures_under",
]
