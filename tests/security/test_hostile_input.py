"""What somebody sends who does not use our forms: too much, too early, too late, too secret."""

import pytest
from sqlalchemy import func, select
from wtforms import PasswordField
from wtforms.fields.core import UnboundField

from treatment.accounts import forms, gates
from treatment.audit.models import AuditEvent
from treatment.permissions import Role
from treatment.web import faults

TYPED = {"current": "my old sentence", "password": "my new sentence", "again": "my new sentance"}


def _events(session):
    return session.scalar(select(func.count()).select_from(AuditEvent))


# --- secrets ---------------------------------------------------------------------------------


def test_no_password_comes_back_on_an_error_page(client_as):
    answer = client_as(Role.COUNSELOR).post("/me/password", csrf=False, data=TYPED)
    assert answer.status_code == 400
    assert [text for text in TYPED.values() if text in answer.text] == []


def test_a_nul_in_one_field_does_not_print_the_others(client_as):
    typed = {**TYPED, "password": "nul\0"}
    answer = client_as(Role.COUNSELOR).post("/me/password", data=typed)
    assert answer.status_code == 400
    assert [text for text in TYPED.values() if text in answer.text] == []


def test_every_field_for_a_secret_is_known_as_one():
    classes = [each for room in (forms, gates) for each in vars(room).values() if _has_fields(each)]
    secrets = {name for each in classes for name in dir(each) if _is_secret(each, name)}
    assert {"password", "current", "again", "secret"} <= secrets <= faults.SECRET


def _has_fields(each):
    return isinstance(each, type) and each.__name__.endswith(("Form", "Fields"))


def _is_secret(form, name):
    field = getattr(form, name)
    return isinstance(field, UnboundField) and issubclass(field.field_class, PasswordField)


# --- size ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/patients/new", "/sign-in", "/nowhere"])
def test_a_body_beyond_the_limit_is_a_calm_page_and_one_event(client_as, session, path):
    client = client_as(Role.COUNSELOR)
    before = _events(session)
    answer = client.post(path, data={"given_name": "x" * 3_000_000})
    assert answer.status_code in {404, 413}
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Content-Security-Policy" in answer.headers
    assert _events(session) - before == (path != "/sign-in")


# --- days at the edge of the calendar --------------------------------------------------------


@pytest.mark.parametrize(
    "days",
    [("9999-12-31", "9999-12-31"), ("0001-01-01", "0001-01-01"), ("2026-01-01", "9999-12-31")],
)
@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Auckland"])
def test_no_day_is_too_far_for_a_filter_of_the_log(client_as, facility, days, zone):
    facility.zone = zone
    since, until = days
    for page in ("/audit", "/audit/export.csv"):
        answer = client_as(Role.DIRECTOR).get(f"{page}?since={since}&until={until}")
        assert answer.status_code == (422 if page == "/audit" else 303)


@pytest.mark.parametrize(
    "days",
    [("9999-12-31", "9999-12-31"), ("2026-01-01", "9999-12-31"), ("0001-01-01", "0001-01-02")],
)
@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Auckland"])
def test_no_day_is_too_far_for_a_stand_in(client_as, facility, days, zone):
    facility.zone = zone
    client, other = client_as(Role.COUNSELOR), client_as(Role.THERAPIST).staff
    first, last = days
    form = {"staff_id": other.id, "first_day": first, "last_day": last, "reason": "Vacation"}
    answer = client.post(f"/caseloads/{client.staff.id}/stand-in", data=form)
    assert answer.status_code == 422


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59"])
@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Auckland"])
def test_no_moment_is_too_far_for_an_admission(chart, facility, moment, zone):
    facility.zone = zone
    carer, episode = chart
    form = {"version": episode.version, "admitted_at": moment}
    assert carer.post(f"/episodes/{episode.id}/admit", data=form).status_code == 422


def test_nobody_is_admitted_before_their_birth(chart, session):
    carer, episode = chart
    episode.admitted_at = None
    form = {"version": episode.version, "admitted_at": "1989-05-17T10:00"}
    answer = carer.post(f"/episodes/{episode.id}/admit", data=form)
    assert answer.status_code == 409
    assert "before the birth date" in answer.text
    session.refresh(episode)
    assert episode.admitted_at is None
