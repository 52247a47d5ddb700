"""Where layouts draw: a page that records, and a pen that writes PDF. Lengths in points, y counted downward."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from services.printing.faces import Faces, Style
from services.printing.glyphs import TextWriter
from services.printing.measures import BLOCK_BOTTOM, LEFT, PAGE_HEIGHT, PAGE_WIDTH
from services.printing.pictures import PlacedPicture, decoded, whole_jpeg

ASCENT = 0.88
"""Share of the em box above the base line in Chinese faces."""
BLACK = (0.0, 0.0, 0.0)
GREY = (0.45, 0.45, 0.45)
_HINT = (0.93, 0.55, 0.55)
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

    def lowered(self, by: float) -> Ink:
        """The same text further down; every line of a text takes this way, and `replace` is three times as slow."""
        return Ink(self.x, self.top + by, self.text, self.style, self.size, self.spacing, self.colour)


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

    def picture(self, placed: PlacedPicture) -> None:
        """Draws a picture."""


@dataclass(frozen=True, slots=True)
class SealPlace:
    """Where a seal or a signature stamp belongs: the centre, and how far it reaches to each side."""

    x: float
    y: float
    half_width: float
    half_height: float
    round: bool = True


@dataclass
class Sheet:
    """A recorded page. `turned`: its content is read with the head of the page at the binding side (7.5, 8).

    `seals` are only ever drawn for a preview.
    """

    turned: bool = False
    numbered: bool = True
    inks: list[Ink] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    pictures: list[PlacedPicture] = field(default_factory=list)
    seals: list[SealPlace] = field(default_factory=list)

    def text(self, ink: Ink) -> None:
        """Keeps a piece of text."""
        self.inks.append(ink)

    def rule(self, rule: Rule) -> None:
        """Keeps a line."""
        self.rules.append(rule)

    def picture(self, placed: PlacedPicture) -> None:
        """Keeps a picture."""
        self.pictures.append(placed)

    @property
    def is_blank(self) -> bool:
        """Nothing was drawn."""
        return not self.inks and not self.rules and not self.pictures


class Pen:
    """Draws on a PDF canvas. `missing` collects the characters that no face could draw.

    With `boxes` each of them is a hollow box, else the printers' gap mark 〓.
    """

    def __init__(
        self,
        path: Path,
        faces: Faces,
        *,
        title: str,
        width: float = PAGE_WIDTH,
        height: float = PAGE_HEIGHT,
        boxes: bool = False,
    ) -> None:
        from reportlab.pdfgen import canvas  # heavy; only printing needs it

        self.faces = faces
        self.width, self.height = width, height
        self.boxes = boxes
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
        if self.boxes and (missing := self.faces.missing(ink.style, ink.text)):
            self.missing.update(missing)
            self._boxed(ink, missing)
            return
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

    def picture(self, placed: PlacedPicture) -> None:
        """Draws a picture, or the frame of one that could not be read. Raises OSError."""
        from reportlab.lib.utils import ImageReader

        bottom = self.height - placed.top - placed.height
        if placed.path is None:
            self._canvas.setStrokeColorRGB(*GREY)
            self._canvas.setLineWidth(0.5)
            self._canvas.rect(placed.x, bottom, placed.width, placed.height)
            return
        source = str(placed.path) if whole_jpeg(placed) else decoded(placed)
        self._canvas.drawImage(ImageReader(source), placed.x, bottom, placed.width, placed.height)

    def sheet(
        self,
        sheet: Sheet,
        *,
        shift: tuple[float, float] = (0.0, 0.0),
        only_black: bool = False,
        corner: tuple[float, float] = (LEFT, BLOCK_BOTTOM),
        seals: bool = False,
    ) -> None:
        """Draws a recorded page, moved to the right and downward by `shift`; where seals belong only with `seals`.

        A turned one is drawn a quarter against the clock from the lower left `corner` of the text block, its head to
        the left (8). With `only_black` what is red stands on the paper already.
        """
        canvas = self._canvas
        canvas.saveState()
        canvas.translate(shift[0], -shift[1])
        if sheet.turned:
            canvas.translate(corner[0] + self.height, self.height - corner[1])
            canvas.rotate(90)
        for placed in sheet.pictures:
            self.picture(placed)
        for rule in sheet.rules:
            if not only_black or rule.colour == BLACK:
                self.rule(rule)
        for ink in sheet.inks:
            if not only_black or ink.colour == BLACK:
                self.text(ink)
        for place in sheet.seals if seals else ():
            self._seal_place(place)
        canvas.restoreState()
        self._colour = BLACK

    def next_page(self) -> None:
        """Closes the page."""
        self._canvas.showPage()
        self._colour = BLACK

    def place_total(self, x: float, top: float, name: str = "total") -> None:
        """A place that `write_total` of the same name fills when the number of pages is known."""
        self._canvas.saveState()
        self._canvas.translate(x, self.height - top)
        self._canvas.doForm(name)
        self._canvas.restoreState()

    def write_total(self, text: str, style: Style, size: float, name: str = "total") -> None:
        """Fills every place of `place_total`; once for each name, before `save`."""
        self._canvas.beginForm(name, 0, -2 * size, 20 * size, size)
        for face, piece in self.faces.runs(style, text):
            self._canvas.setFont(face, size)
            self._canvas.drawString(0, -ASCENT * size, piece)
        self._canvas.endForm()

    def save(self) -> None:
        """Writes the file. Raises OSError."""
        self._canvas.save()

    def _seal_place(self, place: SealPlace) -> None:
        """A faint dashed outline with the words 用章示意. Never on paper: for the preview."""
        canvas = self._canvas
        canvas.saveState()
        canvas.setStrokeColorRGB(*_HINT)
        canvas.setLineWidth(0.8)
        canvas.setDash(4, 3)
        left, bottom = place.x - place.half_width, self.height - place.y - place.half_height
        if place.round:
            canvas.ellipse(left, bottom, left + 2 * place.half_width, bottom + 2 * place.half_height)
        else:
            canvas.rect(left, bottom, 2 * place.half_width, 2 * place.half_height)
        canvas.restoreState()
        size = 9.0
        words = Ink(place.x - 2 * size, place.y - place.half_height * 0.62, "用章示意", Style.BODY, size, 0.0, _HINT)
        self.text(words)

    def _boxed(self, ink: Ink, missing: Sequence[str]) -> None:
        """A box one em wide for each of `missing`; what stands between them is drawn as ever."""
        x, start = ink.x, 0
        for end in range(len(ink.text) + 1):
            if end < len(ink.text) and ink.text[end] not in missing:
                continue
            piece = ink.text[start:end]
            if piece:
                self.text(replace(ink, x=x, text=piece))
                x += sum(self.faces.widths(ink.style, piece)) * ink.size / 1000 + ink.spacing * len(piece)
            if end < len(ink.text):
                edge = ink.size * 0.06
                self._canvas.setStrokeColorRGB(*ink.colour)
                self._canvas.setLineWidth(ink.size * 0.04)
                side = ink.size - 2 * edge
                self._canvas.rect(x + edge, self.height - ink.top - ink.size + edge, side, side)
                x += ink.size + ink.spacing
            start = end + 1

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
