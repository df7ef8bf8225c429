"""Setting up says in one sentence what is missing and which package brings it."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A place with nothing but what setting up reads."""
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    return tmp_path


def set_up(clone: Path, python: str, want: str = "run") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [clone / "requirements" / "setup.sh", want],
        env={"PATH": "/usr/bin:/bin", "PYTHON": python},
        check=False,
        capture_output=True,
        text=True,
    )


def a_python(clone: Path, *, fails_on: str) -> str:
    """An interpreter that cannot do one thing."""
    program = clone / "python"
    program.write_text(f'#!/bin/sh\ncase "$*" in *{fails_on}*) exit 1 ;; esac\n', "utf-8")
    program.chmod(0o755)
    return str(program)


def test_a_missing_python_is_named(clone: Path) -> None:
    answer = set_up(clone, "no-such-python")
    assert answer.returncode == 1
    assert answer.stderr == (
        "waypoint: python3 is missing; install it with: apt-get install python3 python3-venv\n"
    )


def test_an_old_python_is_named(clone: Path) -> None:
    answer = set_up(clone, a_python(clone, fails_on="version_info"))
    assert answer.returncode == 1
    assert "Python 3.11 or newer is needed" in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


@pytest.mark.skipif(shutil.which("uv", path="/usr/bin:/bin") is not None, reason="uv needs no venv")
def test_a_missing_venv_module_is_named(clone: Path) -> None:
    answer = set_up(clone, a_python(clone, fails_on="ensurepip"))
    assert answer.returncode == 1
    assert answer.stderr.splitlines()[-1] == (
        "waypoint: the venv module of Python is missing; install it with: apt-get install python3-venv"
    )


@pytest.mark.parametrize(
    ("built", "want"), [("develop", "develop"), ("develop", "run"), ("run", "run")]
)
def test_what_is_built_is_not_built_again(clone: Path, built: str, want: str) -> None:
    (clone / ".venv" / "bin").mkdir(parents=True)
    shutil.copy("/bin/true", clone / ".venv" / "bin" / "python")
    command = f'cat "requirements/{built}.txt" requirements/setup.sh | cksum'
    sums = subprocess.run(
        ["/bin/sh", "-c", command], cwd=clone, check=True, capture_output=True, text=True
    ).stdout.strip()
    stamp = f"{built} {os.path.realpath(clone)} {sums}\n"
    (clone / ".venv" / "built-from").write_text(stamp, "utf-8")
    answer = set_up(clone, "no-such-python", want)
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")


def test_a_list_that_changed_is_built_again(clone: Path) -> None:
    test_what_is_built_is_not_built_again(clone, "develop", "develop")
    with (clone / "requirements" / "develop.txt").open("a", encoding="utf-8") as lists:
        lists.write("# changed\n")
    assert set_up(clone, "no-such-python", "develop").returncode == 1
