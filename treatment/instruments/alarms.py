"""What an answered instrument cannot keep waiting (CLINICAL.md 1.5, 1.8, 3.3), and what to do."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from treatment.instruments.catalog import INSTRUMENTS
from treatment.instruments.scoring import SuicideScreen
from treatment.instruments.scoring.vitals import PULSE
from treatment.instruments.vocabulary import Sex, SuicideRisk
from treatment.records.alarms import Alarm
from treatment.records.vocabulary import AlertKind

COWS_RED: Final = 37
CIWA_AR_RED: Final = 19
COWS_WORDS: Final = f"COWS of {COWS_RED} or more"
CIWA_AR_WORDS: Final = f"CIWA-Ar of {CIWA_AR_RED} or more"
SLOW_PULSE_WORDS: Final = f"Pulse below {PULSE.red_below:g}"
FAST_PULSE_WORDS: Final = f"Pulse of {PULSE.red_from:g} or more"
ITEM9: Final = 8  # its place among the items of the PHQ-9
ITEM9_WORDS: Final = "PHQ-9 question 9"
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
LOOK_AGAIN: Final = (
    "A clinician clears with the person what both answers mean, and writes a note within 24 hours.",
    "Give the person the 988 Suicide and Crisis Lifeline: call or text 988.",
)
BESIDE_ITEM9: Final = {
    SuicideRisk.INCOMPLETE: "suicide questions are open",
    SuicideRisk.NONE: "every suicide question is answered no",
    SuicideRisk.LOW: "the suicide questions say low risk",
}
UNKNOWN_TIME: Final = (
    "When the act or preparation was is not known: this counts as high [P] (CLINICAL.md 1.8)"
)
YES: Final = {"y": True, "n": False}
Found = tuple[str, str, float]  # a sign, its value in words, how far beyond its limit


def alarms_of(
    key: str, values: Any, sex: Sex | None = None, pulse: float | None = None
) -> list[Alarm]:
    """The worst first; what nobody answered raises none.

    Args:
        values: the items in their order, None where not answered, or an entered total.
        pulse: beats per minute, where they were counted with it.
    """
    del sex  # no limit here differs between women and men
    found = [*_of_total(key, values), *_of_pulse(pulse)]
    look = _LOOKS.get(key)
    return [*([red(found)] if found else []), *(look(values) if look else ())]


def of_suicide(screen: SuicideScreen, item9: float | None) -> Iterator[Alarm]:
    """What the suicide questions and question 9 of the PHQ-9 say together [S38]."""
    beside = _beside(screen, item9)
    if screen.is_high:
        signs = [*_yes(screen, "q3", "q4", "q5", "q6", "q6r"), *_thoughts(item9)]
        yield _screened(AlertKind.SUICIDE_HIGH, signs, SUICIDE_NOW, beside)
    elif screen.is_moderate:
        signs = [*_yes(screen, "q3", "q6"), *_thoughts(item9)]
        yield _screened(AlertKind.SUICIDE_MODERATE, signs, SUICIDE_TODAY, beside)
    elif item9:
        yield _of_item9(screen, item9, beside)


def _of_item9(screen: SuicideScreen, item9: float, beside: tuple[str, ...]) -> Alarm:
    is_open = screen.triage is SuicideRisk.INCOMPLETE
    kind = AlertKind.SUICIDE_ITEM9 if is_open else AlertKind.SUICIDE_ITEM9_SCREENED
    why = f"{ITEM9_WORDS} is {item9:g}; {BESIDE_ITEM9[screen.triage]}"
    steps = ASK_NOW if is_open else LOOK_AGAIN
    return Alarm(kind, (why,), steps, ((kind.label, item9),), beside)


def _beside(screen: SuicideScreen, item9: float | None) -> tuple[str, ...]:
    """Every answer there is, for whoever decides, and what an unknown time of an act means."""
    answers = [(_LABELS[name], getattr(screen, name)) for name in _NAMES]
    said = [f"{words}: {'yes' if yes else 'no'}" for words, yes in answers if yes is not None]
    if screen.q6 and screen.q6r is None:
        said.append(UNKNOWN_TIME)
    return (*said, *([f"PHQ-9 question 9: {item9:g}"] if item9 is not None else []))


_NAMES: Final = ("q1", "q2", "q3", "q4", "q5", "q6", "q6r")
_LABELS: Final = {
    name: item.text for name, item in zip(_NAMES, INSTRUMENTS["cssrs"].items, strict=True)
}


def _yes(screen: SuicideScreen, *names: str) -> Iterator[Found]:
    """The questions that make the level and are answered yes."""
    return ((_LABELS[name], "yes", 0.0) for name in names if getattr(screen, name))


def _thoughts(item9: float | None) -> Iterator[Found]:
    """Question 9 of the PHQ-9 beside a screener is a sign of its own."""
    if item9:
        yield ITEM9_WORDS, f"{item9:g}", item9


def _screened(
    kind: AlertKind, found: Sequence[Found], steps: tuple[str, ...], beside: tuple[str, ...]
) -> Alarm:
    why = tuple(f"{words}: {value}" for words, value, _ in found)
    return Alarm(kind, why, steps, tuple((words, depth) for words, _, depth in found), beside)


def _of_screen(values: Sequence[Any]) -> Iterator[Alarm]:
    screen = SuicideScreen(*(YES.get(value, value) for value in values))
    return of_suicide(screen, None)


def _of_mood(values: Any) -> Iterator[Alarm]:
    """Question 9 alone; a total says nothing about it."""
    item9 = values[ITEM9] if isinstance(values, Sequence) else None
    return of_suicide(SuicideScreen(), item9)


def _of_total(key: str, values: Any) -> Iterator[Found]:
    """Red from a total on, or from the known part of one."""
    if key in _TOTALS:
        limit, name, words = _TOTALS[key]
        total = sum(v for v in values if v) if isinstance(values, Sequence) else values
        if total is not None and total >= limit:
            yield words, f"{name} {total:g}", total - limit


def _of_pulse(beats: float | None) -> Iterator[Found]:
    depth = None if beats is None else PULSE.beyond_red(beats)
    if beats is not None and depth is not None:
        words = SLOW_PULSE_WORDS if PULSE.is_low(beats) else FAST_PULSE_WORDS
        yield words, f"{beats:g} per min", depth


def red(found: Sequence[Found]) -> Alarm:
    """One emergency of several red signs: each its name, its value in words, how far beyond."""
    why = tuple(f"{words}: {value}" if value else words for words, value, _ in found)
    signs = tuple((words, depth) for words, _, depth in found)
    return Alarm(AlertKind.RED_SIGN, why, CALL_911, signs)


_TOTALS: Final = {
    "cows": (COWS_RED, "COWS", COWS_WORDS),
    "ciwa_ar": (CIWA_AR_RED, "CIWA-Ar", CIWA_AR_WORDS),
}
_LOOKS: Final[dict[str, Callable[[Any], Iterator[Alarm]]]] = {
    "cssrs": _of_screen,
    "phq9": _of_mood,
}
