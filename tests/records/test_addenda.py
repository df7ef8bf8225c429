"""What may follow a signature: nothing in the record changes, what is written stands under it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError, ProgrammingError

from tests.builders import NOON, a_patient, a_staff
from treatment.accounts.vocabulary import AuthMethod, Credential
from treatment.errors import DomainError
from treatment.permissions import Role
from treatment.records.models import Addendum, Signature
from treatment.records.operations import Hand, Subject, Written, addend, is_intact, retraction_in
from treatment.records.operations.addenda import record_of
from treatment.records.queries import addenda_of, retracted, signatures_of_addenda
from treatment.records.vocabulary import AddendumKind, Kind, Meaning

LATER = NOON + timedelta(days=2)
WHY = "It is about the person in the next room."
FULL = {
    AddendumKind.ADDENDUM: Written(kind=AddendumKind.ADDENDUM, words="She called again."),
    AddendumKind.CORRECTION: Written(
        kind=AddendumKind.CORRECTION, part="hr", was="92 bpm", words="29 bpm", reason="Typed wrong."
    ),
    AddendumKind.LATE_ENTRY: Written(
        kind=AddendumKind.LATE_ENTRY,
        words="Naloxone was given.",
        reason="The shift was busy.",
        occurred_at=NOON - timedelta(hours=3),
    ),
    AddendumKind.RETRACTION: Written(kind=AddendumKind.RETRACTION, reason=WHY),
}


@pytest.fixture
def author(session, facility):
    session.add(staff := a_staff(Role.COUNSELOR, at=facility))
    session.flush()
    return staff


@pytest.fixture
def subject(session, facility, author):
    session.add(patient := a_patient(at=facility, by=author))
    session.flush()
    return Subject(
        kind=Kind.MEASUREMENT,
        id=uuid4(),
        facility_id=facility.id,
        patient_id=patient.id,
        author_id=author.id,
        signed_at=NOON,
    )


def hand(staff, at=LATER):
    return Hand(staff=staff, method=AuthMethod.PASSWORD, at=at, session_id=uuid4(), source="::1")


@pytest.mark.parametrize(
    ("kind", "meaning"),
    [
        (AddendumKind.ADDENDUM, Meaning.AUTHOR),
        (AddendumKind.CORRECTION, Meaning.AUTHOR),
        (AddendumKind.LATE_ENTRY, Meaning.LATE_ENTRY),
        (AddendumKind.RETRACTION, Meaning.RETRACTION),
    ],
)
def test_each_kind_is_signed_for_itself_and_says_so(session, subject, author, kind, meaning):
    addendum, signature = addend(subject, FULL[kind], hand(author))
    session.add_all([addendum, signature])
    session.flush()
    session.expire_all()
    kept = session.scalars(addenda_of(subject.kind, subject.id, viewer=author)).one()
    signed = session.scalars(signatures_of_addenda(subject.kind, subject.id, viewer=author)).one()
    assert (kept.kind, kept.author_id, kept.entered_at) == (kind, author.id, LATER)
    assert (signed.object_type, signed.object_id) == (Kind.ADDENDUM, kept.id)
    assert (signed.meaning, signed.source) == (meaning, "::1")
    assert is_intact(signed, record_of(kept).content)


def test_a_local_moment_is_hashed_as_it_will_be_read_back(session, subject, author):
    local = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("America/Los_Angeles"))
    late = replace(FULL[AddendumKind.LATE_ENTRY], occurred_at=local)
    addendum, signature = addend(subject, late, hand(author))
    session.add_all([addendum, signature])
    session.flush()
    session.expire_all()
    kept = session.scalars(select(Addendum)).one()
    assert kept.occurred_at == local.astimezone(UTC)
    assert is_intact(signature, record_of(kept).content)


@pytest.mark.parametrize(
    ("kind", "left_out"),
    [
        (AddendumKind.ADDENDUM, "words"),
        (AddendumKind.CORRECTION, "part"),
        (AddendumKind.CORRECTION, "words"),
        (AddendumKind.CORRECTION, "reason"),
        (AddendumKind.LATE_ENTRY, "words"),
        (AddendumKind.LATE_ENTRY, "occurred_at"),
        (AddendumKind.LATE_ENTRY, "reason"),
        (AddendumKind.RETRACTION, "reason"),
    ],
)
def test_what_a_kind_needs_cannot_be_left_out(subject, author, kind, left_out):
    with pytest.raises(DomainError, match=r"^(Write|Choose|Enter) "):
        addend(subject, replace(FULL[kind], **{left_out: None}), hand(author))


def test_a_late_entry_is_about_the_past(subject, author):
    ahead = replace(FULL[AddendumKind.LATE_ENTRY], occurred_at=LATER + timedelta(minutes=1))
    with pytest.raises(DomainError, match="about the past"):
        addend(subject, ahead, hand(author))


def test_what_is_not_signed_is_changed_not_added_to(subject, author):
    with pytest.raises(DomainError, match="not signed yet"):
        addend(replace(subject, signed_at=None), FULL[AddendumKind.ADDENDUM], hand(author))


def test_nothing_follows_a_retraction(subject, author):
    withdrawn, _ = addend(subject, FULL[AddendumKind.RETRACTION], hand(author))
    assert retraction_in([withdrawn]) is withdrawn
    for written in FULL.values():
        with pytest.raises(DomainError, match="withdrawn"):
            addend(subject, written, hand(author), earlier=[withdrawn])


def test_only_its_author_or_a_licensed_practitioner_withdraws_a_record(subject, facility):
    colleague = a_staff(Role.COUNSELOR, at=facility)
    with pytest.raises(DomainError, match="Only the author"):
        addend(subject, FULL[AddendumKind.RETRACTION], hand(colleague))
    nurse = a_staff(Role.NURSE, at=facility)
    assert nurse.is_lpha
    addend(subject, FULL[AddendumKind.RETRACTION], hand(nurse))


def test_nobody_writes_under_a_record_without_a_valid_license(subject, facility):
    unlicensed = a_staff(Role.COUNSELOR, at=facility, credential=Credential.NONE)
    with pytest.raises(DomainError, match="names no credential"):
        addend(subject, FULL[AddendumKind.ADDENDUM], hand(unlicensed))


def test_a_withdrawn_record_can_be_left_out_of_any_list(session, subject, author):
    is_out = select(retracted(Kind.MEASUREMENT, Addendum.object_id)).where(
        Addendum.object_id == subject.id
    )
    addition, signature = addend(subject, FULL[AddendumKind.ADDENDUM], hand(author))
    session.add_all([addition, signature])
    session.flush()
    assert session.scalars(is_out).all() == [False]
    withdrawn, second = addend(
        subject, FULL[AddendumKind.RETRACTION], hand(author), prior=signature
    )
    session.add_all([withdrawn, second])
    session.flush()
    assert session.scalars(is_out).all() == [True, True]
    assert second.prior_id == signature.id


@pytest.mark.parametrize("table", [Addendum.__table__, Signature.__table__])
def test_the_database_keeps_every_addendum_and_its_signature(session, subject, author, table):
    session.add_all(addend(subject, FULL[AddendumKind.CORRECTION], hand(author)))
    session.flush()
    row = session.execute(table.select()).mappings().one()
    changes = [update(table).values({name: value}) for name, value in row.items()]
    for statement in (*changes, delete(table)):
        with pytest.raises((IntegrityError, ProgrammingError)), session.begin_nested():
            session.execute(statement)
