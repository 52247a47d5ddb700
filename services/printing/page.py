"""Where layouts draw: a page that records, and a pen that writes PDF. Lengths in points, y counted downward."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from services.printing.faces import Faces, Style
from services.printing.glyphs import TextWriter
from services.printing.measures import BLOCK_BOTTOM, LEFT, PAGE_HEIGHT, PAGE_WIDTH

ASCENT = 0.88
"""Share of the em box above the base line in Chinese faces."""
BLACK = (0.0, 0.0, 0.0)
RED = (0.886, 0.0, 0.0)
GREY = (0.45, 0.45, 0.45)
Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Ink:
    """Text at the top left corner of its first em box; `spacing` is added behind each character but the last."""

    x: float
    top: float
    text: str
    style: Style
    size: float
    spacing: float = 0.0
    colour: Colour = BLACK


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line."""

    x0: float
    y0: float
    x1: float
    y1: float
    thickness: float = 0.5
    colour: Colour = BLACK


class Surface(Protocol):
    """Anything a layout can draw on."""

    def text(self, ink: Ink) -> None:
        """Draws a piece of text."""

    def rule(self, rule: Rule) -> None:
        """Draws a line."""


@dataclass
class Sheet:
    """A recorded page. `turned`: its content is read with the head of the page at the binding side (7.5, 8)."""

    turned: bool = False
    numbered: bool = True
    inks: list[Ink] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)

    def text(self, ink: Ink) -> None:
        """Keeps a piece of text."""
        self.inks.append(ink)

    def rule(self, rule: Rule) -> None:
        """Keeps a line."""
        self.rules.append(rule)

    @property
    def is_blank(self) -> bool:
        """Nothing was drawn."""
        return not self.inks and not self.rules


class Pen:
    """Draws on a PDF canvas. `missing` collects the characters that no face could draw."""

    def __init__(
        self, path: Path, faces: Faces, *, title: str, width: float = PAGE_WIDTH, height: float = PAGE_HEIGHT
    ) -> None:
        from reportlab.pdfgen import canvas  # heavy; only printing needs it

        self.faces = faces
        self.width, self.height = width, height
        self.missing: set[str] = set()
        # without a first face reportlab names Helvetica and does not embed it; invariant: equal input, equal bytes
        make: Any = canvas.Canvas
        self._canvas: Any = make(
            str(path),
            pagesize=(width, height),
            pageCompression=1,
            initialFontName=faces.first(Style.BODY),
            invariant=1,
        )
        self._canvas.setTitle(title)
        self._canvas.setAuthor("")
        self._colour: Colour = BLACK
        self._writer = TextWriter(faces, self._canvas, self.missing)

    def text(self, ink: Ink) -> None:
        """Draws a piece of text, each character in the first face of the style's chain that has it."""
        self._fill(ink.colour)
        base = self.height - ink.top - ASCENT * ink.size
        self._canvas.addLiteral(self._writer.operators(ink.style, ink.text, ink.size, ink.x, base, ink.spacing))

    def rule(self, rule: Rule) -> None:
        """Draws a line."""
        red, green, blue = rule.colour
        start, end = self.height - rule.y0, self.height - rule.y1
        self._canvas.addLiteral(
            f"{red:g} {green:g} {blue:g} RG {rule.thickness:.4g} w "
            f"n {rule.x0:.3f} {start:.3f} m {rule.x1:.3f} {end:.3f} l S"
        )

    def fill_boxes(self, boxes: Iterable[tuple[float, float, float, float]]) -> None:
        """Fills rectangles (x, top, width, height) in black, all as one path."""
        self._fill(BLACK)
        drawn = (f"{x:.3f} {self.height - top - high:.3f} {wide:.3f} {high:.3f} re" for x, top, wide, high in boxes)
        self._canvas.addLiteral(f"n {' '.join(drawn)} f")

    def sheet(self, sheet: Sheet) -> None:
        """Draws a recorded page; a turned one a quarter against the clock, its head to the left (8)."""
        self._canvas.saveState()
        if sheet.turned:
            self._canvas.translate(LEFT + self.height, self.height - BLOCK_BOTTOM)
            self._canvas.rotate(90)
        for rule in sheet.rules:
            self.rule(rule)
        for ink in sheet.inks:
            self.text(ink)
        self._canvas.restoreState()
        self._colour = BLACK

    def next_page(self) -> None:
        """Closes the page."""
        self._canvas.showPage()
        self._colour = BLACK

    def place_total(self, x: float, top: float) -> None:
        """A place that `write_total` fills when the number of pages is known."""
        self._canvas.saveState()
        self._canvas.translate(x, self.height - top)
        self._canvas.doForm("total")
        self._canvas.restoreState()

    def write_total(self, text: str, style: Style, size: float) -> None:
        """Fills every place of `place_total`; once, before `save`."""
        self._canvas.beginForm("total", 0, -2 * size, 20 * size, size)
        for face, piece in self.faces.runs(style, text):
            self._canvas.setFont(face, size)
            self._canvas.drawString(0, -ASCENT * size, piece)
        self._canvas.endForm()

    def save(self) -> None:
        """Writes the file. Raises OSError."""
        self._canvas.save()

    def _fill(self, colour: Colour) -> None:
        if colour != self._colour:
            self._canvas.setFillColorRGB(*colour)
            self._colour = colour


def text_width(faces: Faces, text: str, style: Style, size: float, spacing: float = 0.0) -> float:
    """From the left edge of the first em box to the right edge of the last."""
    return sum(faces.widths(style, text)) * size / 1000 + spacing * max(len(text) - 1, 0)


def fitted(faces: Faces, ink: Ink, room: float) -> Ink:
    """The same text drawn closer where it is wider than `room`; begins where it began."""
    width = text_width(faces, ink.text, ink.style, ink.size, ink.spacing)
    if width <= room or len(ink.text) < 2:
        return ink
    return replace(ink, spacing=ink.spacing - (width - room) / (len(ink.text) - 1))


def printable(text: str) -> str:
    """`text` without what has no shape on paper: controls, lone surrogates, non-characters; tabs become blanks."""
    if text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(char for char in text if char == "\n" or _has_shape(char))


def _has_shape(char: str) -> bool:
    code = ord(char)
    if code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code & 0xFFFE == 0xFFFE:
        return False
    return code not in (0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF)
