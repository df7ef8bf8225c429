"""The pages of this room; importing them registers their routes on one blueprint."""

from treatment.patients.views import (
    caseloads,
    emergencies,
    episodes,
    finding,
    lists,
    overview,
    registering,
    safety,
    teams,
)
from treatment.patients.views.charts import bp

__all__ = [
    "bp",
    "caseloads",
    "emergencies",
    "episodes",
    "finding",
    "lists",
    "overview",
    "registering",
    "safety",
    "teams",
]
