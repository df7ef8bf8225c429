"""What people fill in about a plan: decisions, words of the plan, signatures, moves, deliveries."""

from typing import Any
from uuid import UUID

from flask import abort
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from treatment.accounts.forms import ProofFields
from treatment.patients.vocabulary import DischargeReason
from treatment.plans.models import PlanLine
from treatment.plans.operations.deciding import PRESCRIBERS_ALONE
from treatment.plans.phases import Phase
from treatment.plans.states import MissedCause, Outcome, Participation
from treatment.plans.vocabulary import Area, Urgency
from treatment.web.clock import now
from treatment.web.forms import (
    Form,
    MomentField,
    Needed,
    TokenForm,
    VersionedForm,
    cards,
    choices_of,
    line,
    not_later_than,
    pick,
    prose,
    trimmed,
)

WHY = "Write the reason."
REASON, WORDS, NAME = 2000, 500, 120
LONGEST_DAY = 1440  # minutes


# --- lines -----------------------------------------------------------------------------------


class AcceptForm(VersionedForm):
    """One click."""


class SignedAcceptForm(ProofFields, AcceptForm):
    pass


class ChangeForm(VersionedForm):
    schedule = prose("Schedule", required="Write the schedule.", longest=WORDS)
    goal = prose("Measurable goal", required="Write the goal.", longest=WORDS)
    responsible = line("Responsible", required="Say who is responsible.", longest=NAME)
    reason = prose("Reason for the change", required=WHY, longest=REASON)


class SignedChangeForm(ProofFields, ChangeForm):
    pass


class DeclineForm(VersionedForm):
    by_patient = BooleanField("The patient declines it")
    reason = prose("Reason", required=WHY, longest=REASON)


class SignedDeclineForm(ProofFields, DeclineForm):
    pass


class ReopenForm(VersionedForm):
    reason = prose("Reason", required=WHY, longest=REASON)


class SignedReopenForm(ProofFields, ReopenForm):
    pass


class DoneForm(VersionedForm):
    note = prose("What was done or found", longest=REASON)


class SignedDoneForm(ProofFields, DoneForm):
    pass


class SignLinesForm(ProofFields, Form):
    """The proposed lines a prescriber takes into the plan, each signed for itself.

    `medical_seen` marks the medical lines on the page the prescriber read.
    """

    medical_seen = HiddenField(validators=[InputRequired(), Length(max=64)])
    lines = SelectMultipleField(
        "Lines",
        coerce=lambda value: UUID(str(value)),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[InputRequired("Choose at least one line.")],
    )


class OwnLineForm(TokenForm):
    title = line("What", required="Say what is planned.")
    area = pick("Area", Area, required="Choose an area.", blank="Choose")
    schedule = line("Schedule", required="Write how often and how long.", longest=WORDS)
    responsible = line("Responsible", required="Say who is responsible.", longest=NAME)
    goal = line("Measurable goal", required="Write how you will know it is reached.", longest=WORDS)
    urgency = pick("Urgency", Urgency, blank="Routine")
    planned_count = IntegerField(
        "Planned units", validators=[Optional(), NumberRange(1, 1000, "Enter 1 to 1000.")]
    )

    def offer(self, *, prescribing: bool) -> None:
        """Areas that need a prescriber are offered to nobody else."""
        areas = [area for area in Area if prescribing or area not in PRESCRIBERS_ALONE]
        open_ = [SelectChoice(area.value, area.label) for area in areas if area is not Area.TASK]
        self.area.choices = [SelectChoice("", "Choose"), *open_]


# --- the plan's own words --------------------------------------------------------------------


class WordsForm(VersionedForm):
    goal_words = prose("Goal in the patient’s own words")
    strengths = prose("Strengths, abilities and preferences")
    transition_criteria = prose("Criteria for transition and discharge")


# --- signatures ------------------------------------------------------------------------------


class SignForm(ProofFields, Form):
    """`seen` marks the content on the page the signer read."""

    seen = HiddenField(validators=[InputRequired(), Length(max=64)])


class ParticipationForm(SignForm):
    how = cards(
        "The patient", Participation, required="Say how the patient took part.", blank="Choose"
    )
    note = TextAreaField(
        "Reason, or who helped",
        filters=[trimmed],
        validators=[
            Needed(
                lambda form: form.how.data not in {None, Participation.AGREED},
                "Write the reason why the patient did not sign.",
            ),
            Length(max=REASON),
        ],
    )


class ReleaseForm(ProofFields, Form):
    reason = prose("Why the hold can end", required=WHY, longest=450)


class ReviseForm(Form):
    reason = prose("Why a new version", required=WHY, longest=450)


# --- phases ----------------------------------------------------------------------------------


class StepForm(ProofFields, Form):
    """A move; the open criteria are fields of their own, named by their keys."""

    seen = HiddenField(validators=[InputRequired()])
    reason = prose("Reason for the move", required=WHY, longest=1000)
    override = prose("Reason to go on with open criteria", longest=900)

    @property
    def phase_seen(self) -> Phase:
        return _phase(self.seen.data)


class DischargeForm(StepForm):
    why = pick("Discharge reason", DischargeReason, required="Choose the reason.", blank="Choose")


def _phase(word: str | None) -> Phase:
    try:
        return Phase(word or "")
    except ValueError:
        abort(400, "This form was changed on its way. Reload the page.")


# --- deliveries ------------------------------------------------------------------------------


class DeliveryForm(TokenForm):
    line_id = SelectField("Line of the plan", validators=[InputRequired("Choose the line.")])
    outcome = RadioField(
        "Outcome", choices=choices_of(Outcome), validators=[InputRequired("Done or missed?")]
    )
    occurred_at = MomentField("When", validators=[InputRequired("Enter date and time.")])
    minutes = IntegerField(
        "Minutes",
        validators=[
            Needed(
                lambda form: form.outcome.data == Outcome.DONE, "Enter how many minutes it took."
            ),
            NumberRange(1, LONGEST_DAY, "Enter 1 to 1440 minutes."),
        ],
    )
    cause = SelectField(
        "Why it was missed",
        choices=choices_of(MissedCause, blank="Choose"),
        coerce=lambda value: MissedCause(value) if value else None,
        validators=[
            Needed(lambda form: form.outcome.data == Outcome.MISSED, "Say why it was missed.")
        ],
    )
    note = prose("Note")
    late_reason = line("Why it is entered late", longest=WORDS)

    def offer(self, lines: list[PlanLine]) -> None:
        words = [SelectChoice(str(each.id), _called(each)) for each in lines]
        self.line_id.choices = [SelectChoice("", "Choose a line"), *words]

    def validate_occurred_at(self, field: Any) -> None:
        not_later_than(now(), field, "This lies in the future. Record it when it has happened.")


class RetractForm(TokenForm):
    reason = prose("Why it is taken back", required=WHY, longest=REASON)


def _called(each: PlanLine) -> str:
    return f"{each.element} – {each.title}" if each.element else each.title


def token(form: TokenForm) -> UUID:
    """The id the new row will have, as the form carries it."""
    try:
        return UUID(str(form.token.data))
    except ValueError:
        abort(400, "This form was changed on its way. Reload the page.")
