"""Refusals in the clinician's words, shown by one handler."""


class DomainError(Exception):
    """A refusal that says, in one sentence, what the person can do about it."""


class StaleError(DomainError):
    """Somebody else saved first: both texts are kept and shown side by side."""

    def __init__(self, theirs: dict[str, str], yours: dict[str, str]) -> None:
        super().__init__("Somebody else saved this first. Nothing of yours is lost: compare both.")
        self.theirs = theirs
        self.yours = yours
