"""What happened before: overdoses and earlier treatment."""

from treatment.intake.questionnaire.making import date, number, one_of, table, text, yes_no
from treatment.intake.questionnaire.shapes import Row


def overdose_in_order(row: Row) -> dict[str, str]:
    """What a row of the overdose table cannot say."""
    if row and not row.keys() & {"when", "day"}:
        return {"when": "Say roughly when this was, or that it is not known."}
    return {}


def treatment_in_order(row: Row) -> dict[str, str]:
    """What a row of the treatment table cannot say."""
    return {} if "kind" in row else {"kind": "Say what kind of treatment this was."}


OVERDOSES = (
    table(
        "overdoses",
        "Overdoses, ever",
        "Overdose",
        one_of(
            "when",
            "When",
            (
                ("past_30d", "In the past 30 days"),
                ("past_12m", "In the past 12 months"),
                ("lifetime", "Longer ago"),
                ("unknown", "Not known"),
            ),
            is_optional=True,
            phrase="{}",
        ),
        date("day", "Date, if known", is_optional=True, phrase="{}"),
        text("substances", "On which substances", phrase="on {}"),
        one_of(
            "naloxone",
            "Naloxone given?",
            (("yes", "Yes"), ("no", "No"), ("unknown", "Not known")),
            phrase="naloxone given: {}",
        ),
        one_of(
            "hospital",
            "Hospital?",
            (
                ("no", "No"),
                ("emergency", "Emergency department"),
                ("admitted", "Stayed in the hospital"),
                ("unknown", "Not known"),
            ),
            phrase="hospital: {}",
        ),
        text("note", "Note"),
        none_label="Never overdosed",
        is_finding=False,
        help="Any time the person could not be woken, stopped breathing or needed naloxone.",
        why="After an overdose within a year you leave with naloxone today. If nobody knows when "
        "it was, we count it as within the year.",
        check=overdose_in_order,
    ),
    one_of(
        "overdose",
        "Overdose",
        (
            ("none", "Never"),
            ("past_12m", "In the past 12 months"),
            ("lifetime", "Longer ago"),
        ),
        derived_from=("overdoses",),
    ),
)

TREATMENT = (
    table(
        "treatments",
        "Earlier treatment for substance use",
        "Treatment",
        one_of(
            "kind",
            "Kind",
            (
                ("detox", "Detox"),
                ("residential", "Residential"),
                ("day", "Intensive outpatient or day program"),
                ("outpatient", "Outpatient"),
                ("opioid_program", "Methadone or buprenorphine program"),
                ("hospital", "Hospital, psychiatric"),
                ("other", "Other"),
            ),
            phrase="{}",
        ),
        text("when", "When", phrase="{}"),
        text("place", "Where", phrase="at {}"),
        one_of(
            "outcome",
            "How it ended",
            (
                ("completed", "Completed"),
                ("left", "Left before the end"),
                ("sent_away", "Asked to leave"),
                ("transferred", "Transferred"),
                ("ongoing", "Still in it"),
                ("unknown", "Not known"),
            ),
            phrase="{}",
        ),
        text("why_not", "If not completed, why", phrase="because: {}"),
        text("medicines", "Medicines that helped", phrase="helped by: {}"),
        none_label="No treatment before",
        is_finding=False,
        why="What helped once may help again.",
        check=treatment_in_order,
    ),
    number(
        "prior_treatment",
        "How many times have you been in treatment before?",
        0,
        100,
        can_be_unknown=True,
        why="What was tried before need not be tried again the same way.",
        derived_from=("treatments",),
    ),
    yes_no(
        "prior_detox_incomplete",
        "Did you ever leave a detox before it was finished?",
        why="Then we plan more support this time.",
        yields_to=("treatments",),
    ),
    number(
        "prior_relapses",
        "How many times did you return to use after a time without?",
        0,
        100,
        can_be_unknown=True,
        why="After 2 or more, relapse prevention starts early.",
    ),
)
