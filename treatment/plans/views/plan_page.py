"""Everything the plan's page shows, gathered once; a form that was not right is shown again."""

from collections.abc import Iterator
from typing import Any

from flask.typing import ResponseReturnValue

from treatment.accounts.doors import me
from treatment.permissions import Permission
from treatment.plans import forms, queries
from treatment.plans.elements import ELEMENTS
from treatment.plans.models import Plan, PlanLine
from treatment.plans.operations import signing
from treatment.plans.operations.content import (
    medical_seen,
    participation_content,
    plan_content,
    seen,
)
from treatment.plans.operations.deciding import can_accept_with_one_click, prescribes
from treatment.plans.progress import key_of, progress
from treatment.plans.rules.contradictions import SENTENCES
from treatment.plans.rules.ranges import RANGES
from treatment.plans.states import PENDING, LineStatus, PlanState
from treatment.plans.views.contradicting import contradictions_in
from treatment.plans.views.pages import chart, page, with_own_ids
from treatment.plans.views.questions import still_open
from treatment.plans.views.rows import Row, row_of, sections, to_sign
from treatment.plans.vocabulary import Area, Detox, Element
from treatment.records.models import Signature
from treatment.records.operations import is_intact
from treatment.records.vocabulary import ATTESTATIONS, Meaning
from treatment.web.clock import now
from treatment.web.extensions import db


def plan_page(plan: Plan, status: int = 200, **wrong: Any) -> ResponseReturnValue:
    """The page of one version; the draft with its decisions, or the record as signed."""
    signatures = list(db.session.scalars(queries.signatures_of(plan.id)))
    versions = list(db.session.scalars(queries.versions_of(plan.episode_id, me(), now())))
    before = _before(plan)
    rows = _rows(plan, before)
    return page(
        "draft" if plan.state is PlanState.DRAFT else "show",
        status,
        **chart(plan.episode),
        plan=plan,
        facts=plan.draft,
        contradiction_texts=SENTENCES,
        contradicting=contradictions_in(plan),
        ranges=RANGES,
        detox=Detox(plan.draft.get("dx", 0)).label,
        mine=_mine(plan),
        sections=sections(rows),
        deviations=[row for row in rows if row.differs],
        gone=_gone(plan, before),
        blocked_wishes=_blocked_wishes(plan),
        signatures=signatures,
        broken=broken(plan, signatures),
        versions=versions,
        missing=signing.missing(plan) if plan.state is PlanState.DRAFT else [],
        waits=signing.open_signatures(plan) if plan.state in signing.SIGNED else [],
        questions=still_open(plan),
        one_click=sum(can_accept_with_one_click(row.line) for row in rows),
        forms=_forms(plan, wrong),
        attestations=ATTESTATIONS,
        Meaning=Meaning,
        is_review_late=_is_review_late(plan),
        rests_on_withdrawn=db.session.scalar(queries.is_withdrawn(plan.assessment_id)),
        at=now(),
    )


def _is_review_late(plan: Plan) -> bool:
    due = plan.review_due_on if plan.state is PlanState.ACTIVE else None
    return due is not None and due < me().facility.today(now())


def _mine(plan: Plan) -> list[tuple[PlanLine, list[str]]]:
    """The lines a prescriber decides, risk first, each with the values that called for it."""
    if not prescribes(me()):
        return []
    order = list(Area)
    lines = to_sign(plan, me())
    lines.sort(key=lambda each: (order.index(each.area), each.urgency, each.position))
    return [(each, _values(each)) for each in lines]


def _values(line: PlanLine) -> list[str]:
    return list(dict.fromkeys(value for reason in line.reasons for value in reason["found"]))


def broken(plan: Plan, signatures: list[Signature]) -> list[Signature]:
    """Signatures whose content is no longer what was signed: each time the page is shown."""
    contents = {
        Meaning.AUTHOR: plan_content,
        Meaning.COSIGN: plan_content,
        Meaning.MEDICAL_APPROVAL: plan_content,
        Meaning.PATIENT_PARTICIPATION: participation_content,
    }
    checked = [(row, contents.get(row.meaning)) for row in signatures]
    return [row for row, content in checked if content and not is_intact(row, content(plan))]


def _rows(plan: Plan, before: dict[str, Any]) -> list[Row]:
    units = db.session.scalars(queries.deliveries_of(plan.episode_id, me(), now())).all()
    counted = progress(plan.lines, units, now())
    is_first = plan.based_on_id is None
    return [
        row_of(
            line,
            me(),
            progress=counted[key_of(line)],
            before=before.get(key_of(line)),
            is_new=not is_first and key_of(line) not in before,
        )
        for line in plan.lines
    ]


def _before(plan: Plan) -> dict[str, Any]:
    """What the version this one is based on says about each of its lines."""
    if plan.based_on_id is None:
        return {}
    lines = db.session.execute(queries.lines_before(plan.based_on_id)).all()
    return {key_of(row): row for row in lines}


def _gone(plan: Plan, before: dict[str, Any]) -> list[str]:
    """Titles the version before had in force or proposed and this one has not."""
    here = {key_of(line) for line in plan.lines}
    left_out = {LineStatus.DECLINED, LineStatus.OFFERED_DECLINED}
    return [
        row.title for key, row in before.items() if key not in here and row.status not in left_out
    ]


def _blocked_wishes(plan: Plan) -> list[tuple[str, list[str]]]:
    """What the patient wishes and must not have now, with the findings that stand against it."""
    wishes = plan.draft.get("blocked_wishes", [])
    return [(ELEMENTS[Element(wish["element"])].title, wish["found"]) for wish in wishes]


def _forms(plan: Plan, wrong: dict[str, Any]) -> dict[str, Any]:
    """The forms this person may use now; the one just sent keeps what was typed."""
    open_ = {name: form for name, form in _offered(plan) if name not in wrong}
    both = {**open_, **wrong}
    return {name: with_own_ids(form, name) for name, form in both.items()}


def _offered(plan: Plan) -> Iterator[tuple[str, Any]]:
    staff, mark = me(), seen(plan)
    if plan.state is PlanState.DRAFT:
        yield from _offered_on_draft(plan, mark)
    if plan.state in signing.SIGNED:
        yield from _offered_when_signed(plan, mark)
    if plan.state in {*PENDING, PlanState.ACTIVE}:
        if plan.is_on_hold and prescribes(staff):
            yield "release", forms.ReleaseForm(formdata=None)
        if plan.state is not PlanState.DRAFT and staff.may(Permission.PLAN_EDIT):
            yield "revise", forms.ReviseForm(formdata=None)


def _offered_on_draft(plan: Plan, mark: str) -> Iterator[tuple[str, Any]]:
    staff = me()
    if staff.may(Permission.PLAN_EDIT):
        yield "words", forms.WordsForm(formdata=None, obj=plan)
    if staff.may(Permission.PLAN_SIGN):
        yield "sign", forms.SignForm(formdata=None, seen=mark)
    if prescribes(staff) and (lines := to_sign(plan, staff)):
        form = forms.SignLinesForm(formdata=None, medical_seen=medical_seen(plan))
        form.lines.choices = [(str(line.id), line.title) for line in lines]
        yield "lines", form


def _offered_when_signed(plan: Plan, mark: str) -> Iterator[tuple[str, Any]]:
    staff, waits = me(), signing.open_signatures(plan)
    cosigns = Meaning.COSIGN in waits and signing.may_cosign(plan, staff)
    approves = Meaning.MEDICAL_APPROVAL in waits and signing.may_approve(plan, staff)
    if cosigns or approves:
        yield "cosign", forms.SignForm(formdata=None, seen=mark)
    if Meaning.PATIENT_PARTICIPATION in waits and staff.may(Permission.PLAN_SIGN):
        yield "participation", forms.ParticipationForm(formdata=None, seen=mark)
