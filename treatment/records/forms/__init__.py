"""The shape of what is typed about a legal record."""
