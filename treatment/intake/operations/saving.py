"""Save one section: nobody overwrites anybody, and every accepted save stays as it was."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from treatment.accounts.models import Staff
from treatment.errors import StaleError
from treatment.intake.carrying import reopened, still_open
from treatment.intake.models import Assessment, AssessmentSection, SectionSave
from treatment.intake.operations.reading import refuse_signed
from treatment.intake.questionnaire import SECTIONS
from treatment.intake.questionnaire.shapes import Answers
from treatment.intake.review.merging import Merge, merge
from treatment.intake.review.words import changed, differences

FIRST = 1  # the version of a section nobody has saved


@dataclass(frozen=True, slots=True)
class Since:
    """What became of a section since a version: both sides, and who saved each answer when."""

    merge: Merge
    saved: Mapping[str, tuple[str, datetime]]


def save(
    session: Session,
    assessment: Assessment,
    section: AssessmentSection,
    answers: Answers,
    *,
    by: Staff,
    at: datetime,
    confirmed: Collection[str] = (),
) -> list[str]:
    """Replace the answers of one section; the keys of those that are different now.

    Args:
        confirmed: answers taken over from the last intake that are still so.

    Raises:
        DomainError: already signed, or the episode has ended.
        StaleError: signed while it was typed; both texts.
    """
    fields = changed(SECTIONS[section.section], section.answers, answers)
    if assessment.is_signed and fields:
        raise StaleError(*differences(SECTIONS[section.section], section.answers, answers))
    refuse_signed(assessment)
    if section not in session:  # the questionnaire grew after this intake was begun
        session.add(section)
        session.flush()
    _keep_the_start(session, section)
    section.carried = still_open(section.carried or (), section.answers, answers, confirmed)
    section.answers = dict(answers)
    section.saved_at, section.saved_by = at, by
    session.add(_history(section, section.version + 1))
    return fields


def reopen(session: Session, section: AssessmentSection, taken: Answers) -> None:
    """What came from an intake that is withdrawn now must be confirmed anew."""
    carried = reopened(section.carried or (), taken, section.answers)
    if carried != (section.carried or []):
        section.carried = carried
        session.add(_history(section, section.version + 1))


def since(session: Session, section: AssessmentSection, version: int, yours: Answers) -> Since:
    """What stands in `section` now, put together with what was typed over `version` of it."""
    is_known = FIRST <= version <= section.version
    rows = session.execute(_saves_since(section, version)).all() if is_known else []
    versions = {save.version: save.answers for save, _ in rows}
    base: Answers | None = versions.get(version, {} if version == FIRST else None)
    merged = merge(SECTIONS[section.section], base, section.answers, yours)
    last = section.saved_by.printed_name, section.saved_at
    who = dict.fromkeys(merged.conflicts, last)
    before: Answers = base or {}
    for row, name in rows:
        news = [key for key in merged.conflicts if row.answers.get(key) != before.get(key)]
        who |= dict.fromkeys(news, (name, row.saved_at))
        before = row.answers
    return Since(merged, who)


def _saves_since(section: AssessmentSection, version: int) -> Select[SectionSave, str]:
    """The save that made `version` and those after it, each with who saved it."""
    return (
        select(SectionSave, Staff.printed_name)
        .join(Staff, Staff.id == SectionSave.saved_by_id)
        .where(SectionSave.section_id == section.id, SectionSave.version >= version)
        .order_by(SectionSave.version)
    )


def _keep_the_start(session: Session, section: AssessmentSection) -> None:
    """A section may begin with answers taken over; whoever opened it then typed over those."""
    if section.version == FIRST and section.answers:
        session.add(_history(section, FIRST))


def _history(section: AssessmentSection, version: int) -> SectionSave:
    return SectionSave(
        facility_id=section.facility_id,
        section_id=section.id,
        version=version,
        answers=section.answers,
        saved_at=section.saved_at,
        saved_by_id=section.saved_by.id,
    )
