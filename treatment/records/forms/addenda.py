"""One form for each way to write under a signed record."""

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import SelectField
from wtforms.validators import InputRequired, ValidationError

from treatment.accounts.forms import SHORTEST_REASON, ProofFields
from treatment.records.operations.addenda import Written
from treatment.records.vocabulary import AddendumKind
from treatment.web.clock import now
from treatment.web.forms import MomentField, TokenForm, not_later_than, prose

PART = 80  # letters of a key


class AddendumForm(ProofFields, TokenForm):
    """Something to add; the other three say more."""

    words = prose("What you add", required="Write what you add.")

    def written(self, kind: AddendumKind, was: Mapping[str, str]) -> Written:
        """What was typed; `was` is what the record says under each of its parts."""
        given = {name: self[name].data for name in ("part", "words", "reason") if name in self}
        moment = self["occurred_at"].data if "occurred_at" in self else None
        found = was.get(given.get("part") or "")
        return Written(kind=kind, was=found, occurred_at=moment, **given)


class CorrectionForm(AddendumForm):
    """Names the question, what is right and why; what was there is copied from the record."""

    part = SelectField("What is wrong", validators=[InputRequired("Choose what you correct.")])
    words = prose("What is right", required="Write what is right.")
    reason = prose("Why it is corrected", required="Write why it is corrected.", longest=2000)


class LateEntryForm(AddendumForm):
    """Two moments: when it happened is typed, when it was entered is the clock's."""

    occurred_at = MomentField(
        "When it happened", validators=[InputRequired("Enter when it happened.")]
    )
    words = prose("What happened", required="Write what happened.")
    reason = prose("Why it is entered late", required="Write why it is entered late.", longest=2000)

    def validate_occurred_at(self, field: MomentField) -> None:
        not_later_than(now(), field, "A late entry is about the past: enter when it happened.")


class RetractionForm(ProofFields, TokenForm):
    """For a record that stands in the wrong chart."""

    reason = prose(
        "Why this record is withdrawn",
        required="Write why this record is withdrawn.",
        longest=2000,
        description=f"At least {SHORTEST_REASON} letters; it stays readable in the chart. Name no "
        "other patient.",
    )

    def validate_reason(self, field: Any) -> None:
        if len(field.data or "") < SHORTEST_REASON:
            raise ValidationError(f"Say it in at least {SHORTEST_REASON} letters.")

    def written(self, kind: AddendumKind, _was: Mapping[str, str]) -> Written:
        return Written(kind=kind, reason=self.reason.data)


Addending = AddendumForm | RetractionForm
FORMS: Mapping[AddendumKind, type[Addending]] = {
    AddendumKind.ADDENDUM: AddendumForm,
    AddendumKind.CORRECTION: CorrectionForm,
    AddendumKind.LATE_ENTRY: LateEntryForm,
    AddendumKind.RETRACTION: RetractionForm,
}


def form_for(
    kind: AddendumKind, parts: list[tuple[str, str]], begun: MultiDict[str, str] | None = None
) -> Addending:
    """The empty or sent form of this kind, or one somebody had begun.

    Args:
        parts: what a correction can be about.
        begun: the fields of a draft.
    """
    form = FORMS[kind]() if begun is None else FORMS[kind](begun)
    if "part" in form:
        form["part"].choices = [("", "Choose"), *parts]
    return form
