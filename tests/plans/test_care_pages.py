"""Phases and deliveries in the browser: moves with their checklist, units recorded once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests.builders import a_phase_stay
from tests.conftest import Client
from tests.plans.pages import PASSWORD, House
from treatment.accounts.models import Facility, Staff
from treatment.accounts.vocabulary import Credential
from treatment.patients.vocabulary import DischargeReason
from treatment.permissions import Role
from treatment.plans import queries
from treatment.plans.checklist import DISCHARGE, EXIT
from treatment.plans.models import Delivery, PhaseStay
from treatment.plans.phases import Phase
from treatment.plans.states import PlanState
from treatment.records.models import Signature

SOON = (datetime.now(UTC) + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
EVERYTHING = {
    f"state-{c.key}": "seen today" for criteria in (*EXIT.values(), DISCHARGE) for c in criteria
}


@pytest.fixture
def house(session: Session, facility: Facility, client_of: Callable[[Staff], Client]) -> House:
    return House(session, facility, client_of)


def url(house: House, path: str) -> str:
    return f"/episodes/{house.episode.id}/{path}"


def move(house: House, staff: Staff, to: Phase, seen: Phase, **data: Any) -> Any:
    usual = {"seen": seen.value, "reason": "Ready for it", "secret": PASSWORD, **EVERYTHING}
    return house.post(staff, url(house, f"phases/{to.value}"), **{**usual, **data})


def stays(house: House) -> list[PhaseStay]:
    rows = house.session.scalars(queries.stays_of(house.episode.id)).all()
    return list(rows)


# --- phases ----------------------------------------------------------------------------------


def test_a_new_episode_is_in_assessment_without_a_row(house: House) -> None:
    answer = house.get(house.counselor, url(house, "phases"))
    assert "Assessment and planning now" in answer.text
    assert stays(house) == []


def test_a_patient_moves_into_primary_treatment_once_the_plan_is_active(house: House) -> None:
    house.draft("P6")
    refused = move(house, house.physician, Phase.PRIMARY, Phase.ASSESSMENT, override="Urgent")
    assert refused.status_code == 409
    assert "Therapy begins with an active plan" in refused.text
    assert stays(house) == []
    house.activate(house.newest())
    done = move(house, house.physician, Phase.PRIMARY, Phase.ASSESSMENT, override="Level is clear")
    assert done.status_code == 303
    assert [stay.phase for stay in stays(house)] == [Phase.ASSESSMENT, Phase.PRIMARY]
    text = house.get(house.counselor, url(house, "phases")).text
    assert "Primary treatment now" in text
    assert house.physician.printed_name in text


def test_open_criteria_are_named_and_what_was_typed_is_kept(house: House) -> None:
    house.activate(house.draft("P6"))
    form = house.get(house.counselor, url(house, "phases/primary"))
    assert "Level of care recorded" in form.text
    answer = move(house, house.counselor, Phase.PRIMARY, Phase.ASSESSMENT)
    assert answer.status_code == 409
    assert "Level of care recorded (not met)" in answer.text
    wrong = move(
        house,
        house.counselor,
        Phase.PRIMARY,
        Phase.ASSESSMENT,
        secret="x",
        **{"state-diagnosis": "by Dr. T"},
    )
    assert wrong.status_code == 422
    assert "by Dr. T" in wrong.text


def test_detox_does_not_wait_for_the_plans_signatures(house: House) -> None:
    plan = house.draft("P3")
    refused = move(house, house.counselor, Phase.DETOX, Phase.ASSESSMENT)
    assert refused.status_code == 409
    line = house.line(plan, "DTX-2")
    house.post(
        house.physician,
        f"/plans/{plan.id}/sign-lines",
        medical_seen=house.medical(plan),
        lines=[line.id],
        secret=PASSWORD,
    )
    assert move(house, house.counselor, Phase.DETOX, Phase.ASSESSMENT).status_code == 303
    assert stays(house)[-1].phase is Phase.DETOX


def test_a_patient_goes_back_and_forth_and_every_stay_is_dated(house: House) -> None:
    house.draft("P3")
    for to, seen in ((Phase.DETOX, Phase.ASSESSMENT), (Phase.ASSESSMENT, Phase.DETOX)):
        assert move(house, house.physician, to, seen).status_code == 303
    assert [(stay.phase, stay.until is None) for stay in stays(house)] == [
        (Phase.ASSESSMENT, False),
        (Phase.DETOX, False),
        (Phase.ASSESSMENT, True),
    ]


def test_a_licensed_director_may_go_on_with_open_criteria(house: House) -> None:
    director = house.staff(Role.DIRECTOR, credential=Credential.LCSW)
    house.activate(house.draft("P6"))
    step = {"override": "Level is on paper"}
    refused = move(house, house.counselor, Phase.PRIMARY, Phase.ASSESSMENT, **step)
    assert refused.status_code == 409
    assert move(house, director, Phase.PRIMARY, Phase.ASSESSMENT, **step).status_code == 303


def test_the_database_holds_one_open_stay(house: House, session: Session) -> None:
    for _ in range(2):
        session.add(a_phase_stay(house.episode, Phase.DETOX, by=house.physician))
    with pytest.raises(IntegrityError):
        session.flush()


def test_two_people_who_move_at_once_do_not_move_twice(house: House) -> None:
    house.draft("P3")
    assert move(house, house.physician, Phase.DETOX, Phase.ASSESSMENT).status_code == 303
    again = move(house, house.physician, Phase.DETOX, Phase.ASSESSMENT)
    assert again.status_code == 409
    assert len(stays(house)) == 2


def test_there_is_no_page_for_a_move_that_does_not_exist(house: House) -> None:
    for to in ("step_down", "nowhere", "referral"):
        assert house.get(house.counselor, url(house, f"phases/{to}")).status_code == 404
    assert house.get(house.nurse, url(house, "phases/primary")).status_code == 404


def test_a_move_without_a_password_does_not_happen(house: House) -> None:
    house.draft("P3")
    answer = move(house, house.physician, Phase.DETOX, Phase.ASSESSMENT, secret="")
    assert answer.status_code == 422
    assert stays(house) == []
    bad = house.post(
        house.physician, url(house, "phases/detox"), seen="x", reason="y", secret=PASSWORD
    )
    assert bad.status_code == 400


def test_a_discharge_ends_episode_plan_and_phase(house: House) -> None:
    plan = house.activate(house.draft("P6"))
    page = url(house, "discharge")
    assert "Naloxone kit" in house.get(house.physician, page).text
    sent = {
        "seen": "assessment",
        "why": "transferred",
        "reason": "Moves to another city",
        "override": "Kit is sent by mail",
        "secret": PASSWORD,
        **EVERYTHING,
    }
    assert house.post(house.physician, page, **{**sent, "why": ""}).status_code == 422
    assert house.post(house.physician, page, **sent).status_code == 303
    house.session.refresh(plan)
    house.session.refresh(house.episode)
    assert plan.state is PlanState.CLOSED
    assert house.episode.discharge_reason is DischargeReason.TRANSFERRED
    assert [stay.until is None for stay in stays(house)] == [False]
    assert house.get(house.director, page).status_code == 404
    gone = url(house, "phases/primary")
    assert house.get(house.director, gone).status_code == 404
    text = house.get(house.director, url(house, "phases")).text
    assert "This episode has ended" in text
    signed = select(Signature).order_by(Signature.signed_at.desc()).limit(1)
    assert house.session.scalars(signed).one().reason is not None


def test_current_phases_are_one_statement_for_everybody_one_sees(
    house: House, statements: Any
) -> None:
    waiting = house.an_episode(admitted_at=None)
    house.draft("P3")
    move(house, house.physician, Phase.DETOX, Phase.ASSESSMENT)
    with statements() as seen:
        rows = house.session.execute(
            queries.current_phases(house.counselor, datetime.now(UTC))
        ).all()
    assert len([sql for sql in seen if "FROM episode" in sql]) == 1
    assert {row.id: row.phase for row in rows} == {
        house.episode.id: Phase.DETOX,
        waiting.id: Phase.REFERRAL,
    }


def test_the_banner_says_the_phase(house: House) -> None:
    text = house.get(house.counselor, f"/patients/{house.episode.patient_id}").text
    assert "Assessment and planning" in text


# --- deliveries ------------------------------------------------------------------------------


def a_unit(house: House, line: Any, **changes: Any) -> dict[str, Any]:
    usual = {
        "token": str(uuid4()),
        "line_id": line.id,
        "outcome": "done",
        "occurred_at": (datetime.now(UTC) - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"),
        "minutes": "50",
    }
    return {**usual, **changes}


def test_a_unit_is_recorded_once_however_often_it_is_sent(house: House) -> None:
    plan = house.activate(house.draft("P1"))
    line = house.line(plan, "THR-IND")
    page = url(house, "deliveries/new")
    assert "Individual therapy" in house.get(house.nurse, f"{page}?line={line.id}").text
    sent = a_unit(house, line, note="Came early 😀")
    for _ in range(2):
        assert house.post(house.nurse, page, **sent).status_code == 303
    assert house.count(Delivery) == 1
    text = house.get(house.counselor, url(house, "deliveries")).text
    assert "Came early 😀" in text
    assert house.nurse.printed_name in text


def test_detox_is_recorded_from_the_draft_after_the_decision(house: House) -> None:
    plan = house.draft("P3")
    line = house.line(plan, "DTX-2")
    page = url(house, "deliveries/new")
    assert house.post(house.nurse, page, **a_unit(house, line)).status_code == 422
    house.post(
        house.physician,
        f"/plans/{plan.id}/sign-lines",
        medical_seen=house.medical(plan),
        lines=[line.id],
        secret=PASSWORD,
    )
    assert house.post(house.nurse, page, **a_unit(house, line)).status_code == 303


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"minutes": ""}, "Enter how many minutes it took."),
        ({"minutes": "5000"}, "Enter 1 to 1440 minutes."),
        ({"outcome": "missed", "minutes": ""}, "Say why it was missed."),
        ({"occurred_at": SOON}, "This lies in the future."),
        ({"line_id": str(uuid4())}, "Not a valid choice"),
        ({"outcome": ""}, "Done or missed?"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(
    house: House, changes: dict[str, str], says: str
) -> None:
    plan = house.draft("P1")
    line = house.line(plan, "SAF-NALOXONE")
    answer = house.post(house.nurse, url(house, "deliveries/new"), **a_unit(house, line, **changes))
    assert answer.status_code == 422
    assert says in answer.text
    assert house.count(Delivery) == 0


def test_a_late_entry_needs_a_reason_and_wears_a_badge(house: House) -> None:
    house.episode.opened_at -= timedelta(days=8)
    plan = house.draft("P1")
    line = house.line(plan, "SAF-NALOXONE")
    old = (datetime.now(UTC) - timedelta(days=5)).strftime("%Y-%m-%dT%H:%M")
    page = url(house, "deliveries/new")
    refused = house.post(house.nurse, page, **a_unit(house, line, occurred_at=old))
    assert refused.status_code == 409
    assert "more than 3 days later" in refused.text
    sent = a_unit(house, line, occurred_at=old, late_reason="Paper form found")
    assert house.post(house.nurse, page, **sent).status_code == 303
    text = house.get(house.nurse, url(house, "deliveries")).text
    assert "Late entry" in text
    assert "Paper form found" in text


def test_an_entry_is_taken_back_by_a_second_row(house: House) -> None:
    plan = house.draft("P1")
    line = house.line(plan, "SAF-NALOXONE")
    house.post(house.nurse, url(house, "deliveries/new"), **a_unit(house, line))
    row = house.session.scalars(select(Delivery)).one()
    page = url(house, f"deliveries/{row.id}/retract")
    assert house.get(house.nurse, page).status_code == 200
    token = str(uuid4())
    assert house.post(house.nurse, page, token=token, reason="").status_code == 422
    for _ in range(2):
        answer = house.post(house.nurse, page, token=token, reason="Other patient")
        assert answer.status_code == 303
    again = house.post(house.nurse, page, token=str(uuid4()), reason="Again")
    assert again.status_code == 409
    assert house.count(Delivery) == 2
    text = house.get(house.nurse, url(house, "deliveries")).text
    assert "Taken back" in text
    assert "Other patient" in text


def test_a_unit_of_another_episode_does_not_exist_here(house: House) -> None:
    plan = house.draft("P1")
    line = house.line(plan, "SAF-NALOXONE")
    sent = a_unit(house, line)
    house.post(house.nurse, url(house, "deliveries/new"), **sent)
    row = house.session.scalars(select(Delivery)).one()
    first = house.episode
    house.episode = house.an_episode()
    other = house.line(house.draft("P1"), "SAF-NALOXONE")
    assert house.get(house.nurse, url(house, f"deliveries/{row.id}/retract")).status_code == 404
    stolen = {**a_unit(house, other), "token": sent["token"]}
    assert house.post(house.nurse, url(house, "deliveries/new"), **stolen).status_code == 404
    foreign = a_unit(house, line)
    assert house.post(house.nurse, url(house, "deliveries/new"), **foreign).status_code == 422
    assert house.count(Delivery) == 1
    assert first.id != house.episode.id


def test_an_auditor_records_nothing(house: House) -> None:
    plan = house.draft("P1")
    line = house.line(plan, "SAF-NALOXONE")
    reader = house.staff(Role.AUDITOR)
    assert house.get(reader, url(house, "deliveries")).status_code == 200
    page = url(house, "deliveries/new")
    assert house.post(reader, page, **a_unit(house, line)).status_code == 404
