"""Whatever a signed-in person asks for, at any address of the product, is exactly one event."""

from collections.abc import Iterator
from contextlib import suppress
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.routing import Rule

from config import Config
from tests.builders import a_patient, a_place, a_program, a_team_member, an_episode
from treatment.audit.models import AuditEvent, AuditPatient
from treatment.audit.proof import verify
from treatment.audit.vocabulary import Outcome
from treatment.permissions import Role
from treatment.web.guards import PUBLIC, is_fragment, rule_of


def routes(app: Flask, method: str) -> Iterator[Rule]:
    """Every address that is neither for anybody nor a fragment."""
    for rule in app.url_map.iter_rules():
        endpoint = rule.endpoint
        is_open = rule_of(app, endpoint) == PUBLIC or is_fragment(app, endpoint)
        if method in (rule.methods or ()) and not is_open:
            yield rule


def address(app: Flask, rule: Rule, **known: object) -> str:
    build = app.url_map.bind("localhost").build
    for made_up in (uuid4(), 1):
        with suppress(ValueError, TypeError, AttributeError):
            return build(rule.endpoint, {n: known.get(n, made_up) for n in rule.arguments})
    raise AssertionError(f"no address for {rule}")


@pytest.fixture
def count(session):
    def events() -> int:
        return session.scalar(select(func.count()).select_from(AuditEvent))

    return events


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_request_with_a_made_up_id_is_one_event(app, client_as, session, count, method):
    wrong = {}
    for rule in routes(app, method):
        somebody = client_as(*Role)
        before = count()
        answer = (somebody.get if method == "GET" else somebody.post)(address(app, rule))
        if (got := count() - before) != 1:
            wrong[f"{rule} {answer.status_code}"] = got
    assert wrong == {}
    assert verify(session, key=Config.for_tests().audit_key.encode()).finding is None


@pytest.fixture
def chart(session, facility, client_as):
    """A patient in care, and the person who cares for them."""
    carer = client_as(*Role)
    session.add(patient := a_patient(at=facility, by=carer.staff))
    session.flush()
    session.add(episode := an_episode(patient, by=carer.staff))
    session.add(program := a_program(facility))
    session.flush()
    session.add(a_place(episode, program))
    session.add(a_team_member(episode, carer.staff))
    session.commit()
    return carer, patient, episode


def test_a_page_of_a_chart_names_its_patient(app, chart, session, count):
    carer, patient, episode = chart
    known = {"patient_id": patient.id, "episode_id": episode.id}
    wrong = {}
    for rule in routes(app, "GET"):
        if not rule.arguments or not rule.arguments <= known.keys():
            continue
        before = count()
        answer = carer.get(address(app, rule, **known))
        newest = select(AuditEvent).order_by(AuditEvent.sequence.desc()).limit(1)
        event = session.scalars(newest).one()
        shown = event.patients == [str(patient.id)] or answer.status_code in range(300, 400)
        if count() - before != 1 or not shown:
            wrong[f"{rule} {answer.status_code}"] = (count() - before, event.patients)
    assert wrong == {}


def test_somebody_elses_chart_is_a_denied_try_on_it(app, chart, client_as, session):
    _carer, patient, episode = chart
    known = {"patient_id": patient.id, "episode_id": episode.id}
    stranger = client_as(Role.COUNSELOR)
    asked = 0
    for rule in routes(app, "GET"):
        if rule.arguments and rule.arguments <= known.keys():
            assert stranger.get(address(app, rule, **known)).status_code == 404, rule
            asked += 1
    mine = select(AuditEvent).where(AuditEvent.actor_id == stranger.staff.id)
    assert [each.outcome for each in session.scalars(mine)] == [Outcome.DENIED] * asked
    tried = select(AuditPatient).where(AuditPatient.patient_id == patient.id)
    assert session.scalars(tried).first() is not None
