"""What is ticked and written about an alert: at once by anybody, the disposition by a license."""

from wtforms import HiddenField, SelectMultipleField
from wtforms.validators import InputRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from treatment.accounts.forms import ProofFields
from treatment.records.operations.alerts import NOTHING, WHOM
from treatment.records.vocabulary import AtOnce, Decision
from treatment.web.clock import now
from treatment.web.forms import (
    Form,
    MomentField,
    TokenForm,
    cards,
    choices_of,
    not_later_than,
    prose,
)

WORDS = 4000


class BackFields:
    """Where the person was when the finding stopped them."""

    back = HiddenField()


class SeenForm(BackFields, Form):
    """One click."""


class DoneForm(BackFields, TokenForm):
    """One minute: ticks, the time, a few words."""

    done = SelectMultipleField(
        "What was done",
        choices=choices_of(AtOnce),
        coerce=AtOnce,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    occurred_at = MomentField("When", validators=[InputRequired("Enter when it was done.")])
    words = prose("In your own words", longest=WORDS)

    def validate_done(self, field: SelectMultipleField) -> None:
        if not (field.data or self.words.data):
            raise ValidationError(NOTHING)
        if AtOnce.TOLD in (field.data or ()) and not self.words.data:
            raise ValidationError(WHOM)

    def validate_occurred_at(self, field: MomentField) -> None:
        not_later_than(now(), field, "This lies in the future. Enter when it was done.")


class DispositionForm(ProofFields, BackFields, Form):
    """Closes the alert; `seen` is how much was written under it when the page was read."""

    seen = HiddenField(validators=[InputRequired()])
    decision = cards("What follows", Decision, required="Choose what follows.", blank="Not decided")
    words = prose(
        "What you found and decided", required="Write what you found and decided.", longest=WORDS
    )
