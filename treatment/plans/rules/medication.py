"""Medication rules R20 to R25: decisions and warnings for the prescriber, never orders."""

from typing import Final

from treatment.plans.engine.asking import (
    below,
    cows,
    level,
    mentions,
    reaches,
    some,
    yes,
)
from treatment.plans.engine.conditions import established, named
from treatment.plans.engine.rulebook import Rule, propose
from treatment.plans.rules import derived as d
from treatment.plans.vocabulary import Certainty, Detox, Element, Urgency

E, U, C = Element, Urgency, Certainty

buprenorphine_timely = (
    cows("COWS {p.cows_buprenorphine} or more", lambda n, p: n >= p.cows_buprenorphine)
    | yes("prior_detox_incomplete", "an earlier detox left unfinished")
    | d.pregnant
)
alcohol_medicine = named(
    "a medicine for alcohol use disorder is offered",
    d.adult & (d.aud | reaches("audit", "audit_dependence", "AUDIT # or more")),
)
opioid_on_board = named(
    "kratom or an opioid on board",
    (
        d.kratom
        & (
            d.use_unknown
            | below("hours_since_last_use", "naltrexone_hours_kratom", "last use less than # h ago")
        )
    )
    | d.opioid_now,
)

RULES: Final = (
    Rule(
        key="R20",
        when=d.adult
        & level("detox intensity 1 or 2", lambda n: n in {Detox.AMBULATORY, Detox.SUPERVISED}),
        then=(propose(E.MED_SYMPT, U.U1),),
        because="Withdrawal is eased symptom by symptom, without what this patient must not have.",
        source="S20, S21, S12",
        certainty=(C.VERIFIED,),
    ),
    Rule(
        key="R21",
        when=d.adult
        & d.kratom
        & d.moderate_or_more
        & ~established(d.oud)
        & ~d.naltrexone_on_board
        & buprenorphine_timely,
        then=(propose(E.MED_BUP, U.U1),),
        because="Most prescribers choose buprenorphine, but no controlled study supports it here.",
        source="S1, S2, S3, S5, S21",
        certainty=(C.VERIFIED,),
    ),
    Rule(
        key="R22",
        when=d.adult & d.oud,
        then=(propose(E.MED_MOUD, U.U1),),
        because="Medicines for opioid use disorder save lives and are offered to everyone with it.",
        source="S25",
        certainty=(C.VERIFIED,),
    ),
    Rule(
        key="R23",
        when=alcohol_medicine,
        then=(propose(E.MED_AUD, U.U3),),
        because="Alcohol use disorder of this severity is offered a medicine.",
        source="textbook",
        certainty=(C.KNOWN,),
    ),
    Rule(
        key="R24",
        when=(
            d.naltrexone_on_board
            | mentions("requested_meds", "naltrexone requested", "naltrexone")
            | alcohol_medicine
        )
        & opioid_on_board,
        then=(propose(E.FLAG_NTX, U.U0),),
        because="Naltrexone on top of kratom or an opioid precipitates withdrawal.",
        source="S17",
        certainty=(C.VERIFIED, C.KNOWN),
    ),
    Rule(
        key="R25",
        then=(
            propose(
                E.FLAG_SEIZMED,
                U.U1,
                mentions("meds", "tramadol or bupropion taken", "tramadol", "bupropion"),
            ),
            propose(
                E.FLAG_CYP,
                U.U1,
                some("cyp_sensitive_meds", "a medicine broken down by CYP3A or CYP2D6")
                & d.kratom_recent,
            ),
        ),
        because="Kratom adds to the seizure risk and changes the level of other medicines.",
        source="S9",
        certainty=(C.VERIFIED, C.KNOWN),
    ),
)
