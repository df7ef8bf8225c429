"""The page on which somebody decides between their answers and those saved while they wrote."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template, request

from treatment.intake import operations
from treatment.intake.forms.pages import SectionForm
from treatment.intake.models import Assessment, AssessmentSection
from treatment.intake.operations.saving import Since
from treatment.intake.questionnaire.shapes import Answers, Section
from treatment.intake.review.merging import Keep, Merge
from treatment.intake.review.words import changed, said
from treatment.intake.views.around import around
from treatment.records.views import drafts
from treatment.web.clock import now
from treatment.web.faults import MARKS, SECRET

CHOICE = "keep-"  # what the names of the choices begin with
STEP = "step"  # the button that was pressed


@dataclass(frozen=True, slots=True)
class Side:
    """One of the texts to choose from."""

    keep: Keep
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """One question two people answered differently."""

    key: str
    label: str
    sides: list[Side]
    who: str
    when: datetime
    chosen: Keep | None


def choices(row: AssessmentSection, form: SectionForm) -> dict[str, Keep]:
    """What was decided; only over exactly the answers that stand there now."""
    if form.version.data != row.version:
        return {}
    sent = [(name, word) for name, word in request.form.items() if word in set(Keep)]
    return {name[len(CHOICE) :]: Keep(word) for name, word in sent if name.startswith(CHOICE)}


def merge_page(
    assessment: Assessment, row: AssessmentSection, form: SectionForm, late: Since
) -> str:
    """Both answers side by side; everything typed goes with the form, so that nothing is lost."""
    drafts.hold_on(base_version=form.base)
    kept, part = choices(row, form), late.merge.section
    was_asked = form.draft_base.data is not None and form.version.data == row.version
    undecided = late.merge.undecided(kept) if was_asked else []
    base, form.version.raw_data, form.version.data = form.base, None, row.version
    form.draft_base.raw_data, form.draft_base.data = None, base
    answers = operations.answers_of(assessment, now())
    return render_template(
        "intake/merge.html",
        **around(assessment, answers),
        section=part,
        row=row,
        form=form,
        conflicts=list(_conflicts(late, kept)),
        undecided=undecided,
        mine=_names(part, late.merge.theirs, late.merge.answers, late.merge.conflicts),
        others=_names(part, late.merge.yours, late.merge.answers, late.merge.conflicts),
        carried_along=_carried_along(),
        step=request.form.get(STEP, "stay"),
    )


def _conflicts(late: Since, kept: Mapping[str, Keep]) -> Iterator[Conflict]:
    merge = late.merge
    for key in merge.conflicts:
        who, when = late.saved[key]
        sides = [_side(merge, key, keep) for keep in merge.choices(key)]
        yield Conflict(key, merge.section.question(key).label, sides, who, when, kept.get(key))


def _side(merge: Merge, key: str, keep: Keep) -> Side:
    question = merge.section.question(key)
    if keep is Keep.BOTH:
        return Side(keep, "Keep both", said(question, merge.both(key)))
    answer = (merge.theirs if keep is Keep.THEIRS else merge.yours).get(key)
    title = "Keep what is saved" if keep is Keep.THEIRS else "Keep what you wrote"
    return Side(keep, title, said(question, answer))


def _names(
    part: Section, one_side: Answers, together: Answers, conflicts: Sequence[str]
) -> list[str]:
    """The questions whose answer this side did not have."""
    news = [key for key in changed(part, one_side, together) if key not in conflicts]
    return [part.question(key).name for key in news if part.question(key).is_asked]


def _carried_along() -> list[tuple[str, str]]:
    """Every field as it was typed, once more."""
    ours = (drafts.OURS, CHOICE)
    own = (n for n in request.form if n not in SECRET | MARKS | {STEP} and not n.startswith(ours))
    return [(name, text) for name in own for text in request.form.getlist(name)]


def told(late: Since) -> str:
    """What to say when both were put together without a question."""
    others = _names(late.merge.section, late.merge.yours, late.merge.answers, ())
    if not others:
        return ""
    return f" Kept with it what somebody else saved meanwhile: {', '.join(others)}."
