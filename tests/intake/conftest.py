"""A filled-in intake, open and signed, with a marker of its own in every answer in words."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_patient, a_place, a_program, a_staff, a_team_member, an_episode
from treatment.accounts import passwords
from treatment.accounts.models import Facility, Staff
from treatment.accounts.vocabulary import AuthMethod
from treatment.intake import operations
from treatment.intake.forms.filing import filed
from treatment.intake.models import Assessment
from treatment.intake.questionnaire import SECTIONS
from treatment.intake.questionnaire.shapes import Kind
from treatment.patients.models import Episode
from treatment.patients.vocabulary import Sex, TeamPart
from treatment.permissions import Role
from treatment.records.models import Signature
from treatment.records.operations import Hand

SECRET = "a sentence only they would say"
P1 = Path(__file__).resolve().parents[1] / "vignettes/P1.json"
SIGNED_AT = datetime.now(UTC) - timedelta(hours=3)
MARKED = {Kind.TEXT}  # kinds whose answer is in the person's own words


def marker(key: str) -> str:
    """Words nobody else says, with everything a typesetter could take for markup."""
    return f"Zq{key.replace('_', '')}Xq #strong[x] *y* $z$ <b>"


@pytest.fixture
def author(session: Session, facility: Facility) -> Staff:
    """A counselor, who is no licensed practitioner of the healing arts."""
    hashed = passwords.hashed(SECRET)
    session.add(staff := a_staff(Role.COUNSELOR, at=facility, password=hashed))
    session.flush()
    return staff


@pytest.fixture
def lpha(session: Session, facility: Facility, stay: Episode) -> Staff:
    """A licensed therapist on the same care team."""
    hashed = passwords.hashed(SECRET)
    session.add(staff := a_staff(Role.THERAPIST, at=facility, password=hashed))
    session.flush()
    session.add(a_team_member(stay, staff, part=TeamPart.MEMBER, added_by_id=staff.id))
    session.flush()
    return staff


@pytest.fixture
def stay(session: Session, facility: Facility, author: Staff) -> Episode:
    patient = a_patient(facility, by=author, sex=Sex.MALE, birth_date=date(1990, 5, 17))
    session.add_all([patient, program := a_program(facility)])
    session.flush()
    session.add(episode := an_episode(patient, by=author))
    session.flush()
    session.add(a_place(episode, program))
    session.flush()
    return episode


@pytest.fixture
def filled(session: Session, stay: Episode, author: Staff) -> Assessment:
    """The whole of vignette P1, and words in every question that takes words."""
    begun = operations.start(stay, by=author, at=SIGNED_AT - timedelta(hours=1))
    sections: dict[str, dict[str, Any]] = filed(json.loads(P1.read_text("utf-8"))["input"])
    for section in SECTIONS.values():
        for question in section.questions:
            if question.kind in MARKED:
                sections.setdefault(section.key, {})[question.key] = marker(question.key)
    for row in begun.sections:
        row.answers = sections.get(row.section, {})
    session.add(begun)
    session.commit()
    return begun


@pytest.fixture
def sign(session: Session) -> Callable[..., Signature]:
    """`sign(intake, staff)`: sign it as the page does."""

    def signed_by(intake: Assessment, staff: Staff, at: datetime = SIGNED_AT) -> Signature:
        hand = Hand(staff=staff, method=AuthMethod.PASSWORD, at=at)
        seen = operations.seal_of(intake)
        signature, established = operations.sign(intake, hand, seen=seen)
        session.add_all([signature, *established])
        session.commit()
        return signature

    return signed_by


@pytest.fixture
def kept(filled: Assessment, author: Staff, sign: Callable[..., Signature]) -> Assessment:
    """The filled intake, signed by its counselor."""
    sign(filled, author)
    return filled
