"""The blueprint of this room."""

from flask import Blueprint

bp = Blueprint("records", __name__)
