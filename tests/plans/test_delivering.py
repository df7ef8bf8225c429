"""Work on the plan: when it may begin, what a unit needs, and how it is corrected and counted."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.plans.conftest import LATER, Clinic, line_of
from treatment.errors import DomainError
from treatment.plans.models import Delivery, Plan
from treatment.plans.operations import deciding, delivering
from treatment.plans.operations.delivering import Unit
from treatment.plans.phases import Phase
from treatment.plans.progress import progress, progress_by_phase, standing
from treatment.plans.states import LineStatus, MissedCause, Outcome, PlanState, Verdict


def a_unit(**changes: Any) -> Unit:
    usual = {
        "outcome": Outcome.DONE,
        "occurred_at": LATER - timedelta(hours=1),
        "minutes": 50,
        "token": uuid4(),
    }
    return Unit(**{**usual, **changes})


def recorded(clinic: Clinic, plan: Plan, element: str, **changes: Any) -> Delivery:
    return delivering.record_delivery(
        line_of(plan, element), a_unit(**changes), by=clinic.nurse, at=LATER
    )


def in_force(clinic: Clinic, *elements: str, **changes: Any) -> Plan:
    plan = clinic.plan(*elements, **{"state": PlanState.ACTIVE, **changes})
    for line in plan.lines:
        line.status = LineStatus.ACCEPTED
    return plan


# --- when work may begin ---------------------------------------------------------------------


def test_safety_laboratory_and_tasks_are_worked_from_the_draft(clinic: Clinic) -> None:
    plan = clinic.plan("SAF-NALOXONE", "LAB-BASE", "TASK-AUDIT")
    for element in ("SAF-NALOXONE", "LAB-BASE", "TASK-AUDIT"):
        assert recorded(clinic, plan, element).outcome is Outcome.DONE


def test_detox_is_worked_from_the_draft_after_the_prescribers_decision(clinic: Clinic) -> None:
    plan = clinic.plan("DTX-2")
    with pytest.raises(DomainError, match="waits for a prescriber"):
        recorded(clinic, plan, "DTX-2")
    hand = clinic.hand(clinic.physician)
    deciding.accept(line_of(plan, "DTX-2"), by=hand.staff, at=hand.at, hand=hand)
    assert recorded(clinic, plan, "DTX-2").line.element == "DTX-2"


def test_therapy_waits_for_the_active_plan(clinic: Clinic) -> None:
    plan = clinic.plan("THR-IND")
    deciding.accept(line_of(plan, "THR-IND"), by=clinic.counselor, at=LATER)
    for state in (PlanState.DRAFT, PlanState.SIGNED, PlanState.COSIGNED):
        plan.state = state
        with pytest.raises(DomainError, match="once the plan is active"):
            recorded(clinic, plan, "THR-IND")
    plan.state = PlanState.ACTIVE
    assert recorded(clinic, plan, "THR-IND").minutes == 50


def test_a_line_that_is_not_in_force_takes_no_work(clinic: Clinic) -> None:
    plan = in_force(clinic, "THR-IND")
    plan.lines[0].status = LineStatus.DECLINED
    with pytest.raises(DomainError, match="not in force"):
        recorded(clinic, plan, "THR-IND")
    plan.lines[0].status = LineStatus.DEFERRED
    with pytest.raises(DomainError, match="on hold"):
        recorded(clinic, plan, "THR-IND")
    plan.lines[0].status = LineStatus.ACCEPTED
    plan.state = PlanState.SUPERSEDED
    with pytest.raises(DomainError, match="not in force"):
        recorded(clinic, plan, "THR-IND")


# --- what a unit needs -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"occurred_at": LATER + timedelta(minutes=5)}, "future"),
        ({"outcome": Outcome.MISSED, "minutes": None}, "why it was missed"),
        ({"cause": MissedCause.ABSENT}, "why it was missed"),
        ({"minutes": None}, "how many minutes"),
        ({"occurred_at": LATER - timedelta(days=4)}, "more than 3 days later"),
    ],
)
def test_an_impossible_unit_is_refused(clinic: Clinic, changes: dict[str, Any], says: str) -> None:
    with pytest.raises(DomainError, match=says):
        recorded(clinic, in_force(clinic, "THR-IND"), "THR-IND", **changes)


def test_nothing_is_delivered_before_the_episode_of_care(clinic: Clinic) -> None:
    with pytest.raises(DomainError, match="before the episode"):
        recorded(
            clinic,
            in_force(clinic, "THR-IND"),
            "THR-IND",
            occurred_at=clinic.episode.opened_at - timedelta(days=2),
            late_reason="Paper form found",
        )


def test_a_late_entry_keeps_both_times_and_its_reason(clinic: Clinic) -> None:
    when = LATER - timedelta(days=4)
    clinic.episode.opened_at = when
    row = recorded(
        clinic, in_force(clinic, "THR-IND"), "THR-IND", occurred_at=when, late_reason="Was ill"
    )
    assert (row.occurred_at, row.recorded_at, row.late_reason) == (when, LATER, "Was ill")
    assert delivering.is_late(row.occurred_at, row.recorded_at)


def test_a_reason_for_lateness_is_kept_only_where_it_is_late(clinic: Clinic) -> None:
    row = recorded(clinic, in_force(clinic, "THR-IND"), "THR-IND", late_reason="x")
    assert row.late_reason is None


def test_a_missed_unit_has_a_cause_and_no_minutes(clinic: Clinic) -> None:
    row = recorded(
        clinic,
        in_force(clinic, "THR-GRP"),
        "THR-GRP",
        outcome=Outcome.MISSED,
        cause=MissedCause.NO_SLOT,
    )
    assert (row.cause, row.minutes) == (MissedCause.NO_SLOT, None)


# --- corrections -----------------------------------------------------------------------------


def test_a_retraction_is_a_row_of_its_own(clinic: Clinic) -> None:
    wrong = recorded(clinic, in_force(clinic, "THR-IND"), "THR-IND")
    wrong.id = uuid4()
    back = delivering.retract(
        wrong, reason="Other patient", token=uuid4(), by=clinic.nurse, at=LATER
    )
    back.id = uuid4()
    assert back.retracts_id == wrong.id
    assert standing([wrong, back], LATER) == []
    with pytest.raises(DomainError, match="cannot be retracted"):
        delivering.retract(back, reason="x", token=uuid4(), by=clinic.nurse, at=LATER)


# --- done ------------------------------------------------------------------------------------


def test_a_task_is_closed_by_a_named_person_with_a_note(clinic: Clinic) -> None:
    line = line_of(clinic.plan("TASK-AUDIT"), "TASK-AUDIT")
    with pytest.raises(DomainError, match="Say what was found"):
        delivering.mark_done(line, note=None, by=clinic.nurse, at=LATER)
    decision = delivering.mark_done(line, note="AUDIT 9", by=clinic.nurse, at=LATER)
    assert (decision.verdict, decision.by, decision.reason) == (
        Verdict.DONE,
        clinic.nurse,
        "AUDIT 9",
    )
    assert line.status is LineStatus.ACCEPTED
    with pytest.raises(DomainError, match="already done"):
        delivering.mark_done(line, note="again", by=clinic.nurse, at=LATER)


def test_a_blocking_task_is_closed_by_a_licensed_signature(clinic: Clinic) -> None:
    line = line_of(clinic.plan("TASK-CSSRS"), "TASK-CSSRS")
    with pytest.raises(DomainError, match="licensed clinician"):
        delivering.mark_done(line, note="Asked", by=clinic.counselor, at=LATER)
    with pytest.raises(DomainError, match="sign this decision"):
        delivering.mark_done(line, note="Asked", by=clinic.therapist, at=LATER)
    hand = clinic.hand(clinic.therapist)
    decision = delivering.mark_done(line, note="Asked", by=hand.staff, at=LATER, hand=hand)
    assert decision.signature is not None


def test_a_detox_line_ends_with_the_prescribers_signature(clinic: Clinic) -> None:
    line = line_of(in_force(clinic, "DTX-1"), "DTX-1")
    with pytest.raises(DomainError, match="only a prescriber can close"):
        delivering.mark_done(line, note=None, by=clinic.nurse, at=LATER)
    hand = clinic.hand(clinic.physician)
    decision = delivering.mark_done(line, note=None, by=hand.staff, at=LATER, hand=hand)
    assert decision.signature is not None


def test_a_line_is_done_after_the_signature_without_touching_its_content(clinic: Clinic) -> None:
    line = line_of(in_force(clinic, "SAF-NALOXONE"), "SAF-NALOXONE")
    before = line.status
    delivering.mark_done(line, note=None, by=clinic.nurse, at=LATER)
    assert line.status is before
    assert delivering.is_done(line)


def test_a_therapy_line_is_not_done_before_the_plan_is_active(clinic: Clinic) -> None:
    line = line_of(clinic.plan("THR-IND"), "THR-IND")
    with pytest.raises(DomainError, match="once the plan is active"):
        delivering.mark_done(line, note=None, by=clinic.counselor, at=LATER)


# --- progress --------------------------------------------------------------------------------


def test_progress_is_planned_against_delivered_with_each_missed_units_cause(
    clinic: Clinic,
) -> None:
    plan = in_force(clinic, "THR-IND", "THR-GRP")
    line_of(plan, "THR-IND").planned_count = 12
    line_of(plan, "THR-IND").phase = Phase.PRIMARY
    missed = {"outcome": Outcome.MISSED, "minutes": None}
    rows = [
        recorded(clinic, plan, "THR-IND"),
        recorded(clinic, plan, "THR-IND", minutes=45),
        recorded(clinic, plan, "THR-IND", **missed, cause=MissedCause.ABSENT),
        recorded(clinic, plan, "THR-IND", **missed, cause=MissedCause.CANCELED),
    ]
    for row in rows:
        row.id = uuid4()
    found = progress(plan.lines, rows, LATER)
    row = found["THR-IND"]
    assert (row.planned, row.done, row.minutes, row.missed_count, row.owed) == (12, 2, 95, 2, 1)
    assert row.attendance == pytest.approx(2 / 3)
    assert row.last_at == LATER - timedelta(hours=1)
    assert (found["THR-GRP"].planned, found["THR-GRP"].attendance) == (None, None)
    by_phase = progress_by_phase(plan.lines, rows, LATER)
    assert (by_phase[Phase.PRIMARY].planned, by_phase[Phase.PRIMARY].done) == (12, 2)
    assert by_phase[None].done == 0


def test_units_of_an_earlier_version_count_toward_the_same_line(clinic: Clinic) -> None:
    old, new = in_force(clinic, "THR-IND"), in_force(clinic, "THR-IND", number=2)
    unit = recorded(clinic, old, "THR-IND")
    unit.id = uuid4()
    other = recorded(clinic, in_force(clinic, "SUP-PEER"), "SUP-PEER")
    other.id = uuid4()
    assert progress(new.lines, [unit, other], LATER)["THR-IND"].done == 1
    assert progress_by_phase(new.lines, [unit, other], LATER)[None].done == 1


def test_progress_knows_nothing_of_what_comes_later(clinic: Clinic) -> None:
    plan = in_force(clinic, "THR-IND")
    unit = recorded(clinic, plan, "THR-IND")
    unit.id = uuid4()
    assert progress(plan.lines, [unit], LATER - timedelta(hours=2))["THR-IND"].done == 0
