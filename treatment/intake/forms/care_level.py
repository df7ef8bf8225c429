"""The level of care as a clinician fills it in; the edition decides which names are offered."""

from typing import Any

from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Length, Optional

from treatment.accounts.forms import ProofFields
from treatment.intake.levels import DIMENSIONS, FIGURES, RATED_IN_FIGURES
from treatment.intake.operations.placing import Choice
from treatment.intake.vocabulary import Edition
from treatment.web.forms import Needed, TokenForm, line, prose, trimmed

LEVEL, REASON, RATING = 120, 4000, 300
NOT_RATED = "Not rated"


class CareLevelForm(ProofFields, TokenForm):
    """`seen` names the choice that was the latest on the page, or `none`."""

    seen = HiddenField(validators=[InputRequired(), Length(max=36)])
    indicated = line(
        "Indicated level", required="Write the level you find indicated.", longest=LEVEL
    )
    actual = line("Actual level", required="Write the level the person is at.", longest=LEVEL)
    reason = prose("Reason", required="Write the reason for this level.", longest=REASON)
    difference = TextAreaField(
        "Why the actual level is another",
        filters=[trimmed],
        validators=[
            Needed(
                lambda form: form.differs,
                "Write why the person is at another level than the one indicated.",
            ),
            Length(max=REASON),
        ],
    )

    @property
    def differs(self) -> bool:
        given = [(field.data or "").casefold() for field in (self.indicated, self.actual)]
        return all(given) and given[0] != given[1]

    @property
    def rated(self) -> list[Any]:
        """The fields of the edition's dimensions."""
        return [field for field in self if field.name.startswith("dimension_")]

    def choice(self, edition: Edition) -> Choice:
        ratings = {field.label.text: field.data for field in self.rated if field.data}
        return Choice(
            edition=edition,
            indicated=self.indicated.data or "",
            actual=self.actual.data or "",
            reason=self.reason.data or "",
            difference=self.difference.data,
            ratings=ratings,
        )


def _rating(edition: Edition, label: str) -> Any:
    if edition not in RATED_IN_FIGURES:
        return line(label, longest=RATING)
    figures = [SelectChoice(figure, figure) for figure in FIGURES]
    return RadioField(
        label,
        choices=[*figures, SelectChoice("", NOT_RATED)],
        coerce=lambda value: value or None,
        validators=[Optional()],
    )


FORMS: dict[Edition, type[CareLevelForm]] = {
    edition: type(
        f"{edition.name.title().replace('_', '')}Form",
        (CareLevelForm,),
        {f"dimension_{name.key}": _rating(edition, name.said) for name in DIMENSIONS[edition]},
    )
    for edition in Edition
}
