"""Opening, admitting, transferring and ending an episode."""

from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from tests.builders import a_program
from tests.patients.conftest import AT, DAY
from treatment.errors import DomainError
from treatment.patients import operations
from treatment.patients.models import CareTeamMember, Episode, EpisodeProgram
from treatment.patients.vocabulary import DischargeReason, Referral, TeamPart
from treatment.permissions import Role

HERE = ZoneInfo("America/Los_Angeles")


def typed(moment):
    return moment.astimezone(HERE).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def form(clinic):
    def filled(**changes):
        usual = {
            "token": str(uuid4()),
            "program_id": str(clinic.detox.id),
            "referral": "court",
            "referral_note": "Judge Hill’s order",
            "begins": "admitted",
            "admitted_at": typed(AT - DAY),
        }
        return {**usual, **changes}

    return filled


@pytest.fixture
def path(clinic):
    return f"/patients/{clinic.registered.id}/episodes/new"


def opened(session, clinic):
    mine = Episode.patient_id == clinic.registered.id
    return session.scalars(select(Episode).where(mine)).all()


def test_an_admission_opens_episode_stay_and_team(mara, clinic, session, form, path, events):
    answer = mara.post(path, data=form())
    [episode] = opened(session, clinic)
    assert answer.location == f"/episodes/{episode.id}"
    assert (episode.referral, episode.referral_note) == (Referral.COURT, "Judge Hill’s order")
    assert episode.admitted_at == episode.opened_at == (AT - DAY).replace(second=0)
    [stay] = episode.programs
    assert (stay.program_id, stay.since, stay.until) == (clinic.detox.id, episode.opened_at, None)
    [member] = episode.team
    assert (member.staff_id, member.part) == (clinic.mara.id, TeamPart.PRIMARY)
    assert events("create")[-1].patients == [str(clinic.registered.id)]
    assert "Detox Wing" in mara.get(answer.location).text


def test_who_opens_an_episode_may_go_on_to_the_intake(
    mara, clinic, session, form, path, monkeypatch
):
    sent = form(then="intake")
    answer = mara.post(path, data=sent)
    [episode] = opened(session, clinic)
    assert answer.location == f"/episodes/{episode.id}/intake"
    assert mara.get(answer.location).status_code == 200
    monkeypatch.delitem(mara.application.view_functions, "intake.episode")
    assert mara.post(path, data=sent).location == f"/episodes/{episode.id}"


def test_the_waiting_list_has_no_admission_time(mara, clinic, session, form, path):
    mara.post(path, data=form(begins="waiting"))
    [episode] = opened(session, clinic)
    assert episode.is_waiting
    assert "Registerly" in mara.get("/patients?state=waiting").text


def test_the_same_form_sent_twice_is_one_episode(mara, clinic, session, form, path):
    sent = form()
    answers = [mara.post(path, data=sent) for _ in range(2)]
    assert answers[0].location == answers[1].location
    assert len(opened(session, clinic)) == 1


def test_a_second_open_episode_is_refused(mara, clinic, session, form, path):
    mara.post(path, data=form())
    answer = mara.post(path, data=form())
    assert answer.status_code == 409
    assert "has an open episode" in answer.text
    assert "has an open episode" in mara.get(path).text
    assert len(opened(session, clinic)) == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"program_id": ""}, "Choose the program."),
        ({"program_id": "x"}, "Invalid Choice"),
        ({"program_id": str(uuid4())}, "Not a valid choice"),
        ({"begins": ""}, "admitted or waits"),
        ({"begins": "maybe"}, "Not a valid choice"),
        ({"admitted_at": ""}, "Enter when the person was admitted."),
        ({"admitted_at": "soon"}, "Not a valid"),
        ({"referral": "carrier pigeon"}, "Invalid Choice"),
        ({"referral_note": "x" * 20_000}, "Shorten this"),
    ],
)
def test_bad_input_comes_back_with_a_sentence(mara, clinic, session, form, path, changes, sentence):
    answer = mara.post(path, data=form(**changes))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert opened(session, clinic) == []


def test_a_program_of_another_facility_or_a_closed_one_is_no_choice(
    mara, clinic, session, form, path
):
    closed = a_program(clinic.here, active=False)
    clinic.keep(closed)
    for program in (clinic.foreign_program, closed):
        assert mara.post(path, data=form(program_id=str(program.id))).status_code == 422
    assert opened(session, clinic) == []
    assert "Elsewhere" not in mara.get(path).text


def test_an_admission_in_the_future_is_refused(mara, clinic, session, form, path):
    answer = mara.post(path, data=form(admitted_at=typed(AT + DAY)))
    assert answer.status_code == 422
    assert "lies in the future" in answer.text
    assert opened(session, clinic) == []
    waiting = {"version": clinic.waiting.version, "admitted_at": typed(AT + DAY)}
    assert mara.post(f"/episodes/{clinic.waiting.id}/admit", data=waiting).status_code == 422
    opening = operations.Opening(program=clinic.detox, admitted_at=AT + DAY)
    with pytest.raises(DomainError, match="lies in the future"):
        operations.open_episode(clinic.registered, opening, id=uuid4(), by=clinic.mara, at=AT)


def test_programs_say_how_many_places_are_free(mara, clinic, path):
    clinic.detox.places = 1
    clinic.keep(a_program(clinic.here, name="Street Outreach", places=None))
    text = mara.get(path).text
    assert ">Street Outreach<" in text
    assert "Detox Wing (full)" in text
    assert "Evening Outpatient (12 free)" in text


def test_the_counselor_who_registered_joins_when_somebody_else_opens(
    records, clinic, session, form, path
):
    records.post(path, data=form())
    [episode] = opened(session, clinic)
    [member] = episode.team
    assert (member.staff_id, member.part) == (clinic.mara.id, TeamPart.PRIMARY)


def test_a_nurse_who_opens_an_episode_joins_no_team(clinic, nurse, session, form):
    person = clinic.person("Nursed", by=nurse.staff)
    nurse.post(f"/patients/{person.id}/episodes/new", data=form())
    [episode] = session.scalars(select(Episode).where(Episode.patient_id == person.id)).all()
    assert episode.team == []


def test_foreign_patients_get_no_episode(mara, clinic, session, form):
    for episode in (clinic.ended, clinic.foreign):
        path = f"/patients/{episode.patient_id}/episodes/new"
        assert mara.post(path, data=form()).status_code == 404


def test_a_token_that_is_anothers_episode_opens_nothing(mara, clinic, session, form, path):
    assert mara.post(path, data=form(token=str(clinic.other.id))).status_code == 404
    assert opened(session, clinic) == []


# --- admitting and transferring -----------------------------------------------------------------


def test_admitting_takes_somebody_off_the_waiting_list(mara, clinic, session, events):
    waiting = clinic.waiting
    form = {"version": waiting.version, "admitted_at": typed(AT - DAY)}
    answer = mara.post(f"/episodes/{waiting.id}/admit", data=form)
    assert answer.status_code == 303
    session.refresh(waiting)
    assert waiting.admitted_at == (AT - DAY).replace(second=0)
    assert not waiting.is_waiting
    again = {"version": waiting.version, "admitted_at": typed(AT)}
    assert mara.post(f"/episodes/{waiting.id}/admit", data=again).status_code == 409
    assert events("update")[-1].fields == ["admitted_at"]


def test_a_stale_admission_is_refused(mara, clinic, session):
    form = {"version": clinic.waiting.version, "admitted_at": typed(AT - DAY)}
    clinic.waiting.referral_note = "changed meanwhile"
    session.commit()
    answer = mara.post(f"/episodes/{clinic.waiting.id}/admit", data=form)
    assert answer.status_code == 409
    assert "Somebody else changed this episode" in answer.text


def test_a_transfer_is_two_dated_stays(mara, clinic, session):
    form = {"version": clinic.mine.version, "program_id": str(clinic.outpatient.id)}
    assert mara.post(f"/episodes/{clinic.mine.id}/transfer", data=form).status_code == 303
    rows = session.scalars(
        select(EpisodeProgram)
        .where(EpisodeProgram.episode_id == clinic.mine.id)
        .order_by(EpisodeProgram.since)
    ).all()
    assert [row.program_id for row in rows] == [clinic.detox.id, clinic.outpatient.id]
    assert rows[0].until == rows[1].since
    assert rows[1].until is None
    assert "Evening Outpatient" in mara.get(f"/patients/{clinic.mine.patient_id}").text


@pytest.mark.parametrize(("program", "status"), [("detox", 409), ("foreign_program", 422)])
def test_a_transfer_to_the_same_or_a_foreign_program_is_refused(mara, clinic, program, status):
    form = {"version": clinic.mine.version, "program_id": str(getattr(clinic, program).id)}
    assert mara.post(f"/episodes/{clinic.mine.id}/transfer", data=form).status_code == status


def test_an_ended_episode_is_not_transferred(records, clinic):
    form = {"version": clinic.ended.version, "program_id": str(clinic.outpatient.id)}
    answer = records.post(f"/episodes/{clinic.ended.id}/transfer", data=form)
    assert answer.status_code == 409
    assert "has ended" in answer.text


def test_the_auditor_changes_nothing(client_as, clinic, form, path):
    auditor = client_as(Role.AUDITOR)
    assert auditor.post(path, data=form()).status_code == 404
    for verb in ("admit", "transfer"):
        assert auditor.post(f"/episodes/{clinic.waiting.id}/{verb}", data=form()).status_code == 404


# --- the verbs themselves -------------------------------------------------------------------------


def test_an_admission_before_the_opening_moves_the_opening(clinic):
    earlier = clinic.waiting.opened_at - DAY
    operations.admit(clinic.waiting, earlier, version=clinic.waiting.version, at=AT)
    assert clinic.waiting.opened_at == earlier


def test_ending_closes_the_stay_keeps_the_team_and_happens_once(clinic, session):
    operations.end_episode(clinic.mine, DischargeReason.COMPLETED, "Well done", at=AT)
    session.flush()
    assert not clinic.mine.is_open
    assert [place.until for place in clinic.mine.programs] == [AT]
    assert [member.until for member in clinic.mine.team] == [None]
    with pytest.raises(DomainError):
        operations.end_episode(clinic.mine, DischargeReason.LEFT, None, at=AT)


def test_an_ended_stay_keeps_its_end(clinic, session):
    operations.transfer(
        clinic.mine, clinic.outpatient, version=clinic.mine.version, at=AT - timedelta(hours=1)
    )
    operations.end_episode(clinic.mine, DischargeReason.LEFT, None, at=AT)
    assert [place.until for place in clinic.mine.programs] == [AT - timedelta(hours=1), AT]


def test_a_program_of_another_facility_is_refused_by_the_verb_too(clinic):
    opening = operations.Opening(program=clinic.foreign_program)
    with pytest.raises(DomainError, match="of this facility"):
        operations.open_episode(clinic.registered, opening, id=uuid4(), by=clinic.mara, at=AT)
    clinic.detox.active = False
    with pytest.raises(DomainError, match="does not take people"):
        operations.open_episode(
            clinic.registered,
            operations.Opening(program=clinic.detox),
            id=uuid4(),
            by=clinic.mara,
            at=AT,
        )


def test_joining_a_team_twice_changes_nothing_and_the_first_is_primary(clinic, session):
    jonas = clinic.jonas
    for _ in range(2):
        operations.join_team(clinic.mine, jonas, by=jonas, at=AT)
    session.flush()
    rows = session.scalars(
        select(CareTeamMember).where(CareTeamMember.episode_id == clinic.mine.id)
    ).all()
    assert sorted((row.staff_id, row.part) for row in rows) == sorted(
        [(clinic.mara.id, TeamPart.PRIMARY), (jonas.id, TeamPart.MEMBER)]
    )


@pytest.mark.parametrize("who", ["nurse", "stranger"])
def test_who_cannot_be_on_the_team_does_not_join(clinic, who):
    staff = clinic.stranger if who == "stranger" else clinic.staff(Role.NURSE)
    operations.join_team(clinic.mine, staff, by=staff, at=AT)
    assert [member.staff_id for member in clinic.mine.team] == [clinic.mara.id]
