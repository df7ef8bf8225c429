"""Every element a plan can hold: its words, who does it, how often, and what it is to reach."""

from dataclasses import dataclass
from typing import Final

from treatment.plans.phases import Phase
from treatment.plans.vocabulary import Area, Element

PRESCRIBED: Final = frozenset({Area.DETOX, Area.MEDICATION, Area.FLAG})
WORKABLE: Final = PRESCRIBED | {Area.SAFETY, Area.LAB, Area.TASK}


@dataclass(frozen=True, slots=True)
class ElementInfo:
    """The catalog's words for one element; count and minutes only where they are stated."""

    element: Element
    title: str
    schedule: str
    responsible: str
    goal: str
    phase: Phase
    count: int | None = None
    minutes: int | None = None

    @property
    def area(self) -> Area:
        return self.element.area

    @property
    def needs_prescriber(self) -> bool:
        """Detox, medication and warning lines are signed by a prescriber."""
        return self.area in PRESCRIBED

    @property
    def is_workable_from_draft(self) -> bool:
        """May be decided, worked and recorded before the plan is signed."""
        return self.area in WORKABLE


E, NOW, DETOX = Element, Phase.ASSESSMENT, Phase.DETOX
PRIMARY, LATER, AFTER = Phase.PRIMARY, Phase.STEP_DOWN, Phase.AFTERCARE

# ruff: noqa: E501 - one element, one row
_ROWS: Final = (
    # safety
    ElementInfo(E.SAF_SUI_EMERG, "Suicide emergency", "1:1 observation, psychiatric emergency evaluation now, means removed", "nurse, then psychiatrist", "Evaluated within 1 hour; disposition written", NOW),
    ElementInfo(E.SAF_SUI_EVAL, "Full suicide risk assessment", "Full risk assessment, written safety plan, counseling on access to means", "clinician", "Done within 24 hours", NOW, 1),
    ElementInfo(E.SAF_SUI_MON, "Suicide screen repeated", "Screen since last contact, weekly for 4 weeks", "clinician", "No screen missed", NOW, 4),
    ElementInfo(E.SAF_SUI_RECON, "Suicide answers cleared", "Clinician clears the disagreement between screens", "clinician", "Note within 24 hours", NOW, 1),
    ElementInfo(E.SAF_NALOXONE, "Naloxone kit and teaching", "4 mg nasal, two doses, with teaching for patient and companion", "nurse", "Kit in hand and use shown back", NOW, 1),
    ElementInfo(E.SAF_SEDATIVE, "Sedative withdrawal safety", "PDMP, CIWA-B, taper plan; no abrupt stop", "prescriber", "No seizure; taper plan within 24 hours", NOW),
    ElementInfo(E.SAF_OB, "Obstetric co-management", "Obstetric contact, plan of safe care, neonatal team", "prescriber, case manager", "Obstetric visit within 7 days", NOW),
    ElementInfo(E.SAF_PREGTEST, "Pregnancy test", "Urine hCG; medicines wait for the answer", "prescriber, case manager", "Result before the first medicine", NOW, 1),
    ElementInfo(E.SAF_SEIZURE, "Seizure precautions", "Precautions while withdrawal lasts", "nurse, prescriber", "No seizure", NOW),
    ElementInfo(E.SAF_ECG, "12-lead ECG", "Once", "nurse, prescriber", "QTc recorded", NOW, 1),
    ElementInfo(E.SAF_LIVER, "Liver evaluation", "Liver tests, evaluation by urgency, recheck after 1 week", "nurse, prescriber", "ALT below 3 times the limit", NOW),
    ElementInfo(E.SAF_MINOR, "Hand-over to an adolescent program", "Adolescent program, consent as the state requires, guardian", "admissions, medical director", "Handed over within 24 hours", NOW, 1),
    ElementInfo(E.SAF_911, "Emergency call", "Call 911; naloxone and oxygen per policy", "nurse", "Transferred", NOW),
    ElementInfo(E.SAF_AMBER, "Vital signs repeated", "Repeat in 15 minutes; prescriber told within 30", "nurse", "Repeated reading green", NOW),
    ElementInfo(E.SAF_PSYCH, "Same-day psychiatry", "Psychiatric evaluation the same day", "psychiatrist", "Seen within 24 hours", NOW, 1),
    ElementInfo(E.SAF_IPV, "Private safety planning", "Safety at home planned in private", "social worker", "Seen within 24 hours", NOW, 1),
    # detox
    ElementInfo(E.DTX_1, "Detox intensity 1: ambulatory", "Nurse contact daily for at least 3 days with COWS, companion at home, 24-hour phone", "nurse, prescriber", "Completion criteria met; typically 3 to 7 days", DETOX),
    ElementInfo(E.DTX_2, "Detox intensity 2: 24-hour supervised", "24-hour nursing, prescriber daily, COWS and vital signs by score", "nurse, prescriber", "Completion criteria met; typically 5 to 10 days", DETOX),
    ElementInfo(E.DTX_3, "Detox intensity 3: hospital evaluation first", "911 or transfer with warm hand-over; plan on hold", "nurse, prescriber", "Received by the hospital", DETOX),
    ElementInfo(E.DTX_CIWA, "Alcohol withdrawal scored", "CIWA-Ar every 1 to 2 hours from 10 up until below 10 three times; below 10 every 4 to 8 hours for 72 hours from the last drink", "nurse, prescriber", "CIWA-Ar below 10 for 24 hours", DETOX),
    # medication
    ElementInfo(E.MED_SYMPT, "Symptom medicines", "Decision item with reference ranges", "prescriber", "Decision within 24 hours, documented", DETOX, 1),
    ElementInfo(E.MED_BUP, "Buprenorphine: consider", "Decision item with reference ranges", "prescriber", "Decision within 24 hours, documented", DETOX, 1),
    ElementInfo(E.MED_MOUD, "Medicine for opioid use disorder: offer", "Decision item with reference ranges", "prescriber", "Decision within 24 hours, documented", DETOX, 1),
    ElementInfo(E.MED_AUD, "Medicine for alcohol use disorder: offer", "Decision item with reference ranges", "prescriber", "Decision within 24 hours, documented", PRIMARY, 1),
    # warnings
    ElementInfo(E.FLAG_QT, "Warning: long QT", "Banner; avoid list; prescriber acknowledges", "prescriber", "Acknowledged before the first dose", NOW, 1),
    ElementInfo(E.FLAG_NTX, "Warning: hold naltrexone", "Banner; prescriber acknowledges", "prescriber", "Acknowledged before the first dose", NOW, 1),
    ElementInfo(E.FLAG_SEIZMED, "Warning: medicine lowers the seizure threshold", "Banner; prescriber acknowledges", "prescriber", "Acknowledged before the first dose", NOW, 1),
    ElementInfo(E.FLAG_CYP, "Warning: kratom changes medicine levels", "Banner; prescriber acknowledges", "prescriber", "Acknowledged before the first dose", NOW, 1),
    # tasks
    ElementInfo(E.TASK_CSSRS, "Complete the suicide screen", "Once", "named staff", "Closed in time", NOW, 1),
    ElementInfo(E.TASK_COWS, "Complete the COWS", "Once", "named staff", "Closed in time", NOW, 1),
    ElementInfo(E.TASK_AUDIT, "Complete the AUDIT", "Once", "named staff", "Closed in time", NOW, 1),
    ElementInfo(E.TASK_DSM, "Ask the open criteria", "Once", "named staff", "Closed in time", NOW, 1),
    ElementInfo(E.TASK_RECON, "Clear contradicting answers", "Once", "named staff", "Closed in time", NOW, 1),
    # laboratory
    ElementInfo(E.LAB_BASE, "Baseline laboratory", "Once: metabolic and liver panel, blood count, drug test, alcohol breath test; HIV and hepatitis offered", "nurse", "Results reviewed within 24 hours of arrival", NOW, 1),
    ElementInfo(E.LAB_MITRA, "Mitragynine test", "Baseline, then random 1 to 2 a week in primary treatment, weekly in step-down, monthly in aftercare", "nurse", "Results reviewed within 24 hours of arrival", NOW),
    # therapy
    ElementInfo(E.THR_IND, "Individual therapy", "50 min once a week for 12 weeks", "primary counselor", "At least 80 % of sessions; goals at least 70 % met", PRIMARY, 12, 50),
    ElementInfo(E.THR_CBT, "Cognitive behavioral therapy", "12 to 16 weekly sessions", "CBT therapist", "5 coping skills used; craving down 50 %", PRIMARY, 12),
    ElementInfo(E.THR_MET, "Motivational enhancement therapy", "4 sessions in weeks 1, 2, 6 and 12", "MI clinician", "Importance at least 7; change plan written", PRIMARY, 4),
    ElementInfo(E.THR_DBT, "Dialectical behavior therapy", "Skills group 2 to 2.5 h weekly for 24 weeks, and individual weekly", "DBT team", "No self-harm in 30 days; diary card at least 5 days a week", PRIMARY, 24, 120),
    ElementInfo(E.THR_CM, "Contingency management", "Twice a week for 12 weeks (up to 24), with ledger and cap", "CM coordinator", "At least 8 consecutive target weeks", PRIMARY, 24),
    ElementInfo(E.THR_GRP, "Group therapy", "90 min once a week, 6 to 12 people", "group counselor", "At least 75 % attendance", PRIMARY, None, 90),
    ElementInfo(E.THR_RP, "Relapse prevention", "12 weekly group sessions", "counselor", "Plan completed and rehearsed", LATER, 12),
    # dual diagnosis
    ElementInfo(E.DUA_DEP, "Depression evaluation", "Evaluation within 7 days; scale repeated after 2 to 4 weeks", "psychiatric clinician", "PHQ-9 down 50 %", PRIMARY),
    ElementInfo(E.DUA_ANX, "Anxiety evaluation", "Evaluation within 7 days; scale repeated after 2 to 4 weeks", "psychiatric clinician", "GAD-7 down 50 %", PRIMARY),
    ElementInfo(E.DUA_PTSD, "Trauma evaluation", "Evaluation within 7 days; scale repeated after 2 to 4 weeks", "psychiatric clinician", "PTSD interview within 14 days", PRIMARY),
    ElementInfo(E.DUA_INT, "Integrated dual-diagnosis care", "One team, one plan, weekly case conference", "lead clinician", "Joint review every 2 weeks", PRIMARY),
    # supports
    ElementInfo(E.SUP_SLEEP, "CBT for insomnia", "6 weekly sessions", "therapist", "ISI below 15", PRIMARY, 6),
    ElementInfo(E.SUP_PAIN, "Pain care", "Pain evaluation, non-opioid plan", "prescriber", "PEG down 30 %", PRIMARY),
    ElementInfo(E.SUP_CASE, "Case management", "Weekly, then as needed", "case manager", "Housing or work step done", PRIMARY),
    ElementInfo(E.SUP_PEER, "Peer support", "Weekly, then monthly", "certified peer", "BARC-10 at least 47", PRIMARY),
    ElementInfo(E.SUP_FAM, "Family sessions", "4 to 6 sessions of 60 min", "family therapist", "Sessions held as agreed", PRIMARY, 4, 60),
    ElementInfo(E.SUP_ADAPT, "Adapted materials or interpreter", "Materials and interpreter at every contact", "primary counselor", "Every contact in words the patient follows", NOW),
    ElementInfo(E.SUP_12STEP, "12-step meetings", "2 to 3 meetings a week", "peer", "At least 8 meetings in 30 days, a home group", PRIMARY, 8),
    ElementInfo(E.SUP_SMART, "Secular mutual help (SMART)", "2 to 3 meetings a week", "peer", "At least 8 meetings in 30 days, a home group", PRIMARY, 8),
    # holistic
    ElementInfo(E.HOL_YOGA, "Yoga", "60 min once a week for 8 weeks", "instructor", "At least 6 of 8; self-rated benefit", PRIMARY, 8, 60),
    ElementInfo(E.HOL_MIND, "Mindfulness (MBRP)", "8 weekly sessions of 2 h from step-down", "instructor", "At least 6 of 8; self-rated benefit", LATER, 8, 120),
    ElementInfo(E.HOL_ART, "Art", "60 min once a week for 8 weeks", "instructor", "At least 6 of 8; self-rated benefit", PRIMARY, 8, 60),
    ElementInfo(E.HOL_EQUINE, "Equine-assisted activity", "60 min once a week for 8 weeks", "instructor", "At least 6 of 8; self-rated benefit", PRIMARY, 8, 60),
    ElementInfo(E.HOL_REC, "Recreation", "60 min once a week for 8 weeks", "instructor", "At least 6 of 8; self-rated benefit", PRIMARY, 8, 60),
    ElementInfo(E.HOL_MENU, "Holistic menu", "The patient picks from the menu; 60 min once a week for 8 weeks", "instructor", "At least 6 of 8; self-rated benefit", PRIMARY, 8, 60),
    # aftercare
    ElementInfo(E.AFT_PLAN, "Aftercare plan", "Written before the exit from primary treatment", "counselor", "Plan signed", PRIMARY, 1),
    ElementInfo(E.AFT_CONTACTS, "Aftercare contacts", "Day 7, 30, 60, 90, 180 and 365", "care coordinator", "At least 5 of 6 contacts", AFTER, 6),
    # administrative
    ElementInfo(E.ADM_LOC, "Level of care recorded", "Clinician records level, edition and reason", "LPHA or physician", "Within 24 hours of intake", NOW, 1),
    ElementInfo(E.ADM_REVIEW, "Plan review", "Every 7 days in 24-hour detox or residential care, every 30 days in primary and step-down, every 90 days in aftercare, and at each event", "LPHA or physician", "On time", NOW),
    ElementInfo(E.BRF_INT, "Brief intervention", "One feedback session of 15 to 30 min, recheck after 3 months", "counselor", "Done", NOW, 1, 30),
)  # fmt: skip
ELEMENTS: Final = {info.element: info for info in _ROWS}
