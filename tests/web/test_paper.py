"""Paper: data is never markup, no letter is lost, and a full intake is quick to print."""

import json
import time

import pytest
import typst

from tests.paper import pages_of, squeezed
from treatment.web import paper
from treatment.web.paper import pdf, printable

HEAD = {
    "facility": "Waypoint", "program": "Residential 3.5", "patient": "Alex Sample",
    "chart": "chart 10001", "born": "born May 17, 1990", "record": "record 7", "version": "v 1",
}  # fmt: skip


def a_sheet(words="I want to sleep.", **changes):
    usual = {
        "title": "Intake assessment", "mark": "", "head": HEAD, "foot": "Confidential.",
        "printed": "Printed today by Robin Example, CADC", "notices": [], "facts": [["Signed", "no"]],
        "scores": [], "contradictions": [], "needs": [], "addenda": [], "signatures": [],
        "waiting": "", "hash": "",
        "sections": [{"key": "s", "title": "Goals", "written": [], "blocks": [
            {"title": "Own words", "questions": [
                {"key": "q", "label": "What do you want?", "said": words, "corrected": []}]}]}],
    }  # fmt: skip
    return {**usual, **changes}


@pytest.mark.parametrize(
    "words",
    [
        '#read("/etc/passwd") and #import "x.typ"',
        "*bold* _soft_ $x^2$ = Heading - list + enum / term: `raw` <label> @ref ~ --- ... // no /* c */",
        "\\u{41} \\ \" ' [content] {code} #let x = 1 #panic()",
        "line one\n\n\n= line two\r\n\tline three",
        "<script>alert(1)</script> & © ™ “quotes” – — ‑ … € × ≤ ≥ ½",
        "Łódź Ærøskøbing Þórr ğışçöü Ωμέγα Ивáн",
    ],
)  # fmt: skip
def test_what_somebody_typed_stands_on_paper_letter_by_letter(words):
    said = "".join(pages_of(pdf("intake", a_sheet(words))))
    assert squeezed(printable(words)) in said


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("plain", "plain"),
        ("e\u0301", "é"),
        ("\N{SLIGHTLY SMILING FACE}", "[slightly smiling face]"),
        ("\N{WOMAN}\u200d\N{PERSONAL COMPUTER}\ufe0f", "[woman][personal computer]"),
        ("中", "[cjk unified ideograph-4e2d]"),
        ("a\u202eb\u0007c\ud800", "abc"),
        ("a\tb\nc", "a b\nc"),
        ("\ue000", "[character e000]"),
    ],
)
def test_a_letter_the_typeface_lacks_is_written_out_by_its_name(typed, shown):
    assert printable(typed) == shown
    assert printable({"a": [typed, 1, None, True]}) == {"a": [shown, 1, None, True]}


def test_what_the_typeface_is_said_to_show_it_shows():
    """Every letter of its table of characters, in one document."""
    known = sorted(paper._letters().known)
    assert len(known) > 600
    words = " ".join(chr(code) for code in known if chr(code).isprintable())
    assert pdf("intake", a_sheet(words)).startswith(b"%PDF-")


def test_the_paper_is_tagged_and_needs_no_typeface_of_the_machine():
    made = pdf("intake", a_sheet())
    assert b"pdfuaid" in made
    assert b"/StructTreeRoot" in made
    assert set(paper._typefaces().families()) == {"IBM Plex Sans"}


def test_a_template_reads_nothing_outside_its_folder(tmp_path):
    (tmp_path / "secret.json").write_text("{}")
    (tmp_path / "inside").mkdir()
    template = tmp_path / "inside/evil.typ"
    template.write_text('#read("../secret.json")')
    with pytest.raises(typst.TypstError):
        typst.compile(template, root=tmp_path / "inside")


def test_the_same_record_gives_the_same_paper():
    sheet = a_sheet()
    assert pages_of(pdf("intake", sheet)) == pages_of(pdf("intake", json.loads(json.dumps(sheet))))


def test_a_paper_as_long_as_a_full_intake_is_made_in_a_moment():
    part = a_sheet()["sections"][0]
    blocks = part["blocks"] * 60
    sheet = a_sheet(sections=[{**part, "blocks": blocks}] * 6)
    pdf("intake", a_sheet())
    started = time.perf_counter()
    assert len(pages_of(pdf("intake", sheet))) > 10
    assert time.perf_counter() - started < 2  # 0.1 s on an idle machine
