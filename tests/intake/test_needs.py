"""Needs found: from what was answered, in the areas of a plan, the same each time."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatment.intake.needs import ASKED_IN, SIGNS, Area, asked_as, by_area, needs
from treatment.intake.questionnaire import QUESTIONS
from treatment.intake.review.findings import facts_so_far

ALL_NO = ["n", "n", None, None, None, "n", None]
SHOWN: dict[str, dict[str, Any]] = {  # each sign with answers that show it and nothing hidden
    "withdrawal": {"cows": [1, 4, *[None] * 9]},
    "pregnancy": {"hcg": "positive"},
    "unstable": {"medically_unstable": True},
    "seizures": {"seizure_history": "drug"},
    "heart": {"cardiac_history": True},
    "liver": {"alt_xuln": 3},
    "kidneys": {"egfr": 89},
    "medicines": {"qt_meds": ["ondansetron"]},
    "pain": {"pain_nrs": 4},
    "sleep": {"isi": 15},
    "suicide": {"phq9_items": [*[None] * 8, 1]},
    "self_harm": {"self_harm_12m": True},
    "psychosis": {"mania_current": True},
    "depression": {"phq9_items": [2, 2, 2, 2, 2, 0, 0, 0, 0]},
    "anxiety": {"gad7_items": [2, 2, 2, 2, 2, 0, 0]},
    "trauma": {"pcptsd5_items": [1, 1, 1, 0, 0]},
    "trauma_later": {"trauma_wish": "another_day"},
    "conditions": {"bipolar": True},
    "emotions": {"emotion_dysregulation": True},
    "disorder": {"primary": "alcohol", "dsm": ["y", "y", *[None] * 9]},
    "drinking": {"audit_items": [3, *[None] * 9]},
    "opioids": {"opioid_current": "prescribed"},
    "sedatives": {"other_sedative_daily": True},
    "readiness": {"importance": 5},
    "confidence": {"confidence": 4},
    "return_to_use": {"prior_relapses": 2},
    "overdose": {"overdose": "lifetime"},
    "work": {"employment_risk": True},
    "education": {"wants_work_help": True},
    "housing": {"housing": "unstable"},
    "legal": {"legal": True},
    "money": {"money_trouble": True},
    "violence": {"ipv": True},
    "dependents": {"dependents": True},
    "family": {"family_consent": "yes"},
    "support": {"support": "limited"},
    "capital": {"barc10_items": [4] * 10},
    "meetings": {"mutual_help": "secular"},
    "activities": {"interests": ["yoga"]},
    "language": {"interpreter": True},
    "culture": {"spiritual": "Sunday service"},
    "thinking": {"cognitive_impairment": True},
    "transport": {"transport_barrier": True},
}
NOT_SHOWN: dict[str, dict[str, Any]] = {
    "withdrawal": {"cows": [1, 3, *[None] * 9]},
    "pregnancy": {"pregnancy": "unknown", "hcg": "negative"},
    "heart": {"qtc": 449},
    "liver": {"alt_xuln": 2.9, "jaundice": False},
    "kidneys": {"egfr": 90},
    "medicines": {"qt_meds": [], "cyp_sensitive_meds": []},
    "pain": {"pain_nrs": 3, "chronic_pain": False},
    "sleep": {"isi": 14},
    "suicide": {"cssrs": ALL_NO, "phq9_items": [0] * 9},
    "depression": {"phq9_items": [2, 2, 2, 2, 1, 0, 0, 0, 0]},
    "trauma": {"pcptsd5_items": [1, 1, 1, 0, 0], "sex": "male"},
    "trauma_later": {"trauma_wish": "declined"},
    "disorder": {"primary": "alcohol", "dsm": ["y", *["n"] * 10]},
    "drinking": {"audit_items": [3, *[0] * 9], "sex": "male"},
    "readiness": {"importance": 6, "stage": "action"},
    "confidence": {"confidence": 5},
    "capital": {"barc10_items": [5, 5, 5, 5, 5, 5, 5, 4, 4, 4]},
    "meetings": {"mutual_help": "unknown"},
    "activities": {"interests": []},
    "overdose": {"overdose": "none", "opioid_current": "none", "primary": "alcohol"},
}


def found(**answers: Any) -> dict[str, Any]:
    all_of_them = {"age": 30, "sex": "unknown", **answers}
    return {need.key: need for need in needs(all_of_them, facts_so_far(all_of_them))}


def test_every_sign_has_a_case() -> None:
    assert [sign.key for sign in SIGNS] == list(SHOWN)


@pytest.mark.parametrize("key", SHOWN)
def test_an_answer_shows_its_need_with_the_question_it_comes_from(key: str) -> None:
    need = found(**SHOWN[key])[key]
    assert set(need.sources) == set(SHOWN[key])


@pytest.mark.parametrize("key", NOT_SHOWN)
def test_an_answer_below_the_line_shows_none(key: str) -> None:
    assert key not in found(**NOT_SHOWN[key])


def test_nothing_answered_is_no_need() -> None:
    assert found() == {}


def test_kratom_alone_calls_for_naloxone_and_only_what_shows_it_is_named() -> None:
    answers = {"opioid_current": "none", "overdose": "lifetime"}
    assert found(primary="kratom_leaf")["overdose"].sources == ("primary",)
    kept = found(primary="alcohol", kratom_secondary=True, **answers)["overdose"]
    assert kept.sources == ("kratom_secondary", "overdose")


def test_tolerance_to_a_prescribed_medicine_is_no_disorder() -> None:
    dsm = [None] * 9 + ["y", "y"]
    assert "disorder" not in found(primary="opioid", taken_as_prescribed=True, dsm=dsm)
    assert "disorder" in found(primary="opioid", taken_as_prescribed=False, dsm=dsm)


def test_what_the_person_named_comes_first_line_by_line_in_their_words() -> None:
    kept = list(found(needs=" - A job\r\n\n• Time with Ana\nA job\n", legal=True).values())
    assert [(need.key, need.area, need.words) for need in kept] == [
        ("own-1", Area.OWN, "A job"),
        ("own-2", Area.OWN, "Time with Ana"),
        ("legal", Area.LEGAL, "Help with legal problems"),
    ]
    assert kept[0].sources == ("needs",)


def test_long_lists_and_long_lines_of_the_persons_own_are_bounded() -> None:
    kept = found(needs="\n".join(f"{n} {'x' * 400}" for n in range(60)))
    assert len(kept) == 40
    assert max(len(need.words) for need in kept.values()) == 300


def test_keys_are_stable_and_unique_and_every_reading_is_a_question() -> None:
    keys = [sign.key for sign in SIGNS]
    assert len(set(keys)) == len(keys)
    for sign in SIGNS:
        assert all(key in ASKED_IN for names in sign.shows for key in names.split()), sign.key
        assert sign.words[0].isupper()


def test_every_area_but_the_persons_own_has_a_sign() -> None:
    assert {sign.area for sign in SIGNS} == set(Area) - {Area.OWN}
    assert len({area.label for area in Area}) == len(Area)


@given(st.lists(st.sampled_from(list(SHOWN)), unique=True), st.randoms())
def test_the_order_of_the_answers_changes_nothing(keys: list[str], chance: Any) -> None:
    answers = {name: value for key in keys for name, value in SHOWN[key].items()}
    shuffled = list(answers.items())
    chance.shuffle(shuffled)
    assert list(found(**answers).items()) == list(found(**dict(shuffled)).items())


def test_needs_stand_under_their_areas() -> None:
    shown = by_area(found(needs="Sleep", legal=True, isi=20, jaundice=True).values())
    assert [(area, [need.words for need in group]) for area, group in shown] == [
        ("Named by the person", ["Sleep"]),
        ("Medical", ["A look at the liver", "Better sleep"]),
        ("Legal", ["Help with legal problems"]),
    ]


def test_a_question_no_longer_asked_is_named_by_its_key() -> None:
    assert asked_as("legal") == QUESTIONS["legal"].name
    assert asked_as("asked_in_1999") == "asked_in_1999"
