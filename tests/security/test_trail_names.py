"""The trail names exactly those whose data an answer shows, also where the answer is a refusal."""

import html
import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from tests.builders import a_plan, an_assessment, an_emergency_access
from treatment.audit.models import AuditEvent
from treatment.intake.operations import start
from treatment.intake.questionnaire import SECTION_OF
from treatment.patients.queries import PAGE
from treatment.permissions import Role
from treatment.plans.states import PlanState

LINK = re.compile(r"/(patients|episodes|plans|intake)/([0-9a-f-]{36})")


def _last(session, staff):
    mine = select(AuditEvent).where(AuditEvent.actor_id == staff.id)
    return session.scalars(mine.order_by(AuditEvent.sequence.desc()).limit(1)).one()


def _plan_of(session, episode, by, **changes):
    at = datetime.now(UTC)
    intake = an_assessment(episode, by=by, signed_at=at, signed_by_id=by.id, facts={})
    session.add(intake)
    session.flush()
    plan = a_plan(intake, by=by, drafted_at=at, **changes)
    session.add(plan)
    session.commit()
    return plan


def _everybody_shown(answer, people):
    text = html.unescape(answer.text)
    return {str(each.id) for each in people if each.family_name in text}


@pytest.fixture
def crowd(admitted, client_as, session):
    """One page and a few more people in care."""
    by = client_as(Role.COUNSELOR).staff
    return [admitted(by=by, family_name=f"Crowd{n:03}x") for n in range(PAGE + 2)]


@pytest.mark.parametrize("path", ["/patients", "/progress/episodes"])
def test_a_list_names_its_page_and_not_who_comes_after(client_as, crowd, session, path):
    director = client_as(Role.DIRECTOR)
    answer = director.get(path)
    shown = _everybody_shown(answer, [episode.patient for episode in crowd])
    assert len(shown) == PAGE
    assert set(_last(session, director.staff).patients) == shown


def test_the_review_of_emergency_access_names_its_page(client_as, crowd, session):
    director, nurse = client_as(Role.DIRECTOR), client_as(Role.NURSE).staff
    session.add_all(an_emergency_access(episode.patient, by=nurse) for episode in crowd)
    answer = director.get("/emergency/review")
    shown = _everybody_shown(answer, [episode.patient for episode in crowd])
    assert len(shown) == PAGE
    assert set(_last(session, director.staff).patients) == shown


def test_today_names_what_its_panels_show(client_as, crowd, session, monkeypatch):
    monkeypatch.setattr("treatment.reports.views.MOST", 3)
    director = client_as(Role.DIRECTOR)
    for episode in crowd[:6]:
        _plan_of(session, episode, director.staff)
    shown = _everybody_shown(director.get("/"), [episode.patient for episode in crowd])
    assert len(shown) == 3
    assert set(_last(session, director.staff).patients) == shown


def test_the_queue_to_cosign_names_nobody_whose_plan_is_not_in_it(client_as, admitted, session):
    prescriber, counselor = client_as(Role.PRESCRIBER), client_as(Role.COUNSELOR).staff
    signed = {"state": PlanState.SIGNED, "signed_at": datetime.now(UTC)}
    theirs = admitted(by=counselor, family_name="Waitsx")
    own = admitted(by=counselor, family_name="Ownsx")
    _plan_of(session, theirs, counselor, signed_by_id=counselor.id, **signed)
    _plan_of(session, own, counselor, signed_by_id=prescriber.staff.id, **signed)
    _plan_of(session, admitted(by=counselor, family_name="Draftsx"), counselor)
    answer = prescriber.get("/cosign")
    assert "Waitsx" in answer.text
    assert "Draftsx" not in answer.text
    assert _last(session, prescriber.staff).patients == [str(theirs.patient_id)]


# --- refusals --------------------------------------------------------------------------------


def test_two_texts_of_one_plan_name_its_patient(chart, session):
    carer, episode = chart
    plan = _plan_of(session, episode, carer.staff, goal_words="I want my mornings back.")
    answer = carer.post(f"/plans/{plan.id}/words", data={"version": 99, "goal_words": "Mine"})
    assert answer.status_code == 409
    assert "mornings" in answer.text
    event = _last(session, carer.staff)
    assert (event.outcome, event.patients) == ("refused", [str(episode.patient_id)])


def test_two_texts_of_one_section_name_its_patient(chart, session):
    carer, episode = chart
    intake = start(episode, by=carer.staff, at=datetime.now(UTC))
    session.add(intake)
    session.flush()
    row = next(each for each in intake.sections if each.section == SECTION_OF["goals"].key)
    row.answers, row.version = {"goals": "Sleep"}, 2
    session.commit()
    url = f"/intake/{intake.id}/sections/{row.section}"
    assert carer.post(url, data={"version": 1, "goals": "Work"}).status_code == 409
    event = _last(session, carer.staff)
    assert event.patients == [str(episode.patient_id)]


def test_a_refused_move_names_its_patient(chart, session):
    carer, episode = chart
    answer = carer.post(f"/episodes/{episode.id}/plans")
    assert answer.status_code == 409
    assert _last(session, carer.staff).patients == [str(episode.patient_id)]


def test_a_foreign_plan_is_denied_without_naming_its_patient(chart, client_as, session):
    carer, episode = chart
    plan = _plan_of(session, episode, carer.staff)
    stranger = client_as(Role.COUNSELOR)
    assert stranger.post(f"/plans/{plan.id}/words", data={"version": 1}).status_code == 404
    event = _last(session, stranger.staff)
    assert (event.outcome, event.patients) == ("denied", [])
