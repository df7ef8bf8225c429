"""What rows establish: sums with an unknown part stay unknown, and safety never rests on a gap."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from treatment.intake.notation import facts_from_answers
from treatment.intake.questionnaire import QUESTIONS, SECTIONS
from treatment.intake.questionnaire.shapes import UNKNOWN
from treatment.intake.review.derived import derived, entered_before, established, settled
from treatment.intake.review.derived_use import hours_since
from treatment.intake.review.findings import findings
from treatment.intake.review.progress import missing
from treatment.plans import rules

PACIFIC = ZoneInfo("America/Los_Angeles")
NOON = datetime(2026, 11, 23, 12, 0, 40, tzinfo=PACIFIC)
LEAF = {"product": "leaf", "amount": 5, "unit": "g", "per": "time", "doses": 7, "days": 7}
TEA = {"product": "tea", "amount": 4, "unit": "g", "per": "day", "doses": 1, "days": 2}
EXTRACT = {"product": "extract", "amount": 30, "unit": "ml", "per": "day", "doses": 2, "days": 7}
SEVEN_OH = {"product": "7oh", "amount": 15, "unit": "mg_7oh", "per": "time", "doses": 8, "days": 7}
OTHER = {"product": "other", "name": "MIT 45", "doses": 1, "days": 7}


def without(row: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in keys}


def of(*rows: dict[str, Any], **answers: Any) -> dict[str, Any]:
    """What is established about somebody who mainly uses kratom leaf."""
    told = {"primary": "kratom_leaf", "kratom_products": list(rows), **answers}
    return settled(told, NOON)


def used(*rows: dict[str, Any], **answers: Any) -> dict[str, Any]:
    """What is established about somebody with rows of other substances."""
    return settled({"substances_used": list(rows), **answers}, NOON)


# --- amounts -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "grams"),
    [
        ([LEAF], 35),
        ([LEAF, TEA], 39),
        ([{**TEA, "amount": 2.5}], 2.5),
        ([LEAF, EXTRACT], 35),  # an extract is not counted in grams
        ([EXTRACT], None),  # and no leaf at all is no number, least of all zero
        ([SEVEN_OH], None),
        ([], None),
        ([{**OTHER, "amount": 6, "unit": "g", "per": "day"}], 6),
        ([LEAF, without(TEA, "amount")], None),
        ([LEAF, {**TEA, "amount": UNKNOWN}], None),
        ([LEAF, without(TEA, "per")], None),
        ([without(LEAF, "doses")], None),
        ([without(TEA, "doses")], 4),
    ],
)
def test_grams_of_leaf_a_day(rows: list[dict[str, Any]], grams: float | None) -> None:
    assert of(*rows).get("kratom_g_day") == grams


@pytest.mark.parametrize(
    ("rows", "milligrams"),
    [
        ([SEVEN_OH], 120),
        ([SEVEN_OH, LEAF], 120),
        ([LEAF, TEA], 0),
        ([LEAF, EXTRACT], None),  # nobody knows what is in an extract
        ([LEAF, OTHER], None),
        ([], None),
        ([SEVEN_OH, without(SEVEN_OH, "amount")], None),
    ],
)
def test_milligrams_of_7oh_a_day(rows: list[dict[str, Any]], milligrams: float | None) -> None:
    assert of(*rows).get("seven_oh_mg_day") == milligrams


def test_products_are_named_once_and_others_have_no_name_among_them() -> None:
    assert of(SEVEN_OH, LEAF, OTHER, LEAF)["products"] == ["leaf", "7oh"]
    assert of()["products"] == []


# --- frequency ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "doses"),
    [([LEAF], 7), ([LEAF, TEA], 8), ([LEAF, without(TEA, "doses")], None), ([], None)],
)
def test_doses_a_day(rows: list[dict[str, Any]], doses: float | None) -> None:
    assert of(*rows).get("doses_per_day") == doses


@pytest.mark.parametrize(
    ("days", "daily"),
    [([7], True), ([7, None], True), ([3], False), ([3, 3], False), ([3, None], None), ([], None)],
)
def test_every_day_is_seven_days_a_week(days: list[float | None], *, daily: bool | None) -> None:
    rows = [{"product": "leaf"} | ({} if day is None else {"days": day}) for day in days]
    assert of(*rows).get("daily_use") is daily


def test_products_in_turn_may_cover_the_week() -> None:
    assert "daily_use" not in of({"product": "leaf", "days": 4}, {"product": "extract", "days": 3})


# --- last use ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("2026-11-23T12:00", 0),
        ("2026-11-22T22:00", 14),
        ("2026-11-23T11:31", 0.4),
        ("2026-11-20T11:59", 72),
        ("2026-11-20T12:05", 71.9),
        ("2026-11-23", 0),  # some time today
        ("2026-11-22", 12),  # at the latest at midnight
        ("2027-01-01T00:00", 0),
        (UNKNOWN, None),
        (None, None),
    ],
)
def test_hours_are_counted_to_the_moment_of_asking(
    written: str | None, hours: float | None
) -> None:
    assert hours_since(written, NOON) == hours


def test_the_change_of_the_clock_is_counted() -> None:
    at = datetime(2026, 11, 1, 12, tzinfo=PACIFIC)  # an hour longer than it looks
    assert hours_since("2026-10-31T12:00", at) == 25


@pytest.mark.parametrize(
    ("last", "hours"),
    [
        (["2026-11-22T22:00"], 14),
        (["2026-11-22T22:00", "2026-11-23T02:00"], 10),
        (["2026-11-02T22:00", UNKNOWN], None),
        (["2026-11-02T22:00", None], None),
        ([], None),
    ],
)
def test_last_use_is_the_latest_and_unknown_with_any_row_unknown(
    last: list[str | None], hours: float | None
) -> None:
    rows = [{"product": "leaf"} | ({"last": each} if each else {}) for each in last]
    assert of(*rows).get("hours_since_last_use") == hours


def test_an_unknown_last_use_counts_as_recent_to_the_rules() -> None:
    known = of({**LEAF, "last": "2026-10-01"}, age=40, meds=["naltrexone"])
    unknown = of({**LEAF, "last": "2026-10-01"}, TEA, age=40, meds=["naltrexone"])
    drafts = [rules.draft(facts_from_answers(findings(each))) for each in (known, unknown)]
    assert ["FLAG-NTX" in draft.active for draft in drafts] == [False, True]


DRINK = {"substance": "alcohol", "frequency": "daily", "last": "2026-11-23T02:00", "doses": 6}
KRATOM_LATER = [{**LEAF, "last": "2026-11-23T08:00"}]


def test_the_primary_substance_and_kratom_are_looked_at_together() -> None:
    told = used(DRINK, primary="alcohol", kratom_secondary=True, kratom_products=KRATOM_LATER)
    assert told["hours_since_last_use"] == 4
    assert told["hours_since_drink"] == 10
    assert told["doses_per_day"] == 7
    assert told["daily_use"] is True


@pytest.mark.parametrize(
    ("answers", "hours"),
    [
        ({"kratom_secondary": False}, 10),
        ({"kratom_secondary": True}, None),  # said to be used, but no row
        ({}, None),  # nobody asked about kratom
        ({"kratom_secondary": True, "kratom_products": []}, None),
        ({"kratom_products": []}, 10),
    ],
)
def test_kratom_nobody_described_leaves_the_last_use_unknown(
    answers: dict[str, Any], hours: float | None
) -> None:
    assert used(DRINK, primary="alcohol", **answers).get("hours_since_last_use") == hours


def test_a_primary_substance_without_its_row_is_unknown() -> None:
    told = used(DRINK, primary="stimulant", kratom_secondary=False)
    assert "hours_since_last_use" not in told
    assert "daily_use" not in told


def test_a_row_of_the_primary_substance_is_missing_until_it_is_there() -> None:
    alcohol = {"primary": "alcohol", "kratom_products": [], "substances_used": [{}]}
    gaps = [gap.field for gap in missing(SECTIONS["use"], alcohol)]
    assert "substances_used" in gaps
    assert "kratom_products" not in gaps
    alcohol["substances_used"] = [DRINK]
    assert "substances_used" not in [gap.field for gap in missing(SECTIONS["use"], alcohol)]
    nothing = {"primary": "kratom_leaf", "kratom_products": []}
    assert "kratom_products" in [gap.field for gap in missing(SECTIONS["use"], nothing)]


# --- other substances --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "opioid"),
    [
        ([{"substance": "fentanyl"}, {"substance": "methadone"}], "fentanyl"),
        ([{"substance": "buprenorphine", "prescribed": "as_directed"}], "long_acting"),
        ([{"substance": "opioid_pills", "prescribed": "as_directed"}], "prescribed"),
        ([{"substance": "opioid_pills", "prescribed": "not_as_directed"}], "short_acting"),
        ([{"substance": "opioid_pills"}], "short_acting"),  # not known to be prescribed
        ([{"substance": "heroin", "frequency": "not_30d"}], "none"),
        ([DRINK], "none"),
    ],
)
def test_an_opioid_in_a_row_is_not_asked_again_and_beats_a_no(
    rows: list[dict[str, Any]], opioid: str
) -> None:
    assert used(*rows, opioid_current="none")["opioid_current"] == opioid


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ({"frequency": "daily", "prescribed": "as_directed"}, "daily_prescribed"),
        ({"frequency": "daily"}, "daily_nonprescribed"),
        ({"frequency": "weekly"}, "intermittent"),
        ({"frequency": "most_days"}, None),
        ({"frequency": "not_30d"}, None),
        ({}, None),
    ],
)
def test_a_benzodiazepine_is_asked_unless_its_row_is_clear(
    row: dict[str, Any], word: str | None
) -> None:
    told = {"substances_used": [{"substance": "benzodiazepine", **row}]}
    assert settled(told, NOON).get("benzo_use") == word
    assert established(QUESTIONS["benzo_use"], told, NOON) is (word is not None)


def test_no_row_of_alcohol_leaves_the_last_drink_unknown() -> None:
    assert "hours_since_drink" not in used({"substance": "cannabis"}, hours_since_drink=300)


# --- criteria of further substances ------------------------------------------------------------


def letters(yes: int, no: int) -> list[str | None]:
    return [*["y"] * yes, *["n"] * no, *[None] * (11 - yes - no)]


@pytest.mark.parametrize(
    ("given", "count"),
    [(letters(3, 8), 3), (letters(3, 7), None), (letters(4, 0), 4), (letters(0, 11), 0)],
)
def test_criteria_are_counted_when_no_open_one_could_change_what_is_offered(
    given: list[str | None], count: int | None
) -> None:
    assert settled({"dsm_opioid": given}, NOON).get("oud_criteria") == count
    assert settled({"dsm_alcohol": given}, NOON).get("alcohol_criteria") == count


def test_tolerance_and_withdrawal_do_not_count_for_a_prescribed_opioid() -> None:
    given = [*["y"] * 2, *["n"] * 7, "y", "y"]
    assert settled({"dsm_opioid": given, "opioid_current": "prescribed"}, NOON)["oud_criteria"] == 2
    assert settled({"dsm_opioid": given, "opioid_current": "fentanyl"}, NOON)["oud_criteria"] == 4


def test_whose_opioids_and_alcohol_are_denied_in_both_places_meets_no_criteria() -> None:
    told = used(opioid_current="none", audit_items=[0, *[None] * 9])
    assert (told["oud_criteria"], told["alcohol_criteria"]) == (0, 0)
    assert "oud_criteria" not in used()
    assert "oud_criteria" not in settled({"opioid_current": "none"}, NOON)
    assert used(opioid_current="none", oud_criteria=5)["oud_criteria"] == 5


@pytest.mark.parametrize(
    ("answers", "groups"),
    [
        ({}, []),
        ({"primary": "kratom_leaf", "substances_used": [{"substance": "nicotine"}]}, []),
        ({"primary": "kratom_leaf", "substances_used": [DRINK]}, ["alcohol"]),
        ({"primary": "alcohol", "substances_used": [DRINK]}, []),
        ({"primary": "kratom_leaf", "audit_items": [3, 0, 0]}, ["alcohol"]),
        ({"primary": "kratom_leaf", "audit_items": [1, 1, 0]}, []),
        ({"primary": "kratom_leaf", "opioid_current": "prescribed"}, ["opioid"]),
        ({"primary": "opioid", "kratom_secondary": True}, ["kratom"]),
        ({"primary": "kratom_leaf", "substances_used": [{"substance": "cocaine"}]}, ["other"]),
    ],
)
def test_criteria_are_asked_of_what_is_used_besides(
    answers: dict[str, Any], groups: list[str]
) -> None:
    assert settled(answers, NOON)["criteria_for"] == groups


# --- what happened before ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ([], "none"),
        ([{"when": "lifetime"}], "lifetime"),
        ([{"when": "lifetime"}, {"when": "past_30d"}], "past_12m"),
        ([{"when": "unknown"}], "past_12m"),
        ([{"when": "past_12m", "day": "2024-01-02"}], "lifetime"),
        ([{"day": str((NOON - timedelta(days=365)).date())}], "past_12m"),
    ],
)
def test_overdoses(rows: list[dict[str, Any]], word: str) -> None:
    assert derived({"overdoses": rows}, NOON)["overdose"] == word


@pytest.mark.parametrize(
    ("ends", "is_left"),
    [
        ([], False),
        (["completed"], False),
        (["completed", "left"], True),
        (["sent_away", "unknown"], True),
        (["completed", "unknown"], None),
        ([None], None),
    ],
)
def test_treatment_before(ends: list[str | None], *, is_left: bool | None) -> None:
    rows = [{"kind": "detox"} | ({"outcome": end} if end else {}) for end in ends]
    told = derived({"treatments": [*rows, {"kind": "outpatient", "outcome": "left"}]}, NOON)
    assert told["prior_treatment"] == len(ends) + 1
    assert told.get("prior_detox_incomplete") is is_left


# --- older answers -----------------------------------------------------------------------------

BEFORE = {
    "primary": "kratom_leaf",
    "kratom_g_day": 32,
    "hours_since_last_use": 9,
    "overdose": "none",
}


def test_an_answer_of_the_first_questionnaire_counts_while_its_table_is_untouched() -> None:
    assert settled(BEFORE, NOON).items() >= BEFORE.items()
    with_a_cigarette = {**BEFORE, "substances_used": [{"substance": "nicotine"}]}
    assert settled(with_a_cigarette, NOON)["hours_since_last_use"] == 9


def test_once_there_are_rows_they_count_and_the_older_answer_is_shown_beside_them() -> None:
    now = settled({**BEFORE, "kratom_products": [LEAF]}, NOON)
    assert now["kratom_g_day"] == 35
    assert "hours_since_last_use" not in now
    assert entered_before(QUESTIONS["kratom_g_day"], BEFORE, now) == "32 g"
    assert now["entered_before"] == "Kratom leaf per day: 32 g; Hours since last use: 9 h"
    assert entered_before(QUESTIONS["kratom_g_day"], BEFORE, settled(BEFORE, NOON)) == ""
    assert "entered_before" not in settled(BEFORE, NOON)
