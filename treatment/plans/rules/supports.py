"""Support, holistic and aftercare rules R37 to R42: what carries the person outside sessions."""

from typing import Final

from treatment.intake.vocabulary import Interest, MutualHelp, Support
from treatment.plans.engine.asking import (
    at_most,
    below,
    has_one_of,
    is_one_of,
    reaches,
    some,
    unknown,
    yes,
)
from treatment.plans.engine.conditions import established, named
from treatment.plans.engine.rulebook import Rule, propose
from treatment.plans.rules import derived as d
from treatment.plans.rules.safety import unsafe_at_home
from treatment.plans.rules.therapy import treated
from treatment.plans.vocabulary import Certainty, Element, Urgency

E, U, C = Element, Urgency, Certainty

horses_blocked = named(
    "a reason against horses",
    established(d.pregnant)
    | d.seizure
    | d.acute_psychiatric
    | yes("animal_allergy", "allergy to or fear of animals"),
)
mutual_help_open = unknown("mutual_help", "no preference known")

wants = {
    interest: has_one_of("interests", f"wish for {interest.value}", interest)
    for interest in Interest
}

RULES: Final = (
    Rule(
        key="R37",
        when=d.adult,
        then=(
            propose(E.SUP_SLEEP, U.U4, reaches("isi", "isi_moderate", "ISI # or more")),
            propose(
                E.SUP_PAIN,
                U.U4,
                yes("chronic_pain", "chronic pain")
                & reaches("pain_nrs", "pain_moderate", "pain # or more of 10"),
            ),
        ),
        because="Sleep and pain left alone lead back to use.",
        source="S34",
        certainty=(C.VERIFIED, C.KNOWN),
    ),
    Rule(
        key="R38",
        when=d.adult,
        then=(
            propose(
                E.SUP_CASE,
                U.U3,
                d.housing_not_stable
                | yes("legal", "legal trouble")
                | yes("employment_risk", "work at risk")
                | yes("transport_barrier", "no transport"),
            ),
            propose(
                E.SUP_PEER,
                U.U3,
                below("barc10", "barc10_low", "BARC-10 below #")
                | is_one_of("support", "support limited or none", Support.LIMITED, Support.NONE)
                | at_most("confidence", "low_confidence", "confidence # or less"),
            ),
            propose(
                E.SUP_FAM,
                U.U3,
                yes("family_consent", "family may be involved") & ~established(unsafe_at_home),
            ),
        ),
        because="Home, work, peers and family decide whether recovery lasts.",
        source="S32",
        certainty=(C.VERIFIED, C.PROGRAM),
    ),
    Rule(
        key="R39",
        when=d.adult
        & (
            yes("cognitive_impairment", "cognitive impairment")
            | yes("interpreter", "interpreter needed")
        ),
        then=(propose(E.SUP_ADAPT, U.U3),),
        because="A plan helps only in words and steps the person can follow.",
        source="textbook",
        certainty=(C.KNOWN,),
    ),
    Rule(
        key="R40",
        when=treated,
        then=(
            propose(E.HOL_YOGA, U.U4, wants[Interest.YOGA]),
            propose(E.HOL_ART, U.U4, wants[Interest.ART]),
            propose(E.HOL_REC, U.U4, wants[Interest.RECREATION]),
            propose(E.HOL_MIND, U.U4, wants[Interest.MINDFULNESS] & ~d.acute_psychiatric),
            propose(E.HOL_EQUINE, U.U4, wants[Interest.EQUINE] & ~horses_blocked),
            propose(E.HOL_MENU, U.U4, ~some("interests", "any wish named")),
        ),
        because="What a person likes keeps them in treatment; it adds well-being, not abstinence.",
        source="seed, S46",
        certainty=(C.VERIFIED,),
    ),
    Rule(
        key="R41",
        when=treated,
        then=(
            propose(
                E.SUP_12STEP,
                U.U4,
                mutual_help_open
                | is_one_of("mutual_help", "prefers 12-step", MutualHelp.TWELVE_STEP),
            ),
            propose(
                E.SUP_SMART,
                U.U4,
                mutual_help_open | is_one_of("mutual_help", "prefers secular", MutualHelp.SECULAR),
            ),
        ),
        because="Mutual help follows the preference; without one both kinds are offered.",
        source="seed",
        certainty=(C.KNOWN,),
    ),
    Rule(
        key="R42",
        when=treated,
        then=(propose(E.AFT_PLAN, U.U4), propose(E.AFT_CONTACTS, U.U4)),
        because="Aftercare is planned from admission; longer contact works better.",
        source="S48, S49",
        certainty=(C.VERIFIED,),
    ),
)

# Wishes that stay visible with the reason they must wait.
BLOCKED_WISHES: Final = {
    E.HOL_MIND: (treated & wants[Interest.MINDFULNESS], d.acute_psychiatric),
    E.HOL_EQUINE: (treated & wants[Interest.EQUINE], horses_blocked),
}
