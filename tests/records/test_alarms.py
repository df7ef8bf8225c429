"""What cannot wait, as plain values: kinds, clocks, and when the same finding is news."""

from datetime import timedelta

import pytest

from tests.builders import NOON
from treatment.instruments.alarms import alarms_of, of_suicide
from treatment.instruments.scoring import SuicideScreen
from treatment.records.alarms import CLOCK, Alarm, Standing, changed_since, due, is_news, standing
from treatment.records.vocabulary import AlertKind

HOUR, DAY = timedelta(hours=1), timedelta(hours=24)
NO = ["n", "n", None, None, None, "n", None]


@pytest.mark.parametrize(
    ("kind", "clock"),
    [
        (AlertKind.RED_SIGN, HOUR),
        (AlertKind.SUICIDE_HIGH, HOUR),
        (AlertKind.SUICIDE_ITEM9, HOUR),
        (AlertKind.SUICIDE_MODERATE, DAY),
        (AlertKind.SUICIDE_ITEM9_SCREENED, DAY),
    ],
)
def test_each_kind_has_its_clock(kind, clock):
    assert due(kind, NOON) == NOON + clock
    assert CLOCK.keys() == set(AlertKind)


@pytest.mark.parametrize(
    ("key", "values", "kinds"),
    [
        ("cssrs", ["y", "y", "y", "y", "n", "n", None], [AlertKind.SUICIDE_HIGH]),
        ("cssrs", [True, True, False, False, True, False, None], [AlertKind.SUICIDE_HIGH]),
        ("cssrs", ["n", "n", None, None, None, "y", None], [AlertKind.SUICIDE_HIGH]),
        ("cssrs", ["n", "n", None, None, None, "y", "n"], [AlertKind.SUICIDE_MODERATE]),
        ("cssrs", ["y", "y", "y", "n", "n", "n", None], [AlertKind.SUICIDE_MODERATE]),
        ("cssrs", ["y", "n", None, None, None, "n", None], []),
        ("cssrs", NO, []),
        ("cssrs", [None] * 7, []),
        ("phq9", [0] * 8 + [1], [AlertKind.SUICIDE_ITEM9]),
        ("phq9", [None] * 8 + [3], [AlertKind.SUICIDE_ITEM9]),
        ("phq9", [3] * 8 + [0], []),
        ("phq9", [3] * 8 + [None], []),
        ("phq9", 27, []),
        ("cows", [4, 4, 5, 5, 4, 4, 5, 4, 1, 1, None], [AlertKind.RED_SIGN]),
        ("cows", [4, 4, 5, 5, 4, 4, 5, 4, 1, 0, None], []),
        ("cows", 37, [AlertKind.RED_SIGN]),
        ("cows", 36, []),
        ("cows", None, []),
        ("ciwa_ar", [7, 7, 5, *[None] * 7], [AlertKind.RED_SIGN]),
        ("ciwa_ar", 18, []),
        ("gad7", [3] * 7, []),
        ("isi", 28, []),
    ],
)
def test_an_instrument_raises_what_its_answers_say(key, values, kinds):
    assert [alarm.kind for alarm in alarms_of(key, values)] == kinds


HIGH, MODERATE = SuicideScreen(q2=True, q4=True), SuicideScreen(q2=True, q3=True)


@pytest.mark.parametrize("screen", [HIGH, MODERATE])
@pytest.mark.parametrize(
    ("before", "after", "news"), [(None, 1, True), (0, 2, True), (1, 1, False)]
)
def test_question_9_beside_a_high_or_moderate_screen_is_a_sign_of_its_own(
    screen, before, after, news
):
    (first,), (then,) = of_suicide(screen, before), of_suicide(screen, after)
    assert then.kind is first.kind
    assert then.why[-1] == f"PHQ-9 question 9: {after}"
    assert len(then.why) == len(then.found)
    assert is_news(then.found, [first.found]) is news


@pytest.mark.parametrize(
    ("beats", "why"),
    [
        (44, ("Pulse below 45: 44 per min",)),
        (45, ()),
        (54, ()),
        (129, ()),
        (130, ("Pulse of 130 or more: 130 per min",)),
        (None, ()),
    ],
)
def test_a_pulse_counted_with_a_cows_is_red_at_its_limits(beats, why):
    found = alarms_of("cows", [None] * 11, pulse=beats)
    assert [(alarm.kind, alarm.why) for alarm in found] == [(AlertKind.RED_SIGN, why)] * bool(why)


def test_a_red_pulse_and_a_red_cows_are_one_emergency():
    (alarm,) = alarms_of("cows", 37, pulse=131)
    assert alarm.found == (("COWS of 37 or more", 0), ("Pulse of 130 or more", 1))


def test_an_alarm_names_the_answers_and_the_steps():
    (alarm,) = alarms_of("cssrs", ["y", "y", "n", "y", "y", "n", None])
    assert alarm.why == ("Some intent to act: yes", "Worked-out plan with intent: yes")
    assert any("988" in step for step in alarm.steps)
    (alarm,) = alarms_of("cows", 40)
    assert alarm.why == ("COWS of 37 or more: COWS 40",)
    assert any("911" in step for step in alarm.steps)


def a_red(**signs):
    why = tuple(f"{words}: {depth}" for words, depth in signs.items())
    return Alarm(AlertKind.RED_SIGN, why, ("Stay.",), tuple(signs.items()))


def test_the_same_finding_is_no_news_a_worse_or_another_one_is():
    before = [a_red(pulse=5).found]
    assert not is_news(a_red(pulse=5).found, before)
    assert not is_news(a_red(pulse=2).found, before)
    assert is_news(a_red(pulse=6).found, before)
    assert is_news(a_red(pulse=5, fever=0).found, before)
    assert not is_news(a_red(pulse=5).found, [*before, a_red(pulse=9, fever=0).found])
    assert is_news(a_red(pulse=0).found, [])


def test_a_fingerprint_follows_the_finding_alone():
    assert a_red(pulse=5, fever=1).fingerprint == a_red(fever=1, pulse=5).fingerprint
    assert a_red(pulse=5).fingerprint != a_red(pulse=6).fingerprint
    plain = Alarm(AlertKind.RED_SIGN, ("Delirium",), ())
    assert plain.found == (("Delirium", 0.0),)


def test_what_is_answered_otherwise_now_is_said():
    first = a_red(pulse=5, fever=1)
    assert changed_since(first.why, first.found, [first]) == []
    assert changed_since(first.why, first.found, [a_red(pulse=3)]) == [
        "Answered now: pulse: 3",
        "No longer answered: fever: 1",
    ]
    assert changed_since(first.why, first.found, []) == [
        "No longer answered: pulse: 5",
        "No longer answered: fever: 1",
    ]


@pytest.mark.parametrize(
    ("minutes", "closed", "word"),
    [
        (0, False, Standing.OPEN),
        (44, False, Standing.OPEN),
        (45, False, Standing.SOON),
        (60, False, Standing.SOON),
        (61, False, Standing.OVERDUE),
        (61, True, Standing.CLOSED),
    ],
)
def test_a_clock_is_open_then_soon_then_overdue(minutes, closed, word):
    at = NOON + timedelta(minutes=minutes)
    assert standing(NOON + HOUR, NOON, at if closed else None, at) is word
