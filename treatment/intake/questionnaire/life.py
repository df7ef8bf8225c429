"""Readiness and history, living situation and supports, wishes, and the person's own words."""

from treatment.instruments.catalog import INSTRUMENTS, SCORE_ENTRIES
from treatment.intake.questionnaire import body_checks
from treatment.intake.questionnaire.history import TREATMENT
from treatment.intake.questionnaire.making import (
    consent,
    items,
    number,
    one_of,
    ruler,
    score,
    several,
    table,
    text,
    yes_no,
)
from treatment.intake.questionnaire.shapes import Block, Section

READINESS = Section(
    "readiness",
    "Readiness and history",
    "How ready the person feels, and what has been tried before.",
    (
        Block(
            "Readiness",
            (
                ruler(
                    "importance",
                    "How important is it for you to stop?",
                    help="0 is not at all, 10 is the most important thing.",
                    why="At 5 or less we first talk about your own reasons.",
                ),
                ruler(
                    "confidence",
                    "How confident are you that you could?",
                    help="0 is not at all, 10 is completely.",
                    why="At 4 or less we offer a peer who has been there.",
                ),
                one_of(
                    "stage",
                    "Stage of change, in the clinician’s judgment",
                    (
                        ("precontemplation", "Precontemplation: sees no problem"),
                        ("contemplation", "Contemplation: of two minds"),
                        ("preparation", "Preparation: about to act"),
                        ("action", "Action: changing now"),
                        ("maintenance", "Maintenance: keeping the change"),
                    ),
                    why="We start where you are, not where we wish you were.",
                ),
                score(SCORE_ENTRIES["urica"], is_finding=False, is_optional=True, decimals=1),
            ),
        ),
        Block(
            "Treatment before",
            TREATMENT,
        ),
    ),
    why="There is no right answer. It tells us where to start.",
)

LIVING = Section(
    "living",
    "Living situation and supports",
    "Where the person lives, with whom, and what stands in the way.",
    (
        Block(
            "Home and people",
            (
                one_of(
                    "housing",
                    "Where do you live now?",
                    (
                        ("stable", "Stable"),
                        ("unstable", "Unstable: with friends for now, or about to lose it"),
                        ("homeless", "No home, or in a shelter"),
                        ("unsafe", "Unsafe"),
                    ),
                    why="Detox at home is only wise where home is stable and safe.",
                ),
                one_of(
                    "support",
                    "How much support do you get from the people around you?",
                    (("good", "Good"), ("limited", "Limited"), ("none", "None")),
                    why="Somebody should be near in the first days. If nobody is, we help.",
                ),
                consent(
                    "family_consent",
                    "May family or close ones take part?",
                    why="We contact nobody without your written consent.",
                ),
                text(
                    "people_to_involve",
                    "Whom would you like to have with you in this?",
                    help="Name and who they are to the person: family, friends, a sponsor.",
                    why="People you trust can carry part of the weight.",
                ),
                yes_no(
                    "dependents",
                    "Does anyone depend on you: children, parents, animals?",
                    is_finding=False,
                    is_optional=True,
                    why="They must be cared for while you are in treatment.",
                ),
            ),
        ),
        Block(
            "Practical barriers",
            (
                yes_no(
                    "employment_risk",
                    "Is your job or schooling at risk?",
                    why="The plan should protect what you have built.",
                ),
                yes_no(
                    "wants_work_help",
                    "Do you want help with school, training or finding work?",
                    is_finding=False,
                    is_optional=True,
                    why="So that the plan can make room for it.",
                ),
                yes_no(
                    "legal",
                    "Legal problems?",
                    help="For example a court date, probation, debts in court, custody.",
                    why="Dates and duties must fit the plan. You need not give details.",
                ),
                yes_no(
                    "money_trouble",
                    "Trouble paying for food, rent, bills or medicines?",
                    is_finding=False,
                    is_optional=True,
                    why="There may be help that you can apply for.",
                ),
                yes_no(
                    "transport_barrier",
                    "Trouble getting to appointments?",
                    why="Then the plan looks for a way.",
                ),
            ),
        ),
        Block(
            "Recovery capital",
            (
                items(
                    "barc10_items",
                    INSTRUMENTS["barc10"],
                    establishes=("barc10",),
                    is_optional=True,
                    why="It shows what you can build on. Below 47 points we add support from "
                    "peers, and steps for home and work.",
                ),
            ),
        ),
    ),
    why="A plan only works in the life you really have.",
)

DECLINABLE = (
    ("MED-SYMPT", "Comfort medicines in withdrawal"),
    ("MED-BUP", "Buprenorphine for kratom"),
    ("MED-MOUD", "Medication for opioid use disorder"),
    ("MED-AUD", "Medication for alcohol use disorder"),
    ("THR-IND", "Individual counseling"),
    ("THR-GRP", "Group counseling"),
    ("THR-CBT", "Cognitive behavioral therapy"),
    ("THR-DBT", "Dialectical behavior therapy"),
    ("THR-MET", "Motivational enhancement"),
    ("THR-CM", "Incentives (contingency management)"),
    ("THR-RP", "Relapse prevention"),
    ("DUA-DEP", "Evaluation for depression"),
    ("DUA-ANX", "Evaluation for anxiety"),
    ("DUA-PTSD", "Evaluation for posttraumatic stress"),
    ("DUA-INT", "Integrated care for mental health"),
    ("SUP-SLEEP", "Sleep treatment"),
    ("SUP-PAIN", "Pain plan"),
    ("SUP-CASE", "Case management"),
    ("SUP-PEER", "Peer support"),
    ("SUP-FAM", "Family sessions"),
    ("SUP-ADAPT", "Adapted materials or interpreter"),
    ("SUP-12STEP", "12-step meetings"),
    ("SUP-SMART", "SMART Recovery meetings"),
    ("HOL-YOGA", "Yoga"),
    ("HOL-MIND", "Mindfulness"),
    ("HOL-ART", "Art"),
    ("HOL-EQUINE", "Equine sessions"),
    ("HOL-REC", "Recreation and sport"),
    ("HOL-MENU", "Menu of holistic activities"),
    ("AFT-PLAN", "Aftercare plan"),
    ("AFT-CONTACTS", "Aftercare contacts"),
    ("LAB-BASE", "Baseline laboratory tests"),
    ("LAB-MITRA", "Kratom (mitragynine) tests"),
    ("BRF-INT", "Brief intervention"),
)

WISHES = Section(
    "wishes",
    "Wishes and preferences",
    "What the person wants and does not want. If a wish cannot be met, the plan says why.",
    (
        Block(
            "Activities and meetings",
            (
                several(
                    "interests",
                    "What would you like to try?",
                    (
                        ("yoga", "Yoga"),
                        ("mindfulness", "Mindfulness"),
                        ("art", "Art"),
                        ("equine", "Horses (equine)"),
                        ("recreation", "Recreation and sport"),
                    ),
                    why="What you enjoy is easier to keep up.",
                ),
                text(
                    "other_interests",
                    "Anything else that does you good?",
                    help="For example music, gardening, cooking, prayer, animals.",
                ),
                one_of(
                    "mutual_help",
                    "Which mutual-help meetings would suit you?",
                    (
                        ("twelve_step", "12-step"),
                        ("secular", "Secular, such as SMART Recovery"),
                        ("unknown", "No preference: offer both"),
                    ),
                    help="In these meetings people in recovery help each other. They are free.",
                    why="You choose. A secular kind is always offered too.",
                ),
            ),
        ),
        Block(
            "Incentives",
            (
                consent(
                    "cm_consent",
                    "Would you take part in the incentive program?",
                    help="Small rewards for agreed steps.",
                    why="It is up to you. Saying no changes nothing else.",
                ),
                yes_no(
                    "poc_mitragynine",
                    "Is an on-site kratom (mitragynine) test available for this person?",
                    help="The program answers this, not the person.",
                    why="Without a same-day result we reward coming to sessions instead.",
                ),
            ),
        ),
        Block(
            "Declined",
            (
                several(
                    "declines",
                    "Is there anything offered here that you do not want?",
                    DECLINABLE,
                    none_label="Declines nothing",
                    help="Recorded as “offered, declined”. Safety steps, detox and tasks cannot be "
                    "declined in advance.",
                    why="You can say no to a part and still get the rest.",
                    is_optional=True,
                ),
            ),
        ),
    ),
    why="It is your plan. What you want in it counts.",
)

GOALS = table(
    "goal_list",
    "Goals, one by one",
    "Goal",
    text("words", "In the person’s own words", phrase="{}"),
    number(
        "importance",
        "How important, 0 to 10",
        0,
        10,
        is_optional=True,
        phrase="importance {} of 10",
    ),
    check=body_checks.goal,
    is_finding=False,
    is_optional=True,
    none_label="No more goals to name today",
    help="If there is more than one. 10 is the most important thing in life.",
    why="What matters most to you comes first in the plan.",
)

OWN_WORDS = Section(
    "own_words",
    "Own words",
    "Write it down as the person says it. The plan quotes these words.",
    (
        Block(
            "Goals",
            (
                text(
                    "goals",
                    "What do you want to be different?",
                    help="In the person’s own words.",
                    why="The plan starts with your goal, in your words.",
                ),
                GOALS,
            ),
        ),
        Block(
            "Strengths, needs, abilities and preferences",
            (
                text(
                    "strengths",
                    "What are you good at? What are you proud of?",
                    why="Recovery builds on what is already strong.",
                ),
                text(
                    "needs",
                    "What do you need to get there?",
                    help="One need per line. The plan answers each of them.",
                    why="Nothing you name here may be forgotten.",
                ),
                text(
                    "abilities",
                    "What can you do well?",
                    help="Skills, work, schooling, languages.",
                ),
                text(
                    "preferences",
                    "How do you like to be treated?",
                    help="For example mornings or evenings, alone or in a group, a woman or a man.",
                ),
            ),
        ),
        Block(
            "What helped before",
            (
                text("what_helped", "What has helped you before?"),
                text(
                    "what_did_not",
                    "What did not help, or made things worse?",
                    why="We do not want to repeat what failed.",
                ),
            ),
        ),
        Block(
            "Counselor",
            (
                text("narrative", "Counselor’s summary"),
                text(
                    "formulation",
                    "Clinical formulation",
                    help="In your words: how it began, what keeps it going, what protects the "
                    "person, and what follows for care.",
                ),
            ),
        ),
    ),
    why="Nobody knows your life better than you.",
)
