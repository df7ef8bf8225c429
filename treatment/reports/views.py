"""Boards: what needs me now, my caseload, what to cosign, and the director's progress board."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from treatment.accounts.doors import me
from treatment.accounts.models import Staff
from treatment.accounts.queries import programs_of, staff_list
from treatment.audit.trail import shows
from treatment.audit.vocabulary import Action
from treatment.instruments.catalog import CATALOG
from treatment.intake.operations.diagnosing import diagnoses
from treatment.patients.queries import PAGE, Cursor
from treatment.permissions import Permission
from treatment.plans.phases import Phase
from treatment.records.alarms import standing
from treatment.reports import queries, work
from treatment.reports.late_scores import Loaded, by_episode, late_scores
from treatment.reports.queries.episodes import Show
from treatment.reports.queries.journey import MOST
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import requires, signed_in

bp = Blueprint("reports", __name__)
RECENT = timedelta(days=30)
SOON = timedelta(days=7)


def _rows(statement: Any, shown: int) -> list[Any]:
    """The rows of a board; of those shown, each patient is named in this answer's audit event."""
    found = list(db.session.execute(statement))
    _name(found[:shown])
    return found


def _name(rows: Sequence[Any]) -> None:
    shows(*{row.patient_id for row in rows if "patient_id" in row._fields}, action=Action.LIST)


def _if(permission: Permission, statement: Any) -> list[Any]:
    return _rows(statement, MOST) if signed_in().may(permission) else []


def _to_review() -> list[Any]:
    """Counselors' intakes, for a licensed practitioner whose role reviews them."""
    if not me().is_lpha:
        return []
    return _if(Permission.INTAKE_REVIEW, queries.intakes_to_review(me(), now()))


def _late_scores(at: datetime) -> dict[str, Any]:
    """Scores late over all episodes the viewer sees; four statements, however many they are."""
    if not signed_in().may(Permission.MEASURE_RECORD):
        return {"late_scores": [], "scores_are_cut": False}
    found = list(db.session.execute(queries.episodes_on_schedule(signed_in(), at)))
    ids = [row.Episode.id for row in found]
    ask = db.session.execute
    elements = by_episode(ask(queries.elements_worked(ids)))
    loaded = Loaded(
        intakes={each.episode_id: each for each in db.session.scalars(queries.newest_intakes(ids))},
        elements={key: [row.element for row in rows] for key, rows in elements.items()},
        results=by_episode(ask(queries.results_standing(ids))),
    )
    late = late_scores(found[:MOST], loaded, me().facility.tz, at)
    _name([each.row for each in late[:MOST]])
    return {
        "late_scores": late,
        "scores_are_cut": len(found) > MOST,
    }


def _staff() -> Sequence[Staff]:
    if not signed_in().may(Permission.STAFF_MANAGE):
        return ()
    return db.session.scalars(staff_list(signed_in())).unique().all()


@bp.get("/")
@requires(Permission.BOARD_TODAY)
def today() -> ResponseReturnValue:
    viewer, at = signed_in(), now()
    until = (at + SOON).astimezone(me().facility.tz).date()
    panels = {
        "alerts": _if(Permission.ALERT_RESPOND, queries.open_alerts(viewer, at)),
        "lines": _if(Permission.PLAN_READ, queries.lines(viewer, at)),
        "intakes": _if(Permission.INTAKE_READ, queries.intakes(viewer, at)),
        "to_review": _to_review(),
        "plans": _if(Permission.PLAN_READ, queries.plans_waiting(viewer, at)),
        "reviews": _if(Permission.PLAN_READ, queries.reviews(viewer, at, until)),
        "papers": work.papers(
            _if(Permission.ADMISSION_RECORD, queries.papers_missing(viewer, at)), me().facility, at
        ),
        "waiting": _if(Permission.EPISODE_MANAGE, queries.waiting(viewer, at)),
        "emergencies": _if(Permission.EMERGENCY_REVIEW, queries.emergencies(viewer)),
        "staff": work.needing_attention(_staff(), at),
        **_late_scores(at),
    }
    return render_template(
        "reports/today.html",
        at=at,
        most=MOST,
        work=work,
        standing=standing,
        catalog=CATALOG,
        **panels,
    )


@bp.get("/caseload")
@requires(Permission.BOARD_CASELOAD)
def caseload() -> ResponseReturnValue:
    at = now()
    after = Cursor.read(request.args.get("after"))
    page = _page(queries.caseload(signed_in(), at, after), at)
    return render_template("reports/caseload.html", at=at, **page)


@bp.get("/cosign")
@requires(Permission.COSIGN_QUEUE)
def cosign() -> ResponseReturnValue:
    at, mine = now(), me()
    found = sorted(db.session.execute(queries.plans_waiting(mine, at)), key=work.risk_of)
    decides = mine.may(Permission.PLAN_PRESCRIBE)
    others = [row for row in found if row.signed_by_id != mine.id]
    panels = {
        "to_cosign": [row for row in others if mine.is_lpha and work.waits_for_cosign(row)],
        "to_approve": [
            row for row in others if mine.is_prescriber_license and work.waits_for_approval(row)
        ],
        "held": [row for row in found if row.is_on_hold],
        "medical": list(db.session.execute(queries.decisions(mine, at))) if decides else [],
        "to_review": _to_review(),
        "to_confirm": list(db.session.execute(queries.proposals(mine, at)))
        if diagnoses(mine)
        else [],
    }
    for rows in panels.values():
        _name(rows)
    return render_template("reports/cosign.html", at=at, work=work, **panels)


@bp.get("/progress")
@requires(Permission.BOARD_PROGRESS)
def progress() -> ResponseReturnValue:
    viewer, at, program = signed_in(), now(), _program()
    rows = work.phase_rows(
        db.session.execute(queries.phases(viewer, at, program)),
        db.session.execute(queries.plans(viewer, at, me().facility.today(at), program)),
        db.session.execute(queries.late_lines(viewer, at, program)),
        db.session.execute(queries.units(viewer, at, at - RECENT, program)),
        at=at,
    )
    programs = db.session.scalars(programs_of(viewer)).all()
    shows(action=Action.LIST, object_type="progress")
    return render_template(
        "reports/progress.html", at=at, rows=rows, total=work.total, programs=programs,
        program=program, Show=Show, Phase=Phase,
    )  # fmt: skip


@bp.get("/progress/episodes")
@requires(Permission.BOARD_PROGRESS)
def episodes() -> ResponseReturnValue:
    at, wanted = now(), _wanted()
    after = Cursor.read(request.args.get("after"))
    here = me().facility.today(at)
    page = _page(queries.episodes(wanted, signed_in(), at, here, after), at)
    programs = db.session.scalars(programs_of(signed_in())).all()
    return render_template(
        "reports/episodes.html", at=at, wanted=wanted, programs=programs, Show=Show, Phase=Phase,
        **page,
    )  # fmt: skip


def _page(statement: Any, at: Any) -> dict[str, Any]:
    """One page of episodes with who leads each and what it got lately; three statements."""
    found = _rows(statement, PAGE)
    rows, more = found[:PAGE], len(found) > PAGE
    ids = [row.id for row in rows]
    units = db.session.execute(queries.delivered(ids, at, at - RECENT))
    leads = db.session.execute(queries.team_names(ids, at))
    return {
        "rows": rows,
        "older": str(Cursor(rows[-1].opened_at, rows[-1].id)) if more else None,
        "units": {row.episode_id: row for row in units},
        "leads": {row.episode_id: row.printed_name for row in leads},
    }


def _wanted() -> queries.Wanted:
    """The filter a link names; an unknown code means no filter."""
    return queries.Wanted(
        phase=_member(Phase, request.args.get("phase")),
        show=_member(Show, request.args.get("show")) or Show.ALL,
        program_id=_program(),
    )


def _member(enum: Any, text: str | None) -> Any:
    return enum(text) if text in {str(member) for member in enum} else None


def _program() -> UUID | None:
    return request.args.get("program", type=UUID)
