"""Boards and worklists: reads everything, owns no table."""
