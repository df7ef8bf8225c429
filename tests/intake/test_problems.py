"""Codes offered with their reason, the steps of a problem, and who takes which."""

from itertools import product
from typing import Any

import pytest

from treatment.intake.codes import CODES, DISORDERS, codes_for, is_shaped
from treatment.intake.problems import (
    FEWEST,
    FIRST,
    NEXT,
    in_order,
    is_licensed,
    steps,
)
from treatment.intake.review.diagnosis import EACH, marks, offer, severity_fits
from treatment.intake.vocabulary import ProblemKind, ProblemState, Severity, Substance

S, K = ProblemState, ProblemKind
NO_WITHDRAWAL = [0] * 11
WITHDRAWAL = [1, 2, 1, 1, 2, 2, 2, 1, 1, 1, 0]


def letters(yes: int = 0, unknown: int = 0) -> list[str]:
    return ["y"] * yes + ["u"] * unknown + ["n"] * (11 - yes - unknown)


def answers(primary: str = "kratom_leaf", yes: int = 4, unknown: int = 0, **more: Any) -> dict:
    return {"primary": primary, "dsm": letters(yes, unknown), **more}


def codes_of(given: dict, *, sure: bool | None = None) -> list[str]:
    return [
        each.code.code
        for each in offer(given).suggestions
        if sure is None or sure is not bool(each.only_if)
    ]


# --- codes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("primary", "yes", "cows", "codes"),
    [
        ("kratom_leaf", 2, NO_WITHDRAWAL, ["F19.10", "F11.10"]),
        ("kratom_leaf", 4, NO_WITHDRAWAL, ["F19.20", "F11.20"]),
        ("kratom_7oh", 7, NO_WITHDRAWAL, ["F19.20", "F11.20"]),
        ("kratom_extract", 7, WITHDRAWAL, ["F19.20", "F11.23"]),
        ("opioid", 3, NO_WITHDRAWAL, ["F11.10"]),
        ("opioid", 3, WITHDRAWAL, ["F11.13"]),
        ("opioid", 4, NO_WITHDRAWAL, ["F11.20"]),
        ("opioid", 11, WITHDRAWAL, ["F11.23"]),
        ("alcohol", 6, None, ["F10.20"]),
        ("other", 3, None, ["F19.10"]),
        ("other", 5, None, ["F19.20"]),
        ("cannabis", 5, None, []),
        ("sedative", 9, None, []),
        ("stimulant", 2, None, []),
        ("alcohol", 2, None, []),
        ("opioid", 1, NO_WITHDRAWAL, []),
    ],
)
def test_codes_follow_substance_severity_and_withdrawal(
    primary: str, yes: int, cows: list[int] | None, codes: list[str]
) -> None:
    given = answers(primary, yes, taken_as_prescribed=False, cows=cows)
    assert codes_of(given, sure=True) == codes


def test_while_nobody_rated_withdrawal_its_code_is_offered_under_a_condition() -> None:
    given = answers("opioid", 5, taken_as_prescribed=False)
    assert codes_of(given, sure=True) == ["F11.20"]
    (other,) = [each for each in offer(given).suggestions if each.only_if]
    assert (other.code.code, other.only_if) == ("F11.23", "withdrawal is present")


def test_open_criteria_offer_the_severity_they_could_still_make() -> None:
    found = offer(answers("other", yes=3, unknown=3)).suggestions
    assert [(each.severity, each.only_if) for each in found] == [
        (Severity.MILD, ""),
        (Severity.MODERATE, "1 more of the open criteria is met"),
        (Severity.SEVERE, "3 more of the open criteria are met"),
    ]


def test_every_offer_says_why_with_the_criteria_it_counts() -> None:
    (first, *_) = offer(answers(yes=4, cows=NO_WITHDRAWAL)).suggestions
    assert first.because.startswith("4 of 11 criteria answered yes: c1, c2, c3, c4 (moderate)")
    assert first.met == ("c1", "c2", "c3", "c4")
    assert first.words == "Other substance use disorder: kratom (mitragynine), moderate"
    assert first.substance == "kratom (mitragynine)"


def test_kratom_is_offered_as_other_first_and_says_that_nothing_is_settled() -> None:
    found = offer(answers(yes=4, cows=NO_WITHDRAWAL))
    assert [each.code.family for each in found.suggestions] == ["F19", "F11"]
    assert {each.certainty for each in found.suggestions} == {"?"}
    assert any("not settled" in note for note in found.notes)


def test_kratom_in_withdrawal_says_that_no_such_code_is_verified_for_other() -> None:
    found = offer(answers(yes=4, cows=WITHDRAWAL))
    assert any("no F19 code with withdrawal" in note for note in found.notes)


def test_tolerance_and_withdrawal_do_not_count_for_what_is_taken_as_prescribed() -> None:
    given = {"primary": "opioid", "dsm": [*letters(0)[:9], "y", "y"], "taken_as_prescribed": True}
    assert offer(given).suggestions == ()
    given["taken_as_prescribed"] = None
    (first, *_) = offer(given).suggestions
    assert first.only_if.startswith("2 more of the open criteria are met")
    given["dsm"] = ["y", "y", *letters(0)[:7], "y", "y"]
    assert offer({**given, "taken_as_prescribed": True}).suggestions[0].met == ("c1", "c2")


def test_opioids_and_alcohol_beside_it_are_offered_by_their_number() -> None:
    given = answers("cannabis", 5, oud_criteria=4, alcohol_criteria=6)
    found = offer(given).suggestions
    assert [each.code.code for each in found if not each.only_if] == ["F11.20", "F10.20"]
    assert all(each.met == () for each in found)
    assert found[0].because.startswith("4 of 11 criteria answered yes (moderate)")


def test_the_main_substance_is_not_offered_a_second_time() -> None:
    given = answers("opioid", 5, taken_as_prescribed=False, oud_criteria=9, cows=NO_WITHDRAWAL)
    assert codes_of(given) == ["F11.20"]


@pytest.mark.parametrize("given", [{}, {"primary": "opioid"}, {"dsm": letters(7)}])
def test_without_answers_nothing_is_offered(given: dict) -> None:
    assert offer(given).suggestions == offer(given).notes == ()


def test_a_substance_without_a_verified_code_says_so() -> None:
    (note,) = offer(answers("cannabis", 5)).notes
    assert "take it from your code book" in note


def test_too_few_criteria_are_said_to_be_none() -> None:
    (note,) = offer(answers("other", 1)).notes
    assert "none by the number of criteria" in note


def test_marks_say_what_the_intake_says_of_each_criterion() -> None:
    assert marks({"dsm": ["y", None, "u", *letters(0)[:8]]})["c3"] == "u"
    assert "c2" not in marks({"dsm": ["y", None, "u", *letters(0)[:8]]})
    assert marks({}) == {}


def test_every_suggestion_has_a_name_of_its_own() -> None:
    found = offer(answers("opioid", yes=2, unknown=9, taken_as_prescribed=False)).suggestions
    assert len({each.key for each in found}) == len(found)


def test_every_code_is_shaped_and_named_once_and_has_its_source() -> None:
    assert all(is_shaped(row.code) and row.title and row.source for row in CODES)
    assert len({row.code for row in CODES}) == len(CODES)
    assert set(DISORDERS) == set(Substance)
    assert codes_for("F11", Severity.NONE) == ()


@pytest.mark.parametrize(
    ("code", "fits"),
    [
        ("F19.20", True), ("F10.230", True), ("Z59.0", True), ("Z59.00", True), ("F32", True),
        ("C7A.012", True), ("f19.20", False), ("F1.20", False), ("F19.", False), ("F19.20000", False),
        ("19.20", False), ("", False), ("F19.20 ", False), ("U07.1", True),
    ],
)  # fmt: skip
def test_a_code_has_the_shape_of_one(code: str, *, fits: bool) -> None:
    assert is_shaped(code) is fits


@pytest.mark.parametrize(
    ("met", "grade"),
    [(2, "MILD"), (3, "MILD"), (4, "MODERATE"), (5, "MODERATE"), (6, "SEVERE"), (11, "SEVERE")],
)
def test_the_number_of_criteria_makes_the_severity(met: int, grade: str) -> None:
    assert severity_fits(Severity[grade], EACH[:met])
    assert FEWEST[Severity[grade]] <= met


# --- steps --------------------------------------------------------------------------------------

ALLOWED = {
    K.DIAGNOSIS: """
        proposed            > confirmed* not_confirmed* entered_in_error
        confirmed           > early_remission* sustained_remission* resolved* entered_in_error*
        not_confirmed       > proposed confirmed* entered_in_error
        active              > early_remission* sustained_remission* resolved* entered_in_error*
        early_remission     > active* sustained_remission* resolved* entered_in_error*
        sustained_remission > active* resolved* entered_in_error*
        resolved            > active* entered_in_error*
    """,
    K.CIRCUMSTANCE: """
        active   > resolved entered_in_error
        resolved > active entered_in_error
    """,
    K.OWN: """
        active   > resolved entered_in_error
        resolved > active entered_in_error
    """,
}  # a star: a licensed hand, signed


def written() -> dict[tuple[K, S, S], bool]:
    """The table above as pairs, each with whether it is starred."""
    found = {}
    for kind, table in ALLOWED.items():
        for row in table.strip().splitlines():
            before, after = row.split(">")
            for word in after.split():
                found[kind, S(before.strip()), S(word.rstrip("*"))] = word.endswith("*")
    return found


def test_every_pair_of_states_is_walked_and_none_but_those_written_here_is_a_step() -> None:
    table = written()
    for kind, before, after in product(K, S, S):
        is_step = (kind, before, after) in table
        assert (after in steps(kind, before)) is is_step, (kind, before, after)
        if is_step:
            assert is_licensed(kind, before, after) is table[kind, before, after]


def test_every_kind_has_a_first_state_from_which_everything_else_is_reached() -> None:
    for kind, first in FIRST.items():
        reached = {first}
        while more := {after for before in reached for after in steps(kind, before)} - reached:
            reached |= more
        assert reached == set(NEXT[kind]), kind


def test_what_was_entered_in_error_stays_so() -> None:
    assert all(steps(kind, S.ENTERED_IN_ERROR) == frozenset() for kind in K)


def test_steps_are_listed_with_the_error_last() -> None:
    assert in_order(steps(K.DIAGNOSIS, S.CONFIRMED))[-1] is S.ENTERED_IN_ERROR
