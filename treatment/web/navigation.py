"""The main menu as data: an entry shows when its page exists and the person may open it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, current_app, request, url_for

from treatment.permissions import Permission, Viewer
from treatment.web.guards import rule_of


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu; `under` are endpoint prefixes that belong to it."""

    label: str
    icon: str
    endpoint: str
    permission: Permission
    under: tuple[str, ...] = ()
    starts_group: bool = False


MENU = (
    Entry("Today", "sun", "reports.today", Permission.BOARD_TODAY),
    Entry("Caseload", "person-lines-fill", "reports.caseload", Permission.BOARD_CASELOAD),
    Entry(
        "Patients",
        "people",
        "patients.index",
        Permission.PATIENT_READ,
        under=("patients.", "episodes.", "intake.", "plans."),
    ),
    Entry("Caseloads", "arrow-left-right", "patients.caseloads", Permission.TEAM_MANAGE),
    Entry("To cosign", "pen", "reports.cosign", Permission.COSIGN_QUEUE),
    Entry("Progress", "bar-chart-line", "reports.progress", Permission.BOARD_PROGRESS),
    Entry(
        "Emergency access",
        "shield-exclamation",
        "patients.emergency_review",
        Permission.EMERGENCY_REVIEW,
        starts_group=True,
    ),
    Entry("Audit log", "journal-text", "audit.index", Permission.AUDIT_READ, under=("audit.",)),
    Entry(
        "Staff",
        "person-badge",
        "accounts.staff",
        Permission.STAFF_MANAGE,
        under=("accounts.staff", "accounts.invite"),
        starts_group=True,
    ),
    Entry("Facility", "building", "accounts.facility", Permission.FACILITY_MANAGE),
    Entry("42 CFR Part 2", "shield-lock", "accounts.part2", Permission.PART2_SWITCH),
)


@dataclass(frozen=True, slots=True)
class Tab:
    """One page of a chart; `takes` is the id its address carries."""

    label: str
    icon: str
    endpoint: str
    takes: str
    under: tuple[str, ...] = ()


Place = TypeVar("Place", Entry, Tab)
CHART = (
    Tab("Overview", "person-vcard", "patients.show", "patient_id", under=("patients.",)),
    Tab("Intake", "clipboard2-pulse", "intake.episode", "episode_id", under=("intake.",)),
    Tab(
        "Problems",
        "list-check",
        "intake.problems",
        "episode_id",
        under=("intake.problem", "intake.care_level"),
    ),
    Tab(
        "Admission",
        "file-earmark-check",
        "intake.admission",
        "episode_id",
        under=("intake.admission",),
    ),
    Tab(
        "Scores",
        "graph-up",
        "plans.scores",
        "episode_id",
        under=("plans.scores", "instruments."),
    ),
    Tab("Plan", "clipboard2-check", "plans.episode", "episode_id", under=("plans.",)),
    Tab(
        "Phases",
        "signpost-2",
        "plans.phases",
        "episode_id",
        under=("plans.phase", "plans.discharge"),
    ),
    Tab(
        "Deliveries", "calendar2-check", "plans.deliveries", "episode_id", under=("plans.deliver",)
    ),
    Tab("Withdrawn", "archive", "records.retracted", "patient_id", under=("intake.retracted",)),
)


def exists(endpoint: str) -> bool:
    return endpoint in current_app.view_functions


def menu_of(viewer: Viewer | None) -> list[Entry]:
    if viewer is None:
        return []
    return [entry for entry in MENU if exists(entry.endpoint) and viewer.may(entry.permission)]


def here(entries: Sequence[Place], endpoint: str) -> Place | None:
    """The entry or tab the page belongs to: itself, else the longest prefix."""
    for entry in entries:
        if entry.endpoint == endpoint:
            return entry
    fitting = [(len(p), e) for e in entries for p in e.under if endpoint.startswith(p)]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def may_open(endpoint: str, viewer: Viewer) -> bool:
    """Whether the page exists and its own rule lets this person in."""
    rule = rule_of(current_app, endpoint)
    return viewer.may(rule) if isinstance(rule, Permission) else rule is not None


def chart_tabs(patient: Any, episode: Any, viewer: Viewer) -> list[tuple[Tab, str, bool]]:
    """The pages of this chart with their addresses, and which of them is open."""
    ids = {"patient_id": getattr(patient, "id", None), "episode_id": getattr(episode, "id", None)}
    tabs = [tab for tab in CHART if ids[tab.takes] and may_open(tab.endpoint, viewer)]
    current = here(tabs, request.endpoint or "")
    return [
        (tab, url_for(tab.endpoint, **{tab.takes: ids[tab.takes]}), tab is current) for tab in tabs
    ]


def install(app: Flask) -> None:
    app.jinja_env.globals.update(
        exists=exists,
        menu_of=menu_of,
        chart_tabs=chart_tabs,
        menu_here=lambda entries: here(entries, request.endpoint or ""),
    )
