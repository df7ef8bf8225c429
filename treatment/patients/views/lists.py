"""The list of charts: a caseload, the waiting list, everything one may see."""

from typing import Any
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from treatment.accounts.doors import me
from treatment.audit.trail import shows
from treatment.audit.vocabulary import Action
from treatment.patients import queries
from treatment.patients.models import Patient
from treatment.patients.views.charts import bp, page
from treatment.patients.vocabulary import ChartState
from treatment.permissions import Permission
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import requires


@bp.get("/patients")
@requires(Permission.PATIENT_READ)
def index() -> ResponseReturnValue:
    wanted = _wanted()
    after = queries.Cursor.read(request.args.get("after"))
    if wanted.state is ChartState.REGISTERED:
        return _registered(wanted, after)
    rows = db.session.execute(queries.charts(wanted, me(), now(), after)).all()
    count = db.session.scalar(queries.count_of_charts(wanted, me(), now())) or 0
    cursors = [queries.Cursor(row.Episode.opened_at, row.Episode.id) for row in rows]
    people = [row.Patient for row in rows[: queries.PAGE]]
    return _list(wanted, people, cursors, rows=rows[: queries.PAGE], count=count)


def _registered(wanted: queries.Filter, after: queries.Cursor | None) -> ResponseReturnValue:
    people = db.session.scalars(queries.registered_only(me(), now(), after)).all()
    cursors = [queries.Cursor(person.registered_at, person.id) for person in people]
    return _list(wanted, list(people[: queries.PAGE]), cursors, rows=[], count=None)


def _list(
    wanted: queries.Filter, people: list[Patient], cursors: list[queries.Cursor], **more: Any
) -> ResponseReturnValue:
    shows(*(person.id for person in people), action=Action.LIST, object_type="list")
    here = _codes(wanted)
    older = cursors[queries.PAGE - 1] if len(cursors) > queries.PAGE else None
    return page(
        "patients/index.html",
        wanted=wanted,
        people=people,
        states=ChartState,
        programs=db.session.scalars(queries.programs(me())).all(),
        first=url_for(".index", **here) if request.args.get("after") else None,
        older=url_for(".index", **here, after=str(older)) if older else None,
        cap=queries.MOST_COUNTED,
        **more,
    )


def _wanted() -> queries.Filter:
    """The filter its URL names; what it does not know is left out."""
    try:
        state = ChartState(request.args.get("state", ""))
    except ValueError:
        state = ChartState.OPEN
    try:
        program_id = UUID(request.args.get("program", ""))
    except ValueError:
        program_id = None
    mine = request.args.get("whose") == "mine"
    return queries.Filter(state=state, program_id=program_id, only_mine=mine)


def _codes(wanted: queries.Filter) -> dict[str, Any]:
    codes = {"state": wanted.state.value, "program": str(wanted.program_id or "")}
    return {name: code for name, code in codes.items() if code} | (
        {"whose": "mine"} if wanted.only_mine else {}
    )
