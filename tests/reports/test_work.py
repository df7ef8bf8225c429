"""What a plan in preparation waits for, and the rows of the progress board; plain objects."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pytest

from tests.builders import NOON, a_facility, a_staff
from treatment.accounts.vocabulary import Credential
from treatment.permissions import Role
from treatment.plans.phases import Phase
from treatment.plans.states import Participation, PlanState
from treatment.reports import work


@dataclass
class Row:
    state: PlanState = PlanState.SIGNED
    is_on_hold: bool = False
    is_blocked: bool = False
    is_medical: bool = True
    credential: Credential | None = Credential.CADC
    may_prescribe: bool = True
    cosigned_at: Any = None
    approved_at: Any = None
    participation: Any = None
    draft: dict[str, Any] = field(default_factory=dict)


class Stay(NamedTuple):
    in_phase: Phase
    since: datetime


STEPS = {
    "a held draft waits for a prescriber": (
        Row(state=PlanState.DRAFT, is_on_hold=True),
        "On hold: a prescriber evaluates and releases",
    ),
    "a blocked draft names its tasks": (
        Row(state=PlanState.DRAFT, is_blocked=True),
        "Close the blocking tasks",
    ),
    "an open draft is decided and signed": (
        Row(state=PlanState.DRAFT),
        "Decide the lines and sign",
    ),
    "a counselor's medical plan waits for three": (
        Row(),
        "Waits for LPHA cosignature and medical approval and patient participation",
    ),
    "an LPHA's plan needs no cosignature": (
        Row(credential=Credential.LCSW, is_medical=False),
        "Waits for patient participation",
    ),
    "a prescriber's own plan needs no approval": (
        Row(credential=Credential.MD, participation=Participation.AGREED, is_medical=True),
        "Waits for ",
    ),
    "a cosigned plan waits for approval": (
        Row(state=PlanState.SIGNED, cosigned_at=NOON, participation=Participation.AGREED),
        "Waits for medical approval",
    ),
}


@pytest.mark.parametrize(("row", "step"), STEPS.values(), ids=STEPS.keys())
def test_the_next_step_is_said_in_the_words_of_who_takes_it(row: Row, step: str) -> None:
    assert work.next_step(row) == step


def test_the_worst_stands_first() -> None:
    rows = [
        Row(draft={"suicide": "none", "dx": 1}),
        Row(draft={"suicide": "low", "dx": 2}),
        Row(draft={"suicide": "none", "dx": 3}),
        Row(draft={"suicide": "high", "dx": 0}),
        Row(draft={}),
    ]
    ordered = sorted(rows, key=work.risk_of)
    assert [row.draft.get("suicide") for row in ordered] == ["high", "low", "none", "none", None]
    assert ordered[2].draft["dx"] == 3


def test_every_phase_has_a_row_with_its_median_and_longest_stay() -> None:
    stays = [Stay(Phase.DETOX, NOON - timedelta(days=days)) for days in (1, 2, 9)]
    rows = {row.phase: row for row in work.phase_rows(stays, at=NOON)}
    assert list(rows) == list(Phase)
    assert rows[Phase.DETOX].episodes == 3
    assert (rows[Phase.DETOX].median_days, rows[Phase.DETOX].longest_days) == (2, 9)
    assert rows[Phase.DETOX].numbers["no_plan"] == 3
    assert rows[Phase.PRIMARY].median_days is None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"license_expires_on": NOON.date() - timedelta(days=1)}, "License has expired"),
        ({"license_expires_on": NOON.date()}, "License expires within 60 days"),
        ({"locked_until": NOON + timedelta(minutes=1)}, "Locked after missed tries"),
        ({}, "Has not set a second factor"),
        ({"active": False}, None),
    ],
)
def test_an_administrator_is_told_why_an_account_needs_a_look(
    changes: dict[str, Any], reason: str | None
) -> None:
    staff = a_staff(Role.COUNSELOR, at=a_facility(), **{"active": True, **changes})
    found = work.needing_attention([staff], NOON)
    assert found == ([(staff, reason)] if reason else [])
