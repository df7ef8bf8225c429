"""Referral and first safety screen, and the person."""

from treatment.intake.questionnaire.making import asked_if, carried, one_of, text, yes_no
from treatment.intake.questionnaire.shapes import Block, Section

NOT_MALE = asked_if("Ask unless the person is registered as male.", sex=("female", "unknown"))
NOT_REGISTERED = asked_if("Ask if registration does not say.", registered_interpreter=())

REFERRAL = Section(
    "referral",
    "Referral and first safety screen",
    "Why the person came, and what cannot wait. If an answer here is yes: stay with the person and "
    "call the prescriber before you go on.",
    (
        Block(
            "Why now",
            (
                text(
                    "presenting_concern",
                    "What brings you here today?",
                    help="In the person’s own words.",
                    why="The plan starts with what matters to you.",
                ),
                text("referral_reason", "What does the person or agency who sent you ask for?"),
            ),
        ),
        Block(
            "Is anything urgent?",
            (
                yes_no(
                    "altered_mental_status",
                    "Confused, hard to wake, or not acting like themselves?",
                    help="What you see. Ask those who came along.",
                    why="A change like this is an emergency. Call 911 and stay with the person.",
                ),
                yes_no(
                    "delirium",
                    "Sudden confusion that comes and goes (delirium)?",
                    help="For example does not know the day or the place, or sees things.",
                    why="Delirium in withdrawal needs a hospital.",
                ),
                yes_no(
                    "seizure_24h",
                    "A seizure in the past 24 hours?",
                    why="After a recent seizure, detox starts in a hospital.",
                ),
                yes_no(
                    "jaundice",
                    "Yellow skin or eyes?",
                    why="It can be a sign of liver injury. Kratom can injure the liver, most "
                    "often within weeks of starting.",
                ),
                yes_no(
                    "medically_unstable",
                    "Too sick to be safe without medical care right now?",
                    help="In the examiner’s judgment. For example dehydration, uncontrolled "
                    "diabetes, infection. Chest pain or fainting now: call 911 and the nurse.",
                    why="Then detox needs medical staff day and night.",
                ),
            ),
        ),
    ),
    why="We first make sure that you are safe. Then we talk about the rest.",
)

PERSON = Section(
    "person",
    "Person",
    "What registration already knows, and what the plan needs to know about you.",
    (
        Block(
            "From registration",
            (
                carried("age", "Age", help="Counted from the birth date on the day of signing."),
                carried("sex", "Sex"),
                carried("language", "Language", is_finding=False),
                carried("registered_interpreter", "Interpreter needed", is_finding=False),
            ),
            "Correct these on the registration page. They are not asked twice.",
        ),
        Block(
            "Who you are",
            (
                text(
                    "identity",
                    "How would you like us to see and call you?",
                    help="Name, pronouns, gender, background: whatever you want to tell us. You "
                    "need not say anything.",
                    why="So that everyone here treats you as who you are.",
                ),
                text(
                    "culture",
                    "Anything about your culture or traditions that we should respect?",
                    help="For example food, holidays, who may be in the room.",
                    why="Care works better when it fits the life you live.",
                ),
                text(
                    "spiritual",
                    "Faith or beliefs that give you strength?",
                    help="Leave it empty if that is not for you.",
                    why="Some people want this to be part of their recovery. It is your choice.",
                ),
            ),
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
                    why="Some medicines and a sudden stop can harm a pregnancy. We plan around it.",
                    asked_if=NOT_MALE,
                ),
                one_of(
                    "hcg",
                    "Urine pregnancy test today",
                    (("positive", "Positive"), ("negative", "Negative"), ("none", "Not done")),
                    why="No medicine is given while a pregnancy is possible and not checked.",
                    asked_if=NOT_MALE,
                ),
            ),
        ),
        Block(
            "Taking part",
            (
                yes_no(
                    "interpreter",
                    "Do you need an interpreter?",
                    why="Nobody should have to guess what is said about their health.",
                    asked_if=NOT_REGISTERED,
                ),
                yes_no(
                    "cognitive_impairment",
                    "Trouble with memory, attention or learning?",
                    help="If it makes appointments or reading harder.",
                    why="Sessions can be shorter, with written steps and more repeats.",
                ),
            ),
        ),
    ),
    why="The plan has to fit you, not the average person.",
)
