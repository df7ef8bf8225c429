"""The pages of a plan with real clients on a real database: draft, decide, sign, be in force."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests.builders import a_facility, a_plan, a_staff
from tests.conftest import Client
from tests.plans.conftest import LATER, Clinic
from tests.plans.pages import PASSWORD, House
from treatment.accounts import passwords
from treatment.accounts.models import Facility, Staff
from treatment.audit.models import AuditEvent
from treatment.permissions import Role
from treatment.plans.models import LineDecision, Plan, PlanLine
from treatment.plans.operations import deciding, signing
from treatment.plans.operations.content import seen
from treatment.plans.states import LineStatus, PlanState
from treatment.plans.views.plan_page import broken
from treatment.records.models import Signature
from treatment.records.vocabulary import Kind

ALERTS = Path(__file__).parents[2] / "treatment/templates/plans/_alerts.html"
HIGH_RISK = {"cssrs": ["y", "y", "y", "y", "n", "n", None]}


@pytest.fixture
def house(session: Session, facility: Facility, client_of: Callable[[Staff], Client]) -> House:
    return House(session, facility, client_of)


def page(house: House, staff: Staff, plan: Plan, path: str = "") -> Any:
    answer = house.get(staff, f"/plans/{plan.id}{path}")
    assert answer.status_code == 200
    return answer.text


# --- drafting --------------------------------------------------------------------------------


def test_a_counselor_drafts_from_the_signed_intake(house: House) -> None:
    plan = house.draft("P1")
    assert (plan.number, plan.state) == (1, PlanState.DRAFT)
    text = page(house, house.counselor, plan)
    for words in ("Draft plan", "DX1", "Individual therapy", "Before signing", "2026.1"):
        assert words in text


@pytest.mark.parametrize("name", ["P1", "P2", "P3", "P4", "P5", "P6"])
def test_the_page_shows_every_line_with_its_reasons(house: House, name: str) -> None:
    plan = house.draft(name)
    text = page(house, house.physician, plan)
    for line in plan.lines:
        assert f'id="line-{line.id}"' in text
        assert line.reasons[0]["rule"] in text


def test_drafting_twice_is_one_plan_and_one_event(house: House) -> None:
    house.draft("P1")
    before = house.events()
    again = house.post(house.counselor, f"/episodes/{house.episode.id}/plans")
    assert again.status_code == 303
    assert house.count(Plan) == 1
    assert house.events() == before + 1  # the answered request itself


def test_without_a_signed_intake_nothing_is_drafted(house: House) -> None:
    answer = house.post(house.counselor, f"/episodes/{house.episode.id}/plans")
    assert answer.status_code == 409
    assert "Sign the intake before drafting a plan." in answer.text
    assert house.count(Plan) == 0


def test_a_newer_intake_gives_the_next_version(house: House) -> None:
    first = house.draft("P1")
    second = house.draft("P4")
    house.session.refresh(first)
    assert (first.state, second.number) == (PlanState.SUPERSEDED, 2)
    text = page(house, house.counselor, second)
    assert "New in this version" in text
    assert "No longer in this version" in text


def test_a_new_version_says_what_became_of_the_line_before(house: House) -> None:
    first = house.draft("P1")
    line = house.line(first, "SAF-NALOXONE")
    assert house.decide(house.nurse, line, "done", note="Kit in hand").status_code == 303
    second = house.draft("P1")
    text = page(house, house.counselor, second)
    assert "In the version before: accepted, done" in text
    assert house.nurse.printed_name in text


def test_wishes_that_findings_stand_against_are_shown_with_the_reason(house: House) -> None:
    text = page(house, house.counselor, house.draft("P5"))
    assert "Wishes that cannot be met now" in text
    assert "Equine-assisted activity" in text


def test_somebody_elses_password_signs_nothing(house: House) -> None:
    plan = house.draft("P3")
    house.physician.password = passwords.hashed("nine otters under the bridge")
    house.session.commit()
    line = house.line(plan, "DTX-2")
    answer = house.post(
        house.physician,
        f"/plans/{plan.id}/sign-lines",
        medical_seen=house.medical(plan),
        lines=[line.id],
        secret=PASSWORD,
    )
    assert answer.status_code == 422
    assert house.count(Signature) == 0


def test_every_change_is_one_event(house: House) -> None:
    plan = house.draft("P1")
    line = house.line(plan, "THR-IND")
    before = house.events()
    house.decide(house.counselor, line, "accept")
    assert house.events() == before + 1
    house.write_words(plan)
    assert house.events() == before + 2
    house.post(house.counselor, f"/plans/{plan.id}/accept-all")
    assert house.events() == before + 3


def test_a_nurse_does_not_draft(house: House) -> None:
    house.intake("P1")
    answer = house.post(house.nurse, f"/episodes/{house.episode.id}/plans")
    assert answer.status_code == 404
    assert house.count(Plan) == 0


# --- deciding --------------------------------------------------------------------------------


def test_one_click_accepts_and_goes_on_to_the_next_line(house: House) -> None:
    plan = house.draft("P1")
    line = house.line(plan, "THR-IND")
    answer = house.decide(house.counselor, line, "accept")
    assert answer.status_code == 303
    assert f"/plans/{plan.id}#line-" in answer.location
    house.session.refresh(line)
    assert line.status is LineStatus.ACCEPTED
    assert "Accepted by" in page(house, house.counselor, plan)


def test_accepting_together_leaves_a_decision_for_each(house: House) -> None:
    plan = house.draft("P1")
    assert house.post(house.counselor, f"/plans/{plan.id}/accept-all").status_code == 303
    lines = house.session.scalars(
        select(PlanLine).where(PlanLine.status == LineStatus.ACCEPTED)
    ).all()
    assert len(lines) == house.count(LineDecision)
    assert not any(line.needs_prescriber for line in lines)
    again = house.post(house.counselor, f"/plans/{plan.id}/accept-all")
    assert again.status_code == 409


def test_a_counselor_cannot_decide_a_medical_line(house: House) -> None:
    plan = house.draft("P1")
    line = house.line(plan, "DTX-1")
    answer = house.decide(house.counselor, line, "accept", secret=PASSWORD)
    assert answer.status_code == 409
    assert "only a prescriber can decide this" in answer.text
    assert house.count(LineDecision) == 0
    assert f"/lines/{line.id}/accept" not in page(house, house.counselor, plan)


def test_a_physician_signs_the_medical_lines_in_one_step(house: House) -> None:
    plan = house.draft("P3")
    text = page(house, house.physician, plan)
    assert "Your decisions" in text
    chosen = [house.line(plan, code).id for code in ("DTX-2", "MED-SYMPT")]
    answer = house.post(
        house.physician,
        f"/plans/{plan.id}/sign-lines",
        medical_seen=house.medical(plan),
        lines=chosen,
        secret=PASSWORD,
    )
    assert answer.status_code == 303
    assert house.count(Signature) == 2
    assert house.line(plan, "MED-BUP").status is LineStatus.PROPOSED


def test_a_wrong_password_decides_nothing_and_is_said_beside_the_field(house: House) -> None:
    plan = house.draft("P3")
    chosen = [house.line(plan, "DTX-2").id]
    answer = house.post(
        house.physician,
        f"/plans/{plan.id}/sign-lines",
        medical_seen=house.medical(plan),
        lines=chosen,
        secret="wrong",
    )
    assert answer.status_code == 422
    assert "is not right" in answer.text
    line = house.line(plan, "MED-BUP")
    declined = house.decide(house.physician, line, "decline", reason="no", secret="wrong")
    assert declined.status_code == 422
    assert "is not right" in declined.text
    assert house.count(Signature) == house.count(LineDecision) == 0


def test_a_medical_line_without_a_signature_is_not_decided(house: House) -> None:
    line = house.line(house.draft("P1"), "DTX-1")
    answer = house.decide(house.physician, line, "accept")
    assert answer.status_code == 422
    assert house.count(LineDecision) == 0


def test_a_safety_line_is_dismissed_by_a_licensed_signature(house: House) -> None:
    plan = house.draft("P4")
    line = house.line(plan, "SAF-SUI-EVAL")
    sent = {"reason": "Evaluated by psychiatry an hour ago", "secret": PASSWORD}
    refused = house.decide(house.counselor, line, "decline", **sent)
    assert refused.status_code == 409
    assert "Evaluated by psychiatry" in refused.text  # what was typed is not lost
    assert PASSWORD not in refused.text
    assert house.decide(house.therapist, line, "decline", **sent).status_code == 303
    house.session.refresh(line)
    assert line.status is LineStatus.DECLINED
    assert house.count(Signature) == 1


def test_a_change_shows_both_texts_on_the_time_line(house: House) -> None:
    plan = house.draft("P1")
    line = house.line(plan, "THR-IND")
    sent = {"schedule": "Weekly by video", "goal": line.goal, "responsible": "T. Silva"}
    changed = house.decide(house.counselor, line, "change", reason="Works nights", **sent)
    assert changed.status_code == 303
    text = page(house, house.counselor, plan, "/decisions")
    assert "<ins>Weekly by video</ins>" in text
    assert "Works nights" in text
    house.session.refresh(line)
    reopened = house.decide(house.counselor, line, "reopen", reason="Mistake")
    assert reopened.status_code == 303


def test_a_change_without_a_reason_says_so_beside_the_field(house: House) -> None:
    line = house.line(house.draft("P1"), "THR-IND")
    answer = house.decide(house.counselor, line, "change", schedule="x", goal="x", responsible="x")
    assert answer.status_code == 422
    assert "Write the reason." in answer.text


def test_a_line_somebody_else_changed_shows_both_texts(house: House) -> None:
    line = house.line(house.draft("P1"), "THR-IND")
    old = line.version
    house.decide(house.therapist, line, "accept")
    answer = house.decide(
        house.counselor,
        line,
        "change",
        version=old,
        schedule="My words",
        goal="x",
        responsible="y",
        reason="z",
    )
    assert answer.status_code == 409
    assert "My words" in answer.text
    assert line.schedule in answer.text
    assert house.count(LineDecision) == 1


def test_a_task_is_done_by_a_nurse_with_a_note(house: House) -> None:
    plan = house.draft("P2")
    line = house.line(plan, "TASK-AUDIT")
    assert "Done…" in page(house, house.nurse, plan)
    assert house.decide(house.nurse, line, "done").status_code == 409
    assert house.decide(house.nurse, line, "done", note="AUDIT 6").status_code == 303
    assert "AUDIT 6" in page(house, house.nurse, plan)


def test_a_line_of_ones_own_is_added_once(house: House) -> None:
    plan = house.draft("P1")
    sent = {
        "token": str(uuid4()),
        "title": "Dentist",
        "area": "support",
        "schedule": "once",
        "responsible": "case manager",
        "goal": "seen",
    }
    url = f"/plans/{plan.id}/lines/new"
    assert house.get(house.counselor, url).status_code == 200
    for _ in range(2):
        assert house.post(house.counselor, url, **sent).status_code == 303
    titles = house.session.scalars(select(PlanLine.title).where(PlanLine.title == "Dentist")).all()
    assert len(titles) == 1
    assert "Added by a clinician" in page(house, house.counselor, plan)
    bad = house.post(house.counselor, url, **{**sent, "token": "x" * 32})
    assert bad.status_code == 400
    assert house.post(house.counselor, url, **{**sent, "area": "medication"}).status_code == 422


# --- the plan's own words --------------------------------------------------------------------


def test_the_goal_is_kept_in_the_patients_own_words(house: House) -> None:
    plan = house.draft("P1")
    assert house.write_words(plan, goal_words="“Sleep 😴 again”").status_code == 303
    assert "“Sleep 😴 again”" in page(house, house.counselor, plan)


def test_words_saved_meanwhile_are_shown_beside_ones_own(house: House) -> None:
    plan = house.draft("P1")
    old = plan.version
    house.write_words(plan, goal_words="Theirs")
    answer = house.write_words(plan, goal_words="Mine", version=old)
    assert answer.status_code == 409
    assert "Theirs" in answer.text
    assert "Mine" in answer.text
    house.session.refresh(plan)
    assert plan.goal_words == "Theirs"


def test_endless_words_are_refused_and_handed_back(house: House) -> None:
    plan = house.draft("P1")
    answer = house.write_words(plan, goal_words="x" * 20_001)
    assert answer.status_code == 422
    assert "Shorten this to 20,000 characters." in answer.text
    nul = house.write_words(plan, goal_words="a\0b")
    assert nul.status_code == 400


# --- signing ---------------------------------------------------------------------------------


def test_from_draft_to_active(house: House) -> None:
    plan = house.activate(house.draft("P1"))
    assert plan.state is PlanState.ACTIVE
    text = page(house, house.director, plan)
    for words in (
        "Treatment plan",
        "Clinical review and cosignature",
        "Medical approval",
        "Took part and agrees",
        "42 CFR part 2 prohibits",
        house.counselor.printed_name,
        "Next review",
    ):
        assert words in text
    assert "Signature invalid" not in text


def test_every_signature_under_a_plan_says_where_it_came_from(
    house: House, session: Session
) -> None:
    plan = house.activate(house.draft("P1"))
    given = session.scalars(select(Signature)).all()
    assert plan.id in {each.object_id for each in given}
    assert {each.source for each in given if each.object_type is not Kind.ASSESSMENT} == {
        "127.0.0.1"
    }


def test_a_plan_that_is_not_ready_lists_all_that_is_missing(house: House) -> None:
    plan = house.draft("P1")
    text = page(house, house.counselor, plan)
    assert "Not ready to be signed" in text
    assert "Write the criteria for transition" in text
    forged = house.post(house.counselor, f"/plans/{plan.id}/sign", seen="0" * 64, secret=PASSWORD)
    assert forged.status_code == 409
    assert house.count(Signature) == 0


def test_nobody_signs_a_plan_that_changed_under_their_eyes(house: House) -> None:
    plan = house.draft("P6")
    house.decide_all(plan)
    mark = house.mark(house.counselor, plan)
    house.write_words(plan, goal_words="Something else")
    answer = house.sign(house.counselor, plan, seen=mark)
    assert answer.status_code == 409
    assert "changed after you opened it" in answer.text


def test_a_plan_is_signed_once(house: House) -> None:
    plan = house.draft("P6")
    house.decide_all(plan)
    mark = house.mark(house.counselor, plan)
    assert house.sign(house.counselor, plan, seen=mark).status_code == 303
    before = house.count(Signature)
    assert house.sign(house.counselor, plan, seen=mark).status_code == 409
    assert house.count(Signature) == before


def test_the_author_cannot_cosign_and_a_nurse_finds_no_such_page(house: House) -> None:
    author = house.staff(Role.COUNSELOR, Role.THERAPIST)
    house.draft("P6")
    plan = house.newest()
    house.decide_all(plan)
    assert house.sign(house.counselor, plan).status_code == 303
    url = f"/plans/{plan.id}/cosign"
    assert house.post(house.nurse, url, seen="0" * 64, secret=PASSWORD).status_code == 404
    assert house.post(house.counselor, url, seen="0" * 64, secret=PASSWORD).status_code == 404
    assert (
        house.post(author, url, seen="0" * 64, secret=PASSWORD).status_code == 404
    )  # not on the team


def test_an_expired_license_signs_nothing(house: House) -> None:
    plan = house.draft("P6")
    house.decide_all(plan)
    mark = house.mark(house.counselor, plan)
    house.counselor.license_expires_on = date(2020, 1, 1)
    house.session.commit()
    before = house.count(Signature)
    answer = house.sign(house.counselor, plan, seen=mark)
    assert answer.status_code == 409
    assert "license has expired" in answer.text
    assert house.count(Signature) == before


def test_nothing_is_edited_after_the_signature(house: House) -> None:
    plan = house.activate(house.draft("P1"))
    line = house.line(plan, "THR-IND")
    before = house.count(LineDecision)
    assert house.decide(house.counselor, line, "accept").status_code == 409
    sent = {"schedule": "x", "goal": "y", "responsible": "z", "reason": "w"}
    assert house.decide(house.counselor, line, "change", **sent).status_code == 409
    assert house.write_words(plan, goal_words="Another").status_code == 409
    assert house.count(LineDecision) == before


def test_content_changed_behind_our_back_is_called_invalid(house: House, session: Session) -> None:
    plan = house.draft("P6")
    house.decide_all(plan)
    house.sign(house.counselor, plan)
    forged = update(Signature).values(content_sha256="0" * 64)
    with pytest.raises(Exception, match=r"append-only|permission denied"), session.begin_nested():
        session.execute(forged)
    with pytest.raises(Exception, match="signed"), session.begin_nested():
        session.execute(update(PlanLine).values(goal="forged"))
    assert "Signature invalid" not in page(house, house.physician, plan)


def test_a_wrong_password_signs_no_plan(house: House) -> None:
    plan = house.draft("P6")
    house.decide_all(plan)
    before = house.count(Signature)
    answer = house.sign(house.counselor, plan, secret="wrong")
    assert answer.status_code == 422
    assert "is not right" in answer.text
    house.sign(house.counselor, plan)
    for verb in ("cosign", "participation"):
        wrong = house.sign(house.physician, plan, verb, secret="wrong", how="agreed")
        assert wrong.status_code == 422
    assert house.count(Signature) == before + 1


def test_a_signature_over_other_content_is_shown_as_broken(clinic: Clinic) -> None:
    plan = clinic.plan("THR-IND")
    deciding.accept(plan.lines[0], by=clinic.counselor, at=LATER)
    author = signing.sign_plan(plan, clinic.hand(clinic.counselor), mark=seen(plan))
    assert broken(plan, [author]) == []
    plan.lines[0].goal = "forged"
    assert broken(plan, [author]) == [author]
    assert "Signature invalid" in ALERTS.read_text("utf-8")


def test_the_database_holds_one_plan_in_force_and_one_in_preparation(
    house: House, session: Session
) -> None:
    assessment = house.intake("P1")
    for state in (PlanState.ACTIVE, PlanState.SIGNED):
        for number in (1, 2):
            session.add(a_plan(assessment, by=house.counselor, number=number, state=state))
        with pytest.raises(IntegrityError):
            session.flush()
        session.rollback()


def test_a_declined_part_of_the_patient_needs_a_reason(house: House) -> None:
    plan = house.draft("P6")
    house.decide_all(plan)
    house.sign(house.counselor, plan)
    answer = house.sign(house.counselor, plan, "participation", how="declined")
    assert answer.status_code == 422
    assert "Write the reason why the patient did not sign." in answer.text
    sent = {"how": "declined", "note": "Wants to sleep on it"}
    assert house.sign(house.counselor, plan, "participation", **sent).status_code == 303


def test_a_new_version_becomes_active_and_the_old_one_is_kept(house: House) -> None:
    first = house.activate(house.draft("P1"))
    answer = house.post(house.counselor, f"/plans/{first.id}/revise", reason="30-day review")
    assert answer.status_code == 303
    second = house.newest()
    assert (second.number, second.state) == (2, PlanState.DRAFT)
    for staff, verb in ((house.counselor, "sign"), (house.physician, "cosign")):
        assert house.sign(staff, second, verb).status_code == 303
    house.sign(house.counselor, second, "participation", how="agreed")
    house.session.refresh(first)
    house.session.refresh(second)
    assert (first.state, second.state) == (PlanState.SUPERSEDED, PlanState.ACTIVE)
    assert "This version is superseded" in page(house, house.counselor, first)
    missing = house.post(house.counselor, f"/plans/{second.id}/revise")
    assert missing.status_code == 422


def test_the_prescriber_reads_reference_ranges_beside_the_decision(house: House) -> None:
    plan = house.draft("P1")
    assert "Lofexidine by mouth" in page(house, house.physician, plan)
    assert "Lofexidine by mouth" not in page(house, house.counselor, plan)


def test_a_hold_is_released_by_a_physician(house: House) -> None:
    plan = house.draft("P1", **HIGH_RISK)
    text = page(house, house.counselor, plan)
    assert "HOLD" in text
    assert "psychiatric emergency evaluation now" in text
    assert "Release the hold" not in text
    url = f"/plans/{plan.id}/release"
    assert house.post(house.counselor, url, reason="x", secret=PASSWORD).status_code == 404
    assert house.post(house.physician, url, reason="", secret=PASSWORD).status_code == 422
    answer = house.post(house.physician, url, reason="Evaluated, calm", secret=PASSWORD)
    assert answer.status_code == 303
    new = house.newest()
    assert (new.number, new.is_on_hold) == (2, False)
    assert house.line(new, "THR-IND").status is LineStatus.PROPOSED
    assert house.line(plan, "THR-IND").status is LineStatus.DEFERRED


# --- who finds what --------------------------------------------------------------------------


def test_a_plan_of_another_facility_does_not_exist(
    house: House, session: Session, client_of: Callable[[Staff], Client]
) -> None:
    plan = house.draft("P1")
    there = a_facility()
    session.add(there)
    session.flush()
    stranger = client_of(a_staff(Role.PRESCRIBER, at=there))
    line = house.line(plan, "DTX-1")
    before = house.count(LineDecision)
    for path in (
        f"/plans/{plan.id}",
        f"/plans/{plan.id}/decisions",
        f"/plans/{plan.id}/lines/{line.id}",
        f"/episodes/{house.episode.id}/plans",
        f"/episodes/{house.episode.id}/phases",
        f"/episodes/{house.episode.id}/deliveries",
    ):
        assert stranger.get(path).status_code == 404
    sent = {"version": line.version, "secret": PASSWORD}
    path = f"/plans/{plan.id}/lines/{line.id}/accept"
    assert stranger.post(path, data=sent).status_code == 404
    assert house.count(LineDecision) == before


def test_a_line_of_another_plan_does_not_exist(house: House) -> None:
    first = house.draft("P1")
    line = house.line(first, "THR-IND")
    second = house.draft("P1")
    sent = {"version": line.version}
    url = f"/plans/{second.id}/lines/{line.id}/accept"
    assert house.post(house.counselor, url, **sent).status_code == 404
    assert house.get(house.counselor, f"/plans/{second.id}/lines/{line.id}").status_code == 404
    assert house.count(LineDecision) == 0


def test_an_auditor_reads_and_changes_nothing(house: House) -> None:
    plan = house.draft("P1")
    text = page(house, house.auditor, plan)
    assert "Accept" not in text.replace("Accepted", "")
    line = house.line(plan, "THR-IND")
    assert house.decide(house.auditor, line, "accept").status_code == 404


# --- reading is recorded, in few statements --------------------------------------------------


def test_every_page_is_one_event_that_names_the_patient(house: House) -> None:
    plan = house.draft("P1")
    line = house.line(plan, "THR-IND")
    for path in ("", "/decisions", f"/lines/{line.id}"):
        before = house.events()
        page(house, house.physician, plan, path)
        assert house.events() == before + 1
        latest = select(AuditEvent).order_by(AuditEvent.sequence.desc()).limit(1)
        event = house.session.scalars(
            latest.where(AuditEvent.chain == str(house.facility.id))
        ).one()
        assert event.patients == [str(house.episode.patient_id)]


MOST = {"plans/versions": 4, "deliveries": 6, "phases": 8}
OURS = (
    "FROM plan",
    "JOIN plan",
    "line_decision",
    "signature",
    "FROM delivery",
    "phase_stay",
    "FROM assessment",
)


def own(seen: list[str]) -> list[str]:
    return [sql for sql in seen if sql.startswith("SELECT") and any(table in sql for table in OURS)]


def test_the_plan_page_costs_few_statements(house: House, statements: Any) -> None:
    plan = house.activate(house.draft("P4"))
    house.post(house.counselor, f"/plans/{plan.id}/revise", reason="Review")
    draft = house.newest()
    for path in (f"/plans/{plan.id}", f"/plans/{draft.id}"):
        with statements() as seen:
            assert house.get(house.physician, path).status_code == 200
        assert len(own(seen)) <= 10, "\n".join(
            sql[:60] + " … " + sql.split("FROM")[1][:60] for sql in own(seen)
        )


def test_lists_cost_few_statements(house: House, statements: Any) -> None:
    house.activate(house.draft("P1"))
    episode = f"/episodes/{house.episode.id}"
    for path in ("plans/versions", "deliveries", "phases"):
        with statements() as seen:
            answer = house.get(house.physician, f"{episode}/{path}")
        assert answer.status_code == 200
        assert len(own(seen)) <= MOST[path], "\n".join(own(seen))


def test_the_way_to_the_plan_is_short(house: House) -> None:
    url = f"/episodes/{house.episode.id}/plans"
    assert "No plan yet" in house.get(house.counselor, url).text
    house.intake("P1")
    assert "Draft the plan" in house.get(house.counselor, url).text
    plan = house.draft("P1")
    assert house.get(house.counselor, url).location.endswith(str(plan.id))
    assert "Version 1" in house.get(house.counselor, f"{url}/versions").text


def test_a_draft_is_made_in_time(house: House) -> None:
    begun = datetime.now(UTC)
    house.draft("P3")
    assert (datetime.now(UTC) - begun).total_seconds() < 5
