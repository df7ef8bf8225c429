"""What the record says about a checklist: gathered from plans, measurements and deliveries."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from treatment.instruments.models import Measurement
from treatment.plans.checklist import Evidence, Series
from treatment.plans.models import Delivery, Plan, PlanLine
from treatment.plans.operations.delivering import is_done
from treatment.plans.progress import progress, standing
from treatment.plans.states import IN_FORCE, LineStatus, Outcome, PlanState, Verdict
from treatment.plans.vocabulary import Area

TASKS = frozenset({LineStatus.PROPOSED, *IN_FORCE})


def evidence_of(
    plans: Sequence[Plan],
    series: Iterable[Measurement],
    units: Sequence[Delivery],
    at: datetime,
) -> Evidence:
    """What is known now.

    Args:
        plans: those in preparation or in force, newest first.
        series: measurements of the episode, oldest first.
        units: every recorded unit of the episode.
    """
    lines = [line for plan in plans for line in plan.lines]
    measured = list(series)
    therapy = _therapy(lines, units, at)
    return Evidence(
        has_signed_intake=bool(plans) or any(row.source_id for row in measured),
        suicide=_suicide(plans),
        has_active_plan=any(plan.state is PlanState.ACTIVE for plan in plans),
        open_tasks=_open_tasks(plans),
        in_force=frozenset(
            line.element for line in lines if line.status in IN_FORCE and line.element
        ),
        done=_done(lines),
        attendance=therapy[0],
        units=therapy[1],
        contacts=_contacts(units, at),
        suicide_screens=sum(row.instrument == "cssrs" for row in measured),
        cows=_totals(measured, "cows"),
        barc10=_totals(measured, "barc10"),
    )


def _suicide(plans: Sequence[Plan]) -> str | None:
    """The level the newest plan was drafted with."""
    return str(plans[0].draft.get("suicide", "")) or None if plans else None


def _open_tasks(plans: Sequence[Plan]) -> tuple[str, ...]:
    """Tasks of the newest version that nobody has closed."""
    newest = plans[0].lines if plans else []
    tasks = [line for line in newest if line.area is Area.TASK and line.status in TASKS]
    return tuple(line.element or line.title for line in tasks if not is_done(line))


def _done(lines: Iterable[PlanLine]) -> dict[str, str]:
    """Element codes with who closed them."""
    return {
        line.element: f"done by {row.by.printed_name}"
        for line in lines
        if line.element
        for row in line.decisions
        if row.verdict is Verdict.DONE
    }


def _therapy(
    lines: Sequence[PlanLine], units: Sequence[Delivery], at: datetime
) -> tuple[float | None, int]:
    """Attendance over all therapy lines, and how many units it rests on."""
    therapy = [line for line in lines if line.area is Area.THERAPY and line.status in IN_FORCE]
    rows = progress(therapy, units, at).values()
    done = sum(row.done for row in rows)
    offered = sum(row.done + row.missed_count - row.owed for row in rows)
    return (done / offered if offered else None), offered


def _contacts(units: Sequence[Delivery], at: datetime) -> int:
    return sum(
        unit.line.element == "AFT-CONTACTS" and unit.outcome is Outcome.DONE
        for unit in standing(units, at)
    )


def _totals(measured: Iterable[Measurement], instrument: str) -> Series:
    return tuple(
        (row.observed_at, row.total)
        for row in measured
        if row.instrument == instrument and row.total is not None
    )
