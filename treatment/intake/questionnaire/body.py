"""Withdrawal and vital signs; medical history, laboratory results and medicines."""

from treatment.instruments.catalog import INSTRUMENTS
from treatment.intake.questionnaire import body_checks
from treatment.intake.questionnaire.making import (
    asked_if,
    date,
    items,
    moment,
    names,
    number,
    one_of,
    ruler,
    table,
    text,
    yes_no,
)
from treatment.intake.questionnaire.shapes import Block, Section

HOTTEST_CELSIUS = 46
IF_PAIN = asked_if("Ask if there is chronic pain.", chronic_pain=(True,))


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
                moment(
                    "vitals_at",
                    "When were these taken?",
                    is_finding=False,
                    is_optional=True,
                    help="Day and time, by the clock on the wall.",
                    why="A value without its time cannot be compared with the next one.",
                ),
                one_of(
                    "vitals_position",
                    "Position",
                    (("sitting", "Sitting"), ("lying", "Lying"), ("standing", "Standing")),
                    is_finding=False,
                    is_optional=True,
                ),
                number(
                    "hr",
                    "Heart rate",
                    0,
                    300,
                    "per min",
                    help="After one minute of rest.",
                    why="Below 45, or 130 and more, is an emergency; 45 to 54 or 111 to 129 is "
                    "amber. It must fit the pulse points of the withdrawal scale.",
                ),
                number(
                    "sbp",
                    "Systolic blood pressure",
                    0,
                    350,
                    "mmHg",
                    why="Below 90, or 180 and more, is an emergency; 90 to 99 or 160 to 179 is "
                    "amber. Some medicines lower it.",
                ),
                number(
                    "dbp",
                    "Diastolic blood pressure",
                    0,
                    250,
                    "mmHg",
                    why="120 or more is an emergency; 100 to 119 is amber.",
                ),
                number(
                    "rr",
                    "Breaths",
                    0,
                    100,
                    "per min",
                    why="Below 10, or 30 and more, is an emergency; 10 to 11 or 25 to 29 is "
                    "amber. Slow breathing can be an overdose: give naloxone.",
                ),
                number(
                    "spo2",
                    "Oxygen saturation (SpO2)",
                    0,
                    100,
                    "%",
                    decimals=1,
                    why="Below 90 % is an emergency; 90 to below 94 % is amber.",
                ),
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
                    why="102 °F (38.9 °C) or more is an emergency; from 100.4 °F (38.0 °C) on "
                    "it is amber.",
                ),
            ),
            "A red value calls for 911. An amber one: measure again in 15 minutes, and tell the "
            "prescriber within 30 minutes.",
        ),
        Block(
            "After standing up, if measured",
            (
                number(
                    "hr_standing",
                    "Heart rate, standing",
                    0,
                    300,
                    "per min",
                    is_finding=False,
                    is_optional=True,
                ),
                number(
                    "sbp_standing",
                    "Systolic, standing",
                    0,
                    350,
                    "mmHg",
                    is_finding=False,
                    is_optional=True,
                    why="Clonidine and lofexidine lower blood pressure on standing up.",
                ),
                number(
                    "dbp_standing",
                    "Diastolic, standing",
                    0,
                    250,
                    "mmHg",
                    is_finding=False,
                    is_optional=True,
                ),
            ),
        ),
        Block(
            "COWS",
            (
                items(
                    "cows",
                    INSTRUMENTS["cows"],
                    why="The score says how much help withdrawal needs. It also says when to "
                    "look again.",
                ),
            ),
        ),
    ),
    why="Withdrawal can be eased. First we need to know how strong it is.",
)

CIWA = Section(
    "ciwa",
    "Alcohol withdrawal",
    "Rate it if the person drinks. Kratom and opioid withdrawal raise this score too: keep both "
    "scales side by side.",
    (
        Block(
            "CIWA-Ar",
            (
                items(
                    "ciwa_ar_items",
                    INSTRUMENTS["ciwa_ar"],
                    establishes=("ciwa_ar",),
                    is_optional=True,
                    why="Alcohol withdrawal can kill. The score says how close to watch.",
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
    why="Alcohol withdrawal can be an emergency. Seen early, it can be treated.",
)

CONDITIONS = table(
    "prior_diagnoses",
    "Illnesses and diagnoses so far",
    "Condition",
    text("condition", "Condition", phrase="{}"),
    text("since", "Since (year or age)", phrase="since {}"),
    text("by_whom", "Who found it?", phrase="found by {}"),
    one_of(
        "treated",
        "Treated?",
        (("now", "Treated now"), ("before", "Treated before"), ("never", "Never treated")),
        phrase="{}",
        is_optional=True,
    ),
    check=body_checks.condition,
    is_finding=False,
    is_optional=True,
    none_label="No known conditions",
    help="Body and mind. Use the person’s own words.",
    why="An illness can change which medicine is safe for you.",
)
TESTS = (
    ("alt", "ALT"),
    ("ast", "AST"),
    ("alp", "ALP"),
    ("ggt", "GGT"),
    ("bilirubin", "Total bilirubin"),
    ("creatinine", "Creatinine"),
    ("egfr", "eGFR"),
    ("inr", "INR"),
    ("sodium", "Sodium"),
    ("potassium", "Potassium"),
    ("hemoglobin", "Hemoglobin"),
    ("white_cells", "White cells"),
    ("platelets", "Platelets"),
    ("hiv", "HIV"),
    ("hbv", "Hepatitis B"),
    ("hcv", "Hepatitis C"),
    ("mitragynine", "Mitragynine (kratom)"),
    ("other", "Other: name it in the words"),
)
UNITS = (
    ("u_l", "U/L"),
    ("mg_dl", "mg/dL"),
    ("umol_l", "µmol/L"),
    ("mmol_l", "mmol/L or mEq/L"),
    ("ml_min", "mL/min/1.73 m²"),
    ("g_dl", "g/dL"),
    ("per_nl", "× 10⁹/L"),
    ("ng_ml", "ng/mL"),
    ("ratio", "no unit"),
    ("xuln", "× ULN (upper limit)"),
)
LABS = table(
    "labs",
    "Laboratory results",
    "Result",
    one_of("test", "Test", TESTS, phrase="{}"),
    number("value", "Value", 0, 1_000_000, decimals=3, is_optional=True, phrase="{}"),
    one_of("unit", "Unit", UNITS, is_optional=True, phrase=" {}"),
    number(
        "uln",
        "Upper limit of normal there",
        0,
        1_000_000,
        decimals=3,
        is_optional=True,
        phrase="upper limit {}",
    ),
    text("words", "Result in words", phrase="{}"),
    date("on", "Date taken", is_optional=True, phrase="{}"),
    check=body_checks.result,
    is_finding=False,
    is_optional=True,
    none_label="No results yet",
    help="As the laboratory reports them, eGFR too. ALT and bilirubin need the upper limit of "
    "normal of that laboratory. Write words such as “negative” for HIV and hepatitis.",
    why="Liver and kidneys decide which medicine is safe, and how much of it.",
)

MEDICAL = Section(
    "medical",
    "Medical history",
    "What makes detox, a medicine or an activity unsafe.",
    (
        Block(
            "Seizures and heart",
            (
                one_of(
                    "seizure_history",
                    "Have you ever had a seizure?",
                    (
                        ("none", "Never"),
                        ("epilepsy", "Epilepsy"),
                        ("withdrawal", "During withdrawal"),
                        ("drug", "Caused by a drug"),
                    ),
                    why="After a seizure we watch more closely in withdrawal.",
                ),
                yes_no(
                    "cardiac_history",
                    "Heart disease, fainting, or sudden heart death in the family?",
                    why="Kratom and some comfort medicines act on the heart’s rhythm.",
                ),
            ),
        ),
        Block("Conditions", (CONDITIONS,)),
        Block(
            "Pain and allergies to animals",
            (
                yes_no(
                    "chronic_pain",
                    "Pain on most days for three months or more?",
                    why="Pain that stays needs its own plan.",
                ),
                ruler(
                    "pain_nrs",
                    "Pain now",
                    help="0 is no pain, 10 is the worst you can imagine.",
                    why="From 4 on we offer a pain plan.",
                    asked_if=IF_PAIN,
                ),
                items(
                    "peg_items",
                    INSTRUMENTS["peg"],
                    is_finding=False,
                    is_optional=True,
                    why="It shows how much pain stands in your way.",
                    asked_if=IF_PAIN,
                ),
                yes_no(
                    "animal_allergy",
                    "Allergic to animals, or afraid of them?",
                    why="Then sessions with horses are not offered.",
                ),
            ),
        ),
    ),
    why="Your body decides what is safe in withdrawal. Tell us what you know. Not knowing is fine.",
)

TESTED = Section(
    "labs",
    "Tests and laboratory results",
    "What was measured, and when. A result that is not here yet is unknown, not normal.",
    (
        Block(
            "ECG",
            (
                number(
                    "qtc",
                    "QTc on the ECG",
                    200,
                    800,
                    "ms",
                    can_be_unknown=True,
                    unknown_label="No ECG yet",
                    why="The ECG shows the heart’s rhythm. 500 ms or more needs a hospital first.",
                ),
            ),
        ),
        Block(
            "Liver, kidneys and blood",
            (
                LABS,
                number(
                    "alt_xuln",
                    "ALT, times the upper limit of normal",
                    0,
                    500,
                    "× ULN",
                    decimals=2,
                    derived_from=("labs",),
                    why="From 3 times on the liver is checked. From 5 times on, today.",
                ),
                number(
                    "bili_xuln",
                    "Total bilirubin, times the upper limit of normal",
                    0,
                    500,
                    "× ULN",
                    decimals=2,
                    derived_from=("labs",),
                    why="ALT 3 times with bilirubin 2 times the limit is an emergency.",
                ),
                number(
                    "egfr",
                    "eGFR",
                    0,
                    250,
                    "mL/min",
                    decimals=1,
                    derived_from=("labs",),
                    why="It shows how the kidneys work. Acamprosate and lofexidine depend on it.",
                ),
            ),
        ),
        Block(
            "Weight and height, if measured",
            (
                number(
                    "weight_lb",
                    "Weight",
                    4,
                    1100,
                    "lb",
                    decimals=1,
                    is_finding=False,
                    is_optional=True,
                    why="Some doses depend on weight.",
                ),
                number(
                    "height_in",
                    "Height",
                    12,
                    110,
                    "in",
                    decimals=1,
                    is_finding=False,
                    is_optional=True,
                ),
            ),
        ),
    ),
    why="Tests show what nobody can feel or see.",
)

MEDICATIONS = table(
    "medications",
    "Medicines, vitamins and supplements",
    "Medicine",
    text("name", "Name, as on the bottle", phrase="{}"),
    text("dose", "Dose", phrase="{}"),
    text("often", "How often", phrase="{}"),
    one_of(
        "status",
        "Taken now?",
        (("taking", "Taking"), ("not_taking", "Not taking"), ("unknown", "Unknown")),
        phrase="{}",
    ),
    one_of(
        "told_by",
        "Who says so?",
        (
            ("person", "The person"),
            ("bottle", "Bottle seen"),
            ("pharmacy", "Pharmacy"),
            ("pdmp", "PDMP"),
        ),
        phrase="source: {}",
    ),
    one_of(
        "origin",
        "Where from",
        (
            ("prescribed", "Prescribed"),
            ("over_the_counter", "Over the counter"),
            ("supplement", "Vitamin or supplement"),
            ("bought", "Bought or given by others"),
            ("substance", "Listed with the substances"),
        ),
        is_optional=True,
        phrase="{}",
    ),
    text("prescriber", "Prescriber", phrase="by {}"),
    moment("last", "Last taken", is_optional=True, phrase="last taken {}"),
    one_of(
        "mark",
        "Your own mark",
        (("qt", "Lengthens QT"), ("cyp", "Narrow margin"), ("both", "Both")),
        is_optional=True,
        phrase="marked by hand: {}",
    ),
    text("note", "Note", phrase="{}"),
    check=body_checks.medicine,
    is_finding=False,
    none_label="Takes nothing",
    help="Go through bottles, the pharmacy and the PDMP (prescription monitoring). Each row needs "
    "two answers: taken now, and who says so.",
    why="Medicines can clash with kratom, with withdrawal, and with each other.",
)

MEDICINES = Section(
    "medicines",
    "Medicines and allergies",
    "Everything the person takes, or may take. What is not sure counts as taken until it is.",
    (
        Block(
            "Medicines",
            (
                MEDICATIONS,
                names(
                    "meds",
                    "Medicines taken, or perhaps taken",
                    derived_from=("medications",),
                    why="Tramadol and bupropion with kratom raise the risk of a seizure.",
                ),
                names(
                    "qt_meds",
                    "Marked: acts on the heart’s rhythm (QT)",
                    derived_from=("medications",),
                    why="Two of them together can be dangerous. An ECG comes first.",
                ),
                names(
                    "cyp_sensitive_meds",
                    "Marked: narrow margin",
                    derived_from=("medications",),
                    why="Kratom changes how the body breaks them down. Their level may change "
                    "when kratom stops.",
                ),
            ),
        ),
        Block(
            "Wishes",
            (
                names(
                    "requested_meds",
                    "Is there a medicine you ask for?",
                    help="For example naltrexone.",
                    why="Naltrexone too early after kratom or opioids brings on withdrawal.",
                ),
            ),
        ),
    ),
    why="So that nothing we give you harms you.",
)
