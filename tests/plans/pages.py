"""A facility with a team that can sign in and sign, and a patient whose intake is signed."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.builders import (
    a_patient,
    a_place,
    a_program,
    a_staff,
    a_team_member,
    an_assessment,
    an_episode,
)
from tests.conftest import Client
from treatment.accounts import passwords
from treatment.accounts.models import Facility, Staff
from treatment.audit.models import AuditEvent
from treatment.intake.models import Assessment
from treatment.intake.notation.table import SILENT
from treatment.patients.models import Episode
from treatment.patients.vocabulary import TeamPart
from treatment.permissions import Role
from treatment.plans.models import Plan, PlanLine
from treatment.plans.operations.content import medical_seen

PASSWORD = "a sentence only she would say"
HASH = passwords.hashed(PASSWORD)
VIGNETTES = Path(__file__).parents[1] / "vignettes"
SEEN = re.compile(r'name="seen"[^>]*value="([0-9a-f]{64})"')
MARK = re.compile(r'value="([0-9a-f]{64})"')


def vignette(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((VIGNETTES / f"{name}.json").read_text("utf-8"))
    return found


def facts_of(name: str, **changes: Any) -> dict[str, Any]:
    """A vignette as the answers of an intake: what it is silent about was asked and denied."""
    silent = {key: _plain(value) for key, value in SILENT.items()}
    answers = {**silent, **vignette(name)["input"], **changes}
    return {key: value for key, value in answers.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    return list(value) if isinstance(value, tuple | frozenset) else value


@dataclass
class House:
    """One facility, its team with a password each, and one episode of care."""

    session: Session
    facility: Facility
    client_of: Callable[[Staff], Client]
    browsers: dict[Any, Client] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.counselor = self.staff(Role.COUNSELOR)
        self.therapist = self.staff(Role.THERAPIST)
        self.physician = self.staff(Role.PRESCRIBER)
        self.nurse = self.staff(Role.NURSE)
        self.director = self.staff(Role.DIRECTOR)
        self.auditor = self.staff(Role.AUDITOR)
        self.episode = self.an_episode()

    def staff(self, *roles: Role, **changes: Any) -> Staff:
        person = a_staff(*roles, at=self.facility, password=HASH, **changes)
        self.session.add(person)
        self.session.flush()
        return person

    def an_episode(self, **changes: Any) -> Episode:
        begun = datetime.now(UTC) - timedelta(days=2)
        patient = a_patient(self.facility, by=self.counselor)
        usual = {"opened_at": begun, "admitted_at": begun}
        episode = an_episode(patient, by=self.counselor, **{**usual, **changes})
        program = a_program(self.facility)
        self.session.add_all([patient, program, episode])
        self.session.flush()
        self.session.add(a_place(episode, program))
        self.session.add(a_team_member(episode, self.counselor))
        self.session.add(a_team_member(episode, self.therapist, part=TeamPart.MEMBER))
        self.session.commit()
        return episode

    def intake(self, name: str = "P1", **changes: Any) -> Assessment:
        """A signed intake with the answers of a vignette."""
        at = datetime.now(UTC)
        assessment = an_assessment(
            self.episode,
            by=self.counselor,
            signed_at=at,
            signed_by_id=self.counselor.id,
            facts=facts_of(name, **changes),
        )
        self.session.add(assessment)
        self.session.commit()
        return assessment

    def browser(self, staff: Staff) -> Client:
        if staff not in self.browsers:
            self.browsers[staff] = self.client_of(staff)
        return self.browsers[staff]

    def get(self, staff: Staff, url: str) -> Any:
        return self.browser(staff).get(url)

    def post(self, staff: Staff, url: str, **data: Any) -> Any:
        return self.browser(staff).post(url, data=data)

    # --- plans -------------------------------------------------------------------------------

    def draft(self, name: str = "P1", **changes: Any) -> Plan:
        self.intake(name, **changes)
        answer = self.post(self.counselor, f"/episodes/{self.episode.id}/plans")
        assert answer.status_code == 303, answer.text
        return self.newest()

    def newest(self) -> Plan:
        newest = select(Plan).order_by(Plan.number.desc()).limit(1)
        plan = self.session.scalars(newest.where(Plan.episode_id == self.episode.id)).one()
        self.session.refresh(plan)
        return plan

    def line(self, plan: Plan, element: str) -> PlanLine:
        found = select(PlanLine).where(PlanLine.plan_id == plan.id, PlanLine.element == element)
        return self.session.scalars(found).one()

    def decide(self, staff: Staff, line: PlanLine, verb: str, **data: Any) -> Any:
        url = f"/plans/{line.plan_id}/lines/{line.id}/{verb}"
        return self.post(staff, url, **{"version": line.version, **data})

    def mark(self, staff: Staff, plan: Plan) -> str:
        """The mark of the content as this person's page shows it."""
        found = SEEN.search(self.get(staff, f"/plans/{plan.id}").text)
        assert found, "no form to sign on this page"
        return found[1]

    def medical(self, plan: Plan) -> str:
        """The mark of the medical lines as a page shows them now."""
        self.session.refresh(plan)
        return medical_seen(plan)

    def decide_all(self, plan: Plan) -> None:
        """Physician signs the medical lines, the counselor accepts and writes the rest."""
        self.post(self.counselor, f"/plans/{plan.id}/accept-all")
        medical = [line.id for line in plan.lines if line.needs_prescriber]
        medical = [i for i in medical if self.session.get_one(PlanLine, i).status == "proposed"]
        if medical:
            self.post(
                self.physician,
                f"/plans/{plan.id}/sign-lines",
                medical_seen=self.medical(plan),
                lines=medical,
                secret=PASSWORD,
            )
        self.session.expire_all()
        for line in plan.lines:
            if line.status == "proposed":
                assert self.decide(self.counselor, line, "accept").status_code == 303
        self.write_words(plan)

    def write_words(self, plan: Plan, **changes: Any) -> Any:
        self.session.refresh(plan)
        usual = {
            "goal_words": "I want my mornings back.",
            "strengths": "Comes on time",
            "transition_criteria": "30 days without use",
            "version": plan.version,
        }
        return self.post(self.counselor, f"/plans/{plan.id}/words", **{**usual, **changes})

    def sign(self, staff: Staff, plan: Plan, verb: str = "sign", **data: Any) -> Any:
        usual = {"seen": self.mark(staff, plan), "secret": PASSWORD}
        return self.post(staff, f"/plans/{plan.id}/{verb}", **{**usual, **data})

    def activate(self, plan: Plan) -> Plan:
        """Counselor signs, physician endorses, the patient agrees."""
        self.decide_all(plan)
        assert self.sign(self.counselor, plan).status_code == 303
        assert self.sign(self.physician, plan, "cosign").status_code == 303
        assert self.sign(self.counselor, plan, "participation", how="agreed").status_code == 303
        self.session.refresh(plan)
        return plan

    # --- what a request left -----------------------------------------------------------------

    def count(self, model: Any) -> int:
        return self.session.scalar(select(func.count()).select_from(model)) or 0

    def events(self) -> int:
        return self.count(AuditEvent)
