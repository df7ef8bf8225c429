"""Invented people, made through the same operations as the screens."""
