"""Start an intake, save its sections, sign it: after that nothing in it ever changes."""

from treatment.intake.operations.reading import answers_of, facts_of
from treatment.intake.operations.saving import save
from treatment.intake.operations.signing import record_of, seal_of, sign
from treatment.intake.operations.starting import start

__all__ = ["answers_of", "facts_of", "record_of", "save", "seal_of", "sign", "start"]
