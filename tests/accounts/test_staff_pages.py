"""The administrator's pages: who works here, what they may do, and how that ends."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests.accounts.conftest import (
    PASSWORD,
    Somebody,
    events,
    give_code,
    give_password,
    is_in,
    sign_in,
)
from tests.builders import a_facility, a_staff
from tests.conftest import Client
from treatment.accounts import operations, queries
from treatment.accounts.models import Facility, Staff
from treatment.accounts.vocabulary import Credential
from treatment.audit.vocabulary import Action
from treatment.permissions import Role

Make = Callable[..., Somebody]
Open = Callable[[], Client]
MONDAY = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
NEWCOMER = {
    "username": "Mara.Okafor",
    "printed_name": "Mara Okafor",
    "credential": "CADC",
    "license_number": "C1",
    "license_state": "CA",
    "license_expires_on": "2099-01-31",
    "roles": ["counselor"],
}


@pytest.fixture
def boss(browser: Open, somebody: Make) -> Client:
    client = browser()
    sign_in(client, somebody(Role.ADMINISTRATOR))
    return client


def link_in(page: str) -> str:
    found = re.search(r"http://localhost(/welcome/[\w-]+)", page)
    assert found
    return found[1]


def test_an_invited_person_sets_a_password_then_an_authenticator_and_is_in(
    boss: Client, client: Client, session: Session
) -> None:
    shown = boss.post("/staff/invite", data=NEWCOMER)
    assert shown.status_code == 200
    link = link_in(shown.text)
    assert "mara.okafor" in client.get(link).text
    answer = client.post(link, data={"password": PASSWORD, "again": PASSWORD})
    assert answer.status_code == 303
    give_password(client, "mara.okafor")
    page = client.post("/sign-in/authenticator", data={"setup": "authenticator"}).text
    found = re.search(r'id="authenticator-key">([A-Z2-7 ]+)<', page)
    assert found
    staff = session.scalar(queries.named("mara.okafor"))
    assert staff is not None
    give_code(client, Somebody(staff, found[1].replace(" ", "")).code())
    assert "Mara Okafor, CADC" in client.get("/me").text


def test_a_link_works_once_and_for_a_day(boss: Client, browser: Open) -> None:
    link = link_in(boss.post("/staff/invite", data=NEWCOMER).text)
    chosen = {"password": PASSWORD, "again": PASSWORD}
    assert browser().post(link, data=chosen).status_code == 303
    again = browser().post(link, data=chosen)
    assert again.status_code == 422
    assert "was used or is too old" in again.text


def test_a_link_is_dead_after_24_hours(browser: Open, somebody: Make) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        client = browser()
        sign_in(client, somebody(Role.ADMINISTRATOR))
        link = link_in(client.post("/staff/invite", data=NEWCOMER).text)
        clock.shift(timedelta(hours=24))
        answer = browser().post(link, data={"password": PASSWORD, "again": PASSWORD})
    assert answer.status_code == 422


def test_a_newer_link_ends_the_older(boss: Client, browser: Open, session: Session) -> None:
    older = link_in(boss.post("/staff/invite", data=NEWCOMER).text)
    staff = session.scalar(queries.named("mara.okafor"))
    assert staff is not None
    newer = link_in(boss.post(f"/staff/{staff.id}/link").text)
    chosen = {"password": PASSWORD, "again": PASSWORD}
    assert browser().post(older, data=chosen).status_code == 422
    assert browser().post(newer, data=chosen).status_code == 303
    assert boss.post(f"/staff/{staff.id}/link").status_code == 409


def test_an_invented_link_does_not_exist(client: Client) -> None:
    assert client.get("/welcome/" + "x" * 43).status_code == 404


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("short", "at least 12"),
        ("x" * 201, "longer than any password"),
        ("password12345", "common"),
        ("123456789012", "common"),
        ("qwertyuiop123", "common"),
        ("aaaaaaaaaaaaaa", "common"),
        ("mara.okafor and more", "name and username"),
        ("the okafor family", "name and username"),
    ],
)
def test_a_weak_password_is_refused_beside_its_field(
    boss: Client, client: Client, password: str, says: str
) -> None:
    link = link_in(boss.post("/staff/invite", data=NEWCOMER).text)
    answer = client.post(link, data={"password": password, "again": password})
    assert answer.status_code == 422
    assert says in answer.text
    assert f'value="{password}"' not in answer.text


@pytest.mark.parametrize(
    "password", ["correct gentle marmots sing", "ünïcødé söñg øf the sea", "tin can phone " * 14]
)
def test_a_long_password_of_any_letters_is_taken(
    boss: Client, client: Client, password: str
) -> None:
    link = link_in(boss.post("/staff/invite", data=NEWCOMER).text)
    assert client.post(link, data={"password": password, "again": password}).status_code == 303
    assert give_password(client, "mara.okafor", password).status_code == 302


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"username": "mara okafor"}, "letters, digits, dots and dashes"),
        ({"username": "\u202emara"}, "letters, digits, dots and dashes"),
        ({"username": ""}, "Choose a username"),
        ({"printed_name": " "}, "Enter the person"),
        ({"credential": "surgeon general"}, "Invalid Choice"),
        ({"license_expires_on": "soon"}, "Not a valid date"),
        ({"roles": ["emperor"]}, "Invalid Choice"),
        ({"printed_name": "x" * 20_000}, "Shorten this"),
    ],
)
def test_what_cannot_be_is_refused_and_nobody_is_made(
    boss: Client, session: Session, change: dict[str, Any], says: str
) -> None:
    answer = boss.post("/staff/invite", data={**NEWCOMER, **change})
    assert answer.status_code == 422
    assert says.casefold() in answer.text.casefold()
    assert session.scalar(queries.named("mara.okafor")) is None


def test_a_username_is_never_given_twice(boss: Client, somebody: Make) -> None:
    person = somebody(active=False)
    answer = boss.post("/staff/invite", data={**NEWCOMER, "username": person.username.upper()})
    assert answer.status_code == 422
    assert "taken" in answer.text


def test_the_list_shows_the_facility_and_nobody_else(
    boss: Client, session: Session, somebody: Make
) -> None:
    elsewhere = a_facility()
    session.add(elsewhere)
    somebody(printed_name="Here Today")
    somebody(printed_name="Somewhere Else", at=elsewhere)
    for path in ("/staff", "/staff/review"):
        page = boss.get(path).text
        assert "Here Today" in page
        assert "Somewhere Else" not in page


ACTS = ("record", "roles", "disable", "enable", "unlock", "second-factor", "link")


def test_another_facilitys_person_does_not_exist(
    boss: Client, session: Session, somebody: Make
) -> None:
    elsewhere = a_facility()
    session.add(elsewhere)
    stranger = somebody(at=elsewhere)
    known, unknown = f"/staff/{stranger.id}", f"/staff/{uuid4()}"
    assert boss.get(known).status_code == boss.get(unknown).status_code == 404
    for act in ACTS:
        sent = {"reason": "Because of this", "version": 1, "roles": ["director"]}
        assert boss.post(f"{known}/{act}", data=sent).status_code == 404
    assert stranger.row(session).active


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_an_administrator_finds_these_pages(
    client_as: Callable[..., Client], somebody: Make, role: Role
) -> None:
    client, other = client_as(role), somebody()
    for path in ("/staff", "/staff/review", "/staff/invite", f"/staff/{other.id}", "/facility"):
        assert client.get(path).status_code == 404
    for act in ACTS:
        assert client.post(f"/staff/{other.id}/{act}", data={}).status_code == 404


def test_nobody_raises_disables_or_resets_themselves(
    client: Client, somebody: Make, session: Session
) -> None:
    person = somebody(Role.ADMINISTRATOR)
    sign_in(client, person)
    version = person.row(session).version
    own = f"/staff/{person.id}"
    sent = {"roles": ["director", "prescriber"], "version": version, "reason": "I would like to"}
    for act in ("roles", "disable", "second-factor"):
        assert client.post(f"{own}/{act}", data=sent).status_code == 409
    assert person.row(session).roles == {Role.ADMINISTRATOR}
    assert person.row(session).active
    assert person.row(session).has_second_factor


def test_roles_are_changed_and_recorded(boss: Client, somebody: Make, session: Session) -> None:
    person = somebody(Role.COUNSELOR)
    row = person.row(session)
    before = events(session, Action.PRIVILEGE)
    sent = {"roles": ["nurse", "counselor"], "version": row.version}
    assert boss.post(f"/staff/{person.id}/roles", data=sent).status_code == 303
    assert person.row(session).roles == {Role.NURSE, Role.COUNSELOR}
    assert events(session, Action.PRIVILEGE) == before + 1
    assert boss.post(f"/staff/{person.id}/roles", data=sent).status_code == 409  # stale now
    fresh = {"version": person.row(session).version}
    assert boss.post(f"/staff/{person.id}/roles", data=fresh).status_code == 409  # none left


def test_a_record_saved_by_two_is_kept_for_the_first_and_shown_to_the_second(
    boss: Client, somebody: Make, session: Session
) -> None:
    person = somebody()
    record = {"printed_name": "First", "credential": "MD", "version": person.row(session).version}
    assert boss.post(f"/staff/{person.id}/record", data=record).status_code == 303
    answer = boss.post(f"/staff/{person.id}/record", data={**record, "printed_name": "Second"})
    assert answer.status_code == 409
    assert "First" in answer.text
    assert "Second" in answer.text
    assert person.row(session).printed_name == "First"
    assert person.row(session).credential is Credential.MD


def test_a_form_cannot_carry_what_it_does_not_show(
    boss: Client, somebody: Make, session: Session
) -> None:
    person, elsewhere = somebody(), uuid4()
    extra = {"facility_id": elsewhere, "is_demo": "y", "active": "", "password": "x"}
    record = {"printed_name": "Same", "credential": "CADC", "version": person.row(session).version}
    boss.post(f"/staff/{person.id}/record", data={**record, **extra})
    row = person.row(session)
    assert (row.active, row.is_demo) == (True, False)
    assert row.facility_id != elsewhere


def test_unlocking_lets_a_person_try_again_now(boss: Client, browser: Open, somebody: Make) -> None:
    person = somebody()
    for _ in range(5):
        give_password(browser(), person.username, "wrong")
    assert "Locked" in boss.get(f"/staff/{person.id}").text
    boss.post(f"/staff/{person.id}/unlock")
    assert give_password(browser(), person.username).status_code == 302


def test_resetting_a_second_factor_needs_a_reason_and_ends_sessions(
    boss: Client, browser: Open, somebody: Make, session: Session
) -> None:
    person, client = somebody(), browser()
    sign_in(client, person)
    assert boss.post(f"/staff/{person.id}/second-factor", data={}).status_code == 422
    assert is_in(client)
    sent = {"reason": "Phone lost, identity checked in person"}
    assert boss.post(f"/staff/{person.id}/second-factor", data=sent).status_code == 303
    assert not is_in(client)
    assert not person.row(session).has_second_factor
    assert give_password(browser(), person.username).location.endswith("/authenticator")


def test_disabling_needs_a_reason_and_enabling_lets_back_in(
    boss: Client, browser: Open, somebody: Make
) -> None:
    person = somebody()
    assert boss.post(f"/staff/{person.id}/disable", data={}).status_code == 422
    boss.post(f"/staff/{person.id}/disable", data={"reason": "On leave"})
    assert give_password(browser(), person.username).status_code == 422
    boss.post(f"/staff/{person.id}/enable")
    assert give_password(browser(), person.username).status_code == 302


def test_the_review_names_roles_license_and_last_sign_in(boss: Client, somebody: Make) -> None:
    somebody(Role.NURSE, printed_name="Old Paper", license_expires_on=date(2020, 1, 31))
    page = boss.get("/staff/review").text
    assert "Old Paper" in page
    assert "Expired Jan 31, 2020" in page
    assert "Nurse" in page


def test_lists_ask_few_statements_however_many_people(
    boss: Client, somebody: Make, statements: Any
) -> None:
    counts = []
    for _ in range(2):
        for _ in range(5):
            somebody()
        with statements() as seen:
            boss.get("/staff")
        counts.append(len([sql for sql in seen if "audit" not in sql]))
    assert counts[0] == counts[1] <= 4


def test_an_administrator_changes_no_password(app: Any) -> None:
    names = {rule.endpoint for rule in app.url_map.iter_rules() if "staff" in rule.rule}
    assert not any("password" in name for name in names)


def test_operations_refuse_what_no_page_offers(session: Session, facility: Facility) -> None:
    from treatment.errors import DomainError

    staff: Staff = a_staff(Role.NURSE, at=facility, password="set")
    session.add(staff)
    session.flush()
    with pytest.raises(DomainError):
        operations.link(session, staff, by=None, at=MONDAY)


def test_a_role_is_taken_away(boss: Client, somebody: Make, session: Session) -> None:
    person = somebody(Role.NURSE, Role.DIRECTOR)
    sent = {"roles": ["nurse"], "version": person.row(session).version}
    assert boss.post(f"/staff/{person.id}/roles", data=sent).status_code == 303
    assert person.row(session).roles == {Role.NURSE}


@pytest.mark.parametrize("act", ["roles", "record"])
def test_what_has_no_shape_changes_nobody(
    boss: Client, somebody: Make, session: Session, act: str
) -> None:
    person = somebody()
    sent = {"roles": ["emperor"], "credential": "", "version": "x"}
    assert boss.post(f"/staff/{person.id}/{act}", data=sent).status_code == 422
    assert person.row(session).roles == {Role.COUNSELOR}


def test_an_auditor_has_a_last_day(boss: Client, somebody: Make, session: Session) -> None:
    sent = {**NEWCOMER, "roles": ["auditor"], "credential": "none"}
    refused = boss.post("/staff/invite", data=sent)
    assert refused.status_code == 422
    assert "needs an end date" in refused.text
    assert (
        boss.post("/staff/invite", data={**sent, "access_until": "2099-01-01"}).status_code == 200
    )
    auditor = session.scalar(queries.named("mara.okafor"))
    assert auditor is not None
    record = {"printed_name": "Mara", "credential": "none", "version": auditor.version}
    assert boss.post(f"/staff/{auditor.id}/record", data=record).status_code == 409
    person = somebody()
    roles = {"roles": ["auditor"], "version": person.row(session).version}
    assert boss.post(f"/staff/{person.id}/roles", data=roles).status_code == 409


def test_a_password_has_an_upper_bound() -> None:
    from treatment.accounts import passwords
    from treatment.errors import DomainError

    with pytest.raises(DomainError, match="at most 200"):
        passwords.refuse_weak("a long one " * 20, username="x")
