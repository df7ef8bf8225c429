"""Substance use, the criteria, other substances and overdose."""

from dataclasses import replace

from treatment.instruments.catalog import INSTRUMENTS, SCORE_ENTRIES
from treatment.intake.questionnaire.history import OVERDOSES
from treatment.intake.questionnaire.making import (
    asked_if,
    carried,
    items,
    known_use,
    moment,
    number,
    one_of,
    score,
    several,
    table,
    text,
    yes_no,
)
from treatment.intake.questionnaire.shapes import AskedIf, Block, Question, Section
from treatment.intake.questionnaire.use_checks import UNITS, product_in_order, substance_in_order

KRATOM = ("kratom_leaf", "kratom_extract", "kratom_7oh")
IF_KRATOM = asked_if("Ask if any kratom is used.", primary=KRATOM, kratom_secondary=(True,))
IF_PRESCRIBABLE = asked_if(
    "Ask if the primary substance is an opioid, sedative or stimulant.",
    primary=("opioid", "sedative", "stimulant"),
)
ROUTES = (
    ("swallowed", "Swallowed or drunk"),
    ("smoked", "Smoked"),
    ("vaped", "Vaped"),
    ("snorted", "Snorted"),
    ("injected", "Injected"),
    ("under_tongue", "Under the tongue"),
    ("other", "Another way"),
)
PRODUCTS = table(
    "kratom_products",
    "Kratom and 7-OH products in use",
    "Product",
    one_of(
        "product",
        "Product",
        (
            ("leaf", "Leaf powder"),
            ("capsule", "Capsules"),
            ("tea", "Tea"),
            ("extract", "Extract"),
            ("7oh", "7-OH"),
            ("other", "Other"),
        ),
        phrase="{}",
    ),
    text("name", "Brand or name", phrase=" ({})"),
    number("amount", "Amount", 0, 10_000, decimals=2, can_be_unknown=True, phrase="{}"),
    one_of("unit", "Unit", tuple(UNITS.items()), is_optional=True, phrase=" {}"),
    one_of(
        "per",
        "Amount is",
        (("time", "each time"), ("day", "a day")),
        is_optional=True,
        phrase=" {}",
    ),
    number("doses", "Times a day", 0, 100, decimals=1, phrase="{} times a day"),
    number("days", "Days a week", 0, 7, decimals=1, phrase="{} days a week"),
    moment("last", "Last use", phrase="last {}"),
    one_of("route", "How", ROUTES, is_optional=True, phrase="{}"),
    number("months", "For how many months", 0, 900, is_optional=True, phrase="for {} months"),
    number("age_first", "Age at first use", 0, 110, is_optional=True, phrase="first at {}"),
    one_of(
        "source",
        "Where from",
        (
            ("smoke_shop", "Smoke or vape shop"),
            ("gas_station", "Gas station or corner store"),
            ("bar", "Kava or kratom bar"),
            ("online", "Online"),
            ("friend", "Friend or family"),
            ("dealer", "Dealer"),
            ("other", "Elsewhere"),
        ),
        is_optional=True,
        phrase="from: {}",
    ),
    text("note", "Note"),
    none_label="No kratom and no 7-OH",
    is_finding=False,
    help="One row for each product. Grams count for leaf only: in one leaf powder that was "
    "measured, 1 g held 19.5 mg of mitragynine and hardly any 7-OH [V:S9]. An extract or a 7-OH "
    "tablet of the same weight holds something else. Leave blank what was not asked.",
    why="What is in the product decides about medicine, heart test and naloxone. How often it is "
    "taken says more about dependence than how much.",
    asked_if=IF_KRATOM,
    check=product_in_order,
)

SUBSTANCES = table(
    "substances_used",
    "Other substances in the past 12 months",
    "Substance",
    one_of(
        "substance",
        "Substance",
        (
            ("alcohol", "Alcohol"),
            ("heroin", "Heroin"),
            ("fentanyl", "Fentanyl"),
            ("opioid_pills", "Opioid pain medicine"),
            ("methadone", "Methadone"),
            ("buprenorphine", "Buprenorphine"),
            ("other_opioid", "Another opioid"),
            ("benzodiazepine", "Benzodiazepine"),
            ("sleep_medicine", "Sleep medicine (zolpidem and the like)"),
            ("gabapentinoid", "Gabapentin or pregabalin"),
            ("barbiturate", "Barbiturate"),
            ("other_sedative", "Another sedative or tranquilizer"),
            ("cocaine", "Cocaine or crack"),
            ("methamphetamine", "Methamphetamine"),
            ("amphetamine", "Amphetamine or another stimulant medicine"),
            ("other_stimulant", "Another stimulant"),
            ("cannabis", "Cannabis"),
            ("hallucinogen", "Hallucinogen"),
            ("pcp", "PCP"),
            ("inhalant", "Inhalant"),
            ("over_the_counter", "Over-the-counter medicine"),
            ("nicotine", "Nicotine or tobacco"),
            ("other", "Other"),
        ),
        phrase="{}",
    ),
    text("name", "Name or brand", phrase=" ({})"),
    text("amount", "How much, in words", phrase="{}"),
    one_of(
        "frequency",
        "How often",
        (
            ("daily", "Every day"),
            ("most_days", "3 to 6 days a week"),
            ("weekly", "1 or 2 days a week"),
            ("monthly", "1 to 3 days a month"),
            ("not_30d", "Not in the past 30 days"),
        ),
        phrase="{}",
    ),
    number("doses", "Times a day", 0, 100, decimals=1, is_optional=True, phrase="{} times a day"),
    one_of(
        "prescribed",
        "Prescribed?",
        (
            ("no", "Not prescribed"),
            ("as_directed", "Prescribed, taken as directed"),
            ("not_as_directed", "Prescribed, taken otherwise"),
        ),
        is_optional=True,
        phrase="{}",
    ),
    moment("last", "Last use", phrase="last {}"),
    one_of("route", "How", ROUTES, is_optional=True, phrase="{}"),
    number("age_first", "Age at first use", 0, 110, is_optional=True, phrase="first at {}"),
    text("note", "Note"),
    none_label="No other substance",
    is_finding=False,
    help="One row each, also for alcohol and for a primary substance that is not kratom. Leave "
    "blank what was not asked.",
    why="Mixing raises the danger of overdose and of withdrawal. When each was last taken decides "
    "what must be watched today.",
    check=substance_in_order,
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
                    why="It decides which plan fits. Without it there is no plan.",
                ),
                yes_no(
                    "kratom_secondary",
                    "Is kratom or 7-OH used as well?",
                    help="When it is not the primary substance.",
                    why="Any kratom calls for naloxone and for the right drug test.",
                    asked_if=asked_if(
                        "Ask if the primary substance is not kratom.",
                        primary=("opioid", "alcohol", "sedative", "stimulant", "cannabis", "other"),
                    ),
                ),
            ),
        ),
        Block(
            "Kratom and 7-OH",
            (
                PRODUCTS,
                several(
                    "co_use",
                    "Taken within the same hours as kratom or 7-OH",
                    (
                        ("alcohol", "Alcohol"),
                        ("benzodiazepine", "Benzodiazepines"),
                        ("gabapentinoid", "Gabapentin, pregabalin"),
                        ("opioid", "Opioids"),
                        ("stimulant", "Stimulants"),
                        ("cannabis", "Cannabis"),
                        ("other", "Something else"),
                    ),
                    is_finding=False,
                    none_label="Nothing",
                    why="Alcohol, benzodiazepines, gabapentin, pregabalin and opioids on top raise "
                    "the danger of overdose and withdrawal.",
                    asked_if=IF_KRATOM,
                ),
            ),
        ),
        Block("Other substances", (SUBSTANCES,)),
        Block(
            "What the rows say",
            (
                several(
                    "products",
                    "Kratom products",
                    (
                        ("leaf", "Leaf powder"),
                        ("capsule", "Capsules"),
                        ("tea", "Tea"),
                        ("extract", "Extract"),
                        ("7oh", "7-OH"),
                    ),
                    derived_from=("kratom_products",),
                ),
                number(
                    "kratom_g_day",
                    "Kratom leaf per day",
                    0,
                    1000,
                    "g",
                    decimals=1,
                    can_be_unknown=True,
                    derived_from=("kratom_products",),
                ),
                number(
                    "seven_oh_mg_day",
                    "7-OH per day",
                    0,
                    10000,
                    "mg",
                    decimals=1,
                    can_be_unknown=True,
                    derived_from=("kratom_products",),
                ),
                number(
                    "doses_per_day",
                    "Doses per day",
                    0,
                    100,
                    "times",
                    decimals=1,
                    can_be_unknown=True,
                    derived_from=("kratom_products", "substances_used"),
                ),
                yes_no(
                    "daily_use",
                    "Used every day?",
                    derived_from=("kratom_products", "substances_used"),
                ),
                number(
                    "hours_since_last_use",
                    "Hours since last use",
                    0,
                    100000,
                    "h",
                    decimals=1,
                    can_be_unknown=True,
                    derived_from=("kratom_products", "substances_used"),
                ),
                carried(
                    "entered_before",
                    "Entered before there were rows",
                    is_finding=False,
                    asked_if=AskedIf("", (("entered_before", ()),), presumed=False),
                ),
            ),
            "Counted when the section is saved. One unknown part leaves a sum unknown; an unknown "
            "last use counts as recent.",
        ),
        Block("History", (text("use_history", "History of use, in short"),)),
    ),
    why="What you take, how much and when last decides what is safe for you today.",
)


def _further(group: str, named: str) -> Question:
    """The eleven criteria once more, of a substance that is used besides the primary one."""
    intro = f"In the past 12 months, with {named}, has the person …"
    asked = items(
        f"dsm_{group}",
        replace(INSTRUMENTS["dsm"], intro=intro),
        is_finding=False,
        asked_if=known_use("", group),
        why="Each substance has its own criteria, and its own treatment.",
    )
    return replace(asked, label=f"Criteria: {named}")


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
                    why="The more of these are true, the more therapy we offer. What we do not ask "
                    "stays open.",
                ),
                yes_no(
                    "taken_as_prescribed",
                    "Taken only as prescribed?",
                    why="With a prescribed medicine taken as told, tolerance and withdrawal do not "
                    "count.",
                    asked_if=IF_PRESCRIBABLE,
                ),
            ),
        ),
        Block("Kratom or 7-OH", (_further("kratom", "kratom or 7-OH"),)),
        Block(
            "Opioids",
            (
                _further("opioid", "opioids"),
                number(
                    "oud_criteria",
                    "Opioid use disorder criteria met",
                    0,
                    11,
                    "of 11",
                    can_be_unknown=True,
                    why="From 4 on we offer medication for opioid use disorder.",
                    derived_from=("dsm_opioid", "substances_used"),
                ),
            ),
        ),
        Block(
            "Alcohol",
            (
                _further("alcohol", "alcohol"),
                number(
                    "alcohol_criteria",
                    "Alcohol use disorder criteria met",
                    0,
                    11,
                    "of 11",
                    can_be_unknown=True,
                    why="From 4 on we offer medication for alcohol use disorder.",
                    derived_from=("dsm_alcohol", "substances_used"),
                ),
            ),
        ),
        Block(
            "Another substance",
            (
                text(
                    "dsm_other_substance",
                    "Which one?",
                    asked_if=known_use("The one that troubles most.", "other"),
                ),
                _further("other", "this substance"),
            ),
        ),
    ),
    why="These questions show how far the use has taken hold. They do not judge.",
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
                    why="Opioids decide which medicines are safe for you.",
                    yields_to=("substances_used",),
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
                    yields_to=("substances_used",),
                ),
                yes_no(
                    "other_sedative_daily",
                    "Another sedative every day?",
                    help="For example gabapentin or pregabalin above the prescribed dose, "
                    "carisoprodol, phenibut, zolpidem.",
                    why="Stopping it suddenly can be dangerous. Then we go slowly.",
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
                    why="If it does not fit the answer above, we ask again before the plan is "
                    "signed.",
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
                    why="What is in the body can change what is safe, also if nobody knew of it.",
                ),
            ),
        ),
        Block(
            "Overdose and drug problems",
            (
                *OVERDOSES,
                score(SCORE_ENTRIES["dast10"], is_finding=False, is_optional=True),
            ),
        ),
    ),
    why="Mixing raises the danger of overdose. What the records show helps us get it right.",
)
