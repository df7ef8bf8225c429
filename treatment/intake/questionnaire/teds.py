"""What the federal Treatment Episode Data Set wants besides: only where the facility collects it.

The words are our own and richer than any file; a report maps them when it is made. What is known
elsewhere is shown, not asked.
"""

from typing import Any

from treatment.intake.questionnaire.making import carried, number, one_of, yes_no
from treatment.intake.questionnaire.shapes import Block, Question, Section


def _repeated(key: str, label: str, shows: str) -> Question:
    return carried(key, label, is_finding=False, shows=shows)


def _one_of(key: str, label: str, *choices: tuple[str, str], **more: Any) -> Question:
    choices = (*choices, ("unknown", "Not known"), ("declined", "Prefers not to say"))
    return one_of(key, label, choices, is_finding=False, is_optional=True, **more)


TEDS = Section(
    "teds",
    "Treatment episode data",
    "For the report to the state and to the federal Treatment Episode Data Set. It decides nothing "
    "about care. Anything may stay unanswered.",
    (
        Block(
            "Known already",
            (
                _repeated("teds_age", "Age", "age"),
                _repeated("teds_sex", "Sex", "sex"),
                _repeated("teds_pregnant", "Pregnant", "pregnancy"),
                _repeated("teds_primary", "Substance 1", "primary"),
                _repeated("teds_kratom", "Kratom and 7-OH", "kratom_products"),
                _repeated(
                    "teds_substances",
                    "Other substances, in the order of their rows",
                    "substances_used",
                ),
                _repeated("teds_prior", "Earlier treatment episodes", "prior_treatment"),
                _repeated("teds_housing", "Housing", "housing"),
            ),
            "From registration and from the other pages; correct it there.",
        ),
        Block(
            "Coming to treatment",
            (
                one_of(
                    "teds_service",
                    "Kind of service",
                    (
                        ("detox_hospital", "Detox, hospital, 24 hours"),
                        ("detox_residential", "Detox, free-standing residential, 24 hours"),
                        ("detox_ambulatory", "Detox, ambulatory"),
                        ("residential_hospital", "Residential, hospital"),
                        ("residential_short", "Residential, 30 days or less"),
                        ("residential_long", "Residential, more than 30 days"),
                        ("intensive_outpatient", "Intensive outpatient"),
                        ("outpatient", "Outpatient"),
                    ),
                    is_finding=False,
                    is_optional=True,
                ),
                _one_of(
                    "teds_referral",
                    "Who sent or brought the person",
                    ("self", "The person"),
                    ("family", "Family or friend"),
                    ("substance_program", "Substance use program"),
                    ("health_care", "Other health care"),
                    ("school", "School"),
                    ("employer", "Employer or assistance program"),
                    ("community", "Other community organization"),
                    ("court", "Court, probation, parole or DUI program"),
                ),
                number(
                    "teds_days_waiting",
                    "Days waited for a place",
                    0,
                    999,
                    "days",
                    is_finding=False,
                    is_optional=True,
                    can_be_unknown=True,
                ),
                number(
                    "teds_arrests",
                    "Arrests in the past 30 days",
                    0,
                    99,
                    is_finding=False,
                    is_optional=True,
                    can_be_unknown=True,
                ),
                _one_of(
                    "teds_self_help",
                    "Mutual-help meetings in the past 30 days",
                    ("none", "None"),
                    ("under_weekly", "Less than once a week"),
                    ("weekly", "About once a week"),
                    ("few_a_week", "2 or 3 times a week"),
                    ("most_days", "4 times a week or more"),
                    ("some", "Some, nobody knows how often"),
                ),
            ),
        ),
        Block(
            "The person",
            (
                _one_of(
                    "teds_race",
                    "Race",
                    ("alaska_native", "Alaska Native"),
                    ("american_indian", "American Indian"),
                    ("asian", "Asian"),
                    ("black", "Black or African American"),
                    ("pacific_islander", "Native Hawaiian or other Pacific Islander"),
                    ("white", "White"),
                    ("two_or_more", "Two or more"),
                    ("other", "Another"),
                    help="As the person says.",
                ),
                _one_of(
                    "teds_ethnicity",
                    "Hispanic or Latino origin",
                    ("no", "No"),
                    ("mexican", "Mexican"),
                    ("puerto_rican", "Puerto Rican"),
                    ("cuban", "Cuban"),
                    ("other", "Another Hispanic or Latino origin"),
                    ("unspecified", "Yes, origin not told"),
                ),
                yes_no("teds_veteran", "Veteran?", is_finding=False, is_optional=True),
                _one_of(
                    "teds_education",
                    "Schooling",
                    ("under_9", "Grade 8 or less"),
                    ("some_high_school", "Grades 9 to 11"),
                    ("high_school", "High school diploma or GED"),
                    ("some_college", "Some college or trade school"),
                    ("degree", "Four years of college or more"),
                ),
                _one_of(
                    "teds_marital",
                    "Marital status",
                    ("never", "Never married"),
                    ("married", "Married or living as married"),
                    ("separated", "Separated"),
                    ("divorced", "Divorced"),
                    ("widowed", "Widowed"),
                ),
                _one_of(
                    "teds_living",
                    "Living arrangement",
                    ("homeless", "Homeless"),
                    ("dependent", "Dependent: looked after or supervised"),
                    ("independent", "Independent"),
                ),
            ),
        ),
        Block(
            "Work and money",
            (
                _one_of(
                    "teds_employment",
                    "Work",
                    ("full_time", "Full time"),
                    ("part_time", "Part time"),
                    ("unemployed", "Looking for work"),
                    ("student", "Student"),
                    ("homemaker", "Homemaker"),
                    ("retired", "Retired"),
                    ("disabled", "Unable to work"),
                    ("institution", "In an institution"),
                    ("other", "Not looking, for another reason"),
                ),
                _one_of(
                    "teds_income",
                    "Main income",
                    ("wages", "Wages"),
                    ("public_assistance", "Public assistance"),
                    ("retirement", "Retirement or pension"),
                    ("disability", "Disability"),
                    ("other", "Other"),
                    ("none", "None"),
                ),
                _one_of(
                    "teds_insurance",
                    "Health insurance",
                    ("private", "Private"),
                    ("medicaid", "Medicaid"),
                    ("medicare", "Medicare"),
                    ("military", "Military or veterans"),
                    ("other", "Other"),
                    ("none", "None"),
                ),
                _one_of(
                    "teds_payer",
                    "Who pays for this treatment",
                    ("self", "The person"),
                    ("private", "Private insurance"),
                    ("medicaid", "Medicaid"),
                    ("medicare", "Medicare"),
                    ("government", "Other government payment"),
                    ("no_charge", "No charge"),
                    ("other", "Other"),
                ),
            ),
        ),
    ),
    why="The state and the federal government count who comes to treatment, to pay for it.",
    switch="collects_teds",
)
