"""The mechanism that turns findings into a draft; it holds no clinical content."""
