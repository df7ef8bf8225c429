"""The list of charts: filters as codes, pages by keyset, statements constant."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.builders import a_team_member
from tests.patients.conftest import AT, DAY
from treatment.accounts.models import Staff
from treatment.patients import queries
from treatment.patients.models import CareTeamMember
from treatment.patients.queries import Cursor, Filter
from treatment.patients.vocabulary import ChartState, TeamPart
from treatment.permissions import Role

MARKERS = ("Minestone", "Waitingham", "Otherfield", "Endicott", "Foreignson", "Registerly")


def shown(answer):
    assert answer.status_code == 200
    return {marker for marker in MARKERS if marker in answer.text}


@pytest.mark.parametrize(
    ("query", "people"),
    [
        ("", {"Minestone", "Waitingham"}),
        ("?state=open", {"Minestone", "Waitingham"}),
        ("?state=waiting", {"Waitingham"}),
        ("?state=ended", set()),
        ("?state=registered", {"Registerly"}),
        ("?state=%27%3B--&program=x&after=x", {"Minestone", "Waitingham"}),
    ],
)
def test_a_counselor_lists_their_caseload(mara, query, people):
    assert shown(mara.get(f"/patients{query}")) == people


@pytest.mark.parametrize(
    ("query", "people"),
    [
        ("", {"Minestone", "Waitingham", "Otherfield"}),
        ("?state=ended", {"Endicott"}),
        ("?state=registered", {"Registerly"}),
        ("?whose=mine", set()),
    ],
)
def test_a_director_lists_the_facility(director, query, people):
    assert shown(director.get(f"/patients{query}")) == people


def test_a_nurse_lists_every_open_episode_and_no_ended_one(nurse):
    assert shown(nurse.get("/patients")) == {"Minestone", "Waitingham", "Otherfield"}
    assert shown(nurse.get("/patients?state=ended")) == set()


def test_programs_filter_the_list_and_a_foreign_one_shows_nothing(director, clinic):
    assert shown(director.get(f"/patients?program={clinic.outpatient.id}")) == set()
    assert "Minestone" in shown(director.get(f"/patients?program={clinic.detox.id}"))
    assert shown(director.get(f"/patients?program={clinic.foreign_program.id}")) == set()
    ended = director.get(f"/patients?state=ended&program={clinic.detox.id}")
    assert shown(ended) == {"Endicott"}


def test_my_teams_are_those_i_am_on_now(client_of, clinic):
    viewer = clinic.staff(Role.THERAPIST, Role.DIRECTOR)
    clinic.keep(a_team_member(clinic.other, viewer, part=TeamPart.MEMBER))
    assert shown(client_of(viewer).get("/patients?whose=mine")) == {"Otherfield"}


def test_a_list_leaves_one_event_naming_everybody_on_it(mara, clinic, events):
    mara.get("/patients")
    [event] = events("list")
    assert set(event.patients) == {str(clinic.mine.patient_id), str(clinic.waiting.patient_id)}


def test_paging_shows_everybody_once_and_never_skips(clinic, session):
    for number in range(2 * queries.PAGE + 7):
        opened = AT - timedelta(minutes=number // 3)  # several at the same moment
        clinic.chart(f"Paged{number}", clinic.mara, opened_at=opened, admitted_at=opened)
    for state in (ChartState.OPEN, ChartState.WAITING):
        wanted = Filter(state=state)
        seen, after = [], None
        while True:
            rows = session.execute(queries.charts(wanted, clinic.mara, AT, after)).all()
            seen += [row.Episode.id for row in rows[: queries.PAGE]]
            if len(rows) <= queries.PAGE:
                break
            last = rows[queries.PAGE - 1].Episode
            after = Cursor.read(str(Cursor(last.opened_at, last.id)))
        count = session.scalar(queries.count_of_charts(wanted, clinic.mara, AT))
        assert len(seen) == len(set(seen)) == count


def test_pages_are_linked_by_moment_and_id_only(mara, clinic):
    for number in range(queries.PAGE + 3):
        clinic.chart(f"Paged{number}", clinic.mara)
    first = mara.get("/patients")
    link = re.search(r'rel="next"\s+href="([^"]+)"', first.text)[1].replace("&amp;", "&")
    assert re.fullmatch(r"/patients\?state=open&after=\d+-[0-9a-f]{32}", link)
    second = mara.get(link)
    assert "First page" in second.text
    names = {f"Paged{number}," for number in range(queries.PAGE + 3)}
    on_first, on_second = ({n for n in names if n in page.text} for page in (first, second))
    assert on_first | on_second == names
    assert not on_first & on_second


def test_registered_people_are_paged_too(mara, clinic):
    for number in range(queries.PAGE + 3):
        clinic.person(f"Paged{number}", by=clinic.mara, registered_at=AT - number * DAY)
    first = mara.get("/patients?state=registered")
    link = re.search(r'rel="next"\s+href="([^"]+)"', first.text)[1].replace("&amp;", "&")
    assert f"Paged{queries.PAGE + 2}," in mara.get(link).text


@pytest.mark.parametrize("text", [None, "", "x", "1-x", "9" * 40 + "-" + "0" * 32, "-", "🙂-🙂"])
def test_a_cursor_that_is_none_means_the_beginning(text):
    assert Cursor.read(text) is None


@pytest.mark.parametrize("path", ["/patients", "/patients?state=registered"])
def test_a_list_takes_at_most_four_statements_however_long(mara, clinic, statements, path):
    def own(seen):
        return [sql for sql in seen if re.search(r"FROM \(?(SELECT|episode|patient|program)", sql)]

    clinic.session.commit()
    mara.get(path)
    with statements() as few:
        mara.get(path)
    for number in range(30):
        clinic.chart(f"More{number}", clinic.mara)
        clinic.person(f"Just{number}", by=clinic.mara)
    clinic.session.commit()
    with statements() as many:
        mara.get(path)
    assert len(own(few)) == len(own(many)) <= 4
    assert len(few) == len(many)


def test_the_primary_clinician_stands_in_the_list(director, clinic, session):
    row = session.scalars(
        select(CareTeamMember).where(CareTeamMember.episode_id == clinic.mine.id)
    ).one()
    assert session.get(Staff, row.staff_id).printed_name == "Mara Okafor"
    assert "Mara Okafor" in director.get("/patients").text


def test_a_count_stops_at_its_cap(clinic, session, monkeypatch):
    from treatment.patients.queries import lists

    monkeypatch.setattr(lists, "MOST_COUNTED", 1)
    assert session.scalar(queries.count_of_charts(Filter(), clinic.mara, AT)) == 2
