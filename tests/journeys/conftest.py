"""A real server, a real database and a real Chromium, as a person would meet them."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
INSTALLED = ("treatment", "migrations", "config.py", "wsgi.py")
MISSING = "Chromium is missing; install it with: apt-get install chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
EXPECTED = (
    r"status of 4\d\d|^htmx:(sendAbort|afterRequest)$"  # a page left while a score is counted
)
PATIENCE = 30.0
STEP = 30  # seconds a one-time code is good for; the door takes each only once
DESK = {"width": 1440, "height": 900}


@dataclass(frozen=True)
class Server:
    """A clinic of invented people, installed and served for this run alone."""

    folder: Path
    url: str
    environment: dict[str, str] = field(repr=False)

    def waypoint(self, *words: str) -> str:
        """What the `waypoint` command prints, run beside the server."""
        program = "import sys; sys.argv[0] = 'waypoint'; from treatment.cli import main; main()"
        answer = subprocess.run(
            [sys.executable, "-c", program, *words],
            check=False,
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert answer.returncode == 0, answer.stderr
        return answer.stdout

    @property
    def accounts(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(
            (self.folder / "instance" / "demo-accounts.json").read_text("utf-8")
        )
        return found

    def account(self, role: str) -> dict[str, Any]:
        """The first demo account that holds this role, or the one of this username."""
        return next(a for a in self.accounts if role in {*a["roles"], a["username"]})


def pytest_configure() -> None:
    if not chromium():
        pytest.exit(MISSING, returncode=1)


def chromium() -> str | None:
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Migrated, filled with demo people and served by gunicorn, as `make run` does it."""
    folder = tmp_path_factory.mktemp("installed")
    for name in INSTALLED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        copy(ROOT / name, folder / name)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("WAYPOINT_", "PYTHON"))}
    environment = {**kept, "PYTHONPATH": str(folder), "WAYPOINT_PUBLIC_URL": url}
    clinic = Server(folder, url, environment)
    clinic.waypoint("db", "upgrade")
    clinic.waypoint("demo")
    command = [sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", f"127.0.0.1:{port}"]
    options = ["--workers", "1", "--threads", "8", "--no-control-socket", "--log-level", "warning"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, *options], cwd=folder, env=environment, stdout=log, stderr=log
        )
    try:
        wait_for(url, process, folder / "log")
        yield clinic
    finally:
        process.terminate()
        process.wait(PATIENCE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urlopen(f"{url}/sign-in", timeout=5).close()
        except (URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"the server did not start: {log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


class Visit:
    """One person's browser window; what the page complains about in its console fails the test."""

    def __init__(self, context: BrowserContext, server: Server) -> None:
        self.context, self.server = context, server
        self.complaints: list[str] = []
        self.page: Page = context.new_page()
        self.page.set_default_timeout(10_000)
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, message: Any) -> None:
        expected = re.search(EXPECTED, message.text)
        if message.type in {"error", "warning"} and not expected:
            self.complaints.append(f"{message.type}: {message.text}")

    def goto(self, path: str) -> Page:
        self.page.goto(f"{self.server.url}{path}")
        return self.page

    def sign_in(self, account: dict[str, Any]) -> None:
        """Through both doors; a code that was used a moment ago waits for the next one."""
        page = self.goto("/sign-in")
        page.get_by_label("Username").fill(account["username"])
        page.get_by_label("Password", exact=True).fill(account["password"])
        page.get_by_role("button", name="Continue").click()
        page.get_by_label("6-digit code").fill(self.fresh_code(account))
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)

    def fresh_code(self, account: dict[str, Any]) -> str:
        name = account["username"]
        if USED.get(name) == int(time.time() // STEP):
            time.sleep(STEP - time.time() % STEP + 0.5)
        USED[name] = int(time.time() // STEP)
        code: str = re.findall(r"\b\d{6}\b", self.server.waypoint("demo", "code", name))[0]
        return code


USED: dict[str, int] = {}  # the last time step each account signed in with
KEPT: dict[str, Any] = {}  # the cookies each role signed in with
Opened = Callable[..., Visit]


@pytest.fixture
def visit(server: Server, browser: Browser) -> Iterator[Opened]:
    """`visit()` opens a window, `visit(role="nurse")` one in which the demo nurse is signed in.

    A role signs in once and keeps its cookie for later windows; `anew=True` goes through the door.
    """
    opened: list[Visit] = []

    def open_window(role: str | None = None, *, anew: bool = False, **options: Any) -> Visit:
        kept = None if anew else KEPT.get(role or "")
        usual = {"viewport": DESK, "reduced_motion": "reduce", "storage_state": kept}
        window = Visit(browser.new_context(**{**usual, **options}), server)
        opened.append(window)
        if role and not kept:
            window.sign_in(server.account(role))
            if not anew:
                KEPT[role] = window.context.storage_state()
        return window

    yield open_window
    complaints = [complaint for window in opened for complaint in window.complaints]
    for window in opened:
        window.context.close()
    assert complaints == []
