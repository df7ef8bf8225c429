"""What boards ask of the database: columns, not objects, and always from the viewer's reach."""

from treatment.reports.queries.alerts import open_alerts
from treatment.reports.queries.counselors import intakes_to_review
from treatment.reports.queries.episodes import Wanted, caseload, delivered, episodes, team_names
from treatment.reports.queries.late_scores import (
    elements_worked,
    episodes_on_schedule,
    newest_intakes,
    results_standing,
)
from treatment.reports.queries.papers import papers_missing
from treatment.reports.queries.progress import late_lines, phases, plans, units
from treatment.reports.queries.proposals import proposals
from treatment.reports.queries.work import (
    decisions,
    emergencies,
    intakes,
    lines,
    plans_waiting,
    reviews,
    waiting,
)

__all__ = [
    "Wanted",
    "caseload",
    "decisions",
    "delivered",
    "elements_worked",
    "emergencies",
    "episodes",
    "episodes_on_schedule",
    "intakes",
    "intakes_to_review",
    "late_lines",
    "lines",
    "newest_intakes",
    "open_alerts",
    "papers_missing",
    "phases",
    "plans",
    "plans_waiting",
    "proposals",
    "results_standing",
    "reviews",
    "team_names",
    "units",
    "waiting",
]
