"""Every form that keeps drafts is answered by a view that rescues the words of an ended sign-in."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from flask import Flask, template_rendered
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from tests.conftest import Client
from tests.structure.addresses import a_clinic, routes
from tests.structure.test_doors import ask, granted, undone
from treatment.accounts.models import Staff
from treatment.permissions import Role
from treatment.web import assets
from treatment.web.guards import does_keep_drafts, is_fragment

FOLDER = Path(assets.__file__).parents[1] / "templates"
COMMENT = re.compile(r"{#.*?#}", re.DOTALL)
FORM = re.compile(r"<form\b(?:{[{%].*?[%}]}|[^>])*>", re.DOTALL)
ENDPOINT = re.compile(r"""\baction="{{ url_for\('([\w.]+)'""")
WORKERS = (Role.COUNSELOR, Role.PRESCRIBER)


def forms() -> Iterator[tuple[str, str]]:
    """Every form tag that keeps drafts, with the name of its template."""
    for path in sorted(FOLDER.rglob("*.html")):
        for tag in FORM.findall(COMMENT.sub("", path.read_text("utf-8"))):
            if "data-draft" in tag:
                yield path.relative_to(FOLDER).as_posix(), tag


def without_address() -> set[str]:
    return {name for name, tag in forms() if "action=" not in tag}


def is_page(app: Flask, rule: Rule) -> bool:
    """Whether somebody at work opens it; the library's own addresses may end the sign-in."""
    return not is_fragment(app, rule.endpoint) and not rule.endpoint.startswith("security.")


def test_every_form_with_an_address_goes_to_a_view_that_keeps_drafts(app: Flask) -> None:
    named = [(name, ENDPOINT.search(tag)) for name, tag in forms() if "action=" in tag]
    assert len(named) > 5
    assert all(found for _, found in named)
    wrong = [(name, f[1]) for name, f in named if f and not does_keep_drafts(app, f[1])]
    assert wrong == []


def test_every_form_without_an_address_is_on_a_page_that_keeps_drafts(
    app: Flask, session: Session, client_of: Callable[[Staff], Client]
) -> None:
    shown: dict[str, set[str]] = {}
    endpoint = ""

    def note(_app: Flask, template: Any, **_: object) -> None:
        shown.setdefault(template.name, set()).add(endpoint)

    with template_rendered.connected_to(note, app):
        for role in WORKERS:
            clinic = a_clinic(session, role)
            client = client_of(clinic.staff)
            for rule, method in routes(app):
                endpoint = rule.endpoint
                if method == "GET" and is_page(app, rule) and granted(rule, app, role):
                    with undone(client.session):
                        ask(client, "GET", clinic.address(app, rule))
    assert without_address() <= shown.keys()
    by_view = {(name, each) for name in without_address() for each in shown[name]}
    assert {pair for pair in by_view if not does_keep_drafts(app, pair[1])} == set()
