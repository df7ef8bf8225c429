"""Over time: what may be compared, what change is real, and what the reference calls it."""

from datetime import UTC, datetime, timedelta

import pytest

from treatment.instruments.catalog import CATALOG
from treatment.instruments.reading import read
from treatment.instruments.trend import Taken, Trend, Verdict, trends

START = datetime(2026, 3, 1, 15, tzinfo=UTC)


def series(key: str, *values: float | None, versions: str = "") -> Trend:
    """One result a week; `versions` has a letter for each."""
    return trends(
        key,
        [
            Taken(
                at=START + timedelta(weeks=week),
                version=(versions or "1" * len(values))[week],
                values={"total": value},
            )
            for week, value in enumerate(values)
        ],
    )[0]


def changes(trend: Trend) -> list[tuple[float | None, Verdict] | None]:
    return [
        p.since_previous and (p.since_previous.by, p.since_previous.verdict) for p in trend.points
    ]


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (15, 10, Verdict.IMPROVED),
        (15, 11, Verdict.WITHIN),
        (15, 15, Verdict.WITHIN),
        (15, 19, Verdict.WITHIN),
        (15, 20, Verdict.WORSE),
    ],
)
def test_five_points_of_the_phq9_are_a_real_change(before, after, verdict):
    assert changes(series("phq9", before, after)) == [None, (after - before, verdict)]


def test_without_a_margin_in_the_reference_no_change_is_called_real():
    assert changes(series("gad7", 21, 0)) == [None, (-21, Verdict.NO_MARGIN)]
    assert [key for key, known in CATALOG.items() if known.margin is not None] == ["phq9"]


def test_small_steps_add_up_since_the_first():
    points = series("phq9", 18, 15, 12).points
    assert [p.since_previous.verdict for p in points[1:]] == [Verdict.WITHIN] * 2
    assert points[2].since_first.verdict is Verdict.IMPROVED


def test_two_versions_are_never_compared_or_joined():
    trend = series("phq9", 20, 18, 5, 4, versions="1122")
    apart = (None, Verdict.NOT_COMPARABLE)
    assert changes(trend) == [None, (-2, Verdict.WITHIN), apart, (-1, Verdict.WITHIN)]
    assert [point.is_break for point in trend.points] == [False, False, True, False]
    assert [[point.value for point in run] for run in trend.stretches] == [[20, 18], [5, 4]]
    assert trend.points[3].since_first.by == -1
    assert "response" not in trend.points[3].words


def test_back_to_the_first_version_is_a_break_again():
    trend = series("phq9", 20, 18, 5, versions="121")
    assert [point.is_break for point in trend.points] == [False, True, True]
    assert len(trend.stretches) == 3


def test_an_incomplete_result_is_compared_with_nothing_and_the_next_with_the_one_before_it():
    trend = series("phq9", 20, None, 12)
    assert changes(trend) == [None, (None, Verdict.NOT_COMPARABLE), (-8, Verdict.IMPROVED)]
    assert [[point.value for point in run] for run in trend.stretches] == [[20, 12]]


def test_a_series_that_begins_incomplete_has_nothing_to_compare_with():
    trend = series("phq9", None, 12)
    assert changes(trend) == [None, (None, Verdict.NOT_COMPARABLE)]
    assert series("phq9").points == ()
    assert series("phq9").stretches == []
    assert series("phq9", None).stretches == []


@pytest.mark.parametrize(
    ("first", "now", "words"),
    [
        (20, 10, ("response",)),
        (20, 11, ()),
        (20, 5, ("response",)),
        (20, 4, ("response", "remission")),
        (6, 4, ("remission",)),
        (4, 4, ()),
        (4, 2, ("response",)),
        (0, 0, ()),
    ],
)
def test_half_of_the_first_is_a_response_and_below_five_remission(first, now, words):
    assert series("phq9", first, now).points[1].words == words


def test_other_instruments_have_no_such_words():
    assert series("gad7", 20, 0).points[1].words == ()


def test_results_are_put_in_the_order_of_time():
    late = Taken(at=START + timedelta(days=1), version="1", values={"total": 3})
    early = Taken(at=START, version="1", values={"total": 9})
    assert [point.value for point in trends("phq9", [late, early])[0].points] == [9, 3]


def test_a_change_from_a_provisional_result_is_provisional():
    found = [
        Taken.of(START, read("phq9", [2] * 9, cows=9)),
        Taken.of(START + timedelta(days=20), read("phq9", [1] * 9)),
    ]
    point = trends("phq9", found)[0].points[1]
    assert (point.value, point.since_previous.by) == (9, -9)
    assert point.since_previous.is_provisional


def test_the_subscales_of_the_bam_and_the_rulers_are_lines_of_their_own():
    grouped = [1, 0, 2, 3, 4, 3, 3, 2, 1, 1, 0, 0, 2, 4, 3]
    found = trends("bam", [Taken.of(START, read("bam", grouped))])
    assert [(t.line.name, t.points[0].value) for t in found] == [
        ("Use", 3),
        ("Risk", 16),
        ("Protective", 10),
    ]
    found = trends("rulers", [Taken.of(START, read("rulers", [4, 7]))])
    assert [(t.line.name, t.points[0].value) for t in found] == [
        ("Importance", 4),
        ("Confidence", 7),
    ]


def test_a_triage_has_no_line():
    assert trends("cssrs", [Taken.of(START, read("cssrs", list("nnnnnnn")))]) == []


def test_whether_more_is_better_belongs_to_the_line():
    better = {
        f"{key}.{line.key}"
        for key, known in CATALOG.items()
        for line in known.lines
        if line.higher_is_better
    }
    assert better == {
        *("bam.protective", "rulers.importance", "rulers.confidence"),
        *("barc10.total", "urica.total"),
    }


def test_every_verdict_has_its_words():
    assert [verdict.label for verdict in Verdict] == [
        *("Improved", "Worse", "Within the margin of chance", "No margin is known"),
        "Not comparable",
    ]
