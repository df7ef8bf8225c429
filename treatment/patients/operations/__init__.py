"""The verbs of this room: they take objects, actor and moment, and refuse in sentences."""

from treatment.patients.operations.emergencies import (
    is_full_name,
    open_emergency_access,
    review_emergency_access,
)
from treatment.patients.operations.episodes import (
    Opening,
    admit,
    end_episode,
    join_team,
    open_episode,
    refuse_second_episode,
    transfer,
)
from treatment.patients.operations.people import (
    AllergyDetails,
    PatientDetails,
    edit,
    end_entry,
    no_known_allergies,
    note_allergy,
    note_precaution,
    refuse_impossible,
    register,
)
from treatment.patients.operations.teams import (
    Absence,
    add_member,
    make_primary,
    move_caseload,
    name_stand_in,
    remove_member,
)

__all__ = [
    "Absence",
    "AllergyDetails",
    "Opening",
    "PatientDetails",
    "add_member",
    "admit",
    "edit",
    "end_entry",
    "end_episode",
    "is_full_name",
    "join_team",
    "make_primary",
    "move_caseload",
    "name_stand_in",
    "no_known_allergies",
    "note_allergy",
    "note_precaution",
    "open_emergency_access",
    "open_episode",
    "refuse_impossible",
    "refuse_second_episode",
    "register",
    "remove_member",
    "review_emergency_access",
    "transfer",
]
