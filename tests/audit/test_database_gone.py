"""The database fails under a signed-in person: a calm page, nothing shown, nothing stored."""

import pytest

from treatment.permissions import Role


def broken(session, table):
    session.connection().exec_driver_sql(f"ALTER TABLE {table} RENAME TO elsewhere")
    session.commit()


@pytest.mark.only("sqlite")  # where a test's own role may take a table away
@pytest.mark.parametrize(
    "table", ["staff_session", "staff", "audit_event", "audit_head", "patient"]
)
def test_the_page_says_so_and_carries_its_headers(app, client_as, session, table, monkeypatch):
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)  # noqa: FBT003
    director = client_as(Role.DIRECTOR)
    broken(session, table)
    for method, path in (("get", "/patients"), ("post", "/audit/chart")):
        answer = getattr(director, method)(path, data={"number": "1"})
        assert answer.status_code in {500, 503}, table
        assert answer.text.count("<h1") == 1
        assert "eference" in answer.text
        assert answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"
