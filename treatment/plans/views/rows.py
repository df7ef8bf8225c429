"""What a page says about each line: who may decide it now, what became of it, what comes next."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from treatment.accounts.models import Staff
from treatment.permissions import Permission
from treatment.plans.models import LineDecision, Plan, PlanLine
from treatment.plans.operations import deciding, delivering, signing
from treatment.plans.progress import Progress
from treatment.plans.states import IN_FORCE, NO_PLAN_HERE, LineStatus, Origin, PlanState, Verdict
from treatment.plans.vocabulary import Area, Urgency

RISK = {Urgency.U0: "alarm", Urgency.U1: "warn"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line as this person sees it; `can` are the verdicts open to them."""

    line: PlanLine
    can: frozenset[Verdict]
    done: LineDecision | None
    blocks: bool
    progress: Progress | None = None
    before: Any = None
    is_new: bool = False

    @property
    def one_click(self) -> bool:
        return Verdict.ACCEPT in self.can and not self.is_signed(Verdict.ACCEPT)

    def is_signed(self, verdict: Verdict) -> bool:
        if verdict is Verdict.DONE:
            return delivering.done_needs_signature(self.line)
        return deciding.must_be_signed(self.line, verdict)

    @property
    def waits_for(self) -> str | None:
        """Who has to decide a proposed line, where it is not this person."""
        is_open = (
            self.line.status is LineStatus.PROPOSED and self.line.plan.state is PlanState.DRAFT
        )
        if not is_open or Verdict.ACCEPT in self.can:
            return None
        return "a prescriber" if self.line.needs_prescriber else "a clinician"

    @property
    def last(self) -> LineDecision | None:
        """The decision that stands, done aside."""
        standing = [row for row in self.line.decisions if row.verdict is not Verdict.DONE]
        return standing[-1] if standing else None

    @property
    def tone(self) -> str:
        if self.line.status not in {LineStatus.PROPOSED, *IN_FORCE} or self.done:
            return ""
        return "alarm" if self.blocks else RISK.get(self.line.urgency, "")

    @property
    def accept_word(self) -> str:
        return "Acknowledge" if self.line.area is Area.FLAG else "Accept"

    @property
    def choice(self) -> str:
        """What the button to this line's own page says."""
        if self.can == {Verdict.DONE}:
            return "Done…"
        if Verdict.REOPEN in self.can:
            return "Change…"
        if self.one_click:
            return "Other…"
        return "Decide…" if Verdict.ACCEPT in self.can else "Open…"

    @property
    def is_open(self) -> bool:
        """Whether it must still be decided or, a safeguard, done; therapy runs until it ends."""
        is_safeguard = self.line.is_workable_from_draft and not self.line.needs_prescriber
        waits = self.line.status in IN_FORCE and is_safeguard
        return self.done is None and (self.is_undecided or waits)

    @property
    def is_undecided(self) -> bool:
        return self.line.status is LineStatus.PROPOSED

    @property
    def differs(self) -> bool:
        """Whether people left what the rules proposed."""
        return self.is_own or self.line.status not in {LineStatus.PROPOSED, LineStatus.ACCEPTED}

    @property
    def is_own(self) -> bool:
        return self.line.origin is Origin.CLINICIAN


@dataclass(frozen=True, slots=True)
class Section:
    """The lines of one area of care."""

    area: Area
    rows: list[Row] = field(default_factory=list)

    @property
    def open(self) -> int:
        return sum(row.line.status is LineStatus.PROPOSED for row in self.rows)

    @property
    def standing(self) -> str:
        """What the head of the area says while the plan is a draft."""
        if self.open:
            return f"{self.open} to decide"
        is_held = any(row.line.status is LineStatus.DEFERRED for row in self.rows)
        return "deferred while on hold" if is_held else "all decided"


def row_of(line: PlanLine, staff: Staff, **more: object) -> Row:
    done = next((row for row in line.decisions if row.verdict is Verdict.DONE), None)
    can = frozenset(_open_to(line, staff))
    return Row(line, can, done, signing.blocks(line), **more)  # type: ignore[arg-type]  # named as its fields


def sections(rows: Iterable[Row]) -> list[Section]:
    """By area in the order of the page, risk first; within an area the most urgent first."""
    order = list(Area)
    ranked = sorted(
        rows, key=lambda row: (order.index(row.line.area), row.line.urgency, row.line.position)
    )
    grouped = groupby(ranked, key=lambda row: row.line.area)
    return [Section(area, list(members)) for area, members in grouped]


def next_open(plan: Plan, after: PlanLine, staff: Staff) -> PlanLine | None:
    """The next line on the page that this person can decide."""
    rows = [
        row for part in sections(row_of(line, staff) for line in plan.lines) for row in part.rows
    ]
    place = next(index for index, row in enumerate(rows) if row.line is after)
    following = [*rows[place + 1 :], *rows[:place]]
    return next((row.line for row in following if Verdict.ACCEPT in row.can), None)


def to_sign(plan: Plan, staff: Staff) -> list[PlanLine]:
    """Proposed lines this person decides with a signature."""
    return [
        line
        for line in plan.lines
        if Verdict.ACCEPT in _open_to(line, staff) and deciding.must_be_signed(line, Verdict.ACCEPT)
    ]


def _open_to(line: PlanLine, staff: Staff) -> Iterator[Verdict]:
    if line.plan.state is PlanState.DRAFT and staff.may(Permission.PLAN_EDIT):
        yield from (v for v in _by_status(line) if deciding.may_decide(line, v, staff))
    if (
        staff.may(Permission.DELIVERY_RECORD)
        and delivering.is_workable(line)
        and not delivering.is_done(line)
        and delivering.may_mark_done(line, staff)
        and line.element not in NO_PLAN_HERE
    ):
        yield Verdict.DONE


def _by_status(line: PlanLine) -> Iterator[Verdict]:
    if line.status is LineStatus.PROPOSED:
        yield Verdict.ACCEPT
    if line.status in {LineStatus.PROPOSED, *IN_FORCE}:
        yield Verdict.CHANGE
        if line.area is not Area.TASK and line.element not in NO_PLAN_HERE:
            yield Verdict.DECLINE
    if line.status in deciding.DECIDED:
        yield Verdict.REOPEN
