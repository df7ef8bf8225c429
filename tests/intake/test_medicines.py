"""Medicines: whole names in any case, marks with their source, and what a row establishes."""

from pathlib import Path
from typing import Any

import pytest

from treatment.intake.medicines import LISTED, Mark, known_in
from treatment.intake.review.derived_body import derived, marked, unreconciled


def row(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "status": "taking", "told_by": "person", **more}


def meds(*rows: dict[str, Any]) -> dict[str, Any]:
    return derived({"medications": list(rows)})


@pytest.mark.parametrize(
    ("name", "marks"),
    [
        ("Ondansetron 4 mg", {Mark.QT}),
        ("TRAZODONE-hcl", {Mark.QT}),
        ("methadone", {Mark.CYP}),
        ("Tramadol 50 mg", {Mark.SEIZURE}),
        ("bupropion XL", {Mark.SEIZURE}),
        ("naltrexone (shot)", {Mark.BLOCKER}),
        ("methylnaltrexone", set()),
        ("quetiapine and hydroxyzine", {Mark.CYP, Mark.QT}),
        ("lisinopril", set()),
        ("", set()),
    ],
)
def test_a_name_is_known_as_a_whole_word_in_any_case(name: str, marks: set[Mark]) -> None:
    assert {known.mark for known in known_in(name)} == marks


def test_every_listed_medicine_has_a_reason_a_source_and_a_certainty() -> None:
    assert len({known.name for known in LISTED}) == len(LISTED)
    for known in LISTED:
        assert known.why.endswith(".")
        assert known.source
        assert known.certainty in {"V", "K"}
        assert known.name == known.name.lower()


def test_the_list_holds_no_name_the_reference_does_not_have() -> None:
    narrow = {known.name for known in LISTED if known.mark is Mark.CYP}
    assert narrow == {"alprazolam", "midazolam", "fentanyl", "oxycodone", "methadone", "quetiapine"}


def test_nobody_asked_is_unknown_and_nothing_taken_is_known() -> None:
    assert derived({}) == {}
    assert meds() == {"meds": [], "qt_meds": [], "cyp_sensitive_meds": []}


@pytest.mark.parametrize(
    ("status", "counts"), [("taking", True), ("unknown", True), (None, True), ("not_taking", False)]
)
def test_only_what_is_surely_not_taken_is_out(status: str | None, *, counts: bool) -> None:
    found = meds({"name": "ondansetron", **({"status": status} if status else {})})
    assert found["meds"] == found["qt_meds"] == (["ondansetron"] if counts else [])


def test_a_name_twice_is_one_medicine() -> None:
    assert meds(row("Tramadol"), row("tramadol"))["meds"] == ["Tramadol"]


@pytest.mark.parametrize(
    ("mark", "qt", "cyp"),
    [
        ("qt", ["citalopram"], []),
        ("cyp", [], ["citalopram"]),
        ("both", ["citalopram"], ["citalopram"]),
        (None, [], []),
    ],
)
def test_a_clinician_marks_what_the_list_does_not_name(
    mark: str | None, qt: list[str], cyp: list[str]
) -> None:
    found = meds(row("citalopram", **({"mark": mark} if mark else {})))
    assert (found["qt_meds"], found["cyp_sensitive_meds"]) == (qt, cyp)


def test_a_mark_by_hand_takes_no_mark_of_the_list_away() -> None:
    found = meds(row("ondansetron", mark="cyp"))
    assert found["qt_meds"] == found["cyp_sensitive_meds"] == ["ondansetron"]


def test_what_is_used_as_a_drug_keeps_its_marks_and_stays_where_a_warning_reads_it() -> None:
    found = meds(row("alprazolam", origin="substance"), row("tramadol", origin="substance"))
    assert found == {"meds": ["tramadol"], "qt_meds": [], "cyp_sensitive_meds": ["alprazolam"]}
    assert meds(row("alprazolam", origin="bought"))["meds"] == ["alprazolam"]


def test_the_page_says_which_mark_came_from_where() -> None:
    answers = {
        "medications": [
            row("ondansetron", mark="cyp"),
            row("water"),
            row("methadone", status="not_taking"),
        ]
    }
    (only,) = marked(answers)
    assert only.name == "ondansetron"
    assert [known.source for known in only.listed] == ["reference 3.6"]
    assert only.by_hand == (Mark.CYP,)
    assert marked({}) == []


def test_a_row_is_reconciled_with_a_status_and_a_source() -> None:
    assert unreconciled([row("tramadol")]) == []
    assert unreconciled([row("a"), {"name": "b", "status": "unknown"}]) == [
        (2, "status", "b: is it taken?"),
        (2, "told_by", "b: who says so?"),
    ]
    assert unreconciled([{"dose": "5 mg"}])[0][2].startswith("A medicine without a name")


def test_a_row_without_a_name_establishes_nothing() -> None:
    assert meds({"dose": "5 mg"})["meds"] == []


def test_no_name_is_written_twice_in_the_code() -> None:
    source = Path(__file__).parents[2] / "treatment" / "intake" / "medicines.py"
    text = source.read_text("utf-8")
    assert all(text.count(f'"{known.name}"') == 1 for known in LISTED)
