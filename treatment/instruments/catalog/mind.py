"""PHQ-9, GAD-7, PC-PTSD-5 and the suicide triage in our own words (CLINICAL.md 1.5 to 1.8)."""

from treatment.instruments.catalog.shapes import (
    EVERY_CONTACT,
    YES_NO,
    YES_NO_CODES,
    Band,
    Certainty,
    CutOff,
    Frequency,
    Instrument,
    Item,
    Loinc,
    Notice,
    Tone,
    options,
)

_TWO_WEEKS = options("Not at all", "Several days", "More than half the days", "Nearly every day")

_MONTHLY_AFTER_USE = Frequency(
    "At intake, 2 to 4 weeks after last use, then monthly", (0,), every=30
)
_FREE = "No permission is needed."


def _days(text: str, loinc: str) -> Item:
    return Item(text, _TWO_WEEKS, loinc=loinc)


PHQ9 = Instrument(
    key="phq9",
    name="PHQ-9",
    about="Depression",
    intro="Over the last 2 weeks, how often have you been bothered by any of the following "
    "problems?",
    credit="Developed by Drs. Spitzer, Williams, Kroenke and colleagues. No permission required.",
    license=_FREE,
    license_certainty=Certainty.VERIFIED,
    source="S30, S37",
    certainty=Certainty.VERIFIED,
    every=_MONTHLY_AFTER_USE,
    notices=(
        Notice("item 9 above zero: ask the suicide questions now", least=1, item=9),
        Notice("evaluate for depression", least=10),
    ),
    loinc=Loinc(
        total="44261-6",
        panel="44249-1",
        answers=("LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"),
    ),
    provisional_from=5,
    margin=5,
    response=0.5,
    remission=5,
    maximum=27,
    bands=(
        Band(0, "minimal", Tone.CALM),
        Band(5, "mild", Tone.CALM),
        Band(10, "moderate", Tone.WATCH),
        Band(15, "moderately severe", Tone.ACT),
        Band(20, "severe", Tone.ACT),
    ),
    items=(
        _days("Little interest or pleasure in doing things", "44250-9"),
        _days("Feeling down, depressed, or hopeless", "44255-8"),
        _days("Trouble falling or staying asleep, or sleeping too much", "44259-0"),
        _days("Feeling tired or having little energy", "44254-1"),
        _days("Poor appetite or overeating", "44251-7"),
        _days(
            "Feeling bad about yourself – or that you are a failure or have let yourself or your "
            "family down",
            "44258-2",
        ),
        _days(
            "Trouble concentrating on things, such as reading the newspaper or watching television",
            "44252-5",
        ),
        _days(
            "Moving or speaking so slowly that other people could have noticed? Or the opposite – "
            "being so fidgety or restless that you have been moving around a lot more than usual",
            "44253-3",
        ),
        Item(
            "Thoughts that you would be better off dead, or of hurting yourself in some way",
            _TWO_WEEKS,
            "Any answer above “Not at all” calls for the suicide questions now.",
            "44260-8",
        ),
    ),
)

GAD7 = Instrument(
    key="gad7",
    name="GAD-7",
    about="Anxiety",
    intro="Over the last 2 weeks, how often have you been bothered by the following problems?",
    credit="Developed by Drs. Spitzer, Williams, Kroenke and colleagues. No permission required.",
    license=_FREE,
    license_certainty=Certainty.VERIFIED,
    source="S30, S37",
    certainty=Certainty.KNOWN,
    every=_MONTHLY_AFTER_USE,
    notices=(Notice("evaluate for anxiety", least=10),),
    loinc=Loinc(total="70274-6"),
    provisional_from=5,
    maximum=21,
    bands=(
        Band(0, "minimal", Tone.CALM),
        Band(5, "mild", Tone.CALM),
        Band(10, "moderate", Tone.WATCH),
        Band(15, "severe", Tone.ACT),
    ),
    items=(
        _days("Feeling nervous, anxious or on edge", "69725-0"),
        _days("Not being able to stop or control worrying", "68509-9"),
        _days("Worrying too much about different things", "69733-4"),
        _days("Trouble relaxing", "69734-2"),
        _days("Being so restless that it is hard to sit still", "69735-9"),
        _days("Becoming easily annoyed or irritable", "69689-8"),
        _days("Feeling afraid as if something awful might happen", "69736-7"),
    ),
)

PCPTSD5_CUT = CutOff(
    men=4,
    women=3,
    unknown=3,
    calls_for="positive: a structured interview follows, it is not a diagnosis",
)
PCPTSD5 = Instrument(
    key="pcptsd5",
    name="PC-PTSD-5",
    about="Posttraumatic stress",
    intro="In the past month, have you …",
    credit="Prins et al., U.S. Department of Veterans Affairs, 2015. Public domain.",
    license="A work of the U.S. government.",
    license_certainty=Certainty.KNOWN,
    source="S29",
    certainty=Certainty.VERIFIED,
    every=Frequency("At intake and at 90 days", (0, 90)),
    maximum=5,
    cut=PCPTSD5_CUT,
    items=(
        Item(
            "Had nightmares about the event(s) or thought about the event(s) when you did not "
            "want to?",
            YES_NO,
        ),
        Item(
            "Tried hard not to think about the event(s) or went out of your way to avoid "
            "situations that reminded you of the event(s)?",
            YES_NO,
        ),
        Item("Been constantly on guard, watchful, or easily startled?", YES_NO),
        Item("Felt numb or detached from people, activities, or your surroundings?", YES_NO),
        Item(
            "Felt guilty or unable to stop blaming yourself or others for the event(s) or any "
            "problems the event(s) may have caused?",
            YES_NO,
        ),
    ),
)

CSSRS = Instrument(
    key="cssrs",
    name="Suicide risk triage",
    about="Suicidal thoughts and behavior, after the Columbia screener",
    intro="Ask in your own calm words. These are labels, not the wording of the screener: read "
    "the questions from your licensed form.",
    license="Free for care; its text in an electronic record needs a contact first.",
    license_certainty=Certainty.UNSURE,
    source="S38",
    certainty=Certainty.VERIFIED,
    every=EVERY_CONTACT,
    loinc=Loinc(panel="93245-9", total="93374-7"),
    credit="Own labels after the Columbia-Suicide Severity Rating Scale screener, © The Research "
    "Foundation for Mental Hygiene, Inc. No item text is reproduced.",
    items=(
        Item("Wish to be dead", YES_NO_CODES, "Past month."),
        Item("Thoughts of killing oneself", YES_NO_CODES, "Past month."),
        Item("Has thought about how", YES_NO_CODES, "Ask if thoughts of killing oneself."),
        Item("Some intent to act", YES_NO_CODES, "Ask if thoughts of killing oneself."),
        Item("Worked-out plan with intent", YES_NO_CODES, "Ask if thoughts of killing oneself."),
        Item("Any suicidal act or preparation, ever", YES_NO_CODES, "Lifetime."),
        Item("Act or preparation within the past 3 months", YES_NO_CODES, "Ask if ever."),
    ),
)
