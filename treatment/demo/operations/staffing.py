"""Opening an invented house: facility, programs and people who can sign in at once."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from treatment.accounts import operations, queries
from treatment.accounts.models import Facility, Program, Staff
from treatment.accounts.vocabulary import AuthMethod
from treatment.audit.trail import Event, keep
from treatment.audit.vocabulary import Action
from treatment.demo.accounts import Account
from treatment.demo.houses import House, Worker
from treatment.records.operations import Hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An open house, and who does what in it."""

    house: House
    facility: Facility
    programs: list[Program]
    staff: dict[str, Staff]

    def counselor(self, number: int) -> Staff:
        return self.staff[self.house.counselors[number]]

    @property
    def cosigner(self) -> Staff:
        return self.staff[self.house.cosigner]

    @property
    def prescriber(self) -> Staff:
        return self.staff[self.house.prescriber]

    @property
    def nurse(self) -> Staff:
        return self.staff[self.house.nurse]

    @property
    def director(self) -> Staff:
        return self.staff[self.house.director]


def hand_of(staff: Staff, at: datetime) -> Hand:
    """The invented worker signs; no password is asked where nobody sits."""
    return Hand(staff=staff, method=AuthMethod.PASSWORD, at=at, source="demo")


def open_house(session: Session, house: House, at: datetime) -> tuple[Place, list[Account]]:
    facility = operations.open_facility(session, house.name, house.zone)
    facility.is_demo, facility.collects_teds = True, house.collects_teds
    programs = [
        Program(facility_id=facility.id, name=name, level_of_care=level, places=places)
        for name, level, places in house.programs
    ]
    session.add_all(programs)
    hired = [_hire(session, facility, worker, at) for worker in house.workers]
    place = Place(
        house=house,
        facility=facility,
        programs=programs,
        staff={staff.username: staff for staff, _ in hired},
    )
    created = Event(Action.CREATE, object_type="facility", object_id=facility.id, reason="demo")
    keep(created, by=place.director)
    return place, [account for _, account in hired]


def _hire(
    session: Session, facility: Facility, worker: Worker, at: datetime
) -> tuple[Staff, Account]:
    """Invited, accepted, with a second factor: all that a sign-in needs."""
    newcomer = operations.Newcomer(
        username=worker.username,
        printed_name=worker.name,
        roles=worker.roles,
        record={"is_demo": True, **_license(facility, worker, at)},
    )
    staff, _ = operations.invite(session, facility, newcomer, by=None, at=at)
    password = "-".join(secrets.choice(WORDS) for _ in range(4))
    session.flush()
    for invitation in session.scalars(queries.invitations_of(staff)):
        operations.accept(invitation, password, at=at)
    account = Account(
        username=worker.username,
        name=staff.credential_line,
        roles=sorted(role.value for role in worker.roles),
        facility=facility.name,
        password=password,
        totp_secret=operations.enroll(staff),
    )
    return staff, account


def _license(facility: Facility, worker: Worker, at: datetime) -> dict[str, object]:
    after = partial(_days_after, facility, at)
    return {
        "credential": worker.credential,
        "license_number": worker.license_number,
        "license_state": "CA" if worker.license_number else None,
        "license_expires_on": after(worker.license_days) if worker.license_number else None,
        "access_until": after(worker.access_days),
        "identity_proofed_on": facility.today(at),
    }


def _days_after(facility: Facility, at: datetime, days: int | None) -> object:
    return None if days is None else facility.today(at) + timedelta(days=days)


WORDS = (
    "amber", "anchor", "basil", "beacon", "birch", "canyon", "cedar", "cobalt", "copper", "coral",
    "delta", "ember", "fable", "fern", "garnet", "harbor", "hazel", "heron", "indigo", "ivory",
    "juniper", "lagoon", "lantern", "maple", "marble", "meadow", "mosaic", "nectar", "oasis",
    "onyx", "orchid", "pebble", "pepper", "prairie", "quartz", "raven", "ridge", "river", "saffron",
    "sierra", "silver", "sparrow", "summit", "sunset", "thistle", "timber", "topaz", "tundra",
    "velvet", "violet", "walnut", "willow", "winter", "zephyr",
)  # fmt: skip
