"""Mental health, hard events and safety."""

from dataclasses import replace

from treatment.instruments.catalog import INSTRUMENTS, SCORE_ENTRIES
from treatment.intake.questionnaire.making import asked_if, items, one_of, score, text, yes_no
from treatment.intake.questionnaire.shapes import Block, Section

NOT_WANTED = (("trauma_wish", ("another_day", "declined")),)
MAY_BE_ASKED = replace(
    asked_if("Only if the person agrees to talk about it.", trauma_wish=("yes",)),
    unless=NOT_WANTED,
)
IF_EXPOSED = replace(
    asked_if("Ask if there was such an event.", trauma_exposure=(True,)), unless=NOT_WANTED
)

MENTAL = Section(
    "mental",
    "Mental health",
    "Screens, not diagnoses. In withdrawal the scores are provisional. Repeat them after 2 to 4 "
    "weeks without use.",
    (
        Block(
            "PHQ-9",
            (
                items(
                    "phq9_items",
                    INSTRUMENTS["phq9"],
                    establishes=("phq9", "phq9_item9"),
                    why="From 10 points on we offer an evaluation. If the last answer is not "
                    "zero, we ask about suicide now.",
                ),
            ),
        ),
        Block(
            "GAD-7",
            (
                items(
                    "gad7_items",
                    INSTRUMENTS["gad7"],
                    establishes=("gad7",),
                    why="From 10 points on we offer an evaluation.",
                ),
            ),
        ),
        Block(
            "Conditions",
            (
                yes_no(
                    "psychosis_current",
                    "Signs of psychosis now?",
                    help="For example hears voices, or is sure of things that others know are "
                    "not so.",
                    why="Then a psychiatrist is seen today.",
                ),
                yes_no(
                    "mania_current",
                    "Signs of mania now?",
                    help="For example hardly sleeps yet is full of energy, talks without pause.",
                    why="Then a psychiatrist is seen today.",
                ),
                yes_no(
                    "bipolar",
                    "Bipolar disorder, known from before?",
                    why="Then mental health and substance use are treated together.",
                ),
                yes_no(
                    "bpd",
                    "Borderline personality disorder, known from before?",
                    why="Skills from dialectical behavior therapy can then be part of the plan.",
                ),
                yes_no(
                    "emotion_dysregulation",
                    "Emotions that swing fast and are hard to manage?",
                    why="There are skills for this, and they can be learned.",
                ),
                score(
                    SCORE_ENTRIES["isi"],
                    is_optional=True,
                    why="Sleep can be treated. From 15 points on we offer it.",
                ),
                score(SCORE_ENTRIES["whodas12"], is_finding=False, is_optional=True),
            ),
        ),
    ),
    why="Mood and worry matter in recovery. We treat them together with the rest.",
)

TRAUMA = Section(
    "trauma",
    "Hard events",
    "Ask whether you may ask. Details are not needed today, and no answer is a full answer.",
    (
        Block(
            "What happened to you",
            (
                one_of(
                    "trauma_wish",
                    "Some people have lived through very hard events. May we ask about that today?",
                    (
                        ("yes", "Yes, today is all right"),
                        ("another_day", "Not today, another day"),
                        ("declined", "I do not want to be asked"),
                    ),
                    help="It is the person’s choice. “Not today” is a full answer and never "
                    "counts as no.",
                    why="You decide what you tell us, and when. Nothing here depends on it.",
                    is_finding=False,
                    is_optional=True,
                ),
                yes_no(
                    "trauma_exposure",
                    "Ever lived through an event that was unusually or especially frightening, "
                    "horrible or traumatic?",
                    help="For example a serious accident or fire, an assault or abuse, an "
                    "earthquake or flood, a war, seeing someone be killed or seriously injured, "
                    "or having a loved one die through homicide or suicide. No details are needed.",
                    why="If so, we change how we work with you, so that care does not hurt.",
                    asked_if=MAY_BE_ASKED,
                ),
                items(
                    "pcptsd5_items",
                    INSTRUMENTS["pcptsd5"],
                    establishes=("pcptsd5",),
                    why="Positive from 4 points on; for women and unknown sex from 3. Then an "
                    "interview is offered. It is not a diagnosis.",
                    asked_if=IF_EXPOSED,
                ),
            ),
        ),
    ),
    why="Hard events can change how care feels. You decide what you tell, and when.",
)

SAFETY = Section(
    "safety",
    "Safety",
    "Ask everyone, in private, calmly and directly. Asking does not put the thought in anyone’s "
    "head.",
    (
        Block(
            "Suicide risk",
            (
                items(
                    "cssrs",
                    INSTRUMENTS["cssrs"],
                    why="We ask everyone the same way. Intent, a plan or a recent act is high "
                    "risk. There is no score. An open question leaves the screen incomplete, never "
                    "negative.",
                ),
                yes_no(
                    "self_harm_12m",
                    "Hurt yourself on purpose in the past 12 months?",
                    help="Without wanting to die counts too.",
                    why="Then we offer skills that help with very strong feelings.",
                ),
                text(
                    "reasons_for_living",
                    "What keeps you safe? What do you live for?",
                    why="We build the safety plan on it.",
                ),
            ),
        ),
        Block(
            "Safety at home",
            (
                yes_no(
                    "ipv",
                    "Afraid of a partner or someone at home, or hurt by them?",
                    help="Ask alone. Never in front of family.",
                    why="Then family sessions stop and we plan for your safety in private.",
                ),
            ),
        ),
    ),
    why="Your life and safety come first. What you say here changes what we do today.",
)
