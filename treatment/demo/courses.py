"""How the scores of invented people go on after the intake: what is measured when."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from treatment.demo.people import Person, Reached
from treatment.demo.stories import STORIES
from treatment.demo.telling import findings_of
from treatment.instruments.catalog import INSTRUMENTS
from treatment.instruments.vocabulary import MeasurementReason
from treatment.intake.forms.filing import filed

R = MeasurementReason
Answers = Sequence[Any]
BETTER, WORSE = (0.6, 0.4, 0.35), (0.7, 1.6, 1.3)  # what is left of the intake's points
EASING = (0.8, 0.6, 0.45, 0.3, 0.15)  # withdrawal, day by day
WORSENS: Final = frozenset({"Tomás Rivera", "Stefan Kowalski"})
LEFT_OPEN: Final = frozenset({"Brandon Schultz"})  # their last PHQ-9 has open questions
FROM_PAPER: Final = frozenset({"Keiko Tanaka"})  # one score came days later
MOOD = {"phq9": "phq9_items", "gad7": "gad7_items"}
MOOD_DAYS = (16, 30, 58)
BAM_DAYS = (1, 31, 61, 91)
BAM_COURSES = {
    False: (
        (2, 3, 3, 1, 0, 4, 4, 3, 1, 0, 2, 1, 2, 4, 2, 2, 1),
        (2, 2, 2, 1, 0, 1, 1, 2, 2, 1, 1, 2, 2, 4, 1, 2, 2),
        (1, 1, 1, 0, 0, 0, 0, 1, 3, 2, 1, 2, 3, 4, 1, 3, 3),
        (1, 1, 1, 0, 0, 0, 0, 1, 3, 3, 1, 3, 3, 4, 0, 3, 3),
    ),
    True: (
        (2, 2, 2, 1, 0, 3, 3, 3, 2, 1, 2, 1, 2, 0, 2, 2, 1),
        (2, 2, 3, 2, 1, 2, 2, 3, 1, 1, 3, 1, 2, 0, 3, 1, 1),
        (3, 3, 3, 3, 2, 3, 3, 4, 1, 0, 3, 1, 1, 0, 3, 1, 0),
        (2, 3, 3, 2, 1, 2, 2, 3, 1, 1, 2, 1, 1, 0, 3, 1, 1),
    ),
}
BARC_DAY = 90
SUICIDE_ITEM = 8  # of the PHQ-9, counted from 0: what cannot wait is told in the intakes


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """One instrument on one day after the arrival; `late` days passed before it was entered."""

    day: float
    key: str
    values: Answers
    reason: MeasurementReason = R.SCHEDULED
    late: float = 0
    details: Mapping[str, Any] = field(default_factory=dict)


def course_of(person: Person) -> list[Taking]:
    """Everything measured in this person's stay, should it last that long."""
    if person.reached < Reached.DETOX:
        return []
    return [*_withdrawal(person), *_mood(person), *_monitor(person), *_recovery(person)]


def _withdrawal(person: Person) -> Iterator[Taking]:
    """COWS each morning and evening of the first days; the CIWA-Ar where alcohol is the matter."""
    found = findings_of(person)
    keys = {"cows": found["cows"], "ciwa_ar": _ciwa(person)}
    for key, items in keys.items():
        for place, share in enumerate(EASING if items else ()):
            values = eased(key, items, share)
            yield Taking(day=1 + place * 0.75, key=key, values=values)


def _ciwa(person: Person) -> Answers:
    if "ciwa_ar" not in STORIES[person.story]:
        return ()
    items: Answers = filed({"ciwa_ar": STORIES[person.story]["ciwa_ar"]})["ciwa"]["ciwa_ar_items"]
    return items


def _mood(person: Person) -> Iterator[Taking]:
    """The provisional scores of the intake are repeated without use, then followed."""
    found, is_worse = findings_of(person), person.name in WORSENS
    for place, day in enumerate(MOOD_DAYS):
        for key, told in MOOD.items():
            values = eased(key, found[told], (WORSE if is_worse else BETTER)[place])
            if key == "phq9":
                values[SUICIDE_ITEM] = 0
            if person.name in LEFT_OPEN and place == len(MOOD_DAYS) - 2:
                values[2] = values[6] = None
            late = 2 if person.name in FROM_PAPER and place == 0 else 0
            reason = R.REVIEW if place else R.REPEAT
            yield Taking(day=day + place * 0.1, key=key, values=values, reason=reason, late=late)


def _monitor(person: Person) -> Iterator[Taking]:
    for day, values in zip(BAM_DAYS, BAM_COURSES[person.name in WORSENS], strict=True):
        yield Taking(day=day + 0.2, key="bam", values=values)


def _recovery(person: Person) -> Iterator[Taking]:
    """Recovery capital a quarter later: a point more wherever there is room."""
    total = findings_of(person)["barc10"]
    items = filed({"barc10": total})["living"]["barc10_items"]
    yield Taking(day=BARC_DAY, key="barc10", values=[min(6, item + 1) for item in items])


def eased(key: str, items: Answers, share: float) -> list[Any]:
    """The intake's answers, each rounded to a point of its own scale."""
    scales = [[option.value for option in item.options] for item in INSTRUMENTS[key].items]
    return [
        None if item is None else max(point for point in points if point <= item * share + 0.5)
        for item, points in zip(items, scales, strict=True)
    ]
