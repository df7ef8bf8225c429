"""Which codes the answers of an intake speak for: offered with the reason, never a diagnosis."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from treatment.instruments.scoring import Criteria, Yes, criteria, scales, severity
from treatment.intake.codes import (
    CODES,
    DISORDERS,
    KRATOM_UNSETTLED,
    RECORDING,
    UNVERIFIED,
    Code,
    Named,
    codes_for,
)
from treatment.intake.notation.readers import CRITERION
from treatment.intake.problems import FEWEST
from treatment.intake.questionnaire.shapes import Answers
from treatment.intake.review.scores import IN_WITHDRAWAL, PRESCRIBABLE
from treatment.intake.vocabulary import Severity, Substance

COUNTED = {"oud_criteria": Substance.OPIOID, "alcohol_criteria": Substance.ALCOHOL}
ALL = 11
EACH = tuple(f"c{number}" for number in range(1, ALL + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One diagnosis a clinician may propose, and why it is offered."""

    code: Code
    words: str
    substance: str
    severity: Severity
    met: tuple[str, ...]  # the criteria answered yes, empty where only their number is known
    because: str
    only_if: str  # what would have to be true besides; empty when nothing
    certainty: str

    @property
    def key(self) -> str:
        """The same in every request, so that a link can name it."""
        return f"{self.code.code}-{self.severity.name.lower()}".replace(".", "_")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Everything the newest intake has to say for a diagnosis."""

    suggestions: tuple[Suggestion, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """The criteria of one substance."""

    substance: Substance
    count: Criteria
    met: tuple[str, ...]
    withdrawal: Yes


def offer(answers: Answers) -> Offer:
    """For the main substance by its criteria; for opioids and alcohol beside it by their number."""
    found = list(_found(answers))
    ready = (one for each in found for one in _suggested(each))
    return Offer(
        suggestions=tuple(sorted(ready, key=lambda each: bool(each.only_if))),
        notes=tuple(dict.fromkeys(note for each in found for note in _notes(each))),
    )


def marks(answers: Answers) -> dict[str, str]:
    """What the intake says about each criterion: y, n, u, or nothing where nobody asked."""
    letters = answers.get("dsm") or []
    return {key: letter for key, letter in zip(EACH, letters, strict=False) if letter}


def _found(answers: Answers) -> Iterator[_Found]:
    main = answers.get("primary")
    if main in set(Substance) and answers.get("dsm"):
        yield _main(Substance(main), answers)
    for key, substance in COUNTED.items():
        number = answers.get(key)
        if isinstance(number, int) and substance != main:
            count = Criteria(yes=number, unknown=0)
            yield _Found(substance=substance, count=count, met=(), withdrawal=None)


def _main(substance: Substance, answers: Answers) -> _Found:
    prescribed = answers.get("taken_as_prescribed") if substance in PRESCRIBABLE else False
    letters = [CRITERION.get(each) for each in answers["dsm"]]
    count = criteria(letters, as_prescribed=prescribed)
    yes = [key for key, letter in zip(EACH, letters, strict=False) if letter]
    met = tuple(yes[: count.yes]) if prescribed is not False else tuple(yes)
    return _Found(
        substance=substance, count=count, met=met, withdrawal=_withdrawal(substance, answers)
    )


def _withdrawal(substance: Substance, answers: Answers) -> Yes:
    """From a complete COWS, for what it measures; else nobody knows."""
    measured = "F11" in DISORDERS[substance].families
    total = scales.COWS.score(answers.get("cows") or [None] * ALL).total if measured else None
    return None if total is None else total >= IN_WITHDRAWAL


def _suggested(found: _Found) -> Iterator[Suggestion]:
    named = DISORDERS[found.substance]
    for grade in _grades(found.count):
        for family in named.families:
            for code in codes_for(family, grade):
                if not _is_ruled_out(code, found.withdrawal):
                    yield _suggestion(found, named, code, grade)


def _grades(count: Criteria) -> list[Severity]:
    """The severity now and those the open answers could still make of it."""
    return [grade for grade in Severity if grade and count.severity <= grade <= count.severity_max]


def _is_ruled_out(code: Code, withdrawal: Yes) -> bool:
    """With withdrawal the code that says so is recorded, where there is one, and not the other."""
    if code.withdrawal or withdrawal is not True:
        return code.withdrawal and withdrawal is False
    return any(
        row.withdrawal and row.family == code.family and row.severities == code.severities
        for row in CODES
    )


def _suggestion(found: _Found, named: Named, code: Code, grade: Severity) -> Suggestion:
    text = f": {named.text}" if named.certainty == "?" else ""
    return Suggestion(
        code=code,
        words=f"{named.disorder}{text}, {grade.label}",
        substance=named.text,
        severity=grade,
        met=found.met,
        because=_because(found),
        only_if=" and ".join(_conditions(found, code, grade)),
        certainty=named.certainty if named.certainty != "V" else code.certainty,
    )


def _because(found: _Found) -> str:
    which = f": {', '.join(found.met)}" if found.met else ""
    said = f"{found.count.yes} of {ALL} criteria answered yes{which} ({found.count.text})"
    seen = {
        True: "; the COWS shows withdrawal, so the code that says so, where there is one",
        False: "; the COWS shows no withdrawal",
        None: "",
    }[found.withdrawal]
    return f"{said}{seen}; {RECORDING} [S54]."


def _conditions(found: _Found, code: Code, grade: Severity) -> Iterator[str]:
    lacking = FEWEST[grade] - found.count.yes
    if lacking > 0:
        yield f"{lacking} more of the open criteria {'is' if lacking == 1 else 'are'} met"
    if code.withdrawal and found.withdrawal is None:
        yield "withdrawal is present"


def _notes(found: _Found) -> Iterator[str]:
    named = DISORDERS[found.substance]
    if found.count.severity_max is Severity.NONE:
        yield f"{named.disorder}: {found.count.text} by the number of criteria (0 or 1)."
        return
    if named.certainty == "?":
        yield KRATOM_UNSETTLED
    if named.certainty == "?" and found.withdrawal:
        yield "Withdrawal is present, and no F19 code with withdrawal is verified here."
    if any(not _codes(named, grade) for grade in _grades(found.count)):
        yield f"{named.disorder}, {found.count.text}: {UNVERIFIED}"


def _codes(named: Named, grade: Severity) -> list[Code]:
    return [code for family in named.families for code in codes_for(family, grade)]


def severity_fits(grade: Severity, met: Any) -> bool:
    """Whether this many criteria make this severity."""
    return severity(len(met)) is grade
