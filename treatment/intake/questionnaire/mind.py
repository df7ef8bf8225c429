"""Mental health and safety."""

from treatment.instruments.catalog import INSTRUMENTS, SCORE_ENTRIES
from treatment.intake.questionnaire.making import asked_if, items, score, text, yes_no
from treatment.intake.questionnaire.shapes import Block, Section

MENTAL = Section(
    "mental",
    "Mental health",
    "Screens, not diagnoses. Taken in withdrawal they are provisional and repeated after 2 to 4 "
    "weeks without use.",
    (
        Block(
            "PHQ-9",
            (
                items(
                    "phq9_items",
                    INSTRUMENTS["phq9"],
                    establishes=("phq9", "phq9_item9"),
                    why="10 or more calls for an evaluation; the last question for the suicide "
                    "questions now.",
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
                    why="10 or more calls for an evaluation.",
                ),
            ),
        ),
        Block(
            "PC-PTSD-5",
            (
                yes_no(
                    "trauma_exposure",
                    "Ever experienced an event that was unusually or especially frightening, "
                    "horrible or traumatic?",
                    help="For example a serious accident or fire, an assault or abuse, an "
                    "earthquake or flood, a war, seeing someone be killed or seriously injured, "
                    "or having a loved one die through homicide or suicide.",
                ),
                items(
                    "pcptsd5_items",
                    INSTRUMENTS["pcptsd5"],
                    establishes=("pcptsd5",),
                    why="Positive at 4, for women and unknown sex at 3: an interview follows.",
                    asked_if=asked_if("Ask if there was such an event.", trauma_exposure=(True,)),
                ),
            ),
        ),
        Block(
            "Conditions",
            (
                yes_no("psychosis_current", "Signs of psychosis now?", why="Psychiatry today."),
                yes_no("mania_current", "Signs of mania now?", why="Psychiatry today."),
                yes_no("bipolar", "Bipolar disorder, by history?"),
                yes_no(
                    "bpd",
                    "Borderline personality disorder, by history?",
                    why="Dialectical behavior therapy skills are then part of the plan.",
                ),
                yes_no(
                    "emotion_dysregulation",
                    "Emotions that swing fast and are hard to manage?",
                ),
                score(SCORE_ENTRIES["isi"], is_optional=True, why="15 or more: sleep treatment."),
                score(SCORE_ENTRIES["whodas12"], is_finding=False, is_optional=True),
            ),
        ),
    ),
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
                    why="There is no score. Intent, a plan or a recent act is high risk; an "
                    "unanswered question leaves the screen incomplete, never negative.",
                ),
                yes_no("self_harm_12m", "Hurt themselves on purpose in the past 12 months?"),
                text("reasons_for_living", "What keeps you safe; reasons for living"),
            ),
        ),
        Block(
            "Safety at home",
            (
                yes_no(
                    "ipv",
                    "Afraid of, or hurt by, a partner or someone at home?",
                    help="Ask alone. Never in front of family.",
                    why="Family sessions stop and private safety planning starts.",
                ),
            ),
        ),
    ),
)
