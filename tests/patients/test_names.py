"""Names and birth dates: folded, read from a query, compared."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatment.patients.names import (
    Person,
    Query,
    folded,
    may_be_same,
    read_date,
    read_number,
    read_query,
)

TODAY = date(2026, 11, 23)
BORN = date(1988, 3, 17)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Núñez", ("nunez",)),
        ("O'Brien-Smith", ("obrien", "smith")),
        ("O’Brien", ("obrien",)),
        ("  MÜLLER  groß ", ("muller", "gross")),
        ("Søren Ł.", ("soren", "l")),
        ("🙂 ---", ()),
        ("Ольга", ("ольга",)),
    ],
)
def test_accents_case_and_punctuation_do_not_count(name, words):
    assert folded(name) == words


@given(st.text(max_size=200))
def test_folding_twice_changes_nothing_more(text):
    assert folded(" ".join(folded(text))) == folded(text)


@given(st.text(max_size=200))
def test_every_text_can_be_read_as_a_query(text):
    assert isinstance(read_query(text, TODAY), Query)


@pytest.mark.parametrize(
    "text",
    ["1988-03-17", "3/17/1988", "03/17/1988", "03171988", "3-17-88", "3.17.1988", "1988/3/17"],
)
def test_a_birth_date_may_be_written_as_people_write_it(text):
    assert read_date(text, TODAY) == BORN


@pytest.mark.parametrize("text", ["", "13/45/1988", "2/30/1990", "1988", "12345", "00000000"])
def test_what_is_no_day_is_no_birth_date(text):
    assert read_date(text, TODAY) is None


def test_two_digits_of_a_year_are_never_in_the_future():
    assert read_date("1/2/26", TODAY) == date(2026, 1, 2)
    assert read_date("1/2/27", TODAY) == date(1927, 1, 2)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("reyes dan", Query(words=("reyes", "dan"))),
        ("Reyes, Daniel 3/17/1988", Query(words=("reyes", "daniel"), birth_date=BORN)),
        ("10042", Query(chart_number=10042)),
        ("#10042 reyes", Query(words=("reyes",), chart_number=10042)),
        ("03171988", Query(birth_date=BORN)),
        ("13451988", Query(chart_number=13451988)),
        ("  ", Query()),
        ("a b c d e f g h", Query(words=("a", "b", "c", "d", "e", "f"))),
    ],
)
def test_a_query_is_taken_apart(text, query):
    assert read_query(text, TODAY) == query


@pytest.mark.parametrize(("text", "number"), [("10042", 10042), (" #7 ", 7), ("x", 0), ("1 2", 0)])
def test_a_chart_number_is_a_number_or_nobodys(text, number):
    assert read_number(text) == number


SAME = [
    ("the same", "Daniel", "Reyes", BORN),
    ("case and accents", "DÁNIEL", "Réyes", BORN),
    ("order swapped", "Reyes", "Daniel", BORN),
    ("one letter off", "Danial", "Reyes", BORN),
    ("another spelling", "Daniel", "Reyez", BORN),
    ("a short form", "Dan", "Reyes", BORN),
    ("one of two family names", "Daniel", "Reyes Ortega", BORN),
    ("day off by one", "Daniel", "Reyes", date(1988, 3, 18)),
    ("wrong decade", "Daniel", "Reyes", date(1998, 3, 17)),
]


@pytest.mark.parametrize(("_case", "given", "family", "born"), SAME, ids=[row[0] for row in SAME])
def test_records_that_may_be_one_person_are_noticed(_case, given, family, born):
    one, other = Person("Daniel", "Reyes", BORN), Person(given, family, born)
    assert may_be_same(one, other)
    assert may_be_same(other, one)


def test_day_and_month_swapped_is_a_near_birth_date():
    assert may_be_same(
        Person("Ana", "Silva", date(1990, 4, 9)), Person("Ana", "Silva", date(1990, 9, 4))
    )


@pytest.mark.parametrize(
    ("given", "family", "born"),
    [
        ("Daniel", "Reyes", date(1961, 8, 2)),
        ("Thomas", "Okoye", BORN),
        ("Daniel", "Whitfield", BORN),
        ("Danial", "Reyes", date(1988, 3, 18)),
    ],
)
def test_other_people_are_not(given, family, born):
    assert not may_be_same(Person("Daniel", "Reyes", BORN), Person(given, family, born))
