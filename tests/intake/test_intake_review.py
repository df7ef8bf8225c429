"""Scores, gaps, contradictions and alarms of an intake, from its answers alone."""

from datetime import date
from typing import Any

import pytest

from tests.builders import NOON
from treatment.instruments.catalog.shapes import Tone
from treatment.intake.facts import Facts
from treatment.intake.notation import facts_from_answers
from treatment.intake.questionnaire import QUESTIONS, SECTIONS
from treatment.intake.questionnaire.shapes import UNKNOWN
from treatment.intake.review.alarms import alarms
from treatment.intake.review.contradictions import CONTRADICTIONS, contradictions
from treatment.intake.review.findings import age_on, facts_so_far, findings, together
from treatment.intake.review.progress import State, all_missing, missing, state
from treatment.intake.review.record import parts_of, recorded
from treatment.intake.review.scores import scores, started
from treatment.intake.review.words import changed, differences, items_said, said

NOBODY = {"age": 30, "sex": "unknown"}
COWS_14 = [1, 2, 1, 1, 2, 2, 2, 1, 1, 1, 0]
ALL_NO = ["n", "n", None, None, None, "n", None]


def facts(**answers: Any) -> Facts:
    return facts_so_far({**NOBODY, **answers})


def score(section: str, key: str, **answers: Any) -> Any:
    return next(
        each for each in scores(SECTIONS[section], {**NOBODY, **answers}) if each.key == key
    )


# --- findings --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "age"), [(date(2026, 5, 16), 35), (date(2026, 5, 17), 36), (date(1990, 5, 17), 0)]
)
def test_age_is_counted_in_whole_years(day: date, age: int) -> None:
    assert age_on(day, date(1990, 5, 17)) == age


def test_findings_hold_neither_own_words_nor_unknown_numbers_nor_scores_kept_aside() -> None:
    answers = together(
        {
            "use": {"primary": "kratom_leaf", "kratom_g_day": UNKNOWN, "use_history": "long"},
            "substances": {"dast10": 5},
            "person": {"pregnancy": "unknown"},
        },
        age=34,
        sex="female",
        at=NOON,
    )
    assert findings(answers) == {
        "age": 34,
        "sex": "female",
        "primary": "kratom_leaf",
        "pregnancy": "unknown",
    }


def test_findings_are_what_the_rules_read() -> None:
    found = findings({**NOBODY, "primary": "kratom_leaf", "phq9_items": [1] * 9, "cows": COWS_14})
    read = facts_from_answers(found)
    assert (read.phq9, read.phq9_item9, read.cows_total) == (9, 1, 14)


# --- scores ----------------------------------------------------------------------------------


def test_a_complete_scale_shows_its_total_and_band() -> None:
    cows = score("withdrawal", "cows", cows=COWS_14)
    assert (cows.total, cows.said, cows.tone) == (14, "moderate", Tone.WATCH)


def test_an_open_item_leaves_no_total_and_no_band() -> None:
    cows = score("withdrawal", "cows", cows=[*COWS_14[:9], 1, None])
    assert (cows.total, cows.tone) == (None, None)
    assert cows.said == "at least 14; 10 of 11 answered"


def test_a_scale_not_begun_says_nothing() -> None:
    phq9 = score("mental", "phq9")
    assert (phq9.total, phq9.said, phq9.is_started) == (None, "", False)


@pytest.mark.parametrize(("cows", "is_provisional"), [(COWS_14, True), ([0] * 11, False)])
def test_mood_scores_taken_in_withdrawal_are_provisional(
    cows: list[int], *, is_provisional: bool
) -> None:
    assert score("mental", "phq9", phq9_items=[1] * 9, cows=cows).is_provisional is is_provisional
    assert score("mental", "gad7", gad7_items=[1] * 7, cows=cows).is_provisional is is_provisional


def test_criteria_show_a_range_while_some_are_open() -> None:
    shown = score("criteria", "dsm", dsm=[*["y"] * 5, *["n"] * 5, None])
    assert (shown.total, shown.said) == (None, "at least 5: moderate, possibly severe")


def test_criteria_of_an_opioid_taken_as_prescribed_leave_out_tolerance_and_withdrawal() -> None:
    answers = {"dsm": ["n", "n", "n", "y", *["n"] * 5, "y", "y"], "taken_as_prescribed": True}
    assert score("criteria", "dsm", primary="opioid", **answers).total == 1
    assert score("criteria", "dsm", primary="kratom_leaf", **answers).total == 3


@pytest.mark.parametrize(("sex", "said"), [("male", "negative"), ("female", "positive")])
def test_audit_c_is_judged_by_sex(sex: str, said: str) -> None:
    shown = score("alcohol", "audit_c", sex=sex, audit_items=[3, 0, 0, *[None] * 7])
    assert shown.said.startswith(said)


def test_a_screen_is_positive_as_soon_as_what_is_known_reaches_the_cut() -> None:
    shown = score("alcohol", "audit_c", audit_items=[4, *[None] * 9])
    assert (shown.total, shown.tone) == (None, Tone.WATCH)
    open_screen = score("alcohol", "audit_c", audit_items=[1, *[None] * 9])
    assert open_screen.said == "at least 1; 1 of 3 answered"


def test_the_full_audit_shows_once_it_is_begun() -> None:
    short = scores(SECTIONS["alcohol"], {"audit_items": [1, 1, 0, *[None] * 7]})
    full = scores(SECTIONS["alcohol"], {"audit_items": [4, 3, 3, 2, 1, 1, 2, 0, 2, 2]})
    assert [each.key for each in short] == ["audit_c", "pawss"]
    assert [(each.key, each.total) for each in full] == [
        ("audit_c", 10),
        ("audit", 20),
        ("pawss", None),
    ]


def test_no_traumatic_event_scores_zero_whatever_the_items_say() -> None:
    shown = score("trauma", "pcptsd5", trauma_exposure=False, pcptsd5_items=[1] * 5)
    assert (shown.total, shown.said) == (0, "negative (cut-off 3)")


@pytest.mark.parametrize(
    ("letters", "said", "tone"),
    [
        (["n", "n", None, None, None, "n", None], "No risk found", Tone.CALM),
        (["y", "n", None, None, None, "n", None], "Low risk", Tone.WATCH),
        (["y", "y", "y", "n", "n", "n", None], "Moderate risk", Tone.ACT),
        (["n", "n", None, None, None, "y", None], "High risk", Tone.ACT),
        (["y", *[None] * 6], "Incomplete", Tone.WATCH),
    ],
)
def test_suicide_risk_is_a_word_and_never_a_sum(letters: list[Any], said: str, tone: Tone) -> None:
    shown = score("safety", "cssrs", cssrs=letters)
    assert (shown.total, shown.said, shown.tone) == (None, said, tone)


def test_a_total_from_paper_shows_its_band() -> None:
    assert score("mental", "isi", isi=17).said == "moderate insomnia"
    assert score("mental", "isi").said == ""


def test_only_scores_begun_are_carried_along() -> None:
    shown = started(list(SECTIONS.values()), {"phq9_items": [1] * 9, "isi": 9})
    assert [each.key for each in shown] == ["phq9", "isi"]


# --- progress --------------------------------------------------------------------------------


def test_a_section_without_answers_is_untouched_and_lists_what_it_asks() -> None:
    assert state(SECTIONS["use"], NOBODY) is State.UNTOUCHED
    assert "primary" in {gap.question.key for gap in missing(SECTIONS["use"], NOBODY)}


def test_what_does_not_apply_is_not_missing() -> None:
    answers = {"sex": "male", "interpreter": False, "cognitive_impairment": False}
    assert state(SECTIONS["person"], answers) is State.COMPLETE
    assert state(SECTIONS["person"], {**answers, "sex": "female"}) is State.IN_PROGRESS


def test_an_optional_question_is_never_missing() -> None:
    assert "goals" not in {gap.question.key for gap in missing(SECTIONS["own_words"], {})}


def test_an_open_item_is_missing_at_its_own_field() -> None:
    gaps = missing(SECTIONS["withdrawal"], {"cows": [*COWS_14[:10], None]})
    assert ("COWS: Gooseflesh", "cows-11-0") in {(gap.words, gap.field) for gap in gaps}


@pytest.mark.parametrize(
    ("items", "fields"),
    [
        ([1, 0, 0, *[None] * 7], []),
        ([1, 0, *[None] * 8], ["audit_items-3-0"]),
        ([4, 0, 0, *[None] * 7], [f"audit_items-{n}-0" for n in range(4, 11)]),
        ([0, 0, 0, 1, *[None] * 6], [f"audit_items-{n}-0" for n in range(5, 11)]),
    ],
)
def test_the_full_audit_is_missing_only_when_called_for(
    items: list[Any], fields: list[str]
) -> None:
    gaps = missing(SECTIONS["alcohol"], {"audit_items": items})
    assert [gap.field for gap in gaps if gap.question.key == "audit_items"] == fields


@pytest.mark.parametrize(
    ("letters", "fields"),
    [
        (ALL_NO, []),
        (["n", "y", None, "n", "n", "n", None], ["cssrs-3-0"]),
        (["n", "n", None, None, None, "y", None], ["cssrs-7-0"]),
        (["n", None, None, None, None, "n", None], ["cssrs-2-0"]),
    ],
)
def test_the_suicide_questions_that_are_called_for_are_missing(
    letters: list[Any], fields: list[str]
) -> None:
    gaps = missing(SECTIONS["safety"], {"cssrs": letters})
    assert [gap.field for gap in gaps if gap.question.key == "cssrs"] == fields


def test_everything_missing_is_grouped_by_section_in_order() -> None:
    keys = [section.key for section, _ in all_missing(NOBODY)]
    assert keys == [key for key in SECTIONS if key in keys]
    assert "own_words" not in keys


# --- contradictions --------------------------------------------------------------------------

AGAINST = {
    "withdrawal-denied": {"dsm": [*[None] * 10, "n"], "cows": COWS_14},
    "withdrawal-late": {"cows": COWS_14, "hours_since_last_use": 241},
    "benzodiazepine-denied": {"benzo_use": "none", "pdmp_benzo_30d": True},
    "opioid-denied": {"opioid_current": "none", "uds_unexpected": ["fentanyl"]},
    "pregnancy-denied": {"pregnancy": "no", "hcg": "positive"},
    "stage-importance": {"stage": "action", "importance": 3},
    "item9-cssrs": {"phq9_items": [*[None] * 8, 1], "cssrs": ALL_NO},
}
IN_HARMONY = {
    "withdrawal-denied": {"dsm": [*[None] * 10, "n"], "cows": [*COWS_14[:10], None]},
    "withdrawal-late": {"cows": COWS_14, "hours_since_last_use": 240},
    "benzodiazepine-denied": {"benzo_use": "intermittent", "pdmp_benzo_30d": True},
    "opioid-denied": {"opioid_current": "none", "uds_unexpected": ["cocaine"]},
    "pregnancy-denied": {"pregnancy": "unknown", "hcg": "positive"},
    "stage-importance": {"stage": "contemplation", "importance": 3},
    "item9-cssrs": {"phq9_items": [*[None] * 8, 1], "cssrs": ["y", *ALL_NO[1:]]},
}


@pytest.mark.parametrize("name", [each.name for each in CONTRADICTIONS])
def test_a_contradiction_is_named_only_when_both_answers_are_known(name: str) -> None:
    assert [each.name for each in contradictions(facts(**AGAINST[name]))] == [name]
    assert contradictions(facts(**IN_HARMONY[name])) == []
    for key in AGAINST[name]:
        one_less = {k: v for k, v in AGAINST[name].items() if k != key}
        assert contradictions(facts(**one_less)) == []


def test_a_man_with_a_positive_pregnancy_test_is_a_contradiction() -> None:
    found = contradictions(facts(sex="male", hcg="positive"))
    assert [each.name for each in found] == ["pregnancy-denied"]


def test_a_benzodiazepine_in_the_urine_contradicts_none() -> None:
    found = contradictions(facts(benzo_use="none", uds_unexpected=["Benzodiazepine"]))
    assert [each.name for each in found] == ["benzodiazepine-denied"]


# --- alarms ----------------------------------------------------------------------------------

RED = {
    "Altered mental status": {"altered_mental_status": True},
    "Delirium": {"delirium": True},
    "Seizure in the past 24 hours": {"seizure_24h": True},
    "Oxygen saturation below 90 %": {"spo2": 89.9},
    "Respiration below 10": {"rr": 9},
    "Respiration of 30 or more": {"rr": 30},
    "Systolic pressure below 90": {"sbp": 89},
    "Systolic pressure of 180 or more": {"sbp": 180},
    "Diastolic pressure of 120 or more": {"dbp": 120},
    "Pulse below 45": {"hr": 44},
    "Pulse of 130 or more": {"hr": 130},
    "Temperature of 102 °F (38.9 °C) or more": {"temp_c": 38.9},
    "COWS of 37 or more": {"cows": [4, 4, 5, 5, 4, 4, 5, 4, 1, 1, None]},
    "CIWA-Ar of 19 or more": {"ciwa_ar_items": [7, 7, 5, *[None] * 7]},
    "Hallucinations with a CIWA-Ar of 10 or more": {
        "ciwa_ar_items": [7, 3, *[None] * 8],
        "hallucinosis": True,
    },
    "QTc of 500 ms or more": {"qtc": 500},
    "Yellow skin or eyes": {"jaundice": True},
    "ALT 3 times and bilirubin 2 times the upper limit": {"alt_xuln": 3, "bili_xuln": 2},
}
CALM = {
    "spo2": 90,
    "rr": 10,
    "sbp": 179,
    "dbp": 119,
    "hr": 45,
    "temp_c": 38.8,
    "qtc": 499,
    "alt_xuln": 5,
    "altered_mental_status": False,
    "hallucinosis": True,
}


@pytest.mark.parametrize("words", RED)
def test_each_red_sign_says_to_call_911(words: str) -> None:
    alarm = alarms(facts(**RED[words]))[0]
    assert [sign for sign, _ in alarm.signs] == [words]
    assert alarm.why[0].startswith(words)
    assert alarm.is_red
    assert any("911" in step for step in alarm.steps)


def test_values_at_the_edge_and_unknown_ones_raise_no_alarm() -> None:
    assert alarms(facts(**CALM)) == []
    assert alarms(facts()) == []


@pytest.mark.parametrize(
    ("letters", "title"),
    [
        (["n", "n", None, "y", None, "n", None], "High suicide risk"),
        (["n", "n", None, None, None, "y", None], "High suicide risk"),
        (["y", "y", "y", "n", "n", "n", None], "Moderate suicide risk"),
        (["n", "n", None, None, None, "y", "n"], "Moderate suicide risk"),
    ],
)
def test_suicide_risk_names_988(letters: list[Any], title: str) -> None:
    (alarm,) = alarms(facts(cssrs=letters))
    assert alarm.title == title
    assert any("988" in step for step in alarm.steps)


def test_a_thought_of_death_in_the_phq9_calls_for_the_suicide_questions_until_answered() -> None:
    ninth = {"phq9_items": [*[None] * 8, 1]}
    (alarm,) = alarms(facts(**ninth))
    assert "ask the suicide questions now" in alarm.title
    assert alarm.why == ("PHQ-9 question 9 is 1; suicide questions are open",)
    assert alarms(facts(phq9_items=[*[None] * 8, 0])) == []


def test_the_emergency_stands_before_the_suicide_risk() -> None:
    found = alarms(facts(spo2=80, cssrs=["n", "n", None, "y", None, "n", None]))
    assert [alarm.is_red for alarm in found] == [True, True]
    assert found[0].title.startswith("Emergency")


# --- words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "answer", "words"),
    [
        ("primary", "kratom_leaf", "Kratom leaf: powder, capsules, tea"),
        ("daily_use", True, "Yes"),
        ("daily_use", False, "No"),
        ("daily_use", None, "Not asked"),
        ("kratom_g_day", 35, "35 g"),
        ("kratom_g_day", UNKNOWN, "Not known"),
        ("qtc", UNKNOWN, "No ECG yet"),
        ("temp_c", 37.0, "98.6 °F (37.0 °C)"),
        ("importance", 9, "9 of 10"),
        ("products", ["leaf", "tea"], "Leaf powder, Tea"),
        ("products", [], "None of these"),
        ("meds", ["tramadol", "lisinopril"], "tramadol, lisinopril"),
        ("meds", [], "None"),
        ("goals", "Sleep", "Sleep"),
        ("sex", "female", "Female"),
    ],
)
def test_an_answer_is_said_as_the_form_says_it(key: str, answer: Any, words: str) -> None:
    assert said(QUESTIONS[key], answer) == words


def test_items_are_said_one_by_one_with_their_points() -> None:
    lines = said(QUESTIONS["cows"], [1, *[None] * 9, 0]).splitlines()
    assert lines[0] == "Resting pulse: 1 – 81 to 100"
    assert lines[1] == "Sweating: Not rated"
    assert lines[10] == "Gooseflesh: 0 – Skin is smooth"
    assert said(QUESTIONS["dsm"], ["y", *[None] * 10]).startswith(
        "Taken more, or for longer, than meant: Yes"
    )
    assert items_said(QUESTIONS["ciwa_ar_items"], [2, *[None] * 9])[0][1] == "2"


def test_a_question_of_the_suicide_screen_left_out_by_a_no_does_not_apply() -> None:
    def words(*letters: str | None) -> list[str]:
        return [said for _, said in items_said(QUESTIONS["cssrs"], letters)]

    apart, open_ = "Does not apply", "Not rated"
    assert words("n", "n", None, None, None, "n", None)[2:] == [apart, apart, apart, "No", apart]
    assert words("n", "y", None, "n", None, "y", None)[2:] == [open_, "No", open_, "Yes", open_]
    assert words("n", None, None, None, None, None, None)[1:] == [open_] * 6


@pytest.mark.parametrize("old", ["", "Hours since last use: 12 h"])
def test_what_was_entered_before_stands_in_a_record_that_has_it(old: str) -> None:
    answers = {**NOBODY, "primary": "opioid", **({"entered_before": old} if old else {})}
    record = recorded(answers, facts_so_far(answers), version="2")
    assert ("entered_before" in {key for key, _, _ in parts_of(record)}) is bool(old)


def test_only_what_differs_stands_side_by_side() -> None:
    saved, sent = {"goals": "Sleep", "needs": "Rest"}, {"goals": "Sleep", "needs": "Work"}
    theirs, yours = differences(SECTIONS["own_words"], saved, sent)
    assert list(theirs.values()) == ["Rest"]
    assert list(yours.values()) == ["Work"]
    assert changed(SECTIONS["own_words"], saved, sent) == ["needs"]


def test_bands_are_listed_from_to() -> None:
    cows = score("withdrawal", "cows")
    assert [row[:2] for row in cows.ranges][:2] == [("0–4", "none/minimal"), ("5–12", "mild")]
    assert cows.ranges[-1][0] == "37–48"
    assert score("trauma", "pcptsd5").ranges[0][0] == "0–2"
