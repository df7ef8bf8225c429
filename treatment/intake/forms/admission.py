"""One paper of the admission, as it is recorded."""

from datetime import date

from wtforms import DateField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Length, Optional

from treatment.intake.admissions import CARRIES_VERSION, NEEDS_REASON, Paper
from treatment.intake.operations.admitting import Entry
from treatment.intake.vocabulary import AdmissionItem, AdmissionOutcome
from treatment.web.forms import Needed, TokenForm, trimmed, within_reach

NOTE, VERSION, METHOD = 2000, 40, 60
METHODS = ("on paper", "on screen", "read aloud", "by mail", "through an interpreter")


class PaperForm(TokenForm):
    outcome = RadioField(
        "What happened",
        coerce=lambda value: AdmissionOutcome(value) if value else None,
        validators=[InputRequired("Say what happened.")],
    )
    on_day = DateField("On", validators=[InputRequired("Enter the day."), within_reach])
    form_version = StringField(
        "Version of the form",
        filters=[trimmed],
        validators=[
            Needed(
                lambda form: form.outcome.data in CARRIES_VERSION,
                "Write which version of the form it was.",
            ),
            Length(max=VERSION),
        ],
    )
    method = RadioField(
        "How",
        choices=[
            *(SelectChoice(word, word.capitalize()) for word in METHODS),
            SelectChoice("", "Not stated"),
        ],
        coerce=lambda value: value or None,
        validators=[Optional()],
    )
    note = TextAreaField(
        "Reason or note",
        filters=[trimmed],
        validators=[
            Needed(lambda form: form.outcome.data in NEEDS_REASON, "Write the reason."),
            Length(max=NOTE),
        ],
    )

    def offer(self, paper: Paper) -> None:
        self.outcome.choices = [SelectChoice(each.value, each.label) for each in paper.outcomes]
        if not paper.has_version:
            del self.form_version

    def entry(self, item: AdmissionItem) -> Entry:
        return Entry(
            item=item,
            outcome=self.outcome.data,
            on_day=self.on_day.data or date.max,
            form_version=self["form_version"].data if "form_version" in self else None,
            method=self.method.data,
            note=self.note.data,
        )
