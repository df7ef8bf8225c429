"""The intake questionnaire: every question declared once, in the order a counselor asks."""

from treatment.intake.questionnaire.alcohol import ALCOHOL
from treatment.intake.questionnaire.arrival import PERSON, REFERRAL
from treatment.intake.questionnaire.body import CIWA, MEDICAL, MEDICINES, TESTED, WITHDRAWAL
from treatment.intake.questionnaire.life import LIVING, OWN_WORDS, READINESS, WISHES
from treatment.intake.questionnaire.mind import MENTAL, SAFETY, TRAUMA
from treatment.intake.questionnaire.shapes import Answers, Question, Section
from treatment.intake.questionnaire.substances import CRITERIA, OTHERS, USE
from treatment.intake.questionnaire.teds import TEDS

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
        TEDS,
    )
}
QUESTIONS: dict[str, Question] = {
    question.key: question for section in SECTIONS.values() for question in section.questions
}
SECTION_OF: dict[str, Section] = {
    question.key: section for section in SECTIONS.values() for question in section.questions
}


def sections_on(answers: Answers) -> list[Section]:
    """The sections of this intake, in order: without those the facility has not switched on."""
    return [section for section in SECTIONS.values() if section.is_on(answers)]


def next_after(section: Section, answers: Answers | None = None) -> Section | None:
    """The section that follows in this intake, None after the last."""
    keys = [each.key for each in sections_on(answers or {}) if each is not section]
    later = list(SECTIONS)[list(SECTIONS).index(section.key) + 1 :]
    return next((SECTIONS[key] for key in later if key in keys), None)
