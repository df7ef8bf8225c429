"""Rules R43 to R45: what every plan has, and what is missing or contradicts itself."""

from functools import reduce
from operator import or_
from typing import Final

from treatment.instruments.vocabulary import Severity
from treatment.plans.engine.conditions import Condition
from treatment.plans.engine.rulebook import Rule, propose
from treatment.plans.rules import derived as d
from treatment.plans.rules.contradictions import CONTRADICTIONS
from treatment.plans.vocabulary import Certainty, Element, Urgency

E, U, C = Element, Urgency, Certainty

severity_open = Condition(
    "an open criterion could change the severity",
    lambda f: f.criteria.severity is not f.criteria.severity_max,
    reads=("dsm",),
)
severity_none = Condition(
    "severity none, whatever the open criteria say",
    lambda f: f.criteria.severity_max is Severity.NONE,
    reads=("dsm",),
)

RULES: Final = (
    Rule(
        key="R43",
        then=(propose(E.LAB_BASE, U.U1), propose(E.LAB_MITRA, U.U1, d.kratom)),
        because="Baseline tests come before medicines; kratom needs its own test.",
        source="S10, S11",
        certainty=(C.VERIFIED,),
    ),
    Rule(
        key="R44",
        then=(
            propose(E.ADM_LOC, U.U1),
            propose(E.ADM_REVIEW, U.U1),
            propose(E.BRF_INT, U.U2, d.adult & severity_none),
            propose(E.TASK_DSM, U.U1, severity_open),
        ),
        because="Level of care and review are always the clinician's; open criteria are asked.",
        source="local",
        certainty=(C.PROGRAM,),
    ),
    Rule(
        key="R45",
        when=reduce(or_, CONTRADICTIONS.values()),
        then=(propose(E.TASK_RECON, U.U1),),
        because="Answers that cannot both be right are cleared before the plan is signed.",
        source="local",
        certainty=(C.PROGRAM,),
    ),
)
