"""What has to be true before a phase is left, judged from the record (CLINICAL.md §§3.5, 5). Pure.

Each criterion is met, not met or not known from the data so far; what is not known a clinician
may state with a note.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from treatment.plans.phases import Phase

CALM_COWS, CALM_CHECKS, CALM_SPAN = 5, 3, timedelta(hours=24)
MODERATE_COWS = 13
DETOX_LEVELS = ("DTX-1", "DTX-2", "DTX-3")
ATTENDANCE = 0.75
RECOVERY_CAPITAL = 47  # BARC-10 [V:S32]
CONTACTS = 6  # day 7, 30, 60, 90, 180, 365

Found = tuple[bool | None, str]  # whether it is met, and what says so
Series = tuple[tuple[datetime, float], ...]  # oldest first


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the record holds at the moment somebody wants to move."""

    has_signed_intake: bool = False
    suicide: str | None = None
    has_active_plan: bool = False
    open_tasks: tuple[str, ...] = ()
    in_force: frozenset[str] = frozenset()
    done: Mapping[str, str] = field(default_factory=dict)
    attendance: float | None = None
    units: int = 0
    contacts: int = 0
    suicide_screens: int = 0
    cows: Series = ()
    barc10: Series = ()


@dataclass(frozen=True, slots=True)
class Criterion:
    key: str
    text: str
    judge: Callable[[Evidence], Found]


@dataclass(frozen=True, slots=True)
class Judged:
    """One criterion with its answer; `note` is what a clinician stated where data said nothing."""

    key: str
    text: str
    met: bool | None
    evidence: str
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("key", "text", "met", "evidence", "note")}


def judged(
    criteria: tuple[Criterion, ...], evidence: Evidence, stated: Mapping[str, str] | None = None
) -> list[Judged]:
    """Every criterion's answer; a statement counts only where the record knows nothing."""
    rows = []
    for criterion in criteria:
        met, words = criterion.judge(evidence)
        note = (stated or {}).get(criterion.key, "") if met is None else ""
        rows.append(Judged(criterion.key, criterion.text, True if note else met, words, note))
    return rows


def unmet(rows: list[Judged]) -> list[Judged]:
    return [row for row in rows if row.met is not True]


# --- how single criteria are judged ----------------------------------------------------------


def not_measured(_evidence: Evidence) -> Found:
    return None, "Not measured here yet; state it from your examination."


def _safety_screened(evidence: Evidence) -> Found:
    if evidence.suicide is None:
        return None, "No signed intake yet; state the first safety screen."
    return evidence.suicide != "incomplete", f"suicide screen: {evidence.suicide}"


def _instruments_complete(evidence: Evidence) -> Found:
    if not evidence.has_signed_intake:
        return False, "The intake is not signed."
    if evidence.open_tasks:
        return False, f"open: {', '.join(evidence.open_tasks)}"
    return True, "Intake signed, no task open."


def _plan_signed(evidence: Evidence) -> Found:
    if evidence.has_active_plan:
        return True, "The plan is active: every signature is given."
    return False, "No plan is active."


def _is_done(element: str) -> Callable[[Evidence], Found]:
    def judge(evidence: Evidence) -> Found:
        if element in evidence.done:
            return True, evidence.done[element]
        return False, f"{element} is not recorded as done."

    return judge


def _detox_signed_off(evidence: Evidence) -> Found:
    levels = [code for code in DETOX_LEVELS if code in evidence.done]
    if levels:
        return True, evidence.done[levels[0]]
    return False, "No prescriber has closed the detox line."


def _withdrawal_is_over(evidence: Evidence) -> Found:
    """At least three COWS below 5 in a row over at least 24 hours."""
    if not evidence.cows:
        return None, "No COWS series on record."
    run: list[tuple[datetime, float]] = []
    for when, total in reversed(evidence.cows):
        if total >= CALM_COWS:
            break
        run.append((when, total))
    span = run[0][0] - run[-1][0] if run else timedelta()
    hours = int(span.total_seconds() // 3600)
    words = f"{len(run)} of the latest COWS below {CALM_COWS} in a row, over {hours} h"
    return len(run) >= CALM_CHECKS and span >= CALM_SPAN, words


def _past_withdrawal(evidence: Evidence) -> Found:
    """Therapy begins after detox, or where none is on the plan, and below a moderate COWS."""
    levels = sorted(code for code in DETOX_LEVELS if code in evidence.in_force)
    if levels and not any(code in evidence.done for code in DETOX_LEVELS):
        return False, f"{levels[-1]} is on the plan and not recorded as done."
    if not evidence.cows:
        return None, "No COWS on record."
    latest = evidence.cows[-1][1]
    return latest < MODERATE_COWS, f"latest COWS {latest:g}"


def _alcohol_is_over(evidence: Evidence) -> Found:
    if "DTX-CIWA" not in evidence.in_force:
        return True, "No alcohol withdrawal on the plan."
    return None, "No CIWA-Ar series on record."


def _screened_again(evidence: Evidence) -> Found:
    if evidence.suicide_screens > 1:
        return True, f"{evidence.suicide_screens} screens on record"
    return None, "No C-SSRS after intake on record."


def _attends(evidence: Evidence) -> Found:
    if evidence.attendance is None:
        return None, "No delivery recorded yet."
    share = round(100 * evidence.attendance)
    return evidence.attendance >= ATTENDANCE, f"{share} % of {evidence.units} recorded units"


def _safety_is_stable(evidence: Evidence) -> Found:
    waiting = sorted(
        c for c in evidence.in_force if c.startswith("SAF-") and c not in evidence.done
    )
    if waiting:
        return None, f"still open: {', '.join(waiting)}"
    return True, "Every safety line is done."


def _capital_grows(evidence: Evidence) -> Found:
    if not evidence.barc10:
        return None, "No BARC-10 on record."
    latest = evidence.barc10[-1][1]
    if latest >= RECOVERY_CAPITAL:
        return True, f"BARC-10 {latest:g}"
    if len(evidence.barc10) == 1:
        return None, f"BARC-10 {latest:g}, measured once"
    return latest > evidence.barc10[0][1], f"BARC-10 {evidence.barc10[0][1]:g} → {latest:g}"


def _relapse_plan(evidence: Evidence) -> Found:
    for code in ("THR-RP", "AFT-PLAN"):
        if code in evidence.done:
            return True, evidence.done[code]
    return False, "Neither THR-RP nor AFT-PLAN is recorded as done."


def _contacts_made(evidence: Evidence) -> Found:
    words = f"{evidence.contacts} of {CONTACTS} contacts recorded"
    return evidence.contacts >= CONTACTS, words


# --- the lists -------------------------------------------------------------------------------

NALOXONE = Criterion(
    "naloxone", "Naloxone kit in hand, patient and companion taught", _is_done("SAF-NALOXONE")
)

PAST_WITHDRAWAL = Criterion(
    "withdrawal", "Detox done or none needed, COWS below 13", _past_withdrawal
)

EXIT: dict[Phase, tuple[Criterion, ...]] = {
    Phase.REFERRAL: (
        Criterion("consent", "Consent to treatment signed", not_measured),
        Criterion("eligible", "Eligible for this program", not_measured),
        Criterion("screened", "First safety screen done", _safety_screened),
    ),
    Phase.ASSESSMENT: (
        Criterion("instruments", "Instruments complete", _instruments_complete),
        Criterion("diagnosis", "Diagnosis made by a clinician in scope", not_measured),
        Criterion("level", "Level of care recorded", _is_done("ADM-LOC")),
        Criterion("plan", "Plan signed by patient and clinicians", _plan_signed),
    ),
    Phase.DETOX: (
        Criterion("cows", "At least 3 COWS below 5 in a row over 24 hours", _withdrawal_is_over),
        Criterion("prn", "No withdrawal medicine as needed in the last 24 hours", not_measured),
        Criterion("vitals", "All vital signs green twice", not_measured),
        Criterion("eating", "Eating and drinking", not_measured),
        Criterion("ciwa", "CIWA-Ar below 10 for 24 hours", _alcohol_is_over),
        Criterion("cssrs", "C-SSRS repeated", _screened_again),
        NALOXONE,
        Criterion("appointment", "Primary-treatment appointment within 7 days", not_measured),
        Criterion("prescriber", "Prescriber’s sign-off", _detox_signed_off),
    ),
    Phase.PRIMARY: (
        Criterion("attendance", "At least 75 % attendance", _attends),
        Criterion("goals", "At least 70 % of goals met", not_measured),
        Criterion("use", "30 days without use, or the agreed target", not_measured),
        Criterion("bam", "BAM Use 0–1 and Risk below 12", not_measured),
        Criterion("safety", "Safety stable", _safety_is_stable),
    ),
    Phase.STEP_DOWN: (
        Criterion("relapse", "Relapse-prevention plan done", _relapse_plan),
        Criterion("barc10", "BARC-10 rising or at least 47", _capital_grows),
        Criterion("supports", "Supports active", not_measured),
    ),
    Phase.AFTERCARE: (
        Criterion("contacts", "Last aftercare contact done, or transfer", _contacts_made),
    ),
}

DISCHARGE: tuple[Criterion, ...] = (
    NALOXONE,
    Criterion("medicines", "Medicines reconciled", not_measured),
    Criterion("followup", "Follow-up within 7 days arranged", not_measured),
    Criterion("numbers", "Crisis numbers given: 911 and 988", not_measured),
    Criterion("copies", "Copies of plan and aftercare given", not_measured),
    Criterion("contact", "Consent to contact recorded", not_measured),
)


def exit_criteria(current: Phase, to: Phase) -> tuple[Criterion, ...]:
    """What leaving `current` for `to` asks: nothing where the person needs more care again.

    Detox never waits for the exit from assessment, and stepping back up waits for nothing.
    """
    if to is Phase.DETOX or to.number < current.number:
        return ()
    skips_detox = (current, to) == (Phase.ASSESSMENT, Phase.PRIMARY)
    return (*EXIT[current], PAST_WITHDRAWAL) if skips_detox else EXIT[current]


def discharge_criteria(current: Phase) -> tuple[Criterion, ...]:
    """A discharge that is no death; out of aftercare the last contact counts as well."""
    return (*EXIT[current], *DISCHARGE) if current is Phase.AFTERCARE else DISCHARGE
