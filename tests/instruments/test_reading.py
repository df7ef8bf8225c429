"""What answers say: every worked example, every band, every answer that cannot be."""

import re
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.instruments.examples import EXAMPLES, LOW_CAPITAL, Example
from treatment.instruments.catalog import CATALOG, INSTRUMENTS, SCORE_ENTRIES
from treatment.instruments.catalog.shapes import Tone
from treatment.instruments.reading import Reading, read
from treatment.instruments.scoring import scales
from treatment.instruments.scoring.scales import SUMMED, Scale, Score

ANSWERS = {"yes": True, "no": False}
KEYS = {re.sub(r"[^a-z0-9]", "", key): key for key in CATALOG} | {"readiness": "rulers"}


def typed(value: str) -> Any:
    if value in {"-", "u"}:
        return None
    if value in {"y", "n"}:
        return value
    return float(value) if "." in value else int(value)


def of(example: Example) -> Reading:
    person = {name: ANSWERS.get(value, value) for name, value in example.person}
    key = KEYS[re.sub(r"[^a-z0-9]", "", example.key.lower())]
    return read(key, [typed(value) for value in example.typed.split(",")], **person)


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_the_worked_example_reads_as_the_reference_says(example):
    found = of(example)
    assert (found.total, found.band, found.flags) == (example.total, example.band, example.flags)
    if example.at_least is not None:
        assert not found.complete
        assert found.at_least == example.at_least


def test_every_reading_says_which_version_it_read():
    assert all(of(example).version == "1" for example in EXAMPLES.values())
    assert {of(example).instrument for example in EXAMPLES.values()} == CATALOG.keys() - {
        *("ciwa_b", "pawss", "pain", "peg")
    }


def test_a_measurement_keeps_parts_and_flags_beside_the_total():
    assert read("isi", [3]).details == {}
    assert read("rulers", [4, 7]).details == {
        "parts": {
            "importance": {"total": 4, "at_least": 4, "band": None},
            "confidence": {"total": 7, "at_least": 7, "band": None},
        },
        "flags": ["low readiness"],
    }


EDGES = {
    "cows": "0 none/minimal, 5 mild, 13 moderate, 25 moderately severe, 37 severe, 48 severe",
    "ciwa_ar": "0 mild, 10 moderate, 19 severe, 67 severe",
    "phq9": "0 minimal, 5 mild, 10 moderate, 15 moderately severe, 20 severe, 27 severe",
    "gad7": "0 minimal, 5 mild, 10 moderate, 15 severe, 21 severe",
    "audit": "0 zone I, 8 zone II, 16 zone III, 20 zone IV, 40 zone IV",
    "dast10": "0 none, 1 low, 3 moderate, 6 substantial, 9 severe, 10 severe",
    "isi": "0 no insomnia, 8 subthreshold insomnia, 15 moderate insomnia, 22 severe insomnia, "
    "28 severe insomnia",
    "pawss": "0 low risk, 4 high risk, 10 high risk",
    "barc10": "10 low, 47 not low, 60 not low",
    "pain": "0 below moderate, 4 moderate, 7 severe, 10 severe",
    "ciwa_b": "1 mild (unconfirmed), 21 moderate (unconfirmed), 41 severe (unconfirmed), "
    "61 very severe (unconfirmed), 80 very severe (unconfirmed)",
}


def with_total(key: str, total: int) -> list[Any]:
    """Item points that come to this total, as far as the item points allow."""
    if key in SCORE_ENTRIES:
        return [total]
    points = scales.points_of(CATALOG[key])
    ways: dict[int, list[int]] = {0: []}
    for known in points:
        ways = {so_far + p: [*way, p] for so_far, way in ways.items() for p in sorted(known)}
    return ways[total]


@pytest.mark.parametrize(("key", "words"), EDGES.items())
def test_each_band_begins_at_its_edge_and_the_one_before_ends_below_it(key, words):
    edges = [(int(low), word) for low, word in (part.split(" ", 1) for part in words.split(", "))]
    for (low, word), before in zip(edges, [None, *edges], strict=False):
        assert read(key, with_total(key, low)).band == word
        if before is not None:
            assert read(key, with_total(key, low - 1)).band == before[1]
            assert read(key, with_total(key, before[0] + 1)).band in {word, before[1]}


def test_below_every_band_there_is_no_word():
    assert read("ciwa_b", [0]).band is None
    assert read("whodas12", [48]).band is None


@pytest.mark.parametrize("key", ["audit_c", "pcptsd5"])
@pytest.mark.parametrize(("sex", "cut"), [("male", 4), ("female", 3), (None, 3), ("unknown", 3)])
def test_a_screen_is_positive_from_the_cut_off_of_the_sex(key, sex, cut):
    words = [read(key, with_total(key, total), sex=sex).band for total in range(6)]
    assert words == ["negative"] * cut + ["positive"] * (6 - cut)


@pytest.mark.parametrize("key", ["audit_c", "pcptsd5"])
@pytest.mark.parametrize(
    ("total", "sex", "expected"),
    [(2, None, False), (3, None, True), (4, None, False), (3, "female", False), (3, "male", False)],
)
def test_an_unknown_sex_is_said_where_it_makes_the_difference(key, total, sex, expected):
    said = "sex not known: for a man it is positive from 4"
    assert (said in read(key, with_total(key, total), sex=sex).flags) is expected


@pytest.mark.parametrize(
    ("key", "least", "words"),
    [
        ("phq9", 10, "evaluate for depression"),
        ("gad7", 10, "evaluate for anxiety"),
        ("audit", 8, "positive"),
        ("audit", 20, "evaluate for dependence"),
        ("dast10", 3, "probable problem"),
    ],
)
def test_a_total_calls_for_a_step_from_its_edge_on(key, least, words):
    assert words in read(key, with_total(key, least)).flags
    assert words not in read(key, with_total(key, least - 1)).flags


def test_a_known_part_calls_for_it_as_well_but_an_upper_edge_needs_the_total():
    assert "evaluate for depression" in read("phq9", [3, 3, 3, 1, None, 0, 0, 0, 0]).flags
    assert LOW_CAPITAL in read("barc10", with_total("barc10", 46)).flags
    assert LOW_CAPITAL not in read("barc10", with_total("barc10", 47)).flags
    assert LOW_CAPITAL not in read("barc10", [None] + [1] * 9).flags


def test_the_last_question_of_the_phq9_calls_by_itself():
    said = "item 9 above zero: ask the suicide questions now"
    assert said in read("phq9", [None] * 8 + [1]).flags
    assert said not in read("phq9", [3] * 8 + [0]).flags
    assert said not in read("phq9", [3] * 8 + [None]).flags


@pytest.mark.parametrize("key", ["phq9", "gad7"])
@pytest.mark.parametrize(("cows", "expected"), [(None, False), (4, False), (5, True), (30, True)])
def test_in_withdrawal_mood_scores_are_provisional(key, cows, expected):
    found = read(key, with_total(key, 6), cows=cows)
    assert found.is_provisional is expected
    assert any(flag.startswith("provisional") for flag in found.flags) is expected


def test_withdrawal_makes_nothing_else_provisional():
    assert not read("isi", [17], cows=30).is_provisional


# --- open answers ----------------------------------------------------------------------------


def test_a_known_part_at_the_cut_off_is_positive_whatever_is_open():
    found = read("pcptsd5", ["y", "y", "y", "y", None], sex="male")
    assert (found.total, found.band, found.at_least) == (None, "positive", 4)
    assert read("pcptsd5", ["y", "y", "y", None, None], sex="male").band is None


def test_a_total_nobody_entered_is_not_zero():
    for key in ("isi", "ciwa_b", "urica"):
        found = read(key, [None])
        assert (found.total, found.band, found.complete, found.at_least) == (
            None,
            None,
            False,
            None,
        )


def test_a_whole_total_may_come_with_a_point():
    assert read("isi", [17.0]) == read("isi", [17])


def test_urica_needs_all_four_means_or_the_value_itself():
    assert read("urica", [1.7, 4.1, None, 3.6]).total is None
    assert read("urica", [-2]).total == -2
    assert read("urica", [13.5]).total == 13.5


def test_an_open_dast_item_stays_open_also_where_it_is_reversed():
    found = read("dast10", ["y", "y", None, *"nnnnnnn"])
    assert (found.total, found.at_least, found.complete) == (None, 2, False)


def test_the_gate_of_the_ptsd_screen_may_be_closed_without_asking_the_items():
    assert read("pcptsd5", [], exposed=False).total == 0
    with pytest.raises(ValueError, match="item 1"):
        read("pcptsd5", [7, 0, 0, 0, 0], exposed=False)


def test_the_first_three_of_an_open_audit_speak_as_the_audit_c():
    rest = [None] * 7
    assert read("audit", [2, 1, 1, *rest], sex="male").flags == (
        "AUDIT-C positive: take the full AUDIT",
    )
    assert read("audit", [2, 1, 0, *rest], sex="male").flags == (
        "AUDIT-C negative: the other questions may stay open",
    )
    assert read("audit", [2, None, 0, *rest], sex="male").flags == ()
    found = read("audit", [4, 0, 0, *rest], sex="male")
    assert found.flags == (
        "AUDIT-C positive: take the full AUDIT",
        "AUDIT-C all points from item 1: likely within limits",
    )
    assert found.parts["audit_c"] == Score(4, 4, "positive")
    assert read("audit", [None] * 10).parts["audit_c"] == Score(None, 0)


def test_a_full_audit_says_when_all_its_points_are_from_item_1():
    assert "all points from item 1: likely within limits" in read("audit", [4] + [0] * 9).flags
    assert read("audit", [4] + [0] * 8 + [2], sex="male").flags == ()


def test_bam_reads_seventeen_answers_by_number_as_it_reads_the_three_groups():
    by_number = {**dict.fromkeys(range(1, 18)), 7: 4, 17: 0}
    grouped = [1, 0, 2, 3, 4, 3, 3, 2, 1, 1, 0, 0, 2, 4, 3]
    numbers = [number for group in scales.BAM_ITEMS.values() for number in group]
    by_number |= dict(zip(numbers, grouped, strict=True))
    assert read("bam", list(by_number.values())) == read("bam", grouped)


def test_an_open_bam_item_leaves_its_subscale_open_and_no_other():
    found = read("bam", [None, *[0] * 14])
    assert found.flags == ("Use at least 0", "Risk 0: no flag", "Protective 0: flag")
    assert not found.complete
    assert read("bam", [0] * 16 + [None]).complete


@pytest.mark.parametrize(
    ("part", "edge", "below", "above"),
    [(0, 1, "no flag", "flag"), (1, 12, "no flag", "flag"), (2, 13, "flag", "no flag")],
)
def test_each_subscale_of_the_bam_flags_from_its_edge(part, edge, below, above):
    scale = list(scales.BAM_PARTS.values())[part]
    assert (scale.read(edge - 1).band, scale.read(edge).band) == (below, above)


def test_no_flag_in_the_bam_is_calm():
    assert read("bam", [0] * 9 + [4] * 6).tone is None
    assert read("bam", [0] * 15).tone is Tone.WATCH


@pytest.mark.parametrize(
    ("values", "flags"),
    [
        ([5, 5], ("low readiness",)),
        ([6, 4], ("low confidence",)),
        ([5, 4], ("low readiness", "low confidence")),
        ([9, 9, "contemplation"], ("low readiness",)),
        ([9, 9, "precontemplation"], ("low readiness",)),
        ([9, 9, "preparation"], ()),
        ([None, 5, None], ()),
    ],
)
def test_the_rulers_and_the_stage_show_low_readiness_and_confidence(values, flags):
    found = read("rulers", values)
    assert found.flags == flags
    assert found.complete is (None not in values[:2])


def test_the_peg_is_the_mean_of_its_ratings():
    assert [read("peg", each).total for each in ([4, 4, 3], [4, 4, 4], [7, 7, 6])] == [3.7, 4, 6.7]
    assert [read("peg", each).band for each in ([4, 4, 3], [4, 4, 4], [7, 7, 6], [7, 7, 7])] == [
        "below moderate",
        "moderate",
        "moderate",
        "severe",
    ]
    assert read("peg", [9, None, 9]).at_least == 6
    assert read("peg", [9, None, 9]).total is None


def test_the_suicide_screener_takes_six_answers_or_seven():
    assert read("cssrs", list("nnnnnn")).band == "none"
    assert read("cssrs", list("nnnnny")).flags == (
        "high risk: start the safety steps now",
        "an act at an unknown time counts as recent",
    )
    assert read("cssrs", list("nnnnnyn")).band == "moderate"
    found = read("cssrs", ["y", *[None] * 6])
    assert (found.band, found.complete, found.total, found.at_least) == (
        "incomplete",
        False,
        None,
        None,
    )
    assert found.flags == ("a required question is open: never read this as none or low",)


@pytest.mark.parametrize(
    ("answers", "band"), [(0, "none"), (1, "none"), (2, "mild"), (4, "moderate"), (6, "severe")]
)
def test_criteria_have_their_words(answers, band):
    found = read("dsm", ["y"] * answers + ["n"] * (11 - answers))
    assert (found.band, found.total) == (band, answers)


# --- what cannot be --------------------------------------------------------------------------

OTHERS = (-1, 99, 1.5, "x", "", True, [], {})


def lengths(key: str) -> int:
    known = CATALOG[key]
    return len(known.items) if key in INSTRUMENTS else len(known.points or known.means) or 1


@pytest.mark.parametrize("key", CATALOG)
def test_an_answer_that_does_not_exist_is_refused_in_a_sentence(key):
    length = lengths(key)
    for at, wrong in product(range(length), OTHERS):
        if wrong is True and (key in {"dsm", "cssrs", "pcptsd5", "dast10", "pawss"}):
            continue  # yes
        if wrong == 1.5 and key == "urica":
            continue
        values: list[Any] = [None] * length
        values[at] = wrong
        with pytest.raises(ValueError, match=r"^[A-Z].+\.$"):
            read(key, values)


@pytest.mark.parametrize("scale", SUMMED, ids=lambda scale: scale.key)
def test_every_number_beside_the_points_of_an_item_is_refused(scale: Scale):
    for at, points in enumerate(scale.points):
        for number in range(-1, 12):
            values: list[Any] = [None] * len(scale.points)
            values[at] = number
            if number in points:
                assert not read(scale.key, values).complete
            else:
                with pytest.raises(ValueError, match=f"item {at + 1} has no score {number}; there"):
                    read(scale.key, values)


@pytest.mark.parametrize("key", CATALOG)
def test_the_wrong_number_of_answers_is_refused(key):
    with pytest.raises(ValueError, match=rf"^{re.escape(CATALOG[key].name)} takes .*, not 30\."):
        read(key, [0] * 30)
    with pytest.raises(ValueError, match="not 0"):
        read(key, [])


@pytest.mark.parametrize("entry", SCORE_ENTRIES.values(), ids=SCORE_ENTRIES.keys())
def test_a_total_outside_its_range_is_refused(entry):
    assert read(entry.key, [int(entry.low)]).complete
    assert read(entry.key, [int(entry.high)]).complete
    for wrong in (entry.low - 1, entry.high + 1, float("nan"), float("inf"), "3", True):
        with pytest.raises(ValueError, match=rf"from {entry.low:g} to {entry.high:g}"):
            read(entry.key, [wrong])


def test_an_unknown_instrument_and_stage_are_refused():
    with pytest.raises(ValueError, match="There is no instrument “kds”"):
        read("kds", [1])
    with pytest.raises(ValueError, match="one of precontemplation, contemplation"):
        read("rulers", [5, 5, "denial"])


# --- always ----------------------------------------------------------------------------------


@given(st.data())
def test_a_total_lies_in_its_range_and_no_open_form_promises_more_than_it_can_become(data):
    scale = data.draw(st.sampled_from(SUMMED))
    full = [data.draw(st.sampled_from(sorted(points))) for points in scale.points]
    hidden = data.draw(st.lists(st.booleans(), min_size=len(full), max_size=len(full)))
    whole = read(scale.key, full)
    partly = read(scale.key, [None if hide else p for p, hide in zip(full, hidden, strict=True)])
    assert scale.least <= whole.total <= scale.most
    assert partly.at_least <= whole.total
    assert partly.complete is not any(hidden)


@given(st.sampled_from(list(SCORE_ENTRIES.values())), st.data())
def test_a_higher_total_never_falls_into_a_lower_band(entry, data):
    low, high = sorted(data.draw(st.integers(int(entry.low), int(entry.high))) for _ in range(2))
    words = [None, *(band.label for band in entry.bands)]
    reached = [words.index(read(entry.key, [total]).band) for total in (low, high)]
    assert reached == sorted(reached)


@given(st.lists(st.sampled_from(["y", "n", None]), min_size=7, max_size=7))
def test_the_suicide_screener_is_none_only_when_every_required_answer_is_no(letters):
    if read("cssrs", letters).band == "none":
        assert letters[0] == letters[1] == letters[5] == "n"
        assert "y" not in letters
