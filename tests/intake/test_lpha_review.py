"""A licensed practitioner reviews what a counselor assessed (TP-15)."""

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError, ProgrammingError

from tests.builders import a_facility, a_staff, a_team_member
from tests.intake.conftest import SECRET, SIGNED_AT
from tests.intake.test_record import on_paper, on_screen
from tests.paper import squeezed
from treatment.accounts import passwords
from treatment.accounts.vocabulary import AuthMethod, Credential
from treatment.audit.models import AuditEvent
from treatment.audit.vocabulary import Action
from treatment.errors import DomainError
from treatment.intake import operations
from treatment.intake.models import AssessmentReview
from treatment.intake.operations.reviewing import may_review, needs_review, record_under
from treatment.intake.vocabulary import ReviewMode
from treatment.patients.vocabulary import TeamPart
from treatment.permissions import Role
from treatment.records.models import Signature
from treatment.records.operations import Hand, is_intact
from treatment.records.vocabulary import Meaning

NOTE = "Agreed that severity is severe; the liver tests come first."
SENT = {"mode": "video", "note": NOTE, "secret": SECRET}


def at_page(intake):
    return f"/intake/{intake.id}/lpha-review"


def signatures(session, meaning):
    return session.scalars(select(Signature).where(Signature.meaning == meaning)).all()


def test_a_counselors_intake_waits_in_the_queue_until_it_is_reviewed(kept, lpha, client_of):
    browser = client_of(lpha)
    for page in ("/", "/cosign"):
        assert f'href="{at_page(kept)}"' in browser.get(page).text
    answer = browser.post(at_page(kept), data=SENT)
    assert (answer.status_code, answer.location) == (303, f"/intake/{kept.id}")
    for page in ("/", "/cosign"):
        assert f'href="{at_page(kept)}"' not in browser.get(page).text


def test_the_form_of_the_review_is_one_key_away(kept, lpha, author, client_of):
    assert '<a href="#sign">Your review</a>' in client_of(lpha).get(at_page(kept)).text
    assert '<a href="#sign">Your review</a>' not in client_of(author).get(f"/intake/{kept.id}").text


def test_the_review_says_how_and_stands_under_its_own_signature(
    kept, lpha, author, client_of, session
):
    client_of(lpha).post(at_page(kept), data=SENT)
    review = session.scalars(select(AssessmentReview)).one()
    assert (review.mode, review.note, review.by_id) == (ReviewMode.VIDEO, NOTE, lpha.id)
    [signed] = signatures(session, Meaning.REVIEW)
    [first] = signatures(session, Meaning.AUTHOR)
    assert (signed.prior_id, signed.credential) == (first.id, "LMFT")
    assert (
        signed.attestation == "I reviewed this assessment with its author, in the way named here."
    )
    session.refresh(kept)
    assert is_intact(signed, record_under(kept, signed).content)
    assert not is_intact(signed, record_under(kept, first).content)
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == Action.REVIEW)).one()
    assert event.after_hash == signed.content_sha256


def test_the_review_is_on_the_screen_and_on_paper(kept, lpha, author, client_of):
    before = client_of(author).get(f"/intake/{kept.id}").text
    assert "Review by a licensed practitioner: not done yet" in before
    client_of(lpha).post(at_page(kept), data=SENT)
    browser = client_of(author)
    page = browser.get(f"/intake/{kept.id}").text
    paper = on_paper(browser.get(f"/intake/{kept.id}/print.pdf").data)
    for shown in (on_screen(page), paper):
        assert squeezed(f"By video: {NOTE}") in shown
        assert squeezed(f"{lpha.printed_name}, LMFT {lpha.license_number}") in shown
        assert squeezed("Review by a licensed practitioner") in shown
        assert squeezed("not done yet") not in shown


def test_an_intake_signed_by_a_licensed_practitioner_needs_none(
    filled, lpha, client_of, sign, session, facility
):
    signature = sign(filled, lpha)
    assert not needs_review(signature)
    doctor = a_staff(Role.PRESCRIBER, at=facility, password=passwords.hashed(SECRET))
    browser = client_of(doctor)
    assert at_page(filled) not in browser.get("/cosign").text
    assert "it needs no review" in browser.get(at_page(filled)).text
    assert "not done yet" not in browser.get(f"/intake/{filled.id}").text


def test_nobody_reviews_their_own(kept, author, session, facility, client_of):
    author.credential = Credential.LCSW  # licensed since
    session.commit()
    assert not may_review(kept, author)
    hand = Hand(staff=author, method=AuthMethod.PASSWORD, at=SIGNED_AT)
    first = signatures(session, Meaning.AUTHOR)[0]
    with pytest.raises(DomainError, match="somebody else reviews it"):
        operations.review(kept, hand, mode=ReviewMode.PHONE, note=NOTE, author=first)


@pytest.mark.parametrize(
    ("roles", "credential"),
    [
        ((Role.COUNSELOR,), Credential.LAADC),
        ((Role.NURSE,), Credential.RN),
        ((Role.THERAPIST,), Credential.RADT),
        ((Role.DIRECTOR,), Credential.MD),
    ],
)
def test_only_a_license_and_a_reviewing_role_together_review(
    kept, stay, session, facility, client_of, roles, credential
):
    hashed = passwords.hashed(SECRET)
    staff = a_staff(*roles, at=facility, password=hashed, credential=credential)
    session.add(staff)
    session.flush()
    session.add(a_team_member(stay, staff, part=TeamPart.MEMBER, added_by_id=staff.id))
    browser = client_of(staff)
    assert browser.get(at_page(kept)).status_code in {404, 409}
    assert browser.post(at_page(kept), data=SENT).status_code in {404, 409}
    assert signatures(session, Meaning.REVIEW) == []
    assert at_page(kept) not in browser.get("/").text


def test_another_facilitys_practitioner_finds_nothing(kept, session, client_as):
    session.add(elsewhere := a_facility())
    session.flush()
    stranger = client_as(Role.MEDICAL_DIRECTOR, at=elsewhere, password=passwords.hashed(SECRET))
    assert stranger.get(at_page(kept)).status_code == 404
    assert stranger.post(at_page(kept), data=SENT).status_code == 404


def test_it_is_reviewed_once_and_the_same_form_twice_is_one_review(
    kept, lpha, client_of, session, facility
):
    browser = client_of(lpha)
    assert f'href="{at_page(kept)}"' in browser.get(f"/intake/{kept.id}").text
    for _ in range(2):
        answer = browser.post(at_page(kept), data=SENT)
        assert (answer.status_code, answer.location) == (303, f"/intake/{kept.id}")
    assert f'href="{at_page(kept)}"' not in browser.get(f"/intake/{kept.id}").text
    assert "reviewed already" in browser.get(at_page(kept)).text
    doctor = a_staff(Role.PRESCRIBER, at=facility, password=passwords.hashed(SECRET))
    for reviewer, note in ((browser, "Something else."), (client_of(doctor), NOTE)):
        answer = reviewer.post(at_page(kept), data={**SENT, "note": note})
        assert (answer.status_code, "reviewed already" in answer.text) == (409, True)
    assert len(signatures(session, Meaning.REVIEW)) == 1


@pytest.mark.parametrize("left_out", ["mode", "note", "secret"])
def test_what_is_left_out_is_asked_for_and_nothing_is_lost(
    kept, lpha, client_of, session, left_out
):
    answer = client_of(lpha).post(at_page(kept), data={**SENT, left_out: ""})
    assert answer.status_code == 422
    assert left_out == "note" or NOTE in answer.text
    assert signatures(session, Meaning.REVIEW) == []


def test_an_open_intake_cannot_be_reviewed(filled, lpha):
    hand = Hand(staff=lpha, method=AuthMethod.PASSWORD, at=SIGNED_AT)
    with pytest.raises(DomainError, match="once its author has signed"):
        operations.review(filled, hand, mode=ReviewMode.PHONE, note=NOTE, author=None)


def test_the_database_keeps_every_review(kept, lpha, client_of, session):
    client_of(lpha).post(at_page(kept), data=SENT)
    table = AssessmentReview.__table__
    row = session.execute(table.select()).mappings().one()
    for statement in (*(update(table).values({k: v}) for k, v in row.items()), delete(table)):
        with pytest.raises((IntegrityError, ProgrammingError)), session.begin_nested():
            session.execute(statement)
