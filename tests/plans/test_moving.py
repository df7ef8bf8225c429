"""Between phases: which moves exist, what must be true first, who may go on, how an episode ends."""

from datetime import timedelta
from typing import Any

import pytest

from tests.builders import NOON, a_program, a_staff
from tests.plans.conftest import LATER, Clinic
from treatment.accounts.models import Staff
from treatment.accounts.vocabulary import Credential
from treatment.errors import DomainError, StaleError
from treatment.patients.models import EpisodeProgram
from treatment.patients.vocabulary import DischargeReason
from treatment.permissions import Role
from treatment.plans import checklist
from treatment.plans.checklist import DISCHARGE, EXIT, Evidence, exit_criteria, judged, unmet
from treatment.plans.models import PhaseStay, Plan
from treatment.plans.operations import moving
from treatment.plans.operations.moving import Course, Step
from treatment.plans.phases import NEXT, Phase, may_move, review_due
from treatment.plans.states import LineStatus, PlanState
from treatment.records.vocabulary import Meaning

ALL_MET = {c.key: "seen today" for criteria in (*EXIT.values(), DISCHARGE) for c in criteria}
FULL = Evidence(
    has_signed_intake=True,
    suicide="none",
    has_active_plan=True,
    done=dict.fromkeys(
        ("ADM-LOC", "SAF-NALOXONE", "DTX-1", "THR-RP", "AFT-CONTACTS"), "done today"
    ),
    cows=tuple((LATER - timedelta(hours=h), 3.0) for h in (30, 20, 1)),
    attendance=0.8,
    units=10,
    contacts=6,
    barc10=((NOON, 47.0),),
)


def a_course(clinic: Clinic, phase: Phase | None = None, *plans: Plan, **changes: Any) -> Course:
    stays = []
    if phase is not None:
        stays.append(
            PhaseStay(
                facility_id=clinic.facility.id,
                episode=clinic.episode,
                phase=phase,
                since=NOON,
                reason="",
                moved_by_id=clinic.counselor.id,
            )
        )
    usual = {"episode": clinic.episode, "stays": stays, "plans": plans, "evidence": FULL}
    return Course(**{**usual, **changes})


def active(clinic: Clinic, *elements: str, **changes: Any) -> Plan:
    plan = clinic.plan(*elements, **{"state": PlanState.ACTIVE, **changes})
    for line in plan.lines:
        line.status = LineStatus.ACCEPTED
    return plan


def a_step(to: Phase, **changes: Any) -> Step:
    return Step(**{"reason": "Ready", "to": to, "stated": ALL_MET, **changes})


def moved(clinic: Clinic, course: Course, step: Step, by: Staff | None = None) -> list[PhaseStay]:
    return moving.move(course, step, clinic.hand(by or clinic.counselor))


# --- where an episode stands -----------------------------------------------------------------


def test_an_episode_without_rows_is_where_its_admission_says(clinic: Clinic) -> None:
    assert a_course(clinic).phase is Phase.ASSESSMENT
    clinic.episode.admitted_at = None
    assert a_course(clinic).phase is Phase.REFERRAL


def test_the_first_move_writes_down_the_way_so_far(clinic: Clinic) -> None:
    clinic.episode.opened_at = NOON - timedelta(days=3)
    rows = moved(clinic, a_course(clinic, None, active(clinic)), a_step(Phase.PRIMARY))
    assert [(row.phase, row.since, row.until) for row in rows] == [
        (Phase.REFERRAL, NOON - timedelta(days=3), NOON),
        (Phase.ASSESSMENT, NOON, LATER),
        (Phase.PRIMARY, LATER, None),
    ]
    assert rows[-1].signature is not None
    assert rows[-1].signature.meaning is Meaning.PHASE_MOVE


def test_an_admission_on_opening_leaves_no_referral_stay(clinic: Clinic) -> None:
    rows = moved(clinic, a_course(clinic, None, active(clinic)), a_step(Phase.PRIMARY))
    assert [row.phase for row in rows] == [Phase.ASSESSMENT, Phase.PRIMARY]


def test_moving_somebody_who_waits_admits_them(clinic: Clinic) -> None:
    clinic.episode.admitted_at = None
    clinic.episode.version = 1
    rows = moved(clinic, a_course(clinic, evidence=FULL), a_step(Phase.DETOX), by=clinic.physician)
    assert clinic.episode.admitted_at == LATER
    assert [row.phase for row in rows] == [Phase.REFERRAL, Phase.DETOX]


# --- the table of moves ----------------------------------------------------------------------


@pytest.mark.parametrize("to", Phase)
@pytest.mark.parametrize("current", Phase)
def test_every_pair_of_phases_moves_as_the_table_says(
    clinic: Clinic, current: Phase, to: Phase
) -> None:
    course = a_course(clinic, current, active(clinic, "DTX-1"))
    if to in NEXT[current]:
        assert may_move(current, to)
        stay = moved(clinic, course, a_step(to))[-1]
        assert (stay.phase, stay.since, stay.until) == (to, LATER, None)
        assert course.stays[0].until == LATER
    else:
        with pytest.raises(DomainError, match="no such move"):
            moved(clinic, course, a_step(to))


def test_an_episode_that_ended_does_not_move(clinic: Clinic) -> None:
    clinic.episode.ended_at = NOON
    with pytest.raises(DomainError, match="has ended"):
        moved(clinic, a_course(clinic, Phase.PRIMARY), a_step(Phase.STEP_DOWN))


def test_somebody_else_moved_first(clinic: Clinic) -> None:
    with pytest.raises(StaleError):
        moved(clinic, a_course(clinic, Phase.DETOX), a_step(Phase.PRIMARY, seen=Phase.ASSESSMENT))


# --- what must be true first -----------------------------------------------------------------


def test_therapy_begins_with_an_active_plan_and_no_override_helps(clinic: Clinic) -> None:
    course = a_course(clinic, Phase.ASSESSMENT, clinic.plan("THR-IND"))
    with pytest.raises(DomainError, match="begins with an active plan"):
        moved(clinic, course, a_step(Phase.PRIMARY, override="Urgent"), by=clinic.physician)


def test_a_plan_on_hold_begins_no_therapy(clinic: Clinic) -> None:
    course = a_course(clinic, Phase.DETOX, active(clinic, is_on_hold=True))
    with pytest.raises(DomainError, match="on hold"):
        moved(clinic, course, a_step(Phase.PRIMARY))


def test_detox_begins_from_the_draft_once_a_prescriber_decided(clinic: Clinic) -> None:
    draft = clinic.plan("DTX-2")
    course = a_course(clinic, Phase.ASSESSMENT, draft)
    with pytest.raises(DomainError, match="prescriber’s decision"):
        moved(clinic, course, a_step(Phase.DETOX))
    draft.lines[0].status = LineStatus.ACCEPTED
    assert moved(clinic, course, a_step(Phase.DETOX))[-1].phase is Phase.DETOX


def test_a_prescriber_may_start_detox_on_the_first_safety_screen(clinic: Clinic) -> None:
    nothing = Evidence()
    course = a_course(clinic, Phase.ASSESSMENT, evidence=nothing)
    step = a_step(Phase.DETOX, stated={})
    with pytest.raises(DomainError, match="first safety screen"):
        moved(clinic, course, step, by=clinic.physician)
    screened = a_step(Phase.DETOX, stated={"screened": "no ideation"})
    assert moved(clinic, course, screened, by=clinic.physician)[-1].phase is Phase.DETOX


def test_open_criteria_are_named_and_stop_the_move(clinic: Clinic) -> None:
    course = a_course(clinic, Phase.PRIMARY, active(clinic), evidence=Evidence(attendance=0.5))
    with pytest.raises(DomainError) as refusal:
        moved(clinic, course, a_step(Phase.STEP_DOWN, stated={}))
    assert "75 % attendance (not met)" in str(refusal.value)
    assert "BAM Use 0–1 and Risk below 12 (not known)" in str(refusal.value)


def test_going_on_with_open_criteria_needs_a_reason_and_a_licensed_person(clinic: Clinic) -> None:
    step = a_step(Phase.STEP_DOWN, stated={}, override="Moves to another city")
    for staff in (clinic.physician, clinic.therapist, clinic.director):
        course = a_course(clinic, Phase.PRIMARY, active(clinic))
        assert "another city" in moved(clinic, course, step, by=staff)[-1].reason
    course = a_course(clinic, Phase.PRIMARY, active(clinic))
    with pytest.raises(DomainError, match="LPHA or the director may go on"):
        moved(clinic, course, step)


def test_a_reason_to_go_on_is_kept_only_where_something_was_open(clinic: Clinic) -> None:
    course = a_course(clinic, Phase.PRIMARY, active(clinic))
    stay = moved(clinic, course, a_step(Phase.STEP_DOWN, override="Not needed"))[-1]
    assert stay.reason == "Ready"


def test_a_director_without_a_license_may_go_on_but_cannot_sign(clinic: Clinic) -> None:
    director = a_staff(Role.DIRECTOR, at=clinic.facility, credential=Credential.NONE)
    assert moving.may_override(director)
    course = a_course(clinic, Phase.PRIMARY, active(clinic))
    with pytest.raises(DomainError, match="names no credential"):
        moved(clinic, course, a_step(Phase.STEP_DOWN, stated={}, override="x"), by=director)


def test_the_checklist_stays_with_the_move(clinic: Clinic) -> None:
    stay = moved(clinic, a_course(clinic, Phase.DETOX, active(clinic)), a_step(Phase.PRIMARY))[-1]
    assert stay.checklist is not None
    rows = {row["key"]: row for row in stay.checklist}
    assert rows["cows"]["met"] is True
    assert rows["eating"] == {
        "of": "detox",
        "key": "eating",
        "text": "Eating and drinking",
        "met": True,
        "evidence": "Not measured here yet; state it from your examination.",
        "note": "seen today",
    }


def test_more_care_waits_for_no_checklist() -> None:
    assert exit_criteria(Phase.PRIMARY, Phase.DETOX) == ()
    assert exit_criteria(Phase.STEP_DOWN, Phase.PRIMARY) == ()
    assert exit_criteria(Phase.ASSESSMENT, Phase.DETOX) == ()
    assert exit_criteria(Phase.PRIMARY, Phase.STEP_DOWN) == EXIT[Phase.PRIMARY]


def test_a_move_sets_the_next_review(clinic: Clinic) -> None:
    plan = active(clinic)
    moved(clinic, a_course(clinic, Phase.STEP_DOWN, plan), a_step(Phase.AFTERCARE))
    assert plan.review_due_on == clinic.facility.today(LATER) + timedelta(days=90)
    day = LATER.date()
    assert review_due(day, Phase.DETOX, []) == day + timedelta(days=7)
    assert review_due(day, Phase.PRIMARY, ["DTX-2"]) == day + timedelta(days=30)
    assert review_due(day, Phase.PRIMARY, [], is_residential=True) == day + timedelta(days=7)


# --- the end ---------------------------------------------------------------------------------


def test_a_discharge_closes_stay_plans_and_episode(clinic: Clinic) -> None:
    program = a_program(clinic.facility)
    clinic.episode.programs = [EpisodeProgram(program=program, since=NOON)]
    plan, draft = active(clinic), clinic.plan(number=2)
    over = clinic.plan(state=PlanState.SUPERSEDED)
    course = a_course(clinic, Phase.AFTERCARE, plan, draft, over)
    step = Step(reason="Finished", stated=ALL_MET)
    ended = moving.discharge(course, step, DischargeReason.COMPLETED, clinic.hand(clinic.counselor))
    assert (plan.state, draft.state, over.state) == (
        PlanState.CLOSED,
        PlanState.CLOSED,
        PlanState.SUPERSEDED,
    )
    assert ended.last.until == LATER
    assert ended.last.checklist is not None
    assert {row["of"] for row in ended.last.checklist} == {"discharge"}
    assert (clinic.episode.ended_at, clinic.episode.discharge_reason) == (
        LATER,
        DischargeReason.COMPLETED,
    )
    assert ended.signature.object_id == ended.last.id
    with pytest.raises(DomainError, match="has ended"):
        moving.discharge(course, step, DischargeReason.LEFT, clinic.hand(clinic.counselor))


def test_a_discharge_asks_for_the_checklist_but_a_death_does_not(clinic: Clinic) -> None:
    course = a_course(clinic, None, evidence=Evidence())
    step = Step(reason="Left at night")
    with pytest.raises(DomainError, match="Naloxone kit in hand"):
        moving.discharge(course, step, DischargeReason.LEFT, clinic.hand(clinic.counselor))
    ended = moving.discharge(course, step, DischargeReason.DIED, clinic.hand(clinic.counselor))
    assert [row.phase for row in ended.written] == [Phase.ASSESSMENT]


# --- how criteria are judged -----------------------------------------------------------------


def answer(phase: Phase, key: str, evidence: Evidence) -> bool | None:
    rows = judged(EXIT[phase], evidence)
    return next(row.met for row in rows if row.key == key)


def cows(*points: tuple[int, float]) -> Evidence:
    return Evidence(cows=tuple((LATER - timedelta(hours=h), total) for h, total in points))


@pytest.mark.parametrize(
    ("phase", "key", "evidence", "met"),
    [
        (Phase.DETOX, "cows", Evidence(), None),
        (Phase.DETOX, "cows", cows((48, 12), (30, 4), (20, 3), (2, 1)), True),
        (Phase.DETOX, "cows", cows((20, 4), (10, 3), (2, 1)), False),
        (Phase.DETOX, "cows", cows((30, 4), (2, 1)), False),
        (Phase.DETOX, "cows", cows((40, 4), (30, 4), (20, 3), (2, 6)), False),
        (Phase.DETOX, "ciwa", Evidence(), True),
        (Phase.DETOX, "ciwa", Evidence(in_force=frozenset({"DTX-CIWA"})), None),
        (Phase.DETOX, "cssrs", Evidence(suicide_screens=1), None),
        (Phase.DETOX, "cssrs", Evidence(suicide_screens=2), True),
        (Phase.DETOX, "prescriber", Evidence(done={"DTX-2": "I. Tavares"}), True),
        (Phase.DETOX, "prescriber", Evidence(), False),
        (Phase.DETOX, "naloxone", Evidence(), False),
        (Phase.REFERRAL, "screened", Evidence(), None),
        (Phase.REFERRAL, "screened", Evidence(suicide="incomplete"), False),
        (Phase.REFERRAL, "screened", Evidence(suicide="low"), True),
        (Phase.ASSESSMENT, "instruments", Evidence(), False),
        (
            Phase.ASSESSMENT,
            "instruments",
            Evidence(has_signed_intake=True, open_tasks=("TASK-COWS",)),
            False,
        ),
        (Phase.ASSESSMENT, "instruments", Evidence(has_signed_intake=True), True),
        (Phase.ASSESSMENT, "plan", Evidence(), False),
        (Phase.ASSESSMENT, "plan", Evidence(has_active_plan=True), True),
        (Phase.PRIMARY, "attendance", Evidence(), None),
        (Phase.PRIMARY, "attendance", Evidence(attendance=0.74, units=100), False),
        (Phase.PRIMARY, "attendance", Evidence(attendance=0.75, units=100), True),
        (Phase.PRIMARY, "safety", Evidence(in_force=frozenset({"SAF-OB"})), None),
        (Phase.PRIMARY, "safety", Evidence(), True),
        (Phase.STEP_DOWN, "relapse", Evidence(), False),
        (Phase.STEP_DOWN, "relapse", Evidence(done={"AFT-PLAN": "x"}), True),
        (Phase.STEP_DOWN, "barc10", Evidence(), None),
        (Phase.STEP_DOWN, "barc10", Evidence(barc10=((NOON, 40.0),)), None),
        (Phase.STEP_DOWN, "barc10", Evidence(barc10=((NOON, 30.0), (LATER, 40.0))), True),
        (Phase.STEP_DOWN, "barc10", Evidence(barc10=((NOON, 40.0), (LATER, 30.0))), False),
        (Phase.STEP_DOWN, "barc10", Evidence(barc10=((NOON, 47.0),)), True),
        (Phase.AFTERCARE, "contacts", Evidence(contacts=5), False),
        (Phase.AFTERCARE, "contacts", Evidence(contacts=6), True),
    ],
)
def test_criteria_read_the_record(
    phase: Phase,
    key: str,
    evidence: Evidence,
    met: bool | None,  # noqa: FBT001  a table column
) -> None:
    assert answer(phase, key, evidence) is met


def test_a_statement_counts_only_where_the_record_knows_nothing() -> None:
    evidence = Evidence(attendance=0.5, units=4)
    rows = judged(EXIT[Phase.PRIMARY], evidence, ALL_MET)
    assert [row.key for row in unmet(rows)] == ["attendance"]
    assert next(row.note for row in rows if row.key == "attendance") == ""


def test_leaving_aftercare_asks_for_the_last_contact_as_well() -> None:
    keys = [c.key for c in checklist.discharge_criteria(Phase.AFTERCARE)]
    assert keys[0] == "contacts"
    assert len(checklist.discharge_criteria(Phase.DETOX)) == len(DISCHARGE)


@pytest.mark.parametrize(
    ("known", "met"),
    [
        ({}, None),
        ({"cows": ((LATER, 12),)}, True),
        ({"cows": ((LATER, 13),)}, False),
        ({"cows": ((LATER, 3),), "in_force": frozenset({"DTX-2"})}, False),
        (
            {"cows": ((LATER, 3),), "in_force": frozenset({"DTX-2"}), "done": {"DTX-2": "by RN"}},
            True,
        ),
        ({"cows": ((LATER, 3),), "in_force": frozenset({"DTX-CIWA"})}, True),
    ],
)
def test_primary_treatment_begins_after_detox_and_below_cows_13(
    known: dict[str, Any], met: object
) -> None:
    criteria = exit_criteria(Phase.ASSESSMENT, Phase.PRIMARY)
    rows = judged(criteria, Evidence(**known))
    assert {row.key: row.met for row in rows}["withdrawal"] is met
