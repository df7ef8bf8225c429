"""What staff type about themselves and what an administrator types about them."""

from typing import Any, cast

from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    PasswordField,
    SelectField,
    SelectMultipleField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import EqualTo, InputRequired, Length, NumberRange, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from treatment.accounts import passwords, proof
from treatment.accounts.models import Staff
from treatment.accounts.vocabulary import AuthMethod, Credential
from treatment.errors import DomainError
from treatment.permissions import Role
from treatment.web.clock import now
from treatment.web.forms import Form, VersionedForm, choices_of, line, pick, prose
from treatment.web.guards import signed_in

SHORTEST_REASON = 20  # letters


def secret_field(label: str, missing: str, *, autocomplete: str, hint: str = "") -> PasswordField:
    """A password: never trimmed, never shown again, free to be pasted."""
    return PasswordField(
        label,
        description=hint,
        render_kw={"autocomplete": autocomplete},
        validators=[
            InputRequired(missing),
            Length(max=passwords.LONGEST, message="That is longer than any password here."),
        ],
    )


class ProofFields:
    """Mix in before the form that signs: `proof` says how the signer proved themselves.

    `secret` is read last: a mistake elsewhere in the form uses up no time code. A wrong one is an
    error beside its field and counts toward the delay.
    """

    proof: AuthMethod | None = None
    secret = secret_field(
        "Password or 6-digit code",
        "Enter your password or a 6-digit code to sign.",
        autocomplete="current-password",
        hint="Enter it again: your signature stands for you.",
    )

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):  # type: ignore[misc]  # Form's, by inheritance
            return False
        try:
            self.proof = proof.prove(cast("Staff", signed_in()), self.secret.data or "", now())
        except DomainError as refusal:
            self.secret.errors = [str(refusal)]
            return False
        return True


class ReasonFields:
    reason = prose("Reason", required="Say why: it stays in the audit log.", longest=500)


class NewPasswordForm(Form):
    """The first password, behind a one-time link."""

    password = secret_field(
        "New password",
        "Choose a password.",
        autocomplete="new-password",
        hint=f"At least {passwords.SHORTEST} characters. A sentence only you would say works well.",
    )
    again = PasswordField(
        "The same password again",
        render_kw={"autocomplete": "new-password"},
        validators=[EqualTo("password", "The two passwords differ.")],
    )


class ChangePasswordForm(NewPasswordForm):
    current = secret_field(
        "Current password", "Enter your current password.", autocomplete="current-password"
    )


class ActForm(Form):
    """A button; nothing is typed."""


class ReasonForm(ReasonFields, Form):
    """An act that must be explained."""


class StaffFields:
    """What the staff record says of a person, license included."""

    printed_name = line("Name as printed", required="Enter the person's name.", longest=120)
    email = line("E-mail (for your own lists; nothing is sent)", longest=254)
    credential = pick("Credential", Credential, required="Choose a credential, or none.", blank="—")
    license_number = line("License or registration number", longest=40)
    license_state = line("State that issued it", longest=2)
    license_expires_on = DateField("Expires on", validators=[Optional()])
    identity_proofed_on = DateField("Identity checked on", validators=[Optional()])
    access_until = DateField(
        "Access ends after",
        validators=[Optional()],
        description="For an auditor or a temporary colleague; empty means no end.",
    )


class RolesField(SelectMultipleField):
    """One box for each role."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def roles_field() -> RolesField:
    return RolesField("Roles", choices=choices_of(Role), coerce=Role)


class InviteForm(StaffFields, Form):
    username = line(
        "Username",
        required="Choose a username.",
        longest=64,
        description="Letters, digits, dots and dashes; it is never given to another person.",
    )
    roles = roles_field()


class StaffForm(StaffFields, VersionedForm):
    """Correct a staff record."""


class RolesForm(VersionedForm):
    roles = roles_field()


class FacilityForm(VersionedForm):
    name = line("Name", required="Enter the facility's name.", longest=120)
    zone = line(
        "Time zone",
        required="Enter a time zone.",
        longest=64,
        description="An IANA name such as America/Los_Angeles.",
        render_kw={"list": "zones"},
    )
    collects_teds = BooleanField(
        "Collect treatment episode data (TEDS)",
        description="Adds a section to every intake: race, schooling, work, income and who pays, "
        "for facilities that report to the state.",
    )


class ProgramFields:
    name = line("Program", required="Name the program.", longest=120)
    level_of_care = line(
        "Level of care",
        longest=120,
        description="In your own words, with the edition: “3.5, ASAM 4th edition”.",
    )
    places = IntegerField(
        "Places",
        validators=[Optional(), NumberRange(min=0, max=9999)],
        description="Beds or slots; empty when not counted.",
    )
    active = BooleanField("Takes people now", default=True)


class NewProgramForm(ProgramFields, Form):
    """A program that begins."""


class ProgramForm(ProgramFields, VersionedForm):
    """A program that changes."""


class Part2Form(VersionedForm):
    """Whether 42 CFR Part 2 marks stand on every chart and print."""

    part2 = SelectField(
        "42 CFR Part 2",
        choices=[SelectChoice("on", "On: records are protected"), SelectChoice("off", "Off")],
        validators=[Regexp("^(on|off)$")],
    )
    reason = prose("Reason for switching it off", longest=2000)
