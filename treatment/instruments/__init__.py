"""Scored questionnaires as data, with pure scoring."""
