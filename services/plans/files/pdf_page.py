"""What stands on a page of a PDF: characters and ruled lines, in the directions in which the page is looked at."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

MOST_PATHS = 20_000
THIN = 3.0  # points: a filled rectangle up to this height is a line
FLAT = 0.8  # points: how crooked a line may be


@dataclass(frozen=True, slots=True, eq=False)
class Glyph:
    """One character: its left and right edge, its base line (points from the lower edge) and its size."""

    char: str
    left: float
    right: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line: where it stands across its direction, and from where to where it runs."""

    upright: bool
    at: float
    start: float
    end: float


class _Turn:
    """Takes points of the page's own space to where they are seen."""

    def __init__(self, page: Any) -> None:
        self._angle = page.get_rotation()
        left, bottom, right, top = page.get_mediabox()
        self._box = left, bottom, right, top

    def point(self, x: float, y: float) -> tuple[float, float]:
        left, bottom, right, top = self._box
        match self._angle:
            case 90:
                return y - bottom, right - x
            case 180:
                return right - x, top - y
            case 270:
                return top - y, x - left
        return x, y


def _library() -> Any:
    import pypdfium2.raw

    return pypdfium2.raw


def page_glyphs(page: Any) -> list[Glyph]:
    """The characters of a page in the order of its content; what pdfium makes up between them is left out."""
    pdfium = _library()
    turn = _Turn(page)
    content = page.get_textpage()
    found: list[Glyph] = []
    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    try:
        for index in range(content.count_chars()):
            if pdfium.FPDFText_IsGenerated(content, index) == 1:
                continue
            code = pdfium.FPDFText_GetUnicode(content, index)
            if code < 32 or 0xFFFE <= code <= 0xFFFF or 0xD800 <= code < 0xE000:
                continue
            pdfium.FPDFText_GetCharOrigin(content, index, x, y)
            pdfium.FPDFText_GetLooseCharBox(content, index, box)
            one, other = turn.point(box.left, box.bottom), turn.point(box.right, box.top)
            base = turn.point(x.value, y.value)
            height = abs(other[1] - one[1])
            left, right = min(one[0], other[0]), max(one[0], other[0])
            found.append(Glyph(chr(code), left, right, base[1], max(height, right - left, 1.0)))
    finally:
        content.close()
    return found


def page_rules(page: Any) -> list[Rule]:
    """The upright and level lines that are drawn on a page; thin rectangles are lines too."""
    pdfium = _library()
    turn = _Turn(page)
    found: list[Rule] = []
    for place, path in enumerate(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])):
        if place > MOST_PATHS:
            return []
        found += _rules(path, turn, pdfium)
    return found


def _rules(path: Any, turn: _Turn, pdfium: Any) -> list[Rule]:
    matrix = path.get_matrix()
    points: list[tuple[float, float]] = []
    found: list[Rule] = []
    first = (0.0, 0.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(pdfium.FPDFPath_CountSegments(path), MOST_PATHS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = turn.point(*matrix.on_point(x.value, y.value))
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO and points:
            found += _rule(points[-1], point)
        points.append(point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            found += _rule(point, first)
    return found


def _rule(one: tuple[float, float], other: tuple[float, float]) -> list[Rule]:
    wide, high = abs(one[0] - other[0]), abs(one[1] - other[1])
    if wide <= FLAT and high > THIN:
        return [Rule(True, one[0], min(one[1], other[1]), max(one[1], other[1]))]
    if high <= FLAT and wide > THIN:
        return [Rule(False, one[1], min(one[0], other[0]), max(one[0], other[0]))]
    return []
