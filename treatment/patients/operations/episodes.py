"""Opening, admitting, transferring and ending an episode of care."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from treatment.accounts.models import Program, Staff
from treatment.errors import DomainError
from treatment.patients.models import CareTeamMember, Episode, EpisodeProgram, Patient
from treatment.patients.vocabulary import DischargeReason, Referral, TeamPart
from treatment.permissions import Permission, Viewer

REASON = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """How an episode begins; without an admission time the person waits."""

    program: Program
    referral: Referral = Referral.UNKNOWN
    referral_note: str | None = None
    admitted_at: datetime | None = None
    opener_joins: bool = True  # not who is here by emergency access alone


def open_episode(
    patient: Patient,
    opening: Opening,
    *,
    id: UUID,  # noqa: A002  the id the form was made with: the same form twice is one episode
    by: Staff,
    at: datetime,
) -> Episode:
    """A new episode in its first program, with a counselor or therapist as primary.

    Whoever opens it joins the team; so does the counselor who registered the person.

    Raises:
        DomainError: a program that is closed or not of this facility; an admission in the future.
    """
    _refuse_program(opening.program, patient.facility_id)
    _refuse_future(opening.admitted_at, at)
    _refuse_unborn(opening.admitted_at, patient)
    began = min(at, opening.admitted_at or at)
    episode = Episode(
        id=id,
        facility_id=patient.facility_id,
        patient=patient,
        referral=opening.referral,
        referral_note=opening.referral_note,
        opened_at=began,
        opened_by_id=by.id,
        admitted_at=opening.admitted_at,
    )
    episode.programs.append(_place(episode, opening.program, began))
    opener = (by,) if opening.opener_joins else ()
    for person in dict.fromkeys((*opener, patient.registered_by)):
        join_team(episode, person, by=by, at=at)
    return episode


def join_team(episode: Episode, staff: Staff, *, by: Viewer, at: datetime) -> None:
    """Counselors and therapists who work with somebody join the team; the first is primary.

    Everybody else sees open charts by their role. Joining twice changes nothing.
    """
    standing = [member for member in episode.team if member.until is None]
    if not staff.may(Permission.CHART_TEAM) or staff.facility_id != episode.facility_id:
        return
    if any(staff.id == member.staff_id for member in standing):
        return
    is_first = all(member.part is not TeamPart.PRIMARY for member in standing)
    episode.team.append(
        CareTeamMember(
            facility_id=episode.facility_id,
            staff_id=staff.id,
            part=TeamPart.PRIMARY if is_first else TeamPart.MEMBER,
            since=at,
            added_by_id=by.id,
        )
    )


def admit(episode: Episode, admitted_at: datetime, *, version: int, at: datetime) -> None:
    """From the waiting list into treatment.

    Raises:
        DomainError: not waiting any more, or an admission in the future.
    """
    refuse_stale(episode, version)
    if not episode.is_waiting:
        raise DomainError("This person is not on the waiting list any more. Reload the chart.")
    _refuse_future(admitted_at, at)
    _refuse_unborn(admitted_at, episode.patient)
    episode.admitted_at = admitted_at
    episode.opened_at = min(episode.opened_at, admitted_at)


def transfer(episode: Episode, program: Program, *, version: int, at: datetime) -> None:
    """Into another program of the facility, from now on.

    Raises:
        DomainError: the episode has ended, or the program is closed, foreign or the same.
    """
    refuse_stale(episode, version)
    refuse_ended(episode)
    _refuse_program(program, episode.facility_id)
    present = [place for place in episode.programs if place.until is None]
    if any(place.program_id == program.id for place in present):
        raise DomainError(f"The patient is in {program.name} already.")
    for place in present:
        place.until = at
    episode.programs.append(_place(episode, program, at))


def end_episode(
    episode: Episode, reason: DischargeReason, note: str | None, *, at: datetime
) -> None:
    """Close the episode and its stay in the program; the team stays as it was.

    The standing team keeps the chart, to finish its documentation. Who else ends with the
    episode (plan, phase) is the affair of the rooms above.

    Raises:
        DomainError: it has ended before.
    """
    refuse_ended(episode)
    episode.ended_at = at
    episode.discharge_reason = reason
    episode.discharge_note = note
    for place in episode.programs:
        if place.until is None:
            place.until = at


def refuse_second_episode(open_one: Episode | None) -> None:
    if open_one is not None:
        raise DomainError("This person has an open episode. Transfer it, or end it first.")


def refuse_ended(episode: Episode) -> None:
    if not episode.is_open:
        raise DomainError("This episode has ended. Open a new one to go on.")


def refuse_stale(episode: Episode, version: int) -> None:
    if episode.version != version:
        raise DomainError("Somebody else changed this episode. Reload the chart and look first.")


def _place(episode: Episode, program: Program, since: datetime) -> EpisodeProgram:
    return EpisodeProgram(facility_id=episode.facility_id, program=program, since=since)


def _refuse_program(program: Program, facility_id: UUID) -> None:
    if program.facility_id != facility_id:
        raise DomainError("Choose a program of this facility.")
    if not program.active:
        raise DomainError(f"{program.name} does not take people any more. Choose another program.")


def _refuse_future(admitted_at: datetime | None, at: datetime) -> None:
    if admitted_at is not None and admitted_at > at:
        raise DomainError(
            "The admission lies in the future. Leave it open to put the person on the waiting list."
        )


def _refuse_unborn(admitted_at: datetime | None, patient: Patient) -> None:
    if admitted_at is not None and admitted_at.date() < patient.birth_date:
        raise DomainError("The admission lies before the birth date. Correct one of the two.")
