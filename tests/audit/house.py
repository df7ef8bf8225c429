"""A small application that has nothing but the trail: every way to answer, and one person."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, Flask, Request, Response, abort, redirect
from flask_login import LoginManager, login_user, logout_user
from sqlalchemy import text

from config import Config
from treatment.audit import trail
from treatment.audit.trail import Event, keep, shows
from treatment.audit.vocabulary import Action, Outcome
from treatment.errors import DomainError
from treatment.permissions import GRANTS, Permission, Role
from treatment.web import (
    assets,
    database,
    faults,
    filters,
    guards,
    headers,
    logs,
    navigation,
    theme,
)
from treatment.web.extensions import bootstrap, csrf, db
from treatment.web.guards import fragment, public, requires

ANNA, BEN, PLAN = UUID(int=1), UUID(int=2), UUID(int=3)
SITTING, NURSE, HERE = UUID(int=21), UUID(int=11), UUID(int=12)
SECRET = "Anna-Lena-Secret-Name"
bp = Blueprint("house", __name__)


@dataclass
class Sitting:
    id: UUID = SITTING


@dataclass
class Person:
    """Somebody signed in."""

    id: UUID = NURSE
    facility_id: UUID = HERE
    roles: frozenset[Role] = frozenset({Role.NURSE, Role.COUNSELOR})
    is_authenticated = is_active = True
    is_anonymous = False

    @property
    def sitting(self) -> Sitting:
        return Sitting()

    def may(self, permission: Permission) -> bool:
        return not GRANTS[permission].isdisjoint(self.roles)

    def get_id(self) -> str:
        return str(self.id)


def little_application(url: str) -> Flask:
    app = Flask("treatment")
    app.config.update(SECRET_KEY="a secret for tests only", WTF_CSRF_ENABLED=False)
    app.config.update(BOOTSTRAP_SERVE_LOCAL=True, PROPAGATE_EXCEPTIONS=False)
    config = Config.for_tests(url)
    logs.init_app(app)
    database.init_app(app, config)
    csrf.init_app(app)
    bootstrap.init_app(app)
    faults.init_app(app)
    door = LoginManager(app)
    door.request_loader(_at_the_door)
    door.user_loader(lambda _id: Person())
    app.context_processor(lambda: {"me": None, "Permission": Permission, "Role": Role})
    trail.init_app(app, config)
    for furniture in (assets, theme, filters, navigation):
        furniture.install(app)
    headers.set_headers(app, https=False)
    app.register_blueprint(bp)
    guards.guard_every_request(app, lambda: redirect("/sign-in"))
    guards.refuse_undeclared_routes(app, {"bootstrap.static": guards.PUBLIC})
    return app


def _at_the_door(request: Request) -> Person | None:
    """Whoever says so is here; the broken door finds no table to ask."""
    if request.headers.get("X-Broken"):
        db.session.execute(text("SELECT 1 FROM somewhere_else"))
    return Person() if request.headers.get("X-Here") else None


def with_a_change() -> None:
    """Something a refused POST must not leave behind."""
    db.session.execute(
        text("INSERT INTO failed_attempt (id, source, minute, count) VALUES (:id, 'x', :at, 1)"),
        {"id": PLAN.hex, "at": "2026-03-01 12:00:00"},
    )


@bp.get("/patients/<uuid:patient_id>")
@requires(Permission.PATIENT_READ)
def chart(patient_id: UUID):
    shows(patient_id, object_type="patient", object_id=patient_id)
    return SECRET


@bp.get("/patients")
@requires(Permission.PATIENT_READ)
def patients():
    shows(ANNA, BEN, action=Action.LIST)
    shows(ANNA)
    return SECRET


@bp.get("/plans/<uuid:plan_id>")
@requires(Permission.PATIENT_READ)
def plan(plan_id: UUID):
    return "nothing said"


@bp.post("/plans/<uuid:plan_id>")
@requires(Permission.PATIENT_READ)
def sign(plan_id: UUID):
    with_a_change()
    keep(Event(Action.SIGN, [ANNA], "plan", plan_id, "code:intake", ["state"], "b" * 64, "a" * 64))
    return redirect("/patients", 303)


@bp.post("/plans/<uuid:plan_id>/answer/<int:status>")
@requires(Permission.PATIENT_READ)
def answer(plan_id: UUID, status: int):
    with_a_change()
    return SECRET, status


@bp.post("/plans/<uuid:plan_id>/refuse")
@requires(Permission.PATIENT_READ)
def refuse(plan_id: UUID):
    with_a_change()
    raise DomainError("Sign the intake first.")


@bp.post("/search")
@requires(Permission.PATIENT_READ)
def search():
    shows(BEN, action=Action.SEARCH)
    return SECRET


@bp.get("/search/live")
@requires(Permission.PATIENT_READ)
@fragment
def live():
    return ""


@bp.get("/search/live/<uuid:patient_id>")
@requires(Permission.PATIENT_READ)
@fragment
def live_hit(patient_id: UUID):
    shows(patient_id, action=Action.SEARCH)
    return SECRET


@bp.get("/director")
@requires(Permission.BOARD_PROGRESS)
def for_directors():
    return SECRET


@bp.get("/patients/<uuid:patient_id>/invisible")
@requires(Permission.PATIENT_READ)
def invisible(patient_id: UUID):
    abort(404)


@bp.get("/broken/<uuid:patient_id>")
@requires(Permission.PATIENT_READ)
def broken(patient_id: UUID):
    shows(patient_id)
    raise RuntimeError(SECRET)


@bp.get("/away/<uuid:patient_id>")
@requires(Permission.PATIENT_READ)
def away(patient_id: UUID):
    return redirect("/patients")


@bp.get("/file")
@requires(Permission.PATIENT_READ)
def file():
    shows(ANNA, action=Action.EXPORT)
    answer = Response((part for part in (SECRET, "\r\n")), mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=trail.csv"
    return answer


@bp.get("/twice")
@public
def twice():
    return "anybody"


@bp.post("/sign-in")
@public
def sign_in():
    login_user(Person())
    keep(Event(Action.SIGN_IN))
    return redirect("/patients", 303)


@bp.post("/sign-out")
@public
def sign_out():
    keep(Event(Action.SIGN_OUT))
    logout_user()
    return redirect("/patients", 303)


@bp.post("/sign-in/wrong")
@public
def wrong():
    keep(
        Event(
            Action.SIGN_IN_FAILED,
            object_type="staff",
            object_id=ANNA,
            outcome=Outcome.REFUSED,
            facility_id=Person().facility_id,
        )
    )
    return "no", 401
