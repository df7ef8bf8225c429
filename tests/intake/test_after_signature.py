"""What may follow the signature of an intake, on the screen, on paper and in what comes after."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from tests.builders import a_staff
from tests.intake.conftest import SECRET, SIGNED_AT, marker
from tests.intake.test_record import on_paper, on_screen
from tests.paper import pages_of, squeezed
from treatment.accounts import passwords
from treatment.audit.models import AuditEvent
from treatment.audit.vocabulary import Action
from treatment.intake import operations, queries
from treatment.intake.operations.reassessing import reassess
from treatment.permissions import Role
from treatment.plans.models import Plan
from treatment.plans.queries import newest_signed_intake
from treatment.records.models import Addendum, Signature
from treatment.records.vocabulary import AddendumKind, Kind, Meaning
from treatment.reports.queries import intakes, intakes_to_review

WHY = "It is about the person in the next room."
HAPPENED = (SIGNED_AT - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
SENT = {
    "addendum": {"words": "Her sister called: she will drive her."},
    "correction": {"part": "goals", "words": "See my son", "reason": "I misheard."},
    "late_entry": {"words": "Naloxone was handed out.", "occurred_at": HAPPENED, "reason": "Busy."},
    "retraction": {"reason": WHY},
}
KINDS = list(SENT)


def at_page(intake, kind):
    return f"/intake/{intake.id}/write/{kind}"


def write(mine, intake, kind, **changes):
    page = mine.get(at_page(intake, kind))
    assert page.status_code == 200
    token = re.search(r'name="token"[^>]*value="([\w-]+)"', page.text)
    assert token
    sent = {**SENT[kind], "token": token[1], "secret": SECRET, **changes}
    return mine.post(at_page(intake, kind), data=sent)


@pytest.fixture
def mine(client_of, author):
    return client_of(author)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_written_under_its_own_signature(kept, mine, session, author, kind):
    answer = write(mine, kept, kind)
    assert (answer.status_code, answer.location) == (303, f"/intake/{kept.id}")
    entry = session.scalars(select(Addendum)).one()
    assert (entry.kind, entry.object_type, entry.object_id) == (kind, Kind.ASSESSMENT, kept.id)
    assert (entry.author_id, entry.patient_id) == (author.id, kept.episode.patient_id)
    signed = session.scalars(select(Signature).where(Signature.object_id == entry.id)).one()
    first = session.scalars(select(Signature).where(Signature.meaning == Meaning.AUTHOR)).first()
    assert signed.prior_id == first.id
    action = Action.WITHDRAW if kind == "retraction" else Action.ADDEND
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == action)).one()
    assert (event.object_id, event.reason) == (str(kept.id), kind)
    assert event.after_hash == signed.content_sha256


@pytest.mark.parametrize("kind", KINDS[:3])
def test_it_stands_beside_the_original_on_the_screen_and_on_paper(kept, mine, kind):
    before = kept.record
    write(mine, kept, kind)
    assert kept.record == before
    page = mine.get(f"/intake/{kept.id}").text
    paper = on_paper(mine.get(f"/intake/{kept.id}/print.pdf").data)
    for shown in (on_screen(page), paper):
        assert squeezed(SENT[kind]["words"]) in shown
        assert squeezed(SENT[kind].get("reason", "")) in shown
        assert squeezed(AddendumKind(kind).label) in shown
        assert squeezed(marker("goals")) in shown


def test_a_correction_keeps_what_the_record_says_and_is_shown_at_the_question(kept, mine, session):
    write(mine, kept, "correction")
    entry = session.scalars(select(Addendum)).one()
    assert (entry.part, entry.was, entry.words) == ("goals", marker("goals"), "See my son")
    page = on_screen(mine.get(f"/intake/{kept.id}").text)
    label = squeezed(next(q for q in labels_of(kept) if q[0] == "goals")[1])
    asked = page.index(label)
    assert page.index("SeemysonRobin") > asked
    assert page.index(squeezed("It was: " + marker("goals"))) > asked
    paper = on_paper(mine.get(f"/intake/{kept.id}/print.pdf").data)
    assert paper.count("Seemyson") == 2  # at the question and at the end


def labels_of(intake):
    return [
        (q["key"], q["label"])
        for s in intake.record["sections"]
        for b in s["blocks"]
        for q in b["questions"]
    ]


def test_a_late_entry_shows_when_it_happened_and_when_it_was_entered(kept, mine, session):
    write(mine, kept, "late_entry")
    entry = session.scalars(select(Addendum)).one()
    assert entry.occurred_at < entry.entered_at
    page = mine.get(f"/intake/{kept.id}").text
    assert "Happened" in page
    assert "entered" in page


def test_the_same_form_sent_twice_makes_one_entry(kept, mine, session):
    sent = {**SENT["addendum"], "token": str(uuid4()), "secret": SECRET}
    for _ in range(2):
        assert mine.post(at_page(kept, "addendum"), data=sent).status_code == 303
    assert session.scalar(select(func.count()).select_from(Addendum)) == 1


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("addendum", {"words": ""}),
        ("correction", {"part": ""}),
        ("correction", {"part": "no_such_question"}),
        ("correction", {"reason": ""}),
        ("late_entry", {"occurred_at": "2199-01-01T10:00"}),
        ("late_entry", {"occurred_at": ""}),
        ("retraction", {"reason": "wrong"}),
        ("addendum", {"secret": "wrong"}),
    ],
)
def test_what_is_not_right_is_shown_again_and_nothing_is_kept(kept, mine, session, kind, changes):
    assert write(mine, kept, kind, **changes).status_code == 422
    assert session.scalars(select(Addendum)).all() == []


@pytest.mark.parametrize("kind", KINDS)
def test_before_the_signature_there_is_nothing_to_write_under(filled, mine, kind):
    answer = mine.get(at_page(filled, kind))
    assert answer.status_code == 409
    assert "not signed yet" in answer.text
    assert "Write under it" not in mine.get(f"/intake/{filled.id}").text


def test_an_unknown_kind_is_no_page(kept, mine):
    assert mine.get(at_page(kept, "amendment")).status_code == 404


def test_a_colleague_may_add_and_only_a_licensed_one_may_withdraw(
    kept, client_of, session, facility, stay, lpha
):
    licensed = client_of(lpha)
    assert licensed.get(at_page(kept, "retraction")).status_code == 200
    hashed = passwords.hashed(SECRET)
    nurse = client_of(a_staff(Role.NURSE, at=facility, password=hashed, credential="RADT"))
    assert write(nurse, kept, "addendum").status_code == 303
    refused = nurse.get(at_page(kept, "retraction"))
    assert refused.status_code == 409
    assert "Only the author or a licensed practitioner" in refused.text
    director = client_of(a_staff(Role.DIRECTOR, at=facility))
    assert director.get(at_page(kept, "addendum")).status_code == 404


def test_the_list_of_intakes_shows_a_badge_for_each_kind(kept, mine):
    for kind in ("addendum", "addendum", "correction"):
        write(mine, kept, kind)
    page = on_screen(mine.get(f"/episodes/{kept.episode_id}/intake").text)
    assert "Addendum×2" in page
    assert "Correction" in page


# --- withdrawn --------------------------------------------------------------------------------


@pytest.fixture
def withdrawn(kept, mine):
    assert write(mine, kept, "retraction").status_code == 303
    return kept


def test_a_withdrawn_intake_leaves_a_stone_with_who_and_why(withdrawn, mine, author):
    page = mine.get(f"/intake/{withdrawn.id}")
    assert page.status_code == 200
    assert "This intake was withdrawn" in page.text
    assert WHY in page.text
    assert author.credential_line in page.text
    assert "Zqgoals" not in page.text
    listed = on_screen(mine.get(f"/episodes/{withdrawn.episode_id}/intake").text)
    assert "Retraction" in listed


@pytest.mark.parametrize("page", ["/print.pdf", "/retracted", "/changes", "/review"])
def test_its_content_is_gone_from_the_normal_chart(withdrawn, mine, page):
    assert mine.get(f"/intake/{withdrawn.id}{page}").status_code == 404


@pytest.mark.parametrize("role", [Role.RECORDS, Role.AUDITOR])
def test_those_who_keep_the_records_still_read_it(withdrawn, client_as, role):
    keeper = client_as(role)
    shown = keeper.get(f"/intake/{withdrawn.id}/retracted")
    assert shown.status_code == 200
    assert "Zqgoals" in shown.text
    assert "WITHDRAWN" in shown.text
    listed = keeper.get(f"/patients/{withdrawn.episode.patient_id}/retracted").text
    assert WHY in listed
    assert f"/intake/{withdrawn.id}/retracted" in listed


def test_an_auditor_prints_it_with_the_word_on_every_page(withdrawn, client_as):
    pages = pages_of(client_as(Role.AUDITOR).get(f"/intake/{withdrawn.id}/print.pdf").data)
    assert all("WITHDRAWN" in page for page in pages)


def test_what_stands_is_not_among_the_withdrawn(kept, client_as):
    keeper = client_as(Role.AUDITOR)
    assert keeper.get(f"/intake/{kept.id}/retracted").location == f"/intake/{kept.id}"
    listed = keeper.get(f"/patients/{kept.episode.patient_id}/retracted").text
    assert "Nothing was withdrawn" in listed


def test_nothing_follows_it(withdrawn, mine, session):
    page = mine.get(at_page(withdrawn, "addendum"))
    assert "Nothing more can be written here" in page.text
    sent = {**SENT["addendum"], "token": str(uuid4()), "secret": SECRET}
    assert mine.post(at_page(withdrawn, "addendum"), data=sent).status_code == 409
    assert session.scalar(select(func.count()).select_from(Addendum)) == 1


def test_it_feeds_no_plan_no_board_and_no_reassessment(withdrawn, mine, author, lpha, session):
    at = SIGNED_AT + timedelta(hours=4)
    patient, stay = withdrawn.episode.patient_id, withdrawn.episode_id
    assert session.scalar(newest_signed_intake(stay, author, at)) is None
    assert session.scalar(queries.last_signed(patient, author, at)) is None
    assert session.scalar(queries.newest_assessment(stay, author, at)) is None
    assert session.execute(intakes(author, at)).all() == []
    assert session.execute(intakes_to_review(lpha, at)).all() == []
    answer = mine.post(f"/episodes/{stay}/plans")
    assert answer.status_code == 409
    assert "Sign the intake before drafting a plan" in answer.text


def test_a_plan_drafted_from_it_before_warns(kept, mine, session):
    assert mine.post(f"/episodes/{kept.episode_id}/plans").status_code == 303
    plan = session.scalars(select(Plan)).one()
    words = "The intake behind this plan was withdrawn"
    assert words not in mine.get(f"/plans/{plan.id}").text
    write(mine, kept, "retraction")
    assert words in mine.get(f"/plans/{plan.id}").text


def test_an_earlier_intake_counts_again_once_the_later_one_is_withdrawn(
    kept, mine, author, session, sign
):
    later = operations.start(kept.episode, by=author, at=SIGNED_AT + timedelta(hours=1))
    row = next(each for each in later.sections if each.section == "use")
    row.answers = {"primary": "kratom_leaf"}
    session.add(later)
    session.commit()
    sign(later, author, SIGNED_AT + timedelta(hours=2))
    at = SIGNED_AT + timedelta(hours=4)
    assert session.scalar(newest_signed_intake(kept.episode_id, author, at)).id == later.id
    write(mine, later, "retraction")
    assert session.scalar(newest_signed_intake(kept.episode_id, author, at)).id == kept.id


def test_withdrawing_it_opens_what_a_reassessment_took_over(kept, mine, author, session):
    begun = reassess(
        kept, kept.episode, switched=[], accepted=[], by=author, at=SIGNED_AT + timedelta(hours=1)
    )
    for row in begun.sections:
        row.carried = []
    session.add(begun)
    session.commit()
    write(mine, kept, "addendum")
    session.expire_all()
    assert not operations.unconfirmed(begun)
    write(mine, kept, "retraction")
    session.expire_all()
    assert operations.unconfirmed(begun)
