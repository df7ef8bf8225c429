"""Charts: nothing is joined that cannot be compared, no text gets in unescaped, no style leaves."""

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatment.web import charts, ticks
from treatment.web.charts import Axis, Point, Shape, Zone

HERE = ZoneInfo("America/Los_Angeles")
START = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
AXIS = Axis(low=0, high=27, zones=[Zone(0, "minimal", "calm"), Zone(10, "moderate", "warn")])


def point(day: float, value: float, **changes: object) -> Point:
    usual = {
        "at": START + timedelta(days=day),
        "value": value,
        "label": f"{value:g}",
        "words": f"day {day:g}: {value:g}",
    }
    return Point(**{**usual, **changes})  # type: ignore[arg-type]  # a builder


def drawn(*runs: list[Point], axis: Axis = AXIS) -> str:
    named = [(f"Version {at}", run) for at, run in enumerate(runs, 1)]
    return str(charts.trend("phq9", "PHQ-9", "From 14 to 9.", named, axis, HERE))


def test_a_chart_names_and_tells_itself_to_who_does_not_see_it() -> None:
    svg = drawn([point(0, 14), point(30, 9)])
    assert 'role="img"' in svg
    assert 'aria-labelledby="phq9-t phq9-d"' in svg
    assert '<title id="phq9-t">PHQ-9</title><desc id="phq9-d">From 14 to 9.</desc>' in svg


def test_a_line_joins_totals_and_nothing_that_is_only_at_least() -> None:
    svg = drawn([point(0, 14), point(10, 3, shape=Shape.AT_LEAST), point(30, 9)])
    assert svg.count('class="course"') == 1
    assert svg.count('class="point at_least"') == 1


def test_two_versions_are_never_joined_and_the_gap_has_a_name() -> None:
    svg = drawn([point(0, 14), point(10, 12)], [point(20, 5), point(30, 4)])
    assert svg.count('class="course"') == 2
    assert svg.count('class="break"') == 1
    assert "Version 2" in svg
    assert "Version 1" not in svg


def test_a_provisional_point_has_another_shape_and_a_real_change_a_ring() -> None:
    svg = drawn([point(0, 14, shape=Shape.PROVISIONAL), point(30, 9, is_marked=True)])
    provisional, marked = re.findall(r'<svg class="point.*?</svg>', svg)
    assert charts.MARKS[Shape.PROVISIONAL] in provisional
    assert charts.MARKS[Shape.TOTAL] in marked
    assert "ring" in marked
    assert "ring" not in provisional


def test_bands_are_areas_with_names_and_their_edges_are_the_numbers_of_the_axis() -> None:
    svg = drawn([point(0, 14)])
    assert re.findall(r'class="zone tone-(\w+)', svg) == ["calm", "warn"]
    assert re.findall(r'class="zone-name"[^>]*>([^<]+)', svg) == ["minimal", "moderate"]
    assert re.findall(r'class="tick" [^>]*>([^<]+)', svg) == ["0", "10", "27"]


def test_levels_that_are_words_have_no_numbers() -> None:
    axis = Axis(
        low=0, high=2, zones=[Zone(0, "None", "calm"), Zone(1, "High", "alarm")], is_named=True
    )
    assert 'class="tick" ' not in drawn([point(0, 0.5)], axis=axis)


def test_a_chart_without_bands_counts_in_round_numbers() -> None:
    svg = drawn([point(0, 20)], axis=Axis(low=0, high=48))
    assert re.findall(r'class="tick" [^>]*>([^<]+)', svg) == ["0", "10", "20", "30", "40"]


def test_words_cannot_become_markup_and_nothing_carries_a_style() -> None:
    hostile = '<script>"&'
    svg = drawn([point(0, 14, words=hostile, label=hostile)])
    assert "<script" not in svg
    assert "style=" not in svg


def test_numbers_at_points_never_stand_on_each_other() -> None:
    close = [point(0, 14), *(point(day, 10) for day in range(20, 32)), point(32, 9)]
    labels = re.findall(r'class="value"', drawn(close))
    assert 2 <= len(labels) < len(close)


def test_one_result_stands_in_the_middle() -> None:
    assert f'x="{(charts.LEFT + charts.RIGHT) / 2}%"' in drawn([point(0, 14)])


@given(
    st.lists(
        st.tuples(st.floats(0, 400), st.floats(0, 27), st.sampled_from(Shape)),
        min_size=1,
        max_size=40,
    )
)
def test_every_point_lies_inside_the_chart(found: list[tuple[float, float, Shape]]) -> None:
    run = [point(day, value, shape=shape) for day, value, shape in sorted(found)]
    spots = re.findall(r'<svg class="point \w+" x="([\d.]+)%" y="([\d.]+)"', drawn(run))
    assert len(spots) == len(run)
    for x, y in spots:
        assert charts.LEFT <= float(x) <= charts.RIGHT
        assert charts.TOP <= float(y) <= AXIS.height - charts.BOTTOM


def test_a_spark_ends_where_the_last_value_lies() -> None:
    svg = str(charts.spark([0, 27], 0, 27))
    assert 'points="4.0,22.0 92.0,4.0"' in svg
    assert 'cx="92.0" cy="4.0"' in svg
    assert "aria-hidden" in svg


def test_a_glyph_of_the_legend_looks_like_its_point() -> None:
    assert charts.MARKS[Shape.AT_LEAST] in charts.glyph(Shape.AT_LEAST)
    assert "ring" in charts.glyph(Shape.TOTAL, is_marked=True)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0.25, ["Mar 2, 12 PM", "3 PM", "6 PM"]),
        (2, ["12 PM", "Mar 3", "12 PM", "Mar 4", "12 PM"]),
        (5, ["Mar 3", "Mar 4", "Mar 5", "Mar 6", "Mar 7"]),
        (60, ["Mar 16", "Mar 30", "Apr 13", "Apr 27"]),
        (180, ["Apr", "May", "Jun", "Jul", "Aug"]),
        (700, ["Jul", "2027", "Jul", "2028"]),
    ],
)
def test_marks_in_time_are_round_and_few(days: float, words: list[str]) -> None:
    found = ticks.moments(START, START + timedelta(days=days), HERE)
    assert [said for _, said in found][: len(words)] == words


@given(st.datetimes(datetime(2001, 1, 1), datetime(2090, 1, 1)), st.floats(0.001, 20_000))  # noqa: DTZ001
def test_marks_lie_in_their_span_in_order_and_are_few(first: datetime, days: float) -> None:
    start = first.replace(tzinfo=UTC)
    end = start + timedelta(days=days)
    marks = [at for at, _ in ticks.moments(start, end, HERE)]
    assert len(marks) <= ticks.MOST
    assert all(one < two for one, two in pairwise(marks))
    assert all(start - timedelta(hours=2) <= at <= end + timedelta(hours=2) for at in marks)


def test_round_numbers_cover_a_range() -> None:
    assert ticks.numbers(0, 48) == [0, 10, 20, 30, 40]
    assert ticks.numbers(-2, 14) == [0, 5, 10]
    assert ticks.numbers(3, 3) == [3]
