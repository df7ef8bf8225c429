"""What a PDF of ours says, page by page, read from the file itself: no other program is asked.

Enough of the format for what our own typesetter writes: plain objects, compressed streams, fonts
whose table ToUnicode names the characters of each glyph.
"""

import functools
import re
import zlib
from collections.abc import Iterator

OBJECT = re.compile(rb"(?:^|\s)(\d+) 0 obj\s(.*?)endobj", re.DOTALL)
REFERENCE = re.compile(rb"(\d+) 0 R")
LEAF = rb"\\.|[^\\()]"  # parentheses that pair stand unescaped in a string, nested as deep as they pair
NESTED = functools.reduce(lambda inner, _: LEAF + rb"|\((?:" + inner + rb")*\)", range(5), LEAF)
SHOWN = re.compile(
    rb"/(?P<font>f\d+) [\d.]+ Tf|\((?P<text>(?:" + NESTED + rb")*)\)|<(?P<hex>[0-9A-Fa-f]+)>",
    re.DOTALL,
)
ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def squeezed(text: str) -> str:
    """Without any white space: where a line breaks says nothing about what it says."""
    return "".join(text.split())


def pages_of(pdf: bytes) -> list[str]:
    """The characters on each page in the order they are drawn, without white space."""
    objects = {int(number): body for number, body in OBJECT.findall(pdf)}
    kids = next(body for body in objects.values() if b"/Type/Pages" in body and b"/Kids" in body)
    numbers = REFERENCE.findall(kids[kids.index(b"/Kids") :].split(b"]")[0])
    return [squeezed("".join(_page(objects, objects[int(number)]))) for number in numbers]


def _page(objects: dict[int, bytes], page: bytes) -> Iterator[str]:
    fonts = _fonts(objects, page)
    drawn = _stream(objects[_target(page, b"/Contents")])
    letters: dict[int, str] = {}
    for found in SHOWN.finditer(_without_tags(drawn)):
        if found["font"]:
            letters = fonts[found["font"]]
            continue
        raw = bytes.fromhex(found["hex"].decode()) if found["hex"] else _plain(found["text"] or b"")
        for at in range(0, len(raw) - 1, 2):
            yield letters.get(int.from_bytes(raw[at : at + 2]), "\ufffd")


def _without_tags(drawn: bytes) -> bytes:
    """Property lists of tagged content say nothing on the page."""
    return re.sub(rb"<<.*?>>\s*BDC", b"", drawn, flags=re.DOTALL)


def _fonts(objects: dict[int, bytes], page: bytes) -> dict[bytes, dict[int, str]]:
    resources = page
    if re.search(rb"/Resources \d+ 0 R", page):
        resources = objects[_target(page, b"/Resources")]
    listed = re.search(rb"/Font<<(.*?)>>", resources, re.DOTALL)
    assert listed
    named = re.findall(rb"/(f\d+) (\d+) 0 R", listed[1])
    return {name: _letters(objects, objects[int(number)]) for name, number in named}


def _letters(objects: dict[int, bytes], font: bytes) -> dict[int, str]:
    table = _stream(objects[_target(font, b"/ToUnicode")]).decode("latin-1")
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for glyph, characters in re.findall(r"<([0-9A-F]+)>\s*<([0-9A-F]+)>", block):
            found[int(glyph, 16)] = bytes.fromhex(characters).decode("utf-16-be")
    assert "beginbfrange" not in table
    return found


def _target(body: bytes, name: bytes) -> int:
    found = re.search(re.escape(name) + rb"[ \[]*(\d+) 0 R", body)
    assert found, (name, body[:200])
    return int(found[1])


def _stream(body: bytes) -> bytes:
    raw = re.split(rb"stream\r?\n", body, maxsplit=1)[1]
    return zlib.decompressobj().decompress(raw) if b"/FlateDecode" in body else raw


def _plain(text: bytes) -> bytes:
    def one(found: re.Match[bytes]) -> bytes:
        code = found[1]
        return bytes([int(code, 8)]) if code[:1].isdigit() else NAMED.get(code, code)

    return ESCAPED.sub(one, text)
