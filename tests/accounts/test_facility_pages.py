"""The facility's own page: name, clock, programs, and 42 CFR Part 2."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_facility, a_program
from tests.conftest import Client
from treatment.accounts.models import Facility, Program
from treatment.audit.models import AuditEvent
from treatment.permissions import Role

As = Callable[..., Client]
PROGRAM = {
    "new-name": "Detox",
    "new-level_of_care": "3.7, ASAM 4th edition",
    "new-places": "8",
    "new-active": "y",
}


def test_the_administrator_names_the_place_and_sets_its_clock(
    client_as: As, facility: Facility, session: Session
) -> None:
    boss = client_as(Role.ADMINISTRATOR)
    sent = {"name": "North House", "zone": "America/Denver", "version": facility.version}
    assert boss.post("/facility", data=sent).status_code == 303
    assert "North House" in boss.get("/facility").text
    assert boss.post("/facility", data=sent).status_code == 409  # the form is stale now


def test_a_facility_collects_treatment_episode_data_when_it_says_so(
    client_as: As, facility: Facility, session: Session
) -> None:
    boss = client_as(Role.ADMINISTRATOR)
    sent = {"name": facility.name, "zone": facility.zone, "version": facility.version}
    assert boss.post("/facility", data={**sent, "collects_teds": "y"}).status_code == 303
    session.refresh(facility)
    assert facility.collects_teds
    written = select(AuditEvent).order_by(AuditEvent.at.desc(), AuditEvent.id.desc()).limit(1)
    assert "collects_teds" in session.scalars(written).one().fields
    sent["version"] = facility.version
    assert boss.post("/facility", data=sent).status_code == 303
    session.refresh(facility)
    assert not facility.collects_teds


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "", "PST8PDT\r\nX: y"])
def test_a_clock_nobody_knows_is_refused(client_as: As, facility: Facility, zone: str) -> None:
    boss = client_as(Role.ADMINISTRATOR)
    sent = {"name": "North House", "zone": zone, "version": facility.version}
    assert boss.post("/facility", data=sent).status_code == 422


def test_programs_are_added_changed_and_closed(
    client_as: As, facility: Facility, session: Session
) -> None:
    boss = client_as(Role.ADMINISTRATOR)
    assert boss.post("/facility/programs", data=PROGRAM).status_code == 303
    program = session.scalars(select(Program)).one()
    assert (program.level_of_care, program.places) == ("3.7, ASAM 4th edition", 8)
    sent = {"name": "Detox", "level_of_care": "3.7", "places": "", "version": program.version}
    path = f"/facility/programs/{program.id}"
    assert boss.get(path).status_code == 200
    assert boss.post(path, data=sent).status_code == 303
    program = session.scalars(select(Program)).one()
    assert (program.places, program.active) == (None, False)
    assert boss.post(path, data=sent).status_code == 409


@pytest.mark.parametrize("places", ["-1", "many", "10000", "1.5"])
def test_places_are_a_number_of_beds(client_as: As, session: Session, places: str) -> None:
    boss = client_as(Role.ADMINISTRATOR)
    answer = boss.post("/facility/programs", data={**PROGRAM, "new-places": places})
    assert answer.status_code == 422
    assert session.scalars(select(Program)).all() == []


def test_another_facilitys_program_does_not_exist(client_as: As, session: Session) -> None:
    elsewhere = a_facility()
    session.add(elsewhere)
    session.flush()
    program = a_program(elsewhere)
    session.add(program)
    boss = client_as(Role.ADMINISTRATOR)
    for key in (program.id, uuid4()):
        sent = {"name": "Mine", "version": 1}
        assert boss.get(f"/facility/programs/{key}").status_code == 404
        assert boss.post(f"/facility/programs/{key}", data=sent).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.DIRECTOR])
def test_only_a_director_switches_part_2(client_as: As, facility: Facility, role: Role) -> None:
    client = client_as(role)
    sent = {"part2": "off", "reason": "x" * 40, "version": facility.version}
    assert client.get("/facility/part-2").status_code == 404
    assert client.post("/facility/part-2", data=sent).status_code == 404


@pytest.mark.parametrize("reason", ["", "too short", " " * 30])
def test_part_2_stays_on_without_a_reason(
    client_as: As, facility: Facility, session: Session, reason: str
) -> None:
    sent = {"part2": "off", "reason": reason, "version": facility.version}
    answer = client_as(Role.DIRECTOR).post("/facility/part-2", data=sent)
    assert answer.status_code == 422
    session.refresh(facility)
    assert facility.part2


def test_part_2_goes_off_with_a_reason_and_on_without(
    client_as: As, facility: Facility, session: Session
) -> None:
    director, reason = client_as(Role.DIRECTOR), "Not federally assisted, counsel confirmed"
    sent = {"part2": "off", "reason": reason, "version": facility.version}
    assert director.post("/facility/part-2", data=sent).status_code == 303
    session.refresh(facility)
    assert (facility.part2, facility.part2_off_reason) == (False, reason)
    assert reason in client_as(Role.ADMINISTRATOR).get("/facility").text
    sent = {"part2": "on", "reason": "", "version": facility.version}
    assert director.post("/facility/part-2", data=sent).status_code == 303
    session.refresh(facility)
    assert facility.part2


def test_two_programs_of_one_name_cannot_be(client_as: As, session: Session) -> None:
    boss = client_as(Role.ADMINISTRATOR)
    assert boss.post("/facility/programs", data=PROGRAM).status_code == 303
    twice = boss.post("/facility/programs", data=PROGRAM)
    assert twice.status_code == 422
    assert "There is a program Detox already." in twice.text
    boss.post("/facility/programs", data={**PROGRAM, "new-name": "Outpatient"})
    other = session.scalars(select(Program).where(Program.name == "Outpatient")).one()
    sent = {"name": "Detox", "version": other.version}
    assert boss.post(f"/facility/programs/{other.id}", data=sent).status_code == 422
