"""A line of the draft: one element, how it stands, and everything it says about itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from treatment.plans.elements import ELEMENTS, ElementInfo
from treatment.plans.engine.findings import Findings
from treatment.plans.engine.rulebook import Asked
from treatment.plans.phases import Phase
from treatment.plans.rules import saying
from treatment.plans.rules.dose import Dose, dose
from treatment.plans.rules.notes import notes
from treatment.plans.vocabulary import Area, Element, Standing, Urgency


@dataclass(frozen=True, slots=True)
class Line:
    """One element of the draft with everyone who asked for it."""

    element: Element
    standing: Standing
    asked: tuple[Asked, ...]
    findings: Findings

    @property
    def info(self) -> ElementInfo:
        return ELEMENTS[self.element]

    @property
    def area(self) -> Area:
        return self.element.area

    @property
    def title(self) -> str:
        return self.info.title

    @property
    def responsible(self) -> str:
        return self.info.responsible

    @property
    def goal(self) -> str:
        return self.info.goal

    @property
    def phase(self) -> Phase:
        return self.info.phase

    @property
    def needs_prescriber(self) -> bool:
        return self.info.needs_prescriber

    @property
    def is_workable_from_draft(self) -> bool:
        return self.info.is_workable_from_draft

    @property
    def urgency(self) -> Urgency:
        """The strongest anyone asked for."""
        return min(each.proposal.urgency for each in self.asked)

    @property
    def dose(self) -> Dose:
        return dose(self.element, self.findings)

    @property
    def schedule(self) -> str:
        return self.dose.schedule

    @property
    def planned_count(self) -> int | None:
        return self.dose.count

    @property
    def planned_minutes(self) -> int | None:
        return self.dose.minutes

    @property
    def notes(self) -> tuple[str, ...]:
        """Texts computed from the findings; written only when somebody reads them."""
        return notes(self.element, self.findings)

    @property
    def rule_keys(self) -> list[str]:
        return sorted({each.rule.key for each in self.asked})

    @property
    def reasons(self) -> list[dict[str, Any]]:
        """Per rule: the condition, the values found, why, source and certainty, as they were."""
        strongest = {each.rule.key: each for each in sorted(self.asked, key=_weakest_first)}
        return [_reason(strongest[key], self.findings) for key in sorted(strongest)]

    def to_json(self) -> dict[str, Any]:
        return {
            "element": self.element.value,
            "area": self.area.value,
            "standing": self.standing.value,
            "urgency": self.urgency.value,
            "title": self.title,
            "schedule": self.schedule,
            "responsible": self.responsible,
            "goal": self.goal,
            "phase": self.phase.value,
            "planned_count": self.planned_count,
            "planned_minutes": self.planned_minutes,
            "needs_prescriber": self.needs_prescriber,
            "is_workable_from_draft": self.is_workable_from_draft,
            "notes": list(self.notes),
            "reasons": self.reasons,
        }


def _weakest_first(asked: Asked) -> int:
    return -list(Urgency).index(asked.proposal.urgency)


def _reason(asked: Asked, findings: Findings) -> dict[str, Any]:
    return {
        "rule": asked.rule.key,
        "condition": asked.condition.says(findings.parameters),
        "found": list(saying.values_behind(asked.condition, findings)),
        "because": asked.rule.because,
        "source": asked.rule.source,
        "certainty": [each.value for each in asked.rule.certainty],
    }
