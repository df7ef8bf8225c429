"""What is not yours looks exactly like what does not exist, on every address and by every method."""

import re
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from tests.structure.addresses import a_clinic, routes
from treatment.audit.models import AuditEvent
from treatment.base import Base
from treatment.permissions import Role

CHANGING = re.compile(r'[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}|(?:data-token|csrf[^>]*value)="[^"]+"')
DOOR = {"audit_event", "audit_patient", "audit_head", "staff_session", "failed_attempt"}
PARENTS = ("patient_id", "episode_id", "plan_id", "assessment_id")
TYPED = {
    "version": 1,
    "reason": "because of this",
    "secret": "no password of mine",
    "substance": "Latex",
    "words": "Falls",
    "seen": "0" * 64,
    "token": "0" * 32,
}


@pytest.fixture
def clinics(session, client_of):
    """Mine, that of a colleague in the same house, and one elsewhere; I am a counselor."""
    mine = a_clinic(session, Role.COUNSELOR)
    theirs = a_clinic(session, Role.THERAPIST, at=mine.facility)
    elsewhere = a_clinic(session, Role.THERAPIST)
    return client_of(mine.staff), mine, theirs, elsewhere


def _ids(rule):
    return [name for name in rule.arguments if name.endswith("_id")]


def _cells(app, mine, *others):
    """Addresses with somebody else's id where one of mine belongs, and the same with no one's."""
    for rule, method in routes(app):
        ids = _ids(rule)
        children = [name for name in ids if name not in PARENTS] if len(ids) > 1 else ids
        for other in others if ids else ():
            for swapped in (ids, children) if children != ids else (ids,):
                yield rule, method, _mixed(app, rule, mine, other, swapped)


def _mixed(app, rule, mine, other, swapped):
    forbidden, unknown = dict(mine.ids), dict(mine.ids)
    for name, key in other.keys(rule).items():
        if name in swapped:
            forbidden[key], unknown[key] = other.ids[key], uuid4()
    return [_address(app, rule, mine, each) for each in (forbidden, unknown)]


def _address(app, rule, mine, ids):
    with app.test_request_context():
        values = {name: ids[key] for name, key in mine.keys(rule).items()}
        return app.url_for(rule.endpoint, **values)


def _stored(session):
    tables = [table for table in Base.metadata.sorted_tables if table.name not in DOOR]
    return {t.name: session.scalar(select(func.count()).select_from(t)) for t in tables}


def test_unknown_and_forbidden_are_the_same_page(app, clinics, session):
    client, mine, *others = clinics
    before, tried, wrong = _stored(session), 0, []
    for rule, method, addresses in _cells(app, mine, *others):
        answers = [client.open(each, method=method, **_sent(client, method)) for each in addresses]
        tried += len(answers)
        pages = {(each.status_code, CHANGING.sub("", each.text)) for each in answers}
        if len(pages) != 1 or answers[0].status_code != 404:
            wrong.append((method, str(rule), [each.status_code for each in answers]))
    assert wrong == []
    assert tried > 200
    assert _stored(session) == before
    mine_only = select(AuditEvent.outcome).where(AuditEvent.actor_id == mine.staff.id)
    assert session.scalars(mine_only).all() == ["denied"] * tried


def _sent(client, method):
    if method == "GET":
        return {}
    return {"data": TYPED, "headers": {"X-CSRFToken": client.token()}}
