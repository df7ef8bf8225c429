"""The fields of an event as a reader knows them: what the log can be sorted by, in this order."""

from enum import StrEnum


class Field(StrEnum):
    AT = "at"
    SEQUENCE = "sequence"
    ACTOR = "actor_id"
    ROLES = "actor_roles"
    ACTION = "action"
    OUTCOME = "outcome"
    OBJECT_TYPE = "object_type"
    OBJECT = "object_id"
    PATIENTS = "patients"
    FIELDS = "fields"
    REASON = "reason"
    ENDPOINT = "endpoint"
    SOURCE = "source"
    SESSION = "session_id"
    REQUEST = "request_id"
    BEFORE = "before_hash"
    AFTER = "after_hash"
    PREVIOUS = "previous_hash"
    HASH = "hash"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Field.AT: "Time",
    Field.SEQUENCE: "Number",
    Field.ACTOR: "Person",
    Field.ROLES: "Roles",
    Field.ACTION: "Action",
    Field.OUTCOME: "Outcome",
    Field.OBJECT_TYPE: "Kind of object",
    Field.OBJECT: "Object",
    Field.PATIENTS: "Charts",
    Field.FIELDS: "Fields changed",
    Field.REASON: "Reason",
    Field.ENDPOINT: "Page",
    Field.SOURCE: "From address",
    Field.SESSION: "Sign-in",
    Field.REQUEST: "Request",
    Field.BEFORE: "Hash before",
    Field.AFTER: "Hash after",
    Field.PREVIOUS: "Previous event",
    Field.HASH: "Own hash",
}


class Direction(StrEnum):
    DESCENDING = "descending"
    ASCENDING = "ascending"

    @property
    def label(self) -> str:
        return {"descending": "Last first", "ascending": "First first"}[self.value]
