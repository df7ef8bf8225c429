"""Safety rules R01 to R14, as a table a clinician can read; every limit is tried on both sides."""

import pytest

from tests.plans.persons import MODERATE, SEVERE, cows, plan_for, vignette
from treatment.plans.vocabulary import Element, Urgency

WITHDRAWING = {"cows": cows(14)}
KRATOM = {"primary": "kratom_leaf"}


def screen(letters):
    return {"cssrs": [None if letter == "x" else letter for letter in letters]}


# name: (what differs from a quiet person, elements proposed, elements not proposed, detox level)
CASES = {
    # R01 to R03: suicide
    "R01 intent": (screen("nynynnn"), "SAF-SUI-EMERG", "SAF-SUI-EVAL SAF-SUI-MON TASK-CSSRS", 0),
    "R01 plan, whatever the rest says": (screen("xxxxyxx"), "SAF-SUI-EMERG", "TASK-CSSRS", 0),
    "R01 recent act": (screen("nnnnnyy"), "SAF-SUI-EMERG", "SAF-SUI-EVAL", 0),
    "R01 recent act although no act is told": (screen("nnnnnny"), "SAF-SUI-EMERG", "SAF-SUI-EVAL", 0),
    "R01 act of unknown time": (screen("nnnnnyx"), "SAF-SUI-EMERG", "SAF-SUI-EVAL", 0),
    "R02 method": (screen("yyynnnn"), "SAF-SUI-EVAL", "SAF-SUI-EMERG SAF-SUI-MON TASK-CSSRS", 0),
    "R02 method although q2 is no": (screen("nnynnnn"), "SAF-SUI-EVAL", "SAF-SUI-MON", 0),
    "R02 act long ago": (screen("nnnnnyn"), "SAF-SUI-EVAL", "SAF-SUI-EMERG SAF-SUI-MON", 0),
    "R02 method with the rest open": (screen("xyyxxnx"), "SAF-SUI-EVAL TASK-CSSRS", "SAF-SUI-EMERG", 0),
    "R03 wish": (screen("ynxxxnx"), "SAF-SUI-MON", "SAF-SUI-EVAL TASK-CSSRS SAF-SUI-RECON", 0),
    "R03 thoughts": (screen("nynnnnx"), "SAF-SUI-MON", "SAF-SUI-EVAL TASK-CSSRS", 0),
    "R03 wish with q6 open": (screen("ynxxxxx"), "SAF-SUI-MON TASK-CSSRS", "SAF-SUI-EVAL", 0),
    "R03 thoughts without follow-up": (screen("nyxnnnx"), "SAF-SUI-MON TASK-CSSRS", "", 0),
    "R03 nothing asked": (screen("xxxxxxx"), "TASK-CSSRS", "SAF-SUI-MON", 0),
    "R03 item 9 against a complete no": ({"phq9_item9": 1}, "SAF-SUI-RECON SAF-SUI-MON TASK-RECON", "TASK-CSSRS SAF-SUI-EVAL", 0),
    "R03 item 9 beside a wish is no disagreement": ({"phq9_item9": 1} | screen("ynnnnnn"), "SAF-SUI-MON", "SAF-SUI-RECON TASK-RECON", 0),
    "R03 item 9 beside moderate risk": ({"phq9_item9": 3} | screen("nnynnnn"), "SAF-SUI-EVAL", "SAF-SUI-RECON SAF-SUI-MON", 0),
    "R03 complete no": ({}, "", "SAF-SUI-MON SAF-SUI-RECON TASK-CSSRS", 0),
    # R04: naloxone
    "R04 kratom": (KRATOM, "SAF-NALOXONE", "", 0),
    "R04 kratom besides": ({"kratom_secondary": True}, "SAF-NALOXONE", "", 0),
    "R04 kratom products alone do not count": ({"products": ["leaf"]}, "", "SAF-NALOXONE LAB-MITRA", 0),
    "R04 opioid now": ({"opioid_current": "prescribed"}, "SAF-NALOXONE", "", 0),
    "R04 opioid in the drug test": ({"uds_unexpected": ["Heroin"]}, "SAF-NALOXONE TASK-RECON", "", 0),
    "R04 opioid use disorder": ({"oud_criteria": 4}, "SAF-NALOXONE", "", 0),
    "R04 three opioid criteria": ({"oud_criteria": 3}, "", "SAF-NALOXONE", 0),
    "R04 overdose long ago": ({"overdose": "lifetime"}, "SAF-NALOXONE", "", 0),
    "R04 cannabis in the drug test": ({"uds_unexpected": ["thc", "cocaine"]}, "", "SAF-NALOXONE", 0),
    # R05: sedatives
    "R05 daily prescribed": ({"benzo_use": "daily_prescribed"}, "SAF-SEDATIVE DTX-1", "", 1),
    "R05 daily not prescribed": ({"benzo_use": "daily_nonprescribed"}, "SAF-SEDATIVE DTX-2", "", 2),
    "R05 denied but filled": ({"pdmp_benzo_30d": True}, "SAF-SEDATIVE DTX-2 TASK-RECON", "", 2),
    "R05 denied but tested": ({"uds_unexpected": ["benzodiazepine"]}, "SAF-SEDATIVE DTX-2 TASK-RECON", "", 2),
    "R05 another sedative": ({"other_sedative_daily": True}, "SAF-SEDATIVE DTX-2", "", 2),
    "R05 prescribed and another": ({"benzo_use": "daily_prescribed", "other_sedative_daily": True}, "DTX-2", "DTX-1", 2),
    "R05 intermittent and filled": ({"benzo_use": "intermittent", "pdmp_benzo_30d": True}, "", "SAF-SEDATIVE TASK-RECON", 0),
    "R05 not asked but filled": ({"benzo_use": None, "pdmp_benzo_30d": True}, "SAF-SEDATIVE DTX-2", "TASK-RECON", 2),
    # R06: alcohol
    "R06 CIWA 10": ({"ciwa_ar": 10}, "DTX-CIWA DTX-2", "", 2),
    "R06 CIWA 9": ({"ciwa_ar": 9}, "", "DTX-CIWA", 0),
    "R06 CIWA 18": ({"ciwa_ar": 18}, "DTX-CIWA", "DTX-3", 2),
    "R06 CIWA 19": ({"ciwa_ar": 19}, "DTX-CIWA DTX-3", "", 3),
    "R06 CIWA 10 with hallucinosis": ({"ciwa_ar": 10, "hallucinosis": True}, "DTX-CIWA DTX-3", "", 3),
    "R06 hallucinosis below 10": ({"ciwa_ar": 9, "hallucinosis": True}, "", "DTX-CIWA", 0),
    "R06 CIWA at least 12": ({"ciwa_ar": None, "ciwa_ar_items": [6, 6, *[None] * 8]}, "DTX-CIWA DTX-2", "", 2),
    "R06 CIWA at least 19": ({"ciwa_ar": None, "ciwa_ar_items": [7, 7, 5, *[None] * 7]}, "DTX-3", "", 3),
    "R06 PAWSS 4": ({"pawss": 4}, "DTX-CIWA DTX-2", "", 2),
    "R06 PAWSS 3": ({"pawss": 3}, "", "DTX-CIWA", 0),
    "R06 complicated before": ({"alcohol_wd_complicated": True}, "DTX-CIWA DTX-2", "", 2),
    "R06 five drinks, last 71 h": ({"drinks_per_day": 5, "hours_since_drink": 71}, "DTX-CIWA DTX-1", "", 1),
    "R06 five drinks, last unknown": ({"drinks_per_day": 5, "hours_since_drink": None}, "DTX-CIWA DTX-1", "", 1),
    "R06 five drinks, last 72 h": ({"drinks_per_day": 5, "hours_since_drink": 72}, "", "DTX-CIWA", 0),
    "R06 four drinks": ({"drinks_per_day": 4.9, "hours_since_drink": 1}, "", "DTX-CIWA", 0),
    "R06 AUDIT 20": ({"audit": 20}, "DTX-CIWA DTX-1", "", 1),
    "R06 AUDIT 19": ({"audit": 19}, "", "DTX-CIWA", 0),
    "R06 AUDIT at least 20": ({"audit": None, "audit_c": None, "audit_items": [4, 4, 4, 4, 4, *[None] * 5]}, "DTX-CIWA TASK-AUDIT", "MED-AUD", 1),
    "R06 AUDIT-C 4, man": ({"audit": None, "audit_c": 4}, "TASK-AUDIT", "DTX-CIWA", 0),
    "R06 AUDIT-C 3, man": ({"audit": None, "audit_c": 3}, "", "TASK-AUDIT", 0),
    "R06 AUDIT-C 3, woman": ({"audit": None, "audit_c": 3, "sex": "female", "pregnancy": "no"}, "TASK-AUDIT", "", 0),
    "R06 AUDIT-C 3, sex unknown": ({"audit": None, "audit_c": 3, "sex": "unknown", "pregnancy": "no"}, "TASK-AUDIT", "", 0),
    "R06 AUDIT-C 2, woman": ({"audit": None, "audit_c": 2, "sex": "female", "pregnancy": "no"}, "", "TASK-AUDIT", 0),
    "R06 AUDIT-C with the AUDIT done": ({"audit": 10, "audit_c": 6}, "", "TASK-AUDIT", 0),
    "R06 AUDIT-C at least 4": ({"audit": None, "audit_c": None, "audit_c_items": [4, None, None]}, "TASK-AUDIT", "", 0),
    # R07: pregnancy
    "R07 pregnant": ({"sex": "female", "pregnancy": "yes"}, "SAF-OB", "SAF-PREGTEST DTX-2", 0),
    "R07 test positive whatever is said": ({"sex": "female", "pregnancy": "no", "hcg": "positive"}, "SAF-OB TASK-RECON", "SAF-PREGTEST", 0),
    "R07 test positive, answer open": ({"sex": "female", "pregnancy": "unknown", "hcg": "positive"}, "SAF-OB", "SAF-PREGTEST TASK-RECON", 0),
    "R07 a negative test changes no yes": ({"sex": "female", "pregnancy": "yes", "hcg": "negative"}, "SAF-OB", "", 0),
    "R07 a negative test answers nothing": ({"sex": "female", "pregnancy": "unknown", "hcg": "negative"}, "SAF-PREGTEST", "SAF-OB", 0),
    "R07 not answered, 12": ({"age": 12, "sex": "female", "pregnancy": None}, "SAF-PREGTEST", "", 0),
    "R07 not answered, 11": ({"age": 11, "sex": "female", "pregnancy": None}, "", "SAF-PREGTEST", 0),
    "R07 not answered, 55": ({"age": 55, "sex": "female", "pregnancy": None}, "SAF-PREGTEST", "", 0),
    "R07 not answered, 56": ({"age": 56, "sex": "female", "pregnancy": None}, "", "SAF-PREGTEST", 0),
    "R07 not answered, sex unknown": ({"sex": None, "pregnancy": None}, "SAF-PREGTEST", "", 0),
    "R07 a man": ({"pregnancy": "unknown"}, "", "SAF-PREGTEST", 0),
    "R07 withdrawal in pregnancy": ({"sex": "female", "pregnancy": "yes", "cows": cows(5)}, "SAF-OB DTX-2", "", 2),
    "R07 dependence in pregnancy": ({"sex": "female", "pregnancy": "yes", "dsm": "n" * 9 + "yn", "hours_since_last_use": 71}, "DTX-2", "", 2),
    "R07 dependence in pregnancy, longer ago": ({"sex": "female", "pregnancy": "yes", "dsm": "n" * 9 + "yn", "hours_since_last_use": 72}, "", "DTX-2", 0),
    "R07 COWS incomplete in pregnancy": ({"sex": "female", "pregnancy": "yes", "cows": [None, *cows(4)[1:]]}, "SAF-OB TASK-COWS", "DTX-2", 0),
    # R08: seizures
    "R08 epilepsy without withdrawal": ({"seizure_history": "epilepsy"}, "SAF-SEIZURE", "DTX-2", 0),
    "R08 epilepsy lifts ambulatory detox": ({"seizure_history": "drug", "benzo_use": "daily_prescribed"}, "SAF-SEIZURE DTX-2", "DTX-1", 2),
    "R08 seizure in 24 h": ({"seizure_24h": True}, "SAF-SEIZURE DTX-3", "", 3),
    # R09: heart
    "R09 QTc 449, man": ({"qtc": 449.9}, "", "SAF-ECG FLAG-QT", 0),
    "R09 QTc 450, man": ({"qtc": 450}, "SAF-ECG FLAG-QT", "DTX-3", 0),
    "R09 QTc 450, sex unknown": ({"qtc": 450, "sex": None, "pregnancy": "no"}, "SAF-ECG FLAG-QT", "", 0),
    "R09 QTc 459, woman": ({"qtc": 459, "sex": "female", "pregnancy": "no"}, "", "SAF-ECG FLAG-QT", 0),
    "R09 QTc 460, woman": ({"qtc": 460, "sex": "female", "pregnancy": "no"}, "SAF-ECG FLAG-QT", "", 0),
    "R09 QTc 499": ({"qtc": 499}, "FLAG-QT", "DTX-3", 0),
    "R09 QTc 500": ({"qtc": 500}, "SAF-ECG FLAG-QT DTX-3", "", 3),
    "R09 QTc unknown, QT medicine": ({"qtc": None, "qt_meds": ["ondansetron"]}, "SAF-ECG", "FLAG-QT", 0),
    "R09 QTc unknown, heart disease": ({"qtc": None, "cardiac_history": True}, "SAF-ECG", "", 0),
    "R09 QTc unknown, 41 g": ({"qtc": None, "kratom_g_day": 40.5}, "SAF-ECG", "", 0),
    "R09 QTc unknown, 40 g": ({"qtc": None, "kratom_g_day": 40}, "", "SAF-ECG", 0),
    "R09 QTc unknown, extract": ({"qtc": None, "products": ["extract"]}, "SAF-ECG", "", 0),
    "R09 QTc unknown, 7-OH dose": ({"qtc": None, "seven_oh_mg_day": 1}, "SAF-ECG", "", 0),
    "R09 QTc known, QT medicine": ({"qt_meds": ["ondansetron"]}, "", "SAF-ECG", 0),
    "R09 QTc unknown, nothing else": ({"qtc": None}, "", "SAF-ECG", 0),
    # R10: liver
    "R10 jaundice": ({"jaundice": True}, "SAF-LIVER DTX-3", "", 3),
    "R10 ALT 3 with bilirubin 2": ({"alt_xuln": 3, "bili_xuln": 2}, "SAF-LIVER DTX-3", "", 3),
    "R10 ALT 3 with bilirubin 1.9": ({"alt_xuln": 3, "bili_xuln": 1.9}, "SAF-LIVER", "DTX-3 DTX-2", 0),
    "R10 ALT 2.9 with bilirubin 2": ({"alt_xuln": 2.9, "bili_xuln": 2}, "", "SAF-LIVER", 0),
    "R10 ALT 5": ({"alt_xuln": 5}, "SAF-LIVER DTX-2", "", 2),
    "R10 ALT 4.9": ({"alt_xuln": 4.9}, "SAF-LIVER", "DTX-2", 0),
    # R11: minors
    "R11 17": ({"age": 17}, "SAF-MINOR", "BRF-INT", 0),
    "R11 18": ({"age": 18}, "BRF-INT", "SAF-MINOR", 0),
    "R11 no therapy, no medicine": ({"age": 17, "dsm": SEVERE, "cows": cows(14), "oud_criteria": 6, "alcohol_criteria": 6, "phq9": 20, "chronic_pain": True, "pain_nrs": 8, "interpreter": True} | KRATOM, "SAF-MINOR DTX-1 SAF-NALOXONE LAB-MITRA", "MED-SYMPT MED-BUP MED-MOUD MED-AUD THR-IND THR-CBT THR-GRP THR-RP DUA-DEP DUA-INT SUP-PAIN SUP-ADAPT HOL-ART AFT-PLAN SUP-SMART", 1),
    "R11 warnings stay": ({"age": 17, "meds": ["naltrexone", "tramadol"], "hours_since_last_use": 10} | KRATOM, "FLAG-NTX FLAG-SEIZMED", "", 0),
    "R11 open criteria stay a task": ({"age": 17, "dsm": "u" * 11}, "TASK-DSM", "BRF-INT", 0),
    # R13, R14
    "R13 psychosis": ({"psychosis_current": True}, "SAF-PSYCH DUA-INT", "SAF-911", 0),
    "R13 mania lifts ambulatory detox": ({"mania_current": True, "benzo_use": "daily_prescribed"}, "SAF-PSYCH DTX-2", "DTX-1", 2),
    "R13 no CBT, group, mindfulness, horses": ({"psychosis_current": True, "dsm": SEVERE, "interests": ["mindfulness", "equine"]}, "THR-IND SAF-PSYCH", "THR-CBT THR-GRP HOL-MIND HOL-EQUINE HOL-MENU", 0),
    "R14 unsafe home": ({"housing": "unsafe", "family_consent": "yes"}, "SAF-IPV SUP-CASE", "SUP-FAM", 0),
    "R14 partner violence": ({"ipv": "yes", "family_consent": "yes"}, "SAF-IPV", "SUP-FAM", 0),
    "R14 homeless is not unsafe": ({"housing": "homeless"}, "SUP-CASE", "SAF-IPV", 0),
}  # fmt: skip

RED, AMBER, GREEN = (
    ("SAF-911 DTX-3", "SAF-AMBER", 3),
    ("SAF-AMBER", "SAF-911", 0),
    ("", "SAF-AMBER SAF-911", 0),
)
VITALS = {
    "spo2": {89.9: RED, 90: AMBER, 93.9: AMBER, 94: GREEN},
    "rr": {
        9.9: RED,
        10: AMBER,
        11.9: AMBER,
        12: GREEN,
        24.9: GREEN,
        25: AMBER,
        29.9: AMBER,
        30: RED,
    },
    "sbp": {
        89: RED,
        90: AMBER,
        99.5: AMBER,
        100: GREEN,
        159.9: GREEN,
        160: AMBER,
        179: AMBER,
        180: RED,
    },
    "dbp": {40: GREEN, 99.9: GREEN, 100: AMBER, 119.9: AMBER, 120: RED},
    "hr": {44: RED, 45: AMBER, 54.9: AMBER, 55: GREEN},
    "temp_c": {37.9: GREEN, 38.0: AMBER, 38.8: AMBER, 38.9: RED},
}


def codes(words):
    return {Element(word) for word in words.split()}


@pytest.mark.parametrize(
    ("changes", "present", "absent", "level"), CASES.values(), ids=CASES.keys()
)
def test_the_safety_rules_decide_as_the_reference_says(changes, present, absent, level):
    plan = plan_for(**changes)
    everything = {*plan.active, *plan.deferred, *plan.declined}
    assert codes(present) <= everything
    assert not codes(absent) & everything
    assert plan.level == level


@pytest.mark.parametrize(
    ("sign", "value", "expected"),
    [
        (sign, value, expected)
        for sign, limits in VITALS.items()
        for value, expected in limits.items()
    ],
)
def test_vital_signs_turn_amber_and_red_at_their_limits(sign, value, expected):
    present, absent, level = expected
    plan = plan_for(**{sign: value})
    assert codes(present) <= set(plan.active)
    assert not codes(absent) & set(plan.active)
    assert plan.level == level


@pytest.mark.parametrize(
    ("beats", "points", "expected"),
    [(110.9, 2, GREEN), (111, 2, AMBER), (129.9, 4, AMBER), (130, 4, RED)],
)
def test_a_fast_pulse_turns_amber_and_red(beats, points, expected):
    plan = plan_for(hr=beats, cows=[points] + [0] * 10)
    assert codes(expected[0]) <= set(plan.active)
    assert plan.level == expected[2]


@pytest.mark.parametrize("event", ["altered_mental_status", "delirium"])
def test_a_clouded_mind_is_a_red_event(event):
    assert plan_for(**{event: True}).level == 3


def test_red_goes_before_amber():
    plan = plan_for(spo2=85, sbp=165)
    assert Element.SAF_911 in plan.active
    assert Element.SAF_AMBER not in plan.active


def test_the_lowest_vital_signs_nobody_measured_decide_nothing():
    plan = plan_for(spo2=None, rr=None)
    assert "R12" in plan.undecided
    assert Element.SAF_AMBER in plan_for(spo2=None, sbp=165).active


URGENT = {
    "open screen": (screen("xxxxxxx"), "TASK-CSSRS", "U1"),
    "open screen with item 9": (screen("xxxxxxx") | {"phq9_item9": 1}, "TASK-CSSRS", "U0"),
    "naloxone for leaf": (KRATOM, "SAF-NALOXONE", "U3"),
    "naloxone for extract": (KRATOM | {"products": ["extract"]}, "SAF-NALOXONE", "U1"),
    "naloxone after an overdose this year": ({"overdose": "past_12m"}, "SAF-NALOXONE", "U1"),
    "naloxone after an overdose long ago": ({"overdose": "lifetime"}, "SAF-NALOXONE", "U3"),
    "naloxone beside an opioid": ({"opioid_current": "prescribed"}, "SAF-NALOXONE", "U1"),
    "naloxone beside a sedative": (
        KRATOM | {"benzo_use": "daily_prescribed"},
        "SAF-NALOXONE",
        "U1",
    ),
    "long QT": ({"qtc": 470}, "FLAG-QT", "U1"),
    "dangerous QT": ({"qtc": 510}, "FLAG-QT", "U0"),
    "jaundice": ({"jaundice": True}, "SAF-LIVER", "U0"),
    "ALT 5": ({"alt_xuln": 5}, "SAF-LIVER", "U1"),
    "ALT 3": ({"alt_xuln": 3}, "SAF-LIVER", "U3"),
    "severe withdrawal": ({"cows": cows(37)}, "DTX-3", "U0"),
    "moderate withdrawal": (WITHDRAWING, "DTX-1", "U1"),
    "withdrawal to come": ({"dsm": "n" * 9 + "yn", "hours_since_last_use": 5}, "DTX-1", "U2"),
    "PHQ-9 20": ({"phq9": 20}, "DUA-DEP", "U2"),
    "PHQ-9 19": ({"phq9": 19}, "DUA-DEP", "U3"),
}


@pytest.mark.parametrize(("changes", "element", "urgency"), URGENT.values(), ids=URGENT.keys())
def test_the_strongest_urgency_wins(changes, element, urgency):
    line = plan_for(**changes).line(Element(element))
    assert line.urgency is Urgency(urgency)


SUICIDE = {
    "ynxxxnx": "low", "nnxxxnx": "none", "nnyxxnx": "moderate", "nnxxxyx": "high", "ynxxxxx": "incomplete",
    "xnxxxnx": "incomplete", "nyxxxnx": "incomplete", "nnxxxyn": "moderate", "nynnnnx": "low",
}  # fmt: skip


@pytest.mark.parametrize(("letters", "level"), SUICIDE.items())
def test_the_suicide_level_is_told_in_its_word(letters, level):
    assert vignette(**screen(letters)).suicide == level


def test_item_9_alone_makes_the_level_low():
    assert vignette(phq9_item9=1).suicide == "low"
    assert vignette(phq9_item9=1, **screen("xnxxxnx")).suicide == "incomplete"


def test_high_suicide_risk_holds_the_plan_but_not_the_medicines():
    plan = plan_for(**screen("nnnnynn"), dsm=MODERATE, cows=cows(14), cm_consent="yes", **KRATOM)
    assert plan.is_on_hold
    assert plan.level == 2  # suicide risk is a social factor
    assert {
        Element.THR_IND,
        Element.THR_CM,
        Element.HOL_ART,
        Element.AFT_PLAN,
        Element.SUP_SMART,
    } <= set(plan.deferred)
    assert {
        Element.MED_BUP,
        Element.MED_SYMPT,
        Element.DTX_2,
        Element.LAB_BASE,
        Element.ADM_LOC,
    } <= set(plan.active)
    assert plan.line(Element.THR_GRP) is None


def test_hospital_first_holds_the_decisions_on_medicines_too():
    plan = plan_for(spo2=85, dsm=MODERATE, cows=cows(14), alcohol_criteria=5, **KRATOM)
    assert {Element.MED_BUP, Element.MED_AUD, Element.THR_GRP, Element.THR_IND} <= set(
        plan.deferred
    )
    assert Element.MED_SYMPT not in {*plan.active, *plan.deferred}
    assert Element.FLAG_NTX not in plan.active  # last use long ago
    assert Element.MED_MOUD in plan_for(spo2=85, oud_criteria=5).deferred


def test_a_brief_intervention_is_held_too():
    assert Element.BRF_INT in plan_for(spo2=85).deferred
