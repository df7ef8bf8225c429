"""Beside a draft plan: where each open question is asked, and what was written on contradictions."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.builders import an_assessment
from tests.conftest import Client
from tests.plans.pages import PASSWORD, House, facts_of
from treatment.accounts.models import Facility, Staff
from treatment.intake.operations import start
from treatment.intake.questionnaire import QUESTIONS, SECTION_OF
from treatment.intake.review.asking import place_of
from treatment.plans.models import Plan
from treatment.plans.views.contradicting import contradictions_in

NOTE = "She wants to stop; importance was asked on a bad day."
FOUND = {
    "name": "stage-importance",
    "sentence": "The stage is preparation or action, but importance is 3 or less.",
    "sides": [
        {"asked": "Stage of change", "said": "Action"},
        {"asked": "Importance", "said": "2 of 10"},
    ],
    "holds": True,
}
BY = {"by": "Mara Okafor, LAADC", "at": "2026-03-02T20:00:00+00:00"}


@pytest.fixture
def house(session: Session, facility: Facility, client_of: Callable[[Staff], Client]) -> House:
    return House(session, facility, client_of)


@pytest.mark.parametrize(
    ("finding", "section", "field"),
    [
        ("cssrs", "safety", "cssrs-1-0"),
        ("cows", "withdrawal", "cows-1-0"),
        ("phq9", "mental", "phq9_items-1-0"),
        ("phq9_item9", "mental", "phq9_items-9-0"),
        ("audit_c", "alcohol", "audit_items-1-0"),
        ("stage", "readiness", "stage-0"),
        ("housing", "living", "housing-0"),
    ],
)
def test_a_finding_is_asked_in_one_field(finding: str, section: str, field: str) -> None:
    place = place_of(finding)
    assert place is not None
    assert (place[0].key, place[1]) == (section, field)


def test_every_finding_has_its_place_and_nothing_else_has() -> None:
    for question in QUESTIONS.values():
        for finding in question.findings:
            assert place_of(finding) is not None
    assert place_of("moon") is None


def test_what_a_table_establishes_is_asked_in_its_table() -> None:
    hours = QUESTIONS["hours_since_last_use"]
    place = place_of("hours_since_last_use")
    assert place is not None
    assert place[0] is SECTION_OF[hours.derived_from[0]]


def test_each_question_leads_to_its_field_in_the_intake_that_is_open(house: House) -> None:
    plan = house.draft("P1", cssrs=None)
    begun = start(house.episode, by=house.counselor, at=datetime.now(UTC), joins=False)
    house.session.add(begun)
    house.session.commit()
    page = house.get(house.counselor, f"/plans/{plan.id}").text
    assert f'href="/intake/{begun.id}/sections/safety#cssrs-1-0"' in page


def test_without_one_each_leads_to_a_reassessment_that_opens_there(house: House) -> None:
    plan = house.draft("P1", cssrs=None)
    address = f"/episodes/{house.episode.id}/intake/again?ask=cssrs"
    assert f'href="{address}"' in house.get(house.counselor, f"/plans/{plan.id}").text
    page = house.get(house.counselor, address).text
    assert '<input type="hidden" name="ask" value="cssrs">' in page
    answer = house.post(house.counselor, f"/episodes/{house.episode.id}/intake/again", ask="cssrs")
    assert answer.location.endswith("/sections/safety#cssrs-1-0")


def test_who_takes_no_intake_reads_the_questions_without_a_link(house: House) -> None:
    plan = house.draft("P1", cssrs=None)
    page = house.get(house.auditor, f"/plans/{plan.id}").text
    assert "Questions still worth asking" in page
    assert "intake/again" not in page


# --- contradictions ---------------------------------------------------------------------------


@pytest.fixture
def contradicting(house: House) -> Callable[..., Plan]:
    """A draft from an intake in which stage and importance contradict each other."""

    def drafted(*resolved: dict[str, Any]) -> Plan:
        signed = an_assessment(
            house.episode,
            by=house.counselor,
            signed_at=datetime.now(UTC),
            signed_by_id=house.counselor.id,
            facts=facts_of("P1", stage="action", importance=2),
            record={"contradictions": [{**FOUND, "resolved": list(resolved)}]},
        )
        house.session.add(signed)
        house.session.commit()
        house.post(house.counselor, f"/episodes/{house.episode.id}/plans")
        return house.newest()

    return drafted


OLD = {"note": "Before.", "covers": False, **BY}
NOW = {"note": NOTE, "covers": True, **BY}


def test_the_note_that_covers_is_read_from_the_signed_record(
    contradicting: Callable[..., Plan],
) -> None:
    (found,) = contradictions_in(contradicting(OLD, NOW))
    assert (found.note, found.by) == (NOTE, BY["by"])
    assert found.sides == ["Stage of change: Action", "Importance: 2 of 10"]


def test_a_note_on_other_answers_covers_nothing(contradicting: Callable[..., Plan]) -> None:
    (found,) = contradictions_in(contradicting(OLD))
    assert found.note is None


def test_the_note_stands_beside_the_task_it_helps_to_close(
    house: House, contradicting: Callable[..., Plan]
) -> None:
    plan = contradicting(NOW)
    task = house.line(plan, "TASK-RECON")
    for address in (f"/plans/{plan.id}", f"/plans/{plan.id}/lines/{task.id}"):
        page = house.get(house.therapist, address).text
        assert NOTE in page
        assert "Importance: 2 of 10" in page
    other = house.line(plan, "SAF-NALOXONE")
    assert NOTE not in house.get(house.therapist, f"/plans/{plan.id}/lines/{other.id}").text


def test_a_resolved_contradiction_still_blocks_until_an_lpha_closes_its_task(
    house: House, contradicting: Callable[..., Plan]
) -> None:
    plan = contradicting(NOW)
    task = house.line(plan, "TASK-RECON")
    house.decide_all(plan)
    assert "Close TASK-RECON" in house.get(house.counselor, f"/plans/{plan.id}").text
    sent = {"note": NOTE, "secret": PASSWORD}
    assert house.decide(house.therapist, task, "done", **sent).status_code == 303
    assert house.sign(house.counselor, plan).status_code == 303


def test_an_intake_signed_before_records_were_kept_has_none(house: House) -> None:
    assert contradictions_in(house.draft("P1")) == []
