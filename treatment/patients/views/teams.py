"""The care team of one episode: who is on it, who is primary, who leaves."""

from typing import Any
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from treatment.accounts import queries as accounts
from treatment.accounts.doors import me
from treatment.accounts.models import Staff
from treatment.accounts.vocabulary import Credential
from treatment.audit.trail import Event, keep
from treatment.audit.vocabulary import Action
from treatment.patients import operations, queries
from treatment.patients.forms import LeaveForm, MemberForm, offered
from treatment.patients.models import CareTeamMember, Episode
from treatment.patients.views.charts import bp, chart_of, page, the_episode
from treatment.permissions import Permission
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import requires


@bp.get("/episodes/<uuid:episode_id>/team")
@requires(Permission.PATIENT_READ)
def team(episode_id: UUID) -> ResponseReturnValue:
    return _page(the_episode(episode_id))


def _page(episode: Episode, form: MemberForm | None = None, **sent: Any) -> ResponseReturnValue:
    return page(
        "patients/team.html",
        form or _member_form(formdata=None),
        **chart_of(episode.patient, episode),
        team=db.session.execute(queries.team_of(episode.id, now())).all(),
        at=now(),
        **{"leave_form": LeaveForm(formdata=None), "leaving": None, **sent},
    )


def _member_form(**source: Any) -> MemberForm:
    form = MemberForm(**source)
    form.staff_id.choices = colleagues(Permission.BOARD_CASELOAD)
    return form


def colleagues(permission: Permission, but: UUID | None = None) -> list[Any]:
    """Active colleagues who hold a permission, as choices."""
    rows = db.session.execute(queries.colleagues(me(), permission))
    pairs = [(key, _titled(name, title)) for key, name, title in rows if key != but]
    return offered(pairs, "Choose a colleague")


def _titled(name: str, credential: Credential) -> str:
    return name if credential is Credential.NONE else f"{name}, {credential.label}"


def the_colleague(staff_id: UUID) -> Staff:
    staff: Staff = db.one_or_404(accounts.staff_member(staff_id, me()))
    return staff


def _member(episode: Episode, member_id: UUID) -> CareTeamMember:
    member: CareTeamMember = db.one_or_404(queries.member(member_id, episode.id))
    return member


def _kept(episode: Episode, reason: str = "") -> ResponseReturnValue:
    keep(Event(Action.ASSIGN, [episode.patient_id], "episode", episode.id, reason=reason))
    return redirect(url_for(".team", episode_id=episode.id), 303)


@bp.post("/episodes/<uuid:episode_id>/team")
@requires(Permission.TEAM_MANAGE)
def add_member(episode_id: UUID) -> ResponseReturnValue:
    episode, form = the_episode(episode_id), _member_form()
    if not form.validate_on_submit():
        return _page(episode, form)
    staff = the_colleague(form.staff_id.data)
    operations.add_member(episode, staff, form.part.data, by=me(), at=now())
    return _kept(episode)


@bp.post("/episodes/<uuid:episode_id>/team/<uuid:member_id>/primary")
@requires(Permission.TEAM_MANAGE)
def make_primary(episode_id: UUID, member_id: UUID) -> ResponseReturnValue:
    episode = the_episode(episode_id)
    operations.make_primary(episode, _member(episode, member_id), by=me(), at=now())
    return _kept(episode)


@bp.post("/episodes/<uuid:episode_id>/team/<uuid:member_id>/remove")
@requires(Permission.TEAM_MANAGE)
def remove_member(episode_id: UUID, member_id: UUID) -> ResponseReturnValue:
    episode, form = the_episode(episode_id), LeaveForm()
    member = _member(episode, member_id)
    if not form.validate_on_submit():
        return _page(episode, leave_form=form, leaving=member.id)
    operations.remove_member(member, form.reason.data, at=now())
    return _kept(episode, form.reason.data or "")
