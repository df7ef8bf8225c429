"""A small clinic in which every address of the application leads to something real."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from config import Config
from tests.builders import (
    NOON,
    a_delivery,
    a_facility,
    a_line,
    a_measurement,
    a_patient,
    a_phase_stay,
    a_place,
    a_precaution,
    a_problem,
    a_program,
    a_staff,
    a_team_member,
    an_alert,
    an_allergy,
    an_assessment,
    an_emergency_access,
    an_episode,
    names_of,
)
from treatment.accounts.models import Facility, Program, Staff
from treatment.audit.operations import Entry, record
from treatment.audit.vocabulary import Action
from treatment.intake.operations import start
from treatment.intake.questionnaire import SECTIONS
from treatment.patients.models import Episode
from treatment.patients.vocabulary import TeamPart
from treatment.permissions import Role
from treatment.plans.models import Plan
from treatment.plans.operations.drafting import draft_plan
from treatment.plans.phases import Phase

P1 = Path(__file__).resolve().parents[1] / "vignettes" / "P1.json"
AUDIT_KEY = Config.for_tests().audit_key.encode()
ANSWERED = ("GET", "POST")
PARAMETERS = re.compile(r"([\w-]*)/<(?:\w+:)?(\w+)>")


@dataclass
class Clinic:
    """One facility, one person with a chart, one person at work.

    `ids` are the examples for a URL, by the parameter's name, or where two rooms use the same
    name by the word before it: `allergies/entry_id`.
    """

    facility: Facility
    staff: Staff
    ids: dict[str, Any] = field(default_factory=dict)

    def address(self, app: Flask, rule: Rule) -> str:
        """The rule's URL with an example in the place of every parameter."""
        values = {name: self.ids[key] for name, key in self.keys(rule).items()}
        with app.test_request_context():
            built: str = app.url_for(rule.endpoint, **values)
        return built if "/caseloads/" not in built else self.own(built)

    def own(self, address: str) -> str:
        """Only a director may look at the caseload of a colleague."""
        if Role.DIRECTOR in self.staff.roles:
            return address
        return address.replace(str(self.ids["staff_id"]), str(self.staff.id))

    def keys(self, rule: Rule) -> dict[str, str]:
        """Under which key of `ids` each parameter of the rule has its example."""
        words = {name: word for word, name in PARAMETERS.findall(rule.rule)}
        return {
            name: special if (special := f"{words[name]}/{name}") in self.ids else name
            for name in rule.arguments
        }


def a_clinic(session: Session, *roles: Role, at: Facility | None = None) -> Clinic:
    """The clinic as somebody with these roles finds it, on the care team of its one episode."""
    facility = at or a_facility()
    staff, colleague = a_staff(*roles, at=facility), a_staff(Role.COUNSELOR, at=facility)
    program = a_program(facility)
    session.add_all([facility, staff, colleague, program])
    session.flush()
    clinic = Clinic(
        facility,
        staff,
        {"staff_id": colleague.id, "program_id": program.id, "token": "nobody-sent-this"},
    )
    _add_a_chart(session, clinic, colleague)
    session.commit()
    return clinic


def _add_a_chart(session: Session, clinic: Clinic, colleague: Staff) -> None:
    patient = a_patient(clinic.facility, by=colleague)
    episode = an_episode(patient, by=colleague)
    session.add_all([patient, episode])
    session.flush()
    plan, assessment = a_drafted_plan(episode, colleague), start(episode, by=colleague, at=NOON)
    session.add_all([plan, assessment])
    session.flush()
    rows: dict[str, Any] = {
        "allergies/entry_id": an_allergy(patient, by=colleague),
        "precautions/entry_id": a_precaution(patient, by=colleague),
        "access_id": an_emergency_access(patient, by=colleague),
        "member_id": episode.team[0],
        "line_id": (line := a_line(plan, position=len(plan.lines) + 1)),
        "delivery_id": a_delivery(line, by=colleague),
        "measurement_id": a_measurement(episode, by=colleague),
        "alert_id": an_alert(episode, by=colleague),
        "problem_id": a_problem(episode, by=colleague),
    }
    session.add_all(rows.values())
    session.add_all(names_of(patient))
    session.add(a_phase_stay(episode, next(iter(Phase)), by=colleague))
    session.add(a_team_member(episode, clinic.staff, part=TeamPart.MEMBER))
    session.add(a_place(episode, session.get_one(Program, clinic.ids["program_id"])))
    event = record(session, an_event(clinic.facility), key=AUDIT_KEY)
    clinic.ids |= {name: row.id for name, row in rows.items()} | {
        "event_id": event.id,
        "sections/key": next(iter(SECTIONS)),
        "scores/key": "phq9",
        "write/kind": "addendum",
        "contradictions/name": "stage-importance",
        "care-level/edition": "asam_4",
        "admission/item": "consent_to_treat",
        "phases/to": Phase.ASSESSMENT,
        "patient_id": patient.id,
        "episode_id": episode.id,
        "assessment_id": assessment.id,
        "plan_id": plan.id,
    }


def a_drafted_plan(episode: Episode, by: Staff) -> Plan:
    """What the rules ask for when the intake was signed with the answers of vignette P1."""
    facts = json.loads(P1.read_text("utf-8"))["input"]
    assessment = an_assessment(episode, by=by, signed_at=NOON, signed_by_id=by.id, facts=facts)
    return draft_plan(assessment, [], number=1, by=by, at=NOON)


def an_event(facility: Facility) -> Entry:
    return Entry(chain=str(facility.id), at=NOON, action=Action.READ)


def routes(app: Flask) -> list[tuple[Rule, str]]:
    """Every address and method the application answers, but files and the methods Flask adds."""
    return [
        (rule, method)
        for rule in app.url_map.iter_rules()
        for method in ANSWERED
        if method in (rule.methods or ()) and not rule.endpoint.endswith(("static", "htmx"))
    ]
