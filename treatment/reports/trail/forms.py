"""The filter of the audit log, read from its URL, and the search for one chart."""

from datetime import datetime, time, timedelta
from typing import Any, ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from wtforms import DateField, HiddenField, IntegerField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from treatment.audit.vocabulary import Action, Outcome
from treatment.reports.trail.queries import Wanted
from treatment.reports.trail.vocabulary import Direction, Field
from treatment.web.forms import Form, choices_of, pick, within_reach

LONGEST = timedelta(days=366)
LARGEST = 2**31 - 1  # a chart number


def _id(text: str | UUID | None) -> UUID | None:
    return text if isinstance(text, UUID) else UUID(text) if text else None


class FilterForm(Form):
    """Codes, ids and days only: this form stands in URLs."""

    class Meta:
        csrf = False

    since: Any = DateField(
        "From day", validators=[DataRequired("Enter the first day."), within_reach]
    )
    until: Any = DateField(
        "Until day", validators=[DataRequired("Enter the last day."), within_reach]
    )
    actor = SelectField("Person", coerce=_id, validators=[Optional()])
    action = pick("Action", Action, blank="Any action")
    outcome = pick("Outcome", Outcome, blank="Any outcome")
    sort = SelectField("Sort by", choices=choices_of(Field), coerce=Field, default=Field.AT)
    direction = SelectField(
        "Order", choices=choices_of(Direction), coerce=Direction, default=Direction.DESCENDING
    )
    patient: Any = HiddenField()
    shown: ClassVar[tuple[str, ...]] = (
        "since", "until", "actor", "action", "outcome", "sort", "direction", "patient",
    )  # fmt: skip

    def validate_until(self, field: Any) -> None:
        if field.data and self.since.data:
            if field.data < self.since.data:
                raise ValidationError("The last day is before the first.")
            if field.data - self.since.data > LONGEST:
                raise ValidationError("Choose at most one year at a time.")

    def validate_patient(self, field: Any) -> None:
        try:
            field.data = _id(field.data)
        except ValueError as error:
            raise ValidationError("This is not the id of a chart.") from error

    def people(self, rows: list[tuple[UUID, str]]) -> None:
        """Offer everybody of the facility."""
        known = [SelectChoice(str(key), name) for key, name in rows]
        self.actor.choices = [SelectChoice("", "Anybody"), *known]

    def wanted(self, zone: ZoneInfo) -> Wanted:
        """The filter in UTC: both days are whole days of the facility."""
        first = datetime.combine(self.since.data, time.min, zone)
        beyond = datetime.combine(self.until.data + timedelta(days=1), time.min, zone)
        return Wanted(
            since=first,
            until=beyond,
            action=self.action.data,
            outcome=self.outcome.data,
            actor_id=self.actor.data,
            patient_id=self.patient.data,
            sort=self.sort.data,
            direction=self.direction.data,
        )

    def link(self, **changes: object) -> dict[str, Any]:
        """The filter as the arguments of a URL, with some of them changed."""
        now = {name: self[name].data for name in self.shown} | changes
        return {name: str(value) for name, value in now.items() if value not in {None, ""}}


class ChartForm(Form):
    number = IntegerField(
        "Chart number",
        validators=[InputRequired("Enter a chart number."), NumberRange(1, LARGEST)],
    )
