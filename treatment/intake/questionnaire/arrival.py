"""Referral and first safety screen, and the person."""

from treatment.intake.questionnaire.making import asked_if, carried, one_of, text, yes_no
from treatment.intake.questionnaire.shapes import Block, Section

NOT_MALE = asked_if("Ask unless the person is registered as male.", sex=("female", "unknown"))

REFERRAL = Section(
    "referral",
    "Referral and first safety screen",
    "Why the person came, and what cannot wait. A red answer here means: stay with the person and "
    "call the prescriber before going on.",
    (
        Block(
            "Why now",
            (
                text(
                    "presenting_concern",
                    "What brings you here today?",
                    help="In the person’s own words.",
                ),
                text("referral_reason", "What the referring person or agency asks for"),
            ),
        ),
        Block(
            "Is anything urgent?",
            (
                yes_no(
                    "altered_mental_status",
                    "Confused, hard to rouse, or not acting like themselves?",
                    why="A change in mental status is an emergency: call 911 and stay with the "
                    "person.",
                ),
                yes_no(
                    "delirium",
                    "Delirium: sudden confusion that comes and goes?",
                    why="Delirium in withdrawal needs a hospital.",
                ),
                yes_no(
                    "seizure_24h",
                    "Seizure in the past 24 hours?",
                    why="A seizure within a day moves detox to a hospital first.",
                ),
                yes_no(
                    "jaundice",
                    "Yellow skin or eyes, or dark urine?",
                    why="Kratom can injure the liver, usually within weeks of starting.",
                ),
                yes_no(
                    "medically_unstable",
                    "Medically unstable in the examiner’s judgment?",
                    help="For example dehydration, uncontrolled diabetes, chest pain, infection.",
                    why="An unstable condition calls for 24-hour support.",
                ),
            ),
        ),
    ),
)

PERSON = Section(
    "person",
    "Person",
    "Carried over from registration, plus what the plan needs to know.",
    (
        Block(
            "From registration",
            (
                carried("age", "Age", help="Counted from the birth date on the day of signing."),
                carried("sex", "Sex"),
            ),
            "Correct these on the registration page; they are not asked twice.",
        ),
        Block(
            "Pregnancy",
            (
                one_of(
                    "pregnancy",
                    "Pregnant?",
                    (
                        ("yes", "Yes"),
                        ("no", "No"),
                        ("unknown", "Not known"),
                        ("na", "Not applicable"),
                    ),
                    why="Pregnancy changes detox, medicines and who must be called today.",
                    asked_if=NOT_MALE,
                ),
                one_of(
                    "hcg",
                    "Urine pregnancy test today",
                    (("positive", "Positive"), ("negative", "Negative"), ("none", "Not done")),
                    why="No medicine is released while pregnancy is possible and unknown.",
                    asked_if=NOT_MALE,
                ),
            ),
        ),
        Block(
            "Taking part",
            (
                yes_no(
                    "interpreter",
                    "Needs an interpreter?",
                    why="Materials and sessions are adapted.",
                ),
                yes_no(
                    "cognitive_impairment",
                    "Trouble with memory, attention or learning that affects treatment?",
                    why="Sessions can be shorter, with written steps and repetition.",
                ),
            ),
        ),
    ),
)
