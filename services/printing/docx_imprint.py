"""版记 of the editable file: a table at the foot of the text block that grows upward (7.4)."""

from __future__ import annotations

from collections.abc import Sequence

from services.printing.docx_geometry import Geometry
from services.printing.docx_writer import Look, Run, paragraph
from services.printing.docx_xml import Element, twips, w
from services.printing.faces import Style
from services.printing.official_model import Format, OfficialDocument
from services.printing.official_text import copies, date_words, recipients
from services.printing.page import Ink

_THICK, _THIN = 8, 6  # eighths of a point: 0.35 and 0.25 mm
_MANY = 20  # lines, from which a list may go on to the next page
_ABOVE, _BELOW = 1.0, 4.0  # points inside a row; text stands at the foot of its line, and is to be in the row's middle


def imprint_table(
    geometry: Geometry, document: OfficialDocument, drawn: Sequence[Ink], x: float, *, moved_to: bool, floating: bool
) -> Element:
    """The table; `drawn` are the pieces that the PDF has of it. A letter has 抄送 alone and no lines (10.1).

    `x` is the left edge of the text block on its page. Not `floating` where it is longer than a page.
    """
    ruled = document.format in (Format.DOCUMENT, Format.ORDER, Format.MINUTES)
    table = _Imprint(geometry, x, ruled=ruled)
    texts = ["主送：" + recipients(document.to).rstrip("：") + "。"] if moved_to and document.to else []
    texts += ["抄送：" + copies(document.cc)] if document.cc else []
    printed = ruled and bool(document.printed_by or document.printed_on)
    lines = len({round(ink.top) for ink in drawn}) - printed
    rows = [table.lists(texts, lines)] if texts else []
    if printed:
        rows.append(table.printed(document.printed_by, date_words(document.printed_on)))
    return table.table(rows, floating=floating)


class _Imprint:
    """Makes the rows and the table around them."""

    def __init__(self, geometry: Geometry, x: float, *, ruled: bool) -> None:
        self._x = x
        metrics = geometry.metrics
        self._geometry = geometry
        self._ruled = ruled
        self._pitch = metrics.points("imprint_pitch")
        self._indent = metrics.points("imprint_indent")
        self._size, self._width = metrics.small, metrics.width

    def lists(self, texts: list[str], lines: int) -> Element:
        """主送 and 抄送 without a line between; wrapped lines below the first name."""
        label = 3 * self._size
        look = Look(pitch=self._line(lines), left=self._indent + label, right=self._indent, first=-label)
        return self._row([paragraph([self._run(text)], look) for text in texts], whole=lines < _MANY)

    def printed(self, office: str, day: str) -> Element:
        """The office to the left, the day to the right."""
        look = Look(pitch=self._line(1), left=self._indent, tabs=(("right", self._width - self._indent),))
        return self._row([paragraph([self._run(f"{office}\t{day}印发" if day else office)], look)])

    def table(self, rows: list[Element], *, floating: bool) -> Element:
        """Its foot stands on the foot of the text area, which is a little below that of the text block."""
        height = self._geometry.area_bottom - self._geometry.metrics.bottom
        outer, inner = (_THICK, _THIN) if self._ruled else (0, 0)
        open_sides = (w(side, val="nil") for side in ("left", "bottom", "right"))
        borders = w("tcBorders", _border("top", outer), *open_sides)
        cell = w("tcPr", self._cell_width(), borders, _inside(0.0, 0.0, "tcMar"))
        empty = w("tc", cell, paragraph([], Look(pitch=1.0)))
        foot = w("tr", w("trPr", w("trHeight", val=twips(height), hRule="exact")), empty)
        # counted from the edge of the sheet: LibreOffice forgets the height where the side is "left"
        place = {"vertAnchor": "margin", "horzAnchor": "page", "tblpX": twips(self._x), "tblpYSpec": "bottom"}
        floats = [w("tblpPr", leftFromText=0, rightFromText=0, **place), w("tblOverlap", val="never")]
        properties = w(
            "tblPr",
            *(floats if floating else ()),
            w("tblW", w=twips(self._width), type="dxa"),
            w("tblBorders", _border("top", outer), _border("insideH", inner)),
            w("tblLayout", type="fixed"),
            # without lines the text ends the text block, as in the PDF
            _inside(*((_ABOVE, _BELOW) if self._ruled else (_ABOVE + _BELOW, 0.0)), "tblCellMar"),
        )
        return w("tbl", properties, w("tblGrid", w("gridCol", w=twips(self._width))), *rows, foot)

    def _line(self, count: int) -> float:
        """The height of a line where `count` of them and the room inside the row are as high as in the PDF."""
        return self._pitch - (_ABOVE + _BELOW) / max(count, 1)

    def _run(self, text: str) -> Run:
        return Run(text, Style.BODY, self._size)

    def _cell_width(self) -> Element:
        return w("tcW", w=twips(self._width), type="dxa")

    def _row(self, content: list[Element], *, whole: bool = True) -> Element:
        return w(
            "tr", w("trPr", *([w("cantSplit")] if whole else [])), w("tc", w("tcPr", self._cell_width()), *content)
        )


def _inside(above: float, below: float, name: str) -> Element:
    sides = (("top", above), ("left", 0.0), ("bottom", below), ("right", 0.0))
    return w(name, *(w(side, w=twips(room), type="dxa") for side, room in sides))


def _border(side: str, size: int) -> Element:
    return w(side, val="single" if size else "nil", sz=size, space=0, color="000000")
