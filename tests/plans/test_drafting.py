"""From a signed intake to a draft: the rules' lines as they were, once, with what is carried over."""

from datetime import timedelta
from typing import Any

import pytest

from tests.builders import a_line, an_assessment
from tests.plans.conftest import LATER, Clinic, line_of
from tests.plans.pages import facts_of, vignette
from treatment.errors import DomainError
from treatment.intake.models import Assessment, AssessmentSection
from treatment.plans import rules
from treatment.plans.models import Plan
from treatment.plans.operations import deciding, drafting, revising
from treatment.plans.rules.drafting import BLOCKING
from treatment.plans.states import (
    BLOCKING_TASKS,
    NO_PLAN_HERE,
    LineStatus,
    Origin,
    PlanState,
    Verdict,
)
from treatment.plans.vocabulary import Area

PUBLIC = ["P1", "P2", "P3", "P4", "P5", "P6"]
HIGH_RISK = {"cssrs": ["y", "y", "y", "y", "n", "n", None]}
OWN = {
    "title": "Dentist",
    "area": Area.SUPPORT,
    "schedule": "once",
    "goal": "seen",
    "responsible": "M",
}


def intake(clinic: Clinic, name: str = "P1", **changes: Any) -> Assessment:
    return an_assessment(
        clinic.episode,
        by=clinic.counselor,
        signed_at=LATER - timedelta(hours=1),
        facts=facts_of(name, **changes),
    )


def drafted(clinic: Clinic, assessment: Assessment, *current: Plan) -> Plan:
    return drafting.draft_plan(
        assessment, current, number=len(current) + 1, by=clinic.counselor, at=LATER
    )


@pytest.mark.parametrize("name", PUBLIC)
def test_the_lines_are_those_the_vignette_expects(clinic: Clinic, name: str) -> None:
    plan = drafted(clinic, intake(clinic, name))
    expected = vignette(name)["expected"]
    codes = {
        status: sorted(line.element or "" for line in plan.lines if line.status is status)
        for status in LineStatus
    }
    assert codes[LineStatus.PROPOSED] == sorted(expected["active"])
    assert codes[LineStatus.DEFERRED] == sorted(expected["deferred"])
    assert plan.draft["dx"] == expected["dx"]
    assert plan.draft["suicide"] == expected["suicide"]


def test_every_line_keeps_why_it_was_proposed(clinic: Clinic) -> None:
    plan = drafted(clinic, intake(clinic, "P4"))
    assert (plan.rulebook_version, plan.rulebook_digest) == (rules.VERSION, rules.DIGEST)
    for line in plan.lines:
        assert line.origin is Origin.RULE
        assert line.reasons
        for reason in line.reasons:
            assert reason.keys() == {
                "rule",
                "condition",
                "found",
                "because",
                "source",
                "certainty",
            }
    reason = line_of(plan, "SAF-SUI-EVAL").reasons[0]
    assert reason["rule"] == "R02"


def test_lines_are_due_by_their_urgency(clinic: Clinic) -> None:
    plan = drafted(clinic, intake(clinic, "P3"))
    within = {line.urgency: line.due_at for line in plan.lines}
    assert within["U1"] == LATER + timedelta(hours=24)
    assert within["U3"] == LATER + timedelta(days=7)
    assert within["U4"] is None


def test_what_the_patient_declined_is_shown_as_offered(clinic: Clinic) -> None:
    plan = drafted(clinic, intake(clinic, "P2"))
    offered = [line.element for line in plan.lines if line.status is LineStatus.OFFERED_DECLINED]
    assert offered == ["THR-CM"]


def test_a_hold_defers_therapy_and_leaves_safety_proposed(clinic: Clinic) -> None:
    plan = drafted(clinic, intake(clinic, **HIGH_RISK))
    assert plan.is_on_hold
    assert line_of(plan, "THR-IND").status is LineStatus.DEFERRED
    assert line_of(plan, "SAF-SUI-EMERG").status is LineStatus.PROPOSED


def test_the_words_of_the_intake_are_a_first_version_of_the_plans_own(clinic: Clinic) -> None:
    assessment = intake(clinic)
    answers = {"goals": "Sleep again", "strengths": "Funny"}
    assessment.sections = [AssessmentSection(section="life", answers=answers)]
    plan = drafted(clinic, assessment)
    assert (plan.goal_words, plan.strengths, plan.transition_criteria) == (
        "Sleep again",
        "Funny",
        None,
    )


def test_an_unsigned_intake_makes_no_plan(clinic: Clinic) -> None:
    assessment = an_assessment(clinic.episode, by=clinic.counselor)
    with pytest.raises(DomainError, match="Sign the intake"):
        drafted(clinic, assessment)


def test_an_ended_episode_takes_no_plan(clinic: Clinic) -> None:
    assessment = intake(clinic)
    clinic.episode.ended_at = LATER
    with pytest.raises(DomainError, match="has ended"):
        drafted(clinic, assessment)


def test_drafting_twice_is_one_plan(clinic: Clinic) -> None:
    assessment = intake(clinic)
    plan = drafted(clinic, assessment)
    assert drafted(clinic, assessment, plan) is plan
    plan.state = PlanState.ACTIVE
    assert drafted(clinic, assessment, plan) is plan


def test_a_newer_intake_supersedes_what_was_in_preparation_and_carries_own_lines(
    clinic: Clinic,
) -> None:
    old = drafted(clinic, intake(clinic))
    deciding.add_line(old, OWN, by=clinic.counselor, at=LATER)
    left_out = deciding.add_line(old, {**OWN, "title": "Gym"}, by=clinic.counselor, at=LATER)
    deciding.decline(left_out, reason="no", by=clinic.counselor, at=LATER)
    old.goal_words, old.transition_criteria = "Sleep", "30 days"
    new = drafted(clinic, intake(clinic), old)
    assert old.state is PlanState.SUPERSEDED
    assert new.based_on_id == old.id
    assert (new.number, new.goal_words, new.transition_criteria) == (2, "Sleep", "30 days")
    own = [line for line in new.lines if line.origin is Origin.CLINICIAN]
    assert [line.title for line in own] == ["Dentist"]
    assert own[0].status is LineStatus.ACCEPTED
    assert own[0].decisions[0].by is clinic.counselor
    assert line_of(new, "THR-IND").status is LineStatus.PROPOSED


def test_a_plan_in_force_stays_until_the_new_one_is_active(clinic: Clinic) -> None:
    old = drafted(clinic, intake(clinic))
    old.state = PlanState.ACTIVE
    new = drafted(clinic, intake(clinic), old)
    assert old.state is PlanState.ACTIVE
    assert (new.state, new.based_on_id) == (PlanState.DRAFT, old.id)


def test_an_older_intake_does_not_replace_a_newer_one(clinic: Clinic) -> None:
    plan = drafted(clinic, intake(clinic))
    older = intake(clinic)
    older.signed_at = LATER - timedelta(days=1)
    with pytest.raises(DomainError, match="newer intake"):
        drafted(clinic, older, plan)


def test_the_words_of_the_rulebook_and_of_the_states_name_the_same_blocks() -> None:
    assert {each.value for each in BLOCKING} == BLOCKING_TASKS | NO_PLAN_HERE


# --- the plan's own words --------------------------------------------------------------------


def test_words_say_what_changed_and_freeze_with_the_signature(clinic: Clinic) -> None:
    plan = clinic.plan()
    texts = {"goal_words": "Sleep", "strengths": None, "transition_criteria": "30 days"}
    assert drafting.write_words(plan, dict(texts)) == ["goal_words"]
    plan.state = PlanState.SIGNED
    with pytest.raises(DomainError, match="is signed"):
        drafting.write_words(plan, dict(texts))


# --- new versions ----------------------------------------------------------------------------


def revised(clinic: Clinic, plan: Plan, *others: Plan) -> Plan:
    return revising.revise(
        plan, [plan, *others], number=2, reason="Review", by=clinic.therapist, at=LATER
    )


def test_a_revision_copies_lines_with_their_last_decision_and_what_is_done(clinic: Clinic) -> None:
    plan = clinic.plan("THR-IND", "SAF-NALOXONE")
    deciding.accept(line_of(plan, "THR-IND"), by=clinic.counselor, at=LATER)
    line = line_of(plan, "SAF-NALOXONE")
    deciding.accept(line, by=clinic.counselor, at=LATER)
    line.decisions.append(type(line.decisions[0])(verdict=Verdict.DONE, by=clinic.nurse, at=LATER))
    plan.state = PlanState.ACTIVE
    new = revised(clinic, plan)
    assert (plan.state, new.state, new.reason) == (PlanState.ACTIVE, PlanState.DRAFT, "Review")
    assert [line.status for line in new.lines] == [LineStatus.ACCEPTED] * 2
    assert [row.verdict for row in line_of(new, "SAF-NALOXONE").decisions] == [
        Verdict.ACCEPT,
        Verdict.DONE,
    ]
    assert new.goal_words == plan.goal_words


def test_a_signed_plan_sent_back_is_superseded_by_its_revision(clinic: Clinic) -> None:
    plan = clinic.plan("THR-IND", state=PlanState.SIGNED)
    revised(clinic, plan)
    assert plan.state is PlanState.SUPERSEDED


def test_a_draft_or_an_old_version_is_not_revised(clinic: Clinic) -> None:
    with pytest.raises(DomainError, match="Change it directly"):
        revised(clinic, clinic.plan())
    with pytest.raises(DomainError, match="is superseded"):
        revised(clinic, clinic.plan(state=PlanState.SUPERSEDED))


def test_one_version_is_in_preparation_at_a_time(clinic: Clinic) -> None:
    active, waiting = clinic.plan(state=PlanState.ACTIVE), clinic.plan(number=2)
    with pytest.raises(DomainError, match="Version 2 is already in preparation"):
        revised(clinic, active, waiting)


# --- the end of a hold -----------------------------------------------------------------------


def held(clinic: Clinic, **changes: Any) -> Plan:
    plan = clinic.plan("SAF-PSYCH", **{"is_on_hold": True, **changes})
    line_of(plan, "SAF-PSYCH").status = LineStatus.ACCEPTED
    a_line(plan, "THR-IND", status=LineStatus.DEFERRED)
    return plan


def test_a_prescribers_signed_release_proposes_what_was_deferred(clinic: Clinic) -> None:
    plan = held(clinic)
    new, signature = revising.release_hold(
        plan, [plan], clinic.hand(clinic.physician), number=2, reason="Evaluated, calm"
    )
    assert (plan.state, plan.is_on_hold) == (PlanState.SUPERSEDED, True)
    assert (new.is_on_hold, new.reason) == (False, "Hold released: Evaluated, calm")
    line = line_of(new, "THR-IND")
    assert line.status is LineStatus.PROPOSED
    assert line.due_at == LATER + timedelta(days=7)
    assert line.decisions[-1].signature is signature
    assert line_of(new, "SAF-PSYCH").status is LineStatus.ACCEPTED
    assert signature.object_id == plan.id
    assert signature.reason == "Evaluated, calm"


def test_a_hold_of_the_plan_in_force_ends_in_the_next_version(clinic: Clinic) -> None:
    plan = held(clinic, state=PlanState.ACTIVE)
    new, _ = revising.release_hold(
        plan, [plan], clinic.hand(clinic.physician), number=2, reason="x"
    )
    assert (plan.state, new.state) == (PlanState.ACTIVE, PlanState.DRAFT)


def test_nobody_else_releases_a_hold(clinic: Clinic) -> None:
    plan = held(clinic)
    for staff in (clinic.counselor, clinic.therapist):
        with pytest.raises(DomainError, match="Only a prescriber"):
            revising.release_hold(plan, [plan], clinic.hand(staff), number=2, reason="x")


def test_without_a_hold_there_is_nothing_to_release(clinic: Clinic) -> None:
    plan = clinic.plan("THR-IND")
    with pytest.raises(DomainError, match="not on hold"):
        revising.release_hold(plan, [plan], clinic.hand(clinic.physician), number=2, reason="x")
