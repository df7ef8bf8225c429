"""What can be asked about measurements; every answer begins with who is asking."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import aliased, contains_eager, defer, joinedload, lazyload
from sqlalchemy.orm.interfaces import ORMOption

from treatment.accounts.models import Staff
from treatment.instruments.models import Measurement
from treatment.patients.models import Episode, EpisodeProgram
from treatment.patients.queries import may_see_episode
from treatment.permissions import Viewer
from treatment.records.models import Addendum
from treatment.records.queries.addenda import retracted
from treatment.records.vocabulary import AddendumKind, Kind


def measurements_visible_to(viewer: Viewer, at: datetime) -> Select[Measurement]:
    return select(Measurement).join(Measurement.episode).where(may_see_episode(viewer, at))


def stands() -> ColumnElement[bool]:
    """SQL: nobody withdrew the measurement, nor the intake it came from."""
    from_intake = Measurement.source_id.is_not(None)
    of_intake = and_(from_intake, retracted(Kind.ASSESSMENT, Measurement.source_id))  # type: ignore[arg-type]  # not null here
    return ~or_(retracted(Kind.MEASUREMENT, Measurement.id), of_intake)


def measurements_of(episode_id: UUID, viewer: Viewer, at: datetime) -> Select[Measurement]:
    """All of an episode that stand, oldest first, without their items."""
    return (
        measurements_visible_to(viewer, at)
        .where(Measurement.episode_id == episode_id, stands())
        .options(defer(Measurement.items), defer(Measurement.note))
        .order_by(Measurement.observed_at, Measurement.id)
    )


def series_of(
    episode_id: UUID, key: str, viewer: Viewer, at: datetime
) -> Select[Measurement, Addendum | None]:
    """Those of one instrument with who entered them and what withdrew them, oldest first."""
    withdrawn = aliased(Addendum)
    itself = and_(withdrawn.object_type == Kind.MEASUREMENT, withdrawn.object_id == Measurement.id)
    its_intake = and_(
        withdrawn.object_type == Kind.ASSESSMENT, withdrawn.object_id == Measurement.source_id
    )
    matches = and_(withdrawn.kind == AddendumKind.RETRACTION, or_(itself, its_intake))
    return (
        select(Measurement, withdrawn)
        .join(Measurement.episode)
        .outerjoin(withdrawn, matches)
        .where(may_see_episode(viewer, at))
        .where(Measurement.episode_id == episode_id, Measurement.instrument == key)
        .options(
            _named(joinedload(Measurement.entered_by)),
            _named(joinedload(withdrawn.author)),
        )
        .order_by(Measurement.observed_at, Measurement.id)
    )


def measurement(measurement_id: UUID, viewer: Viewer, at: datetime) -> Select[Measurement]:
    """One measurement, withdrawn or not, with its episode and patient."""
    return (
        measurements_visible_to(viewer, at)
        .where(Measurement.id == measurement_id)
        .options(
            contains_eager(Measurement.episode).options(
                joinedload(Episode.patient, innerjoin=True),
                joinedload(Episode.stay).joinedload(EpisodeProgram.program),
            ),
            _named(joinedload(Measurement.entered_by)),
        )
    )


def made_with(token: UUID) -> Select[Measurement]:
    """What the form with this token has made already, wherever that is."""
    return select(Measurement).where(Measurement.id == token)


def latest_between(
    episode_id: UUID, keys: Sequence[str], begin: datetime, end: datetime
) -> Select[Measurement]:
    """The latest measurement that stands of these instruments within a span of time."""
    return (
        select(Measurement)
        .where(Measurement.episode_id == episode_id, Measurement.instrument.in_(keys))
        .where(Measurement.observed_at >= begin, Measurement.observed_at < end, stands())
        .order_by(Measurement.observed_at.desc(), Measurement.id.desc())
        .limit(1)
    )


def _named(way: ORMOption) -> ORMOption:
    """A name beside an entry, without the roles and the facility that sign-in needs."""
    return way.options(lazyload(Staff.granted), lazyload(Staff.facility))  # type: ignore[attr-defined, no-any-return]
