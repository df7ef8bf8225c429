"""The intake questionnaire: every question declared once, in the order a counselor asks."""

from treatment.intake.questionnaire.alcohol import ALCOHOL
from treatment.intake.questionnaire.arrival import PERSON, REFERRAL
from treatment.intake.questionnaire.body import CIWA, MEDICAL, MEDICINES, TESTED, WITHDRAWAL
from treatment.intake.questionnaire.life import LIVING, OWN_WORDS, READINESS, WISHES
from treatment.intake.questionnaire.mind import MENTAL, SAFETY, TRAUMA
from treatment.intake.questionnaire.shapes import Question, Section
from treatment.intake.questionnaire.substances import CRITERIA, OTHERS, USE

VERSION = "2"  # raise it when a question changes its meaning, not for a spelling

SECTIONS: dict[str, Section] = {
    section.key: section
    for section in (
        REFERRAL,
        SAFETY,
        PERSON,
        USE,
        CRITERIA,
        WITHDRAWAL,
        OTHERS,
        ALCOHOL,
        CIWA,
        MEDICAL,
        MEDICINES,
        TESTED,
        MENTAL,
        TRAUMA,
        READINESS,
        LIVING,
        WISHES,
        OWN_WORDS,
    )
}
QUESTIONS: dict[str, Question] = {
    question.key: question for section in SECTIONS.values() for question in section.questions
}
SECTION_OF: dict[str, Section] = {
    question.key: section for section in SECTIONS.values() for question in section.questions
}


def next_after(section: Section) -> Section | None:
    """The section that follows, None after the last."""
    keys = list(SECTIONS)
    at = keys.index(section.key) + 1
    return SECTIONS[keys[at]] if at < len(keys) else None
