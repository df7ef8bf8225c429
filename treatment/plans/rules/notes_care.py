"""Computed texts of therapy, support and task lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from treatment.instruments.vocabulary import Severity
from treatment.plans.engine.asking import below, number, reaches, unknown, yes
from treatment.plans.engine.findings import Findings
from treatment.plans.rules import derived as d
from treatment.plans.rules import mind
from treatment.plans.rules.contradictions import CONTRADICTIONS, SENTENCES
from treatment.plans.rules.safety import pregnancy_open
from treatment.plans.rules.saying import CRITERIA, SCREENER
from treatment.plans.rules.therapy import treated

Notes = Iterator[str]

TRAUMA: Final = "Trauma-informed: the trauma screen is positive; choice, predictability, a way out."
COWS_ITEMS: Final = (
    "resting pulse",
    "sweating",
    "restlessness",
    "pupils",
    "bone or joint aches",
    "runny nose or tearing",
    "stomach upset",
    "tremor",
    "yawning",
    "anxiety or irritability",
    "gooseflesh",
)

relapses_early = reaches("prior_relapses", "prior_relapses_early", "# earlier relapses or more")
needs_calls = (
    below("barc10", "barc10_low", "BARC-10 below #")
    | number("prior_relapses", "an earlier relapse", lambda count, _: count >= 1)
    | d.no_support
)
timely_test = yes("poc_mitragynine", "on-site mitragynine test")
unasked_home = unknown("ipv", "partner violence not asked") | unknown(
    "housing", "housing not asked"
)


def in_withdrawal(findings: Findings) -> bool:
    """Screens taken at this COWS are provisional; a part rated so far is enough to say so."""
    return findings.facts.cows_rated >= findings.parameters.cows_mild


def provisional_scales(findings: Findings) -> tuple[str, ...]:
    """PHQ-9 and GAD-7 taken in withdrawal are repeated after 2 to 4 weeks without use (1.6)."""
    if not in_withdrawal(findings):
        return ()
    return tuple(key for key in ("phq9", "gad7") if getattr(findings.facts, key) is not None)


def _provisional(findings: Findings) -> Notes:
    if in_withdrawal(findings):
        yield (
            f"Screened at COWS {findings.facts.cows_rated}: provisional, repeat after 2 to 4 weeks "
            "without use."
        )


def depression(findings: Findings) -> Notes:
    if mind.depression_severe.ask(findings):
        yield "Psychiatric evaluation within 72 hours."
    yield from _provisional(findings)


def anxiety(findings: Findings) -> Notes:
    yield "No benzodiazepine by default."
    yield from _provisional(findings)


def trauma(_: Findings) -> Notes:
    yield "A positive screen leads to a structured interview; it is not a diagnosis."


def quadrant(findings: Findings) -> Notes:
    """Severity of the mental and of the substance disorder, I to IV (4)."""
    mental = mind.mental_high.ask(findings) is True
    use = findings.criteria.severity is Severity.SEVERE
    number_ = {(False, False): "I", (True, False): "II", (False, True): "III", (True, True): "IV"}
    words = {True: "high", False: "low"}
    yield (
        f"Quadrant {number_[mental, use]}: mental disorder {words[mental]}, "
        f"substance use disorder {words[use]}."
    )


def rewards(findings: Findings) -> Notes:
    """THR-CM: the rewarded behavior; abstinence only with a timely test (4.1)."""
    if d.stimulants.ask(findings):
        yield "Target: stimulant-negative test."
    elif timely_test.ask(findings):
        yield "Target: mitragynine-negative on-site test."
    else:
        yield "Target: attendance; there is no immediate mitragynine result to reward."
    if findings.facts.cm_consent is None:
        yield "Needs consent."
    elif not findings.facts.cm_consent:
        yield "Offered and declined."


def behavioral(findings: Findings) -> Notes:
    """THR-CBT: after the second motivational session, and once withdrawal is over."""
    if (treated & d.low_readiness).ask(findings):
        yield "Starts after MET session 2."
    if not (~d.cows_13).ask(findings):
        yield f"Starts when COWS is below {findings.parameters.cows_moderate}."


def motivation(_: Findings) -> Notes:
    yield "Goes first: weeks 1, 2, 6 and 12."


def group(findings: Findings) -> Notes:
    if mind.trauma.ask(findings):
        yield TRAUMA


def mindfulness(findings: Findings) -> Notes:
    yield "From step-down."
    yield from group(findings)


def relapse_prevention(findings: Findings) -> Notes:
    early = relapses_early.ask(findings)
    yield "Already in primary treatment: two or more relapses." if early else "From step-down."


def yoga(findings: Findings) -> Notes:
    if d.pregnant.ask(findings):
        yield "Prenatal yoga."
    yield from _pregnancy_first(findings)


def horses(findings: Findings) -> Notes:
    yield from _pregnancy_first(findings)


def _pregnancy_first(findings: Findings) -> Notes:
    if pregnancy_open.ask(findings):
        yield "Before the first session: answer the pregnancy question."


def family(findings: Findings) -> Notes:
    if unasked_home.ask(findings):
        yield "Before inviting family: ask about safety at home."


def mutual_help(findings: Findings) -> Notes:
    if findings.facts.mutual_help is None:
        yield "No preference known: both kinds are offered."


def twelve_step(findings: Findings) -> Notes:
    yield from mutual_help(findings)
    if findings.facts.mutual_help is not None:
        yield "A secular alternative is always offered."


def contacts(findings: Findings) -> Notes:
    if needs_calls.ask(findings):
        yield "Weekly calls in weeks 1 to 8 besides."


def mitragynine(_: Findings) -> Notes:
    yield "Order the specific test: a negative standard test proves nothing about kratom (S10)."
    yield "A reference laboratory takes 5 to 10 days (S10)."


def open_screen(findings: Findings) -> Notes:
    yield f"Ask: {', '.join(SCREENER[key] for key in findings.facts.cssrs.missing)}."
    if d.item9.ask(findings):
        yield "Within 1 hour: PHQ-9 item 9 is positive."


def open_cows(findings: Findings) -> Notes:
    pairs = zip(COWS_ITEMS, findings.facts.cows, strict=True)
    yield f"Rate: {', '.join(name for name, points in pairs if points is None)}."
    yield "Within 1 hour; until then the detox intensity is provisional."


def open_criteria(findings: Findings) -> Notes:
    pairs = zip(CRITERIA, findings.facts.dsm, strict=True)
    yield f"Ask: {', '.join(name for name, answer in pairs if answer is None) or 'prescription'}."
    yield f"Severity {findings.criteria.text}."


def to_clear(findings: Findings) -> Notes:
    for name, condition in CONTRADICTIONS.items():
        if condition.ask(findings):
            yield SENTENCES[name]
