"""Every template parses; every page has one heading and a title and keeps our content policy."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment, nodes

from treatment.web import assets, filters, navigation

FOLDER = Path(assets.__file__).parents[1] / "templates"
TEMPLATES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html"))
LAYOUTS = {"skeleton.html", "base.html", "chart.html", "gate.html", "errors/layout.html"}
HEADING = re.compile(r"<h1\b|\bpagehead\(")
COMMENT = re.compile(r"{#.*?#}", re.DOTALL)
FORBIDDEN = {
    "inline style": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "inline script": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    "hx-on attribute": re.compile(r"\bhx-on\b", re.IGNORECASE),
    "unescaped text": re.compile(r"\|\s*safe\b|autoescape\s+false"),
}


@pytest.fixture(scope="module")
def environment() -> Environment:
    app = Flask("treatment")
    for furniture in (assets, filters, navigation):
        furniture.install(app)
    return app.jinja_env


def source(name: str) -> str:
    return COMMENT.sub("", (FOLDER / name).read_text("utf-8"))


def parents(name: str) -> list[str]:
    return re.findall(r'{%-?\s*extends "([^"]+)"', source(name))


def pages() -> Iterator[str]:
    """Templates that extend a layout and are no layout themselves."""
    return (name for name in TEMPLATES if name not in LAYOUTS and parents(name))


def fragments() -> Iterator[str]:
    return (
        name
        for name in TEMPLATES
        if name not in LAYOUTS and not parents(name) and not name.startswith("macros/")
    )


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_parses(environment: Environment, name: str) -> None:
    environment.parse((FOLDER / name).read_text("utf-8"), name)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_compiles_with_our_filters(environment: Environment, name: str) -> None:
    environment.compile((FOLDER / name).read_text("utf-8"), name)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_keeps_the_content_policy(name: str) -> None:
    text = source(name)
    broken = [what for what, pattern in FORBIDDEN.items() if pattern.search(text)]
    assert not broken


@pytest.mark.parametrize("name", list(pages()))
def test_a_page_has_exactly_one_first_heading(name: str) -> None:
    inherited = 1 if "errors/layout.html" in parents(name) else 0
    assert len(HEADING.findall(source(name))) + inherited == 1


@pytest.mark.parametrize("name", list(pages()))
def test_a_page_has_a_title_and_no_name_of_a_patient_in_it(name: str) -> None:
    title = re.search(r"{%-?\s*block title\s*-?%}(.*?){%-?\s*endblock", source(name), re.DOTALL)
    assert title
    assert title[1].strip()
    assert not re.search(r"\b(patient|banner|person)\.", title[1])


@pytest.mark.parametrize("name", [None, *fragments()])
def test_a_fragment_has_no_first_heading(name: str | None) -> None:
    assert name is None or not HEADING.search(source(name))


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_icon_named_in_a_template_exists(environment: Environment, name: str) -> None:
    tree = environment.parse((FOLDER / name).read_text("utf-8"), name)
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "icon":
            first = call.args[0]
            if isinstance(first, nodes.Const):
                assert assets.icon(first.value)


def test_every_icon_of_the_menu_exists() -> None:
    for place in (*navigation.MENU, *navigation.CHART):
        assert assets.icon(place.icon)
