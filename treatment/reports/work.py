"""What a plan in preparation waits for, and who can give it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any, Protocol

from treatment.accounts.models import Facility, Staff
from treatment.accounts.vocabulary import Credential
from treatment.intake.admissions import PAPERS, Missing, Standing, missing
from treatment.plans.phases import Phase
from treatment.plans.states import PlanState

DAY = 86_400  # seconds
RISK = ("high", "moderate", "incomplete", "low", "none")


class Waiting(Protocol):
    """A row of queries.plans_waiting."""

    state: PlanState
    is_on_hold: bool
    is_blocked: bool
    is_medical: bool
    credential: Credential | None
    may_prescribe: bool
    cosigned_at: datetime | None
    approved_at: datetime | None
    participation: object
    draft: dict[str, Any]


def waits_for_cosign(row: Waiting) -> bool:
    """Signed by somebody who is no LPHA, and nobody has cosigned yet."""
    signed = row.state in {PlanState.SIGNED, PlanState.COSIGNED}
    return signed and row.cosigned_at is None and not (row.credential and row.credential.is_lpha)


def waits_for_approval(row: Waiting) -> bool:
    """Signed with medical lines in force by somebody who does not prescribe, not approved yet."""
    signed = row.state in {PlanState.SIGNED, PlanState.COSIGNED}
    licensed = row.credential is not None and row.credential.prescribes
    prescribed = licensed and row.may_prescribe
    return signed and row.is_medical and row.approved_at is None and not prescribed


def next_step(row: Waiting) -> str:
    """What has to happen next, in the words of the button that does it."""
    if row.is_on_hold and row.state is PlanState.DRAFT:
        return "On hold: a prescriber evaluates and releases"
    if row.state is PlanState.DRAFT:
        return "Close the blocking tasks" if row.is_blocked else "Decide the lines and sign"
    steps = {
        "LPHA cosignature": waits_for_cosign(row),
        "medical approval": waits_for_approval(row),
        "patient participation": row.participation is None,
    }
    return f"Waits for {' and '.join(step for step, open_ in steps.items() if open_)}"


def risk_of(row: Waiting) -> tuple[int, int]:
    """Sort key, worst first: suicide risk, then detox intensity."""
    suicide = str(row.draft.get("suicide") or "none")
    return (RISK.index(suicide) if suicide in RISK else len(RISK), -int(row.draft.get("dx") or 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseRow:
    """One phase on the progress board: how many, how long, and what is wrong."""

    phase: Phase
    episodes: int
    median_days: float | None
    longest_days: float | None
    numbers: dict[str, int]


def phase_rows(stays: Iterable[Any], *counts: Iterable[Any], at: datetime) -> list[PhaseRow]:
    """Every phase in order, also those nobody is in.

    Args:
        stays: rows of in_phase and since. counts: rows of in_phase and named numbers.
    """
    days: dict[Phase, list[float]] = {phase: [] for phase in Phase}
    for stay in stays:
        days[stay.in_phase].append(max((at - stay.since).total_seconds(), 0) / DAY)
    numbers: dict[Phase, dict[str, int]] = {phase: {} for phase in Phase}
    for row in (row for rows in counts for row in rows):
        named = dict(row._mapping)  # noqa: SLF001  SQLAlchemy's public name for it
        numbers[named.pop("in_phase")].update(named)
    return [_phase_row(phase, days[phase], numbers[phase]) for phase in Phase]


def _phase_row(phase: Phase, days: Sequence[float], numbers: dict[str, int]) -> PhaseRow:
    return PhaseRow(
        phase=phase,
        episodes=len(days),
        median_days=median(days) if days else None,
        longest_days=max(days) if days else None,
        numbers={**numbers, "no_plan": len(days) - numbers.get("planned", 0)},
    )


def total(rows: Iterable[PhaseRow], name: str) -> int:
    return sum(row.numbers.get(name, 0) for row in rows)


def needing_attention(people: Iterable[Staff], at: datetime) -> list[tuple[Staff, str]]:
    """Staff an administrator should look at, each with the reason."""
    found = [(person, _attention(person, at)) for person in people]
    return [(person, reason) for person, reason in found if reason]


def _attention(person: Staff, at: datetime) -> str:
    """Why an active account needs a look; empty when it does not."""
    today = person.facility.today(at)
    expires = person.license_expires_on
    reasons = {
        "License has expired": expires is not None and expires < today,
        "License expires within 60 days": expires is not None
        and today <= expires <= today + timedelta(days=60),
        "Locked after missed tries": person.locked_until is not None and person.locked_until > at,
        "Has not set a second factor": not person.has_second_factor,
    }
    return next((text for text, holds in reasons.items() if person.active and holds), "")


def by_patient(lines: Iterable[Any]) -> list[list[Any]]:
    """Lines of one patient together, patients in the order of their worst line."""
    found: dict[Any, list[Any]] = {}
    for line in lines:
        found.setdefault(line.patient_id, []).append(line)
    return list(found.values())


def papers(rows: Iterable[Any], here: Facility, at: datetime) -> list[tuple[Any, list[Missing]]]:
    """Rows of queries.papers_missing with what each still lacks: overdue first, then by its day."""
    today = here.today(at)
    found = [
        (row, missing({item: getattr(row, item) for item in PAPERS}, admitted, today))
        for row in rows
        for admitted in [here.today(row.admitted_at)]
    ]
    return sorted(
        found,
        key=lambda pair: (
            pair[1][0].standing is not Standing.OVERDUE,
            pair[1][0].due or date.max,
        ),
    )
