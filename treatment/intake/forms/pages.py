"""The two forms around the questions: which version is edited, and the proof of who signs."""

from wtforms import HiddenField
from wtforms.validators import InputRequired

from treatment.accounts.forms import ProofFields
from treatment.web.forms import Form, VersionedForm


class SectionForm(VersionedForm):
    """A section of an intake: the questions themselves are read from their declaration."""


class SignForm(ProofFields, Form):
    """`seen` is the digest of the answers on the page the signer read."""

    seen = HiddenField(validators=[InputRequired()])
