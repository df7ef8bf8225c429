"""What the documents say is so: names lead to code, paths to files, words to commands."""

import re
from dataclasses import fields
from importlib import import_module
from pathlib import Path

import pytest

from config import Config

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix() for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))
)


def text(document: str) -> str:
    return (ROOT / document).read_text("utf-8")


def resolve(dotted: str) -> object:
    """The module or what it holds, by its name below `treatment`.

    Raises:
        ModuleNotFoundError, AttributeError: there is nothing of that name.
    """
    found: object = import_module("treatment")
    path = "treatment"
    for part in dotted.split("."):
        path = f"{path}.{part}"
        if not hasattr(found, part):
            import_module(path)
        found = getattr(found, part)
    return found


def test_every_name_in_the_glossary_leads_to_code() -> None:
    for row in text("GLOSSARY.md").splitlines():
        code = row.rpartition("|")[0].rpartition("|")[2]
        for dotted in re.findall(r"`([a-z]\w*(?:\.\w+)+)`", code):
            assert resolve(dotted) is not None, dotted


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_leads_to_a_file(document: str) -> None:
    here = (ROOT / document).parent
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text(document))
    assert [target for target in targets if not (here / target).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_make_word_is_in_the_makefile(document: str) -> None:
    words = set(re.findall(r"`make ([\w-]+)`", text(document)))
    known = set(re.findall(r"^([\w-]+):", text("Makefile"), re.MULTILINE))
    assert words - known == set()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_setting_that_is_named_exists(document: str) -> None:
    named = set(re.findall(r"\bWAYPOINT_([A-Z]\w*)", text(document)))
    assert named - {field.name.upper() for field in fields(Config)} == set()


def test_the_readme_names_every_setting() -> None:
    readme = text("README.md")
    unsaid = [f.name for f in fields(Config) if f"WAYPOINT_{f.name.upper()}" not in readme]
    assert unsaid == []


def test_decisions_are_numbered_without_a_gap() -> None:
    names = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
