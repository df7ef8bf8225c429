"""The two forms around the questions: which version is edited, and the proof of who signs."""

from wtforms import HiddenField, IntegerField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from treatment.accounts.forms import ProofFields
from treatment.web.forms import Form, VersionedForm


class SectionForm(VersionedForm):
    """A section of an intake: the questions themselves are read from their declaration.

    `draft_base` is sent by the page that puts two people's answers together: the version that
    was typed over, while `version` is the one whose answers were looked at.
    """

    draft_base = IntegerField(widget=HiddenInput(), validators=[Optional()])

    @property
    def base(self) -> int:
        return self.draft_base.data or self.version.data or 0


class SignForm(ProofFields, Form):
    """`seen` is the digest of the answers on the page the signer read."""

    seen = HiddenField(validators=[InputRequired()])
