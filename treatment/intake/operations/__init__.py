"""Start an intake, save its sections, sign it: after that nothing in it ever changes."""

from treatment.intake.operations.reading import answers_of, answers_today, facts_of, section_of
from treatment.intake.operations.reviewing import review
from treatment.intake.operations.saving import Since, save, since
from treatment.intake.operations.signing import record_now, record_of, seal_of, sign, unconfirmed
from treatment.intake.operations.starting import start

__all__ = [
    "Since",
    "answers_of",
    "answers_today",
    "facts_of",
    "record_now",
    "record_of",
    "review",
    "save",
    "seal_of",
    "section_of",
    "sign",
    "since",
    "start",
    "unconfirmed",
]
