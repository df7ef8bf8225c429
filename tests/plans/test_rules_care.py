"""Rules R15 to R45, as a table a clinician can read; every limit is tried on both sides."""

import pytest

from tests.plans.persons import MILD, MODERATE, SEVERE, cows, known, plan_for, vignette
from treatment.plans.rules import draft
from treatment.plans.vocabulary import Element

KRATOM = {"primary": "kratom_leaf"}
WOMAN = {"sex": "female", "pregnancy": "no"}
CRAVING = {"dsm": "nnnynnnnnny"}  # c4 and c11: mild, with a sign of dependence
DEPENDENT = {"dsm": "n" * 10 + "y", "hours_since_last_use": 20}

# name: (what differs from a quiet person, elements proposed, elements not proposed)
CASES = {
    # R15 to R19: withdrawal
    "R15 COWS 37": ({"cows": cows(37)}, "DTX-3", "MED-SYMPT"),
    "R15 COWS 36": ({"cows": cows(36)}, "DTX-2 MED-SYMPT", "DTX-3"),
    "R15 COWS 25": ({"cows": cows(25)}, "DTX-2", "DTX-1"),
    "R16 COWS 24": ({"cows": cows(24)}, "DTX-1 MED-SYMPT", "DTX-2"),
    "R16 COWS 13": ({"cows": cows(13)}, "DTX-1", "DTX-2"),
    "R16 with a social factor": ({"cows": cows(13), "support": "none"}, "DTX-2", "DTX-1"),
    "R16 home not told": ({"cows": cows(13), "housing": None, "support": None}, "DTX-1", "DTX-2"),
    "R16 housing unstable": ({"cows": cows(13), "housing": "unstable"}, "DTX-2", ""),
    "R16 limited support is no factor": ({"cows": cows(13), "support": "limited"}, "DTX-1", ""),
    "R16 detox left before": ({"cows": cows(13), "prior_detox_incomplete": True}, "DTX-2", ""),
    "R16 medically unstable": ({"cows": cows(13), "medically_unstable": True}, "DTX-2", ""),
    "R16 moderate suicide risk": ({"cows": cows(13), "cssrs": list("nnynnnn")}, "DTX-2", ""),
    "R16 a daily prescribed sedative": ({"cows": cows(13), "benzo_use": "daily_prescribed"}, "DTX-2", ""),
    "R16 alcohol to watch": ({"cows": cows(13), "audit": 20}, "DTX-2 DTX-CIWA", ""),
    "R17 COWS 12": ({"cows": cows(12)}, "DTX-1", "DTX-2"),
    "R17 COWS 5": ({"cows": cows(5)}, "DTX-1 MED-SYMPT", "DTX-2"),
    "R17 a social factor does not count": ({"cows": cows(12), "support": "none"}, "DTX-1", "DTX-2"),
    "R17 a daily prescribed sedative does not count": ({"cows": cows(12), "benzo_use": "daily_prescribed"}, "DTX-1", "DTX-2"),
    "R17 with a medical factor": ({"cows": cows(12), "seizure_history": "epilepsy"}, "DTX-2", ""),
    "R18 COWS 4, nothing else": ({"cows": cows(4)}, "", "DTX-1 MED-SYMPT"),
    "R18 dependent, last use 71 h": (DEPENDENT | {"hours_since_last_use": 71.5}, "DTX-1", ""),
    "R18 dependent, last use 72 h": (DEPENDENT | {"hours_since_last_use": 72}, "", "DTX-1"),
    "R18 dependent, last use unknown": (DEPENDENT | {"hours_since_last_use": None}, "DTX-1", ""),
    "R18 dependent with a medical factor": (DEPENDENT | {"pregnancy": "yes", "sex": "female"}, "DTX-2", ""),
    "R18 tolerance, also as prescribed": ({"primary": "opioid", "taken_as_prescribed": True, "dsm": "n" * 9 + "yn", "hours_since_last_use": 1}, "DTX-1", ""),
    "R18 daily, 5 g": ({"daily_use": True, "kratom_g_day": 5, "hours_since_last_use": 1}, "", "DTX-1"),
    "R18 daily, 5.1 g": ({"daily_use": True, "kratom_g_day": 5.1, "hours_since_last_use": 1}, "DTX-1", ""),
    "R18 daily, 2 doses": ({"daily_use": True, "doses_per_day": 2.9, "hours_since_last_use": 1}, "", "DTX-1"),
    "R18 daily, 3 doses": ({"daily_use": True, "doses_per_day": 3, "hours_since_last_use": 1}, "DTX-1", ""),
    "R18 daily extract": ({"daily_use": True, "products": ["7oh"], "hours_since_last_use": 1}, "DTX-1", ""),
    "R18 extract, not daily": ({"products": ["7oh"], "hours_since_last_use": 1}, "", "DTX-1"),
    "R19 nothing rated": ({"cows": [None] * 11}, "TASK-COWS", "DTX-1"),
    "R19 rated sum 13 and a social factor": ({"cows": [None, *cows(13)[1:]], "support": "none"}, "TASK-COWS DTX-2", ""),
    "R19 rated sum 37": ({"cows": [None, *cows(37)[1:]]}, "TASK-COWS DTX-3", ""),
    # R20, R21: medicines for withdrawal
    "R21 COWS 8": (KRATOM | {"dsm": MODERATE, "cows": cows(8)}, "MED-BUP", ""),
    "R21 COWS 7": (KRATOM | {"dsm": MODERATE, "cows": cows(7)}, "", "MED-BUP"),
    "R21 mild": (KRATOM | {"dsm": "yyy" + "n" * 8, "cows": cows(8)}, "", "MED-BUP"),
    "R21 moderate only with open criteria": (KRATOM | {"dsm": "yyyu" + "n" * 7, "cows": cows(8)}, "TASK-DSM", "MED-BUP"),
    "R21 kratom besides": ({"dsm": MODERATE, "kratom_secondary": True, "cows": cows(8)}, "MED-BUP", ""),
    "R21 no kratom": ({"dsm": MODERATE, "cows": cows(8)}, "", "MED-BUP"),
    "R21 detox left before": (KRATOM | {"dsm": MODERATE, "prior_detox_incomplete": True}, "MED-BUP", ""),
    "R21 pregnant": (KRATOM | {"dsm": MODERATE, "pregnancy": "yes", "sex": "female"}, "MED-BUP", ""),
    "R21 naltrexone on board": (KRATOM | {"dsm": MODERATE, "cows": cows(8), "meds": ["Naltrexone 50 mg"], "hours_since_last_use": 3}, "FLAG-NTX", "MED-BUP"),
    "R21 naltrexone requested": (KRATOM | {"dsm": MODERATE, "cows": cows(8), "requested_meds": ["naltrexone"], "hours_since_last_use": 3}, "MED-BUP FLAG-NTX", ""),
    "R21 COWS incomplete": (KRATOM | {"dsm": MODERATE, "cows": [None, *cows(14)[1:]]}, "", "MED-BUP"),
    "R21 opioid criteria not counted": (KRATOM | {"dsm": MODERATE, "cows": cows(8), "oud_criteria": None}, "MED-BUP", ""),
    "R22 opioid use disorder": (KRATOM | {"dsm": MODERATE, "cows": cows(8), "oud_criteria": 4}, "MED-MOUD", "MED-BUP"),
    "R22 primary opioid with four criteria": ({"primary": "opioid", "dsm": MODERATE}, "MED-MOUD SAF-NALOXONE", ""),
    "R22 primary opioid with three": ({"primary": "opioid", "dsm": "yyy" + "n" * 8}, "", "MED-MOUD SAF-NALOXONE"),
    "R22 primary opioid as prescribed": ({"primary": "opioid", "dsm": "yyynnnnnnyy", "taken_as_prescribed": True}, "", "MED-MOUD"),
    # R23, R24: alcohol medicines and naltrexone
    "R23 alcohol criteria 4": ({"alcohol_criteria": 4}, "MED-AUD", "FLAG-NTX"),
    "R23 alcohol criteria 3": ({"alcohol_criteria": 3}, "", "MED-AUD"),
    "R23 primary alcohol with four criteria": ({"primary": "alcohol", "dsm": MODERATE}, "MED-AUD", ""),
    "R23 primary alcohol as prescribed has no effect": ({"primary": "alcohol", "dsm": "yynnnnnnnyy", "taken_as_prescribed": True}, "MED-AUD", ""),
    "R23 AUDIT 20": ({"audit": 20}, "MED-AUD", ""),
    "R23 AUDIT 19": ({"audit": 19}, "", "MED-AUD"),
    "R24 alcohol medicine beside kratom": ({"alcohol_criteria": 4, "hours_since_last_use": 239} | KRATOM, "MED-AUD FLAG-NTX", ""),
    "R24 kratom 240 h ago": ({"alcohol_criteria": 4, "hours_since_last_use": 240} | KRATOM, "MED-AUD", "FLAG-NTX"),
    "R24 kratom, last use unknown": ({"requested_meds": ["NALTREXONE (shot)"], "hours_since_last_use": None} | KRATOM, "FLAG-NTX", ""),
    "R24 opioid now": ({"requested_meds": ["naltrexone"], "opioid_current": "long_acting"}, "FLAG-NTX", ""),
    "R24 part of a word does not count": ({"requested_meds": ["methylnaltrexone"], "opioid_current": "long_acting"}, "", "FLAG-NTX"),
    "R24 no kratom, no opioid": ({"meds": ["naltrexone"], "hours_since_last_use": 1}, "", "FLAG-NTX"),
    # R25: warnings
    "R25 tramadol": ({"meds": ["lisinopril", "TRAMADOL-hcl"]}, "FLAG-SEIZMED", ""),
    "R25 bupropion": ({"meds": ["bupropion XL"]}, "FLAG-SEIZMED", ""),
    "R25 tramadol requested": ({"requested_meds": ["tramadol"]}, "", "FLAG-SEIZMED"),
    "R25 levels, kratom 335 h ago": (KRATOM | {"cyp_sensitive_meds": ["quetiapine"], "hours_since_last_use": 335}, "FLAG-CYP", ""),
    "R25 levels, kratom 336 h ago": (KRATOM | {"cyp_sensitive_meds": ["quetiapine"], "hours_since_last_use": 336}, "", "FLAG-CYP"),
    "R25 levels, kratom unknown ago": (KRATOM | {"cyp_sensitive_meds": ["quetiapine"], "hours_since_last_use": None}, "FLAG-CYP", ""),
    "R25 levels, no kratom": ({"cyp_sensitive_meds": ["quetiapine"], "hours_since_last_use": 1}, "", "FLAG-CYP"),
    # R26 to R32: therapy
    "R26 two criteria": ({"dsm": MILD}, "THR-IND THR-CBT THR-GRP THR-RP AFT-PLAN AFT-CONTACTS", "THR-CM THR-MET BRF-INT TASK-DSM"),
    "R26 one criterion": ({"dsm": "y" + "n" * 10}, "BRF-INT", "THR-IND THR-CBT THR-GRP THR-RP HOL-ART SUP-SMART AFT-PLAN TASK-DSM"),
    "R26 one and one open": ({"dsm": "yu" + "n" * 9}, "TASK-DSM", "THR-IND BRF-INT"),
    "R26 as prescribed two do not count": ({"primary": "stimulant", "taken_as_prescribed": True, "dsm": "n" * 9 + "yy"}, "BRF-INT", "THR-IND TASK-DSM"),
    "R26 as prescribed, kratom counts": (KRATOM | {"taken_as_prescribed": True, "dsm": "n" * 9 + "yy"}, "THR-IND", "BRF-INT"),
    "R29 contemplation": ({"dsm": MILD, "stage": "contemplation"}, "THR-MET", ""),
    "R29 importance 5": ({"dsm": MILD, "importance": 5}, "THR-MET", ""),
    "R29 importance 6": ({"dsm": MILD, "importance": 5.1}, "", "THR-MET"),
    "R29 no use disorder": ({"stage": "contemplation"}, "", "THR-MET"),
    "R30 borderline": ({"dsm": MILD, "bpd": True}, "THR-DBT DUA-INT", ""),
    "R30 self-harm": ({"dsm": MILD, "self_harm_12m": True}, "THR-DBT", "DUA-INT"),
    "R30 dysregulation alone": ({"dsm": MILD, "emotion_dysregulation": True}, "", "THR-DBT"),
    "R30 dysregulation treated before": ({"dsm": MILD, "emotion_dysregulation": True, "prior_treatment": 1}, "THR-DBT", ""),
    "R30 dysregulation with suicide risk": ({"dsm": MILD, "emotion_dysregulation": True, "cssrs": list("nnynnnn")}, "THR-DBT", ""),
    "R30 dysregulation with low risk": ({"dsm": MILD, "emotion_dysregulation": True, "cssrs": list("ynnnnnn")}, "", "THR-DBT"),
    "R31 moderate with consent": ({"dsm": MODERATE, "cm_consent": "yes"}, "THR-CM", ""),
    "R31 mild with consent": ({"dsm": "yyy" + "n" * 8, "cm_consent": "yes"}, "", "THR-CM"),
    # R33 to R36: dual diagnosis
    "R33 PHQ-9 10": ({"phq9": 10}, "DUA-DEP DUA-INT", ""),
    "R33 PHQ-9 9": ({"phq9": 9}, "", "DUA-DEP DUA-INT"),
    "R34 GAD-7 10": ({"gad7": 10}, "DUA-ANX DUA-INT", ""),
    "R34 GAD-7 9": ({"gad7": 9}, "", "DUA-ANX DUA-INT"),
    "R35 PC-PTSD-5 3, man": ({"trauma_exposure": True, "pcptsd5": 3}, "", "DUA-PTSD"),
    "R35 PC-PTSD-5 4, man": ({"trauma_exposure": True, "pcptsd5": 4}, "DUA-PTSD DUA-INT", ""),
    "R35 PC-PTSD-5 3, woman": (WOMAN | {"trauma_exposure": True, "pcptsd5": 3}, "DUA-PTSD", ""),
    "R35 PC-PTSD-5 2, woman": (WOMAN | {"trauma_exposure": True, "pcptsd5": 2}, "", "DUA-PTSD"),
    "R35 PC-PTSD-5 3, sex unknown": ({"sex": "unknown", "pregnancy": "no", "trauma_exposure": True, "pcptsd5": 3}, "DUA-PTSD", ""),
    "R35 no exposure": ({"trauma_exposure": False, "pcptsd5": 5}, "", "DUA-PTSD"),
    "R35 gate not asked": ({"trauma_exposure": None, "pcptsd5": 4}, "DUA-PTSD", ""),
    "R36 bipolar": ({"bipolar": True}, "DUA-INT", "DUA-DEP"),
    "R36 mania": ({"mania_current": True}, "DUA-INT", ""),
    # R37 to R39: supports
    "R37 ISI 15": ({"isi": 15}, "SUP-SLEEP", ""),
    "R37 ISI 14": ({"isi": 14}, "", "SUP-SLEEP"),
    "R37 chronic pain 4": ({"chronic_pain": True, "pain_nrs": 4}, "SUP-PAIN", ""),
    "R37 chronic pain 3.9": ({"chronic_pain": True, "pain_nrs": 3.9}, "", "SUP-PAIN"),
    "R37 pain of today": ({"pain_nrs": 9}, "", "SUP-PAIN"),
    "R38 homeless": ({"housing": "homeless"}, "SUP-CASE", ""),
    "R38 legal": ({"legal": True}, "SUP-CASE", ""),
    "R38 work": ({"employment_risk": True}, "SUP-CASE", ""),
    "R38 transport": ({"transport_barrier": True}, "SUP-CASE", ""),
    "R38 all in order": ({}, "", "SUP-CASE SUP-PEER SUP-FAM SUP-ADAPT SUP-SLEEP"),
    "R38 BARC-10 46": ({"barc10": 46}, "SUP-PEER", ""),
    "R38 BARC-10 47": ({"barc10": 47}, "", "SUP-PEER"),
    "R38 limited support": ({"support": "limited"}, "SUP-PEER", ""),
    "R38 confidence 4": ({"confidence": 4}, "SUP-PEER", ""),
    "R38 confidence 5": ({"confidence": 4.5}, "", "SUP-PEER"),
    "R38 family": ({"family_consent": "yes"}, "SUP-FAM", ""),
    "R38 family, violence not asked": ({"family_consent": "yes", "ipv": None}, "SUP-FAM", ""),
    "R38 family not asked": ({"family_consent": None}, "", "SUP-FAM"),
    "R39 interpreter": ({"interpreter": True}, "SUP-ADAPT", ""),
    "R39 cognition": ({"cognitive_impairment": True}, "SUP-ADAPT", ""),
    # R40, R41: wishes
    "R40 each wish": ({"dsm": MILD, "interests": ["yoga", "mindfulness", "art", "equine", "recreation"]}, "HOL-YOGA HOL-MIND HOL-ART HOL-EQUINE HOL-REC", "HOL-MENU"),
    "R40 no wish": ({"dsm": MILD, "interests": []}, "HOL-MENU", "HOL-ART"),
    "R40 horses and an allergy": ({"dsm": MILD, "interests": ["equine"], "animal_allergy": True}, "", "HOL-EQUINE HOL-MENU"),
    "R40 horses and a seizure": ({"dsm": MILD, "interests": ["equine"], "seizure_history": "drug"}, "", "HOL-EQUINE HOL-MENU"),
    "R40 horses and pregnancy": (WOMAN | {"dsm": MILD, "interests": ["equine"], "pregnancy": "yes"}, "", "HOL-EQUINE HOL-MENU"),
    "R40 horses, pregnancy open": (WOMAN | {"dsm": MILD, "interests": ["equine"], "pregnancy": "unknown"}, "HOL-EQUINE SAF-PREGTEST", ""),
    "R41 12-step": ({"dsm": MILD, "mutual_help": "twelve_step"}, "SUP-12STEP", "SUP-SMART"),
    "R41 secular": ({"dsm": MILD, "mutual_help": "secular"}, "SUP-SMART", "SUP-12STEP"),
    "R41 unknown": ({"dsm": MILD, "mutual_help": "unknown"}, "SUP-SMART SUP-12STEP", ""),
    # R43 to R45
    "R43 no kratom": ({}, "LAB-BASE ADM-LOC ADM-REVIEW", "LAB-MITRA"),
    "R43 kratom": (KRATOM, "LAB-BASE LAB-MITRA", ""),
    "R44 severe or maybe more": ({"dsm": SEVERE[:6] + "u" * 5}, "", "TASK-DSM"),
    "R44 moderate or maybe severe": ({"dsm": "yyyyuunnnnn"}, "TASK-DSM THR-IND", "BRF-INT"),
}  # fmt: skip

CONTRADICTIONS = {
    "withdrawal-denied": (CRAVING | {"dsm": "n" * 11, "cows": cows(13), "hours_since_last_use": 20}, {"cows": cows(12)}),
    "withdrawal-late": ({"cows": cows(13), "hours_since_last_use": 241, "dsm": "n" * 10 + "y"}, {"hours_since_last_use": 240}),
    "benzodiazepine-denied": ({"uds_unexpected": ["Benzodiazepine"]}, {"benzo_use": "intermittent"}),
    "opioid-denied": ({"uds_unexpected": ["fentanyl"]}, {"opioid_current": "prescribed"}),
    "pregnancy-denied": ({"hcg": "positive"}, {"pregnancy": "unknown"}),
    "stage-importance": ({"stage": "preparation", "importance": 3}, {"importance": 3.5}),
    "item9-cssrs": ({"phq9_item9": 1}, {"cssrs": list("ynnnnnn")}),
}  # fmt: skip


def codes(words):
    return {Element(word) for word in words.split()}


@pytest.mark.parametrize(("changes", "present", "absent"), CASES.values(), ids=CASES.keys())
def test_the_rules_decide_as_the_reference_says(changes, present, absent):
    plan = plan_for(**changes)
    assert codes(present) <= set(plan.active) | set(plan.deferred)
    assert not codes(absent) & {*plan.active, *plan.deferred, *plan.declined}


@pytest.mark.parametrize(("name", "case"), CONTRADICTIONS.items())
def test_each_contradiction_is_named_and_blocks_the_signature(name, case):
    contradicting, harmless = case
    plan = plan_for(**contradicting)
    assert plan.contradictions == [name]
    assert Element.TASK_RECON in plan.blocks_signature
    cleared = plan_for(**{**contradicting, **harmless})
    assert cleared.contradictions == []
    assert Element.TASK_RECON not in cleared.active


def test_a_contradiction_needs_a_complete_cows():
    assert plan_for(cows=[None, *cows(14)[1:]], hours_since_last_use=20).contradictions == []


def test_in_a_vignette_an_unasked_opioid_question_is_a_no():
    assert vignette(uds_unexpected=["opiate", "benzodiazepine"]).contradictions == [
        "benzodiazepine-denied",
        "opioid-denied",
    ]


def test_in_the_product_an_unasked_opioid_question_contradicts_nothing():
    plan = plan_for(uds_unexpected=["opiate"], opioid_current=None)
    assert plan.contradictions == []
    assert "R45" in plan.undecided


@pytest.mark.parametrize(
    ("changes", "blocking"),
    [
        ({}, ""),
        ({"cssrs": [None] * 7}, "TASK-CSSRS"),
        ({"cows": [None] * 11}, "TASK-COWS"),
        ({"dsm": "yu" + "n" * 9}, "TASK-DSM"),
        ({"hcg": "positive"}, "TASK-RECON"),
        ({"age": 16}, "SAF-MINOR"),
        ({"audit": None, "audit_c": 8}, ""),
    ],
)
def test_open_questions_block_the_signature(changes, blocking):
    assert set(plan_for(**changes).blocks_signature) == codes(blocking)


def test_refused_rewards_are_recorded_as_offered_and_declined():
    plan = plan_for(dsm=MODERATE, cm_consent="no")
    assert plan.declined == [Element.THR_CM]
    assert plan_for(dsm=MODERATE, cm_consent="no", age=17).declined == []
    assert plan_for(dsm=MILD, cm_consent="no").declined == []


def test_declined_elements_leave_the_plan_and_nothing_else_changes():
    wishes = {
        "dsm": MODERATE,
        "cows": cows(14),
        "alcohol_criteria": 5,
        "hours_since_last_use": 5,
        "cm_consent": "yes",
    } | KRATOM
    before = plan_for(**wishes)
    after = plan_for(**wishes, declines=["MED-AUD", "THR-GRP", "LAB-MITRA", "HOL-YOGA"])
    assert after.declined == [Element.LAB_MITRA, Element.MED_AUD, Element.THR_GRP]
    assert set(before.active) - set(after.active) == {
        Element.LAB_MITRA,
        Element.MED_AUD,
        Element.THR_GRP,
    }
    assert Element.FLAG_NTX in after.active


def test_safety_detox_warnings_tasks_and_administration_cannot_be_declined():
    every = ["SAF-NALOXONE", "DTX-1", "FLAG-SEIZMED", "TASK-DSM", "ADM-LOC"]
    plan = plan_for(dsm="yu" + "n" * 9, cows=cows(5), meds=["tramadol"], declines=every, **KRATOM)
    assert plan.declined == []
    assert codes(" ".join(every)) <= set(plan.active)


def test_a_declined_line_of_a_held_plan_is_declined():
    plan = plan_for(spo2=80, dsm=MODERATE, declines=["THR-IND"])
    assert Element.THR_IND in plan.declined
    assert Element.THR_IND not in plan.deferred


def test_blocked_wishes_are_shown_with_their_reason():
    plan = plan_for(
        dsm=MILD, interests=["equine", "mindfulness"], animal_allergy=True, psychosis_current=True
    )
    assert {each["element"] for each in plan.blocked_wishes} == {"HOL-EQUINE", "HOL-MIND"}
    assert "animal allergy yes" in plan.blocked_wishes[1]["found"]
    assert plan_for(dsm=MILD, interests=["equine"]).blocked_wishes == []


@pytest.mark.parametrize(
    ("changes", "level", "provisional"),
    [
        ({"cows": [None, *cows(13)[1:]]}, 1, True),
        ({"cows": cows(13)}, 1, False),
        ({"cows": [None] * 11}, 0, True),
    ],
)
def test_an_incomplete_cows_makes_the_level_provisional(changes, level, provisional):
    plan = plan_for(**changes, dsm="n" * 10 + "y", hours_since_last_use=200)
    assert (plan.level, plan.is_provisional) == (level, provisional)


def test_the_factor_of_an_incomplete_cows_is_provisional_too():
    assert draft(known(cows=[None] * 11, **DEPENDENT)).level == 1
