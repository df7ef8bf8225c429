"""The note that resolves a contradiction."""

from wtforms import HiddenField
from wtforms.validators import InputRequired

from treatment.web.forms import Form, prose

NOTE = 4000


class ReconcileForm(Form):
    """`seen` is the digest of both sides on the page the clinician read."""

    seen = HiddenField(validators=[InputRequired()])
    note = prose(
        "How both answers are to be understood",
        required="Write what you found out, and which answer counts.",
        longest=NOTE,
    )
