"""What people fill in about a person, an episode and a care team: shape only."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from flask_login import current_user
from uuid_utils.compat import uuid7
from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError

from treatment.errors import DomainError
from treatment.patients.names import read_date
from treatment.patients.operations import AllergyDetails, PatientDetails, refuse_impossible
from treatment.patients.vocabulary import ContactPreference, Referral, Sex, TeamPart
from treatment.web.clock import now
from treatment.web.forms import (
    Form,
    MomentField,
    TokenForm,
    VersionedForm,
    choices_of,
    line,
    not_later_than,
    pick,
    prose,
    within_reach,
)

NAME, PHONE, REASON = 100, 40, 500
SHORTEST_REASON = 10
FUTURE = "This lies in the future. Choose the waiting list until the person is admitted."
_CLAIMS = {"yes": True, "no": False, True: True, False: False}
_PHONE = Regexp(r"^[0-9+()./ x#*-]*$", message="Write the number with digits and + ( ) - x only.")
_MAIL = Regexp(r"^[^@\s]+@[^@\s]+\.[^@\s]+$", message="This is not an e-mail address.")


def fresh_token() -> str:
    """The id the new row will have: sent twice, it is one row."""
    return str(uuid7())


def sent(field: Field) -> Any:
    """What a checked field holds: never None where the form requires it."""
    return field.data


def claim(label: str) -> RadioField:
    """Yes, no, or not asked (None)."""
    choices = [SelectChoice("yes", "Yes"), SelectChoice("no", "No"), SelectChoice("", "Not asked")]
    return RadioField(label, choices=choices, coerce=_CLAIMS.get, validators=[Optional()])


def chosen(label: str, required: str) -> SelectField:
    """One of the rows the view offers; an id from elsewhere is no choice."""
    return SelectField(
        label,
        coerce=lambda key: UUID(str(key)) if key else None,
        validators=[InputRequired(required)],
    )


def offered(pairs: Iterable[tuple[Any, str]], blank: str) -> list[SelectChoice]:
    return [SelectChoice("", blank), *(SelectChoice(str(key), words) for key, words in pairs)]


class BirthDateField(StringField):
    """A date as people write it here: 3/17/1988, 03171988 or 1988-03-17."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        self.data = read_date(typed, now().date()) if typed else None
        if typed and self.data is None:
            raise ValueError("Write the birth date as month/day/year, such as 3/17/1988.")

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:%m/%d/%Y}" if isinstance(self.data, date) else ""


class PatientFields(Form):
    given_name = line("Given name", required="Enter the given name.", longest=NAME)
    family_name = line("Family name", required="Enter the family name.", longest=NAME)
    preferred_name = line("Preferred name", longest=NAME)
    pronouns = line("Pronouns", longest=40)
    birth_date = BirthDateField("Birth date", validators=[InputRequired("Enter the birth date.")])
    sex = RadioField(
        "Sex", choices=choices_of(Sex), coerce=Sex, default=Sex.UNKNOWN, validators=[Optional()]
    )
    language = line("Language", longest=60)
    needs_interpreter = claim("Needs an interpreter")
    phone = line("Phone", longest=PHONE)
    email = line("E-mail", longest=200)
    contact_preference = pick("Prefers to be reached by", ContactPreference)
    may_leave_voicemail = claim("We may leave a voicemail")
    emergency_name = line("Name", longest=200)
    emergency_phone = line("Phone", longest=PHONE)
    emergency_relationship = line("Relationship", longest=60)

    def validate_phone(self, field: StringField) -> None:
        _PHONE(self, field)

    def validate_emergency_phone(self, field: StringField) -> None:
        _PHONE(self, field)

    def validate_email(self, field: StringField) -> None:
        _MAIL(self, field)

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        try:
            refuse_impossible(self.details(), today=today_here())
        except DomainError as refusal:  # said here, where it can be corrected in place
            self.form_errors = [str(refusal)]
            return False
        return True

    def details(self) -> PatientDetails:
        names = PatientDetails.__dataclass_fields__
        return PatientDetails(**{name: self[name].data for name in names})

    def labels(self) -> dict[str, str]:
        said = {name: self[name].label.text for name in PatientDetails.__dataclass_fields__}
        about = {n: f"Emergency contact: {t.lower()}" for n, t in said.items() if "emergency" in n}
        return said | about


class RegisterForm(PatientFields, TokenForm):
    """`warned` says which likely duplicates were on the page that was confirmed."""

    confirmed = BooleanField("This is a different person. Register anyway.")
    warned = HiddenField(validators=[Optional(), Length(max=64)])


class EditPatientForm(PatientFields, VersionedForm):
    pass


class EpisodeForm(TokenForm):
    program_id = chosen("Program", "Choose the program.")
    referral = pick("Referred by", Referral, blank="Not asked")
    referral_note = line("Who referred, or why", longest=REASON)
    begins = RadioField(
        "How it begins",
        choices=[SelectChoice("admitted", "Admitted"), SelectChoice("waiting", "Waiting list")],
        default="admitted",
        validators=[InputRequired("Say whether the person is admitted or waits.")],
    )
    admitted_at = MomentField("Admission time", validators=[Optional()])

    def validate_admitted_at(self, field: Field) -> None:
        not_later_than(now(), field, FUTURE)

    def validate(self, extra_validators: Any = None) -> bool:
        is_whole = super().validate(extra_validators)
        if self.begins.data != "admitted" or self.admitted_at.data or self.admitted_at.errors:
            return bool(is_whole)
        self.admitted_at.errors = ["Enter when the person was admitted."]
        return False


class AdmitForm(VersionedForm):
    admitted_at = MomentField(
        "Admission time", validators=[InputRequired("Enter when the person was admitted.")]
    )

    def validate_admitted_at(self, field: Field) -> None:
        not_later_than(now(), field, FUTURE)


class TransferForm(VersionedForm):
    program_id = chosen("New program", "Choose the program.")


class AllergyForm(TokenForm):
    substance = line("Substance", required="Enter the substance.")
    reaction = line("Reaction")
    is_severe = claim("Severe")

    def details(self) -> AllergyDetails:
        return AllergyDetails(
            substance=self.substance.data or "",
            reaction=self.reaction.data,
            is_severe=self.is_severe.data,
        )


class PrecautionForm(TokenForm):
    words = line("Precaution", required="Say what everybody must know.", longest=120)


class EndForm(Form):
    reason = line("Reason", required="Say why this entry ends.", longest=REASON)


class MemberForm(Form):
    staff_id = chosen("Colleague", "Choose who joins the team.")
    part = RadioField(
        "Part",
        choices=[SelectChoice(p.value, p.label) for p in (TeamPart.MEMBER, TeamPart.PRIMARY)],
        coerce=TeamPart,
        default=TeamPart.MEMBER,
    )


class LeaveForm(Form):
    reason = line("Reason", required="Say why this person leaves the team.", longest=REASON)


class StandInForm(Form):
    staff_id = chosen("Stand-in", "Choose who stands in.")
    first_day = DateField(
        "First day", validators=[InputRequired("Enter the first day."), within_reach]
    )
    last_day = DateField(
        "Last day", validators=[InputRequired("Enter the last day."), within_reach]
    )
    reason = line("Reason", required="Say why somebody stands in.", longest=REASON)

    def validate_last_day(self, field: Field) -> None:
        first = self.first_day.data or field.data
        if field.data < max(first, today_here()):
            raise ValidationError("The last day must not be before the first day or before today.")


class MoveForm(Form):
    staff_id = chosen("To", "Choose who takes the caseload.")
    reason = line("Reason", required="Say why the caseload moves.", longest=REASON)


class EmergencyForm(TokenForm):
    chart_number = line("Chart number", longest=10)
    full_name = line("Full name", longest=2 * NAME)
    birth_date = BirthDateField("Birth date", validators=[Optional()])
    reason = prose("Reason", required="Say why you need this chart now.", longest=REASON)

    def validate_reason(self, field: Field) -> None:
        if len(field.data or "") < SHORTEST_REASON:
            raise ValidationError(f"Give the reason in at least {SHORTEST_REASON} characters.")

    def validate(self, extra_validators: Any = None) -> bool:
        is_whole = super().validate(extra_validators)
        if self.chart_number.data or (self.full_name.data and self.birth_date.data):
            return bool(is_whole)
        self.chart_number.errors = ["Enter the chart number, or full name with birth date."]
        return False


class ReviewForm(Form):
    note = prose("Finding", required="Write what you found.", longest=REASON, name="note")


def today_here() -> date:
    """The day at the facility of the person signed in."""
    today: date = current_user.facility.today(now())
    return today
