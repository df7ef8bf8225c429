"""Readiness and history, living situation and supports, wishes, and the person's own words."""

from treatment.instruments.catalog import INSTRUMENTS, SCORE_ENTRIES
from treatment.intake.questionnaire.making import (
    consent,
    items,
    number,
    one_of,
    ruler,
    score,
    several,
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
                    why="5 or less: motivational sessions come first.",
                ),
                ruler(
                    "confidence",
                    "How confident are you that you could?",
                    help="0 is not at all, 10 is completely.",
                    why="4 or less: a peer is offered.",
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
                ),
                score(SCORE_ENTRIES["urica"], is_finding=False, is_optional=True, decimals=1),
            ),
        ),
        Block(
            "Treatment before",
            (
                number(
                    "prior_treatment", "Earlier treatment episodes", 0, 100, can_be_unknown=True
                ),
                number(
                    "prior_relapses",
                    "Returns to use after a time without",
                    0,
                    100,
                    can_be_unknown=True,
                    why="2 or more: relapse prevention starts early.",
                ),
                yes_no(
                    "prior_detox_incomplete",
                    "Ever left a detox before it was finished?",
                    why="More support this time.",
                ),
                text("what_helped", "What helped before, and what did not"),
            ),
        ),
    ),
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
                    "Housing",
                    (
                        ("stable", "Stable"),
                        ("unstable", "Unstable: couch-surfing, about to lose it"),
                        ("homeless", "Homeless or in a shelter"),
                        ("unsafe", "Unsafe"),
                    ),
                    why="Without a stable, safe place detox at home is not wise.",
                ),
                one_of(
                    "support",
                    "Support from people around",
                    (("good", "Good"), ("limited", "Limited"), ("none", "None")),
                ),
                consent(
                    "family_consent",
                    "May family or close ones take part?",
                    why="Nobody is contacted without the person’s written consent.",
                ),
            ),
        ),
        Block(
            "Practical barriers",
            (
                yes_no("employment_risk", "Job or schooling at risk?"),
                yes_no("legal", "Legal problems?"),
                yes_no("transport_barrier", "Trouble getting to appointments?"),
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
                    why="Below 47 the plan adds peer support, housing and work steps.",
                ),
            ),
        ),
    ),
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
    "What the person wants and does not want. A wish that cannot be met is shown with its reason.",
    (
        Block(
            "Activities and meetings",
            (
                several(
                    "interests",
                    "Interested in",
                    (
                        ("yoga", "Yoga"),
                        ("mindfulness", "Mindfulness"),
                        ("art", "Art"),
                        ("equine", "Horses (equine)"),
                        ("recreation", "Recreation and sport"),
                    ),
                ),
                one_of(
                    "mutual_help",
                    "Mutual-help meetings",
                    (
                        ("twelve_step", "12-step"),
                        ("secular", "Secular, such as SMART Recovery"),
                        ("unknown", "No preference: offer both"),
                    ),
                ),
            ),
        ),
        Block(
            "Incentives",
            (
                consent(
                    "cm_consent",
                    "Agrees to take part in the incentive program?",
                    help="Small rewards for agreed steps. Saying no changes nothing else.",
                ),
                yes_no(
                    "poc_mitragynine",
                    "Is an on-site kratom (mitragynine) test available for this person?",
                    why="Without a same-day result attendance is rewarded instead.",
                ),
            ),
        ),
        Block(
            "Declined",
            (
                several(
                    "declines",
                    "Offers the person declines",
                    DECLINABLE,
                    none_label="Declines nothing",
                    help="Recorded as “offered, declined”. Safety steps, detox and tasks cannot be "
                    "declined in advance.",
                    is_optional=True,
                ),
            ),
        ),
    ),
)

OWN_WORDS = Section(
    "own_words",
    "Own words",
    "Strengths, needs, abilities and preferences, and what the person hopes for. Kept as said; "
    "the plan quotes them.",
    (
        Block(
            "In the person’s own words",
            (
                text("goals", "What do you want to be different? Goals"),
                text("strengths", "Strengths: what are you good at, proud of?"),
                text("needs", "Needs: what do you need to get there?"),
                text("abilities", "Abilities: skills, work, schooling, languages"),
                text("preferences", "Preferences: how do you like to be treated and called?"),
            ),
        ),
        Block("Counselor", (text("narrative", "Counselor’s summary"),)),
    ),
)
