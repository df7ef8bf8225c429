"""What is due: every interval of the reference, by the facility's own days."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from treatment.instruments.catalog import CATALOG
from treatment.instruments.schedule import Due, State, Stay, Taken, schedule
from treatment.instruments.schedule.over_time import BY_TABLE

ZONE = ZoneInfo("America/Los_Angeles")
BEGAN = datetime(2026, 1, 5, 9, tzinfo=ZONE)
LATER, OPEN, DUE, LATE = State.LATER, State.OPEN, State.DUE, State.LATE


def day(number: float, hour: float = 0) -> datetime:
    """A moment of the n-th day of the stay, by the clock on the facility's wall."""
    return datetime(2026, 1, 5, tzinfo=ZONE) + timedelta(days=number, hours=hour)


def stay(**changes: Any) -> Stay:
    return Stay(**({"began_at": BEGAN, "zone": ZONE} | changes))


def took(key: str, at: datetime, **more: Any) -> Taken:
    return Taken(key=key, at=at, **more)


def due(key: str, at: datetime, *taken: Taken, **changes: Any) -> Due | None:
    found = [each for each in schedule(stay(**changes), taken, at) if each.key == key]
    assert len(found) <= 1
    return found[0] if found else None


def state(key: str, at: datetime, *taken: Taken, **changes: Any) -> State | None:
    found = due(key, at, *taken, **changes)
    return found and found.state


@pytest.mark.parametrize("key", [*BY_TABLE, "phq9", "gad7", "pain"])
@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (day(0, 9), OPEN),
        (day(2, 23.99), OPEN),
        (day(3), DUE),
        (day(3, 23.99), DUE),
        (day(4), LATE),
        (day(300), LATE),
    ],
)
def test_at_intake_everything_is_due_within_three_days(key, at, expected):
    assert state(key, at) is expected


@pytest.mark.parametrize(
    ("at", "expected"), [(day(0, 9), DUE), (day(0, 23.99), DUE), (day(1), LATE)]
)
def test_the_suicide_screen_is_due_on_the_first_day(at, expected):
    assert state("cssrs", at) is expected


def test_a_day_is_the_day_of_the_facility_not_of_greenwich():
    evening = datetime(2026, 1, 5, 23, tzinfo=ZONE)  # January 6 in Greenwich
    assert evening.astimezone(UTC).day == 6
    assert state("cssrs", evening) is DUE
    assert state("cssrs", evening, took("cssrs", BEGAN)) is None
    assert state("cssrs", day(1, 0.5), took("cssrs", evening)) is State.EACH_CONTACT


OCCASIONS = {
    "dsm": (90, 180, 365),
    "barc10": (90, 180, 365),
    "pcptsd5": (90,),
    "audit_c": (180,),
    "whodas12": (180,),
    "isi": (28,),
}


@pytest.mark.parametrize(("key", "days"), OCCASIONS.items())
def test_the_set_days_come_one_after_the_other_and_end(key, days):
    taken = [took(key, day(0, 10))]
    for on in days:
        assert state(key, day(on - 8, 23.99), *taken) is LATER
        assert state(key, day(on - 7, 1), *taken) is OPEN  # an hour more: summer time begins
        assert state(key, day(on - 0.5, 6), *taken) is OPEN
        assert state(key, day(on, 2), *taken) is DUE
        assert state(key, day(on, 22), *taken) is DUE
        assert state(key, day(on + 1, 2), *taken) is LATE
        taken.append(took(key, day(on - 7, 12)))
    assert due(key, day(1000), *taken) is None


def test_too_early_does_not_count_for_the_set_day():
    assert state("pcptsd5", day(90, 12), took("pcptsd5", day(82, 12))) is DUE
    assert due("pcptsd5", day(90, 12), took("pcptsd5", day(83, 12))) is None


def test_one_late_result_meets_every_earlier_day():
    found = due("barc10", day(200), took("barc10", day(0, 10)))
    assert (found.state, found.due) == (LATE, stay().begin(day(90, 12).date()))
    found = due("barc10", day(200), took("barc10", day(0, 10)), took("barc10", day(199)))
    assert (found.state, found.due) == (LATER, stay().begin(day(365, 12).date()))


@pytest.mark.parametrize("key", ["bam", "rulers"])
def test_every_thirty_days_counts_from_the_last_time(key):
    taken = took(key, day(10, 15))
    assert state(key, day(32, 12), taken) is LATER
    assert state(key, day(33, 12), taken) is OPEN
    assert state(key, day(40, 12), taken) is DUE
    assert state(key, day(41, 12), taken) is LATE


def test_what_is_asked_once_is_not_due_again():
    assert due("dast10", day(400), took("dast10", day(1))) is None


@pytest.mark.parametrize("key", ["phq9", "gad7"])
class TestMood:
    def test_it_is_wanted_two_to_four_weeks_after_last_use(self, key):
        taken, used = took(key, day(1, 10)), day(2, 3)
        for on, expected in ((15, LATER), (16, OPEN), (29, OPEN), (30, DUE), (31, LATE)):
            found = due(key, day(on, 12), taken, last_use_at=used)
            assert (found.state, found.why) == (expected, "2 to 4 weeks after last use")

    def test_then_it_is_wanted_monthly(self, key):
        taken = [took(key, day(1, 10)), took(key, day(20, 10))]
        for on, expected in ((42, LATER), (43, OPEN), (50, DUE), (51, LATE)):
            found = due(key, day(on, 12), *taken, last_use_at=day(2))
            assert (found.state, found.why) == (expected, "Monthly")

    def test_use_in_between_does_not_put_off_the_monthly_one(self, key):
        found = due(key, day(32, 12), took(key, day(1)), last_use_at=day(30))
        assert (found.why, found.state) == ("Monthly", LATE)

    def test_a_provisional_score_is_repeated_without_use(self, key):
        taken = took(key, day(1, 10), is_provisional=True)
        found = due(key, day(16, 12), taken, last_use_at=day(2))
        assert (found.why, found.state) == ("Repeat of a provisional score", OPEN)
        found = due(key, day(16, 12), taken)
        assert (found.opens, found.why) == (
            stay().begin(day(15).date()),
            "Repeat of a provisional score",
        )
        assert due(
            key, day(40), took(key, day(20), is_provisional=True), last_use_at=day(2)
        ).why == ("Repeat of a provisional score")

    def test_without_a_known_last_use_it_is_monthly(self, key):
        assert due(key, day(20), took(key, day(1))).why == "Monthly"


def test_pain_is_asked_at_each_contact_in_either_form():
    assert state("pain", day(5, 12), took("pain", day(4, 12))) is State.EACH_CONTACT
    assert state("pain", day(5, 12), took("peg", day(5, 9))) is None


def test_a_positive_short_form_calls_for_the_full_audit_that_day():
    short = took("audit_c", day(1, 10), band="positive")
    assert state("audit", day(1, 20), short) is DUE
    assert state("audit", day(2, 1), short) is LATE
    assert due("audit", day(2, 1), short, took("audit", day(1, 21))) is None
    assert due("audit", day(2, 1), took("audit_c", day(1), band="negative")) is None
    assert due("audit", day(2, 1), took("audit_c", day(1))) is None


def test_the_full_audit_counts_as_the_short_one():
    assert state("audit_c", day(10), took("audit", day(1))) is LATER


def test_the_withdrawal_risk_of_alcohol_is_asked_of_those_who_drink():
    assert state("pawss", day(1), drinks=True) is OPEN
    assert due("pawss", day(1)) is None
    assert due("pawss", day(1), drinks=False) is None


# --- in withdrawal ---------------------------------------------------------------------------

KRATOM = {"primary": "kratom_7oh", "phase": "detox", "last_use_at": day(0)}
INPATIENT = KRATOM | {"is_around_the_clock": True}
TWO_AM = day(2, 2)


def after(hours: float) -> datetime:
    return TWO_AM + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("cows", "opens", "most"),
    [(5, 6, 8), (12, 6, 8), (13, 4, 4), (24, 4, 4), (25, 2, 2), (36, 2, 2), (37, 1, 1), (48, 1, 1)],
)
def test_around_the_clock_the_cows_asks_for_the_next_one(cows, opens, most):
    taken = took("cows", TWO_AM, known=cows)
    minute = 1 / 60
    for hours, expected in (
        (opens - minute, LATER),
        (opens, OPEN if opens < most else DUE),
        (most, DUE),
        (most * 1.25 - minute, DUE),
        (most * 1.25, LATE),
        (most * 1.5 - minute, LATE),
        (most * 1.5, State.VERY_LATE),
    ):
        found = due("cows", after(hours), taken, **INPATIENT)
        assert (found.state, found.is_by_day) == (expected, False)


def test_the_first_day_around_the_clock_is_every_six_hours_then_daily_to_72_hours():
    low = took("cows", day(0, 10), known=4)
    assert state("cows", day(0, 15.9), low, **INPATIENT) is LATER
    assert state("cows", day(0, 16), low, **INPATIENT) is DUE
    low = took("cows", day(1, 9), known=4)
    assert state("cows", day(1, 20), low, **INPATIENT) is LATER
    assert state("cows", day(2, 1), low, **INPATIENT) is DUE
    assert due("cows", day(3, 0.1), low, **INPATIENT) is None


def test_an_unknown_last_use_counts_from_the_beginning():
    low = took("cows", day(1, 10), known=0)
    assert due("cows", day(3, 8), low, primary="opioid") is not None
    assert due("cows", day(3, 9.1), low, primary="opioid") is None


def test_at_home_the_cows_is_daily_until_it_is_moderate():
    assert state("cows", day(3, 10), took("cows", day(2, 12), known=5), **KRATOM) is DUE
    assert due("cows", day(3, 10), took("cows", day(2, 12), known=12), **KRATOM).is_by_day
    assert not due("cows", day(3, 10), took("cows", day(2, 12), known=13), **KRATOM).is_by_day


def test_the_first_cows_is_due_on_the_first_day():
    assert state("cows", day(0, 10), **KRATOM) is DUE
    assert state("cows", day(1, 10), **KRATOM) is LATE


@pytest.mark.parametrize(
    "changes",
    [
        {"primary": "cannabis"},
        {"primary": "opioid", "phase": "primary"},
        {"primary": None, "phase": "primary"},
    ],
)
def test_no_cows_without_an_opioid_type_substance_or_after_detox(changes):
    assert due("cows", day(0, 10), **changes) is None


@pytest.mark.parametrize("phase", [None, "assessment", "detox"])
def test_an_unknown_substance_counts_as_one_of_the_opioid_type(phase):
    unknown = {"primary": None, "phase": phase}
    assert state("cows", day(0, 10), **unknown) is DUE
    assert state("cows", day(2, 1), took("cows", day(1, 9), known=6), **unknown) is DUE
    found = due("cows", after(3), took("cows", TWO_AM, known=14), **unknown)
    assert found.due == after(4)


DRINKS = {"at_risk_of_alcohol_withdrawal": True, "last_drink_at": day(0), "phase": "detox"}


def test_ciwa_of_ten_is_every_one_to_two_hours_until_three_are_below():
    totals = [10, 9, 9, 9]
    taken = [
        took("ciwa_ar", TWO_AM - timedelta(hours=3 - n), known=t) for n, t in enumerate(totals)
    ]
    found = due("ciwa_ar", after(0.5), *taken[:3], **DRINKS)
    assert found.due - found.opens == timedelta(hours=1)
    found = due("ciwa_ar", after(0.5), *taken, **DRINKS)
    assert found.due - found.opens == timedelta(hours=4)


@pytest.mark.parametrize("risk", [None, False, True])
@pytest.mark.parametrize(
    ("totals", "is_due"),
    [((10,), True), ((9,), False), ((10, 9, 9), True), ((10, 9, 9, 9), False)],
)
def test_a_rated_ciwa_of_ten_runs_its_schedule_whatever_the_risk_says(risk, totals, is_due):
    last = len(totals) - 1
    taken = [took("ciwa_ar", after(n - last), known=total) for n, total in enumerate(totals)]
    found = due("ciwa_ar", after(1), *taken, at_risk_of_alcohol_withdrawal=risk)
    if is_due:
        assert (found.opens, found.due) == (after(1), after(2))
    else:
        assert (found is not None) is bool(risk)


def test_ciwa_ends_72_hours_after_the_last_drink():
    low = took("ciwa_ar", day(2, 23), known=3)
    assert due("ciwa_ar", day(2, 23.9), low, **DRINKS) is not None
    assert due("ciwa_ar", day(3), low, **DRINKS) is None
    assert due("ciwa_ar", day(3), low, **DRINKS | {"last_drink_at": None}) is not None
    assert state("ciwa_ar", day(0, 10), **DRINKS) is DUE
    assert due("ciwa_ar", day(0, 10), phase="detox") is None


def test_daily_benzodiazepine_use_calls_for_a_ciwa_b_every_day():
    taken = took("ciwa_b", day(1, 20), known=12)
    assert state("ciwa_b", day(1, 22), taken, takes_benzodiazepine_daily=True) is LATER
    assert state("ciwa_b", day(2, 1), taken, takes_benzodiazepine_daily=True) is DUE
    assert state("ciwa_b", day(3), taken, takes_benzodiazepine_daily=True) is LATE
    assert state("ciwa_b", day(0, 10), takes_benzodiazepine_daily=True) is DUE
    assert due("ciwa_b", day(2, 1), taken) is None


# --- all together ----------------------------------------------------------------------------


def test_what_has_waited_too_long_stands_first():
    taken = [took("cows", TWO_AM, known=40), took("bam", day(0, 10)), took("cssrs", day(1))]
    states = [each.state for each in schedule(stay(**INPATIENT), taken, after(2))]
    assert states[0] is State.VERY_LATE
    assert states[-1] is LATER
    assert states.index(State.EACH_CONTACT) < states.index(OPEN)


def test_nothing_is_due_once_the_episode_has_ended():
    assert schedule(stay(has_ended=True), [], day(1)) == []


def test_every_occasion_is_of_a_known_instrument_and_says_why_and_how_sure_that_is():
    found = schedule(
        stay(**INPATIENT, **{k: v for k, v in DRINKS.items() if k != "phase"}), [], day(0)
    )
    assert {each.key for each in found} <= CATALOG.keys()
    assert all(each.why and each.certainty.value == "P" for each in found)


def test_every_state_has_its_words():
    assert [each.label for each in State] == [
        *("Later", "May be taken", "Due", "Late", "Very late", "At each contact"),
    ]
