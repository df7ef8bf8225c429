"""Signing an intake keeps each score as what it is: a measurement of an instrument."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from treatment.accounts.models import Staff
from treatment.instruments.catalog import CATALOG
from treatment.instruments.models import Measurement
from treatment.instruments.reading import read
from treatment.intake.forms.filing import filed
from treatment.intake.models import Assessment
from treatment.intake.review.scores import measured as kept_of
from treatment.records.models import Signature

ANSWERS: dict[str, Any] = {
    "primary": "kratom_leaf",
    "dsm": "yyyyynunnnn",
    "cows": [1, 2, 1, 1, 2, 2, 2, 1, 1, 1, None],
    "phq9_items": [1, 1, 1, 1, 1, 1, 1, 0, 1],
    "pcptsd5_items": [1, 1, 1, 0, 0],
    "trauma_exposure": True,
    "audit_items": [3, 1, 0, *[None] * 7],
    "cssrs": ["y", "n", None, None, None, "n", None],
    "isi": 17,
    "importance": 8,
    "confidence": 4,
    "stage": "preparation",
    "chronic_pain": True,
    "pain_nrs": 6,
    "peg_items": [6, 5, 4],
}


@pytest.fixture
def measured(
    filled: Assessment, author: Staff, sign: Callable[..., Signature], session: Session
) -> dict[str, Measurement]:
    sections = filed(ANSWERS)
    for row in filled.sections:
        row.answers, row.carried = sections.get(row.section, {}), []
    session.flush()
    sign(filled, author)
    rows = session.scalars(select(Measurement).where(Measurement.source_id == filled.id))
    return {row.instrument: row for row in rows}


def test_each_carries_its_instruments_own_version_not_the_questionnaires(
    measured: dict[str, Measurement], filled: Assessment
) -> None:
    assert measured.keys() == {
        *("dsm", "cows", "phq9", "pcptsd5", "audit_c", "cssrs", "isi"),
        *("rulers", "pain", "peg"),
    }
    for key, row in measured.items():
        assert row.instrument_version == CATALOG[key].version
        assert row.instrument_version != filled.questionnaire_version


def test_each_is_what_the_one_way_of_reading_says(measured: dict[str, Measurement]) -> None:
    said = {key: (row.total, row.at_least, row.band) for key, row in measured.items()}
    assert said == {
        "dsm": (None, 5, "moderate, possibly severe"),
        "cows": (None, 14, None),
        "phq9": (8, 8, "mild"),
        "pcptsd5": (3, 3, "negative"),  # a man
        "audit_c": (4, 4, "positive"),
        "cssrs": (None, None, "low"),
        "isi": (17, 17, "moderate insomnia"),
        "rulers": (None, None, None),
        "pain": (6, 6, "moderate"),
        "peg": (5, 5, "moderate"),
    }
    assert measured["phq9"].is_provisional
    assert not measured["isi"].is_provisional


def test_what_it_calls_for_and_the_substance_are_kept_beside_it(
    measured: dict[str, Measurement],
) -> None:
    assert measured["dsm"].about == "kratom"
    flags = (measured["phq9"].details or {})["flags"]
    assert "item 9 above zero: ask the suicide questions now" in flags
    assert measured["isi"].details is None
    assert measured["isi"].items is None
    assert measured["cows"].items == ANSWERS["cows"]


def test_the_rulers_are_kept_with_the_stage_and_what_is_low(
    measured: dict[str, Measurement],
) -> None:
    rulers = measured["rulers"]
    assert rulers.items == [8, 4, "preparation"]
    assert rulers.details == read("rulers", rulers.items).details
    assert "low confidence" in rulers.details["flags"]


def test_what_the_intake_asked_is_not_called_late_afterwards(
    measured: dict[str, Measurement], filled: Assessment, author: Staff, client_of: Any
) -> None:
    page = client_of(author).get(f"/episodes/{filled.episode_id}/scores").text
    due = page[: page.index("Every instrument")]
    assert measured.keys() >= {"rulers", "pain"}
    assert not [key for key in ("rulers", "pain") if f"/scores/{key}" in due.partition("Next")[0]]


def test_ratings_nobody_gave_leave_no_measurement() -> None:
    assert not {"rulers", "pain", "peg"} & {each.key for each in kept_of({"stage": "action"})}


def test_the_suicide_triage_of_an_open_intake_is_not_called_missing(
    filled: Assessment, author: Staff, client_of: Any, session: Session
) -> None:
    client, page = client_of(author), f"/episodes/{filled.episode_id}/scores"
    place = f"/intake/{filled.id}/sections/safety#cssrs"
    safety = next(row for row in filled.sections if row.section == "safety")
    safety.answers, safety.carried = {"cssrs": ["y", *[None] * 6]}, []
    session.flush()
    assert client.get(page).text.count(f'href="{place}"') == 2  # under what is due, in the table
    safety.carried = ["cssrs"]
    session.flush()
    assert place not in client.get(page).text
    safety.answers, safety.carried = {"cssrs": [None] * 7}, []
    session.flush()
    assert place not in client.get(page).text
