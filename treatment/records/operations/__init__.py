"""What can be done to a legal record: sign it, write under it, keep a draft, answer an alert."""

from treatment.records.operations.addenda import Subject, Written, addend, retraction_in
from treatment.records.operations.signing import Hand, Record, is_intact, sign

__all__ = [
    "Hand",
    "Record",
    "Subject",
    "Written",
    "addend",
    "is_intact",
    "retraction_in",
    "sign",
]
