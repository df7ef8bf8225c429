"""The papers of an admission: each entry is kept as it was made, the latest counts."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from treatment.accounts.models import Staff
from treatment.errors import DomainError
from treatment.intake.admissions import CARRIES_VERSION, NEEDS_REASON, PAPERS
from treatment.intake.models import AdmissionEntry
from treatment.intake.vocabulary import AdmissionItem, AdmissionOutcome
from treatment.patients.models import Episode


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What happened with one paper; also late, because a late entry is better than none."""

    item: AdmissionItem
    outcome: AdmissionOutcome
    on_day: date
    form_version: str | None = None
    method: str | None = None
    note: str | None = None


def record_paper(
    episode: Episode,
    entry: Entry,
    *,
    id: UUID,  # noqa: A002  the id the form was made with: the same form twice is one entry
    by: Staff,
    at: datetime,
) -> AdmissionEntry:
    """One more entry about a paper; the earlier ones stay readable.

    Raises:
        DomainError: an outcome this paper cannot have, a day to come, or a missing reason.
    """
    paper = PAPERS[entry.item]
    if entry.outcome not in paper.outcomes:
        raise DomainError(f"{entry.item.label} cannot be “{entry.outcome.label.lower()}”.")
    if entry.on_day > by.facility.today(at):
        raise DomainError("That day lies in the future. Record it when it has happened.")
    if entry.outcome in NEEDS_REASON and not entry.note:
        raise DomainError("Write the reason: it stays with the entry.")
    is_signed = paper.has_version and entry.outcome in CARRIES_VERSION
    if is_signed and not entry.form_version:
        raise DomainError("Write which version of the form it was.")
    return AdmissionEntry(
        id=id,
        facility_id=episode.facility_id,
        episode_id=episode.id,
        item=entry.item,
        outcome=entry.outcome,
        form_version=entry.form_version,
        on_day=entry.on_day,
        method=entry.method,
        note=entry.note,
        entered_at=at,
        entered_by_id=by.id,
        entered_by=by,
    )
