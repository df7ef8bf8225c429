"""The pages of this room; importing them registers their routes on one blueprint."""

from treatment.intake.views import (
    admission,
    care_level,
    episodes,
    glance,
    printing,
    problem_steps,
    problems,
    reassessing,
    reconciling,
    record,
    reviewing,
    rows,
    sections,
    writing,
)
from treatment.intake.views.pages import bp

__all__ = [
    "admission",
    "bp",
    "care_level",
    "episodes",
    "glance",
    "printing",
    "problem_steps",
    "problems",
    "reassessing",
    "reconciling",
    "record",
    "reviewing",
    "rows",
    "sections",
    "writing",
]
