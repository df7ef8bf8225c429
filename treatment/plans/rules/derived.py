"""Findings the rules share, derived from what was asked (CLINICAL.md 6.1, "Derived")."""

from typing import Final

from treatment.instruments.scoring import low_readiness as reads_low
from treatment.instruments.vocabulary import Severity
from treatment.intake.vocabulary import (
    BenzodiazepineUse,
    Hcg,
    Housing,
    OpioidUse,
    Pregnancy,
    Product,
    SeizureHistory,
    Substance,
    Support,
)
from treatment.plans.engine import asking
from treatment.plans.engine.asking import (
    below,
    cows,
    criterion,
    exceeds,
    is_one_of,
    is_other_than,
    mentions,
    number,
    part_reaches,
    reaches,
    severity,
    unknown,
    yes,
)
from treatment.plans.engine.conditions import Answer, Condition, established, named
from treatment.plans.engine.findings import Findings

OPIOID_TOKENS: Final = (
    "opiate",
    "heroin",
    "morphine",
    "codeine",
    "hydrocodone",
    "oxycodone",
    "fentanyl",
    "methadone",
    "buprenorphine",
    "tramadol",
)

adult = Condition("adult", lambda f: f.facts.age >= f.parameters.adult_age)
mild_or_more = severity(Severity.MILD)
moderate_or_more = severity(Severity.MODERATE)

# what is used, and when last
primary_kratom = is_one_of(
    "primary",
    "primary substance kratom",
    Substance.KRATOM_LEAF,
    Substance.KRATOM_EXTRACT,
    Substance.KRATOM_7OH,
)
kratom = named("kratom use", primary_kratom | yes("kratom_secondary", "kratom besides"))
extract_or_7oh = named(
    "extract or 7-OH",
    asking.has_one_of(
        "products", "products include extract or 7-OH", Product.EXTRACT, Product.SEVEN_OH
    )
    | is_one_of(
        "primary",
        "primary substance extract or 7-OH",
        Substance.KRATOM_EXTRACT,
        Substance.KRATOM_7OH,
    )
    | number("seven_oh_mg_day", "7-OH every day", lambda mg, _: mg > 0),
)
use_unknown = unknown("hours_since_last_use", "last use not known")
early = named(
    "last use less than {p.early_hours:g} h ago or not known",
    use_unknown | below("hours_since_last_use", "early_hours", "last use less than # h ago"),
)
kratom_recent = named(
    "kratom in the last {p.recent_hours:g} h or last use not known",
    kratom
    & (use_unknown | below("hours_since_last_use", "recent_hours", "last use less than # h ago")),
)
opioid_in_uds = mentions("uds_unexpected", "an opioid in the drug test", *OPIOID_TOKENS)
opioid_now = named(
    "opioid use now",
    is_other_than("opioid_current", "an opioid besides kratom", OpioidUse.NONE) | opioid_in_uds,
)
heavy_use = (
    exceeds("kratom_g_day", "dependence_grams", "more than # g a day")
    | reaches("doses_per_day", "dependence_doses", "# doses a day or more")
    | extract_or_7oh
)
dependence = named(
    "signs of dependence",
    criterion(10, says=True)
    | criterion(11, says=True)
    | (yes("daily_use", "daily use") & heavy_use),
)


def _primary_disorder(substance: Substance) -> Condition:
    """Four criteria of the primary substance; open criteria leave it open."""

    def ask(findings: Findings) -> Answer:
        counted, needed = findings.criteria, findings.parameters.use_disorder
        if counted.yes >= needed:
            return True
        return None if counted.yes + counted.unknown >= needed else False

    many = Condition("{p.use_disorder} criteria or more", ask, reads=("dsm",))
    return is_one_of("primary", f"primary substance {substance.value}", substance) & many


oud = named(
    "opioid use disorder, moderate or more",
    reaches("oud_criteria", "use_disorder", "# opioid criteria or more")
    | _primary_disorder(Substance.OPIOID),
)
aud = named(
    "alcohol use disorder, moderate or more",
    reaches("alcohol_criteria", "use_disorder", "# alcohol criteria or more")
    | _primary_disorder(Substance.ALCOHOL),
)

# sedatives
benzo_denied = is_one_of("benzo_use", "benzodiazepine use denied", BenzodiazepineUse.NONE)
benzo_found = yes("pdmp_benzo_30d", "benzodiazepine filled in 30 days (PDMP)") | mentions(
    "uds_unexpected", "benzodiazepine in the drug test", "benzodiazepine"
)
benzo_unverified = named(
    "benzodiazepine found though none is told",
    (benzo_denied | unknown("benzo_use", "benzodiazepine use not asked")) & benzo_found,
)
benzo_prescribed = is_one_of(
    "benzo_use", "daily prescribed benzodiazepine", BenzodiazepineUse.DAILY_PRESCRIBED
)
sedative_unsupervised = named(
    "daily sedative without a known prescription",
    is_one_of(
        "benzo_use", "daily non-prescribed benzodiazepine", BenzodiazepineUse.DAILY_NONPRESCRIBED
    )
    | benzo_unverified
    | yes("other_sedative_daily", "another sedative daily"),
)
sedative_daily = named("a sedative every day", sedative_unsupervised | benzo_prescribed)

# alcohol
ciwa_10 = part_reaches("ciwa_ar", "CIWA-Ar # or more", "ciwa_moderate")
ciwa_19 = part_reaches("ciwa_ar", "CIWA-Ar # or more", "ciwa_severe")
alcohol_high = named(
    "high risk of alcohol withdrawal",
    ciwa_10
    | reaches("pawss", "pawss_high", "PAWSS # or more")
    | yes("alcohol_wd_complicated", "complicated alcohol withdrawal before"),
)
drank_lately = unknown("hours_since_drink", "last drink not known") | below(
    "hours_since_drink", "drink_recent_hours", "last drink less than # h ago"
)
alcohol_watch = named(
    "alcohol withdrawal possible",
    ~established(alcohol_high)
    & (
        (reaches("drinks_per_day", "drinks_heavy", "# drinks a day or more") & drank_lately)
        | part_reaches("audit", "AUDIT # or more", "audit_dependence")
    ),
)

# body and mind
hcg_positive = is_one_of("hcg", "pregnancy test positive", Hcg.POSITIVE)
pregnant = named("pregnancy", hcg_positive | is_one_of("pregnancy", "pregnant", Pregnancy.YES))
seizure_24h = yes("seizure_24h", "seizure in 24 h")
seizure = named(
    "any seizure history",
    is_other_than("seizure_history", "a seizure before", SeizureHistory.NONE) | seizure_24h,
)
delirium = yes("delirium", "delirium")
acute_psychiatric = named(
    "psychosis, mania or delirium",
    yes("psychosis_current", "psychosis now") | yes("mania_current", "mania now") | delirium,
)
low_readiness = Condition(
    "low readiness (stage before preparation, or importance {p.readiness_importance:g} or less)",
    lambda f: reads_low(f.facts.stage, f.facts.importance, low=f.parameters.readiness_importance),
    reads=("stage", "importance"),
)
naltrexone_on_board = mentions("meds", "naltrexone among the medicines", "naltrexone")
cows_5 = cows("COWS {p.cows_mild} or more", lambda n, p: n >= p.cows_mild)
cows_13 = cows("COWS {p.cows_moderate} or more", lambda n, p: n >= p.cows_moderate)
housing_not_stable = is_other_than("housing", "housing not stable", Housing.STABLE)
no_support = is_one_of("support", "no support", Support.NONE)

# suicide, by the screener (1.8); each answer stands for itself
wish = Condition("wish to be dead", lambda f: f.facts.cssrs.q1, reads=("cssrs",))
thoughts = Condition("thoughts of suicide", lambda f: f.facts.cssrs.q2, reads=("cssrs",))
method = Condition("thought about how", lambda f: f.facts.cssrs.q3, reads=("cssrs",))
intent = Condition("some intent", lambda f: f.facts.cssrs.q4, reads=("cssrs",))
plan = Condition("a plan with intent", lambda f: f.facts.cssrs.q5, reads=("cssrs",))
act = Condition("a suicidal act ever", lambda f: f.facts.cssrs.q6, reads=("cssrs",))
act_recent = Condition("an act in three months", lambda f: f.facts.cssrs.q6r, reads=("cssrs",))
act_not_older = Condition(
    "not known to be older than three months",
    lambda f: f.facts.cssrs.q6r is not False,
    reads=("cssrs",),
)
screen_open = Condition(
    "suicide screen incomplete", lambda f: bool(f.facts.cssrs.missing), reads=("cssrs",)
)
item9 = number("phq9_item9", "PHQ-9 item 9 positive", lambda n, _: n >= 1)
confirmed_high = intent | plan | act_recent
suicide_high = named("high suicide risk", confirmed_high | (act & act_not_older))


def _is_not_high(findings: Findings) -> Answer:
    """No high risk; open where it is high only because the time of an act is not known."""
    if suicide_high.ask(findings) is not True:
        return True
    return False if confirmed_high.ask(findings) else None


not_high = Condition("no high suicide risk", _is_not_high, reads=("cssrs",))
suicide_moderate = named("moderate suicide risk", not_high & (method | (act & ~act_recent)))
suicide_raised = suicide_high | suicide_moderate
screen_all_no = Condition(
    "complete suicide screen all no", lambda f: f.facts.cssrs.says_all_no, reads=("cssrs",)
)
discordant = item9 & screen_all_no
suicide_monitored = named(
    "low suicide risk",
    ~established(suicide_high) & ~established(suicide_moderate) & (wish | thoughts | discordant),
)

# factors that raise the detox level
medical_factor = named(
    "a medical complicating factor",
    sedative_unsupervised | alcohol_high | pregnant | seizure | acute_psychiatric,
)
social_factor = named(
    "a social complicating factor",
    sedative_daily
    | alcohol_watch
    | suicide_raised
    | housing_not_stable
    | no_support
    | yes("prior_detox_incomplete", "an earlier detox left unfinished")
    | yes("medically_unstable", "medically unstable"),
)
stimulants = is_one_of("primary", "primary substance stimulant", Substance.STIMULANT) | mentions(
    "uds_unexpected", "a stimulant in the drug test", "cocaine", "amphetamine"
)
