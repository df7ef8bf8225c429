"""What cannot wait for the plan: red signs (CLINICAL.md 3.3), suicide risk, and what to do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from treatment.instruments.vocabulary import SuicideRisk
from treatment.intake.facts import Facts

Sign = Callable[[Facts], bool]
CALL_911: Final = (
    "Stay with the person. Do not leave them alone.",
    "Call 911. Give naloxone if breathing is slow or the person cannot be roused.",
    "Call the prescriber and tell the nurse in charge now.",
)
SUICIDE_NOW: Final = (
    "Stay with the person. Remove anything they could use to hurt themselves.",
    "Call the prescriber now. In immediate danger call 911.",
    "The 988 Suicide and Crisis Lifeline answers day and night: call or text 988.",
)
SUICIDE_TODAY: Final = (
    "Do not end the visit yet: a full risk assessment and a safety plan are due today.",
    "Tell the prescriber now.",
    "Give the person the 988 Suicide and Crisis Lifeline: call or text 988.",
)


ASK_NOW: Final = (
    "Ask the suicide questions before the person leaves the room.",
    "Until they are answered, do not leave the person alone.",
)


@dataclass(frozen=True, slots=True)
class Alarm:
    """Why to stop, and the steps to take at once."""

    title: str
    why: tuple[str, ...]
    steps: tuple[str, ...]
    is_red: bool


def _below(name: str, limit: float) -> Sign:
    return lambda facts: (value := getattr(facts, name)) is not None and value < limit


def _from(name: str, limit: float) -> Sign:
    return lambda facts: (value := getattr(facts, name)) is not None and value >= limit


def _hepatic(facts: Facts) -> bool:
    """ALT 3 times with bilirubin 2 times the upper limit of normal."""
    return (facts.alt_xuln or 0) >= 3 and (facts.bili_xuln or 0) >= 2  # noqa: PLR2004  as said above


def _alcohol_withdrawal(facts: Facts) -> int:
    """The CIWA-Ar, or the part of it that is known."""
    return facts.ciwa_ar or facts.ciwa_ar_at_least or 0


def _hallucinating(facts: Facts) -> bool:
    return bool(facts.hallucinosis) and _alcohol_withdrawal(facts) >= 10  # noqa: PLR2004  CIWA-Ar


RED: Final[tuple[tuple[str, Sign], ...]] = (
    ("Altered mental status", lambda facts: facts.altered_mental_status is True),
    ("Delirium", lambda facts: facts.delirium is True),
    ("Seizure in the past 24 hours", lambda facts: facts.seizure_24h is True),
    ("Oxygen saturation below 90 %", _below("spo2", 90)),
    ("Respiration below 10", _below("rr", 10)),
    ("Respiration of 30 or more", _from("rr", 30)),
    ("Systolic pressure below 90", _below("sbp", 90)),
    ("Systolic pressure of 180 or more", _from("sbp", 180)),
    ("Diastolic pressure of 120 or more", _from("dbp", 120)),
    ("Pulse below 45", _below("hr", 45)),
    ("Pulse of 130 or more", _from("hr", 130)),
    ("Temperature of 102 °F (38.9 °C) or more", _from("temp_c", 38.9)),
    ("COWS of 37 or more", lambda facts: facts.cows_rated >= 37),  # noqa: PLR2004  named in the text
    ("CIWA-Ar of 19 or more", lambda facts: _alcohol_withdrawal(facts) >= 19),  # noqa: PLR2004
    ("Hallucinations with a CIWA-Ar of 10 or more", _hallucinating),
    ("QTc of 500 ms or more", _from("qtc", 500)),
    ("Yellow skin or eyes", lambda facts: facts.jaundice is True),
    ("ALT 3 times and bilirubin 2 times the upper limit", _hepatic),
)


def alarms(facts: Facts) -> list[Alarm]:
    """The worst first; an unknown value raises none."""
    red = tuple(words for words, sign in RED if sign(facts))
    emergency = Alarm("Emergency: a red sign", red, CALL_911, is_red=True)
    return ([emergency] if red else []) + _suicide(facts)


def _suicide(facts: Facts) -> list[Alarm]:
    match facts.cssrs.triage:
        case SuicideRisk.HIGH:
            why = ("Intent, a plan, or a recent suicidal act",)
            return [Alarm("High suicide risk", why, SUICIDE_NOW, is_red=True)]
        case SuicideRisk.MODERATE:
            why = ("Thoughts of how, or a suicidal act in the past",)
            return [Alarm("Moderate suicide risk", why, SUICIDE_TODAY, is_red=False)]
        case SuicideRisk.INCOMPLETE if facts.phq9_item9:
            why = ("PHQ-9 question 9 is above zero and suicide questions are open",)
            return [Alarm("Ask the suicide questions now", why, ASK_NOW, is_red=False)]
        case _:
            return []
