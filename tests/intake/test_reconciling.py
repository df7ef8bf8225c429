"""Two answers that cannot both be true: side by side, resolved with a note, open again when changed."""

import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from tests.builders import (
    a_facility,
    a_patient,
    a_place,
    a_program,
    a_staff,
    a_team_member,
    an_episode,
)
from treatment.accounts import passwords
from treatment.audit.models import AuditEvent
from treatment.intake import operations
from treatment.intake.forms.filing import filed
from treatment.intake.models import AssessmentSection, Reconciliation
from treatment.intake.questionnaire import QUESTIONS
from treatment.intake.review.contradictions import CONTRADICTIONS
from treatment.intake.review.reconciling import covers, last_change, side_said, sides_of, sources_of
from treatment.patients.vocabulary import Sex
from treatment.permissions import Role

PASSWORD = "a sentence only she would say"
STAGE = next(each for each in CONTRADICTIONS if each.name == "stage-importance")
NOTE = "She wants to stop and does not think it will help her; stage stays preparation."


# --- pure -------------------------------------------------------------------------------------


def test_the_sides_are_the_answers_as_they_were_entered():
    raw = {"stage": "action", "importance": 2, "confidence": 5}
    assert sides_of(STAGE, raw) == {"stage": "action", "importance": 2}


def test_a_worked_out_answer_stands_where_its_tables_were_filled_in():
    hours = QUESTIONS["hours_since_last_use"]
    assert sources_of(hours, {}) == hours.derived_from
    assert sources_of(hours, {hours.key: 300, "kratom_products": []}) == hours.derived_from
    benzodiazepines = QUESTIONS["benzo_use"]
    assert sources_of(benzodiazepines, {"benzo_use": "none"}) == ("benzo_use",)
    table = benzodiazepines.yields_to[0]
    assert sources_of(benzodiazepines, {table: [{}]}) == (table,)


def test_what_was_resolved_covers_these_answers_and_no_others():
    raw = {"stage": "action", "importance": 2}
    sides = sides_of(STAGE, raw)
    assert covers(sides, STAGE, {**raw, "confidence": 9})
    assert not covers(sides, STAGE, {**raw, "importance": 1})
    assert not covers(sides, STAGE, {"stage": "action"})


@pytest.mark.parametrize(
    ("key", "answer", "asked", "words"),
    [
        ("stage", "action", "Stage of change", "Action"),
        ("cows", [1, 2, 1, 1, 2, 2, 2, 1, 1, 1, 0], "", "Total 14 of 48"),
        ("phq9_items", [0] * 8 + [2], "Thoughts that you would be better off dead", "2 – "),
        ("dsm", ["y"] * 10 + ["n"], "", "No"),
        ("cssrs", ["n", "n", None, None, None, "n", None], "", "Wish to be dead: No"),
    ],
)
def test_of_a_scale_only_the_part_that_contradicts_is_said(key, answer, asked, words):
    question, said = side_said(QUESTIONS[key], {key: answer})
    assert asked in question
    assert said.startswith(words)
    assert "Not rated" not in said


def test_an_answer_nobody_gave_is_said_to_be_open():
    assert side_said(QUESTIONS["cows"], {})[1] == "Not asked"


def test_the_last_change_of_an_answer_is_found_among_the_saves():
    saves = [({}, 1), ({"a": 1}, 2), ({"a": 1, "b": 2}, 3), ({"a": 4, "b": 2}, 4), ({"a": 4}, 5)]
    assert last_change("a", saves) == 4
    assert last_change("b", saves) == 5
    assert last_change("c", saves) is None


# --- on the page ------------------------------------------------------------------------------


@pytest.fixture
def counselor(session, facility):
    staff = a_staff(Role.COUNSELOR, at=facility, password=passwords.hashed(PASSWORD))
    session.add(staff)
    session.flush()
    return staff


@pytest.fixture
def intake(session, facility, counselor):
    patient = a_patient(facility, by=counselor, sex=Sex.MALE, birth_date=date(1990, 5, 17))
    session.add_all([patient, program := a_program(facility)])
    session.flush()
    session.add(care := an_episode(patient, by=counselor))
    session.flush()
    session.add_all([a_place(care, program), a_team_member(care, counselor)])
    session.flush()
    session.add(begun := operations.start(care, by=counselor, at=datetime.now(UTC)))
    session.commit()
    return begun


@pytest.fixture
def client(client_of, counselor):
    return client_of(counselor)


def row(session, intake, key):
    wanted = select(AssessmentSection).where(AssessmentSection.assessment_id == intake.id)
    return session.scalars(wanted.where(AssessmentSection.section == key)).one()


def fill(session, intake, **findings):
    for key, answers in filed(findings).items():
        row(session, intake, key).answers = answers
    session.commit()


def review(client, intake):
    return client.get(f"/intake/{intake.id}/review").text


def resolve(client, intake, name="stage-importance", **changes):
    page = review(client, intake)
    part = page.split(f'id="{name}"', 1)[-1]
    found = re.search(r'name="seen"[^>]*value="(\w{64})"', part)
    sent = {"seen": found[1] if found else "0" * 64, "note": NOTE}
    return client.post(f"/intake/{intake.id}/contradictions/{name}", data=sent | changes)


def test_both_answers_stand_side_by_side_with_who_entered_them(session, client, intake, counselor):
    sent = {"version": 1, "stage": "action", "importance": "2"}
    client.post(f"/intake/{intake.id}/sections/readiness", data=sent)
    page = review(client, intake)
    part = page[page.index('id="stage-importance"') :]
    assert STAGE.sentence in part
    assert part.index("Action") < part.index("2 of 10")
    assert f"Entered by {counselor.printed_name}" in part
    assert f"/intake/{intake.id}/sections/readiness#stage-0" in part


def test_who_entered_an_answer_is_not_who_saved_the_section_last(
    session, client, client_of, intake
):
    first = {"version": 1, "stage": "action", "importance": "2"}
    client.post(f"/intake/{intake.id}/sections/readiness", data=first)
    nurse = a_staff(Role.NURSE, at=intake.started_by.facility, printed_name="Nora Late")
    later = {"version": 2, "stage": "action", "importance": "2", "confidence": "4"}
    client_of(nurse).post(f"/intake/{intake.id}/sections/readiness", data=later)
    page = review(client, intake)
    assert "Entered by Nora Late" not in page
    assert "Entered by" in page


def test_an_answer_of_an_older_questionnaire_stands_where_it_was_given(session, client, intake):
    given = {"withdrawal": {"cows": [1, 2, 1, 1, 2, 2, 2, 1, 1, 1, 0]}, "use": {}}
    given["use"]["hours_since_last_use"] = 300  # asked before there were tables
    for row in intake.sections:
        row.answers = given.get(row.section, {})
    session.commit()
    page = client.get(f"/intake/{intake.id}/review")
    assert page.status_code == 200
    assert 'id="withdrawal-late"' in page.text
    assert "300" in page.text


def test_a_note_resolves_it_and_freezes_both_sides(session, client, intake, counselor):
    fill(session, intake, stage="action", importance=2)
    answer = resolve(client, intake)
    assert answer.status_code == 303
    assert answer.location.endswith("/review#stage-importance")
    (kept,) = session.scalars(select(Reconciliation)).all()
    assert kept.sides == {"stage": "action", "importance": 2}
    assert (kept.note, kept.by_id) == (NOTE, counselor.id)
    page = review(client, intake)
    assert NOTE in page
    assert "Resolved by" in page
    assert "0 open, 1 resolved" in page
    assert "Resolve with a note" not in page
    newest = session.scalars(select(AuditEvent).where(AuditEvent.action == "update")).all()[-1]
    assert (newest.fields, newest.reason) == (["stage-importance"], "contradiction resolved")


def test_a_changed_answer_opens_it_again(session, client, intake):
    fill(session, intake, stage="action", importance=2)
    resolve(client, intake)
    fill(session, intake, stage="action", importance=1)
    page = review(client, intake)
    assert "An answer changed after this was resolved: it is open again" in page
    assert "1 open" in page
    assert resolve(client, intake, note="Asked again: 1 it is.").status_code == 303
    assert "Asked again: 1 it is." in review(client, intake)


def test_a_corrected_answer_ends_it(session, client, intake):
    fill(session, intake, stage="action", importance=2)
    fill(session, intake, stage="action", importance=8)
    page = review(client, intake)
    assert "No answers contradict each other." in page
    assert resolve(client, intake).status_code == 409


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"note": " "}, 422, "Write what you found out"),
        ({"seen": "0" * 64}, 409, "Somebody changed one of these answers"),
        ({"seen": ""}, 422, "Resolve with a note"),
    ],
)
def test_a_note_that_cannot_be_kept_is_asked_for_again(
    session, client, intake, changes, status, words
):
    fill(session, intake, stage="action", importance=2)
    answer = resolve(client, intake, **changes)
    assert answer.status_code == status
    assert words in answer.text
    assert session.scalars(select(Reconciliation)).all() == []


def test_a_contradiction_nobody_knows_does_not_exist(session, client, intake):
    assert resolve(client, intake, name="sun-moon").status_code == 404


def test_nobody_else_resolves_it(session, client_as, intake, facility):
    fill(session, intake, stage="action", importance=2)
    session.add(elsewhere := a_facility())
    session.flush()
    strangers = [
        client_as(Role.COUNSELOR),
        client_as(*Role, at=elsewhere),
        client_as(Role.DIRECTOR),
        client_as(Role.AUDITOR),
    ]
    for stranger in strangers:
        assert resolve(stranger, intake).status_code == 404
    assert session.scalars(select(Reconciliation)).all() == []


def test_what_was_resolved_never_changes(session, client, intake):
    fill(session, intake, stage="action", importance=2)
    resolve(client, intake)
    for change in (update(Reconciliation).values(note="no"), delete(Reconciliation)):
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(change)


# --- signed -----------------------------------------------------------------------------------


def sign(client, intake):
    page = review(client, intake)
    found = re.search(r'id="sign".*?name="seen"[^>]*value="(\w+)"', page, re.DOTALL)
    sent = {"seen": found[1], "secret": PASSWORD}
    return client.post(f"/intake/{intake.id}/sign", data=sent)


def test_the_signed_record_keeps_the_sides_and_the_note(session, client, intake):
    fill(session, intake, primary="kratom_leaf", stage="action", importance=2)
    resolve(client, intake)
    assert sign(client, intake).status_code == 303
    session.refresh(intake)
    (found,) = intake.record["contradictions"]
    assert [side["said"] for side in found["sides"]] == ["Action: changing now", "2 of 10"]
    assert found["resolved"][0]["covers"] is True
    page = client.get(f"/intake/{intake.id}").text
    assert STAGE.sentence in page
    assert "Resolved with a note" in page
    assert NOTE in page
    assert "2 of 10" in page
    assert resolve(client, intake).status_code in {303, 409}
    assert len(session.scalars(select(Reconciliation)).all()) == 1


def test_the_signed_record_says_when_a_note_no_longer_covers(session, client, intake):
    fill(session, intake, primary="kratom_leaf", stage="action", importance=2)
    resolve(client, intake)
    fill(session, intake, primary="kratom_leaf", stage="preparation", importance=2)
    sign(client, intake)
    page = client.get(f"/intake/{intake.id}").text
    assert "Still stands" in page
    assert "an answer was changed afterwards" in page
