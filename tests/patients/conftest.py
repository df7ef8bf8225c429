"""A facility with two caseloads, a foreign facility, and charts in every state."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.builders import (
    a_facility,
    a_patient,
    a_place,
    a_program,
    a_staff,
    a_team_member,
    an_episode,
    names_of,
)
from tests.conftest import Client
from treatment.accounts.models import Facility, Program, Staff
from treatment.patients.models import Episode, Patient
from treatment.patients.vocabulary import DischargeReason
from treatment.permissions import Role

AT = datetime.now(UTC).replace(microsecond=0)
DAY = timedelta(days=1)


@dataclass
class Clinic:
    """Mara's and Jonas's charts; each patient's family name says which chart it is."""

    session: Session
    here: Facility
    there: Facility

    def __post_init__(self) -> None:
        self.session.add(self.there)
        self.session.flush()
        self.detox: Program = a_program(self.here, name="Detox Wing")
        self.outpatient: Program = a_program(self.here, name="Evening Outpatient")
        self.foreign_program: Program = a_program(self.there, name="Elsewhere")
        self.mara: Staff = a_staff(Role.COUNSELOR, at=self.here, printed_name="Mara Okafor")
        self.jonas: Staff = a_staff(Role.THERAPIST, at=self.here, printed_name="Jonas Weber")
        self.stranger: Staff = a_staff(Role.COUNSELOR, at=self.there)
        self.keep(self.detox, self.outpatient, self.foreign_program)
        self.keep(self.mara, self.jonas, self.stranger)
        self.mine = self.chart("Minestone", self.mara)
        self.waiting = self.chart("Waitingham", self.mara, admitted_at=None)
        self.other = self.chart("Otherfield", self.jonas)
        ended = {"ended_at": AT - DAY, "discharge_reason": DischargeReason.COMPLETED}
        self.ended = self.chart("Endicott", self.jonas, **ended)
        self.foreign = self.chart("Foreignson", self.stranger, at=self.there)
        self.registered = self.person("Registerly", by=self.mara)

    def keep(self, *rows: Any) -> None:
        self.session.add_all(rows)
        self.session.flush()

    def person(self, family: str, *, by: Staff, **changes: Any) -> Patient:
        at = changes.pop("at", self.here)
        usual = {"given_name": "Given", "family_name": family, "registered_at": AT - 3 * DAY}
        patient = a_patient(at, by=by, **{**usual, **changes})
        self.keep(patient)
        self.keep(*names_of(patient))
        return patient

    def chart(self, family: str, member: Staff, **changes: Any) -> Episode:
        """An episode of a new patient, in detox, with `member` as primary."""
        at = changes.pop("at", self.here)
        who = {name: changes.pop(name) for name in ("given_name", "birth_date") if name in changes}
        patient = self.person(family, by=member, at=at, **who)
        usual = {"opened_at": AT - 2 * DAY, "admitted_at": AT - 2 * DAY}
        episode = an_episode(patient, by=member, **{**usual, **changes})
        program = self.detox if at is self.here else self.foreign_program
        self.keep(episode)
        until = {"until": episode.ended_at} if episode.ended_at else {}
        self.keep(a_place(episode, program, **until), a_team_member(episode, member))
        return episode

    def staff(self, *roles: Role, **changes: Any) -> Staff:
        staff = a_staff(*roles, at=changes.pop("at", self.here), **changes)
        self.keep(staff)
        return staff


@pytest.fixture
def clinic(session: Session, facility: Facility) -> Clinic:
    return Clinic(session, facility, a_facility())


@pytest.fixture
def mara(clinic: Clinic, client_of: Callable[[Staff], Client]) -> Client:
    """The browser of the counselor whose caseload `mine` and `waiting` are."""
    return client_of(clinic.mara)


@pytest.fixture
def director(clinic: Clinic, client_of: Callable[[Staff], Client]) -> Client:
    return client_of(clinic.staff(Role.DIRECTOR))


@pytest.fixture
def nurse(clinic: Clinic, client_of: Callable[[Staff], Client]) -> Client:
    return client_of(clinic.staff(Role.NURSE))


@pytest.fixture
def records(clinic: Clinic, client_of: Callable[[Staff], Client]) -> Client:
    return client_of(clinic.staff(Role.RECORDS))


@pytest.fixture
def events(session: Session) -> Callable[..., Any]:
    """The trail's events of one action, the newest last."""
    from sqlalchemy import select

    from treatment.audit.models import AuditEvent

    def of(*actions: str) -> list[AuditEvent]:
        rows = session.scalars(select(AuditEvent).order_by(AuditEvent.chain, AuditEvent.sequence))
        return [row for row in rows if row.action in actions]

    return of
