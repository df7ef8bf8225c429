"""What every form shares: text that is trimmed and bounded, closed lists, local times, versions."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import get_timezone
from flask_wtf import FlaskForm
from wtforms import (
    DateTimeLocalField,
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    Optional,
    StopValidation,
    ValidationError,
)
from wtforms.widgets import HiddenInput

NOTE = 20_000  # letters in the longest free text
YEARS = range(1900, 2200)  # a day outside leaves the calendar of some time zone
UNREACHABLE = f"Enter a day between {YEARS.start} and {YEARS.stop - 1}."


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Shape only; what the values mean is for operations to judge."""


class VersionedForm(Form):
    """A form that edits a row others may be editing: the version it was opened with."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class TokenForm(Form):
    """A form that makes a new row: the same token twice makes it once."""

    token = HiddenField(validators=[InputRequired(), Length(min=32, max=36)])


class Needed:
    """Required where `when` says so, optional elsewhere."""

    def __init__(self, when: Callable[[Any], bool], sentence: str) -> None:
        self.when, self.sentence = when, sentence

    def __call__(self, form: Any, field: Any) -> None:
        if field.data:
            return
        if self.when(form):
            raise StopValidation(self.sentence)
        Optional()(form, field)


def trimmed(text: str | None) -> str | None:
    """Without white space around it; nothing left means not stated."""
    return (text or "").strip() or None


def choices_of(enum: type[StrEnum], *, blank: str | None = None) -> list[SelectChoice]:
    """The members of a closed list as choices, after an optional empty one."""
    members = [SelectChoice(str(member), getattr(member, "label", member)) for member in enum]
    return members if blank is None else [SelectChoice("", blank), *members]


def line(label: str, *, required: str = "", longest: int = 200, **more: Any) -> StringField:
    """One line of text. `required`: the sentence shown when it is left out."""
    first = DataRequired(required) if required else Optional()
    return StringField(label, filters=[trimmed], validators=[first, _at_most(longest)], **more)


def prose(label: str, *, required: str = "", longest: int = NOTE, **more: Any) -> TextAreaField:
    first = DataRequired(required) if required else Optional()
    return TextAreaField(label, filters=[trimmed], validators=[first, _at_most(longest)], **more)


def _at_most(longest: int) -> Length:
    return Length(max=longest, message=f"Shorten this to {longest:,} characters.")


def pick(
    label: str, enum: type[StrEnum], *, required: str = "", blank: str = "Not asked", **more: Any
) -> Any:
    """A closed list; left at its blank choice it means unknown (None)."""
    return _closed(SelectField, label, enum, required, blank, more)


def cards(
    label: str, enum: type[StrEnum], *, required: str = "", blank: str = "Not asked", **more: Any
) -> Any:
    return _closed(RadioField, label, enum, required, blank, more)


def _closed(
    kind: Any, label: str, enum: type[StrEnum], required: str, blank: str, more: dict[str, Any]
) -> Any:
    first = InputRequired(required) if required else Optional()
    return kind(
        label,
        choices=choices_of(enum, blank=blank),
        coerce=lambda value: enum(value) if value else None,
        validators=[first],
        **more,
    )


def _here() -> ZoneInfo:
    """The facility's zone; the zone Babel hands out would put 1883's local mean time into it."""
    return ZoneInfo(str(get_timezone()))


class MomentField(DateTimeLocalField):
    """A moment typed in the facility's own time, held as aware UTC."""

    def process_formdata(self, valuelist: Iterable[str]) -> None:
        super().process_formdata(list(valuelist))
        if self.data is not None:
            if self.data.year not in YEARS:
                self.data = None
                raise ValueError(UNREACHABLE)
            self.data = self.data.replace(tzinfo=_here())

    def _value(self) -> str:
        if isinstance(self.data, datetime) and self.data.tzinfo and not self.raw_data:
            return str(self.data.astimezone(_here()).strftime("%Y-%m-%dT%H:%M"))
        return str(super()._value())  # type: ignore[misc]  # missing from the stubs


def within_reach(_form: Any, field: Field) -> None:
    """Refuse a day that has no place in everybody's calendar."""
    if isinstance(field.data, date) and field.data.year not in YEARS:
        raise StopValidation(UNREACHABLE)


def not_later_than(moment: datetime, field: Field, sentence: str) -> None:
    """Refuse a moment in the future with a sentence beside the field."""
    if field.data is not None and field.data > moment:
        raise ValidationError(sentence)
