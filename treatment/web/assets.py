"""Static files with a fingerprint in the address, htmx from its wheel, icons as inline SVG."""

import hashlib
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, current_app, request, send_from_directory
from markupsafe import Markup

from treatment.web.guards import public
from treatment.web.headers import ERROR

STYLES = (
    "tokens",
    "layout",
    "page",
    "controls",
    "menus",
    "forms",
    "choices",
    "scores",
    "charts",
    "status",
    "tables",
    "chart",
    "records",
    "gate",
    "intake",
    "alerts",
    "rows",
    "drafts",
    "problems",
    "plans",
    "boards",
    "paths",
    "print",
)
SCRIPTS = ("shortcuts", "forms", "theme", "idle", "drafts", "intake", "rows", "lines")
YEAR = 365 * 24 * 3600
_SYMBOL = re.compile(
    r'<symbol class="[^"]*" viewBox="([^"]*)" id="([^"]*)">(.*?)</symbol>', re.DOTALL
)

bp = Blueprint("assets", __name__)


def _home(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise RuntimeError(f"the package {package} is not installed")
    return Path(spec.origin).parent


HTMX = _home("js_lib_htmx") / "static/htmx"
BOOTSTRAP = _home("flask_bootstrap") / "static/bootstrap5"


@bp.get("/vendor/htmx.min.js")
@public
def htmx() -> Response:
    return send_from_directory(HTMX, "htmx.min.js")


@cache
def _symbols() -> dict[str, tuple[str, str]]:
    sprite = (BOOTSTRAP / "icons/bootstrap-icons.svg").read_text(encoding="utf-8")
    return {name: (box, body) for box, name, body in _SYMBOL.findall(sprite)}


@cache
def icon(name: str, label: str | None = None) -> Markup:
    """One Bootstrap icon; without a label it is decoration and hidden from screen readers.

    Raises:
        KeyError: when there is no icon of that name.
    """
    box, body = _symbols()[name]
    says = Markup('role="img" aria-label="{}"').format(label) if label else 'aria-hidden="true"'
    frame = '<svg class="bi" viewBox="{}" fill="currentColor" {}>{}</svg>'
    return Markup(frame).format(box, Markup(says), Markup(body))  # noqa: S704  ours or escaped


def fingerprint(path: Path) -> str:
    return _digest(path, path.stat().st_mtime_ns)


@cache
def _digest(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _file(endpoint: str, filename: str) -> Path | None:
    if endpoint == "assets.htmx":
        return HTMX / "htmx.min.js"
    if endpoint == "bootstrap.static":
        return BOOTSTRAP / filename
    if endpoint == "static" and current_app.static_folder:
        return Path(current_app.static_folder) / filename
    return None


def _add_fingerprint(endpoint: str, values: dict[str, Any]) -> None:
    path = _file(endpoint, values.get("filename", ""))
    if path is not None and path.is_file():
        values["v"] = fingerprint(path)


def _cache_for_a_year(response: Response) -> Response:
    path = _file(request.endpoint or "", (request.view_args or {}).get("filename", ""))
    if path is None or not path.is_file() or response.status_code >= ERROR:
        return response
    current = request.args.get("v") == fingerprint(path)
    kept = f"public, max-age={YEAR}, immutable" if current else "no-cache"
    response.headers["Cache-Control"] = kept
    return response


def install(app: Flask) -> None:
    """Make icons and addressed-by-content static files known to the application."""
    app.register_blueprint(bp)
    app.url_defaults(_add_fingerprint)
    app.after_request(_cache_for_a_year)
    app.jinja_env.globals.update(icon=icon, styles=STYLES, scripts=SCRIPTS)
