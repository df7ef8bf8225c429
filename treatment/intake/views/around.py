"""What the pages of an intake show around their own part: steps, alarms, scores, problems."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import render_template, url_for

from treatment.accounts.doors import me
from treatment.intake import operations
from treatment.intake.facts import Facts
from treatment.intake.forms import Reading
from treatment.intake.forms.pages import SectionForm, SignForm
from treatment.intake.forms.reconciling import ReconcileForm
from treatment.intake.models import Assessment, AssessmentSection
from treatment.intake.questionnaire import SECTIONS, sections_on
from treatment.intake.questionnaire.shapes import Answers, Kind, Question, Section
from treatment.intake.review import derived
from treatment.intake.review.findings import facts_so_far
from treatment.intake.review.progress import all_missing, first_field, state
from treatment.intake.review.scores import scores, started
from treatment.intake.review.words import said
from treatment.intake.views.clashes import clashes_of
from treatment.intake.views.decided import waiting_and_decided
from treatment.intake.views.elsewhere import beside, cows_today
from treatment.intake.views.established import established
from treatment.intake.views.needs import needs_so_far
from treatment.intake.views.overview import overview
from treatment.intake.views.unsaved import left_in, offer_on
from treatment.patients.views.charts import chart_of
from treatment.records.vocabulary import ATTESTATIONS, Meaning
from treatment.web.clock import now

Step = tuple[str, str, str]  # title, address, state
Link = tuple[str, str]  # words, address


def around(assessment: Assessment, answers: Answers, facts: Facts | None = None) -> dict[str, Any]:
    """The chart, the steps and what cannot wait, for every page of one intake.

    Args:
        facts: those of what is typed; left out, those of what is saved.
    """
    if facts is None:
        facts = facts_so_far(operations.answers_today(assessment, now()))
    return {
        **chart_of(assessment.episode.patient, assessment.episode),
        "assessment": assessment,
        "answers": answers,
        "steps": list(_steps(assessment, answers)),
        "unsaved": left_in(assessment),
        **waiting_and_decided(assessment, facts),
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
    typing, cows = with_typed(part, answers, reading.answers), cows_today(assessment)
    frame = around(assessment, answers, facts_in(typing, reading))
    return render_template(
        "intake/section.html",
        **frame,
        **offer_on(frame["unsaved"].get(part.key)),
        **established(part, typing),
        section=part,
        number=list(SECTIONS).index(part.key) + 1,
        row=row_of(assessment, part.key),
        form=form,
        typed=typed,
        problems=reading.problems,
        listed=list(_listed(part, reading.problems)),
        carried=carried(part, typing, reading.answers),
        unconfirmed=list(_unconfirmed(assessment, part)),
        first_field=first_field,
        shown=scores(part, beside(typing, cows)),
        elsewhere=started(others, beside(answers, cows)),
        cows_elsewhere=cows,
    )


def review_page(
    assessment: Assessment, form: SignForm, noted: Mapping[str, ReconcileForm] | None = None
) -> str:
    """What is missing, what contradicts, the scores, and the place to sign."""
    answers = operations.answers_of(assessment, now())
    missing = all_missing(answers)
    return render_template(
        "intake/review.html",
        **around(assessment, answers),
        **needs_so_far(answers),
        **overview(assessment, answers, missing),
        form=form,
        missing=missing,
        clashes=clashes_of(assessment, answers, noted),
        scores=started(list(SECTIONS.values()), beside(answers, cows_today(assessment))),
        attestation=ATTESTATIONS[Meaning.AUTHOR],
        lacks_primary="primary" not in answers,
    )


def _unconfirmed(assessment: Assessment, part: Section) -> Iterator[tuple[Question, str]]:
    """What the last intake established and nobody has confirmed here, in words."""
    row = row_of(assessment, part.key)
    for question in part.questions:
        if question.key in (row.carried or ()):
            yield question, said(question, row.answers.get(question.key))


def with_typed(part: Section, saved: Answers, typed: Answers) -> dict[str, Any]:
    """The saved answers, those of one section as they were just typed."""
    own = {question.key for question in part.questions if question.kind is not Kind.CARRIED}
    kept = {key: value for key, value in saved.items() if key not in own}
    return derived.settled({**kept, **typed}, here_and_now())


def here_and_now() -> datetime:
    """Now, in the facility’s own time."""
    return now().astimezone(me().facility.tz)


def facts_in(typing: Answers, reading: Reading) -> Facts:
    """Facts without instruments an item of which is refused: the rest may be an emergency."""
    refused = {field.partition("-")[0] for field in reading.problems if "-" in field}
    return facts_so_far({key: typing[key] for key in typing.keys() - refused})


def row_of(assessment: Assessment, key: str) -> AssessmentSection:
    return operations.section_of(assessment, key)


def carried(part: Section, answers: Answers, raw: Answers) -> dict[str, str]:
    """What is not asked on this page, in words: it is known already; nothing if it is hidden.

    Args:
        raw: the answers of the section as they were given.
    """
    return {
        question.key: "" if question.is_hidden(answers) else _known(question, answers, raw)
        for question in part.questions
        if question.kind is Kind.CARRIED
        or question.is_hidden(answers)
        or derived.established(question, {**answers, **raw}, here_and_now())
    }


def _known(question: Question, answers: Answers, raw: Answers) -> str:
    """An answer from elsewhere; nothing while nobody has been asked about it."""
    is_told = any(table in answers for table in question.derived_from)
    if question.derived_from and question.key not in answers:
        words = "Not known" if is_told else ""
    else:
        words = said(question, answers.get(question.key))
    before = derived.entered_before(question, raw, answers)
    return f"{words} (entered before: {before})" if before else words


def section_url(assessment: Assessment, section: Section, field: str | None = None) -> str:
    return url_for("intake.section", assessment_id=assessment.id, key=section.key, _anchor=field)


def _steps(assessment: Assessment, answers: Answers) -> Iterator[Step]:
    unconfirmed = operations.unconfirmed(assessment)
    for part in sections_on(answers):
        said = "attention" if part.key in unconfirmed else state(part, answers).value
        yield part.title, section_url(assessment, part), said
    yield "Review and sign", url_for("intake.review", assessment_id=assessment.id), "last"


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
