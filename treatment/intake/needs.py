"""The needs an intake found, in the areas a plan must cover; a plan answers each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Final, Protocol, TypeVar

from treatment.instruments import scoring
from treatment.instruments.vocabulary import Severity, Stage, SuicideRisk
from treatment.intake.facts import Facts
from treatment.intake.questionnaire import QUESTIONS
from treatment.intake.questionnaire.shapes import Answers
from treatment.intake.vocabulary import (
    BenzodiazepineUse,
    Hcg,
    Housing,
    OpioidUse,
    Overdose,
    Pregnancy,
    SeizureHistory,
    Substance,
    Support,
)

LONGEST = 300  # characters of one need in the person's own words
MOST = 40  # needs of the person's own
KRATOM: Final = frozenset(
    {Substance.KRATOM_LEAF, Substance.KRATOM_EXTRACT, Substance.KRATOM_7OH},
)
NOT_YET: Final = frozenset({Stage.PRECONTEMPLATION, Stage.CONTEMPLATION})
AT_RISK: Final = frozenset({SuicideRisk.HIGH, SuicideRisk.MODERATE, SuicideRisk.LOW})


class Area(StrEnum):
    """The parts of a life that a plan must look at (42 CFR 8.12(f)(4), and the person's own)."""

    OWN = "own"
    MEDICAL = "medical"
    PSYCHIATRIC = "psychiatric"
    SUBSTANCE_USE = "substance_use"
    HARM_REDUCTION = "harm_reduction"
    WORK = "work"
    HOUSING = "housing"
    LEGAL = "legal"
    ECONOMIC = "economic"
    FAMILY = "family"
    RECOVERY = "recovery"
    CULTURE = "culture"
    ACCESS = "access"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS: Final = {
    Area.OWN: "Named by the person",
    Area.MEDICAL: "Medical",
    Area.PSYCHIATRIC: "Mental health",
    Area.SUBSTANCE_USE: "Substance use",
    Area.HARM_REDUCTION: "Harm reduction",
    Area.WORK: "Education, training and work",
    Area.HOUSING: "Housing",
    Area.LEGAL: "Legal",
    Area.ECONOMIC: "Money",
    Area.FAMILY: "Family and relationships",
    Area.RECOVERY: "Recovery supports",
    Area.CULTURE: "Language and culture",
    Area.ACCESS: "Taking part",
}


@dataclass(frozen=True, slots=True)
class Need:
    """One need: where it belongs, what it is, and the questions it comes from."""

    key: str
    area: Area
    words: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """When the answers show a need; an answer nobody gave shows none."""

    key: str
    area: Area
    words: str
    reads: tuple[str, ...]  # findings or questions
    shows: Callable[[Facts, Answers], bool]


Test = Callable[[Facts, Answers], bool]


def _yes(name: str) -> Test:
    return lambda facts, _answers: getattr(facts, name) is True


def _said_yes(key: str) -> Test:
    """A question that is no finding of the rules."""
    return lambda _facts, answers: answers.get(key) is True


def _from(name: str, limit: float) -> Test:
    return lambda facts, _answers: (found := getattr(facts, name)) is not None and found >= limit


def _below(name: str, limit: float) -> Test:
    return lambda facts, _answers: (found := getattr(facts, name)) is not None and found < limit


def _some(name: str) -> Test:
    return lambda facts, _answers: bool(getattr(facts, name))


def _is(name: str, *words: StrEnum) -> Test:
    return lambda facts, _answers: getattr(facts, name) in words


def _worded(key: str) -> Test:
    return lambda _facts, answers: bool(answers.get(key))


def _any(*tests: Test) -> Test:
    return lambda facts, answers: any(test(facts, answers) for test in tests)


def _is_kratom(facts: Facts, _answers: Answers) -> bool:
    return facts.primary in KRATOM or facts.kratom_secondary is True


def _withdrawal(facts: Facts, _answers: Answers) -> bool:
    """The part of the COWS that is known says at least mild [S27]."""
    return facts.cows_rated >= 5  # noqa: PLR2004  mild starts there


def _disorder(facts: Facts, answers: Answers) -> bool:
    prescribed = facts.primary in {Substance.OPIOID, Substance.SEDATIVE, Substance.STIMULANT}
    as_told = facts.taken_as_prescribed if prescribed else False
    found = scoring.criteria(facts.dsm, as_prescribed=as_told)
    return "primary" in answers and found.severity >= Severity.MILD


def _drinking(facts: Facts, _answers: Answers) -> bool:
    """The part of the AUDIT-C that is known reaches the cut-off for this sex [S30]."""
    known = facts.audit_c if facts.audit_c is not None else facts.audit_c_at_least
    return known is not None and known >= scoring.audit_c_cut(facts.sex)


def _trauma(facts: Facts, _answers: Answers) -> bool:
    return facts.pcptsd5 is not None and facts.pcptsd5 >= scoring.pcptsd5_cut(facts.sex)


def _suicide(facts: Facts, _answers: Answers) -> bool:
    return facts.cssrs.triage in AT_RISK or bool(facts.phq9_item9)


def _unready(facts: Facts, _answers: Answers) -> bool:
    is_low = facts.importance is not None and facts.importance <= scoring.LOW_IMPORTANCE
    return is_low or facts.stage in NOT_YET


def _unsure(facts: Facts, _answers: Answers) -> bool:
    return facts.confidence is not None and facts.confidence <= scoring.LOW_CONFIDENCE


def _overdosed(facts: Facts, _answers: Answers) -> bool:
    return facts.overdose not in {None, Overdose.NONE}


def _opioid(facts: Facts, _answers: Answers) -> bool:
    return facts.opioid_current not in {None, OpioidUse.NONE}


def _seizure(facts: Facts, _answers: Answers) -> bool:
    return facts.seizure_history not in {None, SeizureHistory.NONE} or facts.seizure_24h is True


def _another_day(_facts: Facts, answers: Answers) -> bool:
    return answers.get("trauma_wish") == "another_day"


# ruff: noqa: E501 - one sign, one row
A = Area
PREGNANT = _any(_is("pregnancy", Pregnancy.YES), _is("hcg", Hcg.POSITIVE))
SEDATED = _any(
    _is(
        "benzo_use",
        BenzodiazepineUse.DAILY_PRESCRIBED,
        BenzodiazepineUse.DAILY_NONPRESCRIBED,
    ),
    _yes("other_sedative_daily"),
)
MARKED = _any(_some("qt_meds"), _some("cyp_sensitive_meds"))

SIGNS: Final = (
    Sign("withdrawal", A.MEDICAL, "Relief and care in withdrawal", ("cows",), _withdrawal),
    Sign("pregnancy", A.MEDICAL, "Care in pregnancy", ("pregnancy", "hcg"), PREGNANT),
    Sign("unstable", A.MEDICAL, "Care for an unstable condition", ("medically_unstable",), _yes("medically_unstable")),
    Sign("seizures", A.MEDICAL, "Safety from seizures", ("seizure_history", "seizure_24h"), _seizure),
    Sign("heart", A.MEDICAL, "A look at the heart", ("cardiac_history", "qtc"), _any(_yes("cardiac_history"), _from("qtc", 450))),
    Sign("liver", A.MEDICAL, "A look at the liver", ("jaundice", "alt_xuln"), _any(_yes("jaundice"), _from("alt_xuln", 3))),
    Sign("kidneys", A.MEDICAL, "Medicine doses that fit the kidneys", ("egfr",), _below("egfr", 90)),
    Sign("medicines", A.MEDICAL, "A prescriber’s look at the medicines taken", ("qt_meds", "cyp_sensitive_meds"), MARKED),
    Sign("pain", A.MEDICAL, "Help with pain", ("chronic_pain", "pain_nrs"), _any(_yes("chronic_pain"), _from("pain_nrs", 4))),
    Sign("sleep", A.MEDICAL, "Better sleep", ("isi",), _from("isi", 15)),
    Sign("suicide", A.PSYCHIATRIC, "Safety from suicide", ("cssrs", "phq9_item9"), _suicide),
    Sign("self_harm", A.PSYCHIATRIC, "Safety from self-harm", ("self_harm_12m",), _yes("self_harm_12m")),
    Sign("psychosis", A.PSYCHIATRIC, "Psychiatric care now", ("psychosis_current", "mania_current"), _any(_yes("psychosis_current"), _yes("mania_current"))),
    Sign("depression", A.PSYCHIATRIC, "Help with low mood", ("phq9",), _from("phq9", 10)),
    Sign("anxiety", A.PSYCHIATRIC, "Help with worry and anxiety", ("gad7",), _from("gad7", 10)),
    Sign("trauma", A.PSYCHIATRIC, "Care that takes trauma into account", ("pcptsd5",), _trauma),
    Sign("trauma_later", A.PSYCHIATRIC, "To talk about hard events on another day", ("trauma_wish",), _another_day),
    Sign("conditions", A.PSYCHIATRIC, "Care for a known mental health condition", ("bipolar", "bpd"), _any(_yes("bipolar"), _yes("bpd"))),
    Sign("emotions", A.PSYCHIATRIC, "Ways to manage strong emotions", ("emotion_dysregulation",), _yes("emotion_dysregulation")),
    Sign("disorder", A.SUBSTANCE_USE, "Help with the main substance", ("primary", "dsm"), _disorder),
    Sign("drinking", A.SUBSTANCE_USE, "A look at drinking", ("audit_c",), _drinking),
    Sign("opioids", A.SUBSTANCE_USE, "A look at opioids", ("opioid_current",), _opioid),
    Sign("sedatives", A.SUBSTANCE_USE, "Safe handling of daily sedatives", ("benzo_use", "other_sedative_daily"), SEDATED),
    Sign("readiness", A.SUBSTANCE_USE, "Room to find own reasons for change", ("importance", "stage"), _unready),
    Sign("confidence", A.SUBSTANCE_USE, "More confidence to change", ("confidence",), _unsure),
    Sign("return_to_use", A.SUBSTANCE_USE, "Ways to prevent a return to use", ("prior_relapses",), _from("prior_relapses", 2)),
    Sign("overdose", A.HARM_REDUCTION, "Naloxone and a plan against overdose", ("primary", "kratom_secondary", "opioid_current", "overdose"), _any(_is_kratom, _opioid, _overdosed)),
    Sign("work", A.WORK, "To keep a job or schooling", ("employment_risk",), _yes("employment_risk")),
    Sign("education", A.WORK, "School, training or work", ("wants_work_help",), _said_yes("wants_work_help")),
    Sign("housing", A.HOUSING, "A safe and stable home", ("housing",), _is("housing", Housing.UNSTABLE, Housing.HOMELESS, Housing.UNSAFE)),
    Sign("legal", A.LEGAL, "Help with legal problems", ("legal",), _yes("legal")),
    Sign("money", A.ECONOMIC, "Enough money for the basics", ("money_trouble",), _said_yes("money_trouble")),
    Sign("violence", A.FAMILY, "Safety from violence at home", ("ipv",), _yes("ipv")),
    Sign("dependents", A.FAMILY, "Care for children or others meanwhile", ("dependents",), _said_yes("dependents")),
    Sign("family", A.FAMILY, "Family or close ones in treatment", ("family_consent",), _yes("family_consent")),
    Sign("support", A.RECOVERY, "More people who support recovery", ("support",), _is("support", Support.LIMITED, Support.NONE)),
    Sign("capital", A.RECOVERY, "More to build recovery on", ("barc10",), _below("barc10", 47)),
    Sign("meetings", A.RECOVERY, "The mutual-help meetings the person prefers", ("mutual_help",), _some("mutual_help")),
    Sign("activities", A.RECOVERY, "Activities the person asked for", ("interests",), _some("interests")),
    Sign("language", A.CULTURE, "An interpreter", ("interpreter",), _yes("interpreter")),
    Sign("culture", A.CULTURE, "Care that respects culture and beliefs", ("culture", "spiritual"), _any(_worded("culture"), _worded("spiritual"))),
    Sign("thinking", A.ACCESS, "Sessions that fit memory and attention", ("cognitive_impairment",), _yes("cognitive_impairment")),
    Sign("transport", A.ACCESS, "A way to get to appointments", ("transport_barrier",), _yes("transport_barrier")),
)  # fmt: skip
ASKED_IN: Final = {
    **{key: key for key in QUESTIONS},
    **{key: each.key for each in QUESTIONS.values() for key in each.findings},
}


def needs(answers: Answers, facts: Facts) -> tuple[Need, ...]:
    """What the person named first, then what the answers show; the same answers, the same list."""
    return (*_own(answers), *_shown(answers, facts))


def _shown(answers: Answers, facts: Facts) -> Iterator[Need]:
    for sign in SIGNS:
        if sign.shows(facts, answers):
            yield Need(sign.key, sign.area, sign.words, _sources(sign, answers))


def _sources(sign: Sign, answers: Answers) -> tuple[str, ...]:
    """The questions that were answered, each once, in the order the sign reads them."""
    asked = dict.fromkeys(ASKED_IN[key] for key in sign.reads)
    return tuple(key for key in asked if answers.get(key) is not None)


def _own(answers: Answers) -> Iterator[Need]:
    """Every line the person gave as a need, word for word, each once."""
    lines = (line.strip(" -•*\t\r") for line in str(answers.get("needs") or "").split("\n"))
    named = list(dict.fromkeys(line for line in lines if line))[:MOST]
    for at, line in enumerate(named, 1):
        yield Need(f"own-{at}", Area.OWN, line[:LONGEST], ("needs",))


def asked_as(key: str) -> str:
    """The question under this key as it is asked today, or the key of one no longer asked."""
    return QUESTIONS[key].name if key in QUESTIONS else key


class HasArea(Protocol):
    """A need, as found or as stored."""

    @property
    def area(self) -> str: ...


Each = TypeVar("Each", bound=HasArea)


def by_area(found: Iterable[Each]) -> list[tuple[str, Sequence[Each]]]:
    """Label of each area with its needs, in the order of the areas."""
    order = list(Area)
    placed = sorted(found, key=lambda need: order.index(Area(need.area)))
    return [(Area(area).label, list(run)) for area, run in groupby(placed, lambda n: n.area)]
