"""The text of a cell, drawn in its place."""

from __future__ import annotations

from dataclasses import dataclass

from services.errors import UnreadableError
from services.printing.faces import Faces
from services.printing.grid_cells import GridLook
from services.printing.grid_rows import Align, CellPicture, PlacedCell, TextLine
from services.printing.page import Ink, Surface, text_width
from services.printing.pictures import UNREADABLE, photo_in

_TICKED, _BOX, _TICK = "☑", "□", "√"
_SHIFT = {Align.LEFT: 0.0, Align.CENTER: 0.5, Align.RIGHT: 1.0}


@dataclass(frozen=True, slots=True)
class Box:
    """A cell on the page, in points."""

    left: float
    top: float
    right: float
    bottom: float


class CellInk:
    """Draws cells: the lines in the middle of the height, the foot at the lower right."""

    def __init__(self, faces: Faces, look: GridLook) -> None:
        self._faces = faces
        self._look = look

    def draw(self, surface: Surface, cell: PlacedCell, box: Box) -> None:
        """Draws the text of `cell` inside `box`."""
        look = self._look
        lead = (look.pitch - look.size) / 2
        bottom = box.bottom
        if cell.foot:
            bottom -= look.pitch + look.pad_y
            surface.text(self._placed(cell.foot, cell, box, Align.RIGHT, bottom + lead))
        y = box.top + (bottom - box.top - len(cell.lines) * look.pitch) / 2 + lead
        if cell.picture:
            # above words all pictures of a row are equally large, alone one takes the whole cell
            low = min(box.top + cell.picture.lines * look.pitch + 2 * look.pad_y, bottom) if cell.lines else bottom
            self._draw_picture(surface, cell, cell.picture, Box(box.left, box.top, box.right, low))
            y = low - look.pad_y / 2 + lead
        for line in cell.lines:
            if line.text:
                ink = self._placed(line, cell, box, cell.align, y)
                if _TICKED in ink.text:
                    self._draw_ticked(surface, ink)
                else:
                    surface.text(ink)
            y += look.pitch

    def _placed(self, line: TextLine, cell: PlacedCell, box: Box, align: Align, y: float) -> Ink:
        look = self._look
        left = box.left + look.pad_x
        spare = box.right - look.pad_x - left - line.width
        # marks give up their blank halves where a line took one more of them than fits
        spacing = spare / (len(line.text) - 1) if spare < -0.01 and len(line.text) > 1 else 0.0
        return Ink(left + max(spare, 0.0) * _SHIFT[align], y, line.text, cell.style, look.size, spacing)

    def _draw_picture(self, surface: Surface, cell: PlacedCell, picture: CellPicture, box: Box) -> None:
        """As large as the room takes it, in the middle; words where there is no picture or it cannot be read."""
        look, words = self._look, picture.instead
        if picture.path is not None:
            try:
                wide, high = box.right - box.left - 2 * look.pad_x, box.bottom - box.top - 2 * look.pad_y
                surface.picture(photo_in(picture.path, box.left + look.pad_x, box.top + look.pad_y, wide, high))
                return
            except UnreadableError:
                words = UNREADABLE
        line = TextLine(words, text_width(self._faces, words, cell.style, look.size))
        surface.text(self._placed(line, cell, box, Align.CENTER, (box.top + box.bottom - look.size) / 2))

    def _draw_ticked(self, surface: Surface, ink: Ink) -> None:
        """No face has a ticked box: a box, and a tick over it."""
        shown = ink.text.replace(_TICKED, _BOX)
        surface.text(Ink(ink.x, ink.top, shown, ink.style, ink.size, ink.spacing))
        for index, char in enumerate(ink.text):
            if char == _TICKED:
                x = ink.x + text_width(self._faces, shown[:index], ink.style, ink.size) + ink.spacing * index
                surface.text(Ink(x, ink.top, _TICK, ink.style, ink.size))
