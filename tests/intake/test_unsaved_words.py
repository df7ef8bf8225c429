"""Words left in a section: offered on return with what they would change, used, saved, discarded."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.accounts.conftest import PASSWORD, give_code, give_password
from tests.builders import a_patient, a_place, a_program, a_staff, an_episode
from treatment.accounts import operations as accounts
from treatment.accounts import passwords
from treatment.accounts.models import Facility, Staff
from treatment.intake import operations
from treatment.intake.forms.filing import filed
from treatment.intake.models import Assessment, AssessmentSection
from treatment.patients.models import Episode
from treatment.permissions import Role
from treatment.records.models import Draft
from treatment.records.operations import drafts

GOALS = "See my daughter again"
OFFER = "You left words here that are not saved"


@pytest.fixture
def nurse(session: Session, facility: Facility) -> Staff:
    staff = a_staff(Role.NURSE, at=facility, password=passwords.hashed(PASSWORD))
    session.add(staff)
    session.flush()
    return staff


@pytest.fixture
def intake(session: Session, facility: Facility, nurse: Staff) -> Assessment:
    patient = a_patient(facility, by=nurse, birth_date=date(1990, 5, 17))
    program, episode = a_program(facility), an_episode(patient, by=nurse)
    session.add_all([patient, program])
    session.flush()
    session.add(episode)
    session.flush()
    session.add(a_place(episode, program))
    care = session.get_one(Episode, episode.id)
    begun = operations.start(care, by=nurse, at=datetime.now(UTC))
    session.add(begun)
    session.commit()
    return begun


@pytest.fixture
def page(intake: Assessment) -> str:
    return f"/intake/{intake.id}/sections/own_words"


@pytest.fixture
def mine(client_of: Callable[[Staff], Any], nurse: Staff) -> Any:
    return client_of(nurse)


def type_(client: Any, page: str, **changes: Any) -> Any:
    usual = {"draft_page": page, "draft_tab": "a", "draft_sequence": 1, "version": 1}
    return client.post("/drafts", data={**usual, "goals": GOALS, **changes})


def answers(session: Session, intake: Assessment, key: str = "own_words") -> dict[str, Any]:
    row = select(AssessmentSection.answers).where(
        AssessmentSection.assessment_id == intake.id, AssessmentSection.section == key
    )
    return session.scalars(row).one()


def left(session: Session) -> list[str]:
    return list(session.scalars(select(Draft.tab).order_by(Draft.tab)))


def test_a_page_without_a_draft_offers_nothing(mine: Any, page: str) -> None:
    assert OFFER not in mine.get(page).text


def test_the_page_offers_the_draft_with_its_age_and_what_it_would_change(
    mine: Any, page: str
) -> None:
    type_(mine, page)
    shown = mine.get(page).text
    assert OFFER in shown
    assert "Typed just now" in shown
    row = re.search(r'<tr>\s*<th scope="row">([^<]*)</th>(.*?)</tr>', shown, re.DOTALL)
    assert row
    assert row[1] == "What do you want to be different?"
    assert "Not asked" in row[2]
    assert GOALS in row[2]
    assert f"{page}?draft=a" in shown
    assert not re.search(rf"<textarea[^>]*>{GOALS}", shown)


def test_used_without_a_script_the_draft_fills_the_form_and_a_save_ends_it(
    mine: Any, page: str, intake: Assessment, session: Session
) -> None:
    type_(mine, page)
    shown = mine.get(f"{page}?draft=a").text
    assert re.search(rf"<textarea[^>]*>{GOALS}</textarea>", shown)
    assert "You go on with your draft" in shown
    assert '<input type="hidden" name="draft_used" value="a">' in shown
    assert answers(session, intake) == {}
    sent = {"version": 1, "goals": GOALS, "draft_used": "a"}
    assert mine.post(page, data=sent).status_code == 303
    assert answers(session, intake) == {"goals": GOALS}
    assert left(session) == []
    assert OFFER not in mine.get(page).text


def test_a_save_ends_the_draft_of_its_own_window_and_no_other(
    mine: Any, page: str, session: Session
) -> None:
    type_(mine, page, draft_tab="a")
    type_(mine, page, draft_tab="b", goals="Sleep again")
    mine.post(page, data={"version": 1, "goals": GOALS, "draft_tab": "a"})
    assert left(session) == ["b"]
    shown = mine.get(page).text
    assert OFFER in shown
    assert "Sleep again" in shown


def test_two_windows_are_offered_one_after_the_other(mine: Any, page: str) -> None:
    type_(mine, page, draft_tab="a", goals="Typed first")
    type_(mine, page, draft_tab="b", goals="Typed last")
    shown = mine.get(page).text
    assert "Typed last" in shown
    assert "Typed first" not in shown
    assert "1 older draft from another window" in " ".join(shown.split())
    mine.post("/drafts/discard", data={"draft_page": page, "draft_tab": "b"})
    assert "Typed first" in mine.get(page).text


def test_a_draft_that_says_what_is_saved_is_not_offered(mine: Any, page: str) -> None:
    mine.post(page, data={"version": 1, "goals": GOALS})
    type_(mine, page, version=2)
    assert OFFER not in mine.get(page).text


def test_what_cannot_be_read_is_offered_as_it_was_typed(mine: Any, intake: Assessment) -> None:
    page = f"/intake/{intake.id}/sections/withdrawal"
    type_(mine, page, hr="fast", goals="")
    shown = mine.get(page).text
    assert "Heart rate" in shown
    assert "fast" in shown
    assert 'value="fast"' in mine.get(f"{page}?draft=a").text


def test_every_page_of_the_intake_says_how_many_sections_hold_words(
    mine: Any, page: str, intake: Assessment
) -> None:
    type_(mine, page)
    type_(mine, f"/intake/{intake.id}/sections/readiness", goals="", importance="9")
    for other in (f"/intake/{intake.id}/sections/use", f"/intake/{intake.id}/review"):
        shown = " ".join(mine.get(other).text.split())
        assert "2 sections hold words you have not saved" in shown
        assert "Holds words you have not saved" in shown


def test_nobody_else_is_told_of_them(mine: Any, page: str, client_as: Callable[..., Any]) -> None:
    type_(mine, page)
    shown = client_as(Role.NURSE).get(page).text
    assert GOALS not in shown
    assert "you have not saved" not in shown
    assert OFFER not in client_as(Role.NURSE).get(f"{page}?draft=a").text


def test_a_draft_of_another_facilitys_page_opens_nothing(
    client_as: Callable[..., Any], page: str, session: Session
) -> None:
    """Its words are its author's; the page it names stays closed."""
    from tests.builders import a_facility

    elsewhere = a_facility()
    session.add(elsewhere)
    session.flush()
    stranger = client_as(Role.NURSE, at=elsewhere)
    type_(stranger, page)
    assert stranger.get(page).status_code == 404
    assert stranger.get(f"{page}?draft=a").status_code == 404


def test_a_canary_in_a_draft_is_only_text(mine: Any, page: str) -> None:
    type_(mine, page, goals='</textarea><script>alert("x")</script>', needs="{{ 7*7 }}")
    for address in (page, f"{page}?draft=a"):
        shown = mine.get(address).text
        assert '<script>alert("x")' not in shown
        assert "{{ 7*7 }}" in shown


def test_words_that_were_refused_are_kept_too(mine: Any, intake: Assessment) -> None:
    page = f"/intake/{intake.id}/sections/withdrawal"
    assert mine.post(page, data={"version": 1, "hr": "fast", "sbp": "138"}).status_code == 422
    shown = mine.get(page).text
    assert OFFER in shown
    assert "fast" in shown


def test_words_left_when_somebody_signed_are_shown_beside_the_record(
    mine: Any, page: str, intake: Assessment, session: Session, nurse: Staff
) -> None:
    type_(mine, page)
    row = session.get_one(Assessment, intake.id)
    row.signed_at, row.signed_by, row.facts, row.record = datetime.now(UTC), nurse, {}, None
    session.commit()
    answer = mine.get(page)
    assert answer.status_code == 303
    shown = mine.get(answer.location).text
    assert OFFER in shown
    assert GOALS in shown
    assert "was signed before they were saved" in shown
    mine.post("/drafts/discard", data={"draft_page": page, "draft_tab": "a"})
    assert OFFER not in mine.get(answer.location).text


def test_a_sign_in_that_ran_out_in_mid_form_gives_the_words_back(
    client: Any, page: str, intake: Assessment, session: Session, nurse: Staff
) -> None:
    secret = accounts.enroll(nurse)
    session.commit()
    from treatment.accounts import codes

    with time_machine.travel(datetime.now(UTC), tick=False) as clock:

        def come_in() -> Any:
            give_password(client, nurse.username)
            return give_code(client, codes.at(secret, datetime.now(UTC)))

        come_in()
        client.get(page)
        clock.shift(timedelta(minutes=20))
        sent = {"version": 1, "goals": GOALS, "draft_page": page}
        door = client.post(page, data=sent, headers={"Referer": f"http://localhost{page}"})
        assert door.status_code == 303
        assert answers(session, intake) == {}
        assert "Your words are kept" in client.get(door.location).text
        come_in()
        shown = client.get(page).text
        assert OFFER in shown
        assert "Your sign-in ended while you were writing" in shown
        used = re.search(r"[?]draft=([\w-]+)", shown)
        assert used
        client.post(page, data={"version": 1, "goals": GOALS, "draft_used": used[1]})
    assert answers(session, intake) == {"goals": GOALS}
    assert left(session) == []


def test_the_offer_costs_one_statement_however_many_drafts_there_are(
    mine: Any, page: str, intake: Assessment, statements: Any
) -> None:
    mine.get(page)
    with statements() as none:
        mine.get(page)
    for key in ("own_words", "readiness", "use"):
        type_(mine, f"/intake/{intake.id}/sections/{key}", importance="9", daily_use="yes")
    with statements() as three:
        mine.get(page)
    assert len(three) == len(none)


def test_a_draft_sealed_for_somebody_else_is_never_opened(
    mine: Any, page: str, session: Session, nurse: Staff, facility: Facility
) -> None:
    other = a_staff(Role.NURSE, at=facility)
    session.add(other)
    session.flush()
    words = drafts.Words(page=page, tab="a", fields={"goals": [GOALS]})
    drafts.keep(session, words, by=other, at=datetime.now(UTC))
    session.scalars(select(Draft)).one().staff_id = nurse.id
    session.commit()
    assert OFFER not in mine.get(page).text


def contradict(session: Session, intake: Assessment) -> None:
    told = {"stage": "action", "importance": 2, "pregnancy": "no", "hcg": "positive"}
    for key, given in filed(told).items():
        row = select(AssessmentSection).where(
            AssessmentSection.assessment_id == intake.id, AssessmentSection.section == key
        )
        session.scalars(row).one().answers = given
    session.commit()


def test_each_note_on_a_contradiction_stands_again_in_its_own_form(
    mine: Any, intake: Assessment, session: Session
) -> None:
    contradict(session, intake)
    page = f"/intake/{intake.id}/review"
    names = re.findall(r'data-draft="([\w-]+)"', mine.get(page).text)
    assert len(names) >= 2
    mine.post("/drafts", data={"draft_page": page, "draft_tab": f"{names[1]}.a", "note": GOALS})
    shown = mine.get(page).text
    forms = dict(re.findall(r'data-draft="([\w-]+)"(.*?)</form>', shown, re.DOTALL))
    assert GOALS in forms[names[1]]
    assert GOALS not in forms[names[0]]
    assert "stand here again" in shown
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', forms[names[1]])
    assert seen
    note = {
        "note": GOALS,
        "seen": seen[1],
        "draft_tab": f"{names[1]}.b",
        "draft_used": f"{names[1]}.a",
    }
    answer = mine.post(f"/intake/{intake.id}/contradictions/{names[1]}", data=note)
    assert answer.status_code == 303
    assert left(session) == []
