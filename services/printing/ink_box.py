"""Where the ink of a page stands, and what of it a printer that cannot reach the edge would cut off. Lengths in mm."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from services.printing.page_choice import show_pages

INK_DPI = 100
"""Fine enough for this question: a quarter of a millimetre a pixel, one page in a few milliseconds."""
_MM_PER_INCH = 25.4
_PIXEL = 4  # bytes: blue, green, red, one unused
_FAINT = 0xF8  # what smoothing leaves beside a stroke is no ink
_LEAST_CUT = 0.5  # below this the reading of a pixel is not surer than the loss
_INK = re.compile(rb"[^" + bytes(range(_FAINT, 0x100)) + rb"]", re.DOTALL)


class Raster(Protocol):
    """One rendered page: four bytes a pixel (blue, green, red, unused), `stride` bytes a line."""

    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def stride(self) -> int: ...
    @property
    def pixels(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Edges:
    """Four distances from the edges of the sheet: of the ink, or of what a printer cannot reach."""

    left: float
    top: float
    right: float
    bottom: float

    def moved(self, right: float, down: float) -> Edges:
        """The same ink after the picture was shifted."""
        return Edges(self.left + right, self.top + down, self.right - right, self.bottom - down)


@dataclass(frozen=True, slots=True)
class PageInk:
    """Size of a page, and the white around its ink; `white` is None on an empty page."""

    width: float
    height: float
    white: Edges | None


SIDES = {"left": "左边", "top": "上边", "right": "右边", "bottom": "下边"}


def read_ink(found: Raster, dpi: int = INK_DPI) -> PageInk:
    """Size and white edges of a rendered page."""
    mm = _MM_PER_INCH / dpi
    rows = [
        (y, line)
        for y in range(found.height)
        if _INK.search(line := _colours(found.pixels[y * found.stride : y * found.stride + found.width * _PIXEL]))
    ]
    size = (found.width * mm, found.height * mm)
    if not rows:
        return PageInk(*size, None)
    left = min(match.start() for _y, line in rows if (match := _INK.search(line)))
    right = min(match.start() for _y, line in rows if (match := _INK.search(line[::-1])))
    top, bottom = rows[0][0], found.height - 1 - rows[-1][0]
    per_byte = mm / 3  # three bytes of colour a pixel
    return PageInk(*size, Edges(left * per_byte, top * mm, right * per_byte, bottom * mm))


def cut_off(pages: Mapping[int, PageInk], margins: Mapping[int, Edges], right: float, down: float) -> tuple[str, ...]:
    """One sentence a side on which the printer would lose something; `pages` and `margins` by page number from 1.

    `right` and `down` are how far the picture is shifted on the paper. Nothing is scaled down to avoid it: a letter
    that is 2 % too small is wrong everywhere.
    """
    found = []
    for side, name in SIDES.items():
        losses = {
            number: (round(getattr(margins[number], side), 1), round(getattr(ink.white.moved(right, down), side), 1))
            for number, ink in pages.items()
            if ink.white is not None and number in margins
        }
        cut = {number: pair for number, pair in losses.items() if pair[0] - pair[1] >= _LEAST_CUT}
        if cut:
            found.append(_sentence(name, cut))
    return tuple(found)


def _sentence(side: str, cut: Mapping[int, tuple[float, float]]) -> str:
    worst = max(cut.values(), key=lambda pair: pair[0] - pair[1])
    reach, stands = worst
    return (
        f"第{show_pages(list(cut))}页{side}有{_mm(reach - stands)}毫米印不出来："
        f"内容离纸边{_mm(max(stands, 0))}毫米，这台打印机{side}要空{_mm(reach)}毫米。"
    )


def _colours(line: bytes) -> bytes:
    """Without the unused fourth byte, which says nothing about ink."""
    colours = bytearray(len(line) // _PIXEL * 3)
    for place in range(3):
        colours[place::3] = line[place::_PIXEL]
    return bytes(colours)


def _mm(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
