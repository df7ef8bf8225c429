"""Beside the answers on the review: open alerts, what is not confirmed, what the plan awaits."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from treatment.intake import operations
from treatment.intake.models import Assessment
from treatment.intake.questionnaire import SECTION_OF, SECTIONS
from treatment.intake.questionnaire.shapes import Answers, Section
from treatment.intake.review.findings import facts_so_far
from treatment.intake.review.progress import Missing, first_field
from treatment.intake.review.waiting import plan_waits
from treatment.records.models import Alert
from treatment.records.queries.alerts import alerts_of_episode
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import signed_in

Gaps = Sequence[tuple[Section, Sequence[Missing]]]


def overview(assessment: Assessment, answers: Answers, missing: Gaps) -> dict[str, Any]:
    """One statement for the alerts; the rest is counted from the answers."""
    return {
        "at": now(),
        "titles": {key: part.title for key, part in SECTIONS.items()},
        "open_alerts": _open_alerts(assessment),
        "unconfirmed": [
            (SECTIONS[key], len(left))
            for key, left in operations.unconfirmed(assessment).items()
            if key in SECTIONS
        ],
        "waits": list(_waits(answers, missing)),
    }


def _open_alerts(assessment: Assessment) -> list[Alert]:
    rows: Iterable[Alert] = db.session.scalars(
        alerts_of_episode(assessment.episode_id, signed_in(), now())
    )
    return [each for each in rows if each.is_open]


def _waits(answers: Answers, missing: Gaps) -> Iterator[tuple[str, str, str, str]]:
    """Code, words, section and field of what the plan would wait for."""
    first = {gap.question.key: gap.field for _, gaps in reversed(missing) for gap in reversed(gaps)}
    for wait in plan_waits(facts_so_far(answers)):
        if wait.question is None:
            yield wait.task, wait.words, "", "contradictions"
            continue
        part = SECTION_OF[wait.question]
        field = first.get(wait.question) or first_field(part.question(wait.question))
        yield wait.task, wait.words, part.key, field
