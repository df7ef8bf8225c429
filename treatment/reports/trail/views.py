"""The audit log, one event, who saw a chart, and the export: each an event itself."""

from collections.abc import Iterable
from datetime import timedelta
from tempfile import SpooledTemporaryFile
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from werkzeug.wsgi import wrap_file

from treatment.accounts.doors import me
from treatment.audit.trail import shows
from treatment.audit.vocabulary import Action
from treatment.patients.models import Patient
from treatment.patients.queries import by_chart_number
from treatment.patients.queries import patient as patient_visible
from treatment.permissions import Permission
from treatment.reports.trail import queries, sheet
from treatment.reports.trail.forms import ChartForm, FilterForm
from treatment.reports.trail.vocabulary import Direction, Field
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import requires, signed_in

bp = Blueprint("audit", __name__, url_prefix="/audit")
WEEK = timedelta(days=6)  # and today
FEW = 3  # charts that stand in a row by their numbers; more are counted
BATCH = 500  # events held in memory at a time
IN_MEMORY = 2_000_000  # bytes of an export before it goes to a temporary file

Names = dict[UUID | None, str]


@bp.get("")
@requires(Permission.AUDIT_READ)
def index() -> ResponseReturnValue:
    names = _names()
    form = _filter(names)
    is_valid = form.validate()
    page = _page(form) if is_valid else {"rows": ()}
    text = render_template("reports/trail/index.html", form=form, **page, **_furniture(names))
    return text, 200 if is_valid else 422


def _page(form: FilterForm) -> dict[str, object]:
    """One page of events, the charts it names by number, and where the chain stands."""
    wanted = form.wanted(me().facility.tz)
    found = db.session.scalars(queries.page(wanted, signed_in(), _after())).all()
    rows, more = found[: queries.PAGE], len(found) > queries.PAGE
    named = {UUID(key) for row in rows if len(row.patients) <= FEW for key in row.patients}
    charts = _charts(named | set(filter(None, [wanted.patient_id])))
    shows(*map(UUID, charts), action=Action.LIST, object_type="audit_event", reason=_words(form))
    return {
        "rows": rows,
        "older": rows[-1].sequence if more else None,
        "standing": _standing(wanted),
        "charts": charts,
    }


def _standing(wanted: queries.Wanted) -> dict[str, object] | None:
    found = db.session.execute(queries.standing(wanted, signed_in())).one_or_none()
    if found is None:
        return None
    count, sequence, last = found
    most = queries.MOST_COUNTED
    return {
        "count": f"{count:,}" if count <= most else f"{most:,}+",
        "sequence": sequence,
        "hash": last,
    }


@bp.get("/export.csv")
@requires(Permission.AUDIT_READ)
def export() -> ResponseReturnValue:
    names = _names()
    form = _filter(names)
    if not form.validate():
        return redirect(url_for(".index", _anchor="main", **form.link()), 303)
    wanted = form.wanted(me().facility.tz)
    charts = filter(None, [wanted.patient_id])
    shows(*charts, action=Action.EXPORT, object_type="audit_event", reason=_words(form))
    events = db.session.scalars(
        queries.events(wanted, signed_in()), execution_options={"yield_per": BATCH}
    )
    answer = Response(_written(sheet.lines(events, names)), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="audit-log.csv"'
    return answer


def _written(lines: Iterable[str]) -> Iterable[bytes]:
    """Read to the end before the answer begins: a slow reader holds no transaction open."""
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  a long one is closed by its answer
    for line in lines:
        file.write(line.encode())
    length = file.tell()
    file.seek(0)
    if length > IN_MEMORY:
        return wrap_file(request.environ, file)
    with file:
        return [file.read()]


@bp.post("/chart")
@requires(Permission.AUDIT_READ)
def find_chart() -> ResponseReturnValue:
    """By number: the URL that follows holds the id alone."""
    form = ChartForm()
    if form.validate_on_submit() and form.number.data:
        number = by_chart_number(form.number.data, signed_in())
        found = db.session.scalars(number).one_or_none()
        if found is not None:
            shows(found.id, action=Action.SEARCH)
            return redirect(url_for(".patient", patient_id=found.id), 303)
    flash("No chart here has this number.", "warning")
    return redirect(url_for(".index"), 303)


@bp.get("/<uuid:event_id>")
@requires(Permission.AUDIT_READ)
def event(event_id: UUID) -> ResponseReturnValue:
    row = db.one_or_404(queries.event(event_id, signed_in()))
    charts = _charts(set(map(UUID, row.patients)))
    shows(*map(UUID, charts), object_type="audit_event", object_id=event_id)
    names = _names()
    return render_template("reports/trail/event.html", row=row, charts=charts, **_furniture(names))


@bp.get("/patients/<uuid:patient_id>")
@requires(Permission.AUDIT_READ)
def patient(patient_id: UUID) -> ResponseReturnValue:
    """Who saw this chart."""
    person: Patient = db.one_or_404(patient_visible(patient_id, signed_in(), now()))
    shows(person.id, object_type="patient", object_id=person.id)
    found = db.session.execute(queries.who_saw(person.id, signed_in())).all()
    return render_template(
        "reports/trail/patient.html",
        patient=person,
        rows=found[: queries.MOST_PEOPLE],
        more=len(found) > queries.MOST_PEOPLE,
        day_of=me().facility.today,
        **_furniture(_names()),
    )


def _filter(names: Names) -> FilterForm:
    """The filter in the URL; without one, the last seven days of the facility."""
    today = me().facility.today(now())
    form = FilterForm(request.args, since=today - WEEK, until=today)
    form.people([(key, name) for key, name in names.items() if key])
    return form


def _names() -> Names:
    return {row.id: row.printed_name for row in db.session.execute(queries.people(signed_in()))}


def _charts(ids: set[UUID]) -> dict[str, int]:
    """Chart numbers by patient id, for those of this facility."""
    if not ids:
        return {}
    rows = db.session.execute(queries.charts(ids, signed_in(), now()))
    return {str(key): number for key, number in rows}


def _after() -> int | None:
    number = request.args.get("after", type=int)
    return number if number and 0 < number < 2**63 else None


def _words(form: FilterForm) -> str:
    """The filter in codes: why this page was opened stands in its event."""
    return " ".join(f"{name}={value}" for name, value in form.link(patient=None).items())


def _furniture(names: Names) -> dict[str, object]:
    return {"names": names, "Field": Field, "Direction": Direction, "few": FEW}
