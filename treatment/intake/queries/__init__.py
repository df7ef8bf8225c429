"""What can be asked about intakes and what a clinician concluded; it begins with who is asking."""

from treatment.intake.queries.admissions import admission_entries
from treatment.intake.queries.intakes import (
    assessment,
    assessment_or_withdrawn,
    assessments_of,
    assessments_visible_to,
    held,
    last_signed,
    measured_in,
    open_assessment,
    with_history,
)
from treatment.intake.queries.problems import (
    earlier_problems,
    levels_of_care,
    newest_assessment,
    problem,
    problems_of,
    problems_visible_to,
    signatures_of_levels,
)

__all__ = [
    "admission_entries",
    "assessment",
    "assessment_or_withdrawn",
    "assessments_of",
    "assessments_visible_to",
    "earlier_problems",
    "held",
    "last_signed",
    "levels_of_care",
    "measured_in",
    "newest_assessment",
    "open_assessment",
    "problem",
    "problems_of",
    "problems_visible_to",
    "signatures_of_levels",
    "with_history",
]
