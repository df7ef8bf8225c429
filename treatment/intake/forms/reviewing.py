"""The form of a licensed practitioner's review: how, what was found, and the proof of who signs."""

from treatment.accounts.forms import ProofFields
from treatment.intake.vocabulary import ReviewMode
from treatment.web.forms import Form, cards, prose


class ReviewForm(ProofFields, Form):
    mode = cards(
        "How you reviewed it with its author",
        ReviewMode,
        required="Choose how you reviewed it with its author.",
        blank="Not said",
    )
    note = prose("What you found or agreed", required="Write what you found or agreed.")
