"""Boards show what is the viewer's to see, count what their lists list, and ask little for it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.builders import (
    a_facility,
    a_line,
    a_patient,
    a_phase_stay,
    a_place,
    a_plan,
    a_program,
    a_staff,
    a_team_member,
    an_assessment,
    an_emergency_access,
    an_episode,
)
from treatment.accounts.models import Facility, Staff
from treatment.permissions import Role
from treatment.plans.models import Delivery
from treatment.plans.phases import Phase
from treatment.plans.states import LineStatus, MissedCause, Outcome, PlanState
from treatment.plans.vocabulary import Area, Urgency

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


def words_of(page: str) -> str:
    """The page as it reads."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.fixture
def counselor(session: Session, facility: Facility) -> Staff:
    staff = a_staff(Role.COUNSELOR, at=facility)
    session.add(staff)
    session.flush()
    return staff


@pytest.fixture
def house(session: Session, facility: Facility, counselor: Staff) -> Callable[..., Any]:
    """`house("Marker", phase, state)`: one person in care with a plan and an overdue line."""

    def somebody(
        name: str,
        phase: Phase | None = None,
        state: PlanState = PlanState.DRAFT,
        author: Staff = counselor,
        **line: Any,
    ) -> Any:
        patient = a_patient(facility, by=counselor, family_name=name)
        opened = NOW - 9 * DAY
        episode = an_episode(patient, by=counselor, opened_at=opened, admitted_at=opened)
        intake = an_assessment(episode, by=counselor, signed_at=NOW - 8 * DAY)
        plan = a_plan(intake, by=counselor, signed_by=author, drafted_at=NOW - 7 * DAY)
        usual = {"urgency": Urgency.U1, "due_at": NOW - DAY}
        session.add_all(
            [patient, episode, intake, plan, a_line(plan, "SAF-NALOXONE", **{**usual, **line})]
        )
        session.flush()
        plan.state = state  # from here on the database lets no line in
        session.add(a_team_member(episode, counselor))
        if phase:
            session.add(a_phase_stay(episode, phase, by=counselor, since=NOW - 4 * DAY))
        session.flush()
        return plan

    return somebody


def test_today_shows_the_own_caseload_and_nobody_elses(
    client_of: Any, client_as: Any, house: Any, counselor: Staff
) -> None:
    house("Markerone")
    assert "Markerone" in client_of(counselor).get("/").text
    assert "Markerone" not in client_as(Role.COUNSELOR).get("/").text


@pytest.mark.parametrize("path", ["/", "/caseload", "/cosign", "/progress", "/progress/episodes"])
def test_no_board_shows_another_facility(
    session: Session, client_as: Any, house: Any, path: str
) -> None:
    house("Markertwo")
    elsewhere = a_facility()
    session.add(elsewhere)
    session.flush()
    roles = (Role.DIRECTOR, Role.MEDICAL_DIRECTOR, Role.THERAPIST)
    answer = client_as(*roles, at=elsewhere)
    page = answer.get(path)
    assert page.status_code == 200
    assert "Markertwo" not in page.text


def test_a_line_leaves_today_when_it_is_decided_against(
    client_of: Any, house: Any, counselor: Staff
) -> None:
    house("Markerthree", status=LineStatus.DECLINED)
    assert "Line SAF-NALOXONE" not in client_of(counselor).get("/").text


def test_today_puts_safety_before_an_older_line_of_the_same_urgency(
    session: Session, client_of: Any, house: Any, counselor: Staff
) -> None:
    house("Markerolder", urgency=Urgency.U0, area=Area.TASK, due_at=NOW - 5 * DAY)
    house("Markersafety", urgency=Urgency.U0)
    text = client_of(counselor).get("/").text
    assert 0 < text.index("Markersafety") < text.index("Markerolder")


def test_every_number_of_the_progress_board_counts_what_its_list_lists(
    client_as: Any, house: Any
) -> None:
    house("Detoxone", Phase.DETOX)
    house("Detoxtwo", Phase.DETOX, PlanState.ACTIVE, due_at=NOW + DAY)
    house("Primaryone", Phase.PRIMARY, PlanState.ACTIVE)
    house("Plainone")
    director = client_as(Role.DIRECTOR)
    board = director.get("/progress").text
    numbers = re.findall(r'class="figure[^"]*" href="([^"]+)">(\d+)', board)
    assert len(numbers) > 6
    for address, number in numbers:
        listed = director.get(address.replace("&amp;", "&")).text
        assert listed.count('class="person"') == int(number), address


def test_days_in_phase_run_from_the_move(client_as: Any, house: Any) -> None:
    house("Someone", Phase.DETOX)
    words = words_of(client_as(Role.DIRECTOR).get("/progress").text)
    assert re.search(
        r"2 Detox and stabilization 1 All episodes, Detox and stabilization 4 4", words
    )


def test_what_was_delivered_and_owed_is_counted_by_phase(
    session: Session, client_as: Any, house: Any, counselor: Staff
) -> None:
    plan = house("Someone", Phase.PRIMARY, PlanState.ACTIVE)
    line = plan.lines[0]
    units = [(Outcome.DONE, None), (Outcome.DONE, None), (Outcome.MISSED, MissedCause.NO_SLOT)]
    for number, (outcome, cause) in enumerate(units):
        session.add(
            Delivery(
                facility_id=plan.facility_id,
                episode_id=plan.episode_id,
                line_id=line.id,
                outcome=outcome,
                cause=cause,
                occurred_at=NOW - (number + 1) * DAY,
                recorded_at=NOW,
                recorded_by_id=counselor.id,
                token=plan.id if number == 0 else line.id if number == 1 else counselor.id,
            )
        )
    words = words_of(client_as(Role.DIRECTOR).get("/progress").text)
    assert "2 of 3 units 1 missed by the program" in words


def test_the_director_sees_emergency_access_to_review(
    session: Session, client_as: Any, house: Any, counselor: Staff
) -> None:
    plan = house("Someone")
    session.add(an_emergency_access(plan.episode.patient, by=counselor))
    assert "Emergency access to review" in client_as(Role.DIRECTOR).get("/").text


def test_a_therapist_cosigns_what_others_signed_but_never_their_own(
    session: Session, client_of: Any, house: Any, facility: Facility
) -> None:
    therapist = a_staff(Role.THERAPIST, at=facility)
    session.add(therapist)
    session.flush()
    others = house("Otherauthor", state=PlanState.SIGNED)
    own = house("Ownauthor", state=PlanState.SIGNED, author=therapist)
    for plan in (others, own):
        session.add(a_team_member(plan.episode, therapist, part="member"))
    queue = client_of(therapist).get("/cosign").text
    assert "Otherauthor" in queue
    assert "Ownauthor" not in queue


def test_unknown_codes_in_a_filter_mean_no_filter(client_as: Any, house: Any) -> None:
    house("Someone", Phase.DETOX)
    director = client_as(Role.DIRECTOR)
    for query in ("phase=nowhere", "show='; DROP TABLE plan", "program=x", "after=zzz"):
        answer = director.get(f"/progress/episodes?{query}")
        assert answer.status_code == 200
        assert "Someone" in answer.text


def test_a_long_list_is_paged_by_key(
    session: Session, client_as: Any, facility: Facility, counselor: Staff
) -> None:
    for number in range(53):
        patient = a_patient(facility, by=counselor, family_name=f"Person{number:03}")
        opened = NOW - (100 - number) * DAY
        session.add(patient)
        session.flush()
        session.add(an_episode(patient, by=counselor, opened_at=opened, admitted_at=opened))
    director = client_as(Role.DIRECTOR)
    first = director.get("/progress/episodes").text
    assert first.count('class="person"') == 50
    older = re.search(r'rel="next"\s+href="([^"]+)"', first)
    assert older
    second = director.get(older[1].replace("&amp;", "&")).text
    assert re.findall(r"Person\d{3}", second) == ["Person050", "Person051", "Person052"]


MOST = {"/": 11, "/caseload": 4, "/cosign": 6, "/progress": 6, "/progress/episodes": 4}
APART = re.compile(r"audit_|staff_session|FROM staff_role|waypoint_take_chain")


@pytest.mark.parametrize(("path", "most"), MOST.items())
def test_a_board_asks_the_same_few_questions_whatever_it_shows(
    client_as: Any, house: Any, statements: Any, facility: Facility, session: Session,
    path: str, most: int,
) -> None:  # fmt: skip
    program = a_program(facility)
    session.add(program)
    counts = []
    client = client_as(Role.DIRECTOR, Role.MEDICAL_DIRECTOR, Role.COUNSELOR)
    for number in range(2):
        for each in range(3):
            plan = house(f"Someone{number}{each}", Phase.DETOX, PlanState.SIGNED)
            session.add(a_place(plan.episode, program))
            session.add(a_team_member(plan.episode, client.staff, part="member"))
        session.commit()
        with statements() as seen:
            assert client.get(path).status_code == 200
        counts.append(len([sql for sql in seen if not APART.search(sql)]))
    assert counts[0] == counts[1] <= most, seen
