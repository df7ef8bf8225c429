"""Scores after the intake: taken on their days, the one entered late with the reason."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from treatment.audit.vocabulary import Action
from treatment.demo.courses import Taking, course_of
from treatment.demo.operations.arriving import Chart
from treatment.demo.operations.staffing import Place
from treatment.instruments.models import Measurement
from treatment.instruments.operations import Taken, record
from treatment.instruments.reading import read

FROM_PAPER = "Filled in on paper in the group room; found in the binder today."
BODY = frozenset({"cows", "ciwa_ar"})  # taken by the nurse


def measure(session: Session, place: Place, chart: Chart) -> None:
    """Everything that was due by now."""
    rows = list(_rows(place, chart))
    if not rows:
        return
    session.add_all(rows)
    session.flush()
    chart.keep(Action.CREATE, "measurement", rows[-1].id, chart.counselor)


def _rows(place: Place, chart: Chart) -> Iterator[Measurement]:
    for taking in course_of(chart.person):
        entered_at = chart.came_at + timedelta(days=taking.day + taking.late)
        if entered_at < chart.now:
            yield _taken(place, chart, taking)


def _taken(place: Place, chart: Chart, taking: Taking) -> Measurement:
    observed_at = chart.came_at + timedelta(days=taking.day)
    taken = Taken(
        token=uuid7(),
        values=taking.values,
        reason=taking.reason,
        observed_at=observed_at,
        late_reason=FROM_PAPER if taking.late else None,
    )
    reading = read(taking.key, taking.values, sex=chart.person.sex.value)
    by = place.nurse if taking.key in BODY else chart.counselor
    return record(
        chart.episode, taken, reading, by=by, at=observed_at + timedelta(days=taking.late)
    )
