"""BAM, BARC-10, readiness rulers and pain (CLINICAL.md 1.11 to 1.13)."""

from treatment.instruments.catalog.shapes import (
    Band,
    Certainty,
    Frequency,
    Instrument,
    Item,
    Line,
    Loinc,
    Notice,
    Option,
    Tone,
    every_point,
    options,
)

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
    "7-OH here. Questions 7 and 17 are read, not counted.",
    license="A work of the U.S. government.",
    license_certainty=Certainty.KNOWN,
    source="S31",
    certainty=Certainty.VERIFIED,
    every=Frequency("At intake, then every 30 days", (0,), every=30),
    parts=(
        Line("use", "Use", 0, 12, (Band(0, "no flag", Tone.CALM), Band(1, "flag", Tone.WATCH))),
        Line("risk", "Risk", 0, 24, (Band(0, "no flag", Tone.CALM), Band(12, "flag", Tone.WATCH))),
        Line(
            "protective",
            "Protective",
            0,
            24,
            (Band(0, "flag", Tone.WATCH), Band(13, "no flag", Tone.CALM)),
            higher_is_better=True,
        ),
    ),
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
            "Which drugs were they (7A to 7G)? Of the one used most: on how many days?",
            _DAYS,
            "Read, not counted.",
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
            "Read, not counted.",
        ),
    ),
)

BARC10 = Instrument(
    key="barc10",
    name="BARC-10",
    about="Brief Assessment of Recovery Capital",
    intro="How much do you agree with each statement?",
    credit="Vilsaint et al., 2017. Free to use.",
    license="Free, no permission needed.",
    license_certainty=Certainty.VERIFIED,
    source="S32",
    certainty=Certainty.VERIFIED,
    every=Frequency("At intake, at 90 days, 6 and 12 months", (0, 90, 180, 365)),
    notices=(Notice("build recovery capital: peer support, housing, work", below=47),),
    higher_is_better=True,
    minimum=10,
    maximum=60,
    bands=(Band(10, "low", Tone.WATCH), Band(47, "not low", Tone.CALM)),
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

_STAGES = tuple(
    Option(word, word.capitalize())
    for word in ("precontemplation", "contemplation", "preparation", "action", "maintenance")
)

RULERS = Instrument(
    key="rulers",
    name="Readiness rulers",
    about="Importance, confidence and stage of change",
    intro="From 0, not at all, to 10, the most.",
    credit="Readiness rulers of motivational interviewing. Public.",
    license="Public.",
    license_certainty=Certainty.KNOWN,
    source="CLINICAL.md 1.12",
    certainty=Certainty.PROPOSED,
    every=Frequency("At intake, then monthly", (0,), every=30),
    parts=(
        Line("importance", "Importance", 0, 10, higher_is_better=True),
        Line("confidence", "Confidence", 0, 10, higher_is_better=True),
    ),
    items=(
        Item("How important is it for you to stop?", every_point(10)),
        Item("How confident are you that you could?", every_point(10)),
        Item("Stage of change, in the clinician’s judgment", _STAGES, "May stay open."),
    ),
)

_PAIN_BANDS = (
    Band(0, "below moderate", Tone.CALM),
    Band(4, "moderate", Tone.WATCH),
    Band(7, "severe", Tone.ACT),
)
_EACH_VISIT = Frequency("At intake, then at each visit", (0,), each_contact=True)

PAIN = Instrument(
    key="pain",
    name="Pain 0–10",
    about="Numeric rating of pain",
    intro="0 is no pain, 10 the worst imaginable.",
    credit="Numeric rating scale. Free.",
    license="Free.",
    license_certainty=Certainty.KNOWN,
    source="S52",
    certainty=Certainty.KNOWN,
    every=_EACH_VISIT,
    loinc=Loinc(total="72514-3"),
    maximum=10,
    bands=_PAIN_BANDS,
    items=(Item("Pain", every_point(10)),),
)

PEG = Instrument(
    key="peg",
    name="PEG",
    about="Pain, enjoyment of life and general activity: the mean of three ratings",
    intro="Own labels. 0 is none, 10 the most.",
    credit="PEG scale. Own labels; free.",
    license="Free.",
    license_certainty=Certainty.KNOWN,
    source="CLINICAL.md 1.1",
    certainty=Certainty.KNOWN,
    every=_EACH_VISIT,
    maximum=10,
    bands=_PAIN_BANDS,
    items=(
        Item("Pain on average", every_point(10)),
        Item("How much pain stood in the way of enjoying life", every_point(10)),
        Item("How much pain stood in the way of general activity", every_point(10)),
    ),
)
