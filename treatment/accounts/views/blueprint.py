"""The blueprint of accounts and how its pages are answered."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

bp = Blueprint("accounts", __name__)
INVALID = 422


def page(name: str, form: Any, **shown: Any) -> ResponseReturnValue:
    """A page around one form; sent back with its errors it is no success."""
    text = render_template(f"accounts/{name}.html", form=form, **shown)
    return text, INVALID if request.method == "POST" else 200
