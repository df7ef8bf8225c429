"""Which alarms of an intake a licensed person has decided already: those are calm from then on."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row

from treatment.intake.facts import Facts
from treatment.intake.models import Assessment
from treatment.intake.review.alarms import alarms, ambers
from treatment.records.alarms import Alarm, is_news, measured
from treatment.records.queries.alerts import decisions_about
from treatment.web.extensions import db
from treatment.web.guards import signed_in

Decided = Row[Any]


def waiting_and_decided(assessment: Assessment, facts: Facts | None) -> dict[str, Any]:
    """The alarms that still wait, the decisions on the others, and what is amber.

    Args:
        facts: none of a signed intake, whose page warns of nothing any more.
    """
    found, amber = (alarms(facts), ambers(facts)) if facts else ([], [])
    if not found:
        return {"alarms": [], "decided": [], "ambers": amber}
    rows = db.session.execute(decisions_about(assessment.id, signed_in())).all()
    covered = {alarm.kind: _decision(alarm, rows) for alarm in found}
    return {
        "alarms": [alarm for alarm in found if covered[alarm.kind] is None],
        "decided": [row for row in covered.values() if row is not None],
        "ambers": amber,
    }


def _decision(alarm: Alarm, rows: Iterable[Decided]) -> Decided | None:
    """The last decision, where nothing of this kind is open and every sign was decided on."""
    of_kind = [row for row in rows if row.kind is alarm.kind]
    is_open = any(row.closed_at is None for row in of_kind)
    decided = [row for row in of_kind if row.closed_at is not None]
    if is_open or is_news(alarm.found, [measured(row.signs) for row in decided]):
        return None
    return decided[-1]
