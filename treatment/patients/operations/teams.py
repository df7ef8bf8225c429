"""The care team is the caseload: joining, leaving, standing in, moving all of it at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from treatment.accounts.models import Staff
from treatment.errors import DomainError
from treatment.patients.models import CareTeamMember, Episode
from treatment.patients.operations.episodes import refuse_ended
from treatment.patients.vocabulary import TeamPart
from treatment.permissions import Permission, Viewer

LONGEST_ABSENCE = timedelta(days=180)
TEAM_ROLES = (Permission.CHART_TEAM, Permission.CHART_OPEN)


def add_member(
    episode: Episode, staff: Staff, part: TeamPart, *, by: Viewer, at: datetime
) -> CareTeamMember:
    """Put somebody on the team; a new primary makes the old one a member.

    Raises:
        DomainError: the episode has ended, or the person cannot be on a team or is already.
    """
    refuse_ended(episode)
    _refuse_stranger(staff, episode)
    standing = _standing(episode.team)
    if any(member.staff_id == staff.id for member in standing):
        raise DomainError(f"{staff.printed_name} is on this team already.")
    if part is TeamPart.PRIMARY:
        _step_back(standing, by=by, at=at)
    return _row(episode, staff, part, by=by, at=at)


def make_primary(episode: Episode, member: CareTeamMember, *, by: Viewer, at: datetime) -> None:
    """Raises DomainError when the member has left or only stands in."""
    refuse_ended(episode)
    _refuse_left(member)
    if member.part is TeamPart.PRIMARY:
        return
    _step_back([each for each in _standing(episode.team) if each is not member], by=by, at=at)
    _again(episode, member, TeamPart.PRIMARY, by=by, at=at)


def remove_member(member: CareTeamMember, reason: str | None, *, at: datetime) -> None:
    """End a member's row now, also a stand-in's before its time."""
    if member.until is not None and member.until <= at:
        raise DomainError("This person has left the team before. Reload the chart.")
    member.until = max(at, member.since)
    member.reason = reason or member.reason


def _step_back(standing: Iterable[CareTeamMember], *, by: Viewer, at: datetime) -> None:
    for member in standing:
        if member.part is TeamPart.PRIMARY:
            _again(member.episode, member, TeamPart.MEMBER, by=by, at=at)


def _again(
    episode: Episode, member: CareTeamMember, part: TeamPart, *, by: Viewer, at: datetime
) -> None:
    """The same person in another part, by a new dated row."""
    member.until = at
    _row(episode, member.staff, part, by=by, at=at)


def _row(
    episode: Episode, staff: Staff, part: TeamPart, *, by: Viewer, at: datetime
) -> CareTeamMember:
    member = CareTeamMember(
        facility_id=episode.facility_id,
        staff=staff,
        staff_id=staff.id,
        part=part,
        since=at,
        added_by_id=by.id,
    )
    episode.team.append(member)
    return member


# --- stand-in ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """From when until when somebody else sees these charts, and why."""

    since: datetime
    until: datetime
    reason: str


def name_stand_in(
    absent: Staff,
    rows: Sequence[CareTeamMember],
    stand_in: Staff,
    absence: Absence,
    held: Sequence[CareTeamMember] = (),
    *,
    by: Viewer,
    at: datetime,
) -> list[CareTeamMember]:
    """Dated rows for the stand-in on every episode of `rows`, the absent person's own.

    Args:
        held: where the stand-in stands in already; the same days twice are one row.

    Raises:
        DomainError: an impossible time, a person who cannot stand in, or a caseload not one's own.
    """
    if absent.id != by.id and not by.may(Permission.TEAM_MANAGE):
        raise DomainError("You can name a stand-in for your own caseload only.")
    _refuse_absence(absence, at)
    if not rows:
        raise DomainError(f"{absent.printed_name} has no open episode to stand in for.")
    if stand_in.id == absent.id:
        raise DomainError("Choose somebody else to stand in.")
    for row in rows:
        _refuse_stranger(stand_in, row.episode)
    same = {row.episode_id for row in held if row.since <= absence.since and _lasts(row, absence)}
    new = [row for row in rows if row.episode_id not in same]
    if not new:
        raise DomainError(f"{stand_in.printed_name} stands in on these days already.")
    return [_stand_in_row(row, stand_in, absence, by) for row in new]


def _lasts(row: CareTeamMember, absence: Absence) -> bool:
    return row.until is None or row.until >= absence.until


def _stand_in_row(
    row: CareTeamMember, stand_in: Staff, absence: Absence, by: Viewer
) -> CareTeamMember:
    return CareTeamMember(
        facility_id=row.facility_id,
        episode_id=row.episode_id,
        staff_id=stand_in.id,
        part=TeamPart.STAND_IN,
        since=absence.since,
        until=absence.until,
        reason=absence.reason,
        added_by_id=by.id,
    )


def _refuse_absence(absence: Absence, at: datetime) -> None:
    if absence.until <= absence.since or absence.until <= at:
        raise DomainError("The last day must not be before the first day or before today.")
    if absence.until - absence.since > LONGEST_ABSENCE:
        raise DomainError("A stand-in lasts at most 180 days. Move the caseload instead.")


# --- moving a caseload --------------------------------------------------------------------------


def move_caseload(
    leaving: Sequence[CareTeamMember],
    held: Sequence[CareTeamMember],
    to: Staff,
    reason: str,
    *,
    by: Viewer,
    at: datetime,
) -> list[CareTeamMember]:
    """Everything one person has standing goes to another, each in the same part.

    Args:
        leaving: the rows of the person who hands over.
        held: the standing rows `to` already has.

    Raises:
        DomainError: nothing to move, or a person who cannot take it.
    """
    if not leaving:
        raise DomainError("There is no open episode to move.")
    if any(row.staff_id == to.id for row in leaving):
        raise DomainError("Choose two different people.")
    for row in leaving:
        _refuse_stranger(to, row.episode)
    theirs = {row.episode_id: row for row in held}
    taken = [_taken(row, theirs.get(row.episode_id), to, by, at) for row in leaving]
    for row in leaving:
        row.until, row.reason = at, reason
    return [row for row in taken if row is not None]


def _taken(
    row: CareTeamMember, has: CareTeamMember | None, to: Staff, by: Viewer, at: datetime
) -> CareTeamMember | None:
    """The new row; none when `to` is on that team in a part at least as good."""
    if has is not None:
        if row.part is not TeamPart.PRIMARY:
            return None
        has.until = at
    return CareTeamMember(
        facility_id=row.facility_id,
        episode_id=row.episode_id,
        staff_id=to.id,
        part=row.part,
        since=at,
        added_by_id=by.id,
    )


# --- what is always refused -----------------------------------------------------------------------


def _standing(team: Iterable[CareTeamMember]) -> list[CareTeamMember]:
    return [member for member in team if member.until is None]


def _refuse_left(member: CareTeamMember) -> None:
    if member.until is not None:
        raise DomainError("This person has left the team or only stands in.")


def _refuse_stranger(staff: Staff, episode: Episode) -> None:
    """Only people who work here now, in a role that cares for patients, join a team."""
    if staff.facility_id != episode.facility_id:
        raise DomainError("Choose somebody of this facility.")
    if not staff.active or not any(staff.may(permission) for permission in TEAM_ROLES):
        raise DomainError(f"{staff.printed_name} cannot be on a care team.")
