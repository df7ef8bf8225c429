"""Computed texts of safety and detox lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from treatment.intake.vocabulary import Hcg
from treatment.plans.engine.findings import Findings
from treatment.plans.rules import derived as d
from treatment.plans.vocabulary import Detox

Notes = Iterator[str]

MONITORING: Final = (  # lowest COWS, how often COWS and vital signs are taken (3.2)
    ("cows_severe", "COWS and vital signs continuously or hourly until transferred."),
    ("cows_moderately_severe", "COWS and vital signs every 2 hours; prescriber told now."),
    ("cows_moderate", "COWS and vital signs every 4 hours."),
    ("cows_mild", "COWS and vital signs every 6 to 8 hours."),
)
ANTICIPATED: Final = "COWS and vital signs every 6 hours for 24 hours."
ANTICIPATED_AMBULATORY: Final = "COWS and vital signs at a daily visit."


def detox(findings: Findings) -> Notes:
    """DTX-n: how often to score, and whether the level may still change."""
    rated = findings.facts.cows_rated
    reached = (text for limit, text in MONITORING if rated >= getattr(findings.parameters, limit))
    ambulatory = findings.level is Detox.AMBULATORY
    yield next(reached, ANTICIPATED_AMBULATORY if ambulatory else ANTICIPATED)
    if findings.cows is None:
        yield "Provisional: the COWS is incomplete."


def emergency(findings: Findings) -> Notes:
    yield "The plan is on hold until a prescriber releases it."
    yield from detox(findings)


def alcohol(_: Findings) -> Notes:
    yield "Kratom or opioid withdrawal inflates CIWA-Ar: read both scales side by side."


def sedative(findings: Findings) -> Notes:
    yield (
        "Never stop abruptly; slow taper: first 5 to 10 % every 2 to 4 weeks, never faster than "
        "25 % every 2 weeks; inpatient where severe withdrawal is expected (S24)."
    )
    yield "CIWA-B and vital signs once a day, every 6 hours while there are symptoms."
    if d.benzo_unverified.ask(findings):
        yield "None is told, but the PDMP or the drug test shows a benzodiazepine."


def obstetric(_: Findings) -> Notes:
    yield "No abrupt stop, no lofexidine, no naltrexone."


def pregnancy_test(findings: Findings) -> Notes:
    yield "No medicine is released before the answer."
    if findings.facts.hcg is Hcg.NEGATIVE:
        yield "The negative test does not answer the question."


def minor(_: Findings) -> Notes:
    yield "This plan cannot be finalized here."
