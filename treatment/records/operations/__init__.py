"""What can be done to a legal record: sign it, write under it, keep a draft, answer an alert."""

from treatment.records.operations.signing import Hand, Record, is_intact, sign

__all__ = ["Hand", "Record", "is_intact", "sign"]
