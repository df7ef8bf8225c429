"""Closed word lists of the plan: elements, areas of care, urgencies, standings, certainties."""

from enum import IntEnum, StrEnum


class Area(StrEnum):
    """Where on the plan a line stands; the order is the order of the page, risk first."""

    SAFETY = "safety"
    DETOX = "detox"
    MEDICATION = "medication"
    FLAG = "flag"
    TASK = "task"
    LAB = "lab"
    THERAPY = "therapy"
    DUAL_DIAGNOSIS = "dual_diagnosis"
    SUPPORT = "support"
    HOLISTIC = "holistic"
    AFTERCARE = "aftercare"
    ADMINISTRATIVE = "administrative"
    BRIEF = "brief"

    @property
    def label(self) -> str:
        return {
            "detox": "Detox",
            "flag": "Medication warnings",
            "task": "Open tasks",
            "lab": "Laboratory",
            "dual_diagnosis": "Dual diagnosis",
            "brief": "Brief intervention",
        }.get(self.value, self.value.capitalize())


class Urgency(StrEnum):
    """How soon a line must be acted on; U0 is the strongest."""

    U0 = "U0"
    U1 = "U1"
    U2 = "U2"
    U3 = "U3"
    U4 = "U4"

    @property
    def label(self) -> str:
        return {
            "U0": "Now",
            "U1": "Same day",
            "U2": "Within 72 hours",
            "U3": "Within 7 days",
            "U4": "Routine",
        }[self.value]


class Standing(StrEnum):
    """How a proposed line leaves the draft."""

    ACTIVE = "active"
    DEFERRED = "deferred"
    DECLINED = "declined"

    @property
    def label(self) -> str:
        return {
            "active": "Proposed now",
            "deferred": "Deferred while the plan is on hold",
            "declined": "Offered and declined",
        }[self.value]


class Certainty(StrEnum):
    """How well a rule is founded."""

    VERIFIED = "V"
    KNOWN = "K"
    PROGRAM = "P"
    UNSURE = "?"

    @property
    def label(self) -> str:
        return {
            "V": "Read in the named source",
            "K": "Established clinical knowledge",
            "P": "Program parameter, set by the medical director",
            "?": "Unsure; not to be taken as fact",
        }[self.value]


class Detox(IntEnum):
    """Detox intensity on the program's own scale; not a level of the ASAM Criteria."""

    NONE = 0
    AMBULATORY = 1
    SUPERVISED = 2
    EMERGENCY = 3

    @property
    def label(self) -> str:
        return (
            "No withdrawal support needed",
            "Ambulatory or lowest-intensity support",
            "24-hour medically supervised withdrawal",
            "Emergency or hospital evaluation first",
        )[self]


class Element(StrEnum):
    """Everything a rule can put on a plan."""

    SAF_SUI_EMERG = "SAF-SUI-EMERG"
    SAF_SUI_EVAL = "SAF-SUI-EVAL"
    SAF_SUI_MON = "SAF-SUI-MON"
    SAF_SUI_RECON = "SAF-SUI-RECON"
    SAF_NALOXONE = "SAF-NALOXONE"
    SAF_SEDATIVE = "SAF-SEDATIVE"
    SAF_OB = "SAF-OB"
    SAF_PREGTEST = "SAF-PREGTEST"
    SAF_SEIZURE = "SAF-SEIZURE"
    SAF_ECG = "SAF-ECG"
    SAF_LIVER = "SAF-LIVER"
    SAF_MINOR = "SAF-MINOR"
    SAF_911 = "SAF-911"
    SAF_AMBER = "SAF-AMBER"
    SAF_PSYCH = "SAF-PSYCH"
    SAF_IPV = "SAF-IPV"
    DTX_1 = "DTX-1"
    DTX_2 = "DTX-2"
    DTX_3 = "DTX-3"
    DTX_CIWA = "DTX-CIWA"
    MED_SYMPT = "MED-SYMPT"
    MED_BUP = "MED-BUP"
    MED_MOUD = "MED-MOUD"
    MED_AUD = "MED-AUD"
    FLAG_QT = "FLAG-QT"
    FLAG_NTX = "FLAG-NTX"
    FLAG_SEIZMED = "FLAG-SEIZMED"
    FLAG_CYP = "FLAG-CYP"
    TASK_CSSRS = "TASK-CSSRS"
    TASK_COWS = "TASK-COWS"
    TASK_AUDIT = "TASK-AUDIT"
    TASK_DSM = "TASK-DSM"
    TASK_RECON = "TASK-RECON"
    LAB_BASE = "LAB-BASE"
    LAB_MITRA = "LAB-MITRA"
    THR_IND = "THR-IND"
    THR_CBT = "THR-CBT"
    THR_MET = "THR-MET"
    THR_DBT = "THR-DBT"
    THR_CM = "THR-CM"
    THR_GRP = "THR-GRP"
    THR_RP = "THR-RP"
    DUA_DEP = "DUA-DEP"
    DUA_ANX = "DUA-ANX"
    DUA_PTSD = "DUA-PTSD"
    DUA_INT = "DUA-INT"
    SUP_SLEEP = "SUP-SLEEP"
    SUP_PAIN = "SUP-PAIN"
    SUP_CASE = "SUP-CASE"
    SUP_PEER = "SUP-PEER"
    SUP_FAM = "SUP-FAM"
    SUP_ADAPT = "SUP-ADAPT"
    SUP_12STEP = "SUP-12STEP"
    SUP_SMART = "SUP-SMART"
    HOL_YOGA = "HOL-YOGA"
    HOL_MIND = "HOL-MIND"
    HOL_ART = "HOL-ART"
    HOL_EQUINE = "HOL-EQUINE"
    HOL_REC = "HOL-REC"
    HOL_MENU = "HOL-MENU"
    AFT_PLAN = "AFT-PLAN"
    AFT_CONTACTS = "AFT-CONTACTS"
    ADM_LOC = "ADM-LOC"
    ADM_REVIEW = "ADM-REVIEW"
    BRF_INT = "BRF-INT"

    @property
    def area(self) -> Area:
        return AREAS[self.value.partition("-")[0]]


AREAS = {
    "SAF": Area.SAFETY,
    "DTX": Area.DETOX,
    "MED": Area.MEDICATION,
    "FLAG": Area.FLAG,
    "TASK": Area.TASK,
    "LAB": Area.LAB,
    "THR": Area.THERAPY,
    "DUA": Area.DUAL_DIAGNOSIS,
    "SUP": Area.SUPPORT,
    "HOL": Area.HOLISTIC,
    "AFT": Area.AFTERCARE,
    "ADM": Area.ADMINISTRATIVE,
    "BRF": Area.BRIEF,
}
