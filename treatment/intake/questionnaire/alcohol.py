"""Alcohol: the AUDIT and the risk of withdrawal."""

from treatment.instruments.catalog import INSTRUMENTS, SCORE_ENTRIES
from treatment.intake.questionnaire.making import asked_if, items, number, score, yes_no
from treatment.intake.questionnaire.shapes import Block, Section

IF_DRINKS = asked_if(
    "Ask if the person drinks.", primary=("alcohol",), **{"audit_items.0": (1, 2, 3, 4)}
)

ALCOHOL = Section(
    "alcohol",
    "Alcohol",
    "The first three questions of everyone; the rest when they point to risk.",
    (
        Block(
            "AUDIT",
            (
                items(
                    "audit_items",
                    INSTRUMENTS["audit"],
                    establishes=("audit", "audit_c"),
                    why="Alcohol withdrawal can be an emergency. Seen early, it can be treated.",
                ),
            ),
        ),
        Block(
            "Withdrawal risk",
            (
                number(
                    "drinks_per_day",
                    "Standard drinks on a drinking day",
                    0,
                    100,
                    "drinks",
                    decimals=1,
                    can_be_unknown=True,
                    help="One drink is 12 oz beer, 5 oz wine or 1.5 oz spirits.",
                    why="From 5 drinks a day on we watch for alcohol withdrawal.",
                    asked_if=IF_DRINKS,
                ),
                number(
                    "hours_since_drink",
                    "Hours since the last drink",
                    0,
                    100000,
                    "h",
                    decimals=1,
                    can_be_unknown=True,
                    help="From the row for alcohol in the substance table.",
                    why="We watch for withdrawal for 72 hours after the last drink. Not known "
                    "counts as recent.",
                    asked_if=IF_DRINKS,
                    derived_from=("substances_used",),
                ),
                yes_no(
                    "alcohol_wd_complicated",
                    "Ever a seizure or severe confusion (delirium tremens) after you stopped "
                    "drinking?",
                    why="It can happen again. Then detox needs staff day and night.",
                ),
                score(
                    SCORE_ENTRIES["pawss"],
                    asked_if=IF_DRINKS,
                    is_optional=True,
                    why="4 or more is a high risk of alcohol withdrawal.",
                ),
            ),
        ),
    ),
    why="Drinking changes what is safe in withdrawal. We ask everyone the same questions.",
)
