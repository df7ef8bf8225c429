"""Treatment itself: tasks done, sessions held or missed, moves from phase to phase, discharge."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from treatment.audit.vocabulary import Action
from treatment.demo.houses import hash_of
from treatment.demo.operations.arriving import (
    DETOX,
    INTENSIVE,
    OUTPATIENT,
    RESIDENTIAL,
    Chart,
)
from treatment.demo.operations.staffing import Place, hand_of
from treatment.demo.people import Reached
from treatment.patients import operations as patients
from treatment.patients.vocabulary import DischargeReason
from treatment.plans import queries
from treatment.plans.checklist import discharge_criteria, exit_criteria
from treatment.plans.models import Plan, PlanLine
from treatment.plans.operations.delivering import (
    Unit,
    is_done,
    is_workable,
    mark_done,
    record_delivery,
)
from treatment.plans.operations.evidence import evidence_of
from treatment.plans.operations.moving import Course, Step, discharge, move
from treatment.plans.phases import Phase
from treatment.plans.states import IN_FORCE, MissedCause, Outcome
from treatment.plans.vocabulary import Area

WAY = (  # the phase, the hour it begins, the program it happens in
    (Phase.DETOX, 34, DETOX, Reached.DETOX),
    (Phase.PRIMARY, 34 + 6 * 24, RESIDENTIAL, Reached.PRIMARY),
    (Phase.STEP_DOWN, 55 * 24, INTENSIVE, Reached.STEP_DOWN),
    (Phase.AFTERCARE, 115 * 24, OUTPATIENT, Reached.AFTERCARE),
)
THERAPY = frozenset({Area.THERAPY, Area.DUAL_DIAGNOSIS, Area.SUPPORT, Area.HOLISTIC})
AT_ONCE = frozenset({Area.SAFETY, Area.LAB, Area.TASK, Area.ADMINISTRATIVE})
EVERY = {"THR-IND": 4, "THR-GRP": 3, "THR-CM": 4, "LAB-MITRA": 7}  # days between units
WITHDRAWAL_MEDICINES = frozenset({"MED-SYMPT"})
WITHDRAWN = "Withdrawal is over: three COWS below 5 in 24 hours, vital signs green."
CONFIRMED = "Confirmed by the treating team."
CONFERENCE = "Reviewed in case conference; the open points stay on the task list."
CAUSES = (MissedCause.ABSENT, MissedCause.ABSENT, MissedCause.DECLINED, MissedCause.CANCELED)


def treat(session: Session, place: Place, chart: Chart) -> None:
    plan = _newest_plan(session, place, chart)
    if plan is None:
        return
    for phase, hours, program, reached in WAY:
        if chart.person.reached >= reached and _happens(chart, plan, phase, hours):
            if phase is Phase.PRIMARY:
                _end_detox(session, place, plan, chart.after(hours))
            _move(session, place, chart, phase, chart.after(hours), program)
    _deliver(session, chart, plan)
    if chart.person.discharge is not None:
        _discharge(session, place, chart, chart.person.discharge)


def _happens(chart: Chart, plan: Plan, phase: Phase, hours: float) -> bool:
    """Only who withdraws goes through detox, and nothing happens in the future."""
    has_detox = any(line.area is Area.DETOX and line.status in IN_FORCE for line in plan.lines)
    is_past = chart.came_at + timedelta(hours=hours) < chart.now
    return (has_detox or phase is not Phase.DETOX) and is_past


def _end_detox(session: Session, place: Place, plan: Plan, at: datetime) -> None:
    """The prescriber closes what was for withdrawal, each line with a signature."""
    for line in plan.lines:
        is_over = line.area is Area.DETOX or line.element in WITHDRAWAL_MEDICINES
        if is_over and line.status in IN_FORCE and is_workable(line) and not is_done(line):
            hand = hand_of(place.prescriber, at)
            done = mark_done(line, note=WITHDRAWN, by=place.prescriber, at=at, hand=hand)
            session.add(done)
    session.flush()


def close_first_tasks(session: Session, place: Place, chart: Chart) -> None:
    """What the first days ask for is done; the newer somebody is, the more is still open."""
    plan = _newest_plan(session, place, chart)
    if plan is None:
        return
    at = chart.after(40)
    open_one_in = 12 if chart.person.reached >= Reached.PRIMARY else 4
    for number, line in enumerate(plan.lines):
        is_open = line.area in AT_ONCE and line.status in IN_FORCE and not is_done(line)
        if is_open and is_workable(line) and (hash_of(chart.person.name) + number) % open_one_in:
            session.add(mark_done(line, note="Done and documented.", by=place.nurse, at=at))
    session.flush()
    chart.keep(Action.UPDATE, "plan", plan.id, place.nurse)


def _newest_plan(session: Session, place: Place, chart: Chart) -> Plan | None:
    current = queries.current_plans(chart.episode.id, place.director, chart.now)
    return session.scalars(current).first()


def _move(
    session: Session, place: Place, chart: Chart, to: Phase, at: datetime, program: int
) -> None:
    course = _course(session, place, chart, at)
    stated = {criterion.key: CONFIRMED for criterion in exit_criteria(course.phase, to)}
    step = Step(reason=f"Ready for {to.label.lower()}.", to=to, stated=stated, override=CONFERENCE)
    hand = hand_of(place.prescriber, at)
    session.add_all(move(course, step, hand))
    wanted = place.programs[program]
    if all(stay.program_id != wanted.id for stay in chart.episode.programs if stay.until is None):
        patients.transfer(chart.episode, wanted, version=chart.episode.version, at=at)
    session.flush()
    chart.keep(Action.SIGN, "phase", chart.episode.id, place.prescriber)


def _course(session: Session, place: Place, chart: Chart, at: datetime) -> Course:
    episode, viewer = chart.episode, place.director
    current = session.scalars(queries.current_plans(episode.id, viewer, chart.now)).all()
    series = session.scalars(queries.series_of(episode.id)).all()
    units = session.scalars(queries.deliveries_of(episode.id, viewer, chart.now)).all()
    return Course(
        episode=episode,
        stays=session.scalars(queries.stays_of(episode.id)).all(),
        plans=current,
        evidence=evidence_of(current, series, units, at),
    )


def _deliver(session: Session, chart: Chart, plan: Plan) -> None:
    lines = [line for line in plan.lines if line.area in THERAPY and line.status in IN_FORCE]
    for number, line in enumerate(lines):
        session.add_all(_units(chart, line, number))
    session.flush()
    chart.keep(Action.CREATE, "delivery", plan.id, chart.counselor)


def _units(chart: Chart, line: PlanLine, number: int) -> Sequence[object]:
    """A unit every few days since the plan became active, most of them held."""
    every = timedelta(days=EVERY.get(line.element or "", 7))
    begun = chart.after(44 + 3 * number)
    count = min(int((chart.now - begun) / every), line.planned_count or 12)
    return [_unit(chart, line, begun + every * place, place) for place in range(count)]


def _unit(chart: Chart, line: PlanLine, when: datetime, place: int) -> object:
    draw = hash_of(f"{chart.person.name}{line.element}{place}") % 100
    is_held = draw < 100 * chart.person.attends
    unit = Unit(
        outcome=Outcome.DONE if is_held else Outcome.MISSED,
        occurred_at=when,
        token=uuid7(),
        minutes=(line.planned_minutes or 50) if is_held else None,
        cause=None if is_held else CAUSES[draw % len(CAUSES)],
    )
    recorded_at = min(when + timedelta(hours=2), chart.now)
    return record_delivery(line, unit, by=chart.counselor, at=recorded_at)


def _discharge(session: Session, place: Place, chart: Chart, why: DischargeReason) -> None:
    at = chart.now - timedelta(days=2)
    course = _course(session, place, chart, at)
    stated = {criterion.key: CONFIRMED for criterion in discharge_criteria(course.phase)}
    step = Step(reason=f"{why.label}.", stated=stated, override=CONFERENCE)
    ended = discharge(course, step, why, hand_of(place.prescriber, at))
    session.add_all([*ended.written, ended.last, ended.signature])
    session.flush()
    chart.keep(Action.SIGN, "phase", chart.episode.id, place.prescriber)
