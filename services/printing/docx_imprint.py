"""版记 of the editable file: a table at the foot of the text block that grows upward (7.4)."""

from __future__ import annotations

from services.printing.docx_story import text_area_bottom
from services.printing.docx_writer import Look, Run, paragraph
from services.printing.docx_xml import Element, twips, w
from services.printing.faces import Faces, Style
from services.printing.measures import BLOCK_BOTTOM, BLOCK_WIDTH, LEFT, SMALL
from services.printing.official_model import Format, OfficialDocument
from services.printing.official_parts import Imprint
from services.printing.official_text import copies, date_words, recipients
from services.printing.page import Ink, Sheet

_LABEL = 3 * SMALL  # 主送： and 抄送：
_THICK, _THIN = 8, 6  # eighths of a point: 0.35 and 0.25 mm
_ABOVE, _BELOW = 1.0, 4.0  # points inside a row; text stands at the foot of its line, and is to be in the row's middle


def imprint_table(faces: Faces, document: OfficialDocument, *, moved_to: bool) -> tuple[Element | None, list[Ink]]:
    """The floating table, None where there is nothing to print, and what the PDF draws for it.

    A letter has 抄送 alone and no lines (10.1).
    """
    imprint = Imprint(faces, document, moved_to)
    if not imprint.height:
        return None, []
    sheet = Sheet()
    imprint.draw(sheet)
    shown = [ink.text for ink in sheet.inks]
    ruled = document.format in (Format.DOCUMENT, Format.ORDER, Format.MINUTES)
    texts = ["主送：" + recipients(document.to).rstrip("：") + "。"] if moved_to and document.to else []
    texts += ["抄送：" + copies(document.cc)] if document.cc else []
    counts = [_line_count(shown, text) for text in texts]
    printed = ruled and bool(document.printed_by or document.printed_on)
    pitch = imprint.height / (sum(counts) + printed)
    rows = []
    if texts:
        line = _line(pitch, sum(counts))
        rows.append(_row([_list(text, line) for text in texts]))
    if printed:
        rows.append(_row([_printed(document, _line(pitch, 1))]))
    return _table(rows, ruled), list(sheet.inks)


def _line_count(shown: list[str], text: str) -> int:
    """Takes the lines of `text` from the front of `shown`. Returns how many they are."""
    found, wanted = "", "".join(text.split())
    for count, line in enumerate(shown, start=1):
        found += "".join(line.split())
        if found == wanted:
            del shown[:count]
            return count
    return 1


def _list(text: str, pitch: float) -> Element:
    look = Look(pitch=pitch, left=SMALL + _LABEL, right=SMALL, first=-_LABEL)
    return paragraph([Run(text, Style.BODY, SMALL, 0.0)], look)


def _printed(document: OfficialDocument, pitch: float) -> Element:
    day = date_words(document.printed_on)
    text = f"{document.printed_by}\t{day}印发" if day else document.printed_by
    look = Look(pitch=pitch, left=SMALL, tabs=(("right", BLOCK_WIDTH - SMALL),))
    return paragraph([Run(text, Style.BODY, SMALL, 0.0)], look)


def _line(pitch: float, count: int) -> float:
    """The height of a line where `count` of them and the room inside the row are as high as in the PDF."""
    return pitch - (_ABOVE + _BELOW) / count


def _row(content: list[Element]) -> Element:
    size = w("tcW", w=twips(BLOCK_WIDTH), type="dxa")
    return w("tr", w("trPr", w("cantSplit")), w("tc", w("tcPr", size), *content))


def _table(rows: list[Element], ruled: bool) -> Element:
    """Its foot stands on the foot of the text area, which is a little below that of the text block."""
    size = w("tcW", w=twips(BLOCK_WIDTH), type="dxa")
    height = twips(text_area_bottom() - BLOCK_BOTTOM)
    open_sides = (w(side, val="nil") for side in ("left", "bottom", "right"))
    cell = w("tcPr", size, w("tcBorders", _border("top", _THICK if ruled else 0), *open_sides), _inside(0.0, 0.0, "tcMar"))
    foot = w("tr", w("trPr", w("trHeight", val=height, hRule="exact")), w("tc", cell, paragraph([], Look(pitch=1.0))))
    place = {"vertAnchor": "margin", "horzAnchor": "page", "tblpX": twips(LEFT), "tblpYSpec": "bottom"}
    borders = w(
        "tblBorders", _border("top", _THICK if ruled else 0), _border("insideH", _THIN if ruled else 0)
    )
    properties = w(
        "tblPr",
        w("tblpPr", leftFromText=0, rightFromText=0, **place),
        w("tblOverlap", val="never"),
        w("tblW", w=twips(BLOCK_WIDTH), type="dxa"),
        borders,
        w("tblLayout", type="fixed"),
        _inside(_ABOVE, _BELOW, "tblCellMar"),
    )
    return w("tbl", properties, w("tblGrid", w("gridCol", w=twips(BLOCK_WIDTH))), *rows, foot)


def _inside(above: float, below: float, name: str) -> Element:
    sides = (("top", above), ("left", 0.0), ("bottom", below), ("right", 0.0))
    return w(name, *(w(side, w=twips(room), type="dxa") for side, room in sides))


def _border(side: str, size: int) -> Element:
    return w(side, val="single" if size else "nil", sz=size, space=0, color="000000")
