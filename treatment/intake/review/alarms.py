"""What cannot wait for the plan: red signs (CLINICAL.md 3.3) and suicide risk in the answers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from treatment.instruments.alarms import (
    CIWA_AR_RED,
    CIWA_AR_WORDS,
    COWS_RED,
    COWS_WORDS,
    FAST_PULSE_WORDS,
    SLOW_PULSE_WORDS,
    of_suicide,
    red,
)
from treatment.instruments.scoring.vitals import (
    DIASTOLIC,
    OXYGEN,
    PULSE,
    RESPIRATION,
    SYSTOLIC,
    TEMPERATURE,
    Limits,
)
from treatment.intake.facts import Facts
from treatment.records.alarms import Alarm

ALT_RED, BILIRUBIN_RED = 3, 2  # times the upper limit of normal, both together
HALLUCINATING_FROM = 10  # CIWA-Ar
QTC_RED = 500
Look = Callable[[Facts], float | None]


@dataclass(frozen=True, slots=True)
class Sign:
    """A red sign: `depth` is how far beyond its limit it is, None when it is not red or unknown."""

    words: str
    depth: Look
    said: Callable[[Facts], str] = lambda _facts: ""


def _is(name: str, words: str) -> Sign:
    return Sign(words, lambda facts: 0.0 if getattr(facts, name) is True else None)


def _below(name: str, limits: Limits, words: str, unit: str) -> Sign:
    limit = limits.red_below

    def depth(facts: Facts) -> float | None:
        value = getattr(facts, name)
        return None if value is None or value >= limit else limit - value

    return _measured(name, limit, words, unit, depth)


def _from(name: str, limit: float, words: str, unit: str) -> Sign:
    def depth(facts: Facts) -> float | None:
        value = getattr(facts, name)
        return None if value is None or value < limit else value - limit

    return _measured(name, limit, words, unit, depth)


def _measured(name: str, limit: float, words: str, unit: str, depth: Look) -> Sign:
    """A sign by its number; its words have a # where the limit belongs."""
    named = words.replace("#", f"{limit:g}")
    return Sign(named, depth, lambda facts: f"{getattr(facts, name):g}{unit}")


def _temperature() -> Sign:
    limit = TEMPERATURE.red_from
    sign = _from("temp_c", limit, f"Temperature of 102 °F ({limit:g} °C) or more", "")
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
    _below("spo2", OXYGEN, "Oxygen saturation below # %", " %"),
    _below("rr", RESPIRATION, "Respiration below #", " per min"),
    _from("rr", RESPIRATION.red_from, "Respiration of # or more", " per min"),
    _below("sbp", SYSTOLIC, "Systolic pressure below #", " mmHg"),
    _from("sbp", SYSTOLIC.red_from, "Systolic pressure of # or more", " mmHg"),
    _from("dbp", DIASTOLIC.red_from, "Diastolic pressure of # or more", " mmHg"),
    _below("hr", PULSE, SLOW_PULSE_WORDS, " per min"),
    _from("hr", PULSE.red_from, FAST_PULSE_WORDS, " per min"),
    _temperature(),
    Sign(COWS_WORDS, _cows, lambda facts: f"COWS {facts.cows_rated}"),
    Sign(CIWA_AR_WORDS, _ciwa_from(CIWA_AR_RED), _ciwa_said),
    Sign("Hallucinations with a CIWA-Ar of 10 or more", _hallucinating, _ciwa_said),
    _from("qtc", QTC_RED, "QTc of # ms or more", " ms"),
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


# --- amber ------------------------------------------------------------------------------------

VITALS: Final[tuple[tuple[str, str, Limits, Callable[[float], str]], ...]] = (
    ("spo2", "Oxygen saturation", OXYGEN, "{:g} %".format),
    ("rr", "Respiration", RESPIRATION, "{:g} per min".format),
    ("sbp", "Systolic pressure", SYSTOLIC, "{:g} mmHg".format),
    ("dbp", "Diastolic pressure", DIASTOLIC, "{:g} mmHg".format),
    ("hr", "Pulse", PULSE, "{:g} per min".format),
    ("temp_c", "Temperature", TEMPERATURE, _both_scales),
)


def ambers(facts: Facts) -> list[str]:
    """Each amber vital sign with its value; an unknown one is none."""
    values = ((name, getattr(facts, key), limits, said) for key, name, limits, said in VITALS)
    return [
        f"{name} {said(value)}"
        for name, value, limits, said in values
        if value is not None and limits.is_amber(value)
    ]
