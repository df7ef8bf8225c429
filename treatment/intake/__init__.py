"""The intake assessment and the facts it establishes."""
