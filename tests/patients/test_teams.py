"""The care team: joining, leaving, standing in, and a caseload moved in one step."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.builders import a_staff, a_team_member
from tests.patients.conftest import AT, DAY, Clinic
from treatment.errors import DomainError
from treatment.patients import operations, queries
from treatment.patients.models import CareTeamMember
from treatment.patients.operations import Absence
from treatment.patients.vocabulary import TeamPart
from treatment.permissions import Role


def rows_of(clinic: Clinic, episode) -> list[tuple]:
    clinic.session.expire_all()
    rows = clinic.session.scalars(
        select(CareTeamMember).where(CareTeamMember.episode_id == episode.id)
    ).all()
    return [(row.staff_id, row.part, row.until is None) for row in rows]


def standing(clinic: Clinic, episode) -> dict:
    return {staff: part for staff, part, stands in rows_of(clinic, episode) if stands}


def the_row(clinic: Clinic, episode, staff) -> CareTeamMember:
    rows = clinic.session.scalars(queries.caseload(staff.id, staff)).all()
    return next(row for row in rows if row.episode_id == episode.id)


# --- one team -------------------------------------------------------------------------------


def test_the_director_adds_a_member_and_names_a_new_primary(director, clinic, events):
    path = f"/episodes/{clinic.mine.id}/team"
    assert (
        director.post(path, data={"staff_id": str(clinic.jonas.id), "part": "primary"}).status_code
        == 303
    )
    assert standing(clinic, clinic.mine) == {
        clinic.mara.id: TeamPart.MEMBER,
        clinic.jonas.id: TeamPart.PRIMARY,
    }
    [event] = events("assign")
    assert event.patients == [str(clinic.mine.patient_id)]
    text = director.get(path).text
    assert "Jonas Weber" in text
    assert "Mara Okafor" in text


def test_a_plain_member_leaves_the_primary_alone(director, clinic):
    third = clinic.staff(Role.THERAPIST)
    for staff in (clinic.jonas, third):
        form = {"staff_id": str(staff.id), "part": "member"}
        director.post(f"/episodes/{clinic.mine.id}/team", data=form)
    row = the_row(clinic, clinic.mine, third)
    director.post(f"/episodes/{clinic.mine.id}/team/{row.id}/primary")
    assert standing(clinic, clinic.mine) == {
        clinic.mara.id: TeamPart.MEMBER,
        clinic.jonas.id: TeamPart.MEMBER,
        third.id: TeamPart.PRIMARY,
    }


def test_a_member_can_be_made_primary(director, clinic):
    clinic.keep(a_team_member(clinic.mine, clinic.jonas, part=TeamPart.MEMBER))
    row = the_row(clinic, clinic.mine, clinic.jonas)
    director.post(f"/episodes/{clinic.mine.id}/team/{row.id}/primary")
    assert standing(clinic, clinic.mine) == {
        clinic.mara.id: TeamPart.MEMBER,
        clinic.jonas.id: TeamPart.PRIMARY,
    }


def test_making_the_primary_primary_changes_nothing(clinic):
    row = the_row(clinic, clinic.mine, clinic.mara)
    operations.make_primary(clinic.mine, row, by=clinic.mara, at=AT)
    assert row.until is None


def test_who_left_cannot_be_made_primary(clinic):
    gone = a_team_member(clinic.mine, clinic.jonas, part=TeamPart.MEMBER, until=AT)
    clinic.keep(gone)
    with pytest.raises(DomainError, match="has left the team"):
        operations.make_primary(clinic.mine, gone, by=clinic.mara, at=AT)


def test_removing_needs_a_reason_and_closes_the_chart_to_them(director, mara, clinic, session):
    row = the_row(clinic, clinic.mine, clinic.mara)
    path = f"/episodes/{clinic.mine.id}/team/{row.id}/remove"
    blank = director.post(path, data={"reason": ""})
    assert blank.status_code == 422
    assert "Say why this person leaves the team." in blank.text
    assert mara.get(f"/patients/{clinic.mine.patient_id}").status_code == 200
    assert director.post(path, data={"reason": "Conflict of interest"}).status_code == 303
    assert mara.get(f"/patients/{clinic.mine.patient_id}").status_code == 404
    assert director.post(path, data={"reason": "Again"}).status_code == 409


def test_a_stand_in_that_has_not_begun_can_be_removed(clinic):
    coming = a_team_member(
        clinic.mine, clinic.jonas, part=TeamPart.STAND_IN, since=AT + DAY, until=AT + 2 * DAY
    )
    clinic.keep(coming)
    operations.remove_member(coming, None, at=AT)
    assert coming.until == coming.since


def test_a_row_of_another_team_cannot_be_reached_through_this_one(director, clinic):
    row = the_row(clinic, clinic.other, clinic.jonas)
    for verb in ("primary", "remove"):
        path = f"/episodes/{clinic.mine.id}/team/{row.id}/{verb}"
        assert director.post(path, data={"reason": "x"}).status_code == 404
    assert standing(clinic, clinic.other) == {clinic.jonas.id: TeamPart.PRIMARY}


def test_who_is_on_the_team_is_not_added_again(director, clinic):
    form = {"staff_id": str(clinic.mara.id), "part": "member"}
    answer = director.post(f"/episodes/{clinic.mine.id}/team", data=form)
    assert answer.status_code == 409
    assert "on this team already" in answer.text


def test_only_people_who_work_here_now_can_be_chosen(director, clinic):
    disabled = clinic.staff(Role.COUNSELOR, active=False)
    office = clinic.staff(Role.RECORDS)
    for staff in (clinic.stranger, disabled, office):
        form = {"staff_id": str(staff.id), "part": "member"}
        assert director.post(f"/episodes/{clinic.mine.id}/team", data=form).status_code == 422
        with pytest.raises(DomainError):
            operations.add_member(clinic.mine, staff, TeamPart.MEMBER, by=clinic.mara, at=AT)
    assert list(standing(clinic, clinic.mine)) == [clinic.mara.id]


def test_nobody_joins_an_ended_episode(director, clinic):
    form = {"staff_id": str(clinic.mara.id), "part": "member"}
    assert director.post(f"/episodes/{clinic.ended.id}/team", data=form).status_code == 409


@pytest.mark.parametrize("role", [Role.COUNSELOR, Role.NURSE, Role.RECORDS, Role.AUDITOR])
def test_only_the_director_changes_a_team(client_as, clinic, role):
    client = client_as(role)
    row = the_row(clinic, clinic.mine, clinic.mara)
    path = f"/episodes/{clinic.mine.id}/team"
    for where in (path, f"{path}/{row.id}/primary", f"{path}/{row.id}/remove"):
        form = {"staff_id": str(clinic.jonas.id), "part": "member", "reason": "x"}
        assert client.post(where, data=form).status_code == 404
    assert client.get("/caseloads").status_code == 404
    assert client.get(f"/caseloads/{clinic.mara.id}/move").status_code == 404


# --- stand-in --------------------------------------------------------------------------------


def absence(stand_in, first=AT, last=AT + 6 * DAY, **changes):
    usual = {
        "staff_id": str(stand_in.id),
        "first_day": first.date().isoformat(),
        "last_day": last.date().isoformat(),
        "reason": "Vacation",
    }
    return {**usual, **changes}


def test_a_counselor_names_a_stand_in_for_the_whole_caseload(mara, client_of, clinic, events):
    path = f"/caseloads/{clinic.mara.id}/stand-in"
    assert "2 open episodes" in mara.get(path).text
    form = absence(clinic.jonas, first=AT - DAY)
    assert mara.post(path, data=form).status_code == 303
    [event] = events("assign")
    both = {str(clinic.mine.patient_id), str(clinic.waiting.patient_id)}
    assert set(event.patients) == both
    assert event.reason == "Vacation"
    jonas = client_of(clinic.jonas)
    for episode in (clinic.mine, clinic.waiting):
        assert jonas.get(f"/patients/{episode.patient_id}").status_code == 200
    assert "Stand-in" in mara.get(f"/episodes/{clinic.mine.id}/team").text


def test_the_first_and_last_day_are_whole_days_of_the_facility(mara, clinic, session):
    mara.post(f"/caseloads/{clinic.mara.id}/stand-in", data=absence(clinic.jonas))
    row = session.scalars(
        select(CareTeamMember).where(CareTeamMember.part == TeamPart.STAND_IN)
    ).first()
    since, until = (moment.astimezone(clinic.here.tz) for moment in (row.since, row.until))
    assert (since.date(), since.hour, since.minute) == (AT.date(), 0, 0)
    assert (until.date(), until.hour, until.minute) == ((AT + 7 * DAY).date(), 0, 0)


def test_the_same_days_sent_twice_are_one_stand_in(mara, clinic):
    path = f"/caseloads/{clinic.mara.id}/stand-in"
    mara.post(f"{path}?episode={clinic.mine.id}", data=absence(clinic.jonas))
    assert mara.post(path, data=absence(clinic.jonas)).status_code == 303
    again = mara.post(path, data=absence(clinic.jonas))
    assert again.status_code == 409
    assert "stands in on these days already" in again.text
    assert len(rows_of(clinic, clinic.mine)) == len(rows_of(clinic, clinic.waiting)) == 2
    longer = absence(clinic.jonas, last=AT + 20 * DAY)
    assert mara.post(path, data=longer).status_code == 303


def test_a_stand_in_for_one_episode_only(mara, clinic, session):
    path = f"/caseloads/{clinic.mara.id}/stand-in?episode={clinic.mine.id}"
    assert mara.post(path, data=absence(clinic.jonas)).status_code == 303
    assert len(rows_of(clinic, clinic.mine)) == 2
    assert len(rows_of(clinic, clinic.waiting)) == 1
    for foreign in (clinic.other.id, uuid4(), "x"):
        path = f"/caseloads/{clinic.mara.id}/stand-in?episode={foreign}"
        assert mara.post(path, data=absence(clinic.jonas)).status_code == 404


def test_nobody_names_a_stand_in_for_a_colleague_but_the_director(mara, director, clinic):
    path = f"/caseloads/{clinic.jonas.id}/stand-in"
    assert mara.get(path).status_code == 404
    assert mara.post(path, data=absence(clinic.mara)).status_code == 404
    assert director.post(path, data=absence(clinic.mara)).status_code == 303
    assert director.get(f"/caseloads/{clinic.stranger.id}/stand-in").status_code == 404
    rows = [the_row(clinic, clinic.other, clinic.jonas)]
    gone = Absence(since=AT, until=AT + DAY, reason="x")
    with pytest.raises(DomainError, match="own caseload only"):
        operations.name_stand_in(clinic.jonas, rows, clinic.mara, gone, by=clinic.mara, at=AT)


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"staff_id": ""}, 422, "Choose who stands in."),
        ({"staff_id": str(uuid4())}, 422, "Not a valid choice"),
        ({"reason": " "}, 422, "Say why somebody stands in."),
        ({"first_day": "soon"}, 422, "Not a valid date"),
        ({"last_day": (AT - 9 * DAY).date().isoformat()}, 422, "must not be before"),
        ({"last_day": (AT + 300 * DAY).date().isoformat()}, 409, "at most 180 days"),
    ],
)
def test_an_impossible_absence_is_refused(mara, clinic, changes, status, sentence):
    form = absence(clinic.jonas, **changes)
    answer = mara.post(f"/caseloads/{clinic.mara.id}/stand-in", data=form)
    assert answer.status_code == status
    assert sentence in answer.text
    assert len(rows_of(clinic, clinic.mine)) == 1


def test_a_person_of_another_facility_or_oneself_is_no_stand_in(mara, clinic):
    for staff in (clinic.stranger, clinic.mara):
        form = absence(staff)
        assert mara.post(f"/caseloads/{clinic.mara.id}/stand-in", data=form).status_code == 422
    gone = Absence(since=AT, until=AT + DAY, reason="x")
    rows = [the_row(clinic, clinic.mine, clinic.mara)]
    for staff, words in ((clinic.stranger, "of this facility"), (clinic.mara, "somebody else")):
        with pytest.raises(DomainError, match=words):
            operations.name_stand_in(clinic.mara, rows, staff, gone, by=clinic.mara, at=AT)


def test_without_a_caseload_nobody_stands_in(client_of, clinic):
    client = client_of(clinic.staff(Role.COUNSELOR))
    path = f"/caseloads/{client.staff.id}/stand-in"
    assert "No open episode" in client.get(path).text
    assert client.post(path, data=absence(clinic.jonas)).status_code == 409


def test_a_stand_in_does_not_hand_on_what_is_not_theirs(clinic):
    row = a_team_member(
        clinic.other, clinic.mara, part=TeamPart.STAND_IN, since=AT - DAY, until=AT + DAY
    )
    clinic.keep(row)
    mine = {
        row.episode_id
        for row in clinic.session.scalars(queries.caseload(clinic.mara.id, clinic.mara))
    }
    assert mine == {clinic.mine.id, clinic.waiting.id}


# --- moving a caseload -------------------------------------------------------------------------


def move(director, clinic, to=None, **changes):
    form = {"staff_id": str((to or clinic.jonas).id), "reason": "Mara leaves us", **changes}
    return director.post(f"/caseloads/{clinic.mara.id}/move", data=form)


def test_a_caseload_moves_in_one_step_with_one_event(director, mara, clinic, events):
    assert "2" in director.get("/caseloads").text
    assert "2 open episodes" in director.get(f"/caseloads/{clinic.mara.id}/move").text
    assert move(director, clinic).status_code == 303
    [event] = events("assign")
    assert set(event.patients) == {str(clinic.mine.patient_id), str(clinic.waiting.patient_id)}
    assert event.reason == "Mara leaves us"
    for episode in (clinic.mine, clinic.waiting):
        assert standing(clinic, episode) == {clinic.jonas.id: TeamPart.PRIMARY}
        assert mara.get(f"/patients/{episode.patient_id}").status_code == 404


def test_moving_leaves_ended_episodes_and_other_caseloads_alone(director, clinic):
    move(director, clinic)
    assert standing(clinic, clinic.ended) == {clinic.jonas.id: TeamPart.PRIMARY}
    assert standing(clinic, clinic.other) == {clinic.jonas.id: TeamPart.PRIMARY}


def test_who_is_on_a_team_already_takes_over_the_better_part(director, clinic):
    clinic.keep(a_team_member(clinic.mine, clinic.jonas, part=TeamPart.MEMBER))
    row = the_row(clinic, clinic.waiting, clinic.mara)
    row.part = TeamPart.MEMBER
    clinic.keep(a_team_member(clinic.waiting, clinic.jonas, part=TeamPart.PRIMARY))
    assert move(director, clinic).status_code == 303
    for episode in (clinic.mine, clinic.waiting):
        assert standing(clinic, episode) == {clinic.jonas.id: TeamPart.PRIMARY}


def test_sent_twice_the_second_move_finds_nothing_to_move(director, clinic):
    move(director, clinic)
    again = move(director, clinic)
    assert again.status_code == 409
    assert "no open episode to move" in again.text
    assert standing(clinic, clinic.mine) == {clinic.jonas.id: TeamPart.PRIMARY}


@pytest.mark.parametrize("who", ["mara", "stranger"])
def test_a_caseload_does_not_go_to_the_same_person_or_elsewhere(director, clinic, who):
    to = getattr(clinic, who)
    assert move(director, clinic, to).status_code == 422
    rows = clinic.session.scalars(queries.caseload(clinic.mara.id, clinic.mara)).all()
    with pytest.raises(DomainError):
        operations.move_caseload(rows, [], to, "x", by=clinic.jonas, at=AT)
    assert standing(clinic, clinic.mine) == {clinic.mara.id: TeamPart.PRIMARY}


def test_a_move_needs_a_reason_and_a_caseload_of_this_facility(director, clinic):
    assert move(director, clinic, reason=" ").status_code == 422
    path = f"/caseloads/{clinic.stranger.id}/move"
    assert director.get(path).status_code == 404
    assert (
        director.post(path, data={"staff_id": str(clinic.jonas.id), "reason": "x"}).status_code
        == 404
    )


def test_a_foreign_director_moves_nothing_here(client_of, clinic):
    client = client_of(a_staff(Role.DIRECTOR, at=clinic.there))
    assert move(client, clinic).status_code == 404
    assert "Mara Okafor" not in client.get("/caseloads").text


def test_the_stand_in_window_is_checked_against_the_clock(clinic):
    rows = [the_row(clinic, clinic.mine, clinic.mara)]
    past = Absence(since=AT - 2 * DAY, until=AT - timedelta(seconds=1), reason="x")
    with pytest.raises(DomainError, match="must not be before"):
        operations.name_stand_in(clinic.mara, rows, clinic.jonas, past, by=clinic.mara, at=AT)
