"""The clinician's part on the first page of a chart: that page asks and imports nothing."""

from dataclasses import dataclass
from typing import Any

from treatment.accounts.doors import me
from treatment.intake.admissions import Missing, missing
from treatment.intake.queries.glance import concluded
from treatment.intake.views.pages import bp
from treatment.intake.vocabulary import AdmissionItem, AdmissionOutcome, Edition, ProblemState
from treatment.patients.models import Episode
from treatment.permissions import Permission
from treatment.web.clock import now
from treatment.web.extensions import db


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """Diagnoses in force or proposed, the level that counts, and the papers not settled."""

    diagnoses: list[tuple[Any, ProblemState]]
    level: Any
    edition: Edition | None
    missing: list[Missing]


@bp.app_context_processor
def glance_for_templates() -> dict[str, Any]:
    """`clinical_glance(episode)`: one statement, for those who may read problems."""
    return {"clinical_glance": lambda episode: _glance(episode) if episode else None}


def _glance(care: Episode) -> Glance | None:
    if not me().may(Permission.PROBLEM_READ):
        return None
    rows = db.session.execute(concluded(care.id)).all()
    level = next((row for row in rows if row.kind == "level"), None)
    return Glance(
        diagnoses=[(row, ProblemState(row.state)) for row in rows if row.kind == "diagnosis"],
        level=level,
        edition=Edition(level.state) if level else None,
        missing=_missing(care, [row for row in rows if row.kind == "paper"]),
    )


def _missing(care: Episode, papers: list[Any]) -> list[Missing]:
    here = me().facility
    latest = {AdmissionItem(row.words): AdmissionOutcome(row.state) for row in papers}
    admitted = here.today(care.admitted_at) if care.admitted_at else None
    return missing(latest, admitted, here.today(care.ended_at or now()))
