"""The six public vignettes: scores, bands, levels and elements exactly, and nothing beyond."""

import json
from pathlib import Path

import pytest

from treatment.plans.notation import read, summary
from treatment.plans.rules import draft
from treatment.plans.vocabulary import Element

FOLDER = Path(__file__).resolve().parents[1] / "vignettes"
VIGNETTES = {path.stem: json.loads(path.read_text()) for path in sorted(FOLDER.glob("P*.json"))}
SCORES = (
    "severity",
    "severity_max",
    "cows",
    "cows_band",
    "dx",
    "hold",
    "suicide",
    "phq9",
    "gad7",
    "pcptsd5",
    "audit_c",
)


def plan(name):
    return draft(read(VIGNETTES[name]))


def notes(name, element):
    return " ".join(plan(name).line(Element(element)).notes)


def test_all_six_are_here():
    assert list(VIGNETTES) == ["P1", "P2", "P3", "P4", "P5", "P6"]


@pytest.mark.parametrize("name", VIGNETTES)
def test_the_vignette_matches_exactly(name):
    expected, found = VIGNETTES[name]["expected"], summary(plan(name))
    assert {key: found[key] for key in SCORES} == {key: expected[key] for key in SCORES}
    assert found["active"] == sorted(expected["active"])
    assert found["deferred"] == sorted(expected["deferred"])
    assert found["blocks_signature"] == sorted(expected["blocks_signature"])
    assert len(found["contradictions"]) == expected["contradictions"]
    assert not set(expected["not_expected"]) & {*found["active"], *found["deferred"]}
    assert found["dx_provisional"] is False


@pytest.mark.parametrize("name", VIGNETTES)
def test_every_line_says_which_rules_asked_for_it(name):
    found = summary(plan(name))
    assert set(found["why"]) == {*found["active"], *found["deferred"], *found["declined"]}
    assert all(found["why"].values())


def test_refused_rewards_stand_as_offered_and_declined():
    assert summary(plan("P2"))["declined"] == ["THR-CM"]
    assert all(summary(plan(name))["declined"] == [] for name in VIGNETTES if name != "P2")


TEXTS = {
    "P1 35 g lies between the bands": (
        "P1",
        "MED-BUP",
        "Between the published bands (below 20 g, above 40 g a day): no dose is proposed.",
    ),
    "P1 the contrary evidence stands beside": ("P1", "MED-BUP", "no correlation to grams"),
    "P1 attendance is rewarded": ("P1", "THR-CM", "Target: attendance"),
    "P1 depression screen is provisional": (
        "P1",
        "DUA-DEP",
        "Screened at COWS 14: provisional, repeat after 2 to 4 weeks",
    ),
    "P1 anxiety screen is provisional": ("P1", "DUA-ANX", "provisional"),
    "P2 no medicine before the pregnancy answer": (
        "P2",
        "MED-SYMPT",
        "Medicines wait: pregnancy is not answered",
    ),
    "P2 motivation goes first": ("P2", "THR-MET", "Goes first: weeks 1, 2, 6 and 12."),
    "P2 CBT after MET session 2": ("P2", "THR-CBT", "Starts after MET session 2."),
    "P3 never stop abruptly": ("P3", "SAF-SEDATIVE", "Never stop abruptly"),
    "P3 no bands for 7-OH": ("P3", "MED-BUP", "Dose bands not applicable"),
    "P4 quadrant IV": ("P4", "DUA-INT", "Quadrant IV"),
    "P4 evaluation within 72 hours": ("P4", "DUA-DEP", "within 72 hours"),
    "P4 mindfulness is trauma-informed": ("P4", "HOL-MIND", "Trauma-informed"),
    "P4 groups are trauma-informed": ("P4", "THR-GRP", "Trauma-informed"),
    "P5 no lofexidine": ("P5", "MED-SYMPT", "Lofexidine excluded: safety in pregnancy is unknown"),
    "P5 clonidine only after a decision": (
        "P5",
        "MED-SYMPT",
        "Clonidine only after the prescriber's and obstetric decision",
    ),
    "P5 ondansetron waits for the ECG": ("P5", "MED-SYMPT", "pending ECG"),
    "P5 no abrupt stop": ("P5", "SAF-OB", "No abrupt stop, no lofexidine, no naltrexone."),
    "P5 naltrexone is held": ("P5", "FLAG-NTX", "Hold naltrexone until 240 h"),
    "P5 prenatal yoga": ("P5", "HOL-YOGA", "Prenatal yoga."),
    "P5 above 40 g": ("P5", "MED-BUP", "Above 40 g a day: published start 12/3 to 16/4 mg a day"),
}


@pytest.mark.parametrize(("name", "element", "text"), TEXTS.values(), ids=TEXTS.keys())
def test_the_computed_text_is_there(name, element, text):
    assert text in notes(name, element)


def test_intensity_follows_severity():
    assert plan("P1").line(Element.THR_IND).schedule.startswith("50 min twice a week for 4 weeks")
    assert plan("P1").line(Element.THR_GRP).schedule.startswith("90 min 3 to 5 times a week")
    assert plan("P2").line(Element.THR_GRP).schedule.startswith("90 min 3 times a week")
    assert plan("P6").line(Element.THR_IND).planned_count == 12
    assert plan("P6").line(Element.THR_GRP).schedule.startswith("90 min once a week")


def test_naloxone_is_for_today_after_an_overdose():
    assert plan("P3").line(Element.SAF_NALOXONE).urgency == "U1"


def test_the_blocked_wish_of_p5_is_shown():
    assert [each["element"] for each in plan("P5").blocked_wishes] == ["HOL-EQUINE"]


def test_screens_taken_in_withdrawal_are_provisional():
    assert plan("P1").provisional_scales == ("phq9", "gad7")
    assert plan("P2").provisional_scales == ("phq9", "gad7")
    assert plan("P6").provisional_scales == ()
