"""Takes the pictures of the guide from the demo clinic: `make pictures`. Not a test."""

import base64
import sqlite3
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import ROOT, Opened, Server, Visit

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
EPISODE = """
    SELECT episode.id FROM episode JOIN patient ON patient.id = episode.patient_id
    WHERE patient.given_name = ? AND patient.family_name = ?
"""
OF_PERSON = """
    SELECT assessment.id FROM assessment JOIN episode ON episode.id = assessment.episode_id
    JOIN patient ON patient.id = episode.patient_id
    WHERE patient.given_name = ? AND patient.family_name = ? ORDER BY assessment.started_at DESC
"""
ALERT = """
    SELECT alert.id FROM alert JOIN patient ON patient.id = alert.patient_id
    WHERE patient.given_name = ? AND patient.family_name = ? AND alert.closed_at IS NULL
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
    use = f"/intake/{first(OF_PERSON, 'Sofia', 'Marchetti')}/sections/use"
    yield "use", "james.reed", f"{use}#kratom_products", ("light", "phone")
    yield "review", "counselor", f"/intake/{intake}/review", ("light",)
    alert = first(ALERT, "Tyler", "Novak")
    yield "stop", "counselor", f"/alerts/{alert}", ("light", "phone")
    yield from of_the_intake(first)
    yield "draft", "counselor", f"/plans/{draft}", ("light", "dark", "phone")
    yield "decide", "prescriber", f"/plans/{draft}#decisions", ("light",)
    yield "plan", "counselor", f"/plans/{plan}", ("light", "phone", "print")
    yield "chart", "counselor", f"/patients/{first(PATIENT, 'Marcus', 'Bell')}", ("light",)
    yield "cosign", "therapist", "/cosign", ("light",)
    yield "progress", "director", "/progress", ("light", "dark")
    yield "staff", "administrator", "/staff", ("light",)


def of_the_intake(first: Callable[..., UUID]) -> Iterator[Scene]:
    """Signed, written under, taken again, measured, concluded from."""
    signed = first(OF_PERSON, "Marcus", "Bell")
    yield "addenda", "counselor", f"/intake/{signed}#addenda", ("light",)
    yield "record", "counselor", f"/intake/{signed}", ("light", "print")
    waiting = first(OF_PERSON, "Hannah", "O'Rourke")
    yield "lpha-review", "therapist", f"/intake/{waiting}/lpha-review", ("light",)
    again = first(OF_PERSON, "Maribel", "Santos")
    yield "medicines", "counselor", f"/intake/{again}/sections/medicines#medications", ("light",)
    yield "carried", "counselor", f"/intake/{again}/sections/living", ("light", "phone")
    changed = first(OF_PERSON, "Dominic", "Rossi")
    yield "changes", "counselor", f"/intake/{changed}/changes", ("light",)
    scores = f"/episodes/{first(EPISODE, 'Dominic', 'Rossi')}/scores"
    yield "scores", "counselor", scores, ("light",)
    yield "trend", "counselor", f"{scores}/phq9", ("light", "dark", "phone")
    yield "take", "counselor", f"{scores}/phq9/new", ("light",)
    marcus = f"/episodes/{first(EPISODE, 'Marcus', 'Bell')}"
    yield "problems", "therapist", f"{marcus}/problems", ("light",)
    yield "admission", "counselor", f"{marcus}/admission", ("light",)


def test_take_the_pictures_of_words_that_are_not_lost(
    visit: Opened, clinic: sqlite3.Connection
) -> None:
    """First two people at one section, then what somebody left there unsaved."""
    pencil = visit().page
    found = clinic.execute(INTAKE, ("mara.okafor",)).fetchone()[0]
    path = f"/intake/{UUID(found)}/sections/own_words"
    mine, other = visit("counselor"), visit("medical_director")
    page, theirs = mine.goto(path), other.goto(path)
    for window, words in ((theirs, "To see my daughter on Sundays"), (page, "To sleep again")):
        window.locator("form[data-draft] textarea").first.fill(words)
        window.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("heading", name="Two people answered this differently").wait_for()
    take(page, pencil, PICTURES / "merge-light.png")
    theirs.locator("form[data-draft] textarea").nth(1).fill("Cooking for many people")
    theirs.locator("[data-draft-status]", has_text="Draft saved").wait_for()
    theirs.goto(f"{other.server.url}{path}")
    take(theirs, pencil, PICTURES / "unsaved-light.png")


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
            take(looked_at(window, address), pencil, picture, MARGIN if on_paper else 0)


def looked_at(window: Visit, address: str) -> Page:
    """The page, scrolled to the part that is named, without the focus on it."""
    path, _, part = address.partition("#")
    page = window.goto(path)
    if part:
        page.evaluate(f"document.getElementById('{part}').scrollIntoView()")
        page.evaluate("window.scrollBy(0, -70)")
    return page


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
