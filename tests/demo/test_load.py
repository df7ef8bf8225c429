"""The demo load on an empty database: complete, once, and never in production."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from treatment.accounts.models import Facility, Staff
from treatment.audit.proof import verify
from treatment.demo import cli
from treatment.instruments.catalog import CATALOG
from treatment.instruments.models import Measurement
from treatment.instruments.vocabulary import MeasurementReason
from treatment.intake.models import (
    AdmissionEntry,
    Assessment,
    AssessmentReview,
    LevelOfCare,
    ProblemStatus,
)
from treatment.intake.vocabulary import AdmissionOutcome, ProblemState
from treatment.patients.models import Episode, Patient
from treatment.permissions import Role
from treatment.plans.models import Delivery, PhaseStay, Plan, PlanLine
from treatment.plans.phases import Phase
from treatment.plans.states import PlanState
from treatment.records.models import Addendum
from treatment.records.vocabulary import AddendumKind

MARGIN = CATALOG["phq9"].margin or 0  # a change that counts


@pytest.fixture
def loaded(own_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The command's own words, its file and a database it filled."""
    monkeypatch.setattr(cli, "FILE", cli.ROOT / "instance" / f"{tmp_path.name}.json")
    for name, value in {
        "ENVIRONMENT": "test",
        "DATABASE_URL": own_database,
        "SECRET_KEY": "a secret for tests only, long enough to pass",
        "AUDIT_KEY": "an audit key for tests only, long enough to pass",
        "FIELD_KEYS": "dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk=",
    }.items():
        monkeypatch.setenv(f"WAYPOINT_{name}", value)
    answer = CliRunner().invoke(cli.demo, catch_exceptions=False)
    yield answer
    cli.FILE.unlink(missing_ok=True)


@pytest.fixture
def filled(loaded: Any, own_engine: Any) -> Iterator[Session]:
    assert loaded.exit_code == 0, loaded.output
    with Session(own_engine) as session:
        yield session


def test_the_demo_fills_every_board_and_its_trail_verifies(filled: Session, loaded: Any) -> None:
    with filled as session:
        assert session.scalar(select(func.count(Patient.id))) == 60
        assert session.scalar(select(func.count(Facility.id))) == 2
        assert set(session.scalars(select(Plan.state))) >= {
            PlanState.DRAFT, PlanState.SIGNED, PlanState.COSIGNED, PlanState.ACTIVE,
            PlanState.CLOSED,
        }  # fmt: skip
        open_now = select(PhaseStay.phase).where(PhaseStay.until.is_(None))
        assert set(session.scalars(open_now)) >= {
            Phase.DETOX, Phase.PRIMARY, Phase.STEP_DOWN, Phase.AFTERCARE,
        }  # fmt: skip
        assert (session.scalar(select(func.count(Delivery.id))) or 0) > 500
        assert session.scalar(select(func.count(Episode.id)).where(Episode.ended_at.is_not(None)))
        key = b"an audit key for tests only, long enough to pass"
        assert verify(session, key=key).finding is None
        _marcus_has_the_plan_of_p1(session)
        _clinicians_concluded(session)
        _scores_go_on(session)
        _what_was_signed_is_written_under_and_taken_again(session)
    _accounts_are_told(loaded)
    assert "already has a facility" in CliRunner().invoke(cli.demo).output
    again = CliRunner().invoke(cli.demo, ["--if-empty"])
    assert again.exit_code == 0
    assert "mara.okafor" in again.output


def _clinicians_concluded(session: Session) -> None:
    """Some diagnoses wait for confirmation, some papers are missing, one level differs."""
    states = set(session.scalars(select(ProblemStatus.state)))
    assert states >= {
        ProblemState.PROPOSED, ProblemState.CONFIRMED, ProblemState.ACTIVE,
        ProblemState.EARLY_REMISSION,
    }  # fmt: skip
    assert any(session.scalars(select(LevelOfCare.difference)))
    papers = session.scalars(select(AdmissionEntry.outcome)).all()
    assert AdmissionOutcome.REFUSED in papers
    assert len(papers) < 4 * (session.scalar(select(func.count(Episode.id))) or 0)


def _scores_go_on(session: Session) -> None:
    """Provisional ones and their repeat, one incomplete, one entered late; some people worsen."""
    rows = session.scalars(select(Measurement).order_by(Measurement.observed_at)).all()
    later = [row for row in rows if row.source_id is None]
    assert {row.instrument for row in later} >= {"cows", "ciwa_ar", "phq9", "gad7", "bam", "barc10"}
    assert any(row.is_provisional for row in rows if row.source_id)
    assert any(row.reason is MeasurementReason.REPEAT for row in later)
    assert any(row.total is None and row.at_least for row in later if row.instrument == "phq9")
    assert any((row.details or {}).get("late_reason") for row in later)
    moods: dict[UUID, list[float]] = {}
    for row in rows:
        if row.instrument == "phq9" and row.total is not None:
            moods.setdefault(row.episode_id, []).append(row.total)
    changes = [totals[-1] - totals[0] for totals in moods.values()]
    assert min(changes) <= -MARGIN
    assert max(changes) >= MARGIN


def _what_was_signed_is_written_under_and_taken_again(session: Session) -> None:
    assert set(session.scalars(select(Addendum.kind))) >= {
        AddendumKind.ADDENDUM, AddendumKind.CORRECTION, AddendumKind.RETRACTION,
    }  # fmt: skip
    again = session.scalars(select(Assessment).where(Assessment.previous_id.is_not(None))).all()
    assert {row.is_signed for row in again} == {True, False}
    carried = [row for each in again for row in each.sections if row.carried]
    assert {row.assessment_id for row in carried} == {
        each.id for each in again if not each.is_signed
    }
    reviewed = select(func.count(AssessmentReview.id))
    signed = select(func.count(Assessment.id)).where(Assessment.signed_at.is_not(None))
    assert 0 < (session.scalar(reviewed) or 0) < (session.scalar(signed) or 0)
    assert set(session.scalars(select(Facility.collects_teds))) == {True, False}


def _accounts_are_told(loaded: Any) -> None:
    accounts = json.loads(cli.FILE.read_text("utf-8"))
    assert {role for account in accounts for role in account["roles"]} == set(Role)
    assert cli.FILE.stat().st_mode & 0o077 == 0
    assert all(account["password"] in loaded.output for account in accounts)
    code = CliRunner().invoke(cli.demo, ["code", "mara.okafor"])
    assert re.fullmatch(r"\d{6}\n", code.output)
    assert CliRunner().invoke(cli.demo, ["code", "nobody"]).exit_code == 1


def _marcus_has_the_plan_of_p1(session: Session) -> None:
    expected = json.loads((cli.ROOT / "tests" / "vignettes" / "P1.json").read_text("utf-8"))[
        "expected"
    ]["active"]
    codes = session.scalars(
        select(PlanLine.element)
        .join(Plan, Plan.id == PlanLine.plan_id)
        .join(Episode, Episode.id == Plan.episode_id)
        .join(Patient, Patient.id == Episode.patient_id)
        .where(Patient.given_name == "Marcus", Patient.family_name == "Bell")
    )
    assert sorted(codes) == sorted(expected)


def test_the_demo_is_never_made_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "ENVIRONMENT": "production",
        "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz",
        "AUDIT_KEY": "zyxwvutsrqponmlkjihgfedcba9876543210",
        "FIELD_KEYS": "dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk=",
        "PUBLIC_URL": "https://waypoint.example.org",
    }.items():
        monkeypatch.setenv(f"WAYPOINT_{name}", value)
    answer = CliRunner().invoke(cli.demo)
    assert answer.exit_code == 1
    assert "never made or used in production" in answer.output


def test_demo_accounts_exist_nowhere_else(session: Session) -> None:
    assert session.scalar(select(func.count(Staff.id)).where(Staff.is_demo)) == 0
