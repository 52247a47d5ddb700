"""Reads a PDF back and measures it in millimetres from the top left corner, with pdfium."""

import ctypes
from collections import defaultdict
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

MM = 72 / 25.4


@dataclass(frozen=True)
class Char:
    """`x`, `base` in mm; `right` is the right edge of the ink."""

    text: str
    x: float
    base: float
    right: float
    size: float
    font: str
    angle: float


@dataclass(frozen=True)
class Segment:
    """A straight line, in mm."""

    x0: float
    y0: float
    x1: float
    y1: float
    red: bool
    width: float = 0.0
    colour: tuple[int, int, int] = (0, 0, 0)


def read_chars(path, page_index):
    """Every character of a page but blanks."""
    document = pypdfium2.PdfDocument(str(path))
    try:
        page = document[page_index]
        height = page.get_height()
        text = page.get_textpage()
        return [char for index in range(text.count_chars()) if (char := _char(text.raw, index, height)) is not None]
    finally:
        document.close()


def _char(raw, index, height):
    code = pdfium.FPDFText_GetUnicode(raw, index)
    if chr(code).isspace() or code == 0xFFFE or pdfium.FPDFText_IsGenerated(raw, index):
        return None
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(raw, index, x, y)
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(raw, index, left, right, bottom, top)
    buffer, flags = ctypes.create_string_buffer(200), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(raw, index, buffer, 200, flags)
    size, angle = pdfium.FPDFText_GetFontSize(raw, index), pdfium.FPDFText_GetCharAngle(raw, index)
    # a second file of one PostScript name is registered with a number behind it
    name = buffer.value.decode().rpartition("+")[2].rstrip("0123456789")
    return Char(chr(code), x.value / MM, (height - y.value) / MM, right.value / MM, size, name, angle)


def lines_of(chars, size=None):
    """Characters by base line, top to bottom, each line left to right."""
    rows = defaultdict(list)
    for char in chars:
        if size is None or abs(char.size - size) < 0.1:
            rows[round(char.base, 1)].append(char)
    return [sorted(rows[base], key=lambda char: char.x) for base in sorted(rows)]


def words(line):
    """The text of a line."""
    # pdfium counts UTF-16 units: characters beyond the basic plane come in halves
    return "".join(char.text for char in line).encode("utf-16", "surrogatepass").decode("utf-16")


def page_text(path, page_index):
    """All characters of a page, blanks left out."""
    return words(read_chars(path, page_index))


def page_total(path):
    """Pages of the file."""
    document = pypdfium2.PdfDocument(str(path))
    try:
        return len(document)
    finally:
        document.close()


def segments(path, page_index):
    """Straight lines of a page."""
    document = pypdfium2.PdfDocument(str(path))
    try:
        page = document[page_index]
        height = page.get_height()
        found = []
        for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=1):
            left, bottom, right, top = item.get_bounds()
            colours = [ctypes.c_uint() for _ in range(4)]
            pdfium.FPDFPageObj_GetStrokeColor(item.raw, *colours)
            width = ctypes.c_float()
            pdfium.FPDFPageObj_GetStrokeWidth(item.raw, width)
            # pdfium widens the bounds of a stroke by its whole width on each side
            edge = width.value
            left, right, bottom, top = left + edge, right - edge, bottom + edge, top - edge
            colour = tuple(channel.value for channel in colours[:3])
            red = colours[0].value > 180 and colours[1].value < 80
            found.append(
                Segment(left / MM, (height - top) / MM, right / MM, (height - bottom) / MM, red, edge / MM, colour)
            )
        return found
    finally:
        document.close()


@dataclass(frozen=True)
class Placed:
    """A picture, its edges in mm; `dots` across."""

    x0: float
    y0: float
    x1: float
    y1: float
    dots: int


def pictures(path, page_index):
    """Pictures of a page."""
    document = pypdfium2.PdfDocument(str(path))
    try:
        page = document[page_index]
        height = page.get_height()
        found = []
        for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
            left, bottom, right, top = item.get_bounds()
            dots = item.get_px_size()[0]
            found.append(Placed(left / MM, (height - top) / MM, right / MM, (height - bottom) / MM, dots))
        return found
    finally:
        document.close()


def circles(path, page_index):
    """Bounds (left, top, right, bottom) of round outlines of a page, in mm."""
    document = pypdfium2.PdfDocument(str(path))
    try:
        page = document[page_index]
        height = page.get_height()
        found = []
        for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=1):
            kinds = [
                pdfium.FPDFPathSegment_GetType(pdfium.FPDFPath_GetPathSegment(item.raw, index))
                for index in range(pdfium.FPDFPath_CountSegments(item.raw))
            ]
            if pdfium.FPDF_SEGMENT_BEZIERTO in kinds:
                left, bottom, right, top = item.get_bounds()
                found.append((left / MM, (height - top) / MM, right / MM, (height - bottom) / MM))
        return found
    finally:
        document.close()


def fonts_not_embedded(path):
    """Names of fonts that the file uses and does not carry."""
    document = pypdfium2.PdfDocument(str(path))
    try:
        found = set()
        for page in document:
            for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=3):
                font = pdfium.FPDFTextObj_GetFont(item.raw)
                if pdfium.FPDFFont_GetIsEmbedded(font) != 1:
                    buffer = ctypes.create_string_buffer(200)
                    pdfium.FPDFFont_GetBaseFontName(font, buffer, 200)
                    found.add(buffer.value.decode())
        return found
    finally:
        document.close()
