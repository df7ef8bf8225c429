"""What cannot wait for the plan: red signs (CLINICAL.md 3.3) and suicide risk in the answers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from treatment.instruments.alarms import (
    CIWA_AR_RED,
    CIWA_AR_WORDS,
    COWS_RED,
    COWS_WORDS,
    of_suicide,
    red,
)
from treatment.intake.facts import Facts
from treatment.records.alarms import Alarm

ALT_RED, BILIRUBIN_RED = 3, 2  # times the upper limit of normal, both together
HALLUCINATING_FROM = 10  # CIWA-Ar
Look = Callable[[Facts], float | None]


@dataclass(frozen=True, slots=True)
class Sign:
    """A red sign: `depth` is how far beyond its limit it is, None when it is not red or unknown."""

    words: str
    depth: Look
    said: Callable[[Facts], str] = lambda _facts: ""


def _is(name: str, words: str) -> Sign:
    return Sign(words, lambda facts: 0.0 if getattr(facts, name) is True else None)


def _below(name: str, limit: float, words: str, unit: str = "") -> Sign:
    def depth(facts: Facts) -> float | None:
        value = getattr(facts, name)
        return None if value is None or value >= limit else limit - value

    return Sign(words, depth, lambda facts: f"{getattr(facts, name):g}{unit}")


def _from(name: str, limit: float, words: str, unit: str = "") -> Sign:
    def depth(facts: Facts) -> float | None:
        value = getattr(facts, name)
        return None if value is None or value < limit else value - limit

    return Sign(words, depth, lambda facts: f"{getattr(facts, name):g}{unit}")


def _temperature() -> Sign:
    sign = _from("temp_c", 38.9, "Temperature of 102 °F (38.9 °C) or more")
    return Sign(sign.words, sign.depth, lambda facts: _both_scales(facts.temp_c or 0))


def _both_scales(celsius: float) -> str:
    return f"{celsius * 1.8 + 32:.1f} °F ({celsius:.1f} °C)"


def _alcohol_withdrawal(facts: Facts) -> int:
    """The CIWA-Ar, or the part of it that is known."""
    return facts.ciwa_ar or facts.ciwa_ar_at_least or 0


def _ciwa_from(limit: int) -> Look:
    def depth(facts: Facts) -> float | None:
        known = _alcohol_withdrawal(facts)
        return float(known - limit) if known >= limit else None

    return depth


def _hallucinating(facts: Facts) -> float | None:
    return _ciwa_from(HALLUCINATING_FROM)(facts) if facts.hallucinosis else None


def _cows(facts: Facts) -> float | None:
    return float(facts.cows_rated - COWS_RED) if facts.cows_rated >= COWS_RED else None


def _liver(facts: Facts) -> float | None:
    """ALT 3 times with bilirubin 2 times the upper limit of normal."""
    alt, bilirubin = facts.alt_xuln or 0, facts.bili_xuln or 0
    return alt - ALT_RED if alt >= ALT_RED and bilirubin >= BILIRUBIN_RED else None


def _ciwa_said(facts: Facts) -> str:
    return f"CIWA-Ar {_alcohol_withdrawal(facts)}"


RED: Final[tuple[Sign, ...]] = (
    _is("altered_mental_status", "Altered mental status"),
    _is("delirium", "Delirium"),
    _is("seizure_24h", "Seizure in the past 24 hours"),
    _below("spo2", 90, "Oxygen saturation below 90 %", " %"),
    _below("rr", 10, "Respiration below 10", " per min"),
    _from("rr", 30, "Respiration of 30 or more", " per min"),
    _below("sbp", 90, "Systolic pressure below 90", " mmHg"),
    _from("sbp", 180, "Systolic pressure of 180 or more", " mmHg"),
    _from("dbp", 120, "Diastolic pressure of 120 or more", " mmHg"),
    _below("hr", 45, "Pulse below 45", " per min"),
    _from("hr", 130, "Pulse of 130 or more", " per min"),
    _temperature(),
    Sign(COWS_WORDS, _cows, lambda facts: f"COWS {facts.cows_rated}"),
    Sign(CIWA_AR_WORDS, _ciwa_from(CIWA_AR_RED), _ciwa_said),
    Sign("Hallucinations with a CIWA-Ar of 10 or more", _hallucinating, _ciwa_said),
    _from("qtc", 500, "QTc of 500 ms or more", " ms"),
    _is("jaundice", "Yellow skin or eyes"),
    Sign(
        "ALT 3 times and bilirubin 2 times the upper limit",
        _liver,
        lambda facts: f"ALT {facts.alt_xuln:g} times, bilirubin {facts.bili_xuln:g} times",
    ),
)


def alarms(facts: Facts) -> list[Alarm]:
    """The worst first; an unknown value raises none."""
    measured = [(sign, sign.depth(facts)) for sign in RED]
    found = [(sign.words, sign.said(facts), depth) for sign, depth in measured if depth is not None]
    emergency = [red(found)] if found else []
    return [*emergency, *of_suicide(facts.cssrs, facts.phq9_item9)]
