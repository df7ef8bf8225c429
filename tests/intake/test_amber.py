"""Amber vital signs at their limits, and what a page of the intake says about them."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from tests.builders import a_patient, a_place, a_program, a_staff, a_team_member, an_episode
from treatment.accounts.vocabulary import AuthMethod, Credential
from treatment.intake import operations
from treatment.intake.models import AssessmentSection
from treatment.intake.review.alarms import alarms, ambers
from treatment.intake.review.findings import facts_so_far
from treatment.patients.vocabulary import Sex
from treatment.permissions import Role
from treatment.plans.engine.parameters import DEFAULTS
from treatment.records.models import Alert
from treatment.records.operations import Hand
from treatment.records.operations.alerts import dispose
from treatment.records.vocabulary import AlertKind, Decision


def facts(**answers):
    return facts_so_far({"age": 40, "sex": "male", **answers})


GREEN, AMBER, RED = "green", "amber", "red"


@pytest.mark.parametrize(
    ("sign", "values"),
    [
        ("spo2", {89.9: RED, 90: AMBER, 93.9: AMBER, 94: GREEN}),
        ("rr", {9: RED, 10: AMBER, 11: AMBER, 12: GREEN, 24: GREEN, 25: AMBER, 29: AMBER, 30: RED}),
        (
            "sbp",
            {89: RED, 90: AMBER, 99: AMBER, 100: GREEN, 159: GREEN, 160: AMBER, 179: AMBER}
            | {180: RED},
        ),
        ("dbp", {40: GREEN, 99: GREEN, 100: AMBER, 119: AMBER, 120: RED}),
        (
            "hr",
            {44: RED, 45: AMBER, 54: AMBER, 55: GREEN, 110: GREEN, 111: AMBER, 129: AMBER}
            | {130: RED},
        ),
        ("temp_c", {35: GREEN, 37.9: GREEN, 38.0: AMBER, 38.8: AMBER, 38.85: AMBER, 38.9: RED}),
    ],
)
def test_each_sign_is_amber_between_green_and_red(sign, values):
    found = {value: facts(**{sign: value}) for value in values}
    said = {
        value: RED if alarms(each) else AMBER if ambers(each) else GREEN
        for value, each in found.items()
    }
    assert said == values
    assert not any(alarms(each) and ambers(each) for each in found.values())


def test_an_unknown_sign_is_not_amber_and_a_known_one_is_said_with_its_value():
    assert ambers(facts()) == []
    feverish = facts(spo2=92, temp_c=38.2, hr=80)
    assert ambers(feverish) == ["Oxygen saturation 92 %", "Temperature 100.8 °F (38.2 °C)"]


def test_the_plan_reads_the_same_limits():
    assert (DEFAULTS.spo2_red, DEFAULTS.spo2_amber) == (90, 94)
    assert (DEFAULTS.hr_red_low, DEFAULTS.hr_amber_low) == (45, 55)
    assert (DEFAULTS.dbp_amber_high, DEFAULTS.dbp_red_high) == (100, 120)


# --- on the pages -----------------------------------------------------------------------------


@pytest.fixture
def counselor(session, facility):
    session.add(staff := a_staff(Role.COUNSELOR, at=facility))
    session.flush()
    return staff


@pytest.fixture
def intake(session, facility, counselor):
    patient = a_patient(facility, by=counselor, sex=Sex.MALE, birth_date=date(1990, 5, 17))
    session.add_all([patient, program := a_program(facility)])
    session.flush()
    session.add(care := an_episode(patient, by=counselor))
    session.flush()
    session.add_all([a_place(care, program), a_team_member(care, counselor)])
    session.flush()
    session.add(begun := operations.start(care, by=counselor, at=datetime.now(UTC)))
    session.commit()
    return begun


@pytest.fixture
def browser(client_of, counselor):
    return client_of(counselor)


@pytest.fixture
def save(session, intake, browser):
    def send(section, **fields):
        wanted = select(AssessmentSection.version).where(
            AssessmentSection.assessment_id == intake.id, AssessmentSection.section == section
        )
        sent = {"version": session.scalar(wanted), "step": "stay"} | fields
        return browser.post(f"/intake/{intake.id}/sections/{section}", data=sent)

    return send


WHAT_TO_DO = "Repeat in 15 minutes, tell the prescriber within 30 minutes."


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"spo2": "93.9"}, "Amber: Oxygen saturation 93.9 %."),
        ({"temp_c": "100.4"}, "Amber: Temperature 100.4 °F (38.0 °C)."),
        ({"temp_c": "101.8"}, "Amber: Temperature 101.8 °F (38.8 °C)."),
        ({"hr": "129"}, "Amber: Pulse 129 per min."),
    ],
)
def test_an_amber_sign_is_a_notice_live_on_its_section_and_in_the_review(
    session, save, intake, browser, typed, words
):
    live = browser.post(f"/intake/{intake.id}/sections/withdrawal/scores", data=typed).text
    assert words in live
    assert WHAT_TO_DO in live
    answer = save("withdrawal", **typed)
    assert answer.location == f"/intake/{intake.id}/sections/withdrawal"
    assert session.scalars(select(Alert)).all() == []
    for page in ("sections/withdrawal", "sections/person", "review"):
        shown = browser.get(f"/intake/{intake.id}/{page}").text
        assert words in shown
        assert f"{WHAT_TO_DO}" in shown
        assert "program parameter" in shown.partition(WHAT_TO_DO)[2][:200]


def test_a_green_sign_says_nothing_and_a_red_one_stops(session, save, intake, browser):
    assert "Amber:" not in browser.get(save("withdrawal", spo2="94").location).text
    assert "/alerts/" in save("withdrawal", spo2="89.9").location
    assert "Amber:" not in browser.get(f"/intake/{intake.id}/review").text


# --- question 9 -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("letters", "kind"),
    [("yynynn", AlertKind.SUICIDE_HIGH), ("yyynnn", AlertKind.SUICIDE_MODERATE)],
)
@pytest.mark.parametrize("is_decided", [False, True])
def test_a_thought_of_death_after_a_high_or_moderate_screen_stops_again(
    session, facility, save, letters, kind, *, is_decided
):
    save("safety", **{f"cssrs-{n}": letter for n, letter in enumerate(letters, 1)})
    first = session.scalars(select(Alert)).one()
    if is_decided:
        session.add(md := a_staff(Role.PRESCRIBER, at=facility, credential=Credential.MD))
        session.flush()
        hand = Hand(staff=md, method=AuthMethod.PASSWORD, at=datetime.now(UTC))
        session.add(dispose(first, Decision.SAFETY_PLAN, "Safety plan made.", hand))
        session.commit()
    answer = save("mental", **{"phq9_items-9": "1"})
    then = session.scalars(select(Alert).where(Alert.id != first.id)).one()
    assert answer.location.startswith(f"/alerts/{then.id}?")
    assert (then.kind, then.why[-1]) == (kind, "PHQ-9 question 9: 1")
    assert "/alerts/" not in save("mental", **{"phq9_items-9": "1"}).location
