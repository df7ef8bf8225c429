"""What is typed when an instrument is taken: its items or its total, and what stands around."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import NumberRange, Optional

from treatment.instruments.catalog import Instrument, ScoreEntry
from treatment.instruments.models import LATE
from treatment.instruments.scoring.pulse import pulse_points
from treatment.instruments.vocabulary import CriteriaFor, MeasurementReason
from treatment.web.clock import now
from treatment.web.forms import MomentField, TokenForm, line, not_later_than, pick, prose

Typed = Mapping[str, Sequence[str]]
Known = Instrument | ScoreEntry
NUMBER = re.compile(r"[+-]?\d{1,3}(\.\d{1,2})?", re.ASCII)
SLOWEST, FASTEST = 20, 300  # beats per minute
FLAGS = {"yes": True, "no": False}
EMPTY = "Answer at least one question before saving."


@dataclass(frozen=True, slots=True)
class Answers:
    """What could be read, in the order of the form, and a sentence for each other field."""

    values: list[Any]
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def are_empty(self) -> bool:
        return all(value is None for value in self.values)


def read(known: Known, typed: Typed) -> Answers:
    """The answers as a browser sent them; an empty field is not answered."""
    if isinstance(known, Instrument):
        return _items(known, typed)
    return _numbers(known, typed)


def fields_of(known: Known) -> list[str]:
    """The names of the fields its answers are typed into."""
    if isinstance(known, Instrument):
        return [f"{known.key}-{number}" for number in range(1, len(known.items) + 1)]
    count = len(known.means) or 1
    return [f"{known.key}-{number}" for number in range(1, count + 1)]


def _one(typed: Typed, name: str) -> str:
    return next((text.strip() for text in reversed(typed.get(name, ())) if text.strip()), "")


def _items(known: Instrument, typed: Typed) -> Answers:
    found = Answers([])
    for name, item in zip(fields_of(known), known.items, strict=True):
        word = _one(typed, name)
        values = {str(value): value for value in item.values}
        if word and word not in values:
            listed = ", ".join(values)
            found.problems[name] = (
                f"{item.text}: {word[:20]} is not an answer of this item; it has {listed}."
            )
        found.values.append(values.get(word))
    return found


def _numbers(known: ScoreEntry, typed: Typed) -> Answers:
    found = Answers([])
    for name, (label, low, high, is_whole) in zip(fields_of(known), ranges(known), strict=True):
        word = _one(typed, name).replace("\u2212", "-")
        value = float(word) if NUMBER.fullmatch(word) else None
        if word and not _fits(value, low, high, is_whole=is_whole):
            kind = "a whole number" if is_whole else "a number"
            found.problems[name] = f"{label}: enter {kind} from {low:g} to {high:g}."
            value = None
        found.values.append(int(value) if value is not None and is_whole else value)
    return found


def _fits(value: float | None, low: float, high: float, *, is_whole: bool) -> bool:
    return value is not None and low <= value <= high and (not is_whole or value.is_integer())


def ranges(known: ScoreEntry) -> list[tuple[str, float, float, bool]]:
    """Each number of a score entry: its name, its range, whether it is whole."""
    if known.means:
        return [(f"{name}, mean", 1, 5, False) for name in known.means]
    return [(f"{known.name} total", known.low, known.high, True)]


def _yes_no(label: str, hint: str) -> Any:
    return RadioField(
        label,
        description=hint,
        choices=[
            SelectChoice("yes", "Yes"),
            SelectChoice("no", "No"),
            SelectChoice("", "Not asked"),
        ],
        coerce=lambda word: FLAGS.get(word) if isinstance(word, str) else word,
        default="",
        validators=[Optional()],
    )


class MeasureForm(TokenForm):
    """What stands around the answers; the answers are read from the instrument itself."""

    reason = pick(
        "Why it is taken now",
        MeasurementReason,
        required="Choose why it is taken now.",
        blank="Choose",
    )
    observed_at = MomentField(
        "When it was observed",
        description="Leave empty when it is right now.",
        validators=[Optional()],
    )
    late_reason = line("Why it is entered late", description="Only when it was earlier than now.")
    note = prose("Note", longest=2000)

    def validate_observed_at(self, moment: MomentField) -> None:
        not_later_than(now(), moment, "This lies in the future. Enter it when it has happened.")

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid: bool = super().validate(extra_validators)
        moment = self.observed_at.data
        if moment and now() - moment > LATE and not self.late_reason.data:
            self.late_reason.errors = ["This is entered more than 10 minutes later. Say why."]
            return False
        return is_valid

    def details(self) -> dict[str, Any]:
        """What only this instrument asks beside its items."""
        return {}

    @property
    def pulse(self) -> int | None:
        """Beats per minute, where this instrument asks for them and they can be."""
        return None

    def person(self) -> dict[str, Any]:
        """What the score depends on beside the items."""
        return {}

    def says_enough(self) -> bool:
        """Whether the score is known without a single item."""
        return False

    def contradicts(self, _values: Sequence[Any]) -> str:
        """A sentence when an item does not fit what is typed beside it."""
        return ""


class WithdrawalForm(MeasureForm):
    """COWS: the points of the pulse follow from the heart rate, where that is known."""

    heart_rate = IntegerField(
        "Heart rate",
        description="At rest. The points of the first question must match it.",
        validators=[
            Optional(),
            NumberRange(
                min=SLOWEST,
                max=FASTEST,
                message=f"Enter a whole number from {SLOWEST} to {FASTEST}.",
            ),
        ],
    )

    def details(self) -> dict[str, Any]:
        return {"heart_rate": self.heart_rate.data}

    @property
    def pulse(self) -> int | None:
        beats: int | None = self.heart_rate.data
        return beats if beats is not None and SLOWEST <= beats <= FASTEST else None

    def contradicts(self, values: Sequence[Any]) -> str:
        beats, rated = self.heart_rate.data, values[0]
        if beats is None or rated is None or rated == pulse_points(beats):
            return ""
        return (
            f"A heart rate of {beats} scores {pulse_points(beats)} on the resting pulse, not "
            f"{rated}. Correct the heart rate or the resting pulse."
        )


class TraumaForm(MeasureForm):
    """PC-PTSD-5: without a frightening event its questions are not asked."""

    exposed = _yes_no(
        "Ever experienced something unusually frightening, horrible or traumatic?",
        "If no, the score is 0 and the questions below stay open.",
    )

    def says_enough(self) -> bool:
        return self.exposed.data is False

    def details(self) -> dict[str, Any]:
        return {"exposed": self.exposed.data}

    def person(self) -> dict[str, Any]:
        return {"exposed": self.exposed.data}


class CriteriaForm(MeasureForm):
    """Criteria of a use disorder: one record for each substance."""

    substance = pick(
        "Substance the criteria are counted for",
        CriteriaFor,
        required="Choose the substance.",
        blank="Choose",
    )
    as_prescribed = _yes_no(
        "Taken only as prescribed?",
        "For opioids, sedatives and stimulants: tolerance and withdrawal then do not count.",
    )

    def details(self) -> dict[str, Any]:
        return {"substance": self.substance.data, "as_prescribed": self.as_prescribed.data}

    def person(self) -> dict[str, Any]:
        chosen = self.substance.data
        if not (chosen and chosen.can_be_prescribed):
            return {"as_prescribed": False}
        return {"as_prescribed": self.as_prescribed.data}


FORMS: Mapping[str, type[MeasureForm]] = {
    "cows": WithdrawalForm,
    "pcptsd5": TraumaForm,
    "dsm": CriteriaForm,
}


def form_for(key: str, typed: MultiDict[str, str] | None = None) -> MeasureForm:
    """The form of this instrument: empty, as it was sent, or with what was typed before."""
    form = FORMS.get(key, MeasureForm)
    return form() if typed is None else form(formdata=typed)
