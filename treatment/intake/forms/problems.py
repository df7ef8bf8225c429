"""What clinicians fill in about problems: a diagnosis, a line of their own, a step of either."""

from collections.abc import Callable, Iterable
from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Length, Optional, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from treatment.accounts.forms import ProofFields
from treatment.instruments.catalog import INSTRUMENTS
from treatment.intake.codes import is_shaped
from treatment.intake.operations.diagnosing import Details, Step
from treatment.intake.problems import REMISSION, in_order
from treatment.intake.review.diagnosis import EACH, severity_fits
from treatment.intake.vocabulary import ProblemKind, ProblemState, ReviewMode, Severity
from treatment.web.forms import Needed, TokenForm, choices_of, line, trimmed

NOTE, WORDS, SUBSTANCE, CODE = 2000, 300, 60, 12
CONTROLLED = "in a controlled environment"
GRADES = [grade for grade in Severity if grade]
NO_SUBSTANCE = "This belongs to a substance use disorder: name the substance too."


def upper(text: str | None) -> str | None:
    """A code as it is printed."""
    found = trimmed(text)
    return found.upper().replace(" ", "") if found else None


def code_field(when: Callable[[Any], bool], sentence: str) -> StringField:
    return StringField(
        "ICD-10-CM code",
        filters=[upper],
        validators=[Needed(when, sentence), Length(max=CODE), _shape],
    )


def _shape(_form: Any, field: Any) -> None:
    if field.data and not is_shaped(field.data):
        raise StopValidation("This is not an ICD-10-CM code. It looks like F19.20 or Z59.0.")


class DiagnosisForm(TokenForm):
    """A diagnosis to propose; severity and criteria go with a substance."""

    words = line("Diagnosis", required="Write the diagnosis.", longest=WORDS)
    icd10 = code_field(lambda _form: True, "Write the code.")
    substance = StringField(
        "Substance",
        filters=[trimmed],
        validators=[
            Needed(lambda form: form.severity.data is not None or form.criteria.data, NO_SUBSTANCE),
            Length(max=SUBSTANCE),
        ],
    )
    severity = RadioField(
        "Severity",
        choices=[SelectChoice(str(int(grade)), grade.label.capitalize()) for grade in GRADES],
        coerce=lambda value: Severity(int(value)) if value not in {None, ""} else None,
        validators=[Needed(lambda form: form.substance.data, "Choose the severity.")],
    )
    criteria = SelectMultipleField(
        "Criteria met in a 12-month period",
        choices=[
            SelectChoice(key, f"{key} {item.text}")
            for key, item in zip(EACH, INSTRUMENTS["dsm"].items, strict=True)
        ],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[Optional()],
    )
    remission = RadioField(
        "Remission",
        choices=[
            SelectChoice("", "None"),
            *(SelectChoice(state.value, state.label) for state in REMISSION),
        ],
        coerce=lambda value: ProblemState(value) if value else None,
        validators=[Optional()],
    )
    is_controlled = BooleanField("In a controlled environment")

    def validate_severity(self, field: Any) -> None:
        met = self.criteria.data or []
        if field.data and not self.remission.data and not severity_fits(field.data, met):
            raise StopValidation(f"{len(met)} criteria do not make it {field.data.label}.")

    def details(self) -> Details:
        said = [
            *([self.remission.data.label.lower()] if self.remission.data else []),
            *([CONTROLLED] if self.is_controlled.data else []),
        ]
        return Details(
            kind=ProblemKind.DIAGNOSIS,
            words=self.words.data or "",
            code=self.icd10.data,
            substance=self.substance.data,
            severity=self.severity.data,
            criteria=tuple(self.criteria.data or ()),
            specifiers=", ".join(said) or None,
            is_in_remission=self.remission.data is not None,
        )


class OwnProblemForm(TokenForm):
    """A circumstance with its Z code, or what the person names in their own words."""

    kind = RadioField(
        "Kind",
        choices=[
            SelectChoice(kind.value, kind.label)
            for kind in (ProblemKind.OWN, ProblemKind.CIRCUMSTANCE)
        ],
        coerce=lambda value: ProblemKind(value) if value else None,
        validators=[InputRequired("Choose what kind of problem it is.")],
    )
    words = line("Problem", required="Write the problem.", longest=WORDS)
    icd10 = code_field(
        lambda form: form.kind.data is ProblemKind.CIRCUMSTANCE,
        "Write the Z code of this circumstance.",
    )

    def validate_icd10(self, field: Any) -> None:
        if self.kind.data is ProblemKind.CIRCUMSTANCE and not field.data.startswith("Z"):
            raise StopValidation("The code of a circumstance begins with Z.")

    def details(self) -> Details:
        return Details(kind=self.kind.data, words=self.words.data or "", code=self.icd10.data)


class MoveForm(TokenForm):
    """A step of a problem; `seen` is the status it was on the page."""

    seen = HiddenField(validators=[InputRequired(), Length(max=36)])
    status = RadioField(
        "What is true from now on",
        coerce=lambda value: ProblemState(value) if value else None,
        validators=[InputRequired("Choose what is true from now on.")],
    )
    note = TextAreaField(
        "Reason",
        filters=[trimmed],
        validators=[
            Needed(
                lambda form: form.status.data not in {None, ProblemState.CONFIRMED},
                "Write why: the note stays with the problem.",
            ),
            Length(max=NOTE),
        ],
    )

    def offer(self, states: Iterable[ProblemState]) -> None:
        offered = in_order(frozenset(states))
        self.status.choices = [SelectChoice(state.value, state.label) for state in offered]

    def step(self) -> Step:
        return Step(to=self.status.data, note=self.note.data)


class DecideForm(ProofFields, MoveForm):
    """The same by a licensed hand, signed."""

    asks_review = False
    reviewed = RadioField(
        "Reviewed with its author",
        choices=choices_of(ReviewMode),
        coerce=lambda value: ReviewMode(value) if value else None,
        validators=[Needed(lambda form: form.asks_review, "Say how you reviewed it together.")],
    )

    def step(self) -> Step:
        return Step(to=self.status.data, note=self.note.data, reviewed=self.reviewed.data)
