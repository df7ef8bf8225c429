"""The rulebook: content without mechanism, one module per group of rules."""
