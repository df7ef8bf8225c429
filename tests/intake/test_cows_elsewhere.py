"""Scores of mood are read beside the last COWS of the day, wherever it was taken."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_measurement, a_staff
from tests.intake.conftest import SECRET
from treatment.accounts.models import Staff
from treatment.instruments.models import Measurement
from treatment.intake import operations
from treatment.intake.models import Assessment
from treatment.permissions import Role

PROVISIONAL = "Provisional: taken in withdrawal"


@pytest.fixture
def nurse(session: Session, filled: Assessment) -> Staff:
    nurse = a_staff(Role.NURSE, at=filled.started_by.facility)
    session.add(nurse)
    session.flush()
    return nurse


@pytest.fixture
def intake(session: Session, filled: Assessment) -> Assessment:
    """An intake with a PHQ-9 and no COWS of its own."""
    for row in filled.sections:
        row.carried = []
        row.answers = {key: said for key, said in row.answers.items() if key != "cows"}
        if row.section == "mental":
            row.answers = {**row.answers, "phq9_items": [1] * 8 + [0]}
    session.commit()
    return filled


@pytest.fixture
def outside(session: Session, intake: Assessment, nurse: Staff) -> Callable[..., Measurement]:
    """`outside(total, at=…)`: a COWS somebody took without the intake."""

    def take(total: float, at: datetime | None = None) -> Measurement:
        at = at or datetime.now(UTC)
        row = a_measurement(
            intake.episode, by=nurse, instrument="cows", total=total, band=None,
            observed_at=at, entered_at=at,
        )  # fmt: skip
        session.add(row)
        session.commit()
        return row

    return take


@pytest.fixture
def mine(intake: Assessment, author: Staff, client_of: Any) -> Any:
    return client_of(author)


def test_withdrawal_found_outside_marks_the_mood_scores_of_the_intake(
    mine: Any, intake: Assessment, outside: Callable[..., Measurement]
) -> None:
    at = f"/intake/{intake.id}"
    assert PROVISIONAL not in mine.get(f"{at}/sections/mental").text
    outside(23)
    assert PROVISIONAL in mine.get(f"{at}/sections/mental").text
    typed = {f"phq9_items-{n}": "1" for n in range(1, 10)}
    assert PROVISIONAL in mine.post(f"{at}/sections/mental/scores", data=typed).text
    assert "provisional" in mine.get(f"{at}/review").text
    assert "provisional: taken in withdrawal" in mine.get(at).text


@pytest.mark.parametrize(("total", "days"), [(4, 0), (23, 2)])
def test_a_mild_one_and_one_of_another_day_mark_nothing(
    mine: Any, intake: Assessment, outside: Callable[..., Measurement], total: int, days: int
) -> None:
    outside(total, datetime.now(UTC) - timedelta(days=days))
    assert PROVISIONAL not in mine.get(f"/intake/{intake.id}/sections/mental").text


def test_the_section_says_that_one_was_taken_and_copies_nothing(
    mine: Any, intake: Assessment, outside: Callable[..., Measurement], nurse: Staff
) -> None:
    address = f"/intake/{intake.id}/sections/withdrawal"
    assert "outside this intake" not in mine.get(address).text
    outside(23)
    page = " ".join(mine.get(address).text.split())
    assert "<b>COWS 23</b> taken" in page
    assert f"by {nurse.credential_line} outside this intake" in page
    assert "see Scores" in page
    assert "cows" not in operations.section_of(intake, "withdrawal").answers


def test_the_signed_measurement_is_provisional(
    mine: Any, intake: Assessment, outside: Callable[..., Measurement], session: Session
) -> None:
    outside(23)
    page = mine.get(f"/intake/{intake.id}/review").text
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', page)
    assert seen
    sent = {"seen": seen[1], "secret": SECRET}
    assert mine.post(f"/intake/{intake.id}/sign", data=sent).status_code == 303
    wanted = select(Measurement).where(
        Measurement.source_id == intake.id, Measurement.instrument == "phq9"
    )
    assert session.scalars(wanted).one().is_provisional
    session.refresh(intake)
    scores = (intake.record or {})["scores"]
    assert [each["is_provisional"] for each in scores if each["key"] == "phq9"] == [True]
