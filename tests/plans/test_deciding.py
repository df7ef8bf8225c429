"""Who may decide which line, what is signed for itself, and what every decision leaves behind."""

from typing import Any

import pytest

from tests.plans.conftest import LATER, Clinic, line_of
from treatment.accounts.models import Staff
from treatment.errors import DomainError
from treatment.plans.operations import deciding
from treatment.plans.states import LineStatus, Origin, PlanState, Verdict
from treatment.plans.vocabulary import Area, Urgency
from treatment.records.vocabulary import Meaning

WORDS = {"schedule": "twice a week", "goal": "every session", "responsible": "T. Silva"}


def by(staff: Staff) -> dict[str, Any]:
    return {"by": staff, "at": LATER}


def test_a_therapy_line_is_accepted_with_one_click(clinic: Clinic) -> None:
    line = line_of(clinic.plan("THR-CBT"), "THR-CBT")
    decision = deciding.accept(line, **by(clinic.counselor))
    assert line.status is LineStatus.ACCEPTED
    assert (decision.verdict, decision.by, decision.at) == (
        Verdict.ACCEPT,
        clinic.counselor,
        LATER,
    )
    assert (decision.before, decision.after) == ({"status": "proposed"}, {"status": "accepted"})
    assert decision.signature is None


@pytest.mark.parametrize("element", ["DTX-1", "MED-BUP", "FLAG-NTX"])
def test_medical_lines_are_decided_by_a_prescriber_alone_and_signed(
    clinic: Clinic, element: str
) -> None:
    line = line_of(clinic.plan(element), element)
    for staff in (clinic.counselor, clinic.therapist):
        with pytest.raises(DomainError, match="only a prescriber can decide this"):
            deciding.accept(line, **by(staff), hand=clinic.hand(staff))
    with pytest.raises(DomainError, match="sign this decision"):
        deciding.accept(line, **by(clinic.physician))
    assert line.status is LineStatus.PROPOSED
    assert line.decisions == []
    decision = deciding.accept(line, **by(clinic.physician), hand=clinic.hand(clinic.physician))
    assert decision.signature is not None
    assert decision.signature.meaning is Meaning.DECISION
    assert decision.signature.signer_id == clinic.physician.id


def test_accepting_a_warning_is_called_acknowledging(clinic: Clinic) -> None:
    line = line_of(clinic.plan("FLAG-NTX"), "FLAG-NTX")
    decision = deciding.accept(line, **by(clinic.physician), hand=clinic.hand(clinic.physician))
    assert decision.verdict is Verdict.ACKNOWLEDGE


def test_a_safety_line_is_accepted_by_a_counselor_but_dismissed_only_by_a_licensed_clinician(
    clinic: Clinic,
) -> None:
    plan = clinic.plan("SAF-NALOXONE", "SAF-SUI-EVAL")
    deciding.accept(line_of(plan, "SAF-NALOXONE"), **by(clinic.counselor))
    line = line_of(plan, "SAF-SUI-EVAL")
    with pytest.raises(DomainError, match="licensed clinician"):
        deciding.decline(line, reason="no", **by(clinic.counselor))
    with pytest.raises(DomainError, match="licensed clinician"):
        deciding.change(line, WORDS, reason="no", **by(clinic.counselor))
    with pytest.raises(DomainError, match="sign this decision"):
        deciding.decline(line, reason="Evaluated today", **by(clinic.therapist))
    decision = deciding.decline(
        line, reason="Evaluated today", **by(clinic.therapist), hand=clinic.hand(clinic.therapist)
    )
    assert line.status is LineStatus.DECLINED
    assert decision.signature is not None
    assert decision.signature.reason == "Evaluated today"


@pytest.mark.parametrize("element", ["TASK-CSSRS", "SAF-MINOR"])
def test_what_keeps_a_plan_from_being_signed_cannot_be_declined(
    clinic: Clinic, element: str
) -> None:
    line = line_of(clinic.plan(element), element)
    with pytest.raises(DomainError, match="ends when it is done"):
        deciding.decline(
            line, reason="x", **by(clinic.therapist), hand=clinic.hand(clinic.therapist)
        )


def test_a_change_keeps_both_texts_and_its_reason(clinic: Clinic) -> None:
    line = line_of(clinic.plan("THR-IND"), "THR-IND")
    decision = deciding.change(line, WORDS, reason="Works nights", **by(clinic.counselor))
    assert line.status is LineStatus.CHANGED
    assert line.schedule == "twice a week"
    assert decision.before == {
        "status": "proposed",
        "schedule": "weekly for 12 weeks",
        "goal": "80 % of sessions",
        "responsible": "counselor",
    }
    assert decision.after == {"status": "changed", **WORDS}
    assert decision.reason == "Works nights"


def test_changing_nothing_is_no_change(clinic: Clinic) -> None:
    line = line_of(clinic.plan("THR-IND"), "THR-IND")
    same = {"schedule": line.schedule, "goal": line.goal, "responsible": line.responsible}
    with pytest.raises(DomainError, match="Nothing is changed"):
        deciding.change(line, same, reason="", **by(clinic.counselor))


def test_a_patient_may_decline_what_is_offered(clinic: Clinic) -> None:
    line = line_of(clinic.plan("THR-CM"), "THR-CM")
    deciding.decline(line, reason="Not for me", by_patient=True, **by(clinic.counselor))
    assert line.status is LineStatus.OFFERED_DECLINED


def test_a_decision_can_be_taken_back_and_both_stay_on_record(clinic: Clinic) -> None:
    line = line_of(clinic.plan("THR-GRP"), "THR-GRP")
    deciding.decline(line, reason="Works nights", **by(clinic.counselor))
    deciding.reopen(line, reason="Shift changed", **by(clinic.counselor))
    assert line.status is LineStatus.PROPOSED
    assert [d.verdict for d in line.decisions] == [Verdict.DECLINE, Verdict.REOPEN]


def test_a_decided_line_is_not_decided_twice(clinic: Clinic) -> None:
    line = line_of(clinic.plan("THR-GRP"), "THR-GRP")
    deciding.accept(line, **by(clinic.counselor))
    with pytest.raises(DomainError, match="already decided"):
        deciding.accept(line, **by(clinic.counselor))
    assert len(line.decisions) == 1


def test_a_deferred_line_waits_for_the_end_of_the_hold(clinic: Clinic) -> None:
    line = line_of(clinic.plan("THR-IND", is_on_hold=True), "THR-IND")
    line.status = LineStatus.DEFERRED
    for decide in (deciding.accept,):
        with pytest.raises(DomainError, match="ends the hold first"):
            decide(line, **by(clinic.counselor))


def test_accepting_all_leaves_medical_lines_and_safeguards_alone(clinic: Clinic) -> None:
    plan = clinic.plan(
        "SAF-NALOXONE",
        "DTX-1",
        "MED-BUP",
        "TASK-AUDIT",
        "LAB-BASE",
        "THR-IND",
        "SUP-PEER",
        "ADM-LOC",
    )
    decisions = deciding.accept_all(plan.lines, **by(clinic.counselor))
    assert len(decisions) == 3
    accepted = {line.element for line in plan.lines if line.status is LineStatus.ACCEPTED}
    assert accepted == {"THR-IND", "SUP-PEER", "ADM-LOC"}
    assert all(len(line.decisions) == 1 for line in plan.lines if line.element in accepted)


def test_a_prescriber_signs_several_lines_at_once_each_for_itself(clinic: Clinic) -> None:
    plan = clinic.plan("DTX-2", "MED-SYMPT")
    decisions = deciding.accept_signed(plan.lines, clinic.hand(clinic.physician))
    marks = {d.signature.object_id for d in decisions if d.signature}
    assert marks == {line.id for line in plan.lines}
    with pytest.raises(DomainError, match="Choose at least one line"):
        deciding.accept_signed([], clinic.hand(clinic.physician))


def test_an_expired_license_signs_no_decision(clinic: Clinic) -> None:
    plan = clinic.plan("DTX-2")
    clinic.physician.license_expires_on = LATER.date().replace(year=2020)
    with pytest.raises(DomainError, match="license has expired"):
        deciding.accept_signed(plan.lines, clinic.hand(clinic.physician))
    assert plan.lines[0].status is LineStatus.PROPOSED


def test_a_line_of_ones_own_is_in_force_at_once(clinic: Clinic) -> None:
    plan = clinic.plan("THR-IND")
    words = {"title": "Dentist", "area": Area.SUPPORT, **WORDS}
    line = deciding.add_line(plan, words, **by(clinic.counselor))
    assert (line.origin, line.status, line.position) == (Origin.CLINICIAN, LineStatus.ACCEPTED, 2)
    assert line.urgency is Urgency.U4
    assert line.element is None
    assert [d.verdict for d in line.decisions] == [Verdict.ACCEPT]


def test_a_medication_line_is_added_by_a_prescriber_and_then_signed(clinic: Clinic) -> None:
    plan = clinic.plan()
    words = {"title": "Thiamine", "area": Area.MEDICATION, **WORDS}
    with pytest.raises(DomainError, match="Only a prescriber adds"):
        deciding.add_line(plan, words, **by(clinic.counselor))
    line = deciding.add_line(plan, words, **by(clinic.physician))
    assert line.status is LineStatus.PROPOSED
    assert line.needs_prescriber


@pytest.mark.parametrize("state", [PlanState.SIGNED, PlanState.ACTIVE, PlanState.SUPERSEDED])
def test_nothing_is_decided_or_added_after_the_signature(clinic: Clinic, state: PlanState) -> None:
    plan = clinic.plan("THR-IND", state=state)
    with pytest.raises(DomainError, match="Start a new version"):
        deciding.accept(plan.lines[0], **by(clinic.counselor))
    with pytest.raises(DomainError, match="Start a new version"):
        deciding.add_line(
            plan, {"title": "x", "area": Area.SUPPORT, **WORDS}, **by(clinic.counselor)
        )
