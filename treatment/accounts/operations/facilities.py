"""What is done to a facility: opened, renamed, its programs, and 42 CFR Part 2."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from sqlalchemy.orm import Session

from treatment.accounts import queries
from treatment.accounts.models import Facility, Program
from treatment.accounts.operations.versions import refuse_stale
from treatment.errors import DomainError

SHORTEST_REASON = 20  # letters that explain why records lose their protection


class UnknownZoneError(DomainError):
    """No such IANA time zone."""


class TakenError(DomainError):
    """The name belongs to something else."""


class NoReasonError(DomainError):
    """Something that must be explained was not."""


def open_facility(session: Session, name: str, zone: str) -> Facility:
    facility = Facility(name=name, zone=_known_zone(zone), part2=True)
    session.add(facility)
    session.flush()
    return facility


def change_facility(
    facility: Facility, *, name: str, zone: str, collects_teds: bool, version: int
) -> None:
    """Rename the place, move its clock, collect treatment episode data or stop collecting.

    Raises:
        DomainError: an unknown time zone, or somebody else saved first.
    """
    refuse_stale(facility, {"name": name, "zone": zone}, version)
    facility.name, facility.zone = name, _known_zone(zone)
    facility.collects_teds = collects_teds


def switch_part2(facility: Facility, *, on: bool, reason: str | None, version: int) -> None:
    """Switch the 42 CFR Part 2 marks; off needs a reason that can be read years later.

    Raises:
        DomainError: off without a reason of 20 letters, or somebody else saved first.
    """
    refuse_stale(facility, {"reason": reason}, version)
    if not on and len((reason or "").strip()) < SHORTEST_REASON:
        raise NoReasonError(f"Give the reason in at least {SHORTEST_REASON} letters.")
    facility.part2, facility.part2_off_reason = on, None if on else reason


def add_program(session: Session, facility_id: UUID, values: Mapping[str, Any]) -> Program:
    """A program that begins.

    Raises:
        TakenError: this facility has one of that name.
    """
    _refuse_taken(session, facility_id, values["name"])
    program = Program(facility_id=facility_id, **values)
    session.add(program)
    session.flush()
    return program


def change_program(
    session: Session, program: Program, values: Mapping[str, Any], *, version: int
) -> None:
    refuse_stale(program, values, version)
    if values["name"] != program.name:
        _refuse_taken(session, program.facility_id, values["name"])
    for name, value in values.items():
        setattr(program, name, value)


def _known_zone(zone: str) -> str:
    if zone not in available_timezones():
        raise UnknownZoneError("Choose an IANA time zone such as America/Los_Angeles.")
    return zone


def _refuse_taken(session: Session, facility_id: UUID, name: str) -> None:
    if session.scalar(queries.program_named(facility_id, name)) is not None:
        raise TakenError(f"There is a program {name} already.")
