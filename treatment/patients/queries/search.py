"""Finding a person: forgiving for those who may see the chart, exact for everybody else."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, select, union
from sqlalchemy.orm import aliased

from treatment.accounts.models import Program
from treatment.patients.models import Episode, EpisodeProgram, Patient, PatientName
from treatment.patients.names import Person, Query, folded
from treatment.patients.queries.visible import may_see_episode, may_see_patient
from treatment.permissions import Viewer

MOST_FOUND = 20
SPELLINGS = 3  # rows one person can stand in: each of their names may begin with what was typed
MOST_LIKENESSES = 200
_LAST = "\U0010ffff"


def found(query: Query, viewer: Viewer, at: datetime) -> Select[Patient, Episode, str]:
    """Rows of patient, open episode and program; the same person may stand in several rows."""
    current = and_(
        Episode.patient_id == Patient.id,
        Episode.ended_at.is_(None),
        may_see_episode(viewer, at),
    )
    place = and_(EpisodeProgram.episode_id == Episode.id, EpisodeProgram.until.is_(None))
    statement = (
        select(Patient, Episode, Program.name.label("program"))
        .select_from(Patient)
        .outerjoin(Episode, current)
        .outerjoin(EpisodeProgram, place)
        .outerjoin(Program, Program.id == EpisodeProgram.program_id)
        .where(may_see_patient(viewer, at))
        .limit(MOST_FOUND * SPELLINGS + 1)
    )
    if query.birth_date:
        statement = statement.where(Patient.birth_date == query.birth_date)
    if query.chart_number:
        statement = statement.where(Patient.chart_number == query.chart_number)
    return _named(statement, query.words, viewer)


def _named(
    statement: Select[Patient, Episode, str], words: tuple[str, ...], viewer: Viewer
) -> Select[Patient, Episode, str]:
    """Every word begins one of the names; the longest drives, in the order of the index."""
    if not words:
        return statement.order_by(Patient.family_name, Patient.given_name, Patient.id)
    longest, *others = sorted(words, key=len, reverse=True)
    statement = (
        statement.join(PatientName, PatientName.patient_id == Patient.id)
        .where(PatientName.facility_id == viewer.facility_id, _begins(PatientName, longest))
        .order_by(PatientName.word, PatientName.patient_id)
    )
    for word in others:
        name = aliased(PatientName)
        statement = statement.where(
            exists().where(name.patient_id == Patient.id, _begins(name, word))
        )
    return statement


def _begins(name: type[PatientName], word: str) -> ColumnElement[bool]:
    return and_(name.word >= word, name.word < word + _LAST)


# --- the whole facility: for warnings and emergencies, never to show a chart ------------------


def likenesses(person: Person, viewer: Viewer) -> Select[Patient]:
    """Everybody of the facility with this birth date or all of these names."""
    everybody = select(Patient.id).where(Patient.facility_id == viewer.facility_id)
    same_day = everybody.where(Patient.birth_date == person.birth_date).limit(MOST_LIKENESSES)
    same_names = everybody
    for word in folded(f"{person.given} {person.family}"):
        name = aliased(PatientName)
        same_names = same_names.where(
            Patient.id.in_(
                select(name.patient_id).where(
                    name.facility_id == viewer.facility_id, name.word == word
                )
            )
        )
    either = union(
        select(same_day.subquery().c.id), select(same_names.limit(MOST_LIKENESSES).subquery().c.id)
    )
    return select(Patient).where(Patient.id.in_(select(either.subquery().c.id)))


def visible_among(ids: list[UUID], viewer: Viewer, at: datetime) -> Select[UUID]:
    return select(Patient.id).where(Patient.id.in_(ids), may_see_patient(viewer, at))


def by_chart_number(number: int, viewer: Viewer) -> Select[Patient]:
    return select(Patient).where(
        Patient.facility_id == viewer.facility_id, Patient.chart_number == number
    )


def by_birth_date(birth_date: date, viewer: Viewer) -> Select[Patient]:
    return select(Patient).where(
        Patient.facility_id == viewer.facility_id, Patient.birth_date == birth_date
    )
