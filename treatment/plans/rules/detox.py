"""Detox rules R15 to R19: the intensity that withdrawal itself asks for (CLINICAL.md 3.1)."""

from typing import Final

from treatment.plans.engine.asking import cows_rated
from treatment.plans.engine.conditions import Condition
from treatment.plans.engine.rulebook import Rule, detox, propose
from treatment.plans.rules import derived as d
from treatment.plans.vocabulary import Certainty, Detox, Element, Urgency

E, U, C = Element, Urgency, Certainty

# With items not yet rated these look at the sum of the rated ones; the level is provisional (R19).
severe = cows_rated("COWS {p.cows_severe} or more", lambda n, p: n >= p.cows_severe)
moderately_severe = cows_rated(
    "COWS {p.cows_moderately_severe} or more but below {p.cows_severe}",
    lambda n, p: p.cows_moderately_severe <= n < p.cows_severe,
)
moderate = cows_rated(
    "COWS {p.cows_moderate} or more but below {p.cows_moderately_severe}",
    lambda n, p: p.cows_moderate <= n < p.cows_moderately_severe,
)
mild = cows_rated(
    "COWS {p.cows_mild} or more but below {p.cows_moderate}",
    lambda n, p: p.cows_mild <= n < p.cows_moderate,
)
minimal = cows_rated("COWS below {p.cows_mild}", lambda n, p: n < p.cows_mild)
incomplete = Condition("COWS incomplete", lambda f: f.cows is None, reads=("cows",))

RULES: Final = (
    Rule(
        key="R15",
        then=(
            detox(Detox.EMERGENCY, U.U0, severe),
            detox(Detox.SUPERVISED, U.U1, moderately_severe),
        ),
        because="Withdrawal this strong is not managed without 24-hour medical care.",
        source="S26",
        certainty=(C.VERIFIED, C.PROGRAM),
    ),
    Rule(
        key="R16",
        when=moderate,
        then=(
            detox(Detox.AMBULATORY, U.U1),
            detox(Detox.SUPERVISED, U.U1, d.medical_factor | d.social_factor),
        ),
        because="Moderate withdrawal needs support, and a bed if body or home complicate it.",
        source="S26",
        certainty=(C.PROGRAM,),
    ),
    Rule(
        key="R17",
        when=mild,
        then=(
            detox(Detox.AMBULATORY, U.U1),
            detox(Detox.SUPERVISED, U.U1, d.medical_factor),
        ),
        because="Mild withdrawal needs support, and a bed if the body complicates it.",
        source="S26",
        certainty=(C.PROGRAM,),
    ),
    Rule(
        key="R18",
        when=minimal & d.dependence & d.early,
        then=(
            detox(Detox.AMBULATORY, U.U2),
            detox(Detox.SUPERVISED, U.U2, d.medical_factor),
        ),
        because="Withdrawal may still come within 72 hours of the last use.",
        source="S26",
        certainty=(C.PROGRAM,),
    ),
    Rule(
        key="R19",
        when=incomplete,
        then=(propose(E.TASK_COWS, U.U0),),
        because="A withdrawal score with an open item has no total; the level is provisional.",
        source="S57",
        certainty=(C.VERIFIED, C.PROGRAM),
    ),
)
