"""What is due in withdrawal, by the state of the person (CLINICAL.md 3.1, 3.2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from treatment.instruments.schedule.shapes import Due, Stay, Taken, at_intake, daily, hours, of

DETOX_PHASES: Final = frozenset({None, "referral", "assessment", "detox"})
OPIOID_TYPE: Final = frozenset(  # unknown counts: it never switches a safety rule off
    {None, "kratom_leaf", "kratom_extract", "kratom_7oh", "opioid"}
)
OVER_COWS: Final = (  # at least this COWS: hours between, why
    (37, (1, 1), "COWS 37 or more: at least hourly"),
    (25, (2, 2), "COWS 25 to 36: every 2 hours"),
    (13, (4, 4), "COWS 13 to 24: every 4 hours"),
    (5, (6, 8), "COWS 5 to 12: every 6 to 8 hours"),
)
MODERATE_COWS, MILD_COWS = 13, 5
ANTICIPATED_FOR: Final = timedelta(hours=72)
FIRST_DAY: Final = timedelta(hours=24)
HIGH_CIWA: Final = 10
CALM_IN_A_ROW: Final = 3


def in_withdrawal(stay: Stay, done: Sequence[Taken], at: datetime) -> Iterator[Due]:
    if stay.phase not in DETOX_PHASES:
        return
    if stay.primary in OPIOID_TYPE:
        yield from _opioid_type(stay, of(done, "cows"), at)
    rated = of(done, "ciwa_ar")
    if stay.at_risk_of_alcohol_withdrawal or _is_high(rated):
        yield from _alcohol(stay, rated, at)
    if stay.takes_benzodiazepine_daily:
        yield daily(stay, "ciwa_b", of(done, "ciwa_b"), at)


def _opioid_type(stay: Stay, done: Sequence[Taken], at: datetime) -> Iterator[Due]:
    """COWS: at home by daily contact, around the clock as often as the score asks."""
    if not done:
        yield at_intake(stay, "cows", at, within=0)
        return
    known, last = done[-1].known or 0, done[-1].at
    if known >= (MILD_COWS if stay.is_around_the_clock else MODERATE_COWS):
        between, why = next((between, why) for least, between, why in OVER_COWS if known >= least)
        yield hours("cows", why, last, between, at)
    elif known >= MILD_COWS or at < (stay.last_use_at or stay.began_at) + ANTICIPATED_FOR:
        is_first_day = stay.is_around_the_clock and at < stay.began_at + FIRST_DAY
        yield (
            hours("cows", "First 24 hours: every 6 hours", last, (6, 6), at)
            if is_first_day
            else daily(stay, "cows", done, at)
        )


def _alcohol(stay: Stay, done: Sequence[Taken], at: datetime) -> Iterator[Due]:
    """CIWA-Ar: every 1 to 2 hours until three in a row are below 10, else every 4 to 8 hours."""
    if not done:
        yield at_intake(stay, "ciwa_ar", at, within=0)
        return
    if _is_high(done):
        why = "CIWA-Ar 10 or more: every 1 to 2 hours until below 10 three times"
        yield hours("ciwa_ar", why, done[-1].at, (1, 2), at)
    elif at < (stay.last_drink_at or stay.began_at) + ANTICIPATED_FOR:
        why = "At risk: every 4 to 8 hours for 72 hours from the last drink"
        yield hours("ciwa_ar", why, done[-1].at, (4, 8), at)


def _is_high(done: Sequence[Taken]) -> bool:
    """Whether one of the last three was 10 or more."""
    return any((each.known or 0) >= HIGH_CIWA for each in done[-CALM_IN_A_ROW:])
