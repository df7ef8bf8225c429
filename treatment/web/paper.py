"""Paper: a PDF from one of our own typst templates and data; data is never read as markup."""

import json
import re
import struct
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import typst

TEMPLATES: Final = Path(__file__).parent.parent / "templates/paper"
UPRIGHT: Final = "IBMPlexSans[[]*].ttf"
UNSEEN: Final = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
TABLE, SUBTABLE = struct.Struct(">4s4xII"), struct.Struct(">HHI")


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """What the template makes of `data`: tagged (PDF/UA-1), in our own typeface.

    The template reads no file but those of its own folder.
    """
    made: bytes = typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=_typefaces(),
        ignore_system_fonts=True,
        pdf_standards="ua-1",
        sys_inputs={"data": json.dumps(printable(data), ensure_ascii=False)},
    )
    return made


def printable(value: Any) -> Any:
    """The same with every text as the typeface can show it.

    A character it lacks is written out as its Unicode name in brackets, never left out.
    """
    if isinstance(value, str):
        visible = UNSEEN.sub("", unicodedata.normalize("NFC", value))
        return visible.translate(_letters())
    if isinstance(value, Mapping):
        return {key: printable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [printable(each) for each in value]
    return value


class _Letters(dict[int, str]):
    """What stands on paper for each character; found once, then remembered."""

    def __init__(self, known: frozenset[int]) -> None:
        super().__init__({ord("\t"): " ", ord("\n"): "\n"})
        self.known = known

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        if code not in self.known:
            named = unicodedata.name(letter, "").lower()
            letter = f"[{named or f'character {code:x}'}]" if _is_seen(letter) else ""
        self[code] = letter
        return letter


def _is_seen(letter: str) -> bool:
    return unicodedata.category(letter) not in {"Cc", "Cs"}


@cache
def _letters() -> _Letters:
    upright = next(_folder().glob(UPRIGHT))
    return _Letters(frozenset(_characters(upright.read_bytes())))


@cache
def _typefaces() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_folder())]
    )


@cache
def _folder() -> Path:
    spec = find_spec("fontpkg_ibm_plex_sans")
    if spec is None or spec.origin is None:
        raise RuntimeError("the package fontpkg-ibm-plex-sans is not installed")
    return Path(spec.origin).parent / "files"


def _characters(font: bytes) -> Iterator[int]:
    """Every character a TrueType font has a glyph for: its table "cmap", in the form of segments.

    The form is the fourth of the OpenType specification: parallel lists of last characters, first
    characters, differences and offsets.
    """
    count = struct.unpack_from(">H", font, 4)[0]
    tables = [TABLE.unpack_from(font, 12 + 16 * at) for at in range(count)]
    start = next(offset for tag, offset, _ in tables if tag == b"cmap")
    parts = struct.unpack_from(">H", font, start + 2)[0]
    listed = [SUBTABLE.unpack_from(font, start + 4 + 8 * at) for at in range(parts)]
    for _, _, offset in listed:
        if struct.unpack_from(">H", font, start + offset)[0] == 4:  # noqa: PLR2004  the fourth form
            yield from _segments(font, start + offset)


def _segments(font: bytes, start: int) -> Iterator[int]:
    count = struct.unpack_from(">H", font, start + 6)[0] // 2
    lists = struct.Struct(f">{count}H")
    last = lists.unpack_from(font, start + 14)
    first = lists.unpack_from(font, start + 16 + 2 * count)
    for low, high in zip(first, last, strict=True):
        yield from range(low, high + 1)
