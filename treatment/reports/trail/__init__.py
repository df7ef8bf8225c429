"""The audit log for director and auditor: filter, sort by every field, export."""
