"""From the signed intake to the active plan: drafted, decided, signed by everybody it needs."""

from datetime import datetime

from sqlalchemy.orm import Session

from treatment.audit.vocabulary import Action
from treatment.demo.operations.arriving import Chart
from treatment.demo.operations.staffing import Place, hand_of
from treatment.demo.people import Reached
from treatment.errors import DomainError
from treatment.plans.models import Plan, PlanLine
from treatment.plans.operations.content import seen
from treatment.plans.operations.deciding import accept
from treatment.plans.operations.delivering import mark_done
from treatment.plans.operations.drafting import draft_plan, write_words
from treatment.plans.operations.signing import (
    endorse,
    open_signatures,
    record_participation,
    sign_plan,
)
from treatment.plans.states import BLOCKING_TASKS, LineStatus, Participation
from treatment.records.models import Signature
from treatment.records.vocabulary import Meaning

STRENGTHS = "Comes on time, speaks openly, has people who care."
CRITERIA = (
    "Step down when attendance is at least 75 %, goals are mostly met and safety is stable; "
    "discharge when the relapse-prevention plan is rehearsed and supports are active."
)


def plan(session: Session, place: Place, chart: Chart) -> Plan:
    if chart.assessment is None:
        raise DomainError("There is no signed intake to draft from.")
    at = chart.after(3.3)
    drafted = draft_plan(chart.assessment, [], number=1, by=chart.counselor, at=at)
    session.add(drafted)
    session.flush()
    chart.keep(Action.CREATE, "plan", drafted.id, chart.counselor)
    if chart.person.reached >= Reached.DECIDED:
        _decide(place, chart, drafted)
    if chart.person.reached >= Reached.SIGNED:
        _collect_signatures(session, place, chart, drafted)
    return drafted


def _decide(place: Place, chart: Chart, drafted: Plan) -> None:
    """The prescriber's lines signed one by one, the rest by the counselor."""
    at = chart.after(6)
    words = {"goal_words": chart.person.goal, "strengths": STRENGTHS}
    write_words(drafted, {**words, "transition_criteria": CRITERIA})
    for line in drafted.lines:
        if line.status is LineStatus.PROPOSED:
            _decide_line(place, chart, line, at)
    chart.keep(Action.UPDATE, "plan", drafted.id, place.prescriber)


def _decide_line(place: Place, chart: Chart, line: PlanLine, at: datetime) -> None:
    if line.needs_prescriber:
        accept(line, by=place.prescriber, at=at, hand=hand_of(place.prescriber, at))
    elif line.element in BLOCKING_TASKS:
        note = "Asked again in person; recorded in the counselor’s note."
        by = place.cosigner
        mark_done(line, note=note, by=by, at=at, hand=hand_of(by, at))
    else:
        accept(line, by=chart.counselor, at=at)


def _collect_signatures(session: Session, place: Place, chart: Chart, drafted: Plan) -> None:
    by, at = chart.counselor, chart.after(26)
    author = sign_plan(drafted, hand_of(by, at), mark=seen(drafted))
    session.add(author)
    chart.keep(Action.SIGN, "plan", drafted.id, by)
    reached = chart.person.reached
    if reached >= Reached.COSIGNED:
        _endorse(session, place, chart, drafted, author)
    if reached >= Reached.ACTIVE:
        hand = hand_of(by, chart.after(30))
        session.add(
            record_participation(
                drafted, hand, how=Participation.AGREED, note=None, mark=seen(drafted)
            )
        )
        chart.keep(Action.SIGN, "plan", drafted.id, by)


def _endorse(
    session: Session, place: Place, chart: Chart, drafted: Plan, author: Signature
) -> None:
    """The LPHA cosigns; from APPROVED on the prescriber has approved as well."""
    wanted = {Meaning.COSIGN: place.cosigner}
    if chart.person.reached >= Reached.APPROVED:
        wanted[Meaning.MEDICAL_APPROVAL] = place.prescriber
    for meaning, staff in wanted.items():
        if meaning in open_signatures(drafted):
            hand = hand_of(staff, chart.after(28))
            session.add_all(endorse(drafted, hand, mark=seen(drafted), prior=author))
            chart.keep(Action.COSIGN, "plan", drafted.id, staff)
