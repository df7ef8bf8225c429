"""Who sees which chart: the table of the design, cell by cell, both ways."""

from datetime import timedelta

import pytest

from tests.builders import a_patient, a_team_member
from tests.patients.conftest import AT, DAY, Clinic
from treatment.patients import queries
from treatment.patients.models import EmergencyAccess
from treatment.patients.vocabulary import TeamPart
from treatment.permissions import Role

CHARTS = ("mine", "waiting", "other", "ended", "foreign")
ALL = {"mine", "waiting", "other", "ended"}
OPEN = {"mine", "waiting", "other"}
TABLE = {
    Role.COUNSELOR: set(),
    Role.THERAPIST: set(),
    Role.NURSE: OPEN,
    Role.PRESCRIBER: OPEN,
    Role.MEDICAL_DIRECTOR: OPEN,
    Role.DIRECTOR: ALL,
    Role.RECORDS: ALL,
    Role.AUDITOR: ALL,
    Role.ADMINISTRATOR: set(),
}


def seen_by(clinic: Clinic, viewer, at=AT) -> set[str]:
    """Which charts the viewer sees as episodes; asserts that lists and single loads agree."""
    ids = {row.id for row in clinic.session.scalars(queries.episodes_visible_to(viewer, at))}
    seen = {name for name in CHARTS if getattr(clinic, name).id in ids}
    for name in CHARTS:
        episode = getattr(clinic, name)
        one = clinic.session.scalars(queries.episode(episode.id, viewer, at)).one_or_none()
        assert (one is not None) is (name in seen), name
    return seen


def people_seen_by(clinic: Clinic, viewer, at=AT) -> set[str]:
    rows = clinic.session.scalars(queries.patients_visible_to(viewer, at)).all()
    ids = {row.id for row in rows}
    assert len(rows) == len(ids), "nobody stands in a list twice"
    for row in rows:
        assert clinic.session.scalars(queries.patient(row.id, viewer, at)).one() is row
    return {name for name in CHARTS if getattr(clinic, name).patient_id in ids} | (
        {"registered"} if clinic.registered.id in ids else set()
    )


@pytest.mark.parametrize("role", Role)
def test_each_role_sees_what_the_table_says(clinic, role):
    viewer = clinic.staff(role)
    assert seen_by(clinic, viewer) == TABLE[role]
    extra = {"registered"} if TABLE[role] == ALL else set()
    assert people_seen_by(clinic, viewer) == TABLE[role] | extra


@pytest.mark.parametrize("role", [Role.COUNSELOR, Role.THERAPIST])
def test_counselors_see_their_own_teams_also_after_the_end(clinic, role):
    viewer = clinic.staff(role)
    for episode in (clinic.mine, clinic.ended):
        clinic.keep(a_team_member(episode, viewer, part=TeamPart.MEMBER))
    assert seen_by(clinic, viewer) == {"mine", "ended"}
    assert people_seen_by(clinic, viewer) == {"mine", "ended"}


def test_a_person_with_several_roles_sees_what_they_add_up_to(clinic):
    viewer = clinic.staff(Role.THERAPIST, Role.PRESCRIBER)
    clinic.keep(a_team_member(clinic.ended, viewer, part=TeamPart.MEMBER))
    assert seen_by(clinic, viewer) == OPEN | {"ended"}
    assert seen_by(clinic, clinic.staff(Role.ADMINISTRATOR, Role.AUDITOR)) == ALL


def test_being_on_a_team_gives_nothing_to_roles_that_see_by_their_role(clinic):
    nurse, administrator = clinic.staff(Role.NURSE), clinic.staff(Role.ADMINISTRATOR)
    for viewer in (nurse, administrator):
        clinic.keep(a_team_member(clinic.ended, viewer, part=TeamPart.MEMBER))
    assert seen_by(clinic, nurse) == OPEN
    assert seen_by(clinic, administrator) == set()


def test_no_role_reaches_into_another_facility(clinic):
    foreign = clinic.staff(*Role, at=clinic.there)
    assert seen_by(clinic, foreign) == {"foreign"}
    clinic.keep(a_team_member(clinic.mine, foreign, part=TeamPart.MEMBER))
    assert seen_by(clinic, foreign) == {"foreign"}


@pytest.mark.parametrize(
    ("moment", "sees"),
    [
        (-timedelta(seconds=1), False),
        (timedelta(0), True),
        (3 * DAY - timedelta(seconds=1), True),
        (3 * DAY, False),
    ],
    ids=["before", "first moment", "last moment", "after"],
)
def test_a_stand_in_sees_from_the_first_moment_until_just_before_the_last(clinic, moment, sees):
    viewer = clinic.staff(Role.COUNSELOR)
    window = {"since": AT, "until": AT + 3 * DAY, "part": TeamPart.STAND_IN}
    clinic.keep(a_team_member(clinic.other, viewer, **window))
    assert (seen_by(clinic, viewer, AT + moment) == {"other"}) is sees
    assert (people_seen_by(clinic, viewer, AT + moment) == {"other"}) is sees


def test_who_left_a_team_sees_its_chart_no_more(clinic):
    viewer = clinic.staff(Role.COUNSELOR)
    clinic.keep(a_team_member(clinic.mine, viewer, part=TeamPart.MEMBER, until=AT))
    assert seen_by(clinic, viewer) == set()
    assert seen_by(clinic, viewer, AT - timedelta(seconds=1)) == {"mine"}


@pytest.mark.parametrize(
    ("moment", "sees"),
    [
        (-timedelta(seconds=1), False),
        (timedelta(0), True),
        (timedelta(minutes=60) - timedelta(seconds=1), True),
        (timedelta(minutes=60), False),
    ],
    ids=["before", "first moment", "last moment", "after"],
)
def test_emergency_access_lasts_sixty_minutes_and_opens_one_chart(clinic, moment, sees):
    viewer = clinic.staff(Role.COUNSELOR)
    clinic.keep(an_access(clinic, viewer, clinic.ended.patient_id))
    wanted = {"ended"} if sees else set()
    assert seen_by(clinic, viewer, AT + moment) == wanted
    assert people_seen_by(clinic, viewer, AT + moment) == wanted


def test_emergency_access_is_nobody_elses_and_needs_a_clinical_role(clinic):
    administrator = clinic.staff(Role.ADMINISTRATOR)
    clinic.keep(an_access(clinic, clinic.staff(Role.COUNSELOR), clinic.other.patient_id))
    clinic.keep(an_access(clinic, administrator, clinic.other.patient_id))
    assert seen_by(clinic, clinic.mara) == {"mine", "waiting"}
    assert people_seen_by(clinic, administrator) == set()


def test_emergency_access_opens_a_person_without_any_episode(clinic):
    viewer = clinic.staff(Role.NURSE)
    clinic.keep(an_access(clinic, viewer, clinic.registered.id))
    assert people_seen_by(clinic, viewer) == OPEN | {"registered"}


def an_access(clinic: Clinic, viewer, patient_id) -> EmergencyAccess:
    return EmergencyAccess(
        facility_id=viewer.facility_id,
        patient_id=patient_id,
        staff_id=viewer.id,
        reason="Found unconscious in the hallway",
        started_at=AT,
        expires_at=AT + timedelta(minutes=60),
    )


def test_who_registered_somebody_sees_them_until_the_first_episode(clinic):
    assert "registered" in people_seen_by(clinic, clinic.mara)
    assert "registered" not in people_seen_by(clinic, clinic.jonas)
    mine = clinic.chart("Handedover", clinic.jonas).patient
    mine.registered_by_id = clinic.mara.id
    clinic.session.flush()
    assert mine not in clinic.session.scalars(queries.patients_visible_to(clinic.mara, AT)).all()


def test_an_episode_of_ones_own_does_not_open_the_persons_other_episodes(clinic):
    again = clinic.chart("Again", clinic.jonas)
    earlier = clinic.ended
    earlier.patient_id = again.patient_id
    clinic.session.flush()
    viewer = clinic.staff(Role.COUNSELOR)
    clinic.keep(a_team_member(again, viewer, part=TeamPart.MEMBER))
    assert clinic.session.scalars(queries.episode(again.id, viewer, AT)).one() is again
    assert clinic.session.scalars(queries.episode(earlier.id, viewer, AT)).one_or_none() is None


def test_a_former_administrator_sees_nobody_they_registered(clinic):
    viewer = clinic.staff(Role.ADMINISTRATOR)
    clinic.keep(a_patient(clinic.here, by=viewer))
    assert people_seen_by(clinic, viewer) == set()
