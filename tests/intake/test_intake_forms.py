"""Forms check shape: what can be read becomes an answer, what cannot gets a sentence."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatment.intake.forms import read, shown
from treatment.intake.questionnaire import QUESTIONS, SECTION_OF, SECTIONS
from treatment.intake.questionnaire.shapes import UNKNOWN, Kind, Question, Section


def sent(key: str, **fields: str | list[str]) -> Any:
    typed = {
        name.replace("__", "-"): [v] if isinstance(v, str) else v for name, v in fields.items()
    }
    return read(SECTION_OF[key], typed)


@pytest.mark.parametrize("section", SECTIONS.values(), ids=lambda section: section.key)
def test_an_empty_form_answers_nothing_and_is_no_mistake(section: Section) -> None:
    reading = read(section, {})
    assert (reading.answers, reading.problems) == ({}, {})


@pytest.mark.parametrize(
    ("key", "typed", "answer"),
    [
        ("primary", "kratom_leaf", "kratom_leaf"),
        ("daily_use", "yes", True),
        ("daily_use", "no", False),
        ("kratom_g_day", "35", 35),
        ("kratom_g_day", " 0.5 ", 0.5),
        ("kratom_g_day", "", None),
        ("hours_since_last_use", "1,000", 1000),
        ("hr", "92", 92),
        ("temp_c", "98.6", 37.0),
        ("temp_c", "37.0", 37.0),
        ("temp_c", "102", 38.9),
        ("temp_c", "100.4", 38.0),
        (
            "meds",
            "Tramadol 50 mg\r\nlisinopril,  aspirin ;",
            ["Tramadol 50 mg", "lisinopril", "aspirin"],
        ),
        ("meds", "None", []),
        ("goals", "  Sleep.\r\nWork. 🙂 ", "Sleep.\nWork. 🙂"),
    ],
)
def test_a_field_is_read(key: str, typed: str, answer: Any) -> None:
    reading = sent(key, **{key: typed})
    assert reading.problems == {}
    assert reading.answers.get(key) == answer


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("primary", "heroin"),
        ("daily_use", "maybe"),
        ("hr", "fast"),
        ("hr", "92.5"),
        ("hr", "-3"),
        ("hr", "999"),
        ("hr", "٩٢"),
        ("hr", "1e2"),
        ("hr", "9" * 400),
        ("hr", "nan"),
        ("temp_c", "60"),
        ("temp_c", "120"),
        ("kratom_g_day", "12,5"),
        ("products", "powder"),
        ("meds", ", ".join(f"medicine {n}" for n in range(101))),
        ("meds", "x" * 201),
        ("goals", "x" * 20_001),
        ("cows__7", "4"),
        ("cows__1", "x"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence_at_its_field(key: str, typed: str) -> None:
    field = key.replace("__", "-")
    reading = sent(key.partition("__")[0], **{key: typed})
    assert list(reading.problems) == [field]
    assert reading.problems[field].endswith(".")
    assert reading.answers == {}


def test_unknown_is_an_answer_and_excludes_a_number() -> None:
    assert sent("qtc", qtc__unknown="1").answers == {"qtc": UNKNOWN}
    assert "not both" in sent("qtc", qtc="430", qtc__unknown="1").problems["qtc"]


def test_none_of_these_is_an_answer_and_excludes_the_others() -> None:
    assert sent("interests", interests=["none"]).answers == {"interests": []}
    assert "excludes" in sent("interests", interests=["none", "yoga"]).problems["interests"]
    assert sent("interests", interests=["yoga", "art"]).answers == {"interests": ["yoga", "art"]}


def test_no_medicines_is_an_answer_and_excludes_names() -> None:
    assert sent("meds", meds__none="1").answers == {"meds": []}
    assert "not both" in sent("meds", meds="tramadol", meds__none="1").problems["meds"]


def test_a_partly_rated_scale_keeps_what_was_rated() -> None:
    reading = sent("cows", cows__1="1", cows__11="0")
    assert reading.answers["cows"] == [1, *[None] * 9, 0]


def test_criteria_and_suicide_questions_keep_their_letters() -> None:
    assert sent("dsm", dsm__1="y", dsm__2="n").answers["dsm"] == ["y", "n", *[None] * 9]
    assert sent("cssrs", cssrs__1="n").answers["cssrs"] == ["n", *[None] * 6]


def test_an_impossible_cows_item_says_which_scores_the_item_has() -> None:
    problem = sent("cows", cows__11="2").problems["cows-11"]
    assert "Gooseflesh" in problem
    assert "0, 3, 5" in problem


def test_a_pulse_that_contradicts_the_heart_rate_is_refused_naming_both() -> None:
    problems = sent("cows", hr="92", cows__1="4").problems
    assert problems.keys() == {"hr", "cows-1"}
    assert "heart rate of 92" in problems["hr"]
    assert "resting pulse" in problems["hr"]


@pytest.mark.parametrize(("beats", "points"), [(80, 0), (81, 1), (100, 1), (101, 2), (121, 4)])
def test_a_pulse_that_fits_is_kept(beats: int, points: int) -> None:
    assert sent("cows", hr=str(beats), cows__1=str(points)).problems == {}


@pytest.mark.parametrize(
    ("table", "rows", "finding"),
    [
        ("labs", [{"test": "egfr", "value": "850"}], "eGFR"),
        ("labs", [{"test": "alt", "value": "900", "uln": "0.1"}], "ALT"),
        ("medications", [{"name": "m" * 201}], "Medicines"),
        ("kratom_products", [{"product": "leaf", "amount": "3000", "unit": "g", "per": "day"}] * 2, "Kratom leaf"),
    ],
)  # fmt: skip
def test_rows_that_establish_what_cannot_be_are_refused_at_their_table(
    table: str, rows: list[dict[str, str]], finding: str
) -> None:
    fields = {
        f"{table}__{number}__{name}": text
        for number, row in enumerate(rows, 1)
        for name, text in row.items()
    }
    reading = sent(table, **fields)
    assert table not in reading.answers
    assert reading.problems[table].startswith(finding)
    assert "do not make a possible answer" in reading.problems[table]


def test_a_field_of_another_section_is_not_read() -> None:
    assert read(SECTIONS["person"], {"primary": ["alcohol"], "age": ["3"]}).answers == {}


def some_words(question: Question) -> st.SearchStrategy[Any]:
    words = list(question.words)
    picked = st.sets(st.sampled_from(words))
    return picked.map(lambda found: [word for word in words if word in found])


def a_number(question: Question) -> st.SearchStrategy[Any]:
    low = int(question.low or 0)
    numbers = st.integers(low, int(min(question.high or 0, max(low, 45))))
    return numbers | st.just(UNKNOWN) if question.can_be_unknown else numbers


def some_items(question: Question) -> st.SearchStrategy[Any]:
    assert question.instrument is not None
    items = [st.none() | st.sampled_from(item.values) for item in question.instrument.items]
    return st.tuples(*items).map(list).filter(lambda found: any(x is not None for x in found))


def some_rows(question: Question) -> st.SearchStrategy[Any]:
    """Rows in which the first column, at least, is answered; what else a row needs is not."""
    first = question.columns[0]
    row = st.fixed_dictionaries({first.key: AN_ANSWER[first.kind](first)})
    return st.lists(row, max_size=3).filter(lambda found: not _complaints(question, found))


def _complaints(question: Question, found: list[Any]) -> bool:
    return question.check is not None and any(question.check(row) for row in found)


AN_ANSWER: dict[Kind, Any] = {
    Kind.YES_NO: lambda _: st.booleans(),
    Kind.CHOICE: lambda question: st.sampled_from(list(question.words)),
    Kind.SEVERAL: some_words,
    Kind.NAMES: lambda _: st.sampled_from([[], ["tramadol"], ["Tramadol 50 mg", "lisinopril"]]),
    Kind.NUMBER: a_number,
    Kind.RULER: a_number,
    Kind.ITEMS: some_items,
    Kind.TEXT: lambda _: st.just("in my own words"),
    Kind.DATE: lambda _: st.dates(date(1950, 1, 1), date(2050, 1, 1)).map(date.isoformat),
    Kind.MOMENT: lambda _: st.sampled_from([UNKNOWN, "2026-11-22", "2026-11-22T21:30"]),
    Kind.TABLE: some_rows,
}


@given(st.data())
def test_what_a_form_shows_reads_back_as_the_same_answers(data: st.DataObject) -> None:
    section = data.draw(st.sampled_from(list(SECTIONS.values())))
    asked = [each for each in section.questions if each.is_asked and each.key != "hr"]
    chosen = data.draw(st.sets(st.sampled_from(asked)))
    answers = {each.key: data.draw(AN_ANSWER[each.kind](each)) for each in chosen}
    reading = read(section, shown(section, answers))
    assert reading.problems == {}
    assert reading.answers == answers


def test_every_question_but_those_carried_over_can_be_typed() -> None:
    for question in QUESTIONS.values():
        if question.kind is not Kind.CARRIED:
            assert question.key in SECTION_OF
