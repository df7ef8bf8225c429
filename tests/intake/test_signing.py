"""The signature of an intake keeps what was asked, in the words of its day."""

from copy import deepcopy
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.builders import a_staff
from tests.intake.conftest import SECRET, SIGNED_AT, marker
from treatment.errors import DomainError
from treatment.instruments.catalog import INSTRUMENTS
from treatment.instruments.models import Measurement
from treatment.intake import operations
from treatment.intake.models import Need, Reconciliation
from treatment.intake.questionnaire import SECTIONS, sections_on
from treatment.permissions import Role
from treatment.records.models import Signature
from treatment.records.operations import is_intact


def reworded(section, words):
    """The section with another label for its first question."""
    block = section.blocks[0]
    first = replace(block.questions[0], label=words)
    changed = replace(block, questions=(first, *block.questions[1:]))
    return replace(section, blocks=(changed, *section.blocks[1:]))


def labels(record):
    return [q["label"] for s in record["sections"] for b in s["blocks"] for q in b["questions"]]


def test_the_record_says_every_question_of_the_day_in_order(kept):
    asked = [question.label for part in sections_on({}) for question in part.questions]
    asked.remove("Entered before there were rows")  # there is nothing of old
    assert labels(kept.record) == asked


def test_a_section_the_facility_has_switched_on_is_part_of_the_record(
    filled, author, facility, session, sign
):
    facility.collects_teds = True
    session.commit()
    sign(filled, author)
    off = {part.key for part in SECTIONS.values()} - {part.key for part in sections_on({})}
    assert off
    assert off < {part["key"] for part in filled.record["sections"]}


def test_the_record_is_part_of_what_is_signed(kept, session):
    signature = session.scalars(select(Signature)).one()
    content = operations.record_of(kept).content
    assert is_intact(signature, content)
    other = deepcopy(dict(content))
    other["record"]["sections"][0]["blocks"][0]["questions"][0]["label"] = "Another question?"
    assert not is_intact(signature, other)


def test_an_intake_signed_before_records_were_kept_is_still_intact(filled):
    assert "record" not in operations.record_of(filled).content


def test_a_signed_page_does_not_change_with_the_questionnaire(kept, client_of, author, monkeypatch):
    browser = client_of(author)
    before = browser.get(f"/intake/{kept.id}").text
    for key, section in list(SECTIONS.items()):
        monkeypatch.setitem(SECTIONS, key, reworded(section, "A question nobody was asked"))
    after = browser.get(f"/intake/{kept.id}").text
    assert "A question nobody was asked" not in after
    main = "<main"
    assert after.split(main)[1] == before.split(main)[1]


def test_an_open_intake_is_shown_in_the_words_of_today(filled, client_of, author, monkeypatch):
    monkeypatch.setitem(
        SECTIONS, "own_words", reworded(SECTIONS["own_words"], "A question of today")
    )
    assert "A question of today" in client_of(author).get(f"/intake/{filled.id}").text


def test_an_old_signature_without_a_record_is_shown_with_a_notice(
    filled, author, session, client_of
):
    filled.facts = {"primary": "kratom_leaf"}
    filled.signed_at, filled.signed_by = SIGNED_AT, author
    session.commit()
    page = client_of(author).get(f"/intake/{filled.id}").text
    assert "Signed before records were kept in words" in page
    assert "Zqgoals" in page


def test_the_record_names_everybody_who_saved_a_section_and_when(
    filled, author, lpha, session, sign
):
    row = next(each for each in filled.sections if each.section == "own_words")
    for minute, staff in enumerate((author, lpha, author)):
        answers = {**row.answers, "goals": f"Sleep {minute}"}
        at = SIGNED_AT - timedelta(minutes=30 - minute)
        operations.save(session, filled, row, answers, by=staff, at=at)
        session.commit()
    sign(filled, author)
    part = next(each for each in filled.record["sections"] if each["key"] == "own_words")
    assert {each["by"] for each in part["written"]} == {
        author.credential_line,
        lpha.credential_line,
    }


def test_a_reconciliation_is_part_of_the_record(filled, author, session, sign):
    row = next(each for each in filled.sections if each.section == "readiness")
    row.answers = {**row.answers, "importance": 2, "stage": "action"}
    session.add(
        Reconciliation(
            facility_id=filled.facility_id,
            assessment_id=filled.id,
            name="stage-importance",
            sides={"importance": "2", "stage": "Action"},
            note="He acts for his daughter, not for himself.",
            at=SIGNED_AT,
            by_id=author.id,
        )
    )
    session.commit()
    sign(filled, author)
    found = next(c for c in filled.record["contradictions"] if c["name"] == "stage-importance")
    assert found["holds"]
    assert found["resolved"][0]["note"].startswith("He acts for his daughter")


def test_the_needs_found_are_kept_with_their_questions(kept, session):
    rows = session.scalars(select(Need).order_by(Need.position)).all()
    assert rows
    assert rows[0].words == marker("needs")
    assert all(row.assessment_id == kept.id and row.sources for row in rows)
    said = [words for each in kept.record["needs"] for words in each["words"]]
    assert sorted(said) == sorted(row.words for row in rows)


def test_a_score_is_kept_with_the_version_of_its_own_instrument(kept, session):
    rows = {row.instrument: row for row in session.scalars(select(Measurement))}
    assert rows["cows"].instrument_version == INSTRUMENTS["cows"].version
    assert rows["audit_c"].instrument_version == INSTRUMENTS["audit"].version


def test_an_answer_taken_over_and_not_confirmed_refuses_the_signature(filled, author, sign):
    for row in filled.sections:
        row.carried = ["housing", "support"] if row.section == "living" else None
    filled.sections[0].carried = []
    title = SECTIONS["living"].title
    with pytest.raises(DomainError, match=f"2 answers are taken over .* in: {title}"):
        sign(filled, author)
    assert not filled.is_signed


def test_the_signature_says_from_where_and_in_which_session(filled, author, client_of, session):
    browser = client_of(author)
    seen = operations.seal_of(filled)
    answer = browser.post(f"/intake/{filled.id}/sign", data={"seen": seen, "secret": SECRET})
    assert answer.status_code == 303
    signature = session.scalars(select(Signature)).one()
    assert signature.source == "127.0.0.1"
    assert signature.staff_session_id is not None
    assert (signature.printed_name, signature.credential) == (author.printed_name, "CADC")
    assert signature.license_number == author.license_number
    assert signature.roles == "Counselor"


def test_a_later_change_of_name_changes_no_signature(kept, author, client_of, session):
    before = author.printed_name
    author.printed_name = "Somebody Renamed"
    session.commit()
    page = client_of(a_staff(Role.MEDICAL_DIRECTOR, at=author.facility)).get(f"/intake/{kept.id}")
    assert before in page.text
