"""BAM and BARC-10: use, risk, protection and recovery capital (CLINICAL.md 1.11, 1.13)."""

from treatment.instruments.catalog.shapes import Band, Instrument, Item, Option, Tone, options

_DAYS = options("0 days", "1 to 3 days", "4 to 8 days", "9 to 15 days", "16 to 30 days")
_NIGHTS = options("0 nights", "1 to 3 nights", "4 to 8 nights", "9 to 15 nights", "16 to 30 nights")
_EXTENT = options("Not at all", "Slightly", "Moderately", "Considerably", "Extremely")
_AGREE = (
    Option(1, "Strongly disagree"),
    Option(2, "Disagree"),
    Option(3, "Somewhat disagree"),
    Option(4, "Somewhat agree"),
    Option(5, "Agree"),
    Option(6, "Strongly agree"),
)

BAM = Instrument(
    key="bam",
    name="BAM",
    about="Brief Addiction Monitor",
    intro="Think of the past 30 days.",
    credit="U.S. Department of Veterans Affairs. Public domain. Question 6 also names kratom and "
    "7-OH here. Which drugs were used (question 7) is asked in the sections on use.",
    items=(
        Item(
            "Would you say your physical health has been …",
            options("Excellent", "Very good", "Good", "Fair", "Poor"),
        ),
        Item("How many nights did you have trouble falling asleep or staying asleep?", _NIGHTS),
        Item(
            "How many days have you felt depressed, anxious, angry or very upset throughout most "
            "of the day?",
            _DAYS,
        ),
        Item("How many days did you drink any alcohol?", _DAYS),
        Item(
            "How many days did you have at least 5 drinks (if you are a man) or at least 4 drinks "
            "(if you are a woman)?",
            _DAYS,
        ),
        Item(
            "How many days did you use any illegal drugs, kratom or 7-OH, or misuse any "
            "prescription medications?",
            _DAYS,
        ),
        Item(
            "How much were you bothered by cravings or urges to drink alcohol or use drugs?",
            _EXTENT,
        ),
        Item(
            "How confident are you that you will not use alcohol and drugs in the next 30 days?",
            _EXTENT,
        ),
        Item(
            "How many days did you attend self-help meetings like AA or NA to support your "
            "recovery?",
            _DAYS,
        ),
        Item(
            "How many days were you in any situations or with any people that might put you at an "
            "increased risk for using alcohol or drugs?",
            _DAYS,
        ),
        Item("Does your religion or spirituality help support your recovery?", _EXTENT),
        Item(
            "How many days did you spend much of the time at work, school, or doing volunteer "
            "work?",
            _DAYS,
        ),
        Item(
            "Do you have enough income (from legal sources) to pay for necessities such as "
            "housing, transportation, food and clothing for yourself and your dependents?",
            (Option(0, "No"), Option(4, "Yes")),
        ),
        Item(
            "How much have you been bothered by arguments or problems getting along with any "
            "family members or friends?",
            _EXTENT,
        ),
        Item(
            "How many days did you contact or spend time with any family members or friends who "
            "are supportive of your recovery?",
            _DAYS,
        ),
        Item(
            "How satisfied are you with your progress toward achieving your recovery goals?",
            _EXTENT,
        ),
    ),
)

BARC10 = Instrument(
    key="barc10",
    name="BARC-10",
    about="Brief Assessment of Recovery Capital",
    intro="How much do you agree with each statement?",
    credit="Vilsaint et al., 2017. Free to use.",
    maximum=60,
    bands=(
        Band(10, "below 47: build recovery capital", Tone.WATCH),
        Band(47, "47 or more", Tone.CALM),
    ),
    items=tuple(
        Item(text, _AGREE)
        for text in (
            "There are more important things to me in life than using substances",
            "In general I am happy with my life",
            "I have enough energy to complete the tasks I set myself",
            "I am proud of the community I live in and feel part of it",
            "I get lots of support from friends",
            (
                "I regard my life as challenging and fulfilling without the need for using drugs "
                "or alcohol"
            ),
            "My living space has helped to drive my recovery journey",
            "I take full responsibility for my actions",
            "I am happy dealing with a range of professional people",
            "I am making good progress on my recovery journey",
        )
    ),
)
