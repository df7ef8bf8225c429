"""Two at once on real connections: one plan, one cosignature, one move, whoever comes first."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, func, inspect, select
from sqlalchemy.orm import Session

from config import Config
from tests.builders import a_facility, an_alert
from tests.conftest import Client
from tests.plans.pages import PASSWORD, House
from treatment.accounts import arrivals, sessions
from treatment.accounts.models import Staff
from treatment.app import create_app
from treatment.plans.models import PhaseStay, Plan
from treatment.plans.states import PlanState
from treatment.records.models import AlertEntry, Signature
from treatment.records.vocabulary import Meaning
from treatment.web.extensions import db


@pytest.fixture
def crowded(own_database: str) -> Iterator[Flask]:
    app = create_app(Config.for_tests(own_database))
    app.test_client_class = Client
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def browser(crowded: Flask, own_engine: Engine) -> Callable[..., Client]:
    """A browser with a session row of its own; the test's session lets go before it speaks."""

    def opened(staff: Staff, session: Session | None = None) -> Client:
        client = crowded.test_client()
        assert isinstance(client, Client)
        client.session = session or Session(own_engine)
        with Session(own_engine, expire_on_commit=False) as own:
            person = own.get_one(Staff, inspect(staff).identity)
            _row, token = sessions.begin(own, person, at=datetime.now(UTC), ip="127.0.0.1")
            own.commit()
        with client.session_transaction() as cookie:
            cookie.update(arrivals.cookie_of(person, token))
        return client

    return opened


@pytest.fixture
def house(own_engine: Engine, browser: Callable[..., Client]) -> Iterator[House]:
    with Session(own_engine, expire_on_commit=False) as session:
        facility = a_facility()
        session.add(facility)
        session.flush()

        def of(staff: Staff) -> Client:
            session.commit()
            return browser(staff, session)

        yield House(session, facility, of)


def together(house: House, clients: list[Client], url: str, **data: Any) -> list[int]:
    """The same form from every browser at the same moment; the test lets go of its locks."""
    house.session.commit()

    def send(client: Client) -> int:
        return int(client.post(url, data=data).status_code)

    with ThreadPoolExecutor(len(clients)) as crowd:
        return sorted(crowd.map(send, clients))


def count(engine: Engine, model: Any, *where: Any) -> int:
    with Session(engine) as session:
        return session.scalar(select(func.count()).select_from(model).where(*where)) or 0


def test_four_presses_draft_one_plan(
    house: House, browser: Callable[..., Client], own_engine: Engine
) -> None:
    house.intake("P1")
    house.session.commit()
    clients = [browser(house.counselor) for _ in range(4)]
    assert together(house, clients, f"/episodes/{house.episode.id}/plans") == [303] * 4
    assert count(own_engine, Plan) == 1


def test_two_who_cosign_at_once_give_one_cosignature(
    house: House, browser: Callable[..., Client], own_engine: Engine
) -> None:
    plan = house.draft("P6")
    house.decide_all(plan)
    house.sign(house.counselor, plan)
    mark = house.mark(house.physician, plan)
    house.session.commit()
    house.session.commit()
    clients = [browser(house.physician) for _ in range(3)]
    answers = together(house, clients, f"/plans/{plan.id}/cosign", seen=mark, secret=PASSWORD)
    assert answers == [303, 409, 409]
    assert count(own_engine, Signature, Signature.meaning == Meaning.COSIGN) == 1


def test_two_who_move_a_patient_at_once_move_once(
    house: House, browser: Callable[..., Client], own_engine: Engine
) -> None:
    house.draft("P3")
    house.session.commit()
    clients = [browser(house.physician) for _ in range(3)]
    form = {"seen": "assessment", "reason": "Withdrawal", "secret": PASSWORD}
    url = f"/episodes/{house.episode.id}/phases/detox"
    assert together(house, clients, url, **form) == [303, 409, 409]
    assert count(own_engine, PhaseStay, PhaseStay.until.is_(None)) == 1


def test_a_line_decided_while_the_author_signs_is_not_signed_unseen(
    house: House, browser: Callable[..., Client], own_engine: Engine
) -> None:
    plan = house.draft("P6")
    house.decide_all(plan)
    mark = house.mark(house.counselor, plan)
    line = house.line(plan, "THR-IND")
    address, version = f"/plans/{plan.id}", line.version
    reopened = f"{address}/lines/{line.id}/reopen"
    house.session.commit()
    signing, reopening = browser(house.counselor), browser(house.therapist)

    def sign() -> int:
        sent = {"seen": mark, "secret": PASSWORD}
        return int(signing.post(f"{address}/sign", data=sent).status_code)

    def reopen() -> int:
        sent = {"version": version, "reason": "Wait"}
        return int(reopening.post(reopened, data=sent).status_code)

    house.session.commit()
    with ThreadPoolExecutor(2) as crowd:
        answers = [crowd.submit(sign), crowd.submit(reopen)]
        assert sorted(each.result() for each in answers) == [303, 409]
    signed = count(own_engine, Plan, Plan.state == PlanState.SIGNED)
    assert signed == count(own_engine, Signature, Signature.meaning == Meaning.AUTHOR)


def test_two_who_decide_on_an_alert_at_once_close_it_once(
    house: House, browser: Callable[..., Client], own_engine: Engine
) -> None:
    house.session.add(alert := an_alert(house.episode, by=house.counselor))
    house.session.commit()
    clients = [browser(house.physician) for _ in range(3)]
    sent = {"seen": "0", "decision": "emergency", "words": "Seen now.", "secret": PASSWORD}
    answers = together(house, clients, f"/alerts/{alert.id}/disposition", **sent)
    assert answers == [303, 409, 409]
    assert count(own_engine, Signature, Signature.meaning == Meaning.DISPOSITION) == 1
    assert count(own_engine, AlertEntry) == 1
