"""Laboratory results: the newest counts, a multiple needs its limit, the unknown stays unknown."""

from datetime import date
from typing import Any

import pytest

from treatment.intake.forms.filing_body import tables_of
from treatment.intake.review.derived_body import (
    derived,
    shown_multiples,
    times_limit,
    without_limit,
)

OLD, NEW = "2026-10-01", "2026-11-03"


def alt(value: float, uln: float | None = 40, on: str | None = NEW, **more: Any) -> dict[str, Any]:
    row = {"test": "alt", "value": value, "unit": "u_l", "uln": uln, "on": on, **more}
    return {key: cell for key, cell in row.items() if cell is not None}


def found(*rows: dict[str, Any]) -> dict[str, Any]:
    """What the rows establish, without what they leave unknown."""
    known = derived({"labs": list(rows)})
    assert set(known) == {"alt_xuln", "bili_xuln", "egfr"}
    return {key: value for key, value in known.items() if value is not None}


@pytest.mark.parametrize(
    ("row", "multiple"),
    [
        (alt(96), 2.4),
        (alt(40), 1),
        (alt(96, uln=None), None),
        (alt(96, uln=0), None),
        (alt(2.4, uln=None, unit="xuln"), 2.4),
        ({"test": "alt", "uln": 40}, None),
    ],
)
def test_a_multiple_is_the_value_over_that_laboratorys_limit(
    row: dict[str, Any], multiple: float | None
) -> None:
    assert times_limit(row) == multiple


def test_nothing_entered_establishes_nothing() -> None:
    assert derived({}) == found() == found({"test": "hiv", "words": "negative"}) == {}


def test_the_newest_result_counts() -> None:
    assert found(alt(400, on=OLD), alt(60)) == {"alt_xuln": 1.5}
    assert found(alt(60), alt(400, on=OLD)) == {"alt_xuln": 1.5}
    assert found(alt(400, on=None), alt(60)) == {"alt_xuln": 1.5}


def test_of_several_on_one_day_the_worse_counts() -> None:
    assert found(alt(60), alt(120)) == {"alt_xuln": 3}
    egfr = {"test": "egfr", "unit": "ml_min", "on": NEW}
    assert found({**egfr, "value": 90}, {**egfr, "value": 28}) == {"egfr": 28}


def test_a_newest_result_without_its_limit_is_unknown_but_hides_no_alarm() -> None:
    assert found(alt(60, on=OLD), alt(400, uln=None)) == {}
    assert found(alt(130, on=OLD), alt(400, uln=None)) == {"alt_xuln": 3.25}


def test_bilirubin_and_egfr_are_read_from_their_own_rows() -> None:
    rows = (
        {"test": "bilirubin", "value": 2.4, "unit": "mg_dl", "uln": 1.2, "on": NEW},
        {"test": "egfr", "value": 82, "unit": "ml_min"},
        {"test": "creatinine", "value": 3, "unit": "mg_dl", "uln": 1.2, "on": NEW},
    )
    assert found(*rows) == {"bili_xuln": 2, "egfr": 82}


def test_the_page_shows_the_multiple_with_its_day() -> None:
    assert shown_multiples({"labs": [alt(96), alt(40, on=OLD)]}) == [
        ("ALT", "2.4 × ULN (Nov 3, 2026)")
    ]
    assert shown_multiples({"labs": [alt(96, uln=None, on=None)]}) == [
        ("ALT", "needs the upper limit of that laboratory (no date)")
    ]
    assert shown_multiples({}) == []


def test_a_result_without_limit_or_date_is_listed_as_open() -> None:
    rows = [alt(96), alt(96, uln=None), {"test": "hiv", "words": "negative"}, {"value": 3}]
    assert without_limit(rows) == [
        (2, "uln", "ALT: upper limit of normal of that laboratory"),
        (3, "on", "HIV: date"),
    ]


def test_a_story_without_medicines_or_results_leaves_both_tables_alone() -> None:
    assert tables_of({"primary": "kratom_leaf"}, date(2026, 11, 3)) == {}
    egfr = {"test": "egfr", "value": 30, "unit": "ml_min", "on": NEW}
    assert tables_of({"egfr": 30}, date(2026, 11, 3)) == {"labs": [egfr]}
