"""The menu shows what exists and what a person may open."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from flask import Flask

from treatment.permissions import Permission
from treatment.web import navigation
from treatment.web.guards import requires

PAGES = {"Intake": Permission.INTAKE_READ, "Plan": Permission.PLAN_READ}


class Person:
    """Somebody with exactly these permissions."""

    def __init__(self, *granted: Permission) -> None:
        self.id, self.facility_id, self.granted = uuid4(), uuid4(), granted

    def may(self, permission: Permission) -> bool:
        return permission in self.granted


@pytest.fixture
def built() -> Flask:
    """An application that has some of the pages."""
    app = Flask("treatment")
    app.extensions["waypoint_doors"] = {}
    tabs = [tab for tab in navigation.CHART if tab.label in {"Overview", "Intake", "Plan"}]
    for place in (*navigation.MENU[:3], *tabs):
        takes = f"<{place.takes}>" if isinstance(place, navigation.Tab) else ""
        page = requires(PAGES.get(place.label, Permission.PATIENT_READ))(lambda **_: "")
        app.add_url_rule(f"/{place.endpoint}/{takes}", place.endpoint, page)
    navigation.install(app)
    return app


def test_nobody_has_a_menu(built: Flask) -> None:
    with built.test_request_context():
        assert navigation.menu_of(None) == []


def test_an_entry_shows_when_its_page_exists_and_the_person_may(built: Flask) -> None:
    person = Person(Permission.BOARD_TODAY, Permission.AUDIT_READ)
    with built.test_request_context():
        assert [entry.label for entry in navigation.menu_of(person)] == ["Today"]


def test_a_page_belongs_to_itself_before_any_prefix() -> None:
    patients = next(entry for entry in navigation.MENU if entry.label == "Patients")
    entries = list(navigation.MENU)
    assert navigation.here(entries, patients.endpoint) is patients
    assert navigation.here(entries, "plans.show") is patients
    assert navigation.here(entries, "somewhere.else") is None


def test_the_chart_has_tabs_only_for_pages_and_ids_it_has(built: Flask) -> None:
    patient, person = SimpleNamespace(id=uuid4()), Person(*Permission)
    overview = navigation.CHART[0]
    with built.test_request_context(f"/{overview.endpoint}/{patient.id}"):
        tabs = navigation.chart_tabs(patient, None, person)
    assert [(tab.label, current) for tab, _, current in tabs] == [("Overview", True)]
    assert str(patient.id) in tabs[0][1]


def test_the_chart_has_tabs_only_for_pages_a_person_may_open(built: Flask) -> None:
    chart = SimpleNamespace(id=uuid4())
    person = Person(Permission.PATIENT_READ, Permission.PLAN_READ)
    with built.test_request_context():
        tabs = navigation.chart_tabs(chart, chart, person)
    assert [tab.label for tab, _, _ in tabs] == ["Overview", "Plan"]
