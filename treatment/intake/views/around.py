"""What the pages of an intake show around their own part: steps, alarms, scores, problems."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import render_template, url_for

from treatment.intake import operations
from treatment.intake.forms import Reading
from treatment.intake.forms.pages import SectionForm, SignForm
from treatment.intake.models import Assessment, AssessmentSection
from treatment.intake.questionnaire import SECTION_OF, SECTIONS
from treatment.intake.questionnaire.shapes import Answers, Kind, Question, Section
from treatment.intake.review.alarms import alarms
from treatment.intake.review.contradictions import Contradiction, contradictions
from treatment.intake.review.findings import facts_so_far
from treatment.intake.review.progress import all_missing, first_field, state
from treatment.intake.review.scores import scores, started
from treatment.intake.review.words import said
from treatment.intake.views.unsaved import left_in, offer_on
from treatment.patients.views.charts import chart_of
from treatment.records.alarms import Alarm
from treatment.records.vocabulary import ATTESTATIONS, Meaning
from treatment.web.clock import now

Step = tuple[str, str, str]  # title, address, state
Link = tuple[str, str]  # words, address


def around(assessment: Assessment, answers: Answers) -> dict[str, Any]:
    """The chart, the steps and what cannot wait, for every page of one intake."""
    return {
        **chart_of(assessment.episode.patient, assessment.episode),
        "assessment": assessment,
        "answers": answers,
        "steps": list(_steps(assessment, answers)),
        "unsaved": left_in(assessment),
        "alarms": alarms(facts_so_far(answers)),
    }


def section_page(
    assessment: Assessment,
    part: Section,
    form: SectionForm,
    reading: Reading,
    typed: Mapping[str, Sequence[str]],
) -> str:
    """One section with what was typed into it, read or not."""
    answers = operations.answers_of(assessment, now())
    others = [each for each in SECTIONS.values() if each is not part]
    typing = with_typed(part, answers, reading.answers)
    frame = around(assessment, answers)
    return render_template(
        "intake/section.html",
        **frame | {"alarms": alarms_in(typing, reading)},
        **offer_on(frame["unsaved"].get(part.key)),
        section=part,
        number=list(SECTIONS).index(part.key) + 1,
        row=row_of(assessment, part.key),
        form=form,
        typed=typed,
        problems=reading.problems,
        listed=list(_listed(part, reading.problems)),
        carried=carried(part, answers),
        shown=scores(part, typing),
        elsewhere=started(others, answers),
    )


def review_page(assessment: Assessment, form: SignForm) -> str:
    """What is missing, what contradicts, the scores, and the place to sign."""
    answers = operations.answers_of(assessment, now())
    return render_template(
        "intake/review.html",
        **around(assessment, answers),
        form=form,
        missing=all_missing(answers),
        contradictions=[
            (each, list(_links(assessment, each))) for each in contradictions(facts_so_far(answers))
        ],
        scores=started(list(SECTIONS.values()), answers),
        attestation=ATTESTATIONS[Meaning.AUTHOR],
        lacks_primary="primary" not in answers,
    )


def with_typed(part: Section, saved: Answers, typed: Answers) -> dict[str, Any]:
    """The saved answers, those of one section as they were just typed."""
    own = {question.key for question in part.questions if question.kind is not Kind.CARRIED}
    return {**{key: value for key, value in saved.items() if key not in own}, **typed}


def alarms_in(typing: Answers, reading: Reading) -> list[Alarm]:
    """Alarms without instruments an item of which is refused: the rest may be an emergency."""
    refused = {field.partition("-")[0] for field in reading.problems if "-" in field}
    return alarms(facts_so_far({key: typing[key] for key in typing.keys() - refused}))


def row_of(assessment: Assessment, key: str) -> AssessmentSection:
    return next(row for row in assessment.sections if row.section == key)


def carried(part: Section, answers: Answers) -> dict[str, str]:
    """What registration already knows, in words, for the questions carried over."""
    kept = [question for question in part.questions if question.kind is Kind.CARRIED]
    return {question.key: said(question, answers.get(question.key)) for question in kept}


def section_url(assessment: Assessment, section: Section, field: str | None = None) -> str:
    return url_for("intake.section", assessment_id=assessment.id, key=section.key, _anchor=field)


def _steps(assessment: Assessment, answers: Answers) -> Iterator[Step]:
    for part in SECTIONS.values():
        yield part.title, section_url(assessment, part), state(part, answers).value
    yield "Review and sign", url_for("intake.review", assessment_id=assessment.id), "last"


def _links(assessment: Assessment, contradiction: Contradiction) -> Iterator[Link]:
    for key in contradiction.questions:
        part = SECTION_OF[key]
        question = part.question(key)
        yield question.name, section_url(assessment, part, first_field(question))


def _listed(part: Section, problems: Mapping[str, str]) -> Iterator[Link]:
    """Each problem once, with the control to jump to."""
    seen: set[str] = set()
    fields = {question.key: question for question in part.questions}
    cells = {each.key for each in part.questions if each.columns}
    for field, sentence in problems.items():
        if sentence not in seen:
            seen.add(sentence)
            in_row = field.partition("-")[0] in cells and field not in cells
            yield field if in_row else _control(field, fields.get(field)), sentence


def _control(field: str, question: Question | None) -> str:
    return f"{field}-0" if question is None else first_field(question)
