"""What every answer carries, also the one nobody meant to give."""

import pytest

from treatment.permissions import Role

POLICY = "default-src 'none'"
PAGES = (
    ("GET", "/", 200),
    ("GET", "/nowhere", 404),
    ("GET", "/patients/not-an-id", 404),
    ("DELETE", "/patients", 405),
    ("GET", "/patients?program=%00", 400),
    ("GET", "/static/css/nowhere.css", 404),
    ("POST", "/static/css/page.css", 405),
    ("POST", "/vendor/htmx.min.js", 405),
)


@pytest.mark.parametrize(("method", "path", "status"), PAGES)
def test_no_page_is_stored_anywhere(client_as, method, path, status):
    answer = client_as(Role.COUNSELOR).open(path, method=method)
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Security-Policy"].startswith(POLICY)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_an_address_with_the_digest_of_a_file_makes_no_error_last(app, client_as):
    with app.test_request_context():
        address = app.url_for("static", filename="css/page.css")
    answer = client_as(Role.COUNSELOR).open(address, method="DELETE")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (405, "no-store")
