"""Dual diagnosis rules R33 to R36: depression, anxiety, trauma, and one team for both."""

from typing import Final

from treatment.instruments.scoring import pcptsd5_cut
from treatment.plans.engine.asking import reaches, yes
from treatment.plans.engine.conditions import Answer, Condition, named
from treatment.plans.engine.findings import Findings
from treatment.plans.engine.rulebook import Rule, propose
from treatment.plans.rules import derived as d
from treatment.plans.vocabulary import Certainty, Element, Urgency

E, U, C = Element, Urgency, Certainty


def _trauma(findings: Findings) -> Answer:
    total = findings.pcptsd5
    return None if total is None else total >= pcptsd5_cut(findings.facts.sex)


depression = reaches("phq9", "phq9_moderate", "PHQ-9 # or more")
depression_severe = reaches("phq9", "phq9_severe", "PHQ-9 # or more")
anxiety = reaches("gad7", "gad7_moderate", "GAD-7 # or more")
trauma = Condition("PC-PTSD-5 positive (men 4, others 3 or more)", _trauma, reads=("pcptsd5",))
lasting_illness = yes("bpd", "borderline personality disorder") | yes("bipolar", "bipolar disorder")
mental_high = named(
    "mental disorder severe",
    depression_severe | lasting_illness | d.acute_psychiatric | d.suicide_raised,
)

RULES: Final = (
    Rule(
        key="R33",
        when=d.adult & depression,
        then=(
            propose(E.DUA_DEP, U.U3),
            propose(E.DUA_DEP, U.U2, depression_severe),
        ),
        because="A positive depression screen is evaluated, sooner when it is severe.",
        source="S30",
        certainty=(C.VERIFIED,),
    ),
    Rule(
        key="R34",
        when=d.adult & anxiety,
        then=(propose(E.DUA_ANX, U.U3),),
        because="A positive anxiety screen is evaluated; no benzodiazepine by default.",
        source="textbook",
        certainty=(C.KNOWN,),
    ),
    Rule(
        key="R35",
        when=d.adult & trauma,
        then=(propose(E.DUA_PTSD, U.U3),),
        because="A positive trauma screen leads to a structured interview; it is no diagnosis.",
        source="S29",
        certainty=(C.VERIFIED,),
    ),
    Rule(
        key="R36",
        when=d.adult & (depression | anxiety | trauma | lasting_illness | d.acute_psychiatric),
        then=(propose(E.DUA_INT, U.U3),),
        because="Both disorders are treated by one team with one plan.",
        source="textbook",
        certainty=(C.KNOWN,),
    ),
)
