"""`waypoint user`: the first person of a facility, made where no page can be reached yet."""

from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from config import Config
from treatment.accounts import queries
from treatment.accounts.cli import user
from treatment.accounts.models import Facility, StaffSession
from treatment.audit.models import AuditEvent
from treatment.permissions import Role

ADA = ("create", "Ada.Min", "--name", "Ada Min", "--role", "administrator", "--role", "director")


@pytest.fixture
def run(own_database: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    config = Config.for_tests(own_database)
    monkeypatch.setattr(Config, "from_environment", classmethod(lambda _cls: config))

    def invoke(*words: str) -> Result:
        return CliRunner().invoke(user, words)

    return invoke


def test_a_person_and_their_facility_are_made_and_recorded(run: Any, own_engine: Engine) -> None:
    answer = run(*ADA, "--facility", "North House")
    assert answer.exit_code == 0
    assert "http://localhost/welcome/" in answer.output
    with Session(own_engine) as session:
        staff = session.scalar(queries.named("ada.min"))
        assert staff is not None
        assert staff.roles == {Role.ADMINISTRATOR, Role.DIRECTOR}
        assert staff.facility.name == "North House"
        assert staff.password is None
        event = session.scalars(select(AuditEvent)).one()
        assert (event.object_id, event.source) == (str(staff.id), "command line")


def test_a_second_person_joins_the_same_facility(run: Any, own_engine: Engine) -> None:
    run(*ADA, "--facility", "North House")
    run("create", "bo", "--name", "Bo", "--role", "nurse", "--facility", "North House")
    with Session(own_engine) as session:
        assert session.scalar(select(func.count()).select_from(Facility)) == 1


def test_a_taken_name_is_refused_in_one_line(run: Any, own_engine: Engine) -> None:
    run(*ADA, "--facility", "North House")
    answer = run(*ADA, "--facility", "South House")
    assert answer.exit_code == 1
    assert answer.output == "Error: The username ada.min is taken, now or by a former colleague.\n"
    with Session(own_engine) as session:
        assert session.scalar(select(func.count()).select_from(Facility)) == 1


def test_disabling_ends_every_live_session(run: Any, own_engine: Engine) -> None:
    from treatment.accounts import sessions
    from treatment.web.clock import now

    run(*ADA, "--facility", "North House")
    with Session(own_engine) as session:
        staff = session.scalar(queries.named("ada.min"))
        assert staff is not None
        sessions.begin(session, staff, at=now())
        session.commit()
    assert run("disable", "ADA.MIN").exit_code == 0
    with Session(own_engine) as session:
        assert session.scalars(select(StaffSession)).one().ended_at is not None
        staff = session.scalar(queries.named("ada.min"))
        assert staff is not None
        assert not staff.active


def test_an_unknown_name_and_an_unknown_role_are_said(run: Any) -> None:
    assert run("disable", "nobody").output == "Error: There is no account nobody.\n"
    assert "emperor" in run("create", "x", "--name", "X", "--role", "emperor").output


def test_a_facility_keeps_a_clock_that_exists(run: Any) -> None:
    answer = run(*ADA, "--facility", "North House", "--zone", "Mars/Olympus")
    assert "IANA time zone" in answer.output


def test_an_auditor_is_made_with_a_last_day(run: Any, own_engine: Engine) -> None:
    words = ("create", "au.dit", "--name", "Au Dit", "--role", "auditor", "--facility", "North")
    assert "needs an end date" in run(*words).output
    assert run(*words, "--until", "2099-01-31").exit_code == 0


def test_a_database_without_tables_is_said_in_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    config = Config.for_tests(f"sqlite:///{tmp_path}/empty.sqlite3")
    monkeypatch.setattr(Config, "from_environment", classmethod(lambda _cls: config))
    answer = CliRunner().invoke(user, ["disable", "nobody"])
    assert answer.exit_code == 1
    assert "waypoint db upgrade" in answer.output
