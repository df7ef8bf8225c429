"""Eight people save one section at the same moment, on real connections: one is accepted."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from config import Config
from tests.builders import a_facility, a_patient, a_place, a_program, a_staff, an_episode
from tests.conftest import Client
from treatment.accounts import arrivals, sessions
from treatment.accounts.models import Staff
from treatment.app import create_app
from treatment.intake import operations
from treatment.intake.models import Assessment, AssessmentSection, SectionSave
from treatment.permissions import Role
from treatment.records.models import Draft
from treatment.web.extensions import db

MOST, ROUNDS = 8, 10


@pytest.fixture
def crowded(own_database: str) -> Iterator[Flask]:
    app = create_app(Config.for_tests(own_database))
    app.test_client_class = Client
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def nurses(own_engine: Engine) -> list[Staff]:
    with Session(own_engine, expire_on_commit=False) as session:
        facility = a_facility()
        session.add(facility)
        session.flush()
        people = [a_staff(Role.NURSE, at=facility) for _ in range(MOST)]
        session.add_all(people)
        session.commit()
        return people


@pytest.fixture
def page(own_engine: Engine, nurses: list[Staff]) -> str:
    with Session(own_engine) as session:
        nurse = session.get_one(Staff, nurses[0].id)
        patient, program = a_patient(nurse.facility, by=nurse), a_program(nurse.facility)
        session.add_all([patient, program])
        session.flush()
        episode = an_episode(patient, by=nurse)
        session.add(episode)
        session.flush()
        session.add(a_place(episode, program))
        begun = operations.start(episode, by=nurse, at=datetime.now(UTC), joins=False)
        session.add(begun)
        session.commit()
        return f"/intake/{begun.id}/sections/own_words"


@pytest.fixture
def desks(crowded: Flask, own_engine: Engine, nurses: list[Staff]) -> list[Client]:
    def opened(staff: Staff) -> Client:
        client = crowded.test_client()
        assert isinstance(client, Client)
        client.session = Session(own_engine)
        with Session(own_engine, expire_on_commit=False) as session:
            person = session.get_one(Staff, staff.id)
            _row, token = sessions.begin(session, person, at=datetime.now(UTC), ip="127.0.0.1")
            session.commit()
        with client.session_transaction() as cookie:
            cookie.update(arrivals.cookie_of(person, token))
        return client

    return [opened(each) for each in nurses]


def together(desks: list[Client], send: Callable[[Client, int], Any]) -> list[int]:
    with ThreadPoolExecutor(len(desks)) as crowd:
        answers = crowd.map(send, desks, range(len(desks)))
        return sorted(int(answer.status_code) for answer in answers)


def saves(engine: Engine, page: str) -> list[tuple[int, dict[str, Any]]]:
    with Session(engine) as session:
        of_page = (
            select(SectionSave.version, SectionSave.answers)
            .join(AssessmentSection, AssessmentSection.id == SectionSave.section_id)
            .where(AssessmentSection.assessment_id == UUID(page.split("/")[2]))
            .where(AssessmentSection.section == "own_words")
            .order_by(SectionSave.version)
        )
        return [(version, answers) for version, answers in session.execute(of_page)]


def test_of_eight_who_save_one_version_one_is_accepted_and_no_word_is_lost(
    desks: list[Client], own_engine: Engine, page: str
) -> None:
    for turn in range(1, ROUNDS + 1):

        def save(desk: Client, at: int, turn: int = turn) -> Any:
            return desk.post(page, data={"version": turn, "goals": f"{turn}: what {at} heard"})

        assert together(desks, save) == [303, *[409] * (MOST - 1)]
        assert len(saves(own_engine, page)) == turn
    kept = saves(own_engine, page)
    assert [version for version, _ in kept] == list(range(2, ROUNDS + 2))
    with Session(own_engine) as session:
        left = len(session.scalars(select(Draft)).all())
    assert left == ROUNDS * (MOST - 1)  # whoever came too late holds every word of it


def test_eight_who_add_something_else_each_are_all_put_together(
    desks: list[Client], own_engine: Engine, page: str
) -> None:
    keys = ["goals", "strengths", "needs", "abilities"]

    def save(desk: Client, at: int) -> Any:
        return desk.post(page, data={"version": 1, keys[at]: f"what {at} heard"})

    assert together(desks[: len(keys)], save) == [303] * len(keys)
    _, last = saves(own_engine, page)[-1]
    assert last == {key: f"what {at} heard" for at, key in enumerate(keys)}


def test_the_same_form_sent_a_hundred_times_is_saved_once(
    desks: list[Client], own_engine: Engine, page: str
) -> None:
    def save(desk: Client, at: int) -> Any:
        return desk.post(page, data={"version": 1, "goals": "Sleep again"})

    for _ in range(100 // MOST + 1):
        assert together(desks, save) == [303] * MOST
    assert saves(own_engine, page) == [(2, {"goals": "Sleep again"})]


def test_autosaves_of_one_window_at_once_leave_one_draft_and_the_newest(
    desks: list[Client], own_engine: Engine, page: str
) -> None:
    desk = desks[0]
    crowd = []
    for _ in range(MOST):
        other = desk.application.test_client()
        assert isinstance(other, Client)
        other.session = Session(own_engine)
        cookie = desk.get_cookie("waypoint")
        assert cookie is not None
        other.set_cookie("waypoint", cookie.value)
        crowd.append(other)

    def type_(client: Client, at: int) -> Any:
        sent = {"draft_page": page, "draft_tab": "a", "draft_sequence": at + 1, "goals": str(at)}
        return client.post("/drafts", data=sent)

    assert together(crowd, type_) == [200] * MOST
    with Session(own_engine) as session:
        assert session.scalars(select(Draft.sequence)).all() == [MOST]


@pytest.mark.parametrize("path", ["intake", "intake/again"])
def test_eight_who_begin_an_intake_at_once_all_open_the_same(
    desks: list[Client], own_engine: Engine, page: str, path: str
) -> None:
    with Session(own_engine) as session:
        begun = session.get_one(Assessment, UUID(page.split("/")[2]))
        begun.facts, begun.signed_at, begun.signed_by = {}, begun.started_at, begun.started_by
        address = f"/episodes/{begun.episode_id}/{path}"
        session.commit()
    assert together(desks, lambda desk, _at: desk.post(address)) == [303] * MOST
    with Session(own_engine) as session:
        assert len(session.scalars(select(Assessment)).all()) == 2
