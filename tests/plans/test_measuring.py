"""What the schedule of instruments knows of an episode: never more than a signed intake said."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.builders import NOON
from tests.plans.conftest import Clinic
from treatment.instruments.schedule import Stay, schedule
from treatment.plans.operations.measuring import stay_of
from treatment.plans.phases import Phase

P1 = Path(__file__).resolve().parents[1] / "vignettes" / "P1.json"
FACTS = json.loads(P1.read_text("utf-8"))["input"]
ZONE = ZoneInfo("America/Los_Angeles")


def stay(clinic: Clinic, elements: tuple[str, ...] = (), **facts: Any) -> Stay:
    clinic.assessment.facts = {**FACTS, **facts}
    return stay_of(
        clinic.episode, phase=Phase.DETOX, intake=clinic.assessment, elements=elements, zone=ZONE
    )


def test_without_an_intake_nothing_is_known_but_the_stay_itself(clinic: Clinic) -> None:
    found = stay_of(clinic.episode, phase=None, intake=None, elements=(), zone=ZONE)
    assert found == Stay(began_at=NOON, zone=ZONE)
    assert {due.key for due in schedule(found, [], NOON)} >= {"phq9", "cssrs"}


def test_an_intake_that_cannot_be_read_establishes_nothing(clinic: Clinic) -> None:
    found = stay(clinic, primary=None)
    assert (found.primary, found.last_use_at, found.drinks) == (None, None, None)


def test_last_use_is_counted_back_from_the_signature(clinic: Clinic) -> None:
    found = stay(clinic, hours_since_last_use=12, hours_since_drink=30)
    assert found.last_use_at == NOON - timedelta(hours=12)
    assert found.last_drink_at == NOON - timedelta(hours=30)
    assert found.primary == FACTS["primary"]


@pytest.mark.parametrize(
    ("facts", "drinks"),
    [
        ({"drinks_per_day": 3}, True),
        ({"drinks_per_day": 0}, False),
        ({"drinks_per_day": None}, None),
    ],
)
def test_whether_somebody_drinks_is_unknown_until_asked(
    facts: dict[str, Any],
    drinks: bool | None,  # noqa: FBT001  a column of the table above
    clinic: Clinic,
) -> None:
    unasked = {"audit_c_items": None, "audit_c": None, "audit": None, "audit_items": None}
    assert stay(clinic, **{**unasked, **facts}).drinks is drinks


def test_daily_benzodiazepines_and_the_risk_of_alcohol_withdrawal_are_known(clinic: Clinic) -> None:
    found = stay(clinic, benzo_use="daily_prescribed", alcohol_wd_complicated=True)
    assert found.takes_benzodiazepine_daily
    assert found.at_risk_of_alcohol_withdrawal
    assert not stay(clinic, benzo_use="none").takes_benzodiazepine_daily


def test_supervision_around_the_clock_follows_from_the_lines_in_force(clinic: Clinic) -> None:
    assert stay(clinic, ("DTX-2",)).is_around_the_clock
    assert not stay(clinic, ("DTX-1",)).is_around_the_clock


def test_an_ended_stay_has_no_schedule(clinic: Clinic) -> None:
    clinic.episode.ended_at = NOON
    assert schedule(stay(clinic), [], NOON) == []
