"""No page of an intake is heavy: it opens at once on a slow line and an old computer."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from treatment.accounts.models import Staff
from treatment.intake import operations
from treatment.intake.forms.filing import asked, filed
from treatment.intake.models import Assessment
from treatment.intake.questionnaire import SECTIONS
from treatment.patients.models import Episode

VIGNETTES = Path(__file__).parents[1] / "vignettes"
MOST_BYTES = 60 * 1024


def told(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((VIGNETTES / f"{name}.json").read_text("utf-8"))["input"]
    return found


def begun(session: Session, episode: Episode, by: Staff, findings: dict[str, Any]) -> Assessment:
    """An open intake in which everything was asked."""
    at = datetime.now(UTC)
    intake = operations.start(episode, by=by, at=at)
    answers = filed(asked(findings), at.astimezone(by.facility.tz))
    for row in intake.sections:
        row.answers = answers.get(row.section, {})
    session.add(intake)
    session.commit()
    return intake


@pytest.mark.parametrize("name", ["P1", "P2", "P3", "P4", "P5", "P6"])
def test_every_section_of_a_vignette_is_a_light_page(
    session: Session,
    stay: Episode,
    author: Staff,
    client_of: Callable[[Staff], Any],
    name: str,
) -> None:
    intake, browser = begun(session, stay, author, told(name)), client_of(author)
    sizes = {key: len(browser.get(f"/intake/{intake.id}/sections/{key}").data) for key in SECTIONS}
    assert {key: size for key, size in sizes.items() if size > MOST_BYTES} == {}
