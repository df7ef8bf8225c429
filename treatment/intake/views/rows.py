"""One more row in a table of a section: without a script the page comes back with everything."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from treatment.intake.forms import read
from treatment.intake.forms.kinds import Typed
from treatment.intake.forms.pages import SectionForm
from treatment.intake.forms.rows import is_full, no_room, with_one_more
from treatment.intake.questionnaire.shapes import Kind, Question, Section
from treatment.intake.views.around import row_of, section_page
from treatment.intake.views.pages import bp, the_intake, the_section
from treatment.permissions import Permission
from treatment.web.guards import keeps_drafts, requires


@bp.post("/intake/<uuid:assessment_id>/sections/<key>/rows")
@requires(Permission.INTAKE_WRITE)
@keeps_drafts
def add_row(assessment_id: UUID, key: str) -> ResponseReturnValue:
    """What was typed, with one more empty row; nothing is saved."""
    assessment, part = the_intake(assessment_id), the_section(key)
    if assessment.is_signed:
        return redirect(url_for(".show", assessment_id=assessment_id), 303)
    typed: Typed = request.form.to_dict(flat=False)
    asked = _table(part, request.form.get("add", ""))
    more = typed if asked is None else with_one_more(asked, typed)
    reading = read(part, more, saved=row_of(assessment, key).answers)
    if asked is not None and is_full(asked, typed):
        reading.problems[asked.key] = no_room(asked)
    return section_page(assessment, part, SectionForm(), reading, more)


def _table(part: Section, key: str) -> Question | None:
    tables = (each for each in part.questions if each.kind is Kind.TABLE)
    return next((each for each in tables if each.key == key), None)
