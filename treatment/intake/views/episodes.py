"""The intakes of an episode: the open one, the signed ones, a new one."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from treatment.accounts.doors import me
from treatment.audit.trail import concerns
from treatment.intake import operations, queries
from treatment.intake.models import Assessment
from treatment.intake.questionnaire import SECTIONS
from treatment.intake.views.pages import begun_once, bp
from treatment.patients import queries as patients
from treatment.patients.models import Episode
from treatment.patients.views.charts import chart_of
from treatment.permissions import Permission
from treatment.records.queries import addenda_of_each
from treatment.records.vocabulary import AddendumKind, Kind
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import requires, signed_in

Written = dict[UUID, Counter[AddendumKind]]


@bp.get("/episodes/<uuid:episode_id>/intake")
@requires(Permission.INTAKE_READ)
def episode(episode_id: UUID) -> ResponseReturnValue:
    """The intakes of one episode: the open one and the signed ones."""
    care = db.one_or_404(patients.episode(episode_id, signed_in(), now()))
    rows = db.session.scalars(queries.assessments_of(episode_id, signed_in(), now())).all()
    written = _written([row.id for row in rows])
    return render_template(
        "intake/episode.html",
        **chart_of(care.patient, care),
        assessments=rows,
        written=written,
        can_reassess=_stands(rows, written) or _was_assessed(care),
    )


@bp.post("/episodes/<uuid:episode_id>/intake")
@requires(Permission.INTAKE_WRITE)
def start(episode_id: UUID) -> ResponseReturnValue:
    """Begin an intake; pressed twice, the second press opens what the first one began."""
    care = db.one_or_404(patients.episode(episode_id, signed_in(), now()))
    concerns(care.patient_id)
    begun = begun_once(care, lambda joins: operations.start(care, by=me(), at=now(), joins=joins))
    first = next(iter(SECTIONS))
    return redirect(url_for(".section", assessment_id=begun.id, key=first), 303)


def _stands(rows: Sequence[Assessment], written: Written) -> bool:
    return any(row.is_signed and not written[row.id][AddendumKind.RETRACTION] for row in rows)


def _was_assessed(care: Episode) -> bool:
    """Whether an intake of an earlier episode stands."""
    last = queries.last_signed(care.patient_id, signed_in(), now())
    return db.session.scalar(last.with_only_columns(Assessment.id).limit(1)) is not None


def _written(ids: list[UUID]) -> Written:
    """What was written under each intake, by kind; one statement for all of them."""
    found: Written = defaultdict(Counter)
    viewer = signed_in()
    for row in db.session.scalars(addenda_of_each(Kind.ASSESSMENT, ids, viewer=viewer)):
        found[row.object_id][row.kind] += 1
    return found
