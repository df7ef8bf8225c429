"""What an episode's schedule of instruments depends on: its phase, its intake, its detox lines."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from treatment.errors import DomainError
from treatment.instruments.schedule import Stay, Taken
from treatment.intake.facts import Facts
from treatment.intake.models import Assessment
from treatment.intake.operations import facts_of
from treatment.intake.vocabulary import BenzodiazepineUse
from treatment.patients.models import Episode
from treatment.plans.engine.findings import Findings
from treatment.plans.engine.parameters import Parameters
from treatment.plans.phases import INTENSIVE, Phase
from treatment.plans.rules.derived import alcohol_high, alcohol_watch

DAILY = frozenset({BenzodiazepineUse.DAILY_PRESCRIBED, BenzodiazepineUse.DAILY_NONPRESCRIBED})


def stay_of(
    episode: Episode,
    *,
    phase: Phase | None,
    intake: Assessment | None,
    elements: Collection[str | None],
    zone: ZoneInfo,
) -> Stay:
    """The stay as the schedule reads it; what no signed intake established is unknown.

    Args:
        intake: the newest signed one.
        elements: of the plan's lines in force.
    """
    facts, signed_at = _facts(intake), intake.signed_at if intake else None
    return Stay(
        began_at=episode.admitted_at or episode.opened_at,
        zone=zone,
        phase=phase,
        is_around_the_clock=not INTENSIVE.isdisjoint(elements),
        has_ended=not episode.is_open,
        **(_known(facts, signed_at) if facts and signed_at else {}),
    )


def taken_of(row: Any) -> Taken:
    """A measurement, or a row with its columns, as the schedule reads it."""
    return Taken(
        key=row.instrument,
        at=row.observed_at,
        known=row.total if row.total is not None else row.at_least,
        band=row.band,
        is_provisional=row.is_provisional,
    )


def _facts(intake: Assessment | None) -> Facts | None:
    try:
        return facts_of(intake) if intake else None
    except DomainError:  # an intake no plan can be drafted from establishes no schedule either
        return None


def _known(facts: Facts, signed_at: datetime) -> dict[str, Any]:
    is_at_risk = (alcohol_high | alcohol_watch).ask(Findings(facts, Parameters()))
    return {
        "primary": facts.primary,
        "last_use_at": _before(signed_at, facts.hours_since_last_use),
        "drinks": _drinks(facts),
        "at_risk_of_alcohol_withdrawal": is_at_risk,
        "last_drink_at": _before(signed_at, facts.hours_since_drink),
        "takes_benzodiazepine_daily": facts.benzo_use and facts.benzo_use in DAILY,
    }


def _before(moment: datetime, hours: float | None) -> datetime | None:
    return None if hours is None else moment - timedelta(hours=hours)


def _drinks(facts: Facts) -> bool | None:
    """Whether the person drinks at all; no alcohol question answered leaves it unknown."""
    known = [facts.drinks_per_day, facts.audit_c_at_least, facts.audit_at_least, facts.audit_c]
    if any(known):
        return True
    return None if all(each is None for each in known) else False
