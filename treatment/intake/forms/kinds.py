"""How each kind of question is read from its fields, and written back into them."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from treatment.intake.questionnaire.shapes import UNKNOWN, Kind, Question

Typed = Mapping[str, Sequence[str]]
Problems = dict[str, str]

NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?|[+-]?\.\d+", re.ASCII)
SEPARATORS = re.compile(r"[,;\n]+")
LONGEST_TEXT = 20_000
LONGEST_NAME = 200
MOST_NAMES = 100
NONE = "none"
FLAGS = {"yes": True, "no": False}


def one(typed: Typed, name: str) -> str:
    """The last thing typed into a field, nothing where it is blank."""
    return next((text.strip() for text in reversed(typed.get(name, ())) if text.strip()), "")


def choice(question: Question, typed: Typed, problems: Problems) -> str | None:
    word = one(typed, question.key)
    if word and word not in question.words:
        problems[question.key] = f"{question.name}: choose one of the answers offered."
        return None
    return word or None


def yes_no(question: Question, typed: Typed, problems: Problems) -> bool | None:
    word = one(typed, question.key)
    if word and word not in FLAGS:
        problems[question.key] = f"{question.name}: answer yes or no, or leave it not asked."
    return FLAGS.get(word)


def number(question: Question, typed: Typed, problems: Problems) -> float | str | None:
    """A number in its range, "unknown" where that can be ticked, None where nothing is typed."""
    word = one(typed, question.key)
    if one(typed, f"{question.key}-unknown"):
        if word:
            problems[question.key] = (
                f"{question.name}: enter the number or tick “{question.unknown_label}”, not both."
            )
            return None
        return UNKNOWN
    if not word:
        return None
    value = _value(question, word)
    if value is None:
        problems[question.key] = f"{question.name}: enter {expected(question)}."
    return value


def expected(question: Question) -> str:
    """What a number field takes, in words."""
    if question.range_words:
        return f"a number {question.range_words}"
    kind = "a number" if question.decimals else "a whole number"
    return f"{kind} from {question.low:,g} to {question.high:,g}"


def _value(question: Question, word: str) -> float | None:
    if len(word) > LONGEST_NAME or not NUMBER.fullmatch(word):
        return None
    value = float(word.replace(",", ""))
    if question.convert is not None:
        value = question.convert(value)
    if not (question.low or 0) <= value <= (question.high or 0):
        return None
    value = round(value, question.decimals) if question.decimals else value
    if value.is_integer():
        return int(value)
    return value if question.decimals else None


def several(question: Question, typed: Typed, problems: Problems) -> list[str] | None:
    """The words ticked in the order offered; an empty list when "none" is ticked."""
    ticked = {word.strip() for word in typed.get(question.key, ()) if word.strip()}
    if not ticked:
        return None
    if ticked == {NONE}:
        return []
    if NONE in ticked:
        problems[question.key] = f"{question.name}: “{question.none_label}” excludes the others."
    elif not ticked <= question.words.keys():
        problems[question.key] = f"{question.name}: choose from the answers offered."
    return None if question.key in problems else [w for w in question.words if w in ticked]


def names(question: Question, typed: Typed, problems: Problems) -> list[str] | None:
    """Names on lines or between commas, each once; an empty list when "none" is ticked or typed."""
    words = one(typed, question.key)
    is_none = bool(one(typed, f"{question.key}-none"))
    if words.casefold() == NONE or (is_none and not words):
        return []
    if is_none:
        problems[question.key] = f"{question.name}: list them or tick “None”, not both."
        return None
    found = _listed(words)
    if len(found) > MOST_NAMES or any(len(name) > LONGEST_NAME for name in found):
        problems[question.key] = (
            f"{question.name}: at most {MOST_NAMES} names of {LONGEST_NAME} characters each."
        )
        return None
    return found or None


def _listed(words: str) -> list[str]:
    """Each name once, in the order typed, with single spaces."""
    pieces = (" ".join(piece.split()) for piece in SEPARATORS.split(words.replace("\r", "\n")))
    return list({piece.casefold(): piece for piece in pieces if piece}.values())


def text(question: Question, typed: Typed, problems: Problems) -> str | None:
    words = one(typed, question.key).replace("\r\n", "\n")
    if len(words) > LONGEST_TEXT:
        problems[question.key] = f"{question.name}: shorten this to {LONGEST_TEXT:,} characters."
        return None
    return words or None


def items(question: Question, typed: Typed, problems: Problems) -> list[int | str | None] | None:
    """The items in form order, None where not rated; None when no item is answered."""
    found: list[int | str | None] = []
    for at, item in enumerate(question.items):
        field = f"{question.key}-{at + 1}"
        word = one(typed, field)
        values = {str(value): value for value in item.values}
        if word and word not in values:
            problems[field] = (
                f"{question.label}, {item.text}: {word[:20]} is not an answer of this item; "
                f"it has {', '.join(values)}."
            )
        found.append(values.get(word))
    return found if any(value is not None for value in found) else None


# --- back into the fields --------------------------------------------------------------------


def typed(question: Question, answer: Any) -> dict[str, list[str]]:
    """The fields of a question filled with its answer."""
    if question.kind is Kind.TABLE:
        return _table(question, answer)
    return WRITERS.get(question.kind, _plain)(question.key, answer)


def _plain(key: str, answer: Any) -> dict[str, list[str]]:
    return {key: [str(answer)]}


def _flag(key: str, answer: Any) -> dict[str, list[str]]:
    return {key: ["yes" if answer else "no"]}


def _number(key: str, answer: Any) -> dict[str, list[str]]:
    return {f"{key}-unknown": ["1"]} if answer == UNKNOWN else {key: [f"{answer:.15g}"]}


def _several(key: str, answer: Any) -> dict[str, list[str]]:
    return {key: list(answer) or [NONE]}


def _names(key: str, answer: Any) -> dict[str, list[str]]:
    return {key: ["\n".join(answer)]} if answer else {f"{key}-none": ["1"]}


def _table(question: Question, rows: Any) -> dict[str, list[str]]:
    if not rows:
        return {f"{question.key}-{NONE}": ["1"]}
    found: dict[str, list[str]] = {}
    for number, row in enumerate(rows, start=1):
        for column in question.columns:
            if column.key in row:
                found |= typed(question.cell(column, number), row[column.key])
    return found


def _moment(key: str, answer: str) -> dict[str, list[str]]:
    if answer == UNKNOWN:
        return {f"{key}-unknown": ["1"]}
    day, _, clock = answer.partition("T")
    return {key: [day], **({f"{key}-time": [clock]} if clock else {})}


def _items(key: str, answer: Any) -> dict[str, list[str]]:
    return {f"{key}-{at + 1}": [str(v)] for at, v in enumerate(answer) if v is not None}


WRITERS: Mapping[Kind, Callable[[str, Any], dict[str, list[str]]]] = {
    Kind.YES_NO: _flag,
    Kind.NUMBER: _number,
    Kind.RULER: _number,
    Kind.SEVERAL: _several,
    Kind.NAMES: _names,
    Kind.ITEMS: _items,
    Kind.MOMENT: _moment,
}
