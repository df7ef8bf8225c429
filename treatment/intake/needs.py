"""The needs an intake found, in the areas a plan must cover; a plan answers each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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


Test = Callable[[Facts, Answers], bool]


@dataclass(frozen=True, slots=True)
class Sign:
    """When the answers show a need; an answer nobody gave shows none.

    `shows` names findings or questions, each with what its answer must be; a need comes from those
    that show it.
    """

    key: str
    area: Area
    words: str
    shows: Mapping[str, Test]


def _yes(name: str) -> dict[str, Test]:
    return {name: lambda facts, _answers: getattr(facts, name) is True}


def _said_yes(key: str) -> dict[str, Test]:
    """A question that is no finding of the rules."""
    return {key: lambda _facts, answers: answers.get(key) is True}


def _from(name: str, limit: float) -> Test:
    return lambda facts, _answers: (found := getattr(facts, name)) is not None and found >= limit


def _below(name: str, limit: float) -> Test:
    return lambda facts, _answers: (found := getattr(facts, name)) is not None and found < limit


def _to(name: str, limit: float) -> Test:
    return lambda facts, _answers: (found := getattr(facts, name)) is not None and found <= limit


def _some(name: str) -> dict[str, Test]:
    return {name: lambda facts, _answers: bool(getattr(facts, name))}


def _is(name: str, *words: StrEnum) -> Test:
    return lambda facts, _answers: getattr(facts, name) in words


def _worded(key: str) -> dict[str, Test]:
    return {key: lambda _facts, answers: bool(answers.get(key))}


def _kratom(facts: Facts, _answers: Answers) -> bool:
    return facts.primary in KRATOM


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
    return facts.cssrs.triage in AT_RISK


def _overdosed(facts: Facts, _answers: Answers) -> bool:
    return facts.overdose not in {None, Overdose.NONE}


def _opioid(facts: Facts, _answers: Answers) -> bool:
    return facts.opioid_current not in {None, OpioidUse.NONE}


def _seizure(facts: Facts, _answers: Answers) -> bool:
    return facts.seizure_history not in {None, SeizureHistory.NONE}


def _another_day(_facts: Facts, answers: Answers) -> bool:
    return answers.get("trauma_wish") == "another_day"


# ruff: noqa: E501 - one sign, one row
A = Area
DAILY = _is("benzo_use", BenzodiazepineUse.DAILY_PRESCRIBED, BenzodiazepineUse.DAILY_NONPRESCRIBED)
NOT_STABLE = _is("housing", Housing.UNSTABLE, Housing.HOMELESS, Housing.UNSAFE)

SIGNS: Final = (
    Sign("withdrawal", A.MEDICAL, "Relief and care in withdrawal", {"cows": _from("cows_rated", 5)}),
    Sign("pregnancy", A.MEDICAL, "Care in pregnancy", {"pregnancy": _is("pregnancy", Pregnancy.YES), "hcg": _is("hcg", Hcg.POSITIVE)}),
    Sign("unstable", A.MEDICAL, "Care for an unstable condition", _yes("medically_unstable")),
    Sign("seizures", A.MEDICAL, "Safety from seizures", {"seizure_history": _seizure, **_yes("seizure_24h")}),
    Sign("heart", A.MEDICAL, "A look at the heart", {**_yes("cardiac_history"), "qtc": _from("qtc", 450)}),
    Sign("liver", A.MEDICAL, "A look at the liver", {**_yes("jaundice"), "alt_xuln": _from("alt_xuln", 3)}),
    Sign("kidneys", A.MEDICAL, "Medicine doses that fit the kidneys", {"egfr": _below("egfr", 90)}),
    Sign("medicines", A.MEDICAL, "A prescriber’s look at the medicines taken", {**_some("qt_meds"), **_some("cyp_sensitive_meds")}),
    Sign("pain", A.MEDICAL, "Help with pain", {**_yes("chronic_pain"), "pain_nrs": _from("pain_nrs", 4)}),
    Sign("sleep", A.MEDICAL, "Better sleep", {"isi": _from("isi", 15)}),
    Sign("suicide", A.PSYCHIATRIC, "Safety from suicide", {"cssrs": _suicide, **_some("phq9_item9")}),
    Sign("self_harm", A.PSYCHIATRIC, "Safety from self-harm", _yes("self_harm_12m")),
    Sign("psychosis", A.PSYCHIATRIC, "Psychiatric care now", {**_yes("psychosis_current"), **_yes("mania_current")}),
    Sign("depression", A.PSYCHIATRIC, "Help with low mood", {"phq9": _from("phq9", 10)}),
    Sign("anxiety", A.PSYCHIATRIC, "Help with worry and anxiety", {"gad7": _from("gad7", 10)}),
    Sign("trauma", A.PSYCHIATRIC, "Care that takes trauma into account", {"pcptsd5": _trauma}),
    Sign("trauma_later", A.PSYCHIATRIC, "To talk about hard events on another day", {"trauma_wish": _another_day}),
    Sign("conditions", A.PSYCHIATRIC, "Care for a known mental health condition", {**_yes("bipolar"), **_yes("bpd")}),
    Sign("emotions", A.PSYCHIATRIC, "Ways to manage strong emotions", _yes("emotion_dysregulation")),
    Sign("disorder", A.SUBSTANCE_USE, "Help with the main substance", {"primary dsm": _disorder}),
    Sign("drinking", A.SUBSTANCE_USE, "A look at drinking", {"audit_c": _drinking}),
    Sign("opioids", A.SUBSTANCE_USE, "A look at opioids", {"opioid_current": _opioid}),
    Sign("sedatives", A.SUBSTANCE_USE, "Safe handling of daily sedatives", {"benzo_use": DAILY, **_yes("other_sedative_daily")}),
    Sign("readiness", A.SUBSTANCE_USE, "Room to find own reasons for change", {"importance": _to("importance", scoring.LOW_IMPORTANCE), "stage": _is("stage", *NOT_YET)}),
    Sign("confidence", A.SUBSTANCE_USE, "More confidence to change", {"confidence": _to("confidence", scoring.LOW_CONFIDENCE)}),
    Sign("return_to_use", A.SUBSTANCE_USE, "Ways to prevent a return to use", {"prior_relapses": _from("prior_relapses", 2)}),
    Sign("overdose", A.HARM_REDUCTION, "Naloxone and a plan against overdose", {"primary": _kratom, **_yes("kratom_secondary"), "opioid_current": _opioid, "overdose": _overdosed}),
    Sign("work", A.WORK, "To keep a job or schooling", _yes("employment_risk")),
    Sign("education", A.WORK, "School, training or work", _said_yes("wants_work_help")),
    Sign("housing", A.HOUSING, "A safe and stable home", {"housing": NOT_STABLE}),
    Sign("legal", A.LEGAL, "Help with legal problems", _yes("legal")),
    Sign("money", A.ECONOMIC, "Enough money for the basics", _said_yes("money_trouble")),
    Sign("violence", A.FAMILY, "Safety from violence at home", _yes("ipv")),
    Sign("dependents", A.FAMILY, "Care for children or others meanwhile", _said_yes("dependents")),
    Sign("family", A.FAMILY, "Family or close ones in treatment", _yes("family_consent")),
    Sign("support", A.RECOVERY, "More people who support recovery", {"support": _is("support", Support.LIMITED, Support.NONE)}),
    Sign("capital", A.RECOVERY, "More to build recovery on", {"barc10": _below("barc10", 47)}),
    Sign("meetings", A.RECOVERY, "The mutual-help meetings the person prefers", _some("mutual_help")),
    Sign("activities", A.RECOVERY, "Activities the person asked for", _some("interests")),
    Sign("language", A.CULTURE, "An interpreter", _yes("interpreter")),
    Sign("culture", A.CULTURE, "Care that respects culture and beliefs", {**_worded("culture"), **_worded("spiritual")}),
    Sign("thinking", A.ACCESS, "Sessions that fit memory and attention", _yes("cognitive_impairment")),
    Sign("transport", A.ACCESS, "A way to get to appointments", _yes("transport_barrier")),
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
        shown = [names for names, test in sign.shows.items() if test(facts, answers)]
        if shown:
            keys = (ASKED_IN[name] for names in shown for name in names.split())
            yield Need(sign.key, sign.area, sign.words, tuple(dict.fromkeys(keys)))


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
