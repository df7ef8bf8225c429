"""From draft to active: who signs in which order, what is refused, and what each refusal says."""

from datetime import timedelta

import pytest

from tests.builders import a_program, a_staff
from tests.plans.conftest import LATER, Clinic, line_of
from treatment.accounts.models import Staff
from treatment.accounts.vocabulary import Credential
from treatment.errors import DomainError, StaleError
from treatment.patients.models import EpisodeProgram
from treatment.permissions import Role
from treatment.plans.models import Plan
from treatment.plans.operations import deciding, delivering, signing
from treatment.plans.operations.content import participation_content, plan_content, seen
from treatment.plans.states import NEXT, LineStatus, Participation, PlanState
from treatment.records.models import Signature
from treatment.records.operations import is_intact
from treatment.records.vocabulary import Meaning

MEDICAL = ("DTX-1", "MED-SYMPT", "THR-IND")


def decided(clinic: Clinic, *elements: str, **changes: object) -> Plan:
    """A plan whose lines are all accepted."""
    plan = clinic.plan(*elements, **changes)
    for line in plan.lines:
        hand = clinic.hand(clinic.physician)
        deciding.accept(line, by=hand.staff, at=hand.at, hand=hand)
    return plan


def signed(clinic: Clinic, plan: Plan, by: Staff) -> Signature:
    return signing.sign_plan(plan, clinic.hand(by), mark=seen(plan))


def agreed(clinic: Clinic, plan: Plan, in_force: Plan | None = None) -> Signature:
    return signing.record_participation(
        plan,
        clinic.hand(clinic.counselor),
        how=Participation.AGREED,
        note=None,
        mark=seen(plan),
        in_force=in_force,
    )


def endorsed(clinic: Clinic, plan: Plan, prior: Signature, by: Staff) -> list[Meaning]:
    given = signing.endorse(plan, clinic.hand(by), mark=seen(plan), prior=prior)
    return [signature.meaning for signature in given]


# --- the orderly ways ------------------------------------------------------------------------


def test_a_counselors_plan_is_cosigned_by_an_lpha_and_agreed_by_the_patient(
    clinic: Clinic,
) -> None:
    plan = decided(clinic, "THR-IND", "SUP-PEER")
    author = signed(clinic, plan, clinic.counselor)
    assert plan.state is PlanState.SIGNED
    assert signing.open_signatures(plan) == [Meaning.COSIGN, Meaning.PATIENT_PARTICIPATION]
    assert endorsed(clinic, plan, author, clinic.therapist) == [Meaning.COSIGN]
    assert plan.state is PlanState.COSIGNED
    agreed(clinic, plan)
    assert plan.state is PlanState.ACTIVE
    assert plan.activated_at == LATER


def test_an_lphas_plan_without_medical_lines_needs_only_the_patient(clinic: Clinic) -> None:
    plan = decided(clinic, "THR-IND")
    signed(clinic, plan, clinic.therapist)
    assert signing.open_signatures(plan) == [Meaning.PATIENT_PARTICIPATION]
    agreed(clinic, plan)
    assert plan.state is PlanState.ACTIVE


def test_medical_lines_need_a_prescriber_who_may_also_be_the_cosigner(clinic: Clinic) -> None:
    plan = decided(clinic, *MEDICAL)
    author = signed(clinic, plan, clinic.counselor)
    both = [Meaning.COSIGN, Meaning.MEDICAL_APPROVAL]
    assert signing.open_signatures(plan) == [*both, Meaning.PATIENT_PARTICIPATION]
    assert endorsed(clinic, plan, author, clinic.physician) == both
    assert (plan.cosigned_by_id, plan.approved_by_id) == (clinic.physician.id,) * 2
    assert plan.state is PlanState.COSIGNED


def test_a_therapist_cosigns_and_the_plan_still_waits_for_the_prescriber(clinic: Clinic) -> None:
    plan = decided(clinic, *MEDICAL)
    author = signed(clinic, plan, clinic.counselor)
    agreed(clinic, plan)
    assert endorsed(clinic, plan, author, clinic.therapist) == [Meaning.COSIGN]
    assert plan.state is PlanState.SIGNED
    assert endorsed(clinic, plan, author, clinic.physician) == [Meaning.MEDICAL_APPROVAL]
    assert plan.state is PlanState.ACTIVE


def test_a_prescriber_who_is_the_author_approved_by_signing(clinic: Clinic) -> None:
    plan = decided(clinic, *MEDICAL)
    signed(clinic, plan, clinic.physician)
    assert signing.open_signatures(plan) == [Meaning.PATIENT_PARTICIPATION]


def test_a_declined_medical_line_needs_no_approval(clinic: Clinic) -> None:
    plan = decided(clinic, "THR-IND")
    plan.lines.append(line_of(clinic.plan("MED-BUP"), "MED-BUP"))
    hand = clinic.hand(clinic.physician)
    deciding.decline(
        line_of(plan, "MED-BUP"), reason="Not wanted", by=hand.staff, at=hand.at, hand=hand
    )
    signed(clinic, plan, clinic.therapist)
    assert signing.open_signatures(plan) == [Meaning.PATIENT_PARTICIPATION]


def test_the_new_plan_supersedes_the_one_in_force(clinic: Clinic) -> None:
    old = clinic.plan(state=PlanState.ACTIVE)
    new = decided(clinic, "THR-IND", number=2)
    signed(clinic, new, clinic.therapist)
    agreed(clinic, new, in_force=old)
    assert (old.state, new.state) == (PlanState.SUPERSEDED, PlanState.ACTIVE)
    assert old.ended_at == LATER


def test_what_was_signed_can_be_checked_later(clinic: Clinic) -> None:
    plan = decided(clinic, "THR-IND")
    author = signed(clinic, plan, clinic.therapist)
    patient = agreed(clinic, plan)
    assert is_intact(author, plan_content(plan))
    assert is_intact(patient, participation_content(plan))
    plan.lines[0].goal = "something else"
    assert not is_intact(author, plan_content(plan))


# --- the review ------------------------------------------------------------------------------


def test_a_plan_is_reviewed_after_thirty_days_and_weekly_where_it_is_intensive(
    clinic: Clinic,
) -> None:
    today = clinic.facility.today(LATER)
    plain = decided(clinic, "THR-IND", "DTX-1")
    signed(clinic, plain, clinic.physician)
    agreed(clinic, plain)
    assert plain.review_due_on == today + timedelta(days=30)
    detox = decided(clinic, "DTX-2")
    signed(clinic, detox, clinic.physician)
    agreed(clinic, detox)
    assert detox.review_due_on == today + timedelta(days=7)
    home = a_program(clinic.facility, level_of_care="3.5 residential")
    clinic.episode.programs = [EpisodeProgram(program=home)]
    resident = decided(clinic, "THR-IND")
    signed(clinic, resident, clinic.physician)
    agreed(clinic, resident)
    assert resident.review_due_on == today + timedelta(days=7)


# --- what is refused -------------------------------------------------------------------------


def test_the_refusal_lists_all_that_is_missing(clinic: Clinic) -> None:
    plan = clinic.plan("TASK-COWS", "DTX-1", "THR-IND", goal_words=None, transition_criteria=None)
    with pytest.raises(DomainError) as refusal:
        signed(clinic, plan, clinic.counselor)
    sentence = str(refusal.value)
    for part in (
        "close TASK-COWS",
        "decide 3 proposed lines (TASK-COWS, DTX-1, THR-IND)",
        "goal in the patient’s own words",
        "criteria for transition and discharge",
    ):
        assert part in sentence
    assert plan.state is PlanState.DRAFT


@pytest.mark.parametrize("task", ["TASK-CSSRS", "TASK-COWS", "TASK-DSM", "TASK-RECON"])
def test_an_open_task_blocks_until_a_licensed_clinician_closes_it(
    clinic: Clinic, task: str
) -> None:
    plan = decided(clinic, task)
    with pytest.raises(DomainError, match=f"close {task}"):
        signed(clinic, plan, clinic.therapist)
    hand = clinic.hand(clinic.therapist)
    delivering.mark_done(
        line_of(plan, task), note="Asked again", by=hand.staff, at=hand.at, hand=hand
    )
    signed(clinic, plan, clinic.therapist)
    assert plan.state is PlanState.SIGNED


def test_the_plan_of_a_minor_is_never_signed_here(clinic: Clinic) -> None:
    plan = decided(clinic, "SAF-MINOR")
    with pytest.raises(DomainError, match="SAF-MINOR"):
        signed(clinic, plan, clinic.therapist)
    with pytest.raises(DomainError, match="handed over"):
        delivering.mark_done(plan.lines[0], note="x", by=clinic.therapist, at=LATER)


def test_another_task_blocks_nothing(clinic: Clinic) -> None:
    plan = decided(clinic, "TASK-AUDIT")
    signed(clinic, plan, clinic.therapist)
    assert plan.state is PlanState.SIGNED


def test_an_expired_license_signs_no_plan(clinic: Clinic) -> None:
    plan = decided(clinic, "THR-IND")
    clinic.therapist.license_expires_on = LATER.date() - timedelta(days=1)
    with pytest.raises(DomainError, match="license has expired"):
        signed(clinic, plan, clinic.therapist)
    assert plan.state is PlanState.DRAFT


def test_nobody_signs_what_changed_after_they_opened_it(clinic: Clinic) -> None:
    plan = decided(clinic, "THR-IND")
    mark = seen(plan)
    plan.goal_words = "I want to sleep."
    with pytest.raises(StaleError):
        signing.sign_plan(plan, clinic.hand(clinic.counselor), mark=mark)
    assert plan.state is PlanState.DRAFT


def test_a_plan_is_signed_once(clinic: Clinic) -> None:
    plan = decided(clinic, "THR-IND")
    signed(clinic, plan, clinic.counselor)
    with pytest.raises(DomainError, match="already signed"):
        signed(clinic, plan, clinic.counselor)


def test_a_draft_cannot_be_cosigned_or_agreed(clinic: Clinic) -> None:
    plan = decided(clinic, "THR-IND")
    with pytest.raises(DomainError, match="Only a signed plan"):
        endorsed(clinic, plan, Signature(), clinic.therapist)
    with pytest.raises(DomainError, match="once the author has signed"):
        agreed(clinic, plan)


def test_the_author_does_not_cosign(clinic: Clinic) -> None:
    clinic.counselor.granted += a_staff(Role.THERAPIST, at=clinic.facility).granted
    plan = decided(clinic, "THR-IND")
    author = signed(clinic, plan, clinic.counselor)
    clinic.counselor.credential = Credential.LCSW  # licensed since: still the author
    with pytest.raises(DomainError, match="Somebody else cosigns"):
        endorsed(clinic, plan, author, clinic.counselor)


def test_a_counselor_cosigns_nobody(clinic: Clinic) -> None:
    plan = decided(clinic, "THR-IND")
    author = signed(clinic, plan, clinic.counselor)
    other = a_staff(Role.COUNSELOR, at=clinic.facility)
    with pytest.raises(DomainError, match="Only a licensed clinician"):
        endorsed(clinic, plan, author, other)


def test_an_lpha_approves_no_medical_line(clinic: Clinic) -> None:
    plan = decided(clinic, *MEDICAL)
    author = signed(clinic, plan, clinic.counselor)
    endorsed(clinic, plan, author, clinic.therapist)
    with pytest.raises(DomainError, match="Only a prescriber approves"):
        endorsed(clinic, plan, author, clinic.therapist)


def test_nothing_is_endorsed_twice(clinic: Clinic) -> None:
    plan = decided(clinic, "THR-IND")
    author = signed(clinic, plan, clinic.counselor)
    endorsed(clinic, plan, author, clinic.therapist)
    with pytest.raises(DomainError, match="no signature of yours"):
        endorsed(clinic, plan, author, clinic.therapist)


def test_a_patient_who_does_not_sign_has_a_reason_on_record(clinic: Clinic) -> None:
    plan = decided(clinic, "THR-IND")
    signed(clinic, plan, clinic.therapist)
    for how in (Participation.DECLINED, Participation.UNABLE):
        with pytest.raises(DomainError, match="Write the reason"):
            signing.record_participation(
                plan, clinic.hand(clinic.counselor), how=how, note=None, mark=seen(plan)
            )
    signature = signing.record_participation(
        plan,
        clinic.hand(clinic.counselor),
        how=Participation.DECLINED,
        note="Wants to sleep on it",
        mark=seen(plan),
    )
    assert signature.reason == "Wants to sleep on it"
    assert plan.state is PlanState.ACTIVE


def test_the_patients_part_is_recorded_once(clinic: Clinic) -> None:
    plan = decided(clinic, "THR-IND")
    signed(clinic, plan, clinic.counselor)
    agreed(clinic, plan)
    with pytest.raises(DomainError, match="already recorded"):
        agreed(clinic, plan)


@pytest.mark.parametrize("state", [PlanState.ACTIVE, PlanState.SUPERSEDED, PlanState.CLOSED])
def test_a_plan_that_left_preparation_takes_no_signature(clinic: Clinic, state: PlanState) -> None:
    plan = decided(clinic, "THR-IND")
    plan.state = state
    with pytest.raises(DomainError, match=f"is {state.value}"):
        signed(clinic, plan, clinic.counselor)


def test_every_pair_of_states_moves_as_the_table_says(clinic: Clinic) -> None:
    for before in PlanState:
        for after in PlanState:
            plan = clinic.plan(state=before)
            if after in NEXT[before]:
                signing._to(plan, after)
                assert plan.state is after
            else:
                with pytest.raises(DomainError, match="cannot become"):
                    signing._to(plan, after)


def test_deferred_lines_do_not_keep_a_plan_on_hold_from_being_signed(clinic: Clinic) -> None:
    plan = decided(clinic, "SAF-PSYCH", is_on_hold=True)
    plan.lines.append(line_of(clinic.plan("THR-IND"), "THR-IND"))
    line_of(plan, "THR-IND").status = LineStatus.DEFERRED
    signed(clinic, plan, clinic.therapist)
    assert plan.state is PlanState.SIGNED
