"""The written form of an intake: answers by finding key in, facts out, or every problem at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from enum import StrEnum
from typing import Any, Final

from treatment.instruments.scoring import SuicideScreen, scales
from treatment.instruments.scoring.pulse import pulse_points
from treatment.instruments.scoring.scales import Item, Scale
from treatment.intake.facts import Facts
from treatment.intake.notation import table
from treatment.intake.notation.readers import SCREENER_NAMES, Place, Problem
from treatment.intake.vocabulary import Pregnancy, Sex

__all__ = [
    "InputError",
    "Problem",
    "facts_from_answers",
    "facts_from_vignette",
    "pulse_points",
    "written",
]

Answers = dict[str, Any]
KEEP_AT_LEAST: Final = {"audit_c", "audit", "ciwa_ar"}  # their known part counts (R06)


class InputError(ValueError):
    """The input cannot be read; `problems` lists every reason with its place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{each.path}: {each.message}" for each in problems))
        self.problems = tuple(problems)


def facts_from_answers(answers: object, *, at: str = "$") -> Facts:
    """Facts of the product: a question without an answer stays unknown. Raises InputError."""
    return _facts(answers, {}, Place(at, []))


def facts_from_vignette(findings: object, *, at: str = "$") -> Facts:
    """Facts of a vignette: an absent or null key has its default. Raises InputError."""
    return _facts(findings, table.SILENT, Place(at, []))


def _facts(answers: object, silent: Mapping[str, Any], place: Place) -> Facts:
    if not isinstance(answers, Mapping):
        raise InputError([Problem(place.path, "Give the findings as one object.")])
    found = _read(answers, place)
    _require(answers, place)
    _check_pulse(found, place)
    _score(found, place)
    if place.problems:
        raise InputError(place.problems)
    if found.get("sex") is Sex.MALE:
        found.setdefault("pregnancy", Pregnancy.NA)
    return Facts(**{**silent, **found})


def _read(answers: Mapping[Any, Any], place: Place) -> Answers:
    found: Answers = {}
    for key, value in answers.items():
        reader = table.READERS.get(key)
        if reader is None:
            place.at(str(key)).wrong("There is no finding of this name.")
        elif value is not None:
            found[key] = reader(value, place.at(key))
    return found


def _require(answers: Mapping[Any, Any], place: Place) -> None:
    for key in ("age", "primary"):
        if answers.get(key) is None:
            place.at(key).wrong("Without this no plan can be drafted.")


def _check_pulse(found: Answers, place: Place) -> None:
    rated = (found.get("cows") or (None,))[0]
    beats = found.get("hr")
    if rated is not None and beats is not None and rated != pulse_points(beats):
        place.at("cows").at(0).wrong(
            f"A heart rate of {beats:g} scores {pulse_points(beats)} points, not {rated}."
        )


def _score(found: Answers, place: Place) -> None:
    """Put totals in place of items; what is known of an open scale stays where a rule needs it."""
    _share_audit_items(found, place)
    _share_ninth_item(found, place)
    for scale in table.SCALES:
        items = found.pop(f"{scale.key}_items", None)
        if items is not None:
            _total(scale, items, found, place)


def _total(scale: Scale, items: Sequence[Item], found: Answers, place: Place) -> None:
    score, given = scale.score(items), found.get(scale.key)
    if given is not None and given != score.total:
        place.at(scale.key).wrong(
            f"The {scale.name} total {given} is not what its items make ({score.text})."
        )
    found[scale.key] = score.total
    if scale.key in KEEP_AT_LEAST:
        found[f"{scale.key}_at_least"] = score.at_least


def _share_audit_items(found: Answers, place: Place) -> None:
    """AUDIT-C is the first three items of the AUDIT."""
    full, short = found.get("audit_items"), found.get("audit_c_items")
    if full is None:
        return
    first = full[: len(scales.AUDIT_C.points)]
    pairs = zip(first, short or (), strict=False)
    if any(None not in pair and pair[0] != pair[1] for pair in pairs):
        place.at("audit_c_items").wrong("These differ from the first three items of the AUDIT.")
    found["audit_c_items"] = first


def _share_ninth_item(found: Answers, place: Place) -> None:
    """PHQ-9 item 9 counts by itself, also while the total is open."""
    items = found.get("phq9_items")
    ninth = items[-1] if items else None
    given = found.get("phq9_item9")
    if None not in (ninth, given) and ninth != given:
        place.at("phq9_item9").wrong(f"Item 9 is {ninth} in phq9_items.")
    if ninth is not None:
        found["phq9_item9"] = ninth


def written(facts: Facts) -> Answers:
    """Facts as JSON values by finding key; what nobody knows is left out."""
    values = {each.name: getattr(facts, each.name) for each in fields(facts)}
    return {key: _plain(key, value) for key, value in values.items() if value is not None}


def _plain(key: str, value: Any) -> Any:
    letters = {True: "y", False: "n", None: None}
    if key == "dsm":
        return "".join(letters[answer] or "u" for answer in value)
    if isinstance(value, SuicideScreen):
        return [letters[getattr(value, name)] for name in SCREENER_NAMES]
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return list(value)
    return value.value if isinstance(value, StrEnum) else value
