"""Names and birth dates as people type them: folded for search, read from a query, compared."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

MOST_WORDS = 6  # a longer query is no name
LONGEST_WORD = 100
ALIKE = 0.78  # share of letters two spellings of one name have in common
NEAR_DAYS = 31
SHORT_FORM = 3  # letters a short form has at least: Dan for Daniel
CENTURY = 100
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th"})
_JOINED = re.compile(r"['’`.]")
_DATE = re.compile(
    r"(?<!\d)(?:(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"
    r"|(?P<um>\d{1,2})[-/.](?P<ud>\d{1,2})[-/.](?P<uy>\d{4}|\d{2})"
    r"|(?P<cm>\d{2})(?P<cd>\d{2})(?P<cy>\d{4}))(?!\d)"
)
_NUMBER = re.compile(r"#?(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody looking for a person typed: any mix of names, a birth date, a chart number."""

    words: tuple[str, ...] = ()
    birth_date: date | None = None
    chart_number: int | None = None

    @property
    def is_blank(self) -> bool:
        return not (self.words or self.birth_date or self.chart_number)


def folded(text: str) -> tuple[str, ...]:
    """The words of a name without accents, case or punctuation: O'Brien-Núñez is obrien, nunez."""
    plain = unicodedata.normalize("NFKD", _JOINED.sub("", text)).casefold().translate(_PLAIN)
    letters = unicodedata.normalize("NFKD", plain)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    words = "".join(letter if letter.isalnum() else " " for letter in bare).split()
    return tuple(word[:LONGEST_WORD] for word in words)


def read_query(text: str, today: date) -> Query:
    """Take a query apart; what is neither date nor number is a name."""
    birth_date = read_date(text, today)
    rest = _DATE.sub(" ", text) if birth_date else text
    numbers = [found[1] for word in rest.split() if (found := _NUMBER.fullmatch(word))]
    names = " ".join(word for word in rest.split() if not _NUMBER.fullmatch(word))
    return Query(
        words=tuple(dict.fromkeys(folded(names)))[:MOST_WORDS],
        birth_date=birth_date,
        chart_number=int(numbers[0]) if numbers else None,
    )


def read_number(text: str) -> int:
    """A chart number as typed, also #10042; 0, which nobody has, when it is none."""
    found = _NUMBER.fullmatch(text.strip())
    return int(found[1]) if found else 0


def read_date(text: str, today: date) -> date | None:
    """1988-03-17, 3/17/1988, 3-17-88 or 03171988; None when there is no such day in it."""
    found = _DATE.search(text)
    if found is None:
        return None
    year, month, day = (
        int(found[part] or found[f"u{part}"] or found[f"c{part}"]) for part in "ymd"
    )
    try:
        return date(_full_year(year, today), month, day)
    except ValueError:
        return None


def _full_year(year: int, today: date) -> int:
    """Two digits mean the last such year that is not in the future."""
    if year >= CENTURY:
        return year
    this_century = today.year - today.year % CENTURY + year
    return this_century if this_century <= today.year else this_century - CENTURY


# --- may two records be one person? ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Person:
    """As much of a person as two records are compared by."""

    given: str
    family: str
    birth_date: date


def may_be_same(one: Person, other: Person) -> bool:
    """Same birth date and similar names, or the same names and a near birth date."""
    if one.birth_date == other.birth_date:
        return _names_alike(one, other)
    return _names_equal(one, other) and _dates_near(one.birth_date, other.birth_date)


def _names_equal(one: Person, other: Person) -> bool:
    """The same words in any order: given and family names are often swapped."""
    return sorted(_words(one)) == sorted(_words(other))


def _words(person: Person) -> tuple[str, ...]:
    return folded(f"{person.given} {person.family}")


def _names_alike(one: Person, other: Person) -> bool:
    straight = _alike(one.given, other.given) and _alike(one.family, other.family)
    swapped = _alike(one.given, other.family) and _alike(one.family, other.given)
    return straight or swapped


def _alike(one: str, other: str) -> bool:
    """One misspelling, a short form, or one of two family names."""
    a, b = folded(one), folded(other)
    if set(a) & set(b):
        return True
    return any(_word_alike(x, y) for x in a for y in b) or _ratio("".join(a), "".join(b)) >= ALIKE


def _word_alike(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    is_short_form = len(short) >= SHORT_FORM and long.startswith(short)
    return is_short_form or _ratio(one, other) >= ALIKE


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() if one and other else 0.0


def _dates_near(one: date, other: date) -> bool:
    """Day and month swapped, one digit wrong, or within a month."""
    return (
        abs((one - other).days) <= NEAR_DAYS
        or (one.year, one.month, one.day) == (other.year, other.day, other.month)
        or _digits_wrong(one.strftime("%Y%m%d"), other.strftime("%Y%m%d")) == 1
    )


def _digits_wrong(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))
