"""What can be asked about intakes and what a clinician concluded; it begins with who is asking."""

from treatment.intake.queries.admissions import admission_entries, admission_entry
from treatment.intake.queries.intakes import (
    assessment,
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
    level_of_care,
    levels_of_care,
    newest_assessment,
    problem,
    problem_status,
    problems_of,
    problems_visible_to,
    turn,
)

__all__ = [
    "admission_entries",
    "admission_entry",
    "assessment",
    "assessments_of",
    "assessments_visible_to",
    "earlier_problems",
    "held",
    "last_signed",
    "level_of_care",
    "levels_of_care",
    "measured_in",
    "newest_assessment",
    "open_assessment",
    "problem",
    "problem_status",
    "problems_of",
    "problems_visible_to",
    "turn",
    "with_history",
]
