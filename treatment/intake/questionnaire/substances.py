"""Substance use, the criteria, other substances and overdose."""

from treatment.instruments.catalog import INSTRUMENTS, SCORE_ENTRIES
from treatment.intake.questionnaire.making import (
    asked_if,
    items,
    number,
    one_of,
    score,
    several,
    text,
    yes_no,
)
from treatment.intake.questionnaire.shapes import Block, Section

KRATOM = ("kratom_leaf", "kratom_extract", "kratom_7oh")
IF_KRATOM = asked_if("Ask if any kratom is used.", primary=KRATOM, kratom_secondary=(True,))
IF_7OH = asked_if("Ask if 7-OH is used.", primary=("kratom_7oh",), products=("7oh",))
IF_PRESCRIBABLE = asked_if(
    "Ask if the primary substance is an opioid, sedative or stimulant.",
    primary=("opioid", "sedative", "stimulant"),
)

USE = Section(
    "use",
    "Substance use",
    "What is used, how much and when last. Ask about drinks, shots, gummies and tablets from "
    "smoke shops by name: many people do not call them drugs.",
    (
        Block(
            "Primary substance",
            (
                one_of(
                    "primary",
                    "Which substance is this episode of care mainly about?",
                    (
                        ("kratom_leaf", "Kratom leaf: powder, capsules, tea"),
                        ("kratom_extract", "Kratom extract: shots, liquids, concentrates"),
                        ("kratom_7oh", "7-OH: tablets, gummies, drinks"),
                        ("opioid", "Opioid"),
                        ("alcohol", "Alcohol"),
                        ("sedative", "Sedative"),
                        ("stimulant", "Stimulant"),
                        ("cannabis", "Cannabis"),
                        ("other", "Other"),
                    ),
                    why="No plan can be drafted without it.",
                ),
                yes_no(
                    "kratom_secondary",
                    "Is kratom or 7-OH used as well?",
                    help="When it is not the primary substance.",
                    why="Any kratom calls for naloxone and the right laboratory test.",
                    asked_if=asked_if(
                        "Ask if the primary substance is not kratom.",
                        primary=("opioid", "alcohol", "sedative", "stimulant", "cannabis", "other"),
                    ),
                ),
                several(
                    "products",
                    "Which kratom products?",
                    (
                        ("leaf", "Leaf powder"),
                        ("capsule", "Capsules"),
                        ("tea", "Tea"),
                        ("extract", "Extract"),
                        ("7oh", "7-OH"),
                    ),
                    why="Grams can be compared for leaf only, never for extract or 7-OH.",
                    asked_if=IF_KRATOM,
                ),
            ),
        ),
        Block(
            "How much and how often",
            (
                number(
                    "kratom_g_day",
                    "Kratom leaf per day",
                    0,
                    1000,
                    "g",
                    decimals=1,
                    help="Powder, capsules and tea together. Not extract or 7-OH.",
                    why="Published buprenorphine bands start from grams of leaf per day.",
                    can_be_unknown=True,
                    asked_if=IF_KRATOM,
                ),
                number(
                    "seven_oh_mg_day",
                    "7-OH per day",
                    0,
                    10000,
                    "mg",
                    decimals=1,
                    can_be_unknown=True,
                    asked_if=IF_7OH,
                ),
                number(
                    "doses_per_day",
                    "Doses per day",
                    0,
                    100,
                    "times",
                    decimals=1,
                    can_be_unknown=True,
                    why="How often predicts dependence better than how much.",
                ),
                yes_no("daily_use", "Used every day or nearly every day?"),
                number(
                    "hours_since_last_use",
                    "Hours since last use",
                    0,
                    100000,
                    "h",
                    decimals=1,
                    can_be_unknown=True,
                    help="Of the primary substance or of kratom, whichever was later. "
                    "Yesterday at this time is 24; one week is 168.",
                    why="Withdrawal starts 6 to 24 hours after kratom and peaks on days 1 to 3. "
                    "Not known counts as recent.",
                ),
            ),
        ),
        Block("History", (text("use_history", "History of use, in short"),)),
    ),
)

CRITERIA = Section(
    "criteria",
    "Criteria",
    "The program counts; the diagnosis stays with the clinician. With kratom, look at which "
    "criteria are met, not only how many.",
    (
        Block(
            "Primary substance, past 12 months",
            (
                items(
                    "dsm",
                    INSTRUMENTS["dsm"],
                    why="Severity sets how much therapy is offered. What is not asked stays open "
                    "and is shown as a range.",
                ),
                yes_no(
                    "taken_as_prescribed",
                    "Taken only as prescribed?",
                    why="Tolerance and withdrawal then do not count for a prescribed opioid, "
                    "sedative or stimulant.",
                    asked_if=IF_PRESCRIBABLE,
                ),
            ),
        ),
        Block(
            "Other substances",
            (
                number(
                    "oud_criteria",
                    "Opioid use disorder criteria met",
                    0,
                    11,
                    "of 11",
                    can_be_unknown=True,
                    why="4 or more: medication for opioid use disorder is offered.",
                ),
                number(
                    "alcohol_criteria",
                    "Alcohol use disorder criteria met",
                    0,
                    11,
                    "of 11",
                    can_be_unknown=True,
                    why="4 or more: medication for alcohol use disorder is offered.",
                ),
            ),
        ),
    ),
)

OTHERS = Section(
    "substances",
    "Other substances and overdose",
    "What else is in the body, and what the records say about it.",
    (
        Block(
            "Opioids and sedatives",
            (
                one_of(
                    "opioid_current",
                    "Opioids beside kratom, now",
                    (
                        ("none", "None"),
                        ("prescribed", "Prescribed, as directed"),
                        ("short_acting", "Short-acting, not prescribed"),
                        ("fentanyl", "Fentanyl"),
                        ("long_acting", "Methadone or buprenorphine"),
                    ),
                    why="Opioids decide about naloxone, naltrexone and buprenorphine.",
                ),
                one_of(
                    "benzo_use",
                    "Benzodiazepines, now",
                    (
                        ("none", "None"),
                        ("intermittent", "Now and then"),
                        ("daily_prescribed", "Daily, prescribed"),
                        ("daily_nonprescribed", "Daily, not prescribed"),
                    ),
                    why="Stopping a daily benzodiazepine suddenly can cause seizures.",
                ),
                yes_no(
                    "other_sedative_daily",
                    "Another sedative every day?",
                    help="For example gabapentin or pregabalin above the prescribed dose, "
                    "carisoprodol, phenibut, zolpidem.",
                ),
                score(
                    SCORE_ENTRIES["ciwa_b"],
                    is_finding=False,
                    is_optional=True,
                    asked_if=asked_if(
                        "Ask if benzodiazepines are taken every day.",
                        benzo_use=("daily_prescribed", "daily_nonprescribed"),
                    ),
                ),
            ),
        ),
        Block(
            "What records show",
            (
                yes_no(
                    "pdmp_benzo_30d",
                    "Benzodiazepine fill in the prescription monitoring program, past 30 days?",
                    why="If it does not fit the answer above, the two must be reconciled before "
                    "the plan is signed.",
                ),
                several(
                    "uds_unexpected",
                    "Unexpected positives on the urine drug screen",
                    (
                        ("opiate", "Opiates"),
                        ("heroin", "Heroin"),
                        ("morphine", "Morphine"),
                        ("codeine", "Codeine"),
                        ("hydrocodone", "Hydrocodone"),
                        ("oxycodone", "Oxycodone"),
                        ("fentanyl", "Fentanyl"),
                        ("methadone", "Methadone"),
                        ("buprenorphine", "Buprenorphine"),
                        ("tramadol", "Tramadol"),
                        ("benzodiazepine", "Benzodiazepines"),
                        ("cocaine", "Cocaine"),
                        ("amphetamine", "Amphetamines"),
                        ("thc", "Cannabis (THC)"),
                    ),
                    none_label="None: screen done, nothing unexpected",
                    help="A standard screen does not see kratom: a negative one proves nothing "
                    "about it.",
                ),
            ),
        ),
        Block(
            "Overdose and drug problems",
            (
                one_of(
                    "overdose",
                    "Ever overdosed?",
                    (
                        ("none", "Never"),
                        ("past_12m", "In the past 12 months"),
                        ("lifetime", "Longer ago"),
                    ),
                    why="An overdose within a year means a naloxone kit today.",
                ),
                score(SCORE_ENTRIES["dast10"], is_finding=False, is_optional=True),
            ),
        ),
    ),
)
