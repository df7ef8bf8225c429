"""House rules a reader may count on, read from the files themselves."""

import ast
import re
import statistics
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ROOT / "treatment"
LONGEST_FILE, LONGEST_FUNCTION, MEDIAN_FUNCTION = 300, 40, 8

# Pure data tables: rows, no decisions. Splitting one would only hide a row from its neighbors.
TABLES = (
    "treatment/instruments/catalog/*.py",
    "treatment/intake/questionnaire/*.py",
    "treatment/plans/elements.py",
    "treatment/demo/people*.py",
)
KEPT = (".py", ".html", ".css", ".js", ".md", ".txt", ".toml", ".yaml", ".sh", ".json")
KEPT_NAMES = ("Makefile", "run")
LEFT_OUT = {".git", ".venv", "instance", "__pycache__", "node_modules", "build"}

STIGMA = (
    r"\b(addicts?|abusers?|alcoholics?|junkies?|(?<!\.)dirty"
    r"|clean (time|urine|sample|screen|test)|(stay|get|being) clean)\b"
)
BRITISH = (
    r"\b(programmes?|counsell\w+|behaviour\w*|licence[sd]?|diarrhoea|centres?|colours?|paediatric\w*"
    r"|organis\w+|recognis\w+|stabilis\w+|summaris\w+|prioritis\w+|favour\w*|anaemia|oedema"
    r"|cancelled|labelled|modell\w+)\b"
)
UNFINISHED = r"(?-i:\b(TODO|FIXME|XXX|HACK)\b)"
STRAY_ROOMS = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "misc",
    "manager",
    "service",
    "tools",
}
HOSTS = {"127.0.0.1", "localhost", "www.w3.org", "waypoint.example.org", "example.org"}


def files(*folders: str) -> Iterator[Path]:
    """Every file a commit would carry below these folders of the project."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and not LEFT_OUT.intersection(path.relative_to(ROOT).parts):
                yield path


def everything() -> Iterator[Path]:
    yield from (path for path in sorted(ROOT.iterdir()) if path.is_file())
    yield from files(
        *(p.name for p in ROOT.iterdir() if p.is_dir() and (p.name == ".ci" or p.name[0] != "."))
    )


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def texts(paths: Iterator[Path]) -> Iterator[tuple[str, str]]:
    for path in paths:
        if path.suffix in KEPT or path.name in KEPT_NAMES:
            yield name(path), path.read_text("utf-8")


def lines_with(pattern: str, paths: Iterator[Path]) -> list[str]:
    """`file:line: word` for every match, so that a failure says where to look."""
    wanted = re.compile(pattern, re.IGNORECASE)
    return [
        f"{where}:{number}: {found[0]}"
        for where, text in texts(paths)
        for number, line in enumerate(text.splitlines(), 1)
        if (found := wanted.search(line))
    ]


def functions() -> Iterator[tuple[str, int]]:
    for path in files("treatment"):
        if path.suffix == ".py":
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    length = (node.end_lineno or node.lineno) - node.lineno + 1
                    yield f"{name(path)}:{node.lineno} {node.name}", length


@pytest.mark.parametrize("suffix", [".py", ".html", ".css", ".js"])
def test_no_file_is_over_its_size(suffix: str) -> None:
    sizes = {
        name(path): len(path.read_text("utf-8").splitlines())
        for path in files("treatment")
        if path.suffix == suffix and not any(fnmatch(name(path), table) for table in TABLES)
    }
    assert {where: size for where, size in sizes.items() if size > LONGEST_FILE} == {}


def test_a_table_file_decides_nothing() -> None:
    branching = ast.If | ast.For | ast.While | ast.Try | ast.With
    for path in files("treatment"):
        if any(fnmatch(name(path), table) for table in TABLES):
            length = len(path.read_text("utf-8").splitlines())
            nodes = ast.walk(ast.parse(path.read_text("utf-8")))
            assert length <= LONGEST_FILE or not any(isinstance(n, branching) for n in nodes), path


def test_functions_are_short() -> None:
    lengths = dict(functions())
    assert {where: n for where, n in lengths.items() if n > LONGEST_FUNCTION} == {}
    assert statistics.median(lengths.values()) <= MEDIAN_FUNCTION


def test_no_file_is_a_drawer_for_odds_and_ends() -> None:
    stray = [p for p in files("treatment") if {p.stem, p.parent.name} & STRAY_ROOMS]
    assert stray == []


@pytest.mark.parametrize(
    "pattern", [STIGMA, BRITISH, UNFINISHED], ids=["stigma", "spelling", "unfinished"]
)
def test_words_put_people_first_and_are_spelled_as_they_are_here(pattern: str) -> None:
    read = (p for p in files("treatment", "docs", "migrations") if p.suffix != ".js")
    assert lines_with(pattern, read) == []
    assert lines_with(pattern, (p for p in ROOT.glob("*.md"))) == []


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    home = r"(?<![\w.{}])/(work|root|home|Users)/"
    found = [
        hit for hit in lines_with(home, everything()) if not hit.startswith("tests/structure/")
    ]
    assert found == []


def test_lock_files_name_no_index_and_no_folder() -> None:
    assert (
        lines_with(r"://|--(index|extra-index|find|trusted)|\bfile:", files("requirements")) == []
    )


def test_no_file_names_a_host_but_our_own() -> None:
    hosts = {
        (where, found)
        for where, text in texts(everything())
        for found in re.findall(r"https?://([\w.-]+)", text)
    }
    strangers = {(where, found) for where, found in hosts if found not in HOSTS}
    assert {hit for hit in strangers if not hit[1].endswith((".test", ".example"))} == set()
