"""Two people in one intake: what only one changed is merged, the rest is decided side by side."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_patient, a_place, a_program, a_staff, an_episode
from treatment.accounts.models import Facility, Staff
from treatment.audit.models import AuditEvent
from treatment.audit.vocabulary import Action, Outcome
from treatment.intake import operations
from treatment.intake.models import Assessment, AssessmentSection, SectionSave
from treatment.intake.questionnaire.shapes import Answers, Block, Kind, Question, Section
from treatment.intake.review.merging import Keep, merge
from treatment.patients.models import Episode
from treatment.patients.vocabulary import Sex
from treatment.permissions import Role
from treatment.records.models import Draft
from treatment.records.operations import drafts

AT = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
COWS = {f"cows-{n + 1}": str(v) for n, v in enumerate([1, 2, 1, 1, 2, 2, 2, 1, 1, 1, 0])}


# --- pure: three sides ---------------------------------------------------------------------------


def asked(key: str, kind: Kind, **more: Any) -> Question:
    return Question(key=key, kind=kind, label=f"{key}?", **more)


PART = Section(
    "part",
    "Part",
    "",
    (
        Block(
            "All kinds",
            (
                asked("goals", Kind.TEXT),
                asked("medicines", Kind.NAMES),
                asked("hr", Kind.NUMBER),
                asked("supports", Kind.SEVERAL),
                asked("cows", Kind.ITEMS),
                asked("products", Kind.TABLE, columns=(asked("name", Kind.TEXT),)),
            ),
        ),
    ),
)


@pytest.mark.parametrize(
    ("base", "theirs", "yours", "together"),
    [
        ({}, {}, {}, {}),
        ({}, {"hr": 80}, {}, {"hr": 80}),
        ({}, {}, {"hr": 80}, {"hr": 80}),
        ({}, {"hr": 80}, {"goals": "sleep"}, {"hr": 80, "goals": "sleep"}),
        ({"hr": 70}, {"hr": 80}, {"hr": 70}, {"hr": 80}),
        ({"hr": 70}, {"hr": 70}, {"hr": 90}, {"hr": 90}),
        ({"hr": 70}, {"hr": 80}, {"hr": 80}, {"hr": 80}),
        ({"hr": 70}, {}, {"hr": 70}, {}),  # they took it back
        ({"hr": 70}, {"hr": 70}, {}, {}),  # you took it back
        ({"hr": 70}, {}, {}, {}),
        ({"cows": [1, None]}, {"cows": [1, 2]}, {"cows": [1, None]}, {"cows": [1, 2]}),
        (
            {"products": [{"name": "a"}]},
            {"products": []},
            {"products": [{"name": "a"}]},
            {"products": []},
        ),
    ],
)
def test_what_only_one_side_changed_needs_no_decision(
    base: Answers, theirs: Answers, yours: Answers, together: Answers
) -> None:
    merged = merge(PART, base, theirs, yours)
    assert merged.conflicts == ()
    assert merged.settled({}) == together


@pytest.mark.parametrize(
    ("theirs", "yours", "choices"),
    [
        ({"hr": 80}, {"hr": 90}, (Keep.THEIRS, Keep.YOURS)),
        ({"hr": 80}, {}, (Keep.THEIRS, Keep.YOURS)),
        ({"cows": [1, None]}, {"cows": [None, 2]}, (Keep.THEIRS, Keep.YOURS)),
        ({"supports": ["a"]}, {"supports": ["b"]}, (Keep.THEIRS, Keep.YOURS)),
        ({"goals": "sleep"}, {"goals": "eat"}, (Keep.THEIRS, Keep.YOURS, Keep.BOTH)),
        ({"goals": "sleep"}, {}, (Keep.THEIRS, Keep.YOURS)),
        ({"medicines": ["a"]}, {"medicines": []}, (Keep.THEIRS, Keep.YOURS)),
        ({"medicines": ["a"]}, {"medicines": ["b"]}, (Keep.THEIRS, Keep.YOURS, Keep.BOTH)),
        (
            {"products": [{"name": "a"}]},
            {"products": [{"name": "b"}]},
            (Keep.THEIRS, Keep.YOURS, Keep.BOTH),
        ),
    ],
)
def test_what_both_changed_is_decided_by_somebody(
    theirs: Answers, yours: Answers, choices: tuple[Keep, ...]
) -> None:
    (key,) = {**theirs, **yours}
    base = {key: ["else"]}
    merged = merge(PART, base, theirs, yours)
    assert merged.conflicts == (key,)
    assert merged.choices(key) == choices
    assert merged.undecided({}) == [key]
    assert merged.settled({key: Keep.THEIRS}) == theirs
    assert merged.settled({key: Keep.YOURS}) == yours


def test_an_instrument_of_two_observers_is_never_mixed() -> None:
    merged = merge(PART, {}, {"cows": [1, None]}, {"cows": [None, 2]})
    assert merged.conflicts == ("cows",)
    assert merged.undecided({"cows": Keep.BOTH}) == ["cows"]


@pytest.mark.parametrize(
    ("key", "theirs", "yours", "both"),
    [
        ("goals", "sleep", "eat", "sleep\n\neat"),
        ("medicines", ["Kratom", "tea"], ["kratom", "Coffee"], ["Kratom", "tea", "Coffee"]),
        (
            "products",
            [{"name": "a"}, {"name": "b"}],
            [{"name": "b"}, {"name": "c"}],
            [{"name": "a"}, {"name": "b"}, {"name": "c"}],
        ),
    ],
)
def test_both_can_be_kept_where_answers_are_prose_or_lists(
    key: str, theirs: Any, yours: Any, both: Any
) -> None:
    merged = merge(PART, {}, {key: theirs}, {key: yours})
    assert merged.settled({key: Keep.BOTH}) == {key: both}


def test_without_what_both_started_from_every_difference_is_decided() -> None:
    merged = merge(PART, None, {"hr": 80, "goals": "sleep"}, {"hr": 80, "supports": ["a"]})
    assert merged.conflicts == ("goals", "supports")
    assert merged.answers == {"hr": 80}


# --- with people, browsers and rows --------------------------------------------------------------


@pytest.fixture
def nurse(session: Session, facility: Facility) -> Staff:
    staff = a_staff(Role.NURSE, at=facility, printed_name="Sam Whitlock")
    session.add(staff)
    session.flush()
    return staff


@pytest.fixture
def intake(session: Session, facility: Facility, nurse: Staff) -> Assessment:
    patient = a_patient(facility, by=nurse, sex=Sex.MALE, birth_date=date(1990, 5, 17))
    program, episode = a_program(facility), an_episode(patient, by=nurse)
    session.add_all([patient, program])
    session.flush()
    session.add(episode)
    session.flush()
    session.add(a_place(episode, program))
    begun = operations.start(session.get_one(Episode, episode.id), by=nurse, at=AT)
    session.add(begun)
    session.commit()
    return begun


@pytest.fixture
def mine(client_of: Callable[[Staff], Any], nurse: Staff) -> Any:
    return client_of(nurse)


@pytest.fixture
def theirs(client_as: Callable[..., Any]) -> Any:
    return client_as(Role.NURSE, printed_name="Ines Tavares")


def url(intake: Assessment, key: str = "own_words") -> str:
    return f"/intake/{intake.id}/sections/{key}"


def row(session: Session, intake: Assessment, key: str = "own_words") -> AssessmentSection:
    found = select(AssessmentSection).where(
        AssessmentSection.assessment_id == intake.id, AssessmentSection.section == key
    )
    return session.scalars(found).one()


def history(session: Session, section: AssessmentSection) -> list[tuple[int, Mapping[str, Any]]]:
    of_section = select(SectionSave).where(SectionSave.section_id == section.id)
    return [
        (s.version, s.answers) for s in session.scalars(of_section.order_by(SectionSave.version))
    ]


def save(client: Any, intake: Assessment, key: str = "own_words", **fields: Any) -> Any:
    return client.post(url(intake, key), data={"version": 1, **fields})


def fields_of(page: str) -> dict[str, list[str]]:
    """What the form of a page would send: its hidden fields."""
    form = re.search(r'<form class="panel merge".*?</form>', page, re.DOTALL)
    assert form
    found: dict[str, list[str]] = {}
    for tag in re.findall(r'<input[^>]*type="hidden"[^>]*>', form[0]):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        assert name
        if name[1] != "csrf_token":
            found.setdefault(name[1], []).append(value[1] if value else "")
    return found


def test_every_accepted_save_stays_in_the_history(
    mine: Any, theirs: Any, intake: Assessment, session: Session
) -> None:
    save(mine, intake, goals="Sleep again")
    save(theirs, intake, version=2, goals="Sleep again", needs="A bed")
    assert history(session, row(session, intake)) == [
        (2, {"goals": "Sleep again"}),
        (3, {"goals": "Sleep again", "needs": "A bed"}),
    ]


def test_what_two_people_added_is_put_together_and_said(
    mine: Any, theirs: Any, intake: Assessment, session: Session
) -> None:
    save(theirs, intake, goals="Sleep again")
    late = save(mine, intake, needs="A bed")
    assert late.status_code == 303
    assert row(session, intake).answers == {"goals": "Sleep again", "needs": "A bed"}
    page = mine.get(late.location).text
    assert "Kept with it what somebody else saved meanwhile" in page
    events = session.scalars(select(AuditEvent.fields).where(AuditEvent.action == Action.UPDATE))
    assert [list(fields) for fields in events] == [["goals"], ["needs"]]


def test_a_conflict_shows_both_texts_with_who_and_when_and_chooses_nothing(
    mine: Any, theirs: Any, intake: Assessment, session: Session
) -> None:
    save(theirs, intake, goals="Sleep again")
    late = save(mine, intake, goals="See my daughter", needs="A bed")
    assert late.status_code == 409
    for words in ("Sleep again", "See my daughter", "Ines Tavares", "Keep both"):
        assert words in late.text
    assert "Only you changed" in late.text
    assert not re.search(r'type="radio"[^>]*checked', late.text)
    assert row(session, intake).answers == {"goals": "Sleep again"}
    refused = session.scalars(select(AuditEvent).where(AuditEvent.outcome == Outcome.REFUSED)).one()
    assert refused.patients == [str(intake.episode.patient_id)]


@pytest.mark.parametrize(
    ("keep", "goals"),
    [
        ("theirs", "Sleep again"),
        ("yours", "See my daughter"),
        ("both", "Sleep again\n\nSee my daughter"),
    ],
)
def test_the_decision_is_saved_with_everything_else(
    mine: Any, theirs: Any, intake: Assessment, session: Session, keep: str, goals: str
) -> None:
    save(theirs, intake, goals="Sleep again")
    page = save(mine, intake, goals="See my daughter", needs="A bed").text
    answer = mine.post(url(intake), data={**fields_of(page), "keep-goals": keep})
    assert answer.status_code == 303
    assert row(session, intake).answers == {"goals": goals, "needs": "A bed"}
    assert [version for version, _ in history(session, row(session, intake))] == [2, 3]
    assert session.scalars(select(Draft)).all() == []


def test_a_conflict_left_open_is_asked_again_and_named(
    mine: Any, theirs: Any, intake: Assessment, session: Session
) -> None:
    save(theirs, intake, goals="Sleep again", needs="Food")
    page = save(mine, intake, goals="See my daughter", needs="A bed").text
    again = mine.post(url(intake), data={**fields_of(page), "keep-goals": "yours"})
    assert again.status_code == 409
    assert "summary-of-errors" in again.text
    assert re.search(r'id="keep-goals-1"[^>]*checked', again.text)
    assert not re.search(r'name="keep-needs"[^>]*checked', again.text)
    done = {**fields_of(again.text), "keep-goals": "yours", "keep-needs": "both"}
    assert mine.post(url(intake), data=done).status_code == 303
    assert row(session, intake).answers == {"goals": "See my daughter", "needs": "Food\n\nA bed"}


def test_a_decision_over_answers_that_changed_again_is_asked_again(
    mine: Any, theirs: Any, intake: Assessment, session: Session
) -> None:
    save(theirs, intake, goals="Sleep again")
    page = save(mine, intake, goals="See my daughter", needs="A bed").text
    save(theirs, intake, version=2, goals="Sleep through the night")
    late = mine.post(url(intake), data={**fields_of(page), "keep-goals": "theirs"})
    assert late.status_code == 409
    assert "Sleep through the night" in late.text
    assert "summary-of-errors" not in late.text
    assert row(session, intake).answers == {"goals": "Sleep through the night"}
    done = mine.post(url(intake), data={**fields_of(late.text), "keep-goals": "theirs"})
    assert done.status_code == 303
    assert row(session, intake).answers == {"goals": "Sleep through the night", "needs": "A bed"}


def test_items_of_an_instrument_are_kept_whole(
    mine: Any, theirs: Any, intake: Assessment, session: Session
) -> None:
    save(theirs, intake, "withdrawal", **COWS)
    page = save(mine, intake, "withdrawal", **{**COWS, "cows-11": "5"}, sbp="138")
    assert page.status_code == 409
    assert "Keep both" not in page.text
    mine.post(url(intake, "withdrawal"), data={**fields_of(page.text), "keep-cows": "yours"})
    saved = row(session, intake, "withdrawal").answers
    assert saved["cows"][-1] == 5
    assert saved["sbp"] == 138


def test_together_two_answers_may_contradict_and_are_shown_beside_the_field(
    mine: Any, theirs: Any, intake: Assessment, session: Session
) -> None:
    save(theirs, intake, "withdrawal", hr="92")
    page = save(mine, intake, "withdrawal", **{**COWS, "cows-1": "4"})
    assert page.status_code == 422
    assert "heart rate of 92" in page.text
    assert 'value="92"' in page.text
    assert re.search(r'name="version"[^>]*value="2"', page.text)
    assert row(session, intake, "withdrawal").answers == {"hr": 92}


def test_words_that_met_a_conflict_are_a_draft_until_they_are_saved(
    mine: Any, theirs: Any, intake: Assessment, session: Session
) -> None:
    save(theirs, intake, goals="Sleep again")
    save(mine, intake, goals="See my daughter")
    (draft,) = session.scalars(select(Draft)).all()
    assert draft.base_version == 1
    page = mine.get(url(intake)).text
    assert "You left words here that are not saved" in page
    assert "Saved by Ines Tavares" in page
    assert "See my daughter" in page


def test_going_on_with_an_old_draft_never_takes_back_what_others_saved(
    mine: Any, theirs: Any, intake: Assessment, session: Session, nurse: Staff
) -> None:
    words = drafts.Words(
        page=url(intake), tab="a", fields={"goals": ["See my daughter"]}, base_version=1
    )
    drafts.keep(session, words, by=nurse, at=datetime.now(UTC))
    save(theirs, intake, needs="A bed")
    page = mine.get(f"{url(intake)}?draft=a").text
    assert "See my daughter" in page
    assert re.search(r'name="version"[^>]*value="1"', page)
    sent = {"version": 1, "goals": "See my daughter", "needs": "", "draft_used": "a"}
    assert mine.post(url(intake), data=sent).status_code == 303
    assert row(session, intake).answers == {"goals": "See my daughter", "needs": "A bed"}
    assert session.scalars(select(Draft)).all() == []


def test_an_answer_from_before_the_history_began_is_decided_not_guessed(
    mine: Any, intake: Assessment, session: Session
) -> None:
    row(session, intake).answers = {"goals": "Sleep again"}
    session.commit()
    row(session, intake).answers = {"goals": "Sleep through"}
    session.commit()
    late = save(mine, intake, version=2, goals="Sleep again", needs="A bed")
    assert late.status_code == 409
    assert "keep-goals" in late.text
    assert "keep-needs" in late.text


def test_answers_taken_over_are_what_the_first_to_save_started_from(
    mine: Any, theirs: Any, intake: Assessment, session: Session
) -> None:
    """A reassessment begins with answers; the second to save is compared with those."""
    section = operations.start(intake.episode, by=intake.started_by, at=AT).sections[0]
    assert section.version == 1
    session.expunge_all()
    session.connection().exec_driver_sql(
        "UPDATE assessment_section SET answers = '{\"goals\": \"Sleep again\"}' WHERE section = 'own_words'"
    )
    session.commit()
    save(theirs, intake, goals="Sleep again", needs="A bed")
    late = save(mine, intake, goals="Sleep through")
    assert late.status_code == 303
    assert row(session, intake).answers == {"goals": "Sleep through", "needs": "A bed"}
    assert [version for version, _ in history(session, row(session, intake))] == [1, 2, 3]


@pytest.mark.parametrize("version", ["0", "99", "2147483648", "-1"])
def test_a_version_that_never_was_decides_everything(
    mine: Any, intake: Assessment, session: Session, version: str
) -> None:
    save(mine, intake, goals="Sleep again")
    late = save(mine, intake, version=version, goals="Sleep through")
    assert late.status_code in {409, 422}
    assert row(session, intake).answers == {"goals": "Sleep again"}


def test_a_canary_in_either_text_is_only_text(mine: Any, theirs: Any, intake: Assessment) -> None:
    save(theirs, intake, goals="<script>alert(1)</script>")
    page = save(mine, intake, goals="<img src=x onerror=alert(2)>", needs='"><b>canary')
    for markup in ("<script>alert", "<img src=x", '"><b>canary'):
        assert markup not in page.text
    assert "<img src=x" not in mine.get(url(intake)).text


def test_nobody_merges_into_an_intake_of_another_facility(
    client_as: Callable[..., Any], intake: Assessment, facility: Facility
) -> None:
    assert client_as(Role.COUNSELOR).post(url(intake), data={"version": 1}).status_code == 404
    somewhere = intake.id
    assert (
        client_as(Role.NURSE)
        .post(f"/intake/{uuid4()}/sections/own_words", data={"version": 1, "x": str(somewhere)})
        .status_code
        == 404
    )


# --- how much it costs ---------------------------------------------------------------------------


def own(statements: list[str]) -> list[str]:
    """Those of the save itself: without the door's, the chart's permission and the trail's own."""
    others = ("audit_", "waypoint_take_chain", "FROM staff_session", "UPDATE staff_session")
    return [sql for sql in statements if not any(word in sql for word in others)]


def test_saving_a_section_takes_at_most_six_statements_of_its_own(
    mine: Any, intake: Assessment, session: Session, statements: Any
) -> None:
    page = url(intake)
    mine.post("/drafts", data={"draft_page": page, "draft_tab": "a", "goals": "Sleep"})
    with statements() as seen:
        sent = {"version": 1, "goals": "Sleep again", "draft_tab": "a", "draft_sequence": 2}
        assert mine.post(page, data=sent).status_code == 303
    assert session.scalars(select(Draft)).all() == []
    found = [re.search(r"(UPDATE|INSERT INTO|DELETE FROM|FROM) (\w+)", sql) for sql in own(seen)]
    assert [match[0] for match in found if match] == [
        "FROM assessment",  # the intake with its episode and patient, held
        "FROM assessment_section",  # all of it, for alarms that rest on several sections
        "UPDATE assessment_section",
        "INSERT INTO section_save",
        "FROM alert",  # what this intake has raised already
        "DELETE FROM draft",
    ]
    assert len(own(seen)) <= 6
