"""What can be asked about signatures, addenda, drafts and alerts."""

from treatment.records.queries.signatures import signatures_under

__all__ = ["signatures_under"]
