"""Ways around a lock that are each allowed step by step, and must not add up."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.builders import an_emergency_access
from tests.plans.conftest import Clinic
from tests.plans.pages import PASSWORD, House
from tests.plans.test_plan_pages import HIGH_RISK
from treatment.accounts.models import Program
from treatment.accounts.vocabulary import Credential
from treatment.patients.models import CareTeamMember, Episode
from treatment.permissions import Role
from treatment.plans.operations import signing
from treatment.plans.operations.content import seen
from treatment.plans.states import LineStatus, PlanState
from treatment.records.vocabulary import Meaning

# --- an emergency is over after its hour -----------------------------------------------------


@pytest.fixture
def stranger(chart, client_as, session):
    """A counselor who sees the one chart for an hour, by emergency access."""
    _carer, episode = chart
    stranger, at = client_as(Role.COUNSELOR), datetime.now(UTC)
    access = {"started_at": at, "expires_at": at + timedelta(minutes=60)}
    session.add(an_emergency_access(episode.patient, by=stranger.staff, **access))
    session.commit()
    return stranger, episode, session


def _is_on_team(session, staff, episode):
    rows = select(CareTeamMember).where(
        CareTeamMember.staff_id == staff.id, CareTeamMember.episode_id == episode.id
    )
    return session.scalars(rows).first() is not None


def test_an_intake_begun_in_an_emergency_does_not_open_the_chart_for_good(stranger):
    somebody, episode, session = stranger
    assert somebody.post(f"/episodes/{episode.id}/intake").status_code == 303
    assert not _is_on_team(session, somebody.staff, episode)


def test_an_episode_opened_in_an_emergency_does_not_open_the_chart_for_good(stranger):
    somebody, episode, session = stranger
    episode.ended_at = datetime.now(UTC)
    session.commit()
    url, program = (
        f"/patients/{episode.patient_id}/episodes/new",
        session.scalars(select(Program)).one(),
    )
    data = {"token": uuid4(), "program_id": program.id, "begins": "waiting"}
    assert somebody.post(url, data=data).status_code == 303
    new = session.scalars(
        select(Episode).where(Episode.patient_id == episode.patient_id, Episode.ended_at.is_(None))
    ).one()
    assert not _is_on_team(session, somebody.staff, new)


def test_who_is_on_the_team_anyway_joins_as_ever(chart, session):
    carer, episode = chart
    assert carer.post(f"/episodes/{episode.id}/intake").status_code == 303
    assert _is_on_team(session, carer.staff, episode)


# --- a license without the role, and the role without the license -----------------------------


def test_a_physicians_license_without_the_role_approves_nothing_by_signing():
    clinic = Clinic()
    clinic.counselor.credential = Credential.MD
    plan = clinic.plan("MED-BUP", "THR-IND")
    for line in plan.lines:
        line.status = LineStatus.ACCEPTED
    signing.sign_plan(plan, clinic.hand(clinic.counselor), mark=seen(plan))
    assert Meaning.MEDICAL_APPROVAL in signing.open_signatures(plan)


def test_the_queue_holds_the_plan_of_a_physician_who_is_no_prescriber_here(house, session):
    author = house.staff(Role.COUNSELOR, credential=Credential.MD)
    plan = house.draft("P1")
    house.decide_all(plan)
    session.refresh(plan)
    signed = {"signed_by_id": author.id, "signed_at": datetime.now(UTC), "state": PlanState.SIGNED}
    for name, value in signed.items():
        setattr(plan, name, value)
    session.commit()
    page = house.get(house.physician, "/cosign").text
    assert "Read and approve the medical lines" in page


def test_the_role_without_the_license_approves_nothing():
    clinic = Clinic()
    plan = clinic.plan("MED-BUP")
    plan.lines[0].status = LineStatus.ACCEPTED
    signing.sign_plan(plan, clinic.hand(clinic.counselor), mark=seen(plan))
    clinic.physician.credential = Credential.LCSW
    assert not signing.may_approve(plan, clinic.physician)


def test_a_new_license_of_the_author_spares_no_cosignature_of_yesterday():
    clinic = Clinic()
    plan = clinic.plan("THR-IND")
    plan.lines[0].status = LineStatus.ACCEPTED
    signing.sign_plan(plan, clinic.hand(clinic.counselor), mark=seen(plan))
    clinic.counselor.credential = Credential.LCSW
    assert Meaning.COSIGN in signing.open_signatures(plan)


# --- a hold ends by a prescriber's release ---------------------------------------------------


@pytest.fixture
def house(session, facility, client_of):
    return House(session, facility, client_of)


def test_a_newer_intake_does_not_end_a_hold(house):
    held = house.draft("P1", **HIGH_RISK)
    assert held.is_on_hold
    newer = house.draft("P1")
    assert (newer.number, newer.is_on_hold) == (2, True)
    assert house.line(newer, "THR-IND").status is LineStatus.DEFERRED
    assert house.line(newer, "DTX-1").status is LineStatus.PROPOSED
    url, words = f"/plans/{newer.id}/release", {"reason": "Evaluated, calm", "secret": PASSWORD}
    assert house.post(house.counselor, url, **words).status_code == 404
    assert house.post(house.physician, url, **words).status_code == 303
    released = house.newest()
    assert (released.number, released.is_on_hold) == (3, False)
    assert house.line(released, "THR-IND").status is LineStatus.PROPOSED
    assert not house.draft("P1").is_on_hold


# --- signing what one has read ---------------------------------------------------------------


def test_nobody_signs_medical_lines_that_changed_since_they_were_read(house):
    plan = house.draft("P1")
    line, read = house.line(plan, "DTX-1"), house.medical(plan)
    words = {"schedule": "Once", "goal": "None", "responsible": "nobody", "reason": "As agreed"}
    colleague = house.staff(Role.PRESCRIBER)
    assert house.decide(colleague, line, "change", **words, secret=PASSWORD).status_code == 303
    line = house.line(plan, "DTX-1")
    again = {"reason": "On second thought", "secret": PASSWORD}
    assert house.decide(colleague, line, "reopen", **again).status_code == 303
    sent = {"lines": [line.id], "secret": PASSWORD}
    url = f"/plans/{plan.id}/sign-lines"
    assert house.post(house.physician, url, medical_seen=read, **sent).status_code == 409
    assert house.line(plan, "DTX-1").status is LineStatus.PROPOSED
    now = house.medical(plan)
    assert house.post(house.physician, url, medical_seen=now, **sent).status_code == 303


def test_the_page_carries_the_mark_of_the_lines_it_shows(house):
    plan = house.draft("P1")
    assert f'value="{house.medical(plan)}"' in house.get(house.physician, f"/plans/{plan.id}").text
