"""The computed texts of the lines: what a prescriber or counselor reads beside them."""

import pytest

from tests.plans.persons import MILD, MODERATE, SEVERE, cows, known, plan_for
from treatment.intake.vocabulary import Substance
from treatment.plans.engine.findings import Findings
from treatment.plans.engine.parameters import DEFAULTS
from treatment.plans.rules.ranges import SYMPTOM_MEDICINES
from treatment.plans.rules.saying import found
from treatment.plans.vocabulary import Element

KRATOM = {"primary": "kratom_leaf", "products": ["leaf"]}
DETOX = {"cows": cows(9)}
BUP = KRATOM | DETOX | {"dsm": MODERATE}
WOMAN = {"sex": "female", "pregnancy": "no"}
AUD = {"alcohol_criteria": 5}
QT_DRUGS = "Ondansetron, hydroxyzine, trazodone and lofexidine"

# name: (what differs from a quiet person, line, text that is there, text that is not)
TEXTS = {
    "19.9 g": (BUP | {"kratom_g_day": 19.9}, "MED-BUP", "Below 20 g a day: published start 4/1 to 8/2 mg", "not applicable"),
    "20 g": (BUP | {"kratom_g_day": 20}, "MED-BUP", "Between the published bands", "published start"),
    "40 g": (BUP | {"kratom_g_day": 40}, "MED-BUP", "no dose is proposed", "published start"),
    "40.1 g": (BUP | {"kratom_g_day": 40.1}, "MED-BUP", "Above 40 g a day: published start 12/3 to 16/4 mg", "Between"),
    "grams unknown": (BUP | {"kratom_g_day": None}, "MED-BUP", "grams a day are not known", "published start"),
    "extract whatever the grams": (BUP | {"kratom_g_day": 10, "products": ["leaf", "extract"]}, "MED-BUP", "extract or 7-OH", "published start"),
    "always the contrary evidence": (BUP, "MED-BUP", "no controlled study exists", "First dose not before"),
    "first dose at COWS 8": (BUP | {"cows": cows(7), "prior_detox_incomplete": True}, "MED-BUP", "First dose not before COWS 8.", "obstetrics"),
    "first dose, COWS open": (BUP | {"cows": [None, *cows(9)[1:]], "prior_detox_incomplete": True}, "MED-BUP", "First dose not before COWS 8.", ""),
    "an opioid taken": (BUP | {"opioid_current": "long_acting"}, "MED-BUP", "after methadone wait 24 to 72 hours", ""),
    "a sick liver": (BUP | {"alt_xuln": 4}, "MED-BUP", "not in severe liver disease", ""),
    "a sedative": (BUP | {"benzo_use": "daily_prescribed"}, "MED-BUP", "Caution, not refusal", ""),
    "buprenorphine in pregnancy": (BUP | WOMAN | {"pregnancy": "yes"}, "MED-BUP", "Allowed in pregnancy", "Medicines wait"),
    "buprenorphine, pregnancy open": (BUP | WOMAN | {"pregnancy": "unknown"}, "MED-BUP", "Medicines wait", "Allowed"),
    "replaces the kratom line": (BUP | {"oud_criteria": 4}, "MED-MOUD", "Replaces the buprenorphine line for kratom", ""),
    "no kratom to replace": ({"oud_criteria": 4}, "MED-MOUD", "Methadone only in an opioid treatment program", "Replaces"),
    "naltrexone on board": ({"oud_criteria": 4, "meds": ["naltrexone"]}, "MED-MOUD", "Naltrexone is on board", ""),
    "symptoms, nothing wrong": (DETOX, "MED-SYMPT", "No benzodiazepine", "excluded"),
    "symptoms, alcohol": (DETOX | {"pawss": 4}, "MED-SYMPT", "Thiamine 100 mg a day", "No benzodiazepine"),
    "symptoms, sedative": (DETOX | {"benzo_use": "daily_prescribed"}, "MED-SYMPT", "Gabapentin with caution", "No benzodiazepine"),
    "symptoms, long QT": (DETOX | {"qtc": 455}, "MED-SYMPT", f"{QT_DRUGS} excluded: long QTc.", "pending"),
    "symptoms, ECG to come": (DETOX | {"qtc": None, "cardiac_history": True}, "MED-SYMPT", f"{QT_DRUGS} pending ECG", "long QTc"),
    "symptoms, QT medicine": (DETOX | {"qt_meds": ["citalopram"]}, "MED-SYMPT", "Lofexidine excluded beside a QT medicine", ""),
    "symptoms, low systolic": (DETOX | {"sbp": 89}, "DTX-3", "The plan is on hold", ""),
    "symptoms, diastolic 59": (DETOX | {"dbp": 59}, "MED-SYMPT", "Clonidine on hold", ""),
    "symptoms, diastolic 60": (DETOX | {"dbp": 60}, "MED-SYMPT", "", "Clonidine on hold"),
    "symptoms, pulse 59": (DETOX | {"hr": 59}, "MED-SYMPT", "Clonidine on hold", ""),
    "symptoms, liver": (DETOX | {"alt_xuln": 3}, "MED-SYMPT", "acetaminophen at most 2 g a day", ""),
    "symptoms, kidney": (DETOX | {"egfr": 89}, "MED-SYMPT", "Lofexidine dose by eGFR", ""),
    "symptoms, heart": (DETOX | {"cardiac_history": True}, "MED-SYMPT", "marked bradycardia", ""),
    "alcohol medicine, kidney fine": (AUD | {"egfr": 31}, "MED-AUD", "Acamprosate possible", "excluded"),
    "alcohol medicine, kidney not": (AUD | {"egfr": 30}, "MED-AUD", "Acamprosate excluded: eGFR is not above 30.", "possible"),
    "alcohol medicine, kidney unknown": (AUD | {"egfr": None}, "MED-AUD", "Acamprosate only once eGFR above 30 is known.", ""),
    "alcohol medicine, kratom": (AUD | KRATOM | {"hours_since_last_use": 9}, "MED-AUD", "Naltrexone only after the hold", ""),
    "alcohol medicine, heart": (AUD | {"cardiac_history": True}, "MED-AUD", "Disulfiram excluded", ""),
    "alcohol medicine, all fine": (AUD, "MED-AUD", "", "Disulfiram"),
    "naltrexone after kratom": (KRATOM | {"meds": ["naltrexone"], "hours_since_last_use": 200}, "FLAG-NTX", "at least 40 h more", "count from today"),
    "naltrexone, time unknown": (KRATOM | {"meds": ["naltrexone"], "hours_since_last_use": None}, "FLAG-NTX", "The last use is not known", "h more"),
    "naltrexone after methadone": ({"meds": ["naltrexone"], "uds_unexpected": ["methadone"]}, "FLAG-NTX", "until 336 h", "h more"),
    "seizure medicine": ({"meds": ["tramadol"]}, "FLAG-SEIZMED", "Taken: tramadol.", ""),
    "long QT, avoid": ({"qtc": 460}, "FLAG-QT", "Avoid ondansetron", ""),
    "stimulant target": ({"dsm": MODERATE, "primary": "stimulant", "cm_consent": "yes"}, "THR-CM", "stimulant-negative", "consent"),
    "stimulant found": ({"dsm": MODERATE, "uds_unexpected": ["amphetamine"], "poc_mitragynine": True, "cm_consent": "yes"}, "THR-CM", "stimulant-negative", "attendance"),
    "on-site test": ({"dsm": MODERATE, "poc_mitragynine": True, "cm_consent": "unknown"}, "THR-CM", "mitragynine-negative", "attendance"),
    "no test": ({"dsm": MODERATE, "cm_consent": "unknown"}, "THR-CM", "Needs consent.", "negative"),
    "rewards declined": ({"dsm": MODERATE, "cm_consent": "no"}, "THR-CM", "Offered and declined.", "Needs"),
    "CBT at once": ({"dsm": MILD}, "THR-CBT", "", "Starts"),
    "CBT after withdrawal": ({"dsm": MILD, "cows": cows(13)}, "THR-CBT", "Starts when COWS is below 13.", "MET"),
    "CBT, COWS open": ({"dsm": MILD, "cows": [None] * 11}, "THR-CBT", "Starts when COWS is below 13.", ""),
    "relapse prevention": ({"dsm": MILD, "prior_relapses": 1}, "THR-RP", "From step-down.", "Already"),
    "relapse prevention after two": ({"dsm": MILD, "prior_relapses": 2}, "THR-RP", "Already in primary treatment", "step-down"),
    "quadrant I": ({"phq9": 19, "dsm": MODERATE}, "DUA-INT", "Quadrant I:", ""),
    "quadrant II": ({"phq9": 20, "dsm": MODERATE}, "DUA-INT", "Quadrant II:", ""),
    "quadrant III": ({"phq9": 19, "dsm": SEVERE}, "DUA-INT", "Quadrant III:", ""),
    "quadrant IV": ({"bipolar": True, "dsm": SEVERE}, "DUA-INT", "Quadrant IV:", ""),
    "depression outside withdrawal": ({"phq9": 12, "cows": cows(4)}, "DUA-DEP", "", "provisional"),
    "depression in withdrawal": ({"phq9": 12, "cows": cows(5)}, "DUA-DEP", "provisional", "72 hours"),
    "depression, severe": ({"phq9": 20}, "DUA-DEP", "within 72 hours", ""),
    "anxiety": ({"gad7": 12}, "DUA-ANX", "No benzodiazepine by default.", "provisional"),
    "trauma": ({"trauma_exposure": True, "pcptsd5": 5}, "DUA-PTSD", "not a diagnosis", ""),
    "group without trauma": ({"dsm": MILD}, "THR-GRP", "", "Trauma"),
    "mindfulness": ({"dsm": MILD, "interests": ["mindfulness"]}, "HOL-MIND", "From step-down.", "Trauma"),
    "yoga, pregnancy open": (WOMAN | {"dsm": MILD, "interests": ["yoga"], "pregnancy": "unknown"}, "HOL-YOGA", "answer the pregnancy question", "Prenatal"),
    "yoga": ({"dsm": MILD, "interests": ["yoga"]}, "HOL-YOGA", "", "regnan"),
    "horses, pregnancy open": (WOMAN | {"dsm": MILD, "interests": ["equine"], "pregnancy": "unknown"}, "HOL-EQUINE", "answer the pregnancy question", ""),
    "family, safety known": ({"family_consent": "yes"}, "SUP-FAM", "", "ask about safety"),
    "family, safety not asked": ({"family_consent": "yes", "housing": None}, "SUP-FAM", "ask about safety at home", ""),
    "12-step by preference": ({"dsm": MILD, "mutual_help": "twelve_step"}, "SUP-12STEP", "secular alternative", "No preference"),
    "12-step without preference": ({"dsm": MILD, "mutual_help": "unknown"}, "SUP-12STEP", "No preference known", "secular alternative"),
    "contacts": ({"dsm": MILD}, "AFT-CONTACTS", "", "Weekly"),
    "contacts after a relapse": ({"dsm": MILD, "prior_relapses": 1}, "AFT-CONTACTS", "Weekly calls", ""),
    "contacts without support": ({"dsm": MILD, "support": "none"}, "AFT-CONTACTS", "Weekly calls", ""),
    "screen to complete": ({"cssrs": ["n", "y", None, "n", "n", None, None]}, "TASK-CSSRS", "Ask: thoughts of how, suicidal act ever.", "1 hour"),
    "screen to complete now": ({"cssrs": [None] * 7, "phq9_item9": 2}, "TASK-CSSRS", "Within 1 hour", ""),
    "COWS to complete": ({"cows": [0] * 10 + [None]}, "TASK-COWS", "Rate: gooseflesh.", "tremor"),
    "criteria to ask": ({"dsm": "yu" + "n" * 9}, "TASK-DSM", "Ask: failed to cut down.", ""),
    "prescription to ask": ({"primary": "opioid", "taken_as_prescribed": None, "dsm": "n" * 9 + "yy"}, "TASK-DSM", "Ask: prescription. Severity none, possibly mild.", ""),
    "answers to clear": ({"hcg": "positive"}, "TASK-RECON", "Pregnancy is denied or not applicable", "opioid"),
    "sedative denied": ({"pdmp_benzo_30d": True}, "SAF-SEDATIVE", "None is told, but the PDMP", ""),
    "sedative told": ({"benzo_use": "daily_prescribed"}, "SAF-SEDATIVE", "Never stop abruptly", "None is told"),
    "pregnancy to answer": (WOMAN | {"pregnancy": "unknown"}, "SAF-PREGTEST", "No medicine is released", "negative test"),
    "pregnancy to answer, test negative": (WOMAN | {"pregnancy": "unknown", "hcg": "negative"}, "SAF-PREGTEST", "The negative test does not answer", ""),
    "minor": ({"age": 15}, "SAF-MINOR", "cannot be finalized here", ""),
    "monitoring at 36": ({"cows": cows(36)}, "DTX-2", "every 2 hours", ""),
    "monitoring at 24": ({"cows": cows(24)}, "DTX-1", "every 4 hours", "Provisional"),
    "monitoring at 12": ({"cows": cows(12)}, "DTX-1", "every 6 to 8 hours", ""),
    "monitoring to come, at home": ({"benzo_use": "daily_prescribed"}, "DTX-1", "at a daily visit", ""),
    "monitoring to come, in a bed": ({"other_sedative_daily": True}, "DTX-2", "every 6 hours for 24 hours", ""),
    "monitoring at 37": ({"cows": cows(37)}, "DTX-3", "continuously or hourly", ""),
    "provisional level": ({"cows": [None, *cows(9)[1:]]}, "DTX-1", "Provisional: the COWS is incomplete.", ""),
    "alcohol beside kratom": ({"pawss": 5}, "DTX-CIWA", "read both scales side by side", ""),
    "no computed text": ({"legal": True}, "SUP-CASE", "", "."),
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "element", "present", "absent"), TEXTS.values(), ids=TEXTS.keys()
)
def test_the_line_says_what_the_reference_asks_for(changes, element, present, absent):
    text = " ".join(plan_for(**changes).line(Element(element)).notes)
    assert present in text
    assert not absent or absent not in text


FOUND = {
    "cows": ({"cows": cows(14)}, "COWS 14"),
    "cows open": ({"cows": [None, *cows(14)[1:]]}, "COWS incomplete, at least 14"),
    "dsm": (
        {"dsm": "yyu" + "n" * 8},
        "criteria 2 of 11 (mild): more than meant, failed to cut down, 1 open",
    ),
    "dsm none": ({}, "criteria 0 of 11 (none): none met"),
    "cssrs": ({"cssrs": list("ynnnnnn")}, "suicide screen low"),
    "pcptsd5": ({"trauma_exposure": True, "pcptsd5": 3}, "PC-PTSD-5 3"),
    "pcptsd5 unknown": ({"trauma_exposure": None, "pcptsd5": None}, "PC-PTSD-5 not known"),
    "hr": ({"hr": 70.5}, "pulse 70.5"),
    "hr unknown": ({"hr": None}, "pulse not known"),
    "audit": (
        {"audit": None, "audit_c": None, "audit_items": [4] * 5 + [None] * 5},
        "AUDIT at least 20",
    ),
    "audit unknown": ({"audit": None}, "AUDIT not known"),
    "jaundice": ({"jaundice": True}, "jaundice yes"),
    "ipv": ({}, "partner violence no"),
    "meds": ({"meds": ["b", "a"]}, "medicines a, b"),
    "meds none": ({}, "medicines none"),
    "housing": ({"housing": "homeless"}, "housing homeless"),
    "primary": (
        {"primary": Substance.KRATOM_7OH.value},
        "primary substance 7-hydroxymitragynine (7-OH)",
    ),
    "hours_since_last_use": ({"hours_since_last_use": 12}, "last use 12 h ago"),
    "products": ({"products": ["tea", "7oh"]}, "products 7-OH, tea"),
    "dx": ({}, "detox intensity 0"),
}


@pytest.mark.parametrize(("case", "expected"), FOUND.items())
def test_the_values_found_are_told_in_plain_words(case, expected):
    changes, text = expected
    assert found(case.split()[0], Findings(known(**changes), DEFAULTS)) == text


def test_a_reason_says_condition_values_why_and_source():
    reason = plan_for(phq9=14).line(Element.DUA_DEP).reasons
    assert reason == [
        {
            "rule": "R33",
            "condition": "adult and PHQ-9 10 or more",
            "found": ["PHQ-9 14"],
            "because": "A positive depression screen is evaluated, sooner when it is severe.",
            "source": "S30",
            "certainty": ["V"],
        }
    ]


def test_the_reason_of_the_strongest_urgency_is_told():
    reason = plan_for(phq9=22).line(Element.DUA_DEP).reasons[0]
    assert reason["condition"] == "adult and PHQ-9 10 or more and PHQ-9 20 or more"


def test_a_line_carries_the_words_of_the_catalog():
    line = plan_for(dsm=MILD).line(Element.THR_IND)
    kept = line.to_json()
    assert (kept["title"], kept["planned_count"], kept["planned_minutes"]) == (
        "Individual therapy",
        12,
        50,
    )
    assert (kept["area"], kept["phase"], kept["standing"]) == ("therapy", "primary", "active")
    assert (kept["needs_prescriber"], kept["is_workable_from_draft"]) == (False, False)
    assert plan_for(**DETOX).line(Element.DTX_1).to_json()["needs_prescriber"] is True


def test_every_symptom_medicine_has_a_range_a_caution_and_a_source():
    assert len(SYMPTOM_MEDICINES) == 13
    assert all(all(each) for each in SYMPTOM_MEDICINES)
