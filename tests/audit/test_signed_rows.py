"""What somebody signed or recorded stays, whatever statement reaches the database."""

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError, ProgrammingError

from tests.builders import NOON, a_line, a_patient, a_plan, a_staff, an_assessment, an_episode
from treatment.accounts.vocabulary import AuthMethod
from treatment.intake.models import Assessment, AssessmentSection
from treatment.permissions import Role
from treatment.plans.models import Plan, PlanLine
from treatment.plans.states import PlanState
from treatment.records.models import Signature
from treatment.records.vocabulary import Kind, Meaning

REFUSED = (IntegrityError, ProgrammingError)  # by a trigger, or for want of the right


@pytest.fixture
def signed(session, facility):
    """A signed assessment with a section, a signed plan with a line, and a signature."""
    author = a_staff(Role.COUNSELOR, at=facility)
    session.add(author)
    session.flush()
    session.add(patient := a_patient(at=facility, by=author))
    session.flush()
    session.add(episode := an_episode(patient, by=author))
    session.add(assessment := an_assessment(episode, by=author))
    session.add(plan := a_plan(assessment, by=author))
    session.flush()
    session.add(line := a_line(plan))
    section = AssessmentSection(
        facility_id=facility.id,
        assessment_id=assessment.id,
        section="substances",
        answers={},
        saved_at=NOON,
        saved_by_id=author.id,
    )
    session.add(section)
    session.add(signature := _signature(plan, patient, author))
    session.flush()
    assessment.signed_at = NOON
    plan.state = PlanState.SIGNED
    session.flush()
    return {
        Assessment: assessment.id,
        AssessmentSection: section.id,
        Plan: plan.id,
        PlanLine: line.id,
        Signature: signature.id,
    }


def _signature(plan, patient, author):
    return Signature(
        facility_id=patient.facility_id,
        patient_id=patient.id,
        object_type=next(iter(Kind)),
        object_id=plan.id,
        object_version=1,
        content_sha256="0" * 64,
        canonicalization="1",
        signer_id=author.id,
        printed_name="Robin Example",
        credential="CADC",
        roles="Counselor",
        meaning=next(iter(Meaning)),
        attestation="I wrote this.",
        attestation_version="1",
        proof=next(iter(AuthMethod)),
        signed_at=NOON,
    )


def refused(session, statement) -> None:
    with pytest.raises(REFUSED), session.begin_nested():
        session.execute(statement)


@pytest.mark.parametrize("model", [Assessment, AssessmentSection, Plan, PlanLine, Signature])
def test_no_column_of_a_signed_row_changes(session, signed, model):
    table = model.__table__
    row = session.execute(table.select().where(table.c.id == signed[model])).mappings().one()
    life = {"state", "version", "cosigned_at", "cosigned_by_id", "approved_at", "approved_by_id"}
    life |= {"participation", "participation_note", "participation_at", "activated_at"}
    life |= {"ended_at", "review_due_on"}
    for column in set(row) - (life if model is Plan else set()):
        change = update(table).where(table.c.id == signed[model]).values({column: row[column]})
        refused(session, change)


@pytest.mark.parametrize("model", [Assessment, AssessmentSection, Plan, PlanLine, Signature])
def test_no_signed_row_goes(session, signed, model):
    table = model.__table__
    refused(session, delete(table).where(table.c.id == signed[model]))


def test_a_signed_plan_is_never_a_draft_again(session, signed):
    refused(session, update(Plan.__table__).values(state="draft"))
    session.execute(update(Plan.__table__).values(state="active"))
    refused(session, update(Plan.__table__).values(state="draft"))


def test_a_signed_assessment_is_never_unsigned(session, signed):
    refused(session, update(Assessment.__table__).values(signed_at=None))
