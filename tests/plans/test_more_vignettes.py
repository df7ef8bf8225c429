"""Edges of the 45 rules, worked out by hand from the clinical reference: all outputs exactly."""

import json
from pathlib import Path

import pytest

from treatment.plans.notation import read, summary
from treatment.plans.rules import RULEBOOK, draft
from treatment.plans.vocabulary import Element

FILE = Path(__file__).resolve().parents[1] / "vignettes" / "more" / "edges.json"
EDGES = {each["id"]: each for each in json.loads(FILE.read_text())}


def plan(name, **changes):
    return draft(read(EDGES[name]["input"] | changes))


def notes(element, name, **changes):
    return " ".join(plan(name, **changes).line(Element(element)).notes)


def urgency(element, name, **changes):
    return plan(name, **changes).line(Element(element)).urgency


@pytest.mark.parametrize("name", EDGES)
def test_the_edge_matches_exactly(name):
    expected, found = EDGES[name]["expected"], summary(plan(name))
    found["contradictions"] = len(found["contradictions"])
    assert {key: found[key] for key in expected} == expected


def test_every_rule_fires_in_one_of_them():
    fired = {key for name in EDGES for key in plan(name).fired}
    assert fired == {rule.key for rule in RULEBOOK.rules}


@pytest.mark.parametrize(
    ("element", "name", "changes", "expected"),
    [
        ("SAF-NALOXONE", "grams-40-exactly", {}, "U3"),
        ("SAF-NALOXONE", "grams-40-exactly", {"seven_oh_mg_day": 1}, "U1"),
        ("SAF-NALOXONE", "pdmp-against-answer", {}, "U1"),
        ("SAF-NALOXONE", "jaundice", {"overdose": "lifetime"}, "U3"),
        ("SAF-NALOXONE", "jaundice", {"overdose": "past_12m"}, "U1"),
        ("TASK-CSSRS", "screen-open-wish", {}, "U0"),
        ("TASK-CSSRS", "screen-open-wish", {"phq9_item9": 0}, "U1"),
        ("SAF-ECG", "qtc-455-male", {}, "U1"),
        ("SAF-ECG", "qtc-500", {}, "U0"),
        ("SAF-LIVER", "alt-3-bilirubin-2", {}, "U0"),
        ("SAF-LIVER", "alt-5-alone", {}, "U1"),
        ("SAF-LIVER", "alt-4.9", {}, "U3"),
        ("DTX-1", "prescribed-opioid", {}, "U2"),
        ("DTX-1", "grams-40-exactly", {}, "U1"),
        ("DTX-3", "cows-37-hospital", {}, "U0"),
        ("DUA-DEP", "cows-37-hospital", {}, "U2"),
        ("DUA-DEP", "declines-of-every-kind", {}, "U3"),
    ],
)
def test_the_strongest_urgency_wins(element, name, changes, expected):
    assert urgency(element, name, **changes) == expected


@pytest.mark.parametrize(
    ("grams", "words"),
    [
        (19.9, "4/1 to 8/2 mg"),
        (20, "Between the published bands"),
        (40, "Between the published bands"),
        (40.1, "12/3 to 16/4 mg"),
        (None, "not applicable"),
    ],
)
def test_dose_bands_stop_at_20_and_40_grams(grams, words):
    said = notes("MED-BUP", "grams-40-exactly", kratom_g_day=grams)
    assert words in said
    assert "Contrary evidence" in said


def test_an_extract_has_no_dose_band_however_many_grams_are_told():
    said = notes("MED-BUP", "grams-40-exactly", kratom_g_day=10, products=["leaf", "extract"])
    assert "not applicable" in said
    assert "4/1" not in said


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("alt-5-alone", "every 6 hours for 24 hours"),
        ("prescribed-opioid", "daily visit"),
        ("grams-40-exactly", "every 6 to 8 hours"),
        ("older-act-cows-13", "every 4 hours"),
        ("opioid-use-disorder", "every 2 hours; prescriber told now"),
        ("cows-37-hospital", "continuously or hourly"),
    ],
)
def test_withdrawal_is_scored_more_often_the_stronger_it_is(name, words):
    level = f"DTX-{EDGES[name]['expected']['dx']}"
    assert words in notes(level, name)


@pytest.mark.parametrize(
    ("phq9", "criteria", "quadrant"),
    [(19, 5, "I:"), (20, 5, "II:"), (19, 6, "III:"), (20, 6, "IV:")],
)
def test_the_quadrant_turns_at_phq9_20_and_six_criteria(phq9, criteria, quadrant):
    said = notes(
        "DUA-INT", "audit-19", phq9=phq9, dsm="y" * criteria + "n" * (11 - criteria), audit=0
    )
    assert f"Quadrant {quadrant}" in said


def test_monitoring_stands_with_the_medicine_it_belongs_to():
    assert "COWS at 30 to 60 minutes" in notes("MED-BUP", "grams-40-exactly")
    assert "COWS at 30 to 60 minutes" in notes("MED-MOUD", "opioid-use-disorder")
    assert "sitting and standing" in notes("MED-SYMPT", "grams-40-exactly")
    assert "CIWA-B and vital signs once a day" in notes("SAF-SEDATIVE", "pdmp-against-answer")


def test_the_naltrexone_hold_does_not_hide_another_opioid():
    said = notes("FLAG-NTX", "naltrexone-241-requested", opioid_current="short_acting")
    assert "count from it if it was later" in said
    assert "count from it" not in notes("FLAG-NTX", "naltrexone-239-on-board")


def test_severe_depression_is_evaluated_within_72_hours():
    severe = plan("cows-37-hospital").line(Element.DUA_DEP)
    assert "72 hours" in severe.schedule
    assert "7 days" in plan("declines-of-every-kind", declines=[]).line(Element.DUA_DEP).schedule
