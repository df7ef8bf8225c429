"""COWS and CIWA-Ar: the withdrawal scales rated by staff (CLINICAL.md 1.3, 1.4)."""

from treatment.instruments.catalog.shapes import (
    BY_STATE,
    Band,
    Certainty,
    Instrument,
    Item,
    Option,
    Tone,
    every_point,
    options,
)


def _anchored(*anchors: tuple[int, str]) -> tuple[Option, ...]:
    return tuple(Option(value, label) for value, label in anchors)


COWS = Instrument(
    key="cows",
    name="COWS",
    about="Clinical Opiate Withdrawal Scale, also used to grade kratom withdrawal",
    intro="Rate only what withdrawal explains. Leave an item as not rated if you did not see it.",
    credit="Wesson & Ling, 2003. The form may be copied and used clinically.",
    license="The authors let the form be copied and used clinically.",
    license_certainty=Certainty.VERIFIED,
    source="S26, S27",
    certainty=Certainty.VERIFIED,
    every=BY_STATE,
    maximum=48,
    bands=(
        Band(0, "none/minimal", Tone.CALM),
        Band(5, "mild", Tone.WATCH),
        Band(13, "moderate", Tone.WATCH),
        Band(25, "moderately severe", Tone.ACT),
        Band(37, "severe", Tone.ACT),
    ),
    items=(
        Item(
            "Resting pulse",
            _anchored((0, "80 or below"), (1, "81 to 100"), (2, "101 to 120"), (4, "Above 120")),
            "Beats per minute after one minute of sitting or lying down.",
        ),
        Item(
            "Sweating",
            _anchored(
                (0, "No chills or flushing"),
                (1, "Reports chills or flushing"),
                (2, "Flushed or moist face"),
                (3, "Beads of sweat on brow or face"),
                (4, "Sweat streaming off face"),
            ),
            "Over the past half hour, not from room heat or activity.",
        ),
        Item(
            "Restlessness",
            _anchored(
                (0, "Able to sit still"),
                (1, "Hard to sit still, but able to"),
                (3, "Frequent shifting or extra movements"),
                (5, "Unable to sit still for more than a few seconds"),
            ),
        ),
        Item(
            "Pupil size",
            _anchored(
                (0, "Pinned or normal for room light"),
                (1, "Possibly larger than normal"),
                (2, "Moderately dilated"),
                (5, "Only the rim of the iris is visible"),
            ),
        ),
        Item(
            "Bone or joint aches",
            _anchored(
                (0, "Not present"),
                (1, "Mild diffuse discomfort"),
                (2, "Severe diffuse aching"),
                (4, "Rubbing joints, cannot sit still from discomfort"),
            ),
            "Only the part that withdrawal added to any earlier pain.",
        ),
        Item(
            "Runny nose or tearing",
            _anchored(
                (0, "Not present"),
                (1, "Stuffy nose or moist eyes"),
                (2, "Nose running or tearing"),
                (4, "Nose constantly running or tears streaming"),
            ),
            "Not from a cold or allergies.",
        ),
        Item(
            "Stomach and bowel upset",
            _anchored(
                (0, "No symptoms"),
                (1, "Stomach cramps"),
                (2, "Nausea or loose stool"),
                (3, "Vomiting or diarrhea"),
                (5, "Repeated vomiting or diarrhea"),
            ),
            "Over the past half hour.",
        ),
        Item(
            "Tremor of outstretched hands",
            _anchored(
                (0, "No tremor"),
                (1, "Felt but not seen"),
                (2, "Slight tremor seen"),
                (4, "Gross tremor or muscle twitching"),
            ),
        ),
        Item(
            "Yawning",
            _anchored(
                (0, "No yawning"),
                (1, "Once or twice"),
                (2, "Three or more times"),
                (4, "Several times a minute"),
            ),
            "During the assessment.",
        ),
        Item(
            "Anxiety or irritability",
            _anchored(
                (0, "None"),
                (1, "Reports it is increasing"),
                (2, "Obviously irritable or anxious"),
                (4, "So strong that taking part is difficult"),
            ),
        ),
        Item(
            "Gooseflesh",
            _anchored(
                (0, "Skin is smooth"),
                (3, "Can be felt, or hairs stand up"),
                (5, "Prominent"),
            ),
        ),
    ),
)

_PERCEPTION = options(
    "Not present",
    "Very mild",
    "Mild",
    "Moderate",
    "Moderately severe hallucinations",
    "Severe hallucinations",
    "Extremely severe hallucinations",
    "Continuous hallucinations",
)

CIWA_AR = Instrument(
    key="ciwa_ar",
    name="CIWA-Ar",
    about="Clinical Institute Withdrawal Assessment for Alcohol, revised",
    intro="Only for a person who can answer. Points between two descriptions may be used. "
    "Opioid-type and kratom withdrawal raise this score: keep both scales side by side.",
    credit="Sullivan et al., 1989. The form is free to reproduce.",
    license="The form is declared free to reproduce.",
    license_certainty=Certainty.KNOWN,
    source="S23, S28",
    certainty=Certainty.VERIFIED,
    every=BY_STATE,
    maximum=67,
    bands=(
        Band(0, "mild", Tone.CALM),
        Band(10, "moderate", Tone.WATCH),
        Band(19, "severe", Tone.ACT),
    ),
    items=(
        Item(
            "Nausea and vomiting",
            every_point(
                7,
                at_0="None",
                at_1="Mild nausea, no vomiting",
                at_4="Intermittent nausea with dry heaves",
                at_7="Constant nausea, frequent dry heaves and vomiting",
            ),
        ),
        Item(
            "Tremor",
            every_point(
                7,
                at_0="None",
                at_1="Felt at the fingertips, not seen",
                at_4="Moderate with arms extended",
                at_7="Severe, even with arms at rest",
            ),
            "Arms extended, fingers spread.",
        ),
        Item(
            "Sweats that come in waves",
            every_point(
                7,
                at_0="None seen",
                at_1="Barely noticeable, palms moist",
                at_4="Beads of sweat on the forehead",
                at_7="Drenching sweats",
            ),
        ),
        Item(
            "Anxiety",
            every_point(
                7,
                at_0="At ease",
                at_1="Mildly anxious",
                at_4="Moderately anxious or guarded",
                at_7="Acute panic",
            ),
        ),
        Item(
            "Agitation",
            every_point(
                7,
                at_0="Normal activity",
                at_1="Somewhat more than normal",
                at_4="Moderately fidgety and restless",
                at_7="Paces or thrashes about",
            ),
        ),
        Item(
            "Disturbances of touch",
            _PERCEPTION,
            "Itching, pins and needles, burning, numbness, bugs crawling on the skin.",
        ),
        Item(
            "Disturbances of hearing",
            _PERCEPTION,
            "Harsh or frightening sounds, or sounds that are not there.",
        ),
        Item(
            "Disturbances of sight",
            _PERCEPTION,
            "Light too bright, or seeing things that are not there.",
        ),
        Item(
            "Headache or fullness in the head",
            options(
                "Not present",
                "Very mild",
                "Mild",
                "Moderate",
                "Moderately severe",
                "Severe",
                "Very severe",
                "Extremely severe",
            ),
            "Do not rate dizziness or lightheadedness.",
        ),
        Item(
            "Orientation and clouding",
            options(
                "Oriented, can do serial additions",
                "Unsure of the date or cannot do serial additions",
                "Date wrong by 2 days or less",
                "Date wrong by more than 2 days",
                "Disoriented for place or person",
            ),
        ),
    ),
)
