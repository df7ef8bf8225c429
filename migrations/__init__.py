"""Schema history: one file per revision, named as its id."""
