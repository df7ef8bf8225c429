"""The whole load: two houses, their staff, then sixty people one after the other."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from treatment.accounts.models import Facility
from treatment.demo.accounts import Account
from treatment.demo.houses import HOUSES
from treatment.demo.operations.again import take_again
from treatment.demo.operations.alerting import stop
from treatment.demo.operations.amending import amend
from treatment.demo.operations.arriving import arrive, hurry_into_a_chart
from treatment.demo.operations.concluding import conclude
from treatment.demo.operations.measuring import measure
from treatment.demo.operations.planning import plan
from treatment.demo.operations.staffing import Place, open_house
from treatment.demo.operations.treating import close_first_tasks, treat
from treatment.demo.people import PEOPLE, Reached
from treatment.errors import DomainError


def is_empty(session: Session) -> bool:
    return session.scalar(select(Facility.id).limit(1)) is None


def load(session: Session, at: datetime) -> list[Account]:
    """Fill an empty database; each step is kept with its own audit event.

    Raises:
        DomainError: there is a facility already, invented or real.
    """
    if not is_empty(session):
        raise DomainError("The database already has a facility. The demo needs an empty one.")
    opened = [open_house(session, house, at) for house in HOUSES]
    places: Mapping[int, Place] = dict(enumerate(place for place, _ in opened))
    for person in PEOPLE:
        place = places[person.house]
        chart = arrive(session, place, person, at)
        stop(session, place, chart)
        conclude(session, place, chart)
        amend(session, place, chart)
        if person.reached >= Reached.DRAFTED:
            plan(session, place, chart)
        if person.reached >= Reached.DECIDED:
            close_first_tasks(session, place, chart)
        measure(session, place, chart)
        if person.reached >= Reached.ACTIVE:
            treat(session, place, chart)
        take_again(session, place, chart)
    hurry_into_a_chart(session, places[0], at)
    return [account for _, accounts in opened for account in accounts]
