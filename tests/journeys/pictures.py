"""Takes the pictures of the guide from the demo clinic: `make pictures`. Not a test."""

import base64
import sqlite3
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import ROOT, Opened, Server

PICTURES = ROOT / "docs" / "pictures"
LARGEST = 150_000  # bytes
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
MARGIN = 48  # dots, half an inch
LETTER = {"width": 816 - 2 * MARGIN, "height": 1056 - 2 * MARGIN}
LOOKS = {
    "light": {"viewport": DESK, "color_scheme": "light"},
    "dark": {"viewport": DESK, "color_scheme": "dark"},
    "phone": {"viewport": PHONE, "color_scheme": "light"},
    "print": {"viewport": LETTER, "color_scheme": "light"},
}
PATIENT = "SELECT id FROM patient WHERE given_name = ? AND family_name = ?"
PLAN = """
    SELECT plan.id FROM plan
    JOIN episode ON episode.id = plan.episode_id
    JOIN patient ON patient.id = episode.patient_id
    WHERE patient.given_name = ? AND patient.family_name = ? ORDER BY plan.number DESC
"""
INTAKE = """
    SELECT assessment.id FROM assessment JOIN staff ON staff.id = assessment.started_by_id
    WHERE assessment.signed_at IS NULL AND staff.username = ? ORDER BY assessment.started_at
"""
Scene = tuple[str, str, str, tuple[str, ...]]


@pytest.fixture
def clinic(server: Server) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(server.folder / "instance" / "waypoint.sqlite3")
    yield connection
    connection.close()


def scenes(clinic: sqlite3.Connection) -> Iterator[Scene]:
    """The name of a picture, who opens its page, the address, and how it is looked at."""

    def first(statement: str, *values: str) -> UUID:
        return UUID(clinic.execute(statement, values).fetchone()[0])

    intake = first(INTAKE, "mara.okafor")
    draft, plan = first(PLAN, "Tyler", "Novak"), first(PLAN, "Marcus", "Bell")
    yield "today", "counselor", "/", ("light", "dark", "phone")
    section = f"/intake/{intake}/sections/withdrawal"
    yield "intake", "counselor", section, ("light", "dark", "phone")
    yield "review", "counselor", f"/intake/{intake}/review", ("light",)
    yield "draft", "counselor", f"/plans/{draft}", ("light", "dark", "phone")
    yield "decide", "prescriber", f"/plans/{draft}#decisions", ("light",)
    yield "plan", "counselor", f"/plans/{plan}", ("light", "phone", "print")
    yield "chart", "counselor", f"/patients/{first(PATIENT, 'Marcus', 'Bell')}", ("light",)
    yield "cosign", "therapist", "/cosign", ("light",)
    yield "progress", "director", "/progress", ("light", "dark")
    yield "staff", "administrator", "/staff", ("light",)


def test_take_the_pictures(visit: Opened, clinic: sqlite3.Connection) -> None:
    PICTURES.mkdir(exist_ok=True)
    pencil = visit().page
    for look in ("light", "dark"):
        window = visit(**LOOKS[look])
        take(window.goto("/sign-in"), pencil, PICTURES / f"sign-in-{look}.png")
    for name, who, address, looks in scenes(clinic):
        for look in looks:
            window = visit(who, **LOOKS[look])
            on_paper = look == "print"
            window.page.emulate_media(media="print" if on_paper else "screen")
            picture = PICTURES / f"{name}-{look}.png"
            take(window.goto(address), pencil, picture, MARGIN if on_paper else 0)


# --- a picture in 256 colors ------------------------------------------------------------------

# The commonest 128 colors, then always the one that many dots have and no chosen color is near to.
INDEXED = """async ([data, margin]) => {
  const image = new Image();
  image.src = `data:image/png;base64,${data}`;
  await image.decode();
  const [width, height] = [image.width + 2 * margin, image.height + 2 * margin];
  const context = new OffscreenCanvas(width, height).getContext('2d');
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  context.drawImage(image, margin, margin);
  const bytes = context.getImageData(0, 0, width, height).data;
  const dots = [];
  for (let i = 0; i < bytes.length; i += 4)
    dots.push(bytes[i] << 16 | bytes[i + 1] << 8 | bytes[i + 2]);
  const counts = new Map();
  for (const dot of dots) counts.set(dot, (counts.get(dot) || 0) + 1);
  const split = dot => [dot >> 16, dot >> 8 & 255, dot & 255];
  const colors = [...counts].map(([dot, count]) => ({dot, count, rgb: split(dot), off: Infinity}));
  colors.sort((a, b) => b.count - a.count);
  const palette = [];
  const choose = color => {
    for (const each of colors) {
      const off = each.rgb.reduce((sum, v, n) => sum + (v - color.rgb[n]) ** 2, 0);
      if (off < each.off) [each.off, each.place] = [off, palette.length];
    }
    palette.push(color.rgb);
  };
  colors.slice(0, 128).forEach(choose);
  while (palette.length < Math.min(256, colors.length))
    choose(colors.reduce((a, b) => a.off * a.count >= b.off * b.count ? a : b));
  const places = new Map(colors.map(each => [each.dot, each.place]));
  const found = dots.map(dot => String.fromCharCode(places.get(dot))).join('');
  return [width, height, palette.flat(), btoa(found)];
}"""


def take(page: Page, pencil: Page, path: Path, margin: int = 0) -> None:
    """What is in the window now, small enough for a repository; paper gets its white margin."""
    shot = base64.b64encode(page.screenshot()).decode("ascii")
    width, height, palette, places = pencil.evaluate(INDEXED, [shot, margin])
    path.write_bytes(png(width, height, bytes(palette), base64.b64decode(places)))
    assert path.stat().st_size < LARGEST, path.name


def png(width: int, height: int, palette: bytes, places: bytes) -> bytes:
    """An indexed picture, every row unfiltered."""
    rows = (b"\0" + places[at : at + width] for at in range(0, width * height, width))
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            chunk(b"PLTE", palette),
            chunk(b"IDAT", zlib.compress(b"".join(rows), 9)),
            chunk(b"IEND", b""),
        )
    )


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
