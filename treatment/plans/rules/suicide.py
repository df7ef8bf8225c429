"""The suicide level of a draft: the screener together with PHQ-9 item 9."""

from treatment.instruments.vocabulary import SuicideRisk
from treatment.plans.engine.findings import Findings
from treatment.plans.rules import derived as d


def triage(findings: Findings) -> SuicideRisk:
    """high, else moderate, else incomplete, else low (also through item 9), else none."""
    steps = (
        (d.suicide_high, SuicideRisk.HIGH),
        (d.suicide_moderate, SuicideRisk.MODERATE),
        (d.screen_open, SuicideRisk.INCOMPLETE),
        (d.suicide_monitored, SuicideRisk.LOW),
    )
    return next((level for asked, level in steps if asked.ask(findings)), SuicideRisk.NONE)
