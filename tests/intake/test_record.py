"""The record on the screen and on paper: the same words, and none of them dropped."""

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from tests.builders import a_staff
from tests.intake.conftest import MARKED, SECRET, marker
from tests.paper import pages_of, squeezed
from treatment.audit.models import AuditEvent
from treatment.audit.vocabulary import Action
from treatment.intake.questionnaire import sections_on
from treatment.intake.review.record import in_words, parts_of
from treatment.permissions import Role
from treatment.records.models import Signature
from treatment.web.paper import printable

TAGS = re.compile(r"<[^>]*>")


def said_in(record: Any) -> Iterator[str]:
    """Every text a record shows: titles, questions, items, answers, scores, needs."""
    for section in record["sections"]:
        yield section["title"]
        for block in section["blocks"]:
            yield block["title"]
            for question in block["questions"]:
                yield from shown_of(question)
    for score in record["scores"]:
        yield from (score["name"], score["said"])
    for need in record["needs"]:
        yield from (need["area"], *need["words"])


def shown_of(question: Any) -> Iterator[str]:
    yield question["label"]
    yield question["said"]
    for item in question.get("items", ()):
        yield from (item["label"], item["said"])
    yield from question.get("columns", ())
    for row in question.get("rows", ()):
        yield from row


def on_screen(page: str) -> str:
    """What the page says to an eye, without white space."""
    return squeezed(html.unescape(TAGS.sub(" ", page)))


def on_paper(pdf: bytes) -> str:
    """The same of all pages, without the lines that stand on each."""
    heads = re.compile(r"^.*?born[A-Z][a-z]{2}\d+,\d{4}(NOTSIGNED|WITHDRAWN)?")
    feet = re.compile(r"(42CFRpart2prohibits|Confidentialhealthrecord).*?Page\d+of\d+.*$")
    return "".join(feet.sub("", heads.sub("", page)) for page in pages_of(pdf))


@pytest.fixture
def paper(kept, client_of, author):
    answer = client_of(author).get(f"/intake/{kept.id}/print.pdf")
    assert answer.status_code == 200
    return answer


def test_nothing_is_dropped_on_the_screen(kept, client_of, author):
    shown = on_screen(client_of(author).get(f"/intake/{kept.id}").text)
    assert [words for words in said_in(kept.record) if squeezed(words) not in shown] == []


def test_nothing_is_dropped_on_paper(kept, paper):
    shown = on_paper(paper.data)
    lost = [w for w in said_in(kept.record) if squeezed(printable(w)) not in shown]
    assert lost == []


def test_every_answer_in_words_stands_there_as_it_was_written(kept, paper, client_of, author):
    keys = [q.key for part in sections_on({}) for q in part.questions if q.kind in MARKED]
    page = client_of(author).get(f"/intake/{kept.id}").text
    assert len(keys) > 10
    for key in keys:
        assert squeezed(marker(key)) in on_screen(page)
        assert squeezed(marker(key)) in on_paper(paper.data)
    assert "$z$ <b>" not in page


def test_every_page_names_the_patient_the_record_and_its_own_number(kept, paper):
    patient, pages = kept.episode.patient, pages_of(paper.data)
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert squeezed(patient.name) in page
        assert f"chart{patient.chart_number}" in page
        assert "bornMay17,1990" in page
        assert f"record{kept.id}" in page
        assert f"Page{number}of{len(pages)}" in page
        assert squeezed("42 CFR part 2 prohibits unauthorized use or disclosure of these") in page


def test_an_unsigned_intake_says_so_on_every_page(filled, client_of, author):
    browser = client_of(author)
    pages = pages_of(browser.get(f"/intake/{filled.id}/print.pdf").data)
    assert all(page.count("NOTSIGNED") == 2 for page in pages)  # across the page and on its top
    assert "Author:notsignedyet" in pages[-1]
    shown = browser.get(f"/intake/{filled.id}").text
    assert '<b class="mark">NOT SIGNED</b>' in shown
    assert "These answers can still change" in shown


def test_a_signature_says_name_credential_meaning_and_time_on_both(
    kept, paper, client_of, author, session
):
    signature = session.scalars(select(Signature)).one()
    assert "NOTSIGNED" not in on_paper(paper.data)
    for shown in (
        on_screen(client_of(author).get(f"/intake/{kept.id}").text),
        on_paper(paper.data),
    ):
        for words in (
            f"{author.printed_name}, CADC {author.license_number}",
            signature.attestation,
            signature.content_sha256,
            "Counselor · signed",
            "password re-entered",
        ):
            assert squeezed(words) in shown


def test_a_print_is_in_the_trail_and_never_stored(kept, paper, session):
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == Action.PRINT)).one()
    assert event.object_id == str(kept.id)
    assert event.patients == [str(kept.episode.patient_id)]
    assert paper.headers["Cache-Control"] == "no-store"
    assert paper.mimetype == "application/pdf"
    assert kept.episode.patient.family_name not in paper.headers["Content-Disposition"]
    assert paper.data.startswith(b"%PDF-")
    assert b"pdfuaid" in paper.data


def test_where_part_2_does_not_hold_the_paper_does_not_claim_it(
    kept, client_of, author, facility, session
):
    facility.part2 = False
    session.commit()
    pages = pages_of(client_of(author).get(f"/intake/{kept.id}/print.pdf").data)
    assert all("Confidentialhealthrecord." in page for page in pages)
    assert not any("42CFR" in page for page in pages)


@pytest.mark.parametrize("page", ["/intake/{}", "/intake/{}/print.pdf"])
def test_a_record_is_as_invisible_as_its_chart(kept, client_as, page):
    assert client_as(Role.COUNSELOR).get(page.format(kept.id)).status_code == 404
    assert client_as(Role.ADMINISTRATOR).get(page.format(kept.id)).status_code == 404


def test_what_was_typed_in_letters_the_typeface_lacks_is_written_out(
    filled, client_of, author, session
):
    row = next(each for each in filled.sections if each.section == "own_words")
    row.answers = {**row.answers, "goals": "See \N{SLIGHTLY SMILING FACE} Łukasz"}
    session.commit()
    answer = client_of(author).get(f"/intake/{filled.id}/print.pdf")
    assert squeezed("See [slightly smiling face] Łukasz") in on_paper(answer.data)


def test_twenty_thousand_letters_are_all_printed(filled, client_of, author, session):
    row = next(each for each in filled.sections if each.section == "own_words")
    row.answers = {**row.answers, "goals": " ".join(f"w{n:04d}" for n in range(3_300))}
    session.commit()
    text = on_paper(client_of(author).get(f"/intake/{filled.id}/print.pdf").data)
    assert [n for n in range(3_300) if f"w{n:04d}" not in text] == []


def test_a_correction_can_be_about_everything_that_was_asked(kept):
    parts = parts_of(kept.record)
    asked = [question.key for part in sections_on({}) for question in part.questions]
    asked.remove("entered_before")  # there is nothing of an older questionnaire
    assert [key for key, _, _ in parts] == asked
    said = {key: words for key, _, words in parts}
    assert said["goals"] == marker("goals")
    assert said["cows"].startswith("Resting pulse")
    assert in_words({"rows": [["a", "b"], ["c", "d"]]}) == "a, b; c, d"


def test_a_director_reads_the_record_and_writes_nothing_under_it(kept, client_of, facility):
    page = client_of(a_staff(Role.DIRECTOR, at=facility, password=SECRET)).get(f"/intake/{kept.id}")
    assert page.status_code == 200
    assert "Write under it" not in page.text
