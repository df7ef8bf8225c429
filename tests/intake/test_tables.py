"""Tables of the questionnaire: rows of small questions, read, written back and said in words."""

from datetime import datetime
from typing import Any

import pytest

from treatment.intake.forms import read, rows, shown
from treatment.intake.questionnaire import QUESTIONS
from treatment.intake.questionnaire.making import (
    date,
    moment,
    number,
    one_of,
    several,
    table,
    text,
    yes_no,
)
from treatment.intake.questionnaire.shapes import UNKNOWN, Block, Section
from treatment.intake.review.progress import State, missing, state
from treatment.intake.review.words import changed, differences, said

PETS = table(
    "pets",
    "Animals at home",
    "Animal",
    one_of("kind", "Kind", (("cat", "Cat"), ("dog", "Dog")), phrase="{}"),
    text("called", "Name", phrase="called {}"),
    number("age", "Age", 0, 40, "years", can_be_unknown=True),
    yes_no("bites", "Bites", is_optional=True),
    several("likes", "Likes", (("fish", "Fish"), ("naps", "Naps")), is_optional=True),
    date("since", "Here since"),
    moment("fed", "Last fed", phrase="fed {}"),
    none_label="No animals",
    check=lambda row: {} if "kind" in row else {"kind": "Which animal is it?"},
)
HOME = Section("home", "Home", "", (Block("Animals", (PETS,)),))
CAT = {"kind": "cat", "called": "Mo", "fed": "2026-11-22T21:30"}
DOG = {"kind": "dog", "age": UNKNOWN, "bites": False, "likes": [], "fed": UNKNOWN}
NOON = datetime(2026, 11, 23, 12, 0)  # noqa: DTZ001  the clock on the wall of the facility


def sent(**fields: str | list[str]) -> Any:
    typed = {
        f"pets-{name}".replace("__", "-"): [v] if isinstance(v, str) else v
        for name, v in fields.items()
    }
    return read(HOME, typed, at=NOON)


def test_rows_are_read_cell_by_cell_and_empty_rows_are_none() -> None:
    reading = sent(
        **{"1-kind": "cat", "1-called": "Mo", "1-fed": "2026-11-22", "1-fed-time": "21:30"},
        **{"2-kind": "", "2-called": " ", "3-kind": "dog", "3-age-unknown": "1"},
        **{"3-bites": "no", "3-likes": ["none"], "3-fed-unknown": "1"},
    )
    assert reading.problems == {}
    assert reading.answers == {"pets": [CAT, DOG]}


def test_no_rows_are_not_asked_and_a_tick_says_there_are_none() -> None:
    assert sent().answers == {}
    assert sent(none="1").answers == {"pets": []}
    assert "not both" in sent(**{"none": "1", "1-kind": "cat"}).problems["pets"]


def test_a_row_ticked_for_removal_is_gone() -> None:
    typed = {"1-kind": "cat", "2-kind": "dog", "1-remove": "1"}
    assert sent(**typed).answers == {"pets": [{"kind": "dog"}]}
    fields = {f"pets-{name}": [word] for name, word in typed.items()}
    assert PETS.rows_in(fields, with_removed=True) == [1, 2]  # on the page it can be taken back


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("1-age", "old"),
        ("1-age", "99"),
        ("1-kind", "fox"),
        ("1-since", "yesterday"),
        ("1-since", "2026-13-01"),
        ("1-since", "2026-11-24"),
        ("1-since", "1776-07-04"),
        ("1-fed", "2026-11-24"),
        ("1-fed-time", "25:00"),
        ("1-fed-time", "9:30 PM"),
    ],
)
def test_what_cannot_be_read_gets_its_sentence_beside_its_cell(field: str, typed: str) -> None:
    problems = sent(**{"1-kind": "cat", field: typed}).problems
    assert [f"pets-{field.removesuffix('-time')}"] == list(problems)


def test_today_is_no_future_and_a_later_minute_is() -> None:
    fed = {"1-kind": "cat", "1-fed": "2026-11-23"}
    assert sent(**fed).problems == {}
    assert sent(**fed, **{"1-fed-time": "12:00"}).problems == {}
    assert "future" in sent(**fed, **{"1-fed-time": "12:01"}).problems["pets-1-fed"]


def test_the_row_itself_can_be_wrong() -> None:
    assert sent(**{"4-called": "Mo"}).problems == {"pets-4-kind": "Which animal is it?"}


def test_a_day_is_also_read_as_it_is_written_in_this_country() -> None:
    row = {"1-kind": "cat", "1-fed": "11/2/2026", "1-fed-time": "9:05 pm", "1-since": "2/29/2024"}
    assert sent(**row).answers["pets"] == [
        {"kind": "cat", "fed": "2026-11-02T21:05", "since": "2024-02-29"}
    ]


def test_a_day_or_unknown_not_both() -> None:
    row = {"1-kind": "cat", "1-fed": "2026-11-02", "1-fed-unknown": "1"}
    assert "not both" in sent(**row).problems["pets-1-fed"]


def test_a_table_cannot_grow_without_end() -> None:
    typed = {f"{n}-kind": "cat" for n in range(1, rows.MOST_ROWS + 2)}
    assert "at most" in sent(**typed).problems["pets"]


@pytest.mark.parametrize("saved", [[], [CAT], [CAT, DOG]])
def test_what_a_form_shows_reads_back_as_the_same_rows(saved: list[dict[str, Any]]) -> None:
    assert read(HOME, shown(HOME, {"pets": saved})).answers == {"pets": saved}


def test_one_more_row_keeps_every_word_and_takes_back_none() -> None:
    typed = {"pets-1-kind": ["fox"], "pets-3-called": ["Mo"], "pets-none": ["1"]}
    more = rows.with_one_more(PETS, typed)
    assert PETS.rows_in(more) == [1, 3, 4]
    assert (more["pets-1-kind"], more["pets-3-called"]) == (["fox"], ["Mo"])
    assert "pets-none" not in more


def test_there_is_no_row_beyond_the_last_one_and_what_was_typed_there_is_told() -> None:
    typed = {f"pets-{n}-kind": ["cat"] for n in range(1, rows.MOST_ROWS + 1)}
    assert rows.with_one_more(PETS, typed) == typed
    assert PETS.rows_beyond(typed) == {}
    more = {"pets-77-kind": [""], "pets-88-kind": ["dog"], "pets-88-called": ["Mo"]}
    assert PETS.rows_beyond(typed | more) == {88: "dog, Mo"}


def test_rows_are_said_in_words() -> None:
    assert said(PETS, []) == "No animals"
    assert said(PETS, [CAT, DOG]) == (
        "Cat; called Mo; fed Nov 22, 2026, 9:30 PM\n"
        "Dog; Age: Not known; Bites: No; Likes: None of these; Last fed: Not known"
    )
    assert said(PETS, [{"since": "2026-01-02"}]) == "Here since: Jan 2, 2026"


def test_amount_unit_and_frequency_read_as_one() -> None:
    row = {"product": "leaf", "name": "red vein", "amount": 35, "unit": "g", "per": "day"}
    line = said(QUESTIONS["kratom_products"], [{**row, "doses": 7}])
    assert line == "Leaf powder (red vein); 35 g of leaf a day; 7 times a day"
    assert said(QUESTIONS["kratom_products"], [{"name": "no label"}]) == "(no label)"


def test_two_people_see_each_others_rows() -> None:
    assert changed(HOME, {"pets": [CAT]}, {"pets": [DOG]}) == ["pets"]
    theirs, yours = differences(HOME, {"pets": [CAT]}, {"pets": []})
    assert theirs["Animals at home"].startswith("Cat")
    assert yours == {"Animals at home": "No animals"}


def test_a_cell_not_asked_is_missing_by_row_and_name() -> None:
    gaps = missing(HOME, {"pets": [CAT, DOG]})
    assert [gap.field for gap in gaps] == [
        "pets-1-age",
        "pets-1-since",
        "pets-2-since",
    ]
    assert gaps[0].words == "Animals at home, animal 1: Age"
    assert [gap.field for gap in missing(HOME, {})] == ["pets-1-kind"]
    assert state(HOME, {"pets": []}) is State.COMPLETE
