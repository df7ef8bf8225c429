"""Safety rules R01 to R14: what must not wait. Unknown never switches one of them off."""

from typing import Final

from treatment.instruments.scoring import audit_c_cut
from treatment.instruments.vocabulary import Sex
from treatment.intake.vocabulary import Housing, Overdose
from treatment.plans.engine.asking import (
    below,
    exceeds,
    is_one_of,
    is_other_than,
    part_reaches,
    reaches,
    some,
    unknown,
    yes,
)
from treatment.plans.engine.conditions import Condition, established, named
from treatment.plans.engine.findings import Findings
from treatment.plans.engine.rulebook import Rule, detox, lift, propose
from treatment.plans.rules import derived as d
from treatment.plans.rules.vitals import amber_vital_sign, red_event
from treatment.plans.vocabulary import Certainty, Detox, Element, Urgency

E, U, C = Element, Urgency, Certainty

overdose_lately = is_one_of("overdose", "overdose in 12 months", Overdose.PAST_12M)
audit_c_positive = part_reaches(
    "audit_c",
    "AUDIT-C positive (men 4, others 3 or more)",
    lambda f: audit_c_cut(f.facts.sex),
)
hallucinating = yes("hallucinosis", "hallucinosis")
pregnancy_open = (
    unknown("pregnancy", "pregnancy not answered")
    & ~established(d.hcg_positive)
    & ~established(is_one_of("sex", "male", Sex.MALE))
    & reaches("age", "pregnancy_age_from", "age # or more")
    & ~exceeds("age", "pregnancy_age_to", "age above #")
)


def _qtc_is_long(findings: Findings) -> bool | None:
    limits = findings.parameters
    female = findings.facts.sex is Sex.FEMALE
    qtc = findings.facts.qtc
    return None if qtc is None else qtc >= (limits.qtc_long_female if female else limits.qtc_long)


qtc_long = Condition(
    "QTc {p.qtc_long:g} ms or more (women {p.qtc_long_female:g})", _qtc_is_long, reads=("qtc",)
)
qtc_dangerous = reaches("qtc", "qtc_dangerous", "QTc # ms or more")
heart_at_risk = (
    some("qt_meds", "a QT-prolonging medicine")
    | yes("cardiac_history", "heart disease before")
    | exceeds("kratom_g_day", "ecg_grams", "more than # g of kratom a day")
    | d.extract_or_7oh
)
alt_3 = reaches("alt_xuln", "alt_raised", "ALT # times the limit or more")
alt_5 = reaches("alt_xuln", "alt_high", "ALT # times the limit or more")
liver_urgent = named(
    "jaundice or raised ALT with raised bilirubin",
    yes("jaundice", "jaundice")
    | (alt_3 & reaches("bili_xuln", "bilirubin_raised", "bilirubin # times the limit or more")),
)
unsafe_at_home = named(
    "violence or danger at home",
    is_one_of("housing", "housing unsafe", Housing.UNSAFE) | yes("ipv", "partner violence"),
)

RULES: Final = (
    Rule(
        key="R01",
        when=d.suicide_high,
        then=(propose(E.SAF_SUI_EMERG, U.U0),),
        because="Intent, a plan or a recent act is an emergency; the rest of the plan waits.",
        source="S38",
        certainty=(C.VERIFIED,),
    ),
    Rule(
        key="R02",
        when=d.suicide_moderate,
        then=(propose(E.SAF_SUI_EVAL, U.U1),),
        because="Thoughts with a method, or an older act, need a full evaluation the same day.",
        source="S38",
        certainty=(C.VERIFIED,),
    ),
    Rule(
        key="R03",
        then=(
            propose(E.SAF_SUI_MON, U.U1, d.suicide_monitored),
            propose(
                E.SAF_SUI_RECON, U.U1,
                d.not_high & ~established(d.suicide_moderate) & d.discordant,
            ),
            propose(E.TASK_CSSRS, U.U1, d.not_high & d.screen_open),
            propose(
                E.TASK_CSSRS, U.U0, d.not_high & d.screen_open & d.item9
            ),
        ),
        because="A wish to be dead is watched, a disagreement cleared, an open screen completed.",
        source="S38, S30",
        certainty=(C.VERIFIED, C.PROGRAM),
    ),
    Rule(
        key="R04",
        when=d.kratom
        | d.opioid_now
        | d.oud
        | is_other_than("overdose", "an overdose before", Overdose.NONE),
        then=(
            propose(E.SAF_NALOXONE, U.U3),
            propose(
                E.SAF_NALOXONE, U.U1,
                overdose_lately | d.opioid_now | d.extract_or_7oh | d.sedative_daily,
            ),
        ),
        because="Tolerance is lost after abstinence; naloxone must be in hand before leaving.",
        source="S25",
        certainty=(C.KNOWN,),
    ),
    Rule(
        key="R05",
        when=d.sedative_daily,
        then=(
            propose(E.SAF_SEDATIVE, U.U1),
            detox(Detox.SUPERVISED, U.U1, d.sedative_unsupervised),
            detox(Detox.AMBULATORY, U.U1, d.benzo_prescribed),
        ),
        because="A daily sedative must never be stopped abruptly: seizures.",
        source="S24",
        certainty=(C.VERIFIED, C.PROGRAM),
    ),
    Rule(
        key="R06",
        then=(
            propose(E.DTX_CIWA, U.U1, d.alcohol_high | d.alcohol_watch),
            detox(Detox.SUPERVISED, U.U1, d.alcohol_high),
            detox(Detox.EMERGENCY, U.U1, d.ciwa_19 | (d.ciwa_10 & hallucinating)),
            detox(Detox.AMBULATORY, U.U1, d.alcohol_watch),
            propose(
                E.TASK_AUDIT, U.U1, audit_c_positive & unknown("audit", "no complete AUDIT")
            ),
        ),
        because="Alcohol withdrawal can kill; it is scored beside the opioid-type withdrawal.",
        source="S23, S55, S30",
        certainty=(C.VERIFIED, C.PROGRAM),
    ),
    Rule(
        key="R07",
        then=(
            propose(E.SAF_OB, U.U1, d.pregnant),
            detox(
                Detox.SUPERVISED, U.U1, d.pregnant & (d.cows_5 | (d.dependence & d.early))
            ),
            propose(E.SAF_PREGTEST, U.U1, pregnancy_open),
        ),
        because="Withdrawal in pregnancy endangers two; medicines wait for the answer.",
        source="S18",
        certainty=(C.VERIFIED, C.KNOWN),
    ),
    Rule(
        key="R08",
        when=d.seizure,
        then=(
            propose(E.SAF_SEIZURE, U.U1),
            lift(Detox.SUPERVISED, U.U1),
            detox(Detox.EMERGENCY, U.U1, d.seizure_24h),
        ),
        because="Seizures are reported with kratom and are more likely in withdrawal.",
        source="S16",
        certainty=(C.VERIFIED, C.PROGRAM),
    ),
    Rule(
        key="R09",
        then=(
            propose(E.SAF_ECG, U.U1, unknown("qtc", "QTc not known") & heart_at_risk),
            propose(E.SAF_ECG, U.U1, qtc_long),
            propose(E.FLAG_QT, U.U1, qtc_long),
            propose(E.SAF_ECG, U.U0, qtc_dangerous),
            propose(E.FLAG_QT, U.U0, qtc_dangerous),
            detox(Detox.EMERGENCY, U.U0, qtc_dangerous),
        ),
        because="Kratom at high intake and several detox medicines prolong the QT interval.",
        source="S14, S20",
        certainty=(C.VERIFIED, C.KNOWN),
    ),
    Rule(
        key="R10",
        then=(
            propose(E.SAF_LIVER, U.U0, liver_urgent),
            detox(Detox.EMERGENCY, U.U0, liver_urgent),
            propose(E.SAF_LIVER, U.U1, alt_5),
            detox(Detox.SUPERVISED, U.U1, alt_5),
            propose(E.SAF_LIVER, U.U3, alt_3),
        ),
        because="Kratom can injure the liver, mostly within weeks of starting.",
        source="S15",
        certainty=(C.VERIFIED, C.KNOWN),
    ),
    Rule(
        key="R11",
        when=below("age", "adult_age", "age below #"),
        then=(propose(E.SAF_MINOR, U.U1),),
        because="These rules are for adults; a minor is handed over to an adolescent program.",
        source="local",
        certainty=(C.PROGRAM,),
    ),
    Rule(
        key="R12",
        then=(
            propose(E.SAF_911, U.U0, red_event),
            detox(Detox.EMERGENCY, U.U0, red_event),
            propose(E.SAF_AMBER, U.U0, amber_vital_sign),
        ),
        because="Red vital signs go to a hospital now; amber ones are repeated in 15 minutes.",
        source="local",
        certainty=(C.PROGRAM,),
    ),
    Rule(
        key="R13",
        when=d.acute_psychiatric,
        then=(propose(E.SAF_PSYCH, U.U1), lift(Detox.SUPERVISED, U.U1)),
        because="Psychosis, mania or delirium is seen by psychiatry the same day.",
        source="textbook",
        certainty=(C.KNOWN,),
    ),
    Rule(
        key="R14",
        when=unsafe_at_home,
        then=(propose(E.SAF_IPV, U.U1),),
        because="Danger at home is planned for in private; family is not invited.",
        source="textbook",
        certainty=(C.KNOWN,),
    ),
)  # fmt: skip
