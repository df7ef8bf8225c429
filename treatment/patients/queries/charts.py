"""What one chart shows: episodes, team, allergies, precautions and what happened when."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, String, and_, cast, literal, null, or_, select, union_all
from sqlalchemy.orm import aliased, joinedload

from treatment.accounts.models import Program, Staff
from treatment.accounts.vocabulary import Credential
from treatment.patients.models import (
    Allergy,
    CareTeamMember,
    EmergencyAccess,
    Episode,
    EpisodeProgram,
    Patient,
    Precaution,
)
from treatment.patients.queries.paging import PAGE, Cursor
from treatment.patients.queries.visible import episodes_visible_to, may_see_episode
from treatment.permissions import Viewer

MOST_EPISODES = 11
Glance = Callable[[UUID, Viewer], Select[Any] | None]
ALSO_AT_A_GLANCE: list[Glance] = []  # rows of rooms above, in the columns of `at_a_glance`


def episodes_of(patient_id: UUID, viewer: Viewer, at: datetime) -> Select[Episode]:
    """The open episode first, then the latest; older ones stand in the history."""
    return (
        episodes_visible_to(viewer, at)
        .where(Episode.patient_id == patient_id)
        .options(joinedload(Episode.stay).joinedload(EpisodeProgram.program))
        .order_by(Episode.ended_at.is_(None).desc(), Episode.opened_at.desc(), Episode.id.desc())
        .limit(MOST_EPISODES)
    )


def at_a_glance(patient_id: UUID, viewer: Viewer, at: datetime) -> Select[Any]:
    """What the banner says, in one statement: rows of kind, words, severity, moment."""
    allergy = select(
        literal("allergy").label("kind"),
        Allergy.substance.label("words"),
        Allergy.reaction.label("detail"),
        Allergy.is_severe.label("severe"),
        Allergy.noted_at.label("moment"),
    ).where(Allergy.patient_id == patient_id, Allergy.ended_at.is_(None))
    precaution = select(
        literal("precaution"), Precaution.words, null(), null(), Precaution.noted_at
    ).where(Precaution.patient_id == patient_id, Precaution.ended_at.is_(None))
    emergency = select(
        literal("emergency"), EmergencyAccess.reason, null(), null(), EmergencyAccess.expires_at
    ).where(
        EmergencyAccess.patient_id == patient_id,
        EmergencyAccess.staff_id == viewer.id,
        EmergencyAccess.started_at <= at,
        EmergencyAccess.expires_at > at,
    )
    more = [each for look in ALSO_AT_A_GLANCE if (each := look(patient_id, viewer)) is not None]
    rows = union_all(allergy, precaution, emergency, *more).subquery()
    return select(rows).order_by(rows.c.moment)


def team_of(episode_id: UUID, at: datetime) -> Select[CareTeamMember, str, Credential]:
    """Members now and stand-ins to come; only for an episode already loaded for the viewer."""
    return (
        select(
            CareTeamMember,
            Staff.printed_name.label("name"),
            Staff.credential.label("credential"),
        )
        .join(Staff, Staff.id == CareTeamMember.staff_id)
        .where(CareTeamMember.episode_id == episode_id)
        .where(or_(CareTeamMember.until.is_(None), CareTeamMember.until > at))
        .order_by(CareTeamMember.part != "primary", CareTeamMember.since, CareTeamMember.id)
    )


def allergies_of(patient_id: UUID) -> Select[Allergy]:
    """Those in force; only for a patient already loaded for the viewer."""
    current = select(Allergy).where(Allergy.patient_id == patient_id, Allergy.ended_at.is_(None))
    return current.order_by(Allergy.is_severe.is_(True).desc(), Allergy.noted_at, Allergy.id)


def precautions_of(patient_id: UUID) -> Select[Precaution]:
    current = select(Precaution).where(
        Precaution.patient_id == patient_id, Precaution.ended_at.is_(None)
    )
    return current.order_by(Precaution.noted_at, Precaution.id)


def entry(kind: type[Allergy] | type[Precaution], entry_id: UUID, patient_id: UUID) -> Select[Any]:
    """An allergy or precaution of exactly this patient, who was loaded for the viewer before."""
    return select(kind).where(kind.id == entry_id, kind.patient_id == patient_id)


# --- what happened when -----------------------------------------------------------------------


def history(
    patient_id: UUID, viewer: Viewer, at: datetime, before: Cursor | None = None
) -> Select[Any]:
    """Dated rows of kind, words, detail and who; the newest first, one more than a page."""
    rows = union_all(*_of_person(patient_id), *_of_episodes(patient_id, viewer, at)).subquery()
    by = aliased(Staff)
    statement = (
        select(rows, by.printed_name.label("by"))
        .outerjoin(by, by.id == rows.c.by_id)
        .where(rows.c.at <= at)
        .order_by(rows.c.at.desc(), rows.c.id.desc())
        .limit(PAGE + 1)
    )
    return statement.where(before.before(rows.c.at, rows.c.id)) if before else statement


def _row(kind: str, key: Any, at: Any, words: Any, detail: Any, by: Any) -> Select[Any]:
    return select(
        literal(kind).label("kind"),
        key.label("id"),
        at.label("at"),
        cast(words, String).label("words"),
        cast(detail, String).label("detail"),
        by.label("by_id"),
    ).where(at.is_not(None))


def _of_person(patient_id: UUID) -> list[Select[Any]]:
    p, a, c = Patient, Allergy, Precaution
    person = p.id == patient_id
    allergy, precaution = a.patient_id == patient_id, c.patient_id == patient_id
    return [
        _row("registered", p.id, p.registered_at, null(), null(), p.registered_by_id).where(person),
        _row("allergy_noted", a.id, a.noted_at, a.substance, a.reaction, a.noted_by_id).where(
            allergy
        ),
        _row("allergy_ended", a.id, a.ended_at, a.substance, a.ended_reason, a.ended_by_id).where(
            allergy
        ),
        _row("precaution_noted", c.id, c.noted_at, c.words, null(), c.noted_by_id).where(
            precaution
        ),
        _row("precaution_ended", c.id, c.ended_at, c.words, c.ended_reason, c.ended_by_id).where(
            precaution
        ),
    ]


def _of_episodes(patient_id: UUID, viewer: Viewer, at: datetime) -> list[Select[Any]]:
    e, place, member = Episode, EpisodeProgram, CareTeamMember
    mine = and_(e.patient_id == patient_id, may_see_episode(viewer, at))
    nobody = cast(null(), e.id.type)
    opened = _row("opened", e.id, e.opened_at, e.referral, e.referral_note, e.opened_by_id)
    admitted = _row("admitted", e.id, e.admitted_at, null(), null(), nobody)
    ended = _row("ended", e.id, e.ended_at, e.discharge_reason, e.discharge_note, nobody)
    program = _row("program", place.id, place.since, Program.name, null(), nobody)
    joined = _row(
        "joined", member.id, member.since, Staff.printed_name, member.reason, member.added_by_id
    )
    left = _row("left", member.id, member.until, Staff.printed_name, member.reason, nobody)
    return [
        opened.where(mine),
        admitted.where(mine, e.admitted_at > e.opened_at),
        ended.where(mine),
        program.join(e, e.id == place.episode_id)
        .join(Program, Program.id == place.program_id)
        .where(mine),
        joined.join(e, e.id == member.episode_id)
        .join(Staff, Staff.id == member.staff_id)
        .where(mine),
        left.join(e, e.id == member.episode_id)
        .join(Staff, Staff.id == member.staff_id)
        .where(mine),
    ]
