"""The versions of an episode's plan, and when what was decided by whom."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from treatment.accounts.doors import me
from treatment.permissions import Permission
from treatment.plans import queries
from treatment.plans.operations.revising import active, pending
from treatment.plans.views.pages import bp, chart, page, the_episode, the_plan
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import requires


@bp.get("/episodes/<uuid:episode_id>/plans")
@requires(Permission.PLAN_READ)
def episode(episode_id: UUID) -> ResponseReturnValue:
    """The plan that matters now: in preparation, else in force; without either, all versions."""
    care = the_episode(episode_id)
    versions = db.session.scalars(queries.versions_of(care.id, me(), now())).all()
    current = pending(versions) or active(versions)
    if current is not None:
        return redirect(url_for("plans.show", plan_id=current.id), 303)
    return _list(episode_id)


@bp.get("/episodes/<uuid:episode_id>/plans/versions")
@requires(Permission.PLAN_READ)
def versions(episode_id: UUID) -> ResponseReturnValue:
    """Every version with its state and who signed it."""
    return _list(episode_id)


@bp.get("/plans/<uuid:plan_id>/decisions")
@requires(Permission.PLAN_READ)
def decisions(plan_id: UUID) -> ResponseReturnValue:
    """Every decision and signature of a version, newest first."""
    plan = the_plan(plan_id)
    signatures = db.session.scalars(queries.signatures_of(plan.id)).all()
    rows = [(row.at, line, row) for line in plan.lines for row in line.decisions]
    return page(
        "decisions",
        **chart(plan.episode),
        plan=plan,
        rows=sorted(rows, key=lambda row: row[0], reverse=True),
        signatures=signatures,
    )


def _list(episode_id: UUID) -> ResponseReturnValue:
    care = the_episode(episode_id)
    return page(
        "versions",
        **chart(care),
        versions=db.session.scalars(queries.versions_of(care.id, me(), now())).all(),
        intake=db.session.scalar(queries.newest_signed_intake(care.id, me(), now())),
    )
