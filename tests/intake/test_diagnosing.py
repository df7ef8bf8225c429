"""The problem list with real clients: proposed by many, confirmed by few, and nothing is lost."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from tests.builders import (
    NOON,
    a_patient,
    a_problem,
    a_staff,
    a_team_member,
    an_episode,
)
from treatment.accounts import passwords
from treatment.accounts.models import Facility, Staff
from treatment.accounts.vocabulary import AuthMethod, Credential
from treatment.audit.models import AuditEvent
from treatment.errors import DomainError
from treatment.intake import operations, queries
from treatment.intake.forms.filing import filed
from treatment.intake.models import Problem, ProblemStatus
from treatment.intake.operations.diagnosing import (
    Details,
    Step,
    add_problem,
    decide,
    diagnoses,
    move,
    needs_review,
    record_of,
)
from treatment.intake.vocabulary import ProblemKind, ProblemState, ReviewMode, Severity
from treatment.patients.models import Episode
from treatment.permissions import Role
from treatment.records.models import Signature
from treatment.records.operations import Hand, is_intact
from treatment.records.vocabulary import Meaning

PASSWORD = "a sentence only she would say"
S, K = ProblemState, ProblemKind
NOW = datetime.now(UTC)
KRATOM = Details(
    kind=K.DIAGNOSIS,
    words="Other substance use disorder: kratom (mitragynine), moderate",
    code="F19.20",
    substance="kratom (mitragynine)",
    severity=Severity.MODERATE,
    criteria=("c1", "c4", "c10", "c11"),
)
TYPED = {
    "words": KRATOM.words,
    "icd10": "f19.20",
    "substance": KRATOM.substance,
    "severity": "2",
    "criteria": list(KRATOM.criteria),
    "remission": "",
}


def staff_with(
    session: Session, facility: Facility, care: Episode, role: Role, **changes: Any
) -> Staff:
    staff = a_staff(role, at=facility, password=passwords.hashed(PASSWORD), **changes)
    session.add(staff)
    session.flush()
    session.add(a_team_member(care, staff, part="member"))
    session.flush()
    return staff


@pytest.fixture
def care(session: Session, facility: Facility) -> Episode:
    clerk = a_staff(Role.RECORDS, at=facility)
    patient = a_patient(facility, by=clerk, family_name="Marker")
    episode = an_episode(patient, by=clerk)
    session.add_all([clerk, patient, episode])
    session.flush()
    return episode


@pytest.fixture
def counselor(session: Session, facility: Facility, care: Episode) -> Staff:
    return staff_with(session, facility, care, Role.COUNSELOR)


@pytest.fixture
def therapist(session: Session, facility: Facility, care: Episode) -> Staff:
    return staff_with(session, facility, care, Role.THERAPIST)


@pytest.fixture
def problem(session: Session, care: Episode, counselor: Staff) -> Problem:
    """A counselor's proposal."""
    proposed = a_problem(care, by=counselor)
    session.add(proposed)
    session.flush()
    return proposed


def hand(staff: Staff, at: datetime = NOW) -> Hand:
    return Hand(staff=staff, method=AuthMethod.PASSWORD, at=at)


def marks(page: str, form: str = "") -> dict[str, str]:
    """The hidden fields of the form with this id, or of the page."""
    part = page.split(f'id="{form}"', 1)[1].split("</form>", maxsplit=1)[0] if form else page
    return {
        name: found[1]
        for name in ("token", "seen")
        if (found := re.search(rf'name="{name}"[^>]*value="([\w-]+)"', part))
    }


def url(of: Episode | Problem, rest: str = "") -> str:
    where = "episodes" if isinstance(of, Episode) else "problems"
    return f"/{where}/{of.id}{rest}"


def confirm(client: Any, problem: Problem, **fields: Any) -> Any:
    found = marks(client.get(url(problem)).text, "decide")
    usual = {**found, "status": "confirmed", "reviewed": "video", "secret": PASSWORD}
    return client.post(url(problem, "/confirm"), data={**usual, **fields})


# --- who may ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "credential", "may"),
    [
        (Role.THERAPIST, Credential.LMFT, True),
        (Role.THERAPIST, Credential.LCSW, True),
        (Role.THERAPIST, Credential.CADC, False),
        (Role.THERAPIST, Credential.NONE, False),
        (Role.PRESCRIBER, Credential.MD, True),
        (Role.PRESCRIBER, Credential.NP, True),
        (Role.MEDICAL_DIRECTOR, Credential.DO, True),
        (Role.COUNSELOR, Credential.LAADC, False),
        (Role.COUNSELOR, Credential.LCSW, False),
        (Role.NURSE, Credential.RN, False),
        (Role.DIRECTOR, Credential.LCSW, False),
    ],
)
def test_role_and_license_together_make_a_diagnosis(
    facility: Facility, role: Role, credential: Credential, *, may: bool
) -> None:
    assert diagnoses(a_staff(role, at=facility, credential=credential)) is may


def test_out_of_scope_nobody_confirms_however_the_request_comes(
    session: Session, facility: Facility, care: Episode, problem: Problem
) -> None:
    unlicensed = staff_with(session, facility, care, Role.THERAPIST, credential=Credential.CADC)
    with pytest.raises(DomainError, match="neither"):
        decide(problem, Step(to=S.CONFIRMED), hand(unlicensed), id=uuid7())


def test_on_an_expired_license_nobody_confirms(
    session: Session, facility: Facility, care: Episode, problem: Problem
) -> None:
    expired = {"license_expires_on": date(2026, 1, 31)}
    late = staff_with(session, facility, care, Role.THERAPIST, **expired)
    with pytest.raises(DomainError, match="expired"):
        decide(problem, Step(to=S.CONFIRMED, reviewed=ReviewMode.PHONE), hand(late), id=uuid7())


def test_a_counselors_try_to_confirm_by_address_is_refused_and_recorded(
    client_of: Any, session: Session, counselor: Staff, problem: Problem
) -> None:
    browser = client_of(counselor)
    answer = browser.post(
        url(problem, "/confirm"),
        data={"status": "confirmed", "secret": PASSWORD, "token": str(uuid7()), "seen": "x" * 32},
    )
    assert answer.status_code == 404
    assert session.get_one(Problem, problem.id).state is S.PROPOSED
    event = session.scalars(select(AuditEvent).order_by(AuditEvent.sequence.desc())).first()
    assert event
    assert (event.outcome, event.actor_id, event.endpoint) == (
        "denied", counselor.id, "intake.problem_confirm",
    )  # fmt: skip


def test_the_unsigned_way_confirms_nothing(counselor: Staff, problem: Problem) -> None:
    with pytest.raises(DomainError, match="licensed practitioner"):
        move(problem, Step(to=S.CONFIRMED), id=uuid7(), by=counselor, at=NOW)


def test_the_signed_way_is_for_licensed_steps_alone(therapist: Staff, problem: Problem) -> None:
    with pytest.raises(DomainError, match="no signature"):
        decide(problem, Step(to=S.ENTERED_IN_ERROR, note="x"), hand(therapist), id=uuid7())


# --- proposing ----------------------------------------------------------------------------------


def test_a_counselor_proposes_and_the_list_says_so(
    client_of: Any, session: Session, care: Episode, counselor: Staff
) -> None:
    browser = client_of(counselor)
    page = browser.get(url(care, "/problems/diagnosis"))
    answer = browser.post(url(care, "/problems/diagnosis"), data={**TYPED, **marks(page.text)})
    assert answer.status_code == 303
    row = session.scalars(select(Problem)).one()
    assert (row.code, row.severity, row.criteria) == (
        "F19.20", Severity.MODERATE, ["c1", "c4", "c10", "c11"],
    )  # fmt: skip
    assert row.state is S.PROPOSED
    shown = browser.get(url(care, "/problems")).text
    assert "1 proposal not confirmed yet" in shown
    met = "4 criteria: Taken more, or for longer, than meant; Had cravings or strong urges; Needed"
    assert met in shown
    assert "c1, c4" not in shown
    assert counselor.printed_name in shown
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "create")).one()
    assert (event.object_type, event.object_id) == ("problem", str(row.id))


def test_nothing_is_chosen_before_somebody_chooses_it(
    client_of: Any, session: Session, care: Episode, counselor: Staff
) -> None:
    file_intake(session, care, counselor)
    page = client_of(counselor).get(url(care, "/problems/diagnosis")).text
    form = page.split("<aside")[0]
    assert "Intake: yes" in form
    chosen = re.findall(r"<input checked[^>]*>", form)
    assert [each for each in chosen if 'value=""' not in each] == []
    assert re.search(r'name="words"[^>]*value=""', form)
    assert "F19.20" in page.split("<aside")[1]


def test_a_suggestion_becomes_a_form_when_somebody_starts_from_it(
    client_of: Any, session: Session, care: Episode, counselor: Staff
) -> None:
    file_intake(session, care, counselor)
    browser = client_of(counselor)
    page = browser.get(url(care, "/problems/diagnosis")).text
    link = re.search(r'href="([^"]*from=F19_20-moderate)"', page)
    assert link
    form = browser.get(link[1]).text.split("<aside")[0]
    assert 'value="F19.20"' in form
    assert len(re.findall(r'<input checked[^>]*name="criteria"', form)) == 4
    assert session.scalars(select(Problem)).all() == []


def file_intake(session: Session, care: Episode, by: Staff) -> None:
    begun = operations.start(care, by=by, at=NOW)
    letters = ["y", "n", "n", "y", "n", "n", "n", "n", "n", "y", "y"]
    given = filed({"primary": "kratom_leaf", "dsm": letters})
    for row in begun.sections:
        row.answers = given.get(row.section, {})
    session.add(begun)
    session.commit()


def test_sent_twice_it_is_one_proposal(
    client_of: Any, session: Session, care: Episode, counselor: Staff
) -> None:
    browser, token = client_of(counselor), str(uuid7())
    for _ in range(2):
        answer = browser.post(url(care, "/problems/diagnosis"), data={**TYPED, "token": token})
        assert answer.status_code == 303
    assert len(session.scalars(select(Problem)).all()) == 1


def test_the_same_diagnosis_stands_once_while_it_is_open(
    session: Session, care: Episode, counselor: Staff, problem: Problem
) -> None:
    known = [(problem, problem.statuses[-1])]
    with pytest.raises(DomainError, match="already"):
        add_problem(care, known, KRATOM, id=uuid7(), by=counselor, at=NOW)
    session.add(move(problem, Step(to=S.ENTERED_IN_ERROR, note="Wrong chart"), id=uuid7(), by=counselor, at=NOW))  # fmt: skip
    assert add_problem(
        care, [(problem, problem.statuses[-1])], KRATOM, id=uuid7(), by=counselor, at=NOW
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"words": ""}, "Write the diagnosis."),
        ({"icd10": ""}, "Write the code."),
        ({"icd10": "kratom"}, "not an ICD-10-CM code"),
        ({"substance": ""}, "name the substance too"),
        ({"severity": ""}, "Choose the severity."),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_everything_typed_stays(
    client_of: Any, session: Session, care: Episode, counselor: Staff,
    changes: dict[str, str], sentence: str,
) -> None:  # fmt: skip
    data = {**TYPED, **changes, "token": str(uuid7())}
    answer = client_of(counselor).post(url(care, "/problems/diagnosis"), data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert len(re.findall(r'<input checked[^>]*name="criteria"', answer.text)) == 4
    assert session.scalars(select(Problem)).all() == []


def test_severity_and_criteria_must_agree_unless_they_are_of_the_past(
    care: Episode, counselor: Staff
) -> None:
    told = {**{name: getattr(KRATOM, name) for name in KRATOM.__slots__}, "criteria": ("c1", "c2")}
    with pytest.raises(DomainError, match="2 criteria do not make “moderate”"):
        add_problem(care, [], Details(**told), id=uuid7(), by=counselor, at=NOW)
    past = Details(**{**told, "criteria": (), "is_in_remission": True})
    assert add_problem(care, [], past, id=uuid7(), by=counselor, at=NOW).criteria is None


def test_a_severity_the_criteria_do_not_make_is_said_beside_it(
    client_of: Any, session: Session, care: Episode, counselor: Staff
) -> None:
    data = {**TYPED, "criteria": ["c1", "c2"], "token": str(uuid7())}
    answer = client_of(counselor).post(url(care, "/problems/diagnosis"), data=data)
    assert answer.status_code == 422
    assert "2 criteria do not make it moderate." in answer.text
    assert session.scalars(select(Problem)).all() == []


def test_the_operation_refuses_a_code_that_is_none_and_a_review_nobody_named(
    care: Episode, counselor: Staff, therapist: Staff, problem: Problem
) -> None:
    told = Details(kind=K.CIRCUMSTANCE, words="Homelessness", code="no code")
    with pytest.raises(DomainError, match="not an ICD-10-CM code"):
        add_problem(care, [], told, id=uuid7(), by=counselor, at=NOW)
    with pytest.raises(DomainError, match="Say how you reviewed"):
        decide(problem, Step(to=S.CONFIRMED), hand(therapist), id=uuid7())


def test_a_diagnosis_without_a_substance_needs_no_severity(
    client_of: Any, session: Session, care: Episode, counselor: Staff
) -> None:
    data = {"words": "Major depressive disorder, single episode, moderate", "icd10": "F32.1"}
    answer = client_of(counselor).post(
        url(care, "/problems/diagnosis"),
        data={**data, "severity": "", "remission": "", "token": str(uuid7())},
    )
    assert answer.status_code == 303
    assert session.scalars(select(Problem)).one().severity is None


def test_specifiers_are_kept_in_words(
    client_of: Any, session: Session, care: Episode, counselor: Staff
) -> None:
    more = {"remission": "early_remission", "is_controlled": "y", "token": str(uuid7())}
    client_of(counselor).post(url(care, "/problems/diagnosis"), data={**TYPED, **more})
    row = session.scalars(select(Problem)).one()
    assert row.specifiers == "early remission, in a controlled environment"


def test_an_ended_episode_takes_no_new_problem(care: Episode, counselor: Staff) -> None:
    care.ended_at = NOW
    with pytest.raises(DomainError, match="ended"):
        add_problem(care, [], KRATOM, id=uuid7(), by=counselor, at=NOW)


# --- confirming ---------------------------------------------------------------------------------


def test_an_lpha_confirms_with_a_signature_and_the_way_it_was_reviewed(
    client_of: Any, session: Session, therapist: Staff, counselor: Staff, problem: Problem
) -> None:
    browser = client_of(therapist)
    page = browser.get(url(problem)).text
    assert f"{counselor.printed_name} proposed this" in page
    answer = confirm(browser, problem)
    assert answer.status_code == 303
    kept = session.get_one(Problem, problem.id)
    assert (kept.state, kept.statuses[-1].reviewed) == (S.CONFIRMED, ReviewMode.VIDEO)
    signature = session.scalars(select(Signature)).one()
    assert signature.source == "127.0.0.1"
    assert (signature.meaning, signature.object_id) == (Meaning.DIAGNOSIS, problem.id)
    assert signature.credential == "LMFT"
    assert is_intact(signature, record_of(kept, 2).content)
    shown = browser.get(url(problem)).text
    assert "reviewed with the author by video" in shown
    assert "I made this diagnosis within my scope of practice." in shown
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "sign")).one()
    assert (event.object_id, event.reason) == (str(problem.id), "confirmed")
    assert event.after_hash == signature.content_sha256


def test_without_the_way_of_review_a_counselors_proposal_is_not_confirmed(
    client_of: Any, session: Session, therapist: Staff, problem: Problem
) -> None:
    answer = confirm(client_of(therapist), problem, reviewed="")
    assert answer.status_code == 422
    assert "Say how you reviewed it together." in answer.text
    assert session.get_one(Problem, problem.id).state is S.PROPOSED


def test_who_proposed_it_licensed_confirms_it_without_a_review(
    session: Session, care: Episode, therapist: Staff
) -> None:
    own = a_problem(care, by=therapist)
    session.add(own)
    session.flush()
    assert not needs_review(own, therapist)
    status, signature = decide(own, Step(to=S.CONFIRMED), hand(therapist), id=uuid7())
    assert (status.reviewed, signature.meaning) == (None, Meaning.DIAGNOSIS)


def test_a_wrong_password_signs_nothing_and_keeps_the_words(
    client_of: Any, session: Session, therapist: Staff, problem: Problem
) -> None:
    answer = confirm(client_of(therapist), problem, secret="wrong", note="Long words of mine")
    assert answer.status_code == 422
    assert "Long words of mine" in answer.text
    assert session.scalars(select(Signature)).all() == []


def test_not_confirming_needs_a_reason_and_is_signed_as_a_decision(
    client_of: Any, session: Session, therapist: Staff, problem: Problem
) -> None:
    browser = client_of(therapist)
    assert confirm(browser, problem, status="not_confirmed").status_code == 422
    answer = confirm(browser, problem, status="not_confirmed", note="Only c4 counts here.")
    assert answer.status_code == 303
    signature = session.scalars(select(Signature)).one()
    assert (signature.meaning, signature.reason) == (Meaning.DECISION, "Only c4 counts here.")
    page = browser.get(url(problem.episode, "/problems")).text
    assert "No longer open" in page
    assert "Only c4 counts here." in page


def test_signed_twice_by_a_double_click_it_is_one_step(
    client_of: Any, session: Session, therapist: Staff, problem: Problem
) -> None:
    browser = client_of(therapist)
    found = marks(browser.get(url(problem)).text, "decide")
    data = {**found, "status": "confirmed", "reviewed": "phone", "secret": PASSWORD}
    answers = [browser.post(url(problem, "/confirm"), data=data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(session.scalars(select(ProblemStatus)).all()) == 2
    assert len(session.scalars(select(Signature)).all()) == 1


def test_a_step_meanwhile_shows_both_texts_and_signs_nothing(
    client_of: Any, session: Session, therapist: Staff, counselor: Staff, problem: Problem
) -> None:
    browser = client_of(therapist)
    found = marks(browser.get(url(problem)).text, "decide")
    again = move_by(session, problem, counselor)
    session.commit()
    assert again.state is S.ENTERED_IN_ERROR
    data = {**found, "status": "confirmed", "reviewed": "phone", "secret": PASSWORD, "note": "Mine"}
    answer = browser.post(url(problem, "/confirm"), data=data)
    assert answer.status_code == 409
    assert "Mine" in answer.text
    assert session.scalars(select(Signature)).all() == []


def move_by(session: Session, problem: Problem, by: Staff) -> ProblemStatus:
    status = move(problem, Step(to=S.ENTERED_IN_ERROR, note="x"), id=uuid7(), by=by, at=NOW)
    session.add(status)
    session.flush()
    return status


def test_two_steps_meanwhile_that_leave_the_same_choices_are_noticed(
    client_of: Any, session: Session, care: Episode, counselor: Staff
) -> None:
    own = a_problem(care, by=counselor, kind=K.OWN, code=None, words="I sleep badly", substance=None, severity=None, criteria=None)  # fmt: skip
    session.add(own)
    session.commit()
    browser = client_of(counselor)
    found = marks(browser.get(url(own)).text, "move")
    for state in (S.RESOLVED, S.ACTIVE):
        session.add(move(own, Step(to=state, note="x"), id=uuid7(), by=counselor, at=datetime.now(UTC)))  # fmt: skip
    session.commit()
    data = {**found, "status": "resolved", "note": "Sleeps well"}
    answer = browser.post(url(own, "/status"), data=data)
    assert answer.status_code == 409
    assert "Sleeps well" in answer.text
    assert "Nothing is lost" in answer.text


@pytest.mark.parametrize("after", [S.EARLY_REMISSION, S.SUSTAINED_REMISSION, S.RESOLVED])
def test_a_confirmed_diagnosis_goes_into_remission_by_a_licensed_hand(
    client_of: Any, session: Session, therapist: Staff, problem: Problem, after: S
) -> None:
    browser = client_of(therapist)
    confirm(browser, problem)
    answer = confirm(browser, problem, status=after.value, note="No criterion since spring.")
    assert answer.status_code == 303
    assert session.get_one(Problem, problem.id).state is after


def test_a_signature_that_no_longer_fits_is_said_aloud(
    client_of: Any, session: Session, therapist: Staff, problem: Problem
) -> None:
    browser = client_of(therapist)
    confirm(browser, problem)
    signed = session.scalars(select(Signature)).one()
    row = {column.name: getattr(signed, column.name) for column in Signature.__table__.columns}
    session.add(
        Signature(**{**row, "id": uuid7(), "content_sha256": "0" * 64, "object_version": 1})
    )
    session.commit()
    assert "This is not what was signed" in browser.get(url(problem)).text


# --- circumstances and own words ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"kind": "circumstance", "words": "Homelessness", "icd10": "Z59.00"}, ""),
        ({"kind": "own", "words": "I lose my temper", "icd10": ""}, ""),
        ({"kind": "circumstance", "words": "Homelessness", "icd10": ""}, "Write the Z code"),
        ({"kind": "circumstance", "words": "Homelessness", "icd10": "F19.20"}, "begins with Z"),
        ({"kind": "own", "words": "", "icd10": ""}, "Write the problem."),
        ({"words": "I lose my temper", "icd10": ""}, "Choose what kind"),
    ],
)
def test_a_circumstance_has_a_z_code_and_an_own_problem_needs_none(
    client_of: Any, session: Session, care: Episode, counselor: Staff,
    typed: dict[str, str], sentence: str,
) -> None:  # fmt: skip
    answer = client_of(counselor).post(
        url(care, "/problems/new"), data={**typed, "token": str(uuid7())}
    )
    assert answer.status_code == (422 if sentence else 303)
    assert sentence in answer.text
    assert len(session.scalars(select(Problem)).all()) == (0 if sentence else 1)


def test_a_counselor_resolves_and_reopens_what_is_no_diagnosis(
    client_of: Any, session: Session, care: Episode, counselor: Staff
) -> None:
    own = a_problem(care, by=counselor, kind=K.OWN, code=None, words="I sleep badly", substance=None, severity=None, criteria=None)  # fmt: skip
    session.add(own)
    session.commit()
    browser = client_of(counselor)
    for state in ("resolved", "active"):
        found = marks(browser.get(url(own)).text, "move")
        data = {**found, "status": state, "note": f"Now {state}"}
        assert browser.post(url(own, "/status"), data=data).status_code == 303
    assert [each.state for each in session.get_one(Problem, own.id).statuses] == [
        S.ACTIVE, S.RESOLVED, S.ACTIVE,
    ]  # fmt: skip
    assert "Now resolved" in browser.get(url(own)).text


def test_a_step_without_a_note_is_refused(
    client_of: Any, counselor: Staff, problem: Problem
) -> None:
    browser = client_of(counselor)
    found = marks(browser.get(url(problem)).text, "move")
    answer = browser.post(url(problem, "/status"), data={**found, "status": "entered_in_error"})
    assert answer.status_code == 422
    assert "Write why" in answer.text
    with pytest.raises(DomainError, match="Write why"):
        move(problem, Step(to=S.ENTERED_IN_ERROR), id=uuid7(), by=counselor, at=NOW)


def test_a_step_that_is_none_from_here_is_refused(problem: Problem, counselor: Staff) -> None:
    with pytest.raises(DomainError, match="proposed and cannot become resolved"):
        move(problem, Step(to=S.RESOLVED, note="x"), id=uuid7(), by=counselor, at=NOW)


# --- reading ------------------------------------------------------------------------------------


def test_the_list_of_an_episode_comes_with_the_latest_status_in_one_statement(
    session: Session, statements: Any, care: Episode, counselor: Staff, therapist: Staff,
    problem: Problem,
) -> None:  # fmt: skip
    status, signature = decide(
        problem, Step(to=S.CONFIRMED, reviewed=ReviewMode.PHONE), hand(therapist), id=uuid7()
    )
    session.add_all([status, signature])
    session.flush()
    session.expunge_all()
    with statements() as asked:
        rows = session.execute(queries.problems_of(care.id, therapist, NOW)).all()
        assert [(row[0].code, row[1].state) for row in rows] == [("F19.20", S.CONFIRMED)]
        assert rows[0][0].added_by.printed_name == counselor.printed_name
        assert rows[0][1].by.printed_name == therapist.printed_name
    assert len(asked) == 1


def test_what_another_episode_left_open_is_shown_and_proposed_again_by_hand(
    client_of: Any, session: Session, facility: Facility, care: Episode, counselor: Staff
) -> None:
    before = an_episode(
        care.patient, by=counselor, opened_at=NOON - timedelta(days=400), ended_at=NOON - timedelta(days=300),
    )  # fmt: skip
    session.add(before)
    session.flush()
    session.add(a_team_member(before, counselor))
    old = a_problem(before, by=counselor, words="Opioid use disorder, mild", code="F11.10", severity=Severity.MILD, criteria=["c1", "c2"])  # fmt: skip
    session.add(old)
    session.commit()
    browser = client_of(counselor)
    page = browser.get(url(care, "/problems")).text
    assert "From other episodes of care" in page
    form = browser.get(url(care, f"/problems/diagnosis?like={old.id}")).text
    assert 'value="F11.10"' in form
    assert len(session.scalars(select(Problem)).all()) == 1


def test_the_form_takes_nothing_over_from_another_persons_chart(
    client_of: Any, session: Session, facility: Facility, care: Episode, counselor: Staff
) -> None:
    other = an_episode(a_patient(facility, by=counselor), by=counselor)
    session.add(other)
    session.flush()
    session.add(a_team_member(other, counselor))
    theirs = a_problem(other, by=counselor, code="F11.10")
    session.add(theirs)
    session.commit()
    form = client_of(counselor).get(url(care, f"/problems/diagnosis?like={theirs.id}")).text
    assert 'value="F11.10"' not in form


def test_a_problem_of_another_caseload_does_not_exist(
    client_as: Any, problem: Problem, care: Episode
) -> None:
    stranger = client_as(Role.THERAPIST)
    assert stranger.get(url(problem)).status_code == 404
    assert stranger.get(url(care, "/problems")).status_code == 404
    assert stranger.post(url(problem, "/confirm")).status_code == 404


def test_a_director_reads_and_writes_nothing(
    client_as: Any, problem: Problem, care: Episode
) -> None:
    director = client_as(Role.DIRECTOR)
    page = director.get(url(problem))
    assert page.status_code == 200
    assert 'id="move"' not in page.text
    assert 'id="decide"' not in page.text
    assert "Propose a diagnosis" not in director.get(url(care, "/problems")).text
    assert director.get(url(care, "/problems/diagnosis")).status_code == 404


@pytest.mark.parametrize("path", ["/problems", "/problems/diagnosis", "/problems/new"])
def test_a_page_asks_the_same_number_of_questions_however_long_the_list_is(
    client_of: Any, session: Session, statements: Any, care: Episode, therapist: Staff, path: str
) -> None:
    browser = client_of(therapist)
    session.add(a_problem(care, by=therapist))
    with statements() as few:
        assert browser.get(url(care, path)).status_code == 200
    for number in range(6):
        session.add(
            a_problem(care, by=a_colleague(session, care, therapist), words=f"Number {number}")
        )
    with statements() as many:
        browser.get(url(care, path))
    assert len(many) == len(few)


def a_colleague(session: Session, care: Episode, like: Staff) -> Staff:
    staff = a_staff(Role.COUNSELOR, at=like.facility)
    session.add(staff)
    session.flush()
    return staff


def test_the_page_of_a_problem_asks_the_same_number_of_questions_however_long_its_history(
    client_of: Any, session: Session, statements: Any, care: Episode, counselor: Staff
) -> None:
    own = a_problem(care, by=counselor, kind=K.OWN, code=None, words="I sleep badly", substance=None, severity=None, criteria=None)  # fmt: skip
    session.add(own)
    browser = client_of(counselor)
    with statements() as few:
        browser.get(url(own))
    for state in (S.RESOLVED, S.ACTIVE, S.RESOLVED):
        by = a_colleague(session, care, counselor)
        session.add(move(own, Step(to=state, note="x"), id=uuid7(), by=by, at=datetime.now(UTC)))
    with statements() as many:
        browser.get(url(own))
    assert len(many) == len(few)


def test_neither_a_problem_nor_a_status_ever_changes(session: Session, problem: Problem) -> None:
    session.commit()
    for row, name in ((problem, "words"), (problem.statuses[0], "note")):
        setattr(row, name, "Something else")
        with pytest.raises(DBAPIError):
            session.flush()
        session.rollback()


# --- who is told, and what is left unsaved --------------------------------------------------------


def test_a_proposal_waits_on_the_queue_of_those_who_may_confirm_it_until_they_did(
    client_of: Any, therapist: Staff, problem: Problem
) -> None:
    browser = client_of(therapist)
    page = browser.get("/cosign").text
    assert "Diagnoses to confirm" in page
    assert url(problem) in page
    confirm(browser, problem)
    assert url(problem) not in browser.get("/cosign").text


def test_a_proposal_waits_for_nobody_out_of_scope_and_in_no_other_caseload(
    client_of: Any, client_as: Any, session: Session, facility: Facility, care: Episode,
    problem: Problem,
) -> None:  # fmt: skip
    unlicensed = staff_with(session, facility, care, Role.THERAPIST, credential=Credential.CADC)
    for browser in (client_of(unlicensed), client_as(Role.THERAPIST)):
        assert url(problem) not in browser.get("/cosign").text


def test_words_left_on_a_page_are_offered_there_and_forgotten_once_they_are_saved(
    client_of: Any, care: Episode, counselor: Staff
) -> None:
    browser, page = client_of(counselor), url(care, "/problems/diagnosis")
    left = {"draft_page": page, "draft_tab": "abc", "draft_sequence": "1", "words": "Opioid use"}
    assert browser.post("/drafts", data=left).status_code == 200
    assert "You left words here that are not saved" in browser.get(page).text
    form = browser.get(f"{page}?draft=abc").text
    assert 'value="Opioid use"' in form
    sent = {**TYPED, **marks(form), "draft_page": page, "draft_used": "abc"}
    assert browser.post(page, data=sent).status_code == 303
    assert "You left words here" not in browser.get(page).text


def test_a_reason_left_on_the_page_of_a_problem_is_offered_there(
    client_of: Any, therapist: Staff, problem: Problem
) -> None:
    browser, page = client_of(therapist), url(problem)
    left = {
        "draft_page": page,
        "draft_tab": "abc",
        "draft_sequence": "1",
        "note": "Went through it",
    }
    assert browser.post("/drafts", data=left).status_code == 200
    form = browser.get(f"{page}?draft=abc").text
    assert "Went through it</textarea>" in form
    confirm(browser, problem, draft_page=page, draft_used="abc")
    assert "You left words here" not in browser.get(page).text
