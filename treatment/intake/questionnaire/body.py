"""Withdrawal and vital signs; medical history and medicines."""

from treatment.instruments.catalog import INSTRUMENTS
from treatment.intake.questionnaire.making import (
    asked_if,
    items,
    names,
    number,
    one_of,
    ruler,
    yes_no,
)
from treatment.intake.questionnaire.shapes import Block, Section

HOTTEST_CELSIUS = 46


def celsius(reading: float) -> float:
    """A temperature in °C; what is above every living body's °C was read in °F."""
    return reading if reading <= HOTTEST_CELSIUS else round((reading - 32) / 1.8, 1)


WITHDRAWAL = Section(
    "withdrawal",
    "Withdrawal and vital signs",
    "What you see and measure now. An incomplete scale has no total: it is shown as “at least”.",
    (
        Block(
            "Vital signs",
            (
                number(
                    "hr",
                    "Heart rate",
                    0,
                    300,
                    "per min",
                    help="After one minute of rest.",
                    why="Must agree with the pulse points of the COWS.",
                ),
                number("sbp", "Systolic blood pressure", 0, 350, "mmHg"),
                number("dbp", "Diastolic blood pressure", 0, 250, "mmHg"),
                number("rr", "Respiration", 0, 100, "per min"),
                number("spo2", "Oxygen saturation (SpO2)", 0, 100, "%", decimals=1),
                number(
                    "temp_c",
                    "Temperature",
                    25,
                    45,
                    "°F or °C",
                    decimals=1,
                    convert=celsius,
                    range_words="in °F (77 to 113) or °C (25 to 45)",
                    help="98.6 is read as °F, 37.0 as °C.",
                ),
            ),
            "A red value calls for 911; an amber one for the prescriber within 30 minutes.",
        ),
        Block(
            "COWS",
            (
                items(
                    "cows",
                    INSTRUMENTS["cows"],
                    why="Sets how intensive detox should be and when the next check is due.",
                ),
            ),
        ),
        Block(
            "CIWA-Ar",
            (
                items(
                    "ciwa_ar_items",
                    INSTRUMENTS["ciwa_ar"],
                    establishes=("ciwa_ar",),
                    is_optional=True,
                    asked_if=asked_if(
                        "Rate if the person drinks.",
                        primary=("alcohol",),
                        **{"audit_items.0": (1, 2, 3, 4)},
                    ),
                ),
                yes_no(
                    "hallucinosis",
                    "Sees, hears or feels things that are not there?",
                    why="With a CIWA-Ar of 10 or more this is an emergency.",
                ),
            ),
        ),
    ),
)

MEDICAL = Section(
    "medical",
    "Medical history and medicines",
    "What makes detox, a medicine or an activity unsafe.",
    (
        Block(
            "Seizures and heart",
            (
                one_of(
                    "seizure_history",
                    "Seizures, ever",
                    (
                        ("none", "Never"),
                        ("epilepsy", "Epilepsy"),
                        ("withdrawal", "During withdrawal"),
                        ("drug", "Caused by a drug"),
                    ),
                    why="A seizure history calls for precautions and more supervision.",
                ),
                yes_no(
                    "cardiac_history",
                    "Heart disease, fainting, or sudden cardiac death in the family?",
                    why="Kratom and several comfort medicines act on the heart’s rhythm.",
                ),
                number(
                    "qtc",
                    "QTc on the ECG",
                    200,
                    800,
                    "ms",
                    can_be_unknown=True,
                    unknown_label="No ECG yet",
                    why="500 ms or more needs a hospital first.",
                ),
            ),
        ),
        Block(
            "Liver and kidneys",
            (
                number(
                    "alt_xuln",
                    "ALT, times the upper limit of normal",
                    0,
                    500,
                    "× ULN",
                    decimals=2,
                    can_be_unknown=True,
                    unknown_label="No result yet",
                    help="ALT 80 with an upper limit of 40 is 2.",
                ),
                number(
                    "bili_xuln",
                    "Total bilirubin, times the upper limit of normal",
                    0,
                    500,
                    "× ULN",
                    decimals=2,
                    can_be_unknown=True,
                    unknown_label="No result yet",
                    help="ALT 3 times with bilirubin 2 times the limit is an emergency.",
                ),
                number(
                    "egfr",
                    "eGFR",
                    0,
                    250,
                    "mL/min",
                    decimals=1,
                    can_be_unknown=True,
                    unknown_label="No result yet",
                    why="Acamprosate and lofexidine depend on kidney function.",
                ),
            ),
        ),
        Block(
            "Medicines",
            (
                names(
                    "meds",
                    "Medicines taken now",
                    help="One per line, or with commas. Include supplements.",
                    why="Tramadol and bupropion with kratom raise the risk of a seizure.",
                ),
                names(
                    "requested_meds",
                    "Medicines the person asks for",
                    help="For example naltrexone.",
                    why="Naltrexone too early after kratom or opioids brings on withdrawal.",
                ),
                names(
                    "qt_meds",
                    "Of these: medicines that lengthen QT",
                    help="For example ondansetron, methadone, citalopram, hydroxyzine.",
                ),
                names(
                    "cyp_sensitive_meds",
                    "Of these: medicines with a narrow margin cleared by CYP3A or CYP2D6",
                    help="For example alprazolam, midazolam, fentanyl, oxycodone, methadone, "
                    "quetiapine. Levels may change when kratom stops.",
                ),
            ),
        ),
        Block(
            "Pain and allergies",
            (
                yes_no("chronic_pain", "Pain on most days for three months or more?"),
                ruler(
                    "pain_nrs",
                    "Pain now",
                    help="0 is no pain, 10 the worst imaginable.",
                    asked_if=asked_if("Ask if there is chronic pain.", chronic_pain=(True,)),
                ),
                yes_no(
                    "animal_allergy",
                    "Allergy to or fear of animals?",
                    why="Equine sessions are then not offered.",
                ),
            ),
        ),
    ),
)
