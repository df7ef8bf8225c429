"""Static files: known content, addressed by it, kept for a year; icons drawn in the page."""

import gzip
import hashlib
from pathlib import Path

import pytest
from flask import Flask, url_for

from treatment.web import assets

# htmx 2.0.3, min.js, as the wheel django-js-lib-htmx 2.0.3.1 carries it.
HTMX = "491955cd1810747d7d7b9ccb936400afb760e06d25d53e4572b64b6563b2784e"
LARGEST_SCRIPTS = 20 * 1024  # bytes, ours, compressed together
STATIC = Path(assets.__file__).parents[1] / "static"


@pytest.fixture
def bare() -> Flask:
    """An application with nothing but the assets."""
    app = Flask("treatment")
    assets.install(app)
    return app


def test_htmx_is_the_file_we_reviewed() -> None:
    content = (assets.HTMX / "htmx.min.js").read_bytes()
    assert hashlib.sha256(content).hexdigest() == HTMX


def test_htmx_is_served_from_our_own_host(bare: Flask) -> None:
    answer = bare.test_client().get("/vendor/htmx.min.js")
    assert answer.status_code == 200
    assert "javascript" in answer.content_type
    answer.close()


def test_our_scripts_stay_small() -> None:
    scripts = b"".join(path.read_bytes() for path in sorted((STATIC / "js").glob("*.js")))
    assert len(gzip.compress(scripts)) <= LARGEST_SCRIPTS


def test_every_listed_style_and_script_exists_and_no_other() -> None:
    assert {path.stem for path in (STATIC / "css").glob("*.css")} == set(assets.STYLES)
    assert {path.stem for path in (STATIC / "js").glob("*.js")} == set(assets.SCRIPTS)


def test_nothing_of_a_patient_is_kept_in_the_browser() -> None:
    for path in (STATIC / "js").glob("*.js"):
        text = path.read_text("utf-8")
        for word in ("localStorage", "sessionStorage", "indexedDB", "eval(", "innerHTML"):
            assert word not in text, f"{path.name}: {word}"


def test_a_static_file_is_addressed_by_its_content(bare: Flask) -> None:
    with bare.test_request_context():
        url = url_for("static", filename="css/tokens.css")
    content = (STATIC / "css/tokens.css").read_bytes()
    assert url.endswith(f"?v={hashlib.sha256(content).hexdigest()[:12]}")
    answer = bare.test_client().get(url)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    answer.close()


@pytest.mark.parametrize("query", ["", "?v=000000000000"])
def test_an_address_without_the_right_content_is_asked_for_again(bare: Flask, query: str) -> None:
    answer = bare.test_client().get(f"/static/css/tokens.css{query}")
    assert answer.headers["Cache-Control"] == "no-cache"
    answer.close()


def test_a_file_that_does_not_exist_is_not_found(bare: Flask) -> None:
    with bare.test_request_context():
        assert url_for("static", filename="css/nothing.css") == "/static/css/nothing.css"
    assert bare.test_client().get("/static/css/nothing.css").status_code == 404


def test_an_icon_without_a_label_is_hidden_from_screen_readers() -> None:
    drawn = assets.icon("search")
    assert drawn.startswith('<svg class="bi" viewBox="0 0 16 16"')
    assert 'aria-hidden="true"' in drawn
    assert "style=" not in drawn


def test_an_icon_with_a_label_says_it_and_escapes_it() -> None:
    drawn = assets.icon("check-lg", '"><script>')
    assert 'role="img" aria-label="&#34;&gt;&lt;script&gt;"' in drawn
    assert "<script>" not in drawn


def test_an_icon_nobody_drew_is_an_error_at_once() -> None:
    with pytest.raises(KeyError):
        assets.icon("no-such-icon")


def test_a_package_that_is_missing_is_named() -> None:
    with pytest.raises(RuntimeError, match="no_such_package"):
        assets._home("no_such_package")
