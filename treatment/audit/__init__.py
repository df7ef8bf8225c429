"""The append-only, hash-chained trail of who read or changed which chart."""
