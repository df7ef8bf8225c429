"""Therapy rules R26 to R32: which therapies an adult with a use disorder is offered."""

from typing import Final

from treatment.plans.engine.asking import reaches, yes
from treatment.plans.engine.conditions import Condition, established
from treatment.plans.engine.rulebook import Rule, propose
from treatment.plans.rules import derived as d
from treatment.plans.vocabulary import Certainty, Element, Urgency

E, U, C = Element, Urgency, Certainty

treated = d.adult & d.mild_or_more
rewards_refused = Condition(
    "rewards refused by the patient", lambda f: f.facts.cm_consent is False, reads=("cm_consent",)
)

RULES: Final = (
    Rule(
        key="R26",
        when=treated,
        then=(propose(E.THR_IND, U.U3),),
        because="Every use disorder is treated in individual sessions.",
        source="seed",
        certainty=(C.KNOWN,),
    ),
    Rule(
        key="R27",
        when=treated & ~d.acute_psychiatric,
        then=(propose(E.THR_CBT, U.U3),),
        because="Cognitive behavioral therapy is the backbone of learning to live without use.",
        source="seed",
        certainty=(C.KNOWN,),
    ),
    Rule(
        key="R28",
        when=treated & ~d.acute_psychiatric & ~established(d.suicide_high),
        then=(propose(E.THR_GRP, U.U3),),
        because="Group therapy is offered unless suicide risk is high or the mind is not clear.",
        source="S47, S47b",
        certainty=(C.VERIFIED,),
    ),
    Rule(
        key="R29",
        when=treated & d.low_readiness,
        then=(propose(E.THR_MET, U.U3),),
        because="Where readiness is low, motivation is worked on first.",
        source="S45",
        certainty=(C.VERIFIED,),
    ),
    Rule(
        key="R30",
        when=treated
        & (
            yes("bpd", "borderline personality disorder")
            | yes("self_harm_12m", "self-harm in 12 months")
            | (
                yes("emotion_dysregulation", "emotion dysregulation")
                & (
                    reaches(
                        "prior_treatment", "prior_treatments_dbt", "# treatment before, or more"
                    )
                    | d.suicide_raised
                )
            )
        ),
        then=(propose(E.THR_DBT, U.U3),),
        because="Dialectical behavior therapy lowers use and self-harm where emotions overwhelm.",
        source="S44",
        certainty=(C.VERIFIED,),
    ),
    Rule(
        key="R31",
        when=d.adult & d.moderate_or_more,
        then=(propose(E.THR_CM, U.U3, declined_when=rewards_refused),),
        because="Rewards work best for stimulants; for kratom this is carried over from there.",
        source="S40, S41, S42, S43, S10",
        certainty=(C.VERIFIED, C.UNSURE),
    ),
    Rule(
        key="R32",
        when=treated,
        then=(propose(E.THR_RP, U.U4),),
        because="Everyone prepares for situations that lead back to use.",
        source="textbook",
        certainty=(C.KNOWN,),
    ),
)
