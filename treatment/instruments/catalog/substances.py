"""DSM-5-TR criteria in our own words and the AUDIT (CLINICAL.md 1.2, 1.9)."""

from treatment.instruments.catalog.shapes import (
    HALF_YEAR,
    YES_NO_CODES,
    Band,
    Certainty,
    CutOff,
    Frequency,
    Instrument,
    Item,
    Loinc,
    Notice,
    Option,
    Tone,
    options,
)

DSM = Instrument(
    key="dsm",
    name="Substance use disorder criteria",
    about="Eleven criteria for the primary substance, past 12 months",
    intro="In the past 12 months, with the primary substance, has the person …",
    credit="Own words after the DSM-5-TR criteria. The clinician makes the diagnosis.",
    license="The criteria in our own words; the original text is copyrighted.",
    license_certainty=Certainty.KNOWN,
    source="S54",
    certainty=Certainty.VERIFIED,
    every=Frequency("At intake and at 3, 6 and 12 months", (0, 90, 180, 365)),
    maximum=11,
    bands=(
        Band(0, "none", Tone.CALM),
        Band(2, "mild", Tone.WATCH),
        Band(4, "moderate", Tone.WATCH),
        Band(6, "severe", Tone.ACT),
    ),
    items=(
        Item("Taken more, or for longer, than meant", YES_NO_CODES, "Sign: loss of control."),
        Item(
            "Wanted to cut down, or tried and failed repeatedly",
            YES_NO_CODES,
            "Sign: failed attempts.",
        ),
        Item(
            "Spent much time getting it, using it or recovering from it",
            YES_NO_CODES,
            "Sign: preoccupation.",
        ),
        Item("Had cravings or strong urges", YES_NO_CODES, "Sign: preoccupation."),
        Item(
            "Failed duties at work, school or home because of use",
            YES_NO_CODES,
            "Sign: neglected responsibilities.",
        ),
        Item(
            "Continued despite relationship problems it caused or worsened",
            YES_NO_CODES,
            "Sign: loss of control.",
        ),
        Item(
            "Given up social, work or leisure activities",
            YES_NO_CODES,
            "Sign: neglected responsibilities.",
        ),
        Item("Used where it is physically dangerous, such as driving", YES_NO_CODES),
        Item(
            "Continued although it causes or worsens a body or mind problem",
            YES_NO_CODES,
            "Sign: loss of control.",
        ),
        Item(
            "Needed more for the same effect, or felt less from the same amount (tolerance)",
            YES_NO_CODES,
            "Sign: dependence and withdrawal.",
        ),
        Item(
            "Had withdrawal, or used to avoid it",
            YES_NO_CODES,
            "Sign: dependence and withdrawal.",
        ),
    ),
)

_HOW_OFTEN = options("Never", "Less than monthly", "Monthly", "Weekly", "Daily or almost daily")
_EVER = (
    Option(0, "No"),
    Option(2, "Yes, but not in the last year"),
    Option(4, "Yes, during the last year"),
)

_CREDIT = "Alcohol Use Disorders Identification Test, World Health Organization. Public domain."
_LICENSE = "An instrument of the World Health Organization in the public domain."

AUDIT = Instrument(
    key="audit",
    name="AUDIT",
    about="Alcohol use; the first three questions alone are the AUDIT-C",
    intro="Ask the first three questions of everyone. Ask all ten when the first three come to 4 "
    "or more for a man, 3 or more for a woman or when the sex is unknown.",
    credit=_CREDIT,
    license=_LICENSE,
    license_certainty=Certainty.VERIFIED,
    source="S30",
    certainty=Certainty.KNOWN,
    every=HALF_YEAR,
    notices=(Notice("positive", least=8), Notice("evaluate for dependence", least=20)),
    loinc=Loinc(panel="72110-0", total="75624-7"),
    maximum=40,
    bands=(
        Band(0, "zone I", Tone.CALM),
        Band(8, "zone II", Tone.WATCH),
        Band(16, "zone III", Tone.ACT),
        Band(20, "zone IV", Tone.ACT),
    ),
    items=(
        Item(
            "How often do you have a drink containing alcohol?",
            options(
                "Never",
                "Monthly or less",
                "2 to 4 times a month",
                "2 to 3 times a week",
                "4 or more times a week",
            ),
            loinc="68518-0",
        ),
        Item(
            "How many drinks containing alcohol do you have on a typical day when you are "
            "drinking?",
            options("1 or 2", "3 or 4", "5 or 6", "7 to 9", "10 or more"),
            "For a person who never drinks, choose 1 or 2 (0 points).",
            "68519-8",
        ),
        Item(
            "How often do you have six or more drinks on one occasion?", _HOW_OFTEN, "", "68520-6"
        ),
        Item(
            "How often during the last year have you found that you were not able to stop drinking "
            "once you had started?",
            _HOW_OFTEN,
            loinc="97734-8",
        ),
        Item(
            "How often during the last year have you failed to do what was normally expected of "
            "you because of drinking?",
            _HOW_OFTEN,
            loinc="97735-5",
        ),
        Item(
            "How often during the last year have you needed a first drink in the morning to get "
            "yourself going after a heavy drinking session?",
            _HOW_OFTEN,
            loinc="97736-3",
        ),
        Item(
            "How often during the last year have you had a feeling of guilt or remorse after "
            "drinking?",
            _HOW_OFTEN,
            loinc="97737-1",
        ),
        Item(
            "How often during the last year have you been unable to remember what happened the "
            "night before because of your drinking?",
            _HOW_OFTEN,
            loinc="97738-9",
        ),
        Item(
            "Have you or someone else been injured because of your drinking?",
            _EVER,
            loinc="97739-7",
        ),
        Item(
            "Has a relative, friend, doctor or other health care worker been concerned about your "
            "drinking or suggested you cut down?",
            _EVER,
            loinc="97740-5",
        ),
    ),
)

AUDIT_C_CUT = CutOff(men=4, women=3, unknown=3, calls_for="positive: take the full AUDIT")
AUDIT_C = Instrument(
    key="audit_c",
    name="AUDIT-C",
    about="Alcohol use, the short form: the first three questions of the AUDIT",
    intro="Ask everyone. A positive result calls for the full AUDIT.",
    credit=_CREDIT,
    license=_LICENSE,
    license_certainty=Certainty.VERIFIED,
    source="S30",
    certainty=Certainty.VERIFIED,
    every=HALF_YEAR,
    loinc=Loinc(panel="72109-2", total="75626-2"),
    maximum=12,
    cut=AUDIT_C_CUT,
    items=AUDIT.items[:3],
)
