"""The words of the trail: what was done, and how it ended."""

from enum import StrEnum

GENESIS = "0" * 64  # what the first event of a chain names as its predecessor
SYSTEM = "system"  # the chain of events that belong to no facility


class Action(StrEnum):
    READ = "read"
    LIST = "list"
    SEARCH = "search"
    CREATE = "create"
    UPDATE = "update"
    SIGN = "sign"
    COSIGN = "cosign"
    ADDEND = "addend"
    WITHDRAW = "withdraw"
    PRINT = "print"
    EXPORT = "export"
    DENIED = "denied"
    REFUSED = "refused"
    FAILED = "failed"
    SIGN_IN = "sign_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_OUT = "sign_out"
    CREDENTIAL = "credential"
    PRIVILEGE = "privilege"
    ASSIGN = "assign"
    EMERGENCY_ACCESS = "emergency_access"
    REVIEW = "review"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class Outcome(StrEnum):
    """How the request ended: done, or why it was not."""

    DONE = "done"
    INVALID = "invalid"
    REFUSED = "refused"
    DENIED = "denied"
    FAILED = "failed"

    @property
    def label(self) -> str:
        return self.value.capitalize()
