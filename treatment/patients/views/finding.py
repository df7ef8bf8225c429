"""Find a patient: a POST that answers directly, so that no name ever stands in an address."""

from typing import Any, NamedTuple

from flask import render_template, request
from flask.typing import ResponseReturnValue

from treatment.accounts.doors import me
from treatment.audit.trail import shows
from treatment.audit.vocabulary import Action
from treatment.patients import queries
from treatment.patients.forms import today_here
from treatment.patients.names import read_query
from treatment.patients.views.charts import bp, page
from treatment.permissions import Permission
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import fragment, requires

LONGEST_QUERY = 120
LIVE, SHORTEST_LIVE = 8, 2  # people shown while typing, and letters typed before anybody is


class Found(NamedTuple):
    """People found, and whether there are more than are shown."""

    rows: list[Any]
    more: bool


@bp.route("/patients/find", methods=["GET", "POST"])
@requires(Permission.PATIENT_READ)
def find() -> ResponseReturnValue:
    typed = request.form.get("query", "").strip()[:LONGEST_QUERY]
    found = _found(typed, queries.MOST_FOUND)
    shows(*(row.Patient.id for row in found.rows), action=Action.SEARCH, object_type="search")
    return page("patients/find.html", typed=typed, found=found)


@bp.post("/patients/find/live")
@fragment
@requires(Permission.PATIENT_READ)
def find_live() -> ResponseReturnValue:
    """The first few, under the search box; opening one of them is the read that is recorded."""
    typed = request.form.get("query", "").strip()[:LONGEST_QUERY]
    found = _found(typed, LIVE) if len(typed) >= SHORTEST_LIVE else Found([], more=False)
    return render_template("patients/find_live.html", typed=typed, found=found)


def _found(typed: str, most: int) -> Found:
    query = read_query(typed, today_here())
    if query.is_blank:
        return Found([], more=False)
    rows = db.session.execute(queries.found(query, me(), now())).all()
    people = list({row.Patient.id: row for row in reversed(rows)}.values())[::-1]
    return Found(people[:most], more=len(people) > most or len(rows) > len(people) * 3)
